"""The rules that read ranges and bounds: from 2 to 4, Monday to Wednesday, after 3, by Friday, 2-4pm."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from assistant.understanding.times.civil import (
    DAYS_PER_WEEK,
    find_date,
    find_day_of_month,
    make_date,
    one_day,
    shift_days,
)
from assistant.understanding.times.clocks import HHMM_DIGITS, ROUND_MINUTES, Clocks, read_weak, take_minutes
from assistant.understanding.times.dates import MONTHLY, YEARLY
from assistant.understanding.times.days import WEEKLY, YEARS
from assistant.understanding.times.engine import rule
from assistant.understanding.times.items import UNITS, Frame, Item, Kind, Made, Unit, find, find_all, merge
from assistant.understanding.times.lengths import shift
from assistant.understanding.times.model import ClockRange, DayRange
from assistant.understanding.times.months import edge_of_unit
from assistant.understanding.times.parts import HOUR, INDEX, MIDNIGHT, NOON, PARTS

_CLOCKS = (Kind.NUMBER, Kind.WORD_NUMBER, Kind.HHMM, Kind.DOTTED, Kind.CLOCK, Kind.WEAK)
_MINUTES_OR_HOUR = (5, 10)
"""What is said both ways: "10 to 4" is 15:50, or from ten to four."""


def _is_sure(item: Item) -> bool:
    """Return whether an item is a time of day whatever stands beside it."""
    return item.kind is Kind.CLOCK


def _read_pair(first: Item, last: Item) -> tuple[Clocks, Clocks]:
    """Return the readings of two times of day said together: one that fixes its half of the day fixes the other's."""
    starts, ends = read_weak(first), read_weak(last)
    if len(ends) == 1:
        starts = tuple(sorted(starts, key=lambda c: _find_gap(c, ends[0])))[:1]
    elif len(starts) == 1:
        ends = tuple(sorted(ends, key=lambda c: _find_gap(starts[0], c)))[:1]
    return starts, ends


def _find_gap(start: ClockRange, end: ClockRange) -> int:
    """Return the minutes from one time of day to the next other one."""
    return ((end.start or 0) - (start.start or 0)) % MIDNIGHT or MIDNIGHT


def span_clocks(starts: Clocks, ends: Clocks) -> Clocks:
    """Return the ranges from each start to the next end after it: 10-2 is 10:00-14:00, never 10:00-02:00.

    With one reading each, the range may run past midnight; its end is then beyond 1440.
    """
    out: list[ClockRange] = []
    for start in starts:
        later = [e for e in ends if (e.start or 0) > (start.start or 0)]
        if later:
            end = min(e.start or 0 for e in later)
        elif len(starts) == len(ends) == 1:
            end = (ends[0].start or 0) + MIDNIGHT
        else:
            continue
        out.append(ClockRange(start=start.start, end=end, about=start.about))
    return tuple(r for r in out if len(out) == 1 or (r.end or 0) - (r.start or 0) < NOON)


@rule(
    "from|between about? number|word_number|hhmm|dotted|clock|weak to|dash|until|and about? "
    "number|word_number|hhmm|dotted|clock|weak !thing|unit",
)
def clock_range(words: Sequence[Item], frame: Frame) -> Made:
    """From 2 to 4, between 2 and 4."""
    first, last = find_all(words, *_CLOCKS)
    if frame.moving and words[0].kind is Kind.FROM and find(words, Kind.TO):
        at = words.index(last)
        before, after = merge(words[1 : at - 1], Kind.CLOCK, clocks=read_weak(first)), read_weak(last)
        return (
            (*before, words[at - 1], *merge([last], Kind.CLOCK, clocks=after)) if before[0].clocks and after else None
        )
    if words[0].kind is Kind.FROM and find(words, Kind.AND):
        return None
    clocks = span_clocks(*_read_pair(first, last))
    return merge(words, Kind.CLOCK, clocks=clocks) if clocks else None


def _is_whole_hour(clock: ClockRange) -> bool:
    return clock.is_point and clock.start is not None and clock.start % HOUR == 0


@rule("number|word_number to number|word_number|clock !thing|unit")
def minutes_to_or_range(words: Sequence[Item], frame: Frame) -> Made:
    """10 to 4: ten minutes before, or a range; "20 to 4" is only minutes."""
    minutes, hour = words[0].number, words[2]
    if minutes not in ROUND_MINUTES or any(not _is_whole_hour(c) for c in hour.clocks):
        return None
    readings = take_minutes(read_weak(hour), minutes)
    if minutes in _MINUTES_OR_HOUR and words[0].kind is Kind.NUMBER:
        spans = span_clocks(*_read_pair(words[0], hour))
        readings = readings + spans if frame.half_is_past else spans + readings
    return merge(words, Kind.CLOCK, clocks=readings) if readings else None


@rule(
    "number|word_number|hhmm|dotted|clock|weak to|dash|until number|word_number|hhmm|dotted|clock|weak "
    "!thing|unit|dash|month",
)
def clock_span(words: Sequence[Item], frame: Frame) -> Made:
    """2-4pm, 10am to 2; 2-4 is a range only where something beside it says so."""
    first, link, last = words
    if frame.moving and link.kind is Kind.TO:
        return None
    clocks = span_clocks(*_read_pair(first, last))
    if not clocks or any(not c.is_point for c in (*first.clocks, *last.clocks)):
        return None
    is_sure = _is_sure(first) or _is_sure(last) or link.kind is Kind.UNTIL or (_is_padded(first) and _is_padded(last))
    return merge(words, Kind.CLOCK if is_sure else Kind.WEAK, clocks=clocks)


def _is_padded(item: Item) -> bool:
    """Return whether four figures are a time of day rather than a year: 0930."""
    return item.kind is Kind.HHMM and item.numbers[1] == HHMM_DIGITS and item.number not in YEARS


_ONE = "number|word_number|hhmm|dotted|clock"


@rule(
    f"{_ONE} or|comma or? {_ONE} or|comma or? {_ONE} or {_ONE} !thing|unit",
    f"{_ONE} or|comma or? {_ONE} or {_ONE} !thing|unit",
    f"{_ONE} or {_ONE} !thing|unit",
)
def clock_or_clock(words: Sequence[Item], _frame: Frame) -> Made:
    """3 or 4pm; 3, 4 or 5: times of which any will do; what fixes the half of the day of one fixes the others'."""
    clocks = find_all(words, *_CLOCKS)
    if all(clock.kind is Kind.CLOCK for clock in clocks):
        return None
    sure = next((clock for clock in clocks if _is_sure(clock)), None)
    fixing = sure or clocks[-1]
    readings = [_read_pair(clock, fixing)[0] if clock is not fixing else read_weak(clock) for clock in clocks]
    if not sure and len(clocks) == 2:  # noqa: PLR2004 - either may fix the other
        readings = list(_read_pair(*clocks))
    if not all(readings):
        return None
    kind = Kind.CLOCK if sure else Kind.WEAK
    link = replace(words[1], kind=Kind.ALTERNATIVE)
    read = [merge([clock], kind, clocks=told)[0] for clock, told in zip(clocks, readings, strict=True)]
    return tuple(item for one in read for item in (link, one))[1:]


@rule(
    "from|between the? day to|dash|until|and the? day",
    "day to|dash|until the? day !clock",
)
def day_range(words: Sequence[Item], frame: Frame) -> Made:
    """Monday to Wednesday, between the 12th and the 14th. When a booking moves, "from X to Y" is two days."""
    if words[0].kind is not Kind.BETWEEN and (find(words, Kind.AND) or (frame.moving and find(words, Kind.TO))):
        return None
    first, last = find_all(words, Kind.DAY)
    ranges = tuple(
        DayRange(first=a.first, last=end)
        for a, b in zip(_move_to_year(first, last), last.days, strict=False)
        if a.first and b.last and (end := move_behind(b.last, a.first, last.numbers))
    )
    return merge(words, Kind.DAY, days=ranges) if ranges else None


@rule(
    "from|between now and|until|to|dash the? day",
    "now until|to|dash the? day",
    "from_now until|to|dash the? day",
    "from_now",
)
def range_from_now(words: Sequence[Item], frame: Frame) -> Made:
    """Between now and Friday, from today until Friday, from today."""
    day = find(words, Kind.DAY)
    last = day.days[0].last if day else None
    if day and (last is None or last < frame.today):  # what is over is no end of anything
        return None
    return merge(words, Kind.DAY, days=(DayRange(first=frame.today, last=last),))


@rule("day or|comma the? unit after !the|day|weekday|relative_day|holiday|length")
def day_or_next(words: Sequence[Item], _frame: Frame) -> Made:
    """Tomorrow or the day after; not tomorrow, the day after."""
    day, link = words[0], words[1]
    if UNITS[words[-2].number] is not Unit.DAY or not day.days[0].is_one_day or day.days[0].last is None:
        return None
    other = merge(words[2:], Kind.DAY, days=(one_day(shift_days(day.days[0].last, 1)),))
    return day, replace(link, kind=Kind.ALTERNATIVE) if link.kind is Kind.OR else link, *other


@rule("length before|after|from the? day")
def length_from_day(words: Sequence[Item], _frame: Frame) -> Made:
    """Two weeks before Christmas, 3 days after the 12th."""
    months, days, minutes = words[0].numbers[:3]
    day = words[-1].days[0]
    start = day.first if words[1].kind is Kind.BEFORE else day.last
    if minutes or start is None:
        return None
    found = shift(start, (months, days, 0), -1 if words[1].kind is Kind.BEFORE else 1)
    return merge(words, Kind.DAY, days=(DayRange(first=found, last=found),))


@rule("from about? clock for length", "for length from about? clock|number|word_number|hhmm|weak")
def clock_for_length(words: Sequence[Item], _frame: Frame) -> Made:
    """From 4pm for 30 minutes: at four, and how long."""
    (length,) = find_all(words, Kind.LENGTH)
    return tuple(_start_at(word) for word in words) if length.numbers[2] else None


def _start_at(word: Item) -> Item:
    return replace(word, kind=Kind.AT) if word.kind is Kind.FROM else word


@rule("for length from|on the? day", "from the? day for length", "day for length")
def stay_for_length(words: Sequence[Item], _frame: Frame) -> Made:
    """For 3 days from the 12th, the 12th for 3 nights: those days."""
    day, length = find_all(words, Kind.DAY)[0].days[0], find_all(words, Kind.LENGTH)[0]
    months, days, minutes = length.numbers[:3]
    if minutes or not day.is_one_day or day.first is None:
        return None
    return merge(words, Kind.DAY, days=(DayRange(first=day.first, last=shift(day.first, (months, days, 0))),))


def _move_to_year(first: Item, last: Item) -> tuple[DayRange, ...]:
    """Return the days of `first`, in the year of `last` where only that one's was said: 26 June to 28 June 2027."""
    end = last.days[0].last
    if first.numbers != YEARLY or last.numbers or end is None:
        return first.days
    moved = (make_date(end.year, d.first.month, d.first.day) for d in first.days if d.first)
    return tuple(one_day(day) for day in moved if day)


def move_behind(day: date, first: date, step: tuple[int, ...]) -> date | None:
    """Return `day`, or its next recurrence, so that it lies after `first`; None where it does not recur."""
    if day < first and step == WEEKLY:
        return shift_days(day, DAYS_PER_WEEK * (1 + (first - day).days // DAYS_PER_WEEK))
    if day < first and step == MONTHLY:
        return find_day_of_month(first, day.day)
    if day < first and step == YEARLY:
        return find_date(first, day.month, day.day)
    return day if day >= first else None


def _bind_clock(clock: ClockRange, kind: Kind) -> ClockRange:
    """Return the starts that "after", "by" ... allow. Ends are included, so "before 12" ends a minute earlier."""
    match kind:
        case Kind.AFTER | Kind.FROM | Kind.ONWARDS | Kind.PAST:
            return ClockRange(start=clock.start, end=None, about=clock.about)
        case Kind.BEFORE:
            return ClockRange(start=None, end=max(0, (clock.end or 0) - 1), about=clock.about)
        case _:
            return ClockRange(start=None, end=clock.end, about=clock.about)


def _bind_day(days: DayRange, kind: Kind) -> DayRange:
    """Return the days that "after", "by" ... allow: after Friday starts on Saturday, by Friday includes it."""
    match kind:
        case Kind.AFTER:
            return DayRange(first=days.last and shift_days(days.last, 1), last=None)
        case Kind.FROM | Kind.ONWARDS:
            return DayRange(first=days.first, last=None)
        case Kind.BEFORE:
            return DayRange(first=None, last=days.first and shift_days(days.first, -1))
        case _:
            return DayRange(first=None, last=days.last)


_SUFFIXES = (Kind.ONWARDS, Kind.OR_EARLIER)


@rule(
    "after|before|by|until|from|past about? clock onwards|or_earlier?",
    "about? clock on? onwards|or_earlier",
)
def clock_bound(words: Sequence[Item], frame: Frame) -> Made:
    """After 3, before noon, by 5, from 10 onwards, 3 or later."""
    clock, bound = find(words, Kind.CLOCK), words[0] if words[0].kind not in (Kind.CLOCK, Kind.ABOUT) else words[-1]
    if clock is None or any(c.start is None or c.end is None for c in clock.clocks):
        return None
    if bound.kind is Kind.FROM and frame.moving and words[-1].kind is not Kind.ONWARDS:
        return None
    about = find(words, Kind.ABOUT) is not None
    clocks = [_bind_clock(replace(c, about=c.about or about), bound.kind) for c in clock.clocks]
    if clock.numbers:  # after 3 in the afternoon: until it ends
        part = PARTS[clock.number].clock
        clocks = [replace(c, end=part.end) if c.end is None and (c.start or 0) < (part.end or 0) else c for c in clocks]
    return merge(words, Kind.CLOCK, clocks=tuple(dict.fromkeys(clocks)))


@rule("length after|before the? clock")
def length_from_clock(words: Sequence[Item], _frame: Frame) -> Made:
    """An hour after 10, two hours before noon."""
    length, way, clock = words[0], words[1], words[-1]
    months, days, minutes = length.numbers[:3]
    if months or days or length.numbers[3:] or not all(c.is_point for c in clock.clocks):
        return None
    sign = 1 if way.kind is Kind.AFTER else -1
    moved = [(c.start or 0) + sign * minutes for c in clock.clocks]
    clocks = tuple(ClockRange(start=at, end=at, about=c.about) for c, at in zip(clock.clocks, moved, strict=True))
    return merge(words, Kind.CLOCK, clocks=clocks) if all(0 <= at < MIDNIGHT for at in moved) else None


@rule("before|by|until the? day at? clock", "after|from the? day at? clock onwards? !to|until|dash|and|for")
def day_and_clock_bound(words: Sequence[Item], frame: Frame) -> Made:
    """By Friday noon: on that day, until then. From Friday 5pm: on that day, from then on."""
    day, clock = find(words, Kind.DAY), find(words, Kind.CLOCK)
    if day is None or clock is None or not all(c.is_point for c in clock.clocks):
        return None
    is_other = (frame.moving or frame.repeating) and words[0].kind is Kind.FROM  # to where, or when the first is
    if is_other or not all(one.is_one_day for one in day.days):
        return None
    clocks = tuple(_bind_clock(c, words[0].kind) for c in clock.clocks)
    return merge(words, Kind.MOMENT, days=day.days, clocks=clocks)


@rule("before|by|until the? day part")
def day_and_part_bound(words: Sequence[Item], frame: Frame) -> Made:
    """By tomorrow evening: on that day, until its end."""
    day, part = words[-2:]
    bound = part_bound.produce([words[0], part], frame)
    if bound is None or not all(one.is_one_day for one in day.days):
        return None
    return merge(words, Kind.MOMENT, days=day.days, clocks=bound[0].clocks)


@rule(
    "after|before|by|until|from the? day onwards|or_earlier?",
    "day on? onwards|or_earlier",
)
def day_bound(words: Sequence[Item], frame: Frame) -> Made:
    """After Friday, by the 12th, from Monday, tomorrow onwards."""
    day = find(words, Kind.DAY)
    bound = words[-1] if words[0].kind is Kind.DAY else words[0]
    if day is None or (bound.kind is Kind.FROM and frame.moving and words[-1].kind is not Kind.ONWARDS):
        return None
    kind = Kind.BY if bound.kind is Kind.BEFORE and _is_end(day) else bound.kind
    days = tuple(_bind_day(d, kind) for d in day.days)
    if any(d.first is None and d.last is None for d in days):  # by no end
        return None
    return merge(words, Kind.DAY, days=days, numbers=day.numbers)


def _is_end(day: Item) -> bool:
    """Return whether a day is the end of a week or month: "before the end of March" is all of it."""
    last = day.days[0].last
    if edge_of_unit.name not in day.rules or last is None or day.days[0].first is None:
        return False
    return shift_days(last, 1).day == 1 or (last - day.days[0].first).days < last.weekday() == DAYS_PER_WEEK - 1


@rule("before|by|until the? part|moment", "after the? part")
def part_bound(words: Sequence[Item], _frame: Frame) -> Made:
    """Before lunchtime, by the end of the day, after dinner. The day does not end before its end."""
    bound, said = words[0], words[-1]
    if said.window is None or len(said.clocks) != 1:
        return None
    clock = said.clocks[0]
    is_end = clock == PARTS[INDEX["end_of_day"]].clock
    if bound.kind is Kind.AFTER:
        bounds = ClockRange(start=clock.end + 1, end=None) if clock.end is not None else None
    elif bound.kind is Kind.BEFORE and not is_end:
        bounds = ClockRange(start=None, end=clock.start - 1) if clock.start else None
    else:
        bounds = ClockRange(start=None, end=clock.end)
    if bounds is None or bounds.start == bounds.end:
        return None
    return merge(words, Kind.MOMENT if said.days else Kind.CLOCK, days=said.days, clocks=(bounds,))


@rule("leave on? the? day")
def leaving_day(words: Sequence[Item], _frame: Frame) -> Made:
    """Leaving on the 12th: a day, and the last of a stay where another day begins one."""
    return (*words[:-1], *merge(words[-1:], Kind.DAY, days=words[-1].days, numbers=words[-1].numbers))


@rule(
    "about clock",
    "clock dash? ish",
    "clock about !clock|number|word_number|weak|hhmm|part|moment|length",
    "about moment",
)
def about_clock(words: Sequence[Item], _frame: Frame) -> Made:
    """Around 3, 3pm ish."""
    one = find(words, Kind.CLOCK, Kind.MOMENT)
    if one is None:
        return None
    clocks = tuple(replace(c, about=True) for c in one.clocks)
    (made,) = merge(words, one.kind, days=one.days, clocks=clocks)
    return (replace(made, window=one.window),)
