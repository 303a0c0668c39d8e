"""Hold, keep and book several services one after the other: all of them, or none."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from assistant.booking.bookings import Booking, BookingStatus, Refusal, Rule
from assistant.booking.chain import build_next_request, list_next_starts
from assistant.booking.wanted import Wanted
from assistant.calls.desk import Desk, can_stay, find_busy, seat
from assistant.dialogue.services import Booked, ConfirmBooking, HoldTimeSlot, KeepHold, TimeSlotHeld, TimeSlotRefused
from assistant.ports.bookings import Seating

PLANS_MAX = 2
"""A rival who came between the plan and the locks is planned around once; under the locks nobody comes between."""


async def release_all(booking_ids: Sequence[int], desk: Desk) -> None:
    """Let holds go; what is none any more is left as it is."""
    for booking in await find_held(booking_ids, desk):
        await desk.bookings.release(booking)


async def find_held(booking_ids: Sequence[int], desk: Desk) -> list[Booking]:
    """Return those of the bookings that are holds still."""
    found = [await desk.bookings.find_own(booking_id) for booking_id in booking_ids]
    return [b for b in found if b and b.status is BookingStatus.HELD]


async def hold_chain(call: HoldTimeSlot, desk: Desk) -> TimeSlotHeld | TimeSlotRefused:
    """Hold the time and what follows it, in place of what is held; where some of it is taken that stays held."""
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
    told = {"name": call.name, "phone": call.phone, "note": call.note}
    booked = [await desk.bookings.confirm(b, **told, is_for_other=call.is_for_other) for b in kept]
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
    held = await _hold_all(call.wanted, booking.starts_at, desk)
    if isinstance(held, TimeSlotRefused):  # a part of a visit is nothing to keep
        await release_all(call.wanted.ignoring_bookings, desk)
    return held


async def _hold_all(wanted: Wanted, starts_at: datetime, desk: Desk) -> TimeSlotHeld | TimeSlotRefused:
    """Hold all that is wanted, or nothing: what is held for this customer counts as free, and goes in its place."""
    for _ in range(PLANS_MAX):
        planned = await _plan(wanted, starts_at, desk)
        if isinstance(planned, Refusal):
            return TimeSlotRefused(refusal=planned)
        replaced = await find_held(wanted.ignoring_bookings, desk)
        held = await desk.bookings.hold_visit(planned, desk.hold_lasts, replacing=replaced)
        if held:
            return TimeSlotHeld(booking=held[0], others=held[1:])
    return TimeSlotRefused(refusal=Refusal(starts_at=starts_at, rule=Rule.TAKEN))


async def _plan(wanted: Wanted, starts_at: datetime, desk: Desk) -> list[Seating] | Refusal:
    """Return how the visit may be seated, service by service; the rule that forbids its first, or that it has gone."""
    day = starts_at.astimezone(desk.shop.location.zone).date()
    await find_busy(wanted, day, day, desk)  # read once, for all that it takes
    first = await seat(replace(wanted, then=()), starts_at, desk)
    if isinstance(first, Refusal):
        return first
    planned = [first]
    for service_id in wanted.then:
        following = await _seat_next(wanted, service_id, planned, desk)
        if following is None:
            return Refusal(starts_at=starts_at, rule=Rule.TAKEN)
        planned.append(following)
    return planned


async def _seat_next(wanted: Wanted, service_id: int, planned: Sequence[Seating], desk: Desk) -> Seating | None:
    request = build_next_request(desk.shop, wanted, service_id)
    one = replace(wanted, service_id=service_id, resource_id=request.resource_id, party_size=1, then=())
    slots = [seating.time_slot for seating in planned]
    for starts_at in list_next_starts(slots[-1].ends_at, request, desk.shop.location.zone):
        seating = await seat(one, starts_at, desk, beside=slots)
        if isinstance(seating, Seating):
            return seating
    return None
