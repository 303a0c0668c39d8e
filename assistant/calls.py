"""Perform what the dialogue asks of the world: one branch for each service call."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import assert_never

from assistant.booking.assignments import BookingRequest
from assistant.booking.availability import Diary, candidate_assignments, explain_start
from assistant.booking.model import Assignment, Booking, BookingStatus, Busy, Refusal, Rule, Shop
from assistant.booking.search import build_request, find_offers, is_enough, list_looks
from assistant.booking.wanted import Offers, Wanted
from assistant.dialogue.services import (
    Booked,
    BookingRefused,
    BookingsFound,
    CancelBooking,
    Cancelled,
    ConfirmBooking,
    FindBookings,
    FindTimeSlots,
    HandedOver,
    HandOver,
    HoldReleased,
    HoldTimeSlot,
    KeepHold,
    MoveBooking,
    Moved,
    ReleaseHold,
    ServiceCall,
    ServiceResult,
    TimeSlotHeld,
    TimeSlotRefused,
    TimeSlotsFound,
)
from assistant.ports import Bookings, Conversation, Seating, UnitOfWork

ONE_DAY = timedelta(days=1)
ANY_HORIZON = timedelta(days=3660)
"""Further ahead than any hold was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where calls are performed: this transaction, this customer, this shop, now."""

    work: UnitOfWork
    conversation: Conversation
    bookings: Bookings
    shop: Shop
    now: datetime
    hold_lasts: timedelta
    """How long a time is kept for a customer who is asked to confirm it."""


async def perform(call: ServiceCall, desk: Desk) -> ServiceResult:
    """Return what came of `call`. Expected outcomes are values; what is raised ends the turn, which leaves nothing."""
    match call:
        case FindTimeSlots(wanted=wanted):
            return TimeSlotsFound(offers=await _find_offers(wanted, desk))
        case HoldTimeSlot():
            return await _hold(call, desk)
        case KeepHold(booking_id=booking_id, wanted=wanted):
            held = await _keep_hold(booking_id, wanted, desk)
            return TimeSlotHeld(booking=held) if isinstance(held, Booking) else TimeSlotRefused(refusal=held)
        case ReleaseHold(booking_id=booking_id):
            if booking := await desk.bookings.find_own(booking_id):
                await desk.bookings.release(booking)
            return HoldReleased()
        case ConfirmBooking(booking_id=booking_id, wanted=wanted, name=name, phone=phone):
            held = await _keep_hold(booking_id, wanted, desk)
            if isinstance(held, Refusal):
                return TimeSlotRefused(refusal=held)
            if held.id != booking_id:  # it had expired, and may be with somebody else now: that wants a yes of its own
                return TimeSlotHeld(booking=held)
            return Booked(booking=await desk.bookings.confirm(held, name=name, phone=phone))
        case FindBookings():
            return BookingsFound(bookings=await desk.bookings.find_upcoming())
        case MoveBooking():
            return await _move(call, desk)
        case CancelBooking(booking_id=booking_id):
            return await _cancel(booking_id, desk)
        case HandOver():
            await desk.work.hand_over(desk.conversation, desk.now)
            return HandedOver()
    assert_never(call)


async def _find_offers(wanted: Wanted, desk: Desk) -> Offers:
    """Return what is free: first near the wanted days, then, where that is nothing, up to the horizon."""
    offers = Offers(wanted=wanted)
    for look in list_looks(desk.shop, wanted, desk.now):
        busy = await _find_busy(wanted, look.first, look.last, desk)
        diary = Diary(shop=desk.shop, busy=busy, now=desk.now)
        offers = find_offers(diary, wanted, look.first, look.last)
        if is_enough(offers, look):
            break
    return offers


async def _find_busy(wanted: Wanted, first: date, last: date, desk: Desk) -> Busy:
    service = desk.shop.find_service(wanted.service_id)
    # What starts on the last day may end days later, and still run into something there.
    reach = service.buffer_before + max(service.durations) + service.buffer_after + ONE_DAY
    return await desk.bookings.find_busy(
        service.resource_ids, first - reach, last + reach, ignoring=[wanted.ignoring_booking] if wanted.ignoring_booking else []
    )


async def _seat(wanted: Wanted, starts_at: datetime, desk: Desk) -> Seating | Refusal:
    """Return the ways to seat that start, by the same rules that offered it, or the rule that refuses it now."""
    day = starts_at.astimezone(desk.shop.location.zone).date()
    diary = Diary(shop=desk.shop, busy=await _find_busy(wanted, day, day, desk), now=desk.now)
    request = build_request(desk.shop, wanted)
    verdict = explain_start(diary, request, starts_at)
    if isinstance(verdict, Refusal):
        return verdict
    refused: set[Assignment] = set()
    ways = candidate_assignments(diary, request, starts_at, refused=refused)
    return Seating(request=request, time_slot=verdict, ways=ways, refused=refused)


async def _hold(call: HoldTimeSlot, desk: Desk) -> ServiceResult:
    seating = await _seat(call.wanted, call.starts_at, desk)
    if isinstance(seating, Refusal):
        return TimeSlotRefused(refusal=seating)
    replaced = await desk.bookings.find_own(call.replacing) if call.replacing else None
    held = await desk.bookings.hold(seating, desk.hold_lasts, replacing=replaced)
    if held is None:
        return TimeSlotRefused(refusal=Refusal(starts_at=call.starts_at, rule=Rule.TAKEN))
    return TimeSlotHeld(booking=held)


async def _keep_hold(booking_id: int, wanted: Wanted, desk: Desk) -> Booking | Refusal:
    """Return the hold, good for some more minutes; where it is gone, the same time is held anew if it is free."""
    booking = await desk.bookings.find_own(booking_id)
    if booking is None:
        return Refusal(starts_at=None, rule=Rule.TAKEN)
    if booking.status is BookingStatus.HELD and await _can_stay(booking, desk):
        kept = await desk.bookings.keep_hold(booking, desk.hold_lasts)
        if kept:
            return kept
    seating = await _seat(wanted, booking.starts_at, desk)
    if isinstance(seating, Refusal):
        await desk.bookings.release(booking)
        return seating
    held = await desk.bookings.hold(seating, desk.hold_lasts, replacing=booking)
    return held or Refusal(starts_at=booking.starts_at, rule=Rule.TAKEN)


async def _can_stay(booking: Booking, desk: Desk) -> bool:
    """Return whether those who were to do a held booking still can: the shop may have changed since.

    Notice, horizon and step were judged when it was held: a customer who was asked "shall I book it?" in time may
    answer within the hold.
    """
    service = desk.shop.find_service(booking.service_id)
    # Nobody is booked for a class but its seats: that its teacher is there is a matter of the service.
    teachers = tuple(p.id for p in desk.shop.find_people(service)) if service.is_class else ()
    kept = replace(
        service,
        resource_ids=(*booking.resource_ids, *teachers),
        policy=replace(service.policy, min_notice=timedelta(0), horizon=ANY_HORIZON, step=timedelta(minutes=1)),
    )
    day = booking.starts_at.astimezone(desk.shop.location.zone).date()
    busy = await desk.bookings.find_busy(booking.resource_ids, day, day, ignoring=[booking.id])
    request = BookingRequest(service=kept, party_size=booking.party_size)
    verdict = explain_start(Diary(shop=desk.shop, busy=busy, now=desk.now), request, booking.starts_at)
    return not isinstance(verdict, Refusal)


async def _move(call: MoveBooking, desk: Desk) -> ServiceResult:
    booking = await desk.bookings.find_own(call.booking_id)
    if booking is None or booking.status is not BookingStatus.CONFIRMED:
        return BookingRefused(booking=booking, too_late=False)
    if desk.now > booking.starts_at - booking.reschedule_cutoff:
        return BookingRefused(booking=booking, too_late=True)
    seating = await _seat(call.wanted, call.starts_at, desk)
    if isinstance(seating, Refusal):
        return TimeSlotRefused(refusal=seating)
    moved = await desk.bookings.move(booking, seating)
    if moved is None:
        return TimeSlotRefused(refusal=Refusal(starts_at=call.starts_at, rule=Rule.TAKEN))
    return Moved(booking=moved, old=booking)


async def _cancel(booking_id: int, desk: Desk) -> ServiceResult:
    booking = await desk.bookings.find_own(booking_id)
    if booking is None or booking.status is not BookingStatus.CONFIRMED:
        return BookingRefused(booking=booking, too_late=False)
    if desk.now > booking.starts_at - booking.cancel_cutoff:
        return BookingRefused(booking=booking, too_late=True)
    return Cancelled(booking=await desk.bookings.cancel(booking))
