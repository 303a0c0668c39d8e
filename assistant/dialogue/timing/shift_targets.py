"""What a time is told by, where it must be looked up: the booking that is moved, or the customer's last one."""

from datetime import datetime

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.booking.hours import civil_day, first_instant
from assistant.dialogue.acts import InformNoLastBooking, SystemAct
from assistant.dialogue.facts import Facts
from assistant.dialogue.question import Task
from assistant.dialogue.services import FindLastBooking, LastBookingFound, ServiceCall
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.keeping import complete
from assistant.dialogue.timing.readings import Settled, settle
from assistant.dialogue.timing.shifts import find_point, move
from assistant.dialogue.timing.times import wish_for
from assistant.understanding.model import Shift
from assistant.understanding.times.civil import DAYS_PER_WEEK, find_nearest_weekday, one_day, shift_days
from assistant.understanding.times.model import DayRange


def look_up_last(state: DialogueState) -> ServiceCall | None:
    """Look up the customer's last booking where a new one is to be like it."""
    is_wanted = state.task is Task.BOOK and (state.turn.wants_usual or state.shift)
    is_known = any(isinstance(r, LastBookingFound) for r in state.turn.results)
    return FindLastBooking(booking_id=state.last_booking_id) if is_wanted and not is_known else None


def tell_unknown(state: DialogueState) -> tuple[SystemAct, ...]:
    """Return that no booking of theirs is known, where the customer wanted one like it."""
    found = [r.booking for r in state.turn.results if isinstance(r, LastBookingFound)]
    return (InformNoLastBooking(),) if found and found[-1] is None else ()


def shift_from_booking(state: DialogueState, bookings: tuple[Booking, ...], facts: Facts) -> DialogueState:
    """Return `state` with the wish for the time that is so far from the booking that is moved, once that is known."""
    ids = (state.booking_id, *state.booking_ids)
    booking = next((b for b in bookings if b.id in ids), None)
    shift = state.shift
    if shift is None or booking is None:
        return state
    is_several = bool(state.booking_ids) or (state.scope is not None and state.scope.is_several)
    if is_several:  # bookings of a series stay within their weeks
        shift = replace(shift, months=0, days=0 if abs(shift.days) >= DAYS_PER_WEEK else shift.days)
        if not shift.moves:
            return replace(state, shift=None)
    wish = complete(state.wish, booking, facts, changes_else=False)
    service = facts.shop.find_service(booking.service_id)
    settled = settle(wish, shop=facts.shop, now=facts.now, horizon=service.policy.horizon, service=service)
    point = find_point(settled, facts.shop) if isinstance(settled, Settled) else None
    moved = move(point or booking.starts_at, shift, () if point else wish.days, facts.shop)
    if moved is None:
        return replace(state, shift=None, turn=replace(state.turn, impossible_time=True))
    clocks = wish.clocks if wish.clocks and not shift.minutes and not point else moved.clocks
    days = moved.days if point else _place_next_week(moved.days, wish.days, booking, facts)
    moved = replace(moved, days=days, clocks=clocks, without=state.wish.without)
    return replace(state, shift=None, wish=moved, picked=None, shown=())


def _place_next_week(
    moved: tuple[DayRange, ...], said: tuple[DayRange, ...], booking: Booking, facts: Facts
) -> tuple[DayRange, ...]:
    """Return the day of "same time next week", of a booking of that week or a later one: the week after it as well."""
    zone = facts.shop.location.zone
    today, day = civil_day(facts.now, zone), civil_day(booking.starts_at, zone)
    monday = shift_days(today, DAYS_PER_WEEK - today.weekday())
    is_next_week = [one.first for one in said] == [monday] and said[0].last == shift_days(monday, DAYS_PER_WEEK - 1)
    if not is_next_week or day < monday:
        return moved
    after = one_day(shift_days(day, DAYS_PER_WEEK))
    return (after,) if moved == (one_day(day),) else (*moved, after)


def take_after_last(state: DialogueState, booking: Booking | None, facts: Facts) -> DialogueState:
    """Return `state` with what was not said taken from the customer's last booking."""
    shift = state.shift
    state = replace(state, shift=None)
    if booking is None:
        return state
    if state.turn.wants_usual or not state.service_ids:
        state = _take_plan(state, booking, facts)
    if shift is None and state.recurrence and state.recurrence.every_weeks and not state.wish.days:
        shift = Shift(days=DAYS_PER_WEEK * state.recurrence.every_weeks, keeps_clock=True)
    if shift is None:
        clocks = wish_for(booking.starts_at, facts.shop).clocks
        is_open = not (state.wish.clocks or state.wish.is_outermost)
        return replace(state, wish=replace(state.wish, clocks=clocks)) if is_open else state
    wish = move(_find_start(booking, shift, facts), shift, state.wish.days, facts.shop)
    if wish is None:
        return replace(state, turn=replace(state.turn, impossible_time=True))
    wish = replace(wish, clocks=state.wish.clocks or wish.clocks, without=state.wish.without)
    return replace(state, wish=wish, picked=None, shown=())


def _find_start(booking: Booking, shift: Shift, facts: Facts) -> datetime:
    """Return when the booking is; one that is past is counted from now, on its day of the week."""
    zone = facts.shop.location.zone
    today, day = civil_day(facts.now, zone), civil_day(booking.starts_at, zone)
    if day >= today or not shift.moves:
        return booking.starts_at
    civil = booking.starts_at.astimezone(zone)
    return first_instant(find_nearest_weekday(today, day.weekday()), civil.hour * 60 + civil.minute, zone)


def _take_plan(state: DialogueState, booking: Booking, facts: Facts) -> DialogueState:
    """Return `state` with service, person and party as they were, where the shop still has them and none was said."""
    shop = facts.shop
    if not state.service_ids and any(s.id == booking.service_id for s in shop.offered_services):
        state = replace(state, service_ids=(booking.service_id,))
    if state.service_ids != (booking.service_id,):
        return state
    person = booking.find_person(shop)
    able = [p.id for p in shop.find_people(shop.find_service(booking.service_id))]
    if person and person.id in able and not (state.person_ids or state.any_person):
        state = replace(state, person_ids=(person.id,))
    return replace(state, party_size=state.party_size or booking.party_size)
