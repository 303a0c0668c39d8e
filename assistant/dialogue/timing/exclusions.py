"""Track what is ruled out: "not Friday", "any day but Monday", "anyone but Ana". It is never offered."""

import re
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.booking.model import Shop
from assistant.booking.wanted import Without
from assistant.dialogue.plan import TimeWish
from assistant.dialogue.question import QuestionKind, Task
from assistant.dialogue.state import DialogueState
from assistant.understanding.exclusions import UNSUITABLE
from assistant.understanding.model import Intent, Understanding
from assistant.understanding.times.civil import DAYS_PER_WEEK, WEEKEND_STARTS
from assistant.understanding.times.days import weekday, weekend
from assistant.understanding.times.model import ClockRange, DayRange, When

_LEAVES_OUT = re.compile(
    r"(?:[a-z]{1,8}[ ,]{1,2}){0,3}?(?:skip|miss|leave out|drop(?! [a-z]+ off)|without|not|lose|remove)\b"
)
_SKIPS = re.compile(r"(?:(?:can|could|we|i|you|oh|and|please|ok|just|need|to|have)[ ,]{1,2}){0,5}skip (?!it|that|this)")
WITHOUT_MAX = 20
"""So many days and hours may be ruled out; of more, the last."""


def read_unsuitable(state: DialogueState, heard: Understanding, zone: ZoneInfo) -> Understanding:
    """Return what was heard with the day that does not suit as the one that a booking is on, where that is meant.

    "Friday doesn't work, can I move it?" names the booking of Friday; in the middle of booking it turns Friday down.
    """
    if told := _read_left_out(state, heard, zone):
        return told
    if state.task is None and state.done and not heard.intents and _SKIPS.match(heard.text.lower()):
        days = tuple(when for when in (*heard.times, *heard.excluded) if when.days)
        # "Skip the 17th", with nothing being planned, speaks of what is booked.
        heard = replace(heard, intents=(Intent.CANCEL,), times=days, excluded=()) if days else heard
    is_change = Intent.RESCHEDULE in heard.intents or Intent.CANCEL in heard.intents
    if state.task is Task.BOOK and is_change and heard.excluded and state.question:
        return replace(heard, intents=tuple(i for i in heard.intents if i is not Intent.CANCEL))
    names_booking = is_change and state.booking_id is None and not heard.times
    if not names_booking or not all(UNSUITABLE in when.rules for when in heard.excluded):
        return heard
    return replace(heard, times=heard.excluded, excluded=())


def shorten(state: DialogueState, said: Understanding, heard: Understanding) -> DialogueState:
    """Return `state` with a series of fewer times where one of those offered was cancelled; a skipped one is made up.

    `said` is the message as it was before what is left out was read in it, `heard` after that.
    """
    count = state.recurrence.count if state.recurrence else None
    fewer = len(heard.excluded) - len(said.excluded)
    is_cancelled = Intent.CANCEL in said.intents and Intent.CANCEL not in heard.intents
    if state.recurrence is None or count is None or not is_cancelled or not 0 < fewer < count:
        return state
    return replace(state, recurrence=replace(state.recurrence, count=count - fewer))


def _read_left_out(state: DialogueState, heard: Understanding, zone: ZoneInfo) -> Understanding | None:
    """Return what was heard with a time of the series that is to be confirmed ruled out: "cancel the second one"."""
    question = state.question
    is_asked = question is not None and question.kind is QuestionKind.CONFIRM_SERIES and not heard.code
    is_left_out = Intent.CANCEL in heard.intents or _LEAVES_OUT.match(heard.text.lower()) is not None
    if question is None or not (is_asked and is_left_out):
        return None
    days = tuple(when for when in heard.times if when.days)
    if not days and heard.selection and heard.selection.is_ordinal:
        position = heard.selection.position or 0
        place = position - 1 if position > 0 else len(question.starts) + position
        if not 0 <= place < len(question.starts):
            return None
        day = question.starts[place].astimezone(zone).date()
        days = (When(days=(DayRange(first=day, last=day),), start=0, end=len(heard.text)),)
    if not days:
        return None
    kept = tuple(i for i in heard.intents if i is not Intent.CANCEL)
    left = tuple(when for when in heard.times if when not in days)
    return replace(heard, intents=kept, times=left, excluded=(*heard.excluded, *days), selection=None, acts=())


def track_exclusions(state: DialogueState, heard: Understanding) -> DialogueState:
    """Return `state` with what a message rules out; what was wanted of it is not wanted any more."""
    if state.task not in (Task.BOOK, Task.RESCHEDULE) or not heard.excluded:
        return state
    new = tuple(one for when in heard.excluded for one in _list_without(when))
    without = tuple(dict.fromkeys((*state.wish.without, *new)))[-WITHOUT_MAX:]
    wish = _drop_wanted(state.wish, new)
    changed = replace(wish, without=without)
    if changed == state.wish:
        return state
    return replace(state, wish=changed, picked=state.picked if wish == state.wish else None)


def keep_in_series(state: DialogueState, heard: Understanding) -> DialogueState:
    """Return `state` with all that a message rules out of a series: "every Tuesday, but not tomorrow"."""
    if not (state.recurrence and heard.recurrence):
        return state
    new = tuple(one for when in heard.excluded for one in _list_without(when))
    without = tuple(dict.fromkeys((*state.wish.without, *new)))[-WITHOUT_MAX:]
    return replace(state, wish=replace(state.wish, without=without))


def track_without_people(state: DialogueState, heard: Understanding) -> DialogueState:
    """Return `state` with who is ruled out; somebody who is named is wanted again."""
    state = replace(state, other_person=(state.other_person or heard.other_person) and not heard.person_ids)
    named = tuple(p for p in state.without_person_ids if p not in heard.person_ids)
    if heard.any_person and not heard.without_person_ids:
        named = ()
    without = tuple(dict.fromkeys((*named, *heard.without_person_ids)))
    wanted = tuple(p for p in state.person_ids if p not in without)
    if not heard.without_person_ids or (wanted and wanted == state.person_ids):
        return replace(state, without_person_ids=without)
    return replace(state, without_person_ids=without, person_ids=wanted, any_person=not wanted)


def list_without_people(state: DialogueState, booking: Booking | None, shop: Shop) -> tuple[int, ...]:
    """Return who is ruled out; "someone else" rules out who has the booking that is moved."""
    person = booking.find_person(shop) if booking and state.other_person else None
    return tuple(dict.fromkeys((*state.without_person_ids, *((person.id,) if person else ()))))


def _list_without(when: When) -> Iterable[Without]:
    """Return what a mention rules out, by each of its readings: a weekday is that of every week."""
    is_plain = len(when.day_spans) == 1
    if weekday.name in when.rules and is_plain:
        weekdays = tuple(day.first.weekday() for day in when.days if day.first)
    else:
        weekdays = tuple(range(WEEKEND_STARTS, DAYS_PER_WEEK)) if weekend.name in when.rules and is_plain else ()
    for day in (None,) if weekdays else when.days or (None,):
        for clock in when.clocks or (None,):
            yield _make_without(day, clock, weekdays)


def _make_without(day: DayRange | None, clock: ClockRange | None, weekdays: tuple[int, ...]) -> Without:
    return Without(
        weekdays=weekdays,
        first_day=day.first if day else None,
        last_day=day.last if day else None,
        first_minute=clock.start if clock else None,
        last_minute=clock.end if clock else None,
    )


def _drop_wanted(wish: TimeWish, without: Iterable[Without]) -> TimeWish:
    """Return the wish without a day or a time of day that is ruled out as such."""
    for one in without:
        has_clock = (one.first_minute, one.last_minute) != (None, None)
        days = [day.first for day in wish.days if day.is_one_day and day.first]
        points = [clock.start for clock in wish.clocks if clock.is_point and clock.start is not None]
        if days and not has_clock and all(one.contains(day, 0) for day in days):
            wish = replace(wish, days=(), is_weekday=False)
        elif points and has_clock and all(_covers(one, days, point) for point in points):
            wish = replace(wish, clocks=())
    return wish


def _covers(without: Without, days: Iterable[date], minute: int) -> bool:
    """Return whether that time of day is ruled out on all of `days`; with none given, on any day."""
    any_day = Without(first_minute=without.first_minute, last_minute=without.last_minute)
    given = list(days)
    if given:
        return all(without.contains(day, minute) for day in given)
    return without == any_day and without.contains(date.min, minute)
