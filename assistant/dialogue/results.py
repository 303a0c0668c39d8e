"""Track what the world answered: the result of a service call becomes part of the state."""

from dataclasses import replace
from typing import assert_never

from assistant.booking.model import Booking
from assistant.dialogue.offer import find_refusal
from assistant.dialogue.services import (
    Booked,
    BookingRefused,
    BookingsFound,
    Cancelled,
    HandedOver,
    HoldReleased,
    HoldTimeSlot,
    Moved,
    ServiceCall,
    ServiceResult,
    TimeSlotHeld,
    TimeSlotRefused,
    TimeSlotsFound,
)
from assistant.dialogue.state import DialogueState, Hold, Task, TimeWish
from assistant.dialogue.times import matches_mention, pick
from assistant.dialogue.track import Facts


def track_result(state: DialogueState, call: ServiceCall, result: ServiceResult, facts: Facts) -> DialogueState:
    """Return `state` with what `call` was answered, ready to decide again."""
    state = replace(state, turn=replace(state.turn, results=(*state.turn.results, result)))
    match result:
        case TimeSlotsFound(offers=offers):
            is_settled = len(offers.exact) == 1 and find_refusal(state) is None
            return pick(state, offers.exact[0].starts_at, facts.shop) if is_settled else state
        case TimeSlotHeld(booking=booking):
            state = replace(state, hold=Hold(booking_id=booking.id, starts_at=booking.starts_at))
            return pick(state, booking.starts_at, facts.shop)
        case TimeSlotRefused():
            # Where another time was to be held in its place, the earlier hold still stands.
            return replace(state, picked=None, hold=state.hold if isinstance(call, HoldTimeSlot) else None)
        case HoldReleased():
            return replace(state, hold=None, picked=None)
        case BookingsFound(bookings=bookings):
            return _find_target(state, bookings, facts) if state.task in (Task.RESCHEDULE, Task.CANCEL) else state
        case Booked() | Moved() | Cancelled() | HandedOver():
            return state.forget_task()
        case BookingRefused():
            return state
    assert_never(result)


def _find_target(state: DialogueState, bookings: tuple[Booking, ...], facts: Facts) -> DialogueState:
    """Settle which booking is to be moved or cancelled, as far as what was said of it leaves only one."""
    if any(b.id == state.booking_id for b in bookings):
        return state
    candidates = [b for b in bookings if b.code == state.turn.code] if state.turn.code else list(bookings)
    if state.service_ids:
        candidates = [b for b in candidates if b.service_id in state.service_ids] or candidates
    mentioned = [b for b in candidates if matches_mention(state.mention, b.starts_at, facts.shop)]
    if mentioned and not state.mention.is_empty:
        candidates = mentioned
        if state.wish == state.mention:  # the words told which booking, not where it is to go
            state = replace(state, wish=TimeWish())
    return replace(state, booking_id=candidates[0].id if len(candidates) == 1 else None)
