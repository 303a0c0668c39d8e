"""Perform what the dialogue asks of the world: one branch for each service call."""

from typing import assert_never

from assistant.booking.availability import Diary
from assistant.booking.bookings import Booking, BookingStatus, Refusal, Rule
from assistant.booking.search import find_offers, is_enough, list_looks
from assistant.booking.wanted import Offers, Wanted
from assistant.calls.amend import amend, put_with
from assistant.calls.chain import confirm_chain, find_held, hold_chain, keep_chain, release_all
from assistant.calls.desk import Desk, can_stay, find_busy, seat
from assistant.calls.series import perform_series
from assistant.dialogue.services import (
    AmendBookings,
    Booked,
    BookingRefused,
    BookingsFound,
    CancelBooking,
    Cancelled,
    CancelSeries,
    ConfirmBooking,
    ConfirmSeries,
    FindBookings,
    FindLastBooking,
    FindTimeSlots,
    HandedOver,
    HandOver,
    HoldReleased,
    HoldSeries,
    HoldTimeSlot,
    KeepHold,
    LastBookingFound,
    MoveBooking,
    Moved,
    MoveSeries,
    PlanSeriesMove,
    RateVisit,
    ReleaseHold,
    ServiceCall,
    ServiceResult,
    TimeSlotHeld,
    TimeSlotRefused,
    TimeSlotsFound,
    VisitRated,
)


async def perform(call: ServiceCall, desk: Desk) -> ServiceResult:
    """Return what came of `call`. Expected outcomes are values; what is raised ends the turn, which leaves nothing."""
    match call:
        case FindTimeSlots(wanted=wanted):
            return TimeSlotsFound(offers=await _find_offers(wanted, desk))
        case HoldTimeSlot(wanted=wanted) if wanted.then:
            return await hold_chain(call, desk)
        case HoldTimeSlot():
            return await _hold(call, desk)
        case KeepHold(wanted=wanted) if wanted.then:
            return await keep_chain(call, desk)
        case KeepHold(booking_id=booking_id, wanted=wanted):
            held = await _keep_hold(booking_id, wanted, desk)
            return TimeSlotHeld(booking=held) if isinstance(held, Booking) else TimeSlotRefused(refusal=held)
        case ReleaseHold(booking_id=booking_id):
            if booking := await desk.bookings.find_own(booking_id):
                await desk.bookings.release(booking)
            await release_all(call.others, desk)
            return HoldReleased()
        case ConfirmBooking(wanted=wanted) if wanted.then:
            return await confirm_chain(call, desk)
        case ConfirmBooking(booking_id=booking_id, wanted=wanted):
            held = await _keep_hold(booking_id, wanted, desk, is_confirmed=True)
            if isinstance(held, Refusal):
                return TimeSlotRefused(refusal=held)
            if held.id != booking_id:  # it had expired, and may be with somebody else now: that wants a yes of its own
                return TimeSlotHeld(booking=held)
            booked = await desk.bookings.confirm(
                held, name=call.name, phone=call.phone, note=call.note, is_for_other=call.is_for_other
            )
            return Booked(booking=booked)
        case FindBookings():
            return BookingsFound(bookings=await desk.bookings.find_upcoming())
        case FindLastBooking(booking_id=booking_id):
            return LastBookingFound(booking=await _find_last(booking_id, desk))
        case MoveBooking():
            return await _move(call, desk)
        case AmendBookings():
            return await amend(call, desk)
        case CancelBooking(booking_id=booking_id):
            return await _cancel(booking_id, desk)
        case HoldSeries() | ConfirmSeries() | PlanSeriesMove() | MoveSeries() | CancelSeries():
            return await perform_series(call, desk)
        case RateVisit():
            is_known = await desk.work.rate(desk.conversation, call, desk.now)
            return VisitRated(score=call.score, comment=call.comment, is_last=call.is_last, is_known=is_known)
        case HandOver():
            await desk.work.hand_over(desk.conversation, desk.now)
            return HandedOver()
    assert_never(call)


async def _find_last(booking_id: int | None, desk: Desk) -> Booking | None:
    """Return the booking that was spoken of last if it stands, else the one that the customer had last."""
    spoken_of = await desk.bookings.find_own(booking_id) if booking_id else None
    stands = spoken_of is not None and spoken_of.status is BookingStatus.CONFIRMED
    return spoken_of if stands else await desk.bookings.find_last()


async def _find_offers(wanted: Wanted, desk: Desk) -> Offers:
    """Return what is free: first near the wanted days, then, where that is nothing, up to the horizon."""
    offers = Offers(wanted=wanted)
    for look in list_looks(desk.shop, wanted, desk.now):
        busy = await find_busy(wanted, look.first, look.last, desk)
        diary = Diary(shop=desk.shop, busy=busy, now=desk.now)
        offers = find_offers(diary, wanted, look.first, look.last)
        if is_enough(offers, look):
            break
    return offers


async def _hold(call: HoldTimeSlot, desk: Desk) -> ServiceResult:
    seating = await seat(call.wanted, call.starts_at, desk)
    if isinstance(seating, Refusal):
        return TimeSlotRefused(refusal=seating)
    ids = call.wanted.ignoring_bookings or ((call.replacing,) if call.replacing else ())
    replaced = await find_held(ids, desk)
    held = await desk.bookings.hold_visit([seating], desk.hold_lasts, replacing=replaced)
    if held is None:
        return TimeSlotRefused(refusal=Refusal(starts_at=call.starts_at, rule=Rule.TAKEN))
    return TimeSlotHeld(booking=held[0])


async def _keep_hold(booking_id: int, wanted: Wanted, desk: Desk, *, is_confirmed: bool = False) -> Booking | Refusal:
    """Return the hold, good for some more minutes; where it is gone, the same time is held anew if it is free.

    One that is being confirmed is locked, and needs no more minutes.
    """
    booking = await desk.bookings.find_own(booking_id)
    if booking is None:
        return Refusal(starts_at=None, rule=Rule.TAKEN)
    if booking.status is BookingStatus.HELD and await can_stay(booking, desk):
        kept = booking if is_confirmed else await desk.bookings.keep_hold(booking, desk.hold_lasts)
        if kept:
            return kept
    seating = await seat(wanted, booking.starts_at, desk)
    if isinstance(seating, Refusal):
        await desk.bookings.release(booking)
        return seating
    held = await desk.bookings.hold(seating, desk.hold_lasts, replacing=booking)
    return held or Refusal(starts_at=booking.starts_at, rule=Rule.TAKEN)


async def _move(call: MoveBooking, desk: Desk) -> ServiceResult:
    booking = await desk.bookings.find_own(call.booking_id)
    if booking is None or booking.status is not BookingStatus.CONFIRMED:
        return BookingRefused(booking=booking, too_late=False)
    if desk.now > booking.starts_at - booking.reschedule_cutoff:
        return BookingRefused(booking=booking, too_late=True)
    seating = await seat(call.wanted, call.starts_at, desk)
    if isinstance(seating, Refusal):
        return TimeSlotRefused(refusal=seating)
    moved = await desk.bookings.move(booking, seating)
    if moved is None:
        return TimeSlotRefused(refusal=Refusal(starts_at=call.starts_at, rule=Rule.TAKEN))
    return Moved(booking=await put_with(moved, call.note, desk), old=booking)


async def _cancel(booking_id: int, desk: Desk) -> ServiceResult:
    booking = await desk.bookings.find_own(booking_id)
    if booking is None or booking.status is not BookingStatus.CONFIRMED:
        return BookingRefused(booking=booking, too_late=False)
    if desk.now > booking.starts_at - booking.cancel_cutoff:
        return BookingRefused(booking=booking, too_late=True)
    return Cancelled(booking=await desk.bookings.cancel(booking))
