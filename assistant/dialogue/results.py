"""Track what the world answered: the result of a service call becomes part of the state."""

from typing import assert_never

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.booking.hours import first_instant
from assistant.dialogue.existing.leaving import settle_leaving
from assistant.dialogue.existing.selection import choose_listed, is_of
from assistant.dialogue.existing.undo import remember_done
from assistant.dialogue.facts import Facts
from assistant.dialogue.offer import find_refusal
from assistant.dialogue.plan import (
    Hold,
    Last,
    SeriesPlace,
    TimeWish,
    Undoing,
)
from assistant.dialogue.question import Task
from assistant.dialogue.services import (
    AmendBookings,
    Amended,
    AmendRefused,
    Booked,
    BookingRefused,
    BookingsFound,
    Cancelled,
    ConfirmBooking,
    ConfirmSeries,
    HandedOver,
    HoldReleased,
    HoldSeries,
    HoldTimeSlot,
    KeepHold,
    LastBookingFound,
    Moved,
    SeriesBooked,
    SeriesCancelled,
    SeriesHeld,
    SeriesMoved,
    SeriesMovePlanned,
    ServiceCall,
    ServiceResult,
    TimeSlotHeld,
    TimeSlotRefused,
    TimeSlotsFound,
    Unamendable,
    VisitRated,
)
from assistant.dialogue.state import DialogueState, begin
from assistant.dialogue.timing.shift_targets import shift_from_booking, take_after_last
from assistant.dialogue.timing.times import matches_mention, matches_weekday, pick
from assistant.understanding.model import Scope


def track_result(state: DialogueState, call: ServiceCall, result: ServiceResult, facts: Facts) -> DialogueState:
    """Return `state` with what `call` was answered, ready to decide again."""
    # What was put with a booking is not undone by cancelling it.
    done = (
        None if isinstance(result, Amended) and not result.is_late else remember_done(result, facts.shop) or state.done
    )
    kept = state.let_go if done is state.done else None
    state = replace(state, done=done, let_go=kept, turn=replace(state.turn, results=(*state.turn.results, result)))
    match result:
        case TimeSlotsFound(offers=offers):
            starts = [s.starts_at for s in offers.exact]
            exact = starts if len(starts) == 1 else [s for s in starts if s == state.wish.instant]
            return pick(state, exact[0], facts.shop) if exact and find_refusal(state) is None else state
        case TimeSlotHeld(booking=booking):
            return pick(_keep(state, call, booking, result.others), booking.starts_at, facts.shop)
        case TimeSlotRefused():
            # Where another time was to be held in its place, the earlier hold still stands.
            stands = isinstance(call, HoldTimeSlot)
            return replace(state, picked=None, hold=state.hold if stands else None)
        case HoldReleased():
            return replace(state, hold=None, picked=None)
        case BookingsFound(bookings=bookings):
            if state.task in (None, Task.BOOK):
                return state
            if state.turn.undoes is not None and all(b.id != state.turn.undoes for b in bookings):
                return replace(state.forget_task(), turn=replace(state.turn, undoing=Undoing.NOTHING))
            found = settle_leaving(_find_target(state, bookings, facts), bookings)
            return shift_from_booking(found, bookings, facts)
        case LastBookingFound(booking=last):
            return take_after_last(state, last, facts)
        case Amended() | AmendRefused():
            return _track_amended(state, call, result)
        case Booked(booking=booking) | Moved(booking=booking):
            # A note waits until something is booked, and is then with that booking.
            note, visit = ("", result.others) if isinstance(result, Booked) else (state.note, ())
            like = _remember_last(state, booking, *visit)
            after = replace(state.forget_task(), note=note, last=like, last_booking_id=booking.id)
            visit_ids = (booking.id, *(b.id for b in visit)) if visit else state.visit_ids
            return replace(after, visit_ids=visit_ids, last_place=_find_place(booking))
        case Cancelled(booking=booking):
            return replace(state.forget_task(), last_booking_id=None, last=None, last_place=_find_place(booking))
        case VisitRated():
            return state if result.is_known else replace(state, turn=replace(state.turn, stale_choice=True))
        case HandedOver():
            # What waits is before whoever answers now.
            return replace(state.forget_task(), last_booking_id=None, done=None, waiting=())
        case SeriesHeld(bookings=bookings):
            return _keep_series(state, call, bookings, facts)
        case SeriesBooked() | SeriesMoved() | SeriesCancelled():  # none of them is the one that was spoken of last
            note = "" if isinstance(result, SeriesBooked) else state.note
            # What is told of a series that was booked is a list of its times.
            told = tuple((b.id,) for b in result.bookings) if isinstance(result, SeriesBooked) else state.listed
            return replace(state.forget_task(), note=note, last_booking_id=None, last_place=None, listed=told)
        case BookingRefused() | SeriesMovePlanned():
            return state
    assert_never(result)


def _track_amended(state: DialogueState, call: ServiceCall, result: Amended | AmendRefused) -> DialogueState:
    """Return `state` without what has been written, or refused; after a refusal it is asked which is meant."""
    if not isinstance(call, AmendBookings):
        raise TypeError(f"nothing is put with a booking by {call}")
    if state.turn.amendments:
        first, *others = state.turn.amendments
        state = replace(state, turn=replace(state.turn, amendments=tuple(others)))
        gone = isinstance(result, AmendRefused) and result.why is not Unamendable.TOO_LONG
        is_free = state.task is None and not others
        if gone and is_free:  # it has gone by: nothing is put with another one unasked
            return replace(begin(state, Task.AMEND), edit=first.edit, last_booking_id=None)
        return state
    if state.task is not Task.AMEND:
        return replace(state, amendment=None)
    if isinstance(result, AmendRefused):
        return replace(state, booking_id=None, booking_ids=())
    one = result.bookings[0] if len(result.bookings) == 1 else None
    after = state.forget_task()
    if one is None:
        return after
    return replace(after, last=_remember_last(state, one), last_booking_id=one.id, last_place=_find_place(one))


def _keep(state: DialogueState, call: ServiceCall, held: Booking, others: tuple[Booking, ...]) -> DialogueState:
    """Return `state` with the hold, and what it was wished for as: a hold is good for that wish only."""
    if not isinstance(call, HoldTimeSlot | KeepHold | ConfirmBooking):
        raise TypeError(f"a hold answers only calls that ask for one, not {call}")
    wanted = call.wanted
    hold = Hold(
        booking_id=held.id,
        starts_at=held.starts_at,
        service_id=wanted.service_id,
        person_id=wanted.resource_id,
        without_person_ids=wanted.without_resource_ids,
        party_size=wanted.party_size,
        booking_ids=tuple(b.id for b in (held, *others)) if others else (),
        then=wanted.then,
    )
    return replace(state, hold=hold)


def _keep_series(state: DialogueState, call: ServiceCall, held: tuple[Booking, ...], facts: Facts) -> DialogueState:
    """Return `state` with what is held of a series, and its first time picked: other words are relative to it."""
    if not isinstance(call, HoldSeries | ConfirmSeries):
        raise TypeError(f"holds of a series answer only calls that ask for them, not {call}")
    if not held:
        return replace(state, hold=None)
    wanted, series = call.wanted, call.series
    hold = Hold(
        booking_id=held[0].id,
        starts_at=held[0].starts_at,
        service_id=wanted.service_id,
        person_id=wanted.resource_id,
        without_person_ids=wanted.without_resource_ids,
        party_size=wanted.party_size,
        series=series,
        booking_ids=tuple(b.id for b in held),
    )
    return replace(state, hold=hold, picked=first_instant(series.first_day, series.minute, facts.shop.location.zone))


def _find_target(state: DialogueState, bookings: tuple[Booking, ...], facts: Facts) -> DialogueState:
    """Settle which booking is to be moved or cancelled, where what was said of it leaves exactly one."""
    code = state.turn.code
    if state.turn.chosen:
        return choose_listed(state, state.turn.chosen, bookings)
    if named := _name_another(state, bookings):
        state = replace(state, booking_id=None, mention=TimeWish(), service_ids=named)
    if any(b.id == state.booking_id and code in (None, b.code) for b in bookings):
        return state
    if state.task is Task.AMEND and state.edit and state.edit.is_late:
        return state
    candidates = [b for b in bookings if code in (None, b.code) and _fits(b, state, facts)]
    mentioned = [b for b in candidates if matches_mention(state.mention, b.starts_at, facts.shop)]
    if not mentioned and state.mention.is_weekday:  # "move Friday": the one on a Friday, of whichever week
        mentioned = [b for b in candidates if matches_weekday(state.mention, b.starts_at, facts.shop)]
    without = state.wish.without
    is_target_too = not state.mention.is_empty and replace(state.wish, without=()) == state.mention
    if is_target_too and mentioned:  # the words told which booking, not where it is to go
        state = replace(state, wish=TimeWish(without=without))
    if mentioned or not is_target_too:
        candidates = mentioned
    if state.scope is Scope.FOLLOWING and state.mention.is_empty and code is None:
        candidates = _list_after(state.last_place, candidates)
    if state.scope and state.scope.is_several and len({b.series for b in candidates if b.series}) == 1:
        candidates = [b for b in candidates if b.series][:1]
    is_all = state.scope is Scope.ALL and not any(b.series for b in candidates)
    if is_all and len(candidates) > 1 and state.task in (Task.CANCEL, Task.AMEND):
        return replace(state, booking_ids=tuple(b.id for b in candidates))
    if state.scope is Scope.NEXT:
        candidates = candidates[:1]
    return replace(state, booking_id=candidates[0].id if len(candidates) == 1 else None)


def _remember_last(state: DialogueState, *visit: Booking) -> Last:
    """Return what another booking may be like: "another one", "my friend too"."""
    service_ids = tuple(booking.service_id for booking in visit)
    first = visit[0]
    return Last(
        service_ids=service_ids, person_ids=state.person_ids, starts_at=first.starts_at, party_size=first.party_size
    )


def _find_place(booking: Booking) -> SeriesPlace | None:
    return SeriesPlace(series_id=booking.series.id, starts_at=booking.starts_at) if booking.series else None


def _list_after(last: SeriesPlace | None, bookings: list[Booking]) -> list[Booking]:
    """Return those that come after a place in its series; all of them where there is none."""
    if last is None:
        return bookings
    return [b for b in bookings if b.series and b.series.id == last.series_id and b.starts_at > last.starts_at]


def _name_another(state: DialogueState, bookings: tuple[Booking, ...]) -> tuple[int, ...]:
    """Return the services that were named in this turn, where only other bookings are of them: "no, the kids cut"."""
    named = state.turn.service_ids
    settled = next((b for b in bookings if b.id == state.booking_id), None)
    is_another = settled and settled.service_id not in named and any(b.service_id in named for b in bookings)
    return named if is_another else ()


def _fits(booking: Booking, state: DialogueState, facts: Facts) -> bool:
    """Return whether `booking` may be the one that is spoken of, by its service and by who does it."""
    person = booking.find_person(facts.shop)
    is_service = not state.service_ids or booking.service_id in state.service_ids
    # "Move it to Ben": whom a booking is to go to is not who has it.
    is_person = state.task is not Task.CANCEL or not state.person_ids or bool(person and person.id in state.person_ids)
    return is_service and is_person and _is_whose(booking, state)


def _is_whose(booking: Booking, state: DialogueState) -> bool:
    """Return whether a booking may be the one of who will not come: not somebody else's, nor of who still does."""
    absent, present = state.turn.absent, state.turn.present
    is_kept = present is not None and booking.name.lower() == present.lower()
    return (absent is None or is_of(booking, absent)) and not is_kept
