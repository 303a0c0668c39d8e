"""Hold, keep and book several services one after the other: all of them, or none."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from assistant.booking.bookings import Booking, BookingStatus, Refusal, Rule
from assistant.booking.chain import build_next_request, list_next_starts
from assistant.booking.wanted import Wanted
from assistant.calls.desk import Desk, can_stay, seat
from assistant.dialogue.services import Booked, ConfirmBooking, HoldTimeSlot, KeepHold, TimeSlotHeld, TimeSlotRefused


async def release_all(booking_ids: Sequence[int], desk: Desk) -> None:
    """Let holds go; what is none any more is left as it is."""
    for booking_id in booking_ids:
        booking = await desk.bookings.find_own(booking_id)
        if booking and booking.status is BookingStatus.HELD:
            await desk.bookings.release(booking)


async def hold_chain(call: HoldTimeSlot, desk: Desk) -> TimeSlotHeld | TimeSlotRefused:
    """Hold the time and what follows it, in place of what is held; where some of it is taken nothing is held."""
    await release_all(call.wanted.ignoring_bookings, desk)
    return await _hold_all(call.wanted, call.starts_at, desk)


async def keep_chain(call: KeepHold, desk: Desk) -> TimeSlotHeld | TimeSlotRefused:
    """Let all holds last longer; where one is gone all are looked for anew."""
    kept = await _find_standing(call.wanted, desk)
    if kept:
        again = [await desk.bookings.keep_hold(b, desk.hold_lasts) for b in kept]
        lasting = [b for b in again if b]
        if len(lasting) == len(kept):
            return TimeSlotHeld(booking=lasting[0], others=tuple(lasting[1:]))
    return await _hold_anew(call, desk)


async def confirm_chain(call: ConfirmBooking, desk: Desk) -> Booked | TimeSlotHeld | TimeSlotRefused:
    """Book all that is held; where one of the holds is gone nothing is booked, and all are looked for anew."""
    kept = await _find_standing(call.wanted, desk)
    if not kept:
        return await _hold_anew(call, desk)
    booked = [await desk.bookings.confirm(b, name=call.name, phone=call.phone, note=call.note) for b in kept]
    return Booked(booking=booked[0], others=tuple(booked[1:]))


async def _find_standing(wanted: Wanted, desk: Desk) -> list[Booking]:
    """Return all that is held, in its order; nothing where one of it no longer stands."""
    found = [await desk.bookings.find_own(booking_id) for booking_id in wanted.ignoring_bookings]
    standing = [b for b in found if b and _is_held(b, desk) and await can_stay(b, desk)]
    is_whole = len(standing) == len(found) == len(wanted.then) + 1
    return standing if is_whole else []


def _is_held(booking: Booking, desk: Desk) -> bool:
    expires = booking.hold_expires_at
    return booking.status is BookingStatus.HELD and expires is not None and expires > desk.now


async def _hold_anew(call: KeepHold | ConfirmBooking, desk: Desk) -> TimeSlotHeld | TimeSlotRefused:
    booking = await desk.bookings.find_own(call.booking_id)
    if booking is None:
        return TimeSlotRefused(refusal=Refusal(starts_at=None, rule=Rule.TAKEN))
    await release_all(call.wanted.ignoring_bookings, desk)
    return await _hold_all(call.wanted, booking.starts_at, desk)


async def _hold_all(wanted: Wanted, starts_at: datetime, desk: Desk) -> TimeSlotHeld | TimeSlotRefused:
    held: list[Booking] = []
    alone = replace(wanted, then=(), ignoring_bookings=())
    refusal = Refusal(starts_at=starts_at, rule=Rule.TAKEN)
    first = await _hold_one(alone, starts_at, desk)
    if isinstance(first, Refusal):
        return TimeSlotRefused(refusal=first)
    held.append(first)
    for service_id in wanted.then:
        following = await _hold_next(alone, service_id, held[-1], desk)
        if following is None:
            await release_all([b.id for b in held], desk)
            return TimeSlotRefused(refusal=refusal)
        held.append(following)
    return TimeSlotHeld(booking=held[0], others=tuple(held[1:]))


async def _hold_next(wanted: Wanted, service_id: int, last: Booking, desk: Desk) -> Booking | None:
    request = build_next_request(desk.shop, wanted, service_id)
    one = replace(wanted, service_id=service_id, resource_id=request.resource_id, party_size=1)
    for starts_at in list_next_starts(last.ends_at, request, desk.shop.location.zone):
        held = await _hold_one(one, starts_at, desk)
        if isinstance(held, Booking):
            return held
    return None


async def _hold_one(wanted: Wanted, starts_at: datetime, desk: Desk) -> Booking | Refusal:
    seating = await seat(wanted, starts_at, desk)
    if isinstance(seating, Refusal):
        return seating
    held = await desk.bookings.hold(seating, desk.hold_lasts)
    return held or Refusal(starts_at=starts_at, rule=Rule.TAKEN)
