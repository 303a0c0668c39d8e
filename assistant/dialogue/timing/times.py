"""Track what the customer wants of time: a wish that later words narrow, shift or replace."""

import re
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from assistant.booking.model import Shop
from assistant.booking.wanted import Without
from assistant.dialogue.facts import Facts
from assistant.dialogue.plan import TimeWish
from assistant.dialogue.question import (
    Question,
    QuestionKind,
    Task,
)
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.anchors import place
from assistant.dialogue.timing.readings import Settled, narrow, settle
from assistant.dialogue.timing.wishes import measure
from assistant.understanding.around import ENDS
from assistant.understanding.model import Direction, Selection, Understanding
from assistant.understanding.times.clocks import first_of_day, last_of_day, one_of_a_part, part_of_day
from assistant.understanding.times.days import weekday
from assistant.understanding.times.mention import ALTERNATIVE, SOONEST
from assistant.understanding.times.mentions import CORRECTION, IMPOSSIBLE_DATE, IMPOSSIBLE_TIME
from assistant.understanding.times.model import ClockRange, DayRange, When

IMPOSSIBLE = frozenset({IMPOSSIBLE_DATE, IMPOSSIBLE_TIME})
OUTERMOST = frozenset({first_of_day.name, last_of_day.name})
TARGET_WORDS = ("to", "until", "till", "instead")
"""Before a time they mean where a booking is to go: "move it to Friday"."""
_ONE_OF = re.compile(r"\b(?:the|that) (?:one|slot|class|session|appointment) (?:on |at |in the )?$", re.IGNORECASE)
_ONE = re.compile(r" ?(?:one|slot|class|session|option)\b", re.IGNORECASE)
HOURS_OF_HALF_DAY = 12
DAYS_NAMED_MAX = 31
REFUSED_MAX = 60
"""So many times that were not wanted are remembered: fifteen replies full of them."""


def track_times(state: DialogueState, heard: Understanding, facts: Facts) -> DialogueState:
    """Return `state` with the times of one message in it, in the order of the text: later words win."""
    whens = [w for w in heard.times if w.days or w.clocks]
    if any(IMPOSSIBLE.intersection(w.rules) for w in heard.times):
        state = replace(state, turn=replace(state.turn, impossible_time=True))
    if state.task in (Task.RESCHEDULE, Task.CANCEL) and state.booking_id is None and whens:
        state, whens = _track_mention(state, heard.text, whens)
    names_start = any(c.is_point for when in whens for c in when.clocks)
    if names_start and state.wish.ends and not any(ENDS in when.rules for when in whens):
        state = replace(state, wish=replace(state.wish, ends=()))  # who names a time since knows how long it takes
    wish = state.wish
    for when in whens:
        if ALTERNATIVE in when.rules and not state.wish.is_empty:
            state = _add_alternative(state, when)
        else:
            # What was offered was for what was wanted then: "Friday morning works, 10am" is no Monday at ten.
            is_offered = state.wish == wish and not state.turn.changed
            offered = _find_options(state.question, when, facts.shop, heard.text) if is_offered else []
            state = _track_when(state, when, facts, offered)
    if whens and state.picked and state.wish == wish and not (heard.acts or heard.service_ids):  # "Tuesday, right?"
        state = replace(state, turn=replace(state.turn, asks_again=True))
    return state


def _track_mention(state: DialogueState, text: str, whens: list[When]) -> tuple[DialogueState, list[When]]:
    """Tell "my Friday appointment" from "to Friday". What may be either is kept as both until bookings are known."""
    first, *rest = whens
    words_before = text[: first.start].lower().split()
    days = first.days
    is_several = state.scope is not None and state.scope.is_several
    if is_several and words_before[-1:] == ["from"]:  # "all from March to 4pm": and all later ones
        days = tuple(DayRange(first=d.first, last=None) for d in days)
    mention = TimeWish(days=days, clocks=first.clocks, is_weekday=_is_weekday(first))
    asked_which = state.question is not None and state.question.kind is QuestionKind.WHICH_BOOKING
    if state.task is Task.CANCEL or asked_which or rest:
        return replace(state, mention=mention), rest
    if words_before and words_before[-1] in TARGET_WORDS:
        return state, whens
    return replace(state, mention=mention), whens


def _track_when(state: DialogueState, when: When, facts: Facts, offered: list[datetime]) -> DialogueState:
    shop = facts.shop
    if ENDS in when.rules:
        return _track_end(state, when, facts)
    if len(offered) == 1:
        return pick(state, offered[0], shop)
    if state.picked and _matches(state.picked, when, shop):
        return state
    wish = _merge(state, when, facts)
    wish = replace(wish, without=tuple(one for one in wish.without if not is_named(one, when)))
    return state if wish == state.wish else replace(state, wish=wish, picked=None, shown=())


def _track_end(state: DialogueState, when: When, facts: Facts) -> DialogueState:
    """Return `state` with the time by which it has to be over; what was picked stays where it is over by then."""
    wish = replace(state.wish, ends=when.clocks, direction=None)
    if when.days:
        wish = replace(_merge(state, replace(when, clocks=(), clock_spans=()), facts), ends=when.clocks)
    is_same_day = wish.days == state.wish.days
    if state.picked and is_same_day and _is_over(state, state.picked, wish, facts):
        return replace(state, wish=wish)
    if state.picked:
        wish = replace(wish, clocks=_without_points(wish.clocks), either=())
    return replace(state, wish=wish, picked=None, shown=())


def _is_over(state: DialogueState, starts_at: datetime, wish: TimeWish, facts: Facts) -> bool:
    """Return whether what starts then is over by the time that is wished for."""
    horizon = facts.shop.find_service(state.service_ids[0]).policy.horizon
    settled = settle(replace(wish, clocks=()), shop=facts.shop, now=facts.now, horizon=horizon)
    civil = starts_at.astimezone(facts.shop.location.zone)
    over = civil.hour * 60 + civil.minute + measure(state, None, facts.shop)
    return isinstance(settled, Settled) and settled.end is not None and over <= settled.end


def _merge(state: DialogueState, when: When, facts: Facts) -> TimeWish:
    """Return the wish with `when` in it: a day alone keeps the time of day that was said, and the other way round."""
    when, wish = _take_alternative(when, state.wish)
    either = () if when.days else tuple(replace(one, clocks=when.clocks) for one in wish.either if one.days)
    wish = replace(wish, direction=None, either=either, ends=() if when.days and wish.days else wish.ends)
    if SOONEST in when.rules:
        wish = replace(wish, soonest=True, latest=False, clocks=when.clocks or _without_points(wish.clocks))
        is_any_day = bool(when.days) and when.days[0].last is None
        return wish if is_any_day and wish.days else replace(wish, days=when.days)
    is_day_of_it = when.days and not when.clocks and (wish.latest or (wish.soonest and wish.clocks))
    if OUTERMOST & {*when.rules} or is_day_of_it:  # "first thing" ... "Friday"
        return _merge_outermost(wish, when, facts, is_new=state.task is Task.BOOK)
    wish = replace(wish, soonest=False, latest=False)
    if state.question and state.question.kind is QuestionKind.CLOCK_READING and when.clocks:
        wish = replace(wish, clocks=narrow(wish.clocks, when.clocks) or when.clocks)
    elif when.clocks:
        wish = replace(wish, clocks=_bound(wish.clocks, when) or when.clocks)
    if when.days and not wish.clocks and state.turn.refused:
        wish = replace(wish, clocks=wish_for(state.turn.refused, facts.shop).clocks)
    if not when.days:
        return wish
    days = place(when, wish.days, facts.today, is_new=state.task is Task.BOOK)
    return replace(wish, days=days, is_weekday=_is_weekday(when) and days == when.days)


def _merge_outermost(wish: TimeWish, when: When, facts: Facts, *, is_new: bool) -> TimeWish:
    """Return the wish for the first, or the last, that can be had: of a day that is known, whenever that is.

    Of any day "first thing" is early, and "the latest" late.
    """
    days = place(when, wish.days, facts.today, is_new=is_new) if when.days else wish.days
    is_known = len(days) == 1 and days[0].is_one_day
    is_latest = last_of_day.name in when.rules or (wish.latest and first_of_day.name not in when.rules)
    is_more = len({*when.rules} & {part_of_day.name, *OUTERMOST}) > 1  # first thing in the morning
    return replace(
        wish,
        days=days,
        is_weekday=_is_weekday(when) if when.days else wish.is_weekday,
        soonest=not is_latest,
        latest=is_latest,
        clocks=(when.clocks or wish.clocks) if is_more or not is_known else (),
        direction=None,
    )


def _take_alternative(when: When, wish: TimeWish) -> tuple[When, TimeWish]:
    """Return a day alone, and the wish with the time of day that was said with that day of several.

    "Tuesday at 5 or Thursday at 10" ... "Thursday" is Thursday at 10.
    """
    if not wish.either or when.clocks or not when.days:
        return when, wish
    fitting = [one for one in (wish, *wish.either) if {*one.days} & {*when.days}]
    if len(fitting) != 1:
        return when, wish
    days = tuple(day for day in when.days if day in fitting[0].days)
    return replace(when, days=days), replace(wish, clocks=fitting[0].clocks)


def _bound(said: tuple[ClockRange, ...], when: When) -> tuple[ClockRange, ...]:
    """Return what was `said`, bounded by what is added: "mornings" ... "not before 10" is from ten to noon.

    Nothing where it adds no bound at the other end: "before 5" ... "before 6" is before six.
    """
    if when.days or CORRECTION in when.rules:
        return ()
    both = (old.intersect(new) for old in said for new in when.clocks if _bounds_other_end(old, new))
    return tuple(clock for clock in both if clock)


def _bounds_other_end(old: ClockRange, new: ClockRange) -> bool:
    """Return whether `new` is open where `old` is not, and bounds what `old` leaves wider."""
    if old.is_point:
        return False
    if new.end is None and new.start is not None:
        return old.end is not None and new.start >= (old.start or 0)
    return new.start is None and new.end is not None and old.start is not None and new.end <= (old.end or new.end)


def _is_weekday(when: When) -> bool:
    """Return whether the day was said as a weekday and nothing else."""
    return weekday.name in when.rules and len(when.day_spans) == 1


def _without_points(clocks: tuple[ClockRange, ...]) -> tuple[ClockRange, ...]:
    """Return `clocks`, or nothing where they are one time of day: that and "as soon as possible" exclude each other."""
    return () if any(c.is_point for c in clocks) else clocks


def _add_alternative(state: DialogueState, when: When) -> DialogueState:
    """Return `state` whose wish is also met by `when`; what `when` does not say is as it was said before."""
    wish = state.wish
    if when.days:
        others = [TimeWish(days=when.days, clocks=when.clocks or wish.clocks, is_weekday=_is_weekday(when))]
    else:  # of "Tuesday or Wednesday, 3 or 4" on either of the days
        others = [replace(one, clocks=when.clocks) for one in _list_by_days(wish)]
    return replace(state, wish=replace(wish, either=(*wish.either, *others)), picked=None, shown=())


def _list_by_days(wish: TimeWish) -> list[TimeWish]:
    """Return the wish and what else would meet it, once for each of their days."""
    plain = replace(wish, either=())
    return list({one.days: one for one in (plain, *wish.either)}.values())


def _find_options(question: Question | None, when: When, shop: Shop, text: str) -> list[datetime]:
    """Return the offered starts that the words fit: a time of day picks one, a day where it is "the Wednesday one"."""
    starts = _list_starts(question)
    if any(c.is_point for c in when.clocks):
        return [one for one in starts if _matches(one, when, shop)]
    is_one = one_of_a_part.name in when.rules or _ONE_OF.search(text, 0, when.start) or _ONE.match(text, when.end)
    if not is_one:
        return []
    meant = TimeWish(days=when.days, clocks=when.clocks)
    on_day = [one for one in starts if matches_mention(meant, one, shop)]
    return on_day or ([one for one in starts if matches_weekday(meant, one, shop)] if _is_weekday(when) else [])


def is_named(without: Without, when: When) -> bool:
    """Return whether `when` names what was ruled out, or a part of it: "not Friday" ... "all right, Friday then"."""
    has_days = bool(without.weekdays or without.first_day or without.last_day)
    has_clocks = (without.first_minute, without.last_minute) != (None, None)
    days = _list_days(when) if has_days else [without.first_day or date.min]
    minutes = [m for c in when.clocks for m in (c.start, c.end)] if has_clocks else [without.first_minute or 0]
    if not days or not minutes or None in minutes:
        return False
    return all(without.contains(day, minute) for day in days for minute in minutes if minute is not None)


def _list_days(when: When) -> list[date]:
    """Return the days of a mention, by its first reading; none of more than a month."""
    day = when.days[0] if when.days else None
    if day is None or day.first is None or day.last is None:
        return []
    count = (day.last - day.first).days + 1
    return [day.first + timedelta(days=n) for n in range(count)] if count <= DAYS_NAMED_MAX else []


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


def matches_weekday(mention: TimeWish, starts_at: datetime, shop: Shop) -> bool:
    """Return whether a booking that starts then is on that day of the week, at such a time of day."""
    days = {d.first.weekday() for d in mention.days if d.first and d.is_one_day}
    is_on_day = starts_at.astimezone(shop.location.zone).weekday() in days
    return is_on_day and matches_mention(replace(mention, days=()), starts_at, shop)


def _covers(clock: ClockRange, minute: int) -> bool:
    return (clock.start is None or clock.start <= minute) and (clock.end is None or minute <= clock.end)


def pick(state: DialogueState, starts_at: datetime, shop: Shop) -> DialogueState:
    """Return `state` with that start chosen: later words ("no, Thursday") are relative to it."""
    wish = replace(wish_for(starts_at, shop), without=state.wish.without, ends=state.wish.ends)
    return replace(state, picked=starts_at, wish=wish)


def wish_for(starts_at: datetime, shop: Shop) -> TimeWish:
    """Return the wish for that civil time on that day."""
    civil = starts_at.astimezone(shop.location.zone)
    minute = civil.hour * 60 + civil.minute
    day, clock = DayRange(first=civil.date(), last=civil.date()), ClockRange(start=minute, end=minute)
    return TimeWish(days=(day,), clocks=(clock,))


def find_meant(question: Question, selected: Selection, shop: Shop) -> tuple[datetime, ...]:
    """Return the offered times that a bare number may mean beside what has its place; none where the place is plain.

    "3", of "2:45pm, 3pm, Other times", is three o'clock: its place is a way out. Of "9am, noon, 2pm, 3pm" it may be
    the third, at two, or be at three: both are returned, in such an order that of these two the number is the hour.
    """
    starts = [o.starts_at for o in question.options if o.starts_at]
    position = selected.position or 0
    if selected.is_ordinal or position < 1:
        return ()
    civil = [(start, start.astimezone(shop.location.zone)) for start in starts]
    fitting = [s for s, c in civil if c.minute == 0 and c.hour % HOURS_OF_HALF_DAY == position % HOURS_OF_HALF_DAY]
    if len(fitting) != 1:
        return ()
    at_place = starts[position - 1 : position]
    if question.kind is QuestionKind.PLACE_READING or not at_place:
        return tuple(fitting)
    return tuple(dict.fromkeys((*fitting, *at_place) if position == 1 else (*at_place, *fitting)))


def pick_only_option(state: DialogueState, question: Question, shop: Shop) -> DialogueState:
    """Return `state` with the one time that was offered chosen; "yes" to several chooses none."""
    starts = _list_starts(question)
    return pick(state, starts[0], shop) if len(starts) == 1 else state


def is_on_another_day(state: DialogueState, heard: Understanding, shop: Shop) -> bool:
    """Return whether earlier, or later, times are wanted on a day that is named, and not on that of what is offered.

    "Anything earlier on Thursday?", of a Friday, is any time on Thursday.
    """
    named = [day for when in heard.times for day in when.days]
    last = state.last.starts_at if state.last and state.question is None else None
    starts = _list_starts(state.question) or tuple(one for one in (state.picked or last,) if one)
    civil = [start.astimezone(shop.location.zone) for start in starts]
    return bool(named and civil) and not any(_contains(day, one) for day in named for one in civil)


def want_other_times(state: DialogueState, direction: Direction) -> DialogueState:
    """Return `state` asking for times that were not shown yet: earlier, later, or any on the days that were said."""
    if state.task not in (Task.BOOK, Task.RESCHEDULE):
        return state
    refused = (*_list_starts(state.question), *((state.picked,) if state.picked else ()))
    shown = tuple(dict.fromkeys((*state.shown, *refused)))[-REFUSED_MAX:]
    outermost = {Direction.EARLIER: min, Direction.LATER: max}.get(direction)
    than = outermost(refused) if outermost and refused else None
    wish = replace(state.wish, direction=direction, than=than, soonest=False, latest=False)
    if direction is not Direction.ANY or any(c.is_point for c in wish.clocks):
        wish = replace(wish, clocks=(), either=())
    gone = tuple(dict.fromkeys((*state.refused, *refused)))[-REFUSED_MAX:]
    return replace(state, wish=wish, picked=None, shown=shown, refused=gone)


def _list_starts(question: Question | None) -> tuple[datetime, ...]:
    return tuple(o.starts_at for o in question.options if o.starts_at) if question else ()
