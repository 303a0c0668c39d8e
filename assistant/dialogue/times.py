"""Track what the customer wants of time: a wish that later words narrow, shift or replace."""

from dataclasses import replace
from datetime import datetime, timedelta

from assistant.booking.model import Shop
from assistant.dialogue.readings import narrow
from assistant.dialogue.state import DialogueState, Question, QuestionKind, Task, TimeWish
from assistant.understanding.model import Direction, Understanding
from assistant.understanding.times.model import ClockRange, DayRange, When

IMPOSSIBLE = "impossible_date"
"""The rule under which the time grammar reports a time that no calendar has."""
WEEKDAY = "weekday"
"""The rule under which it reads a bare weekday as the coming one."""
TARGET_WORDS = ("to", "for", "until", "till", "on", "at", "instead")
"""Before a time they mean where a booking is to go: "move it to Friday"."""
ONE_WEEK = timedelta(days=7)


def track_times(state: DialogueState, heard: Understanding, shop: Shop) -> DialogueState:
    """Return `state` with the times of one message in it, in the order of the text: later words win."""
    whens = [w for w in heard.times if w.days or w.clocks]
    if any(IMPOSSIBLE in w.rules for w in heard.times):
        state = replace(state, turn=replace(state.turn, impossible_time=True))
    if state.task in (Task.RESCHEDULE, Task.CANCEL) and state.booking_id is None and whens:
        state, whens = _track_mention(state, heard.text, whens)
    for when in whens:
        state = _track_when(state, when, shop)
    return state


def _track_mention(state: DialogueState, text: str, whens: list[When]) -> tuple[DialogueState, list[When]]:
    """Tell "my Friday appointment" from "to Friday". What may be either is kept as both until bookings are known."""
    first, *rest = whens
    mention = TimeWish(days=first.days, clocks=first.clocks)
    if state.task is Task.CANCEL or rest:
        return replace(state, mention=mention), rest
    words_before = text[: first.start].lower().split()
    if words_before and words_before[-1] in TARGET_WORDS:
        return state, whens
    return replace(state, mention=mention), whens


def _track_when(state: DialogueState, when: When, shop: Shop) -> DialogueState:
    matching = _find_options(state.question, when, shop)
    if len(matching) == 1:
        return pick(state, matching[0], shop)
    if state.picked and _matches(state.picked, when, shop):
        return state
    wish = state.wish
    if state.question and state.question.kind is QuestionKind.CLOCK_READING and when.clocks:
        wish = replace(wish, clocks=narrow(wish.clocks, when.clocks) or when.clocks)
    elif when.clocks:
        wish = replace(wish, clocks=when.clocks)
    if when.days:
        wish = replace(wish, days=_within_week(when, wish))
    wish = replace(wish, direction=None)
    return state if wish == state.wish else replace(state, wish=wish, picked=None, shown=())


def _within_week(when: When, wish: TimeWish) -> tuple[DayRange, ...]:
    """Return the days of `when`, moved into the week that was spoken of before: "next week" ... "Tuesday"."""
    if WEEKDAY not in when.rules or len(when.days) != 1 or len(wish.days) != 1:
        return when.days
    day, week = when.days[0], wish.days[0]
    if day.first is None or not day.is_one_day or week.first is None or week.last is None or week.is_one_day:
        return when.days
    later = day.first + ONE_WEEK
    if not week.first <= day.first <= week.last and week.first <= later <= week.last:
        return (DayRange(first=later, last=later),)
    return when.days


def _find_options(question: Question | None, when: When, shop: Shop) -> list[datetime]:
    """Return the offered starts that the words fit: only a time of day picks one."""
    if question is None or not any(c.is_point for c in when.clocks):
        return []
    return [o.starts_at for o in question.options if o.starts_at and _matches(o.starts_at, when, shop)]


def _matches(starts_at: datetime, when: When, shop: Shop) -> bool:
    civil = starts_at.astimezone(shop.location.zone)
    minute = civil.hour * 60 + civil.minute
    on_day = not when.days or any(_contains(d, civil) for d in when.days)
    return on_day and (not when.clocks or any(c.is_point and c.start == minute for c in when.clocks))


def _contains(day: DayRange, civil: datetime) -> bool:
    return (day.first is None or day.first <= civil.date()) and (day.last is None or civil.date() <= day.last)


def matches_mention(mention: TimeWish, starts_at: datetime, shop: Shop) -> bool:
    """Return whether a booking that starts then may be the one that `mention` speaks of."""
    civil = starts_at.astimezone(shop.location.zone)
    minute = civil.hour * 60 + civil.minute
    on_day = not mention.days or any(_contains(d, civil) for d in mention.days)
    at_time = not mention.clocks or any(_covers(c, minute) for c in mention.clocks)
    return on_day and at_time


def _covers(clock: ClockRange, minute: int) -> bool:
    return (clock.start is None or clock.start <= minute) and (clock.end is None or minute <= clock.end)


def pick(state: DialogueState, starts_at: datetime, shop: Shop) -> DialogueState:
    """Return `state` with that start chosen: later words ("no, Thursday") are relative to it."""
    civil = starts_at.astimezone(shop.location.zone)
    minute = civil.hour * 60 + civil.minute
    wish = TimeWish(
        days=(DayRange(first=civil.date(), last=civil.date()),), clocks=(ClockRange(start=minute, end=minute),)
    )
    return replace(state, picked=starts_at, wish=wish)


def pick_only_option(state: DialogueState, question: Question) -> DialogueState:
    """Return `state` with the one time that was offered chosen; "yes" to several chooses none."""
    starts = [o.starts_at for o in question.options if o.starts_at]
    return replace(state, picked=starts[0]) if len(starts) == 1 else state


def want_other_times(state: DialogueState, direction: Direction) -> DialogueState:
    """Return `state` asking for times that were not shown yet, on the same days: earlier, later, or any."""
    if state.task not in (Task.BOOK, Task.RESCHEDULE):
        return state
    shown = state.shown + ((state.picked,) if state.picked else ())
    wish = replace(state.wish, direction=direction)
    if direction is not Direction.ANY or any(c.is_point for c in wish.clocks):
        wish = replace(wish, clocks=())
    return replace(state, wish=wish, picked=None, shown=shown)
