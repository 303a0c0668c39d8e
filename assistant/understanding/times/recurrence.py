"""What is wanted again and again: every second Tuesday, weekly until June, for 6 weeks.

Its rules read a rhythm and a number of times; `take_recurrence` then tells the days that say from when and until when
from the day that is wanted.
"""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from assistant.understanding.times.civil import (
    DAYS_PER_WEEK,
    MONTHS_PER_YEAR,
    find_month,
    find_weekday,
    one_day,
    shift_days,
)
from assistant.understanding.times.days import WEEKLY, WEEKS_OF, make_day, unit_of
from assistant.understanding.times.engine import rule
from assistant.understanding.times.items import Frame, Item, Kind, Made, find, find_all, merge
from assistant.understanding.times.lengths import count_weeks, shift
from assistant.understanding.times.model import DayRange, Recurrence

OTHER_RHYTHM = 0
"""Stands for a rhythm that is not of weeks: every day, once a month."""
_OCCASION = (1,)
"""What a thing holds that tells how often: "6 times", and not "6 people"."""
_COUNT_MAX = 400
"""Nobody means more times than this: larger numbers are something else."""


def _repeat(words: Sequence[Item], weeks: int) -> tuple[Item]:
    return merge(words, Kind.REPEATS, numbers=(weeks,))


@rule("every weekday of|in the|every unit", "every weekday")
def every_weekday(words: Sequence[Item], frame: Frame) -> Made:
    """Every Friday, every other Tuesday; "every second Tuesday of the month" is no rhythm of weeks."""
    every, day, *month = words
    made = make_day([day], find_weekday(frame.today, day.number), WEEKLY)
    return *_repeat([every], OTHER_RHYTHM if month else every.number), *made, *month


@rule("every length|unit")
def every_unit(words: Sequence[Item], _frame: Frame) -> Made:
    """Every week, every 2 weeks, every other week; every day and every month are no rhythm of weeks."""
    every, unit = words
    weeks = count_weeks(unit) if unit.kind is Kind.LENGTH else WEEKS_OF.get(unit_of(words), OTHER_RHYTHM)
    return _repeat(words, every.number * weeks)


@rule("every ordinal|word_ordinal weekday", "every part|weekend|workday|relative_day|month|ordinal")
def every_part(words: Sequence[Item], _frame: Frame) -> Made:
    """Every morning, every weekend, every first Monday: no rhythm of weeks."""
    return _repeat(words, OTHER_RHYTHM)


@rule("number|word_number thing length", "number|word_number thing every unit")
def several_in_unit(words: Sequence[Item], _frame: Frame) -> Made:
    """Three times a week: no rhythm of weeks."""
    return _repeat(words, OTHER_RHYTHM) if words[1].numbers == _OCCASION else None


@rule("repeats")
def rhythm(words: Sequence[Item], _frame: Frame) -> Made:
    """Weekly, fortnightly, once a week."""
    return _repeat(words, words[0].number)


@rule("times")
def once(words: Sequence[Item], frame: Frame) -> Made:
    """Once, just once: of what was to be repeated; ongoing, forever."""
    return merge(words, Kind.TIMES, numbers=words[0].numbers) if frame.repeating else None


@rule("month")
def month_of_end(words: Sequence[Item], frame: Frame) -> Made:
    """January: all of it, where it was asked until when."""
    ahead = (words[0].number - frame.today.month) % MONTHS_PER_YEAR
    return merge(words, Kind.DAY, days=(find_month(frame.today, ahead),)) if frame.ending else None


@rule("for? the? which? number|word_number of? thing")
def number_of_times(words: Sequence[Item], frame: Frame) -> Made:
    """6 times, the next 6 appointments; "6 people" are none."""
    thing = find(words, Kind.THING)
    is_count = frame.repeating and thing is not None and thing.numbers == _OCCASION
    return (
        merge(words, Kind.TIMES, numbers=(find_all(words, Kind.NUMBER, Kind.WORD_NUMBER)[0].number,))
        if is_count
        else None
    )


@rule("for about? the? which? length", "length !ago|from_now|on")
def length_of_series(words: Sequence[Item], frame: Frame) -> Made:
    """For 6 weeks, for a month. Without "for" only where it was asked."""
    if not frame.repeating or not (frame.ending or words[0].kind is Kind.FOR):
        return None
    (length,) = find_all(words, Kind.LENGTH)
    weeks = count_weeks(length)
    if weeks:
        return merge(words, Kind.TIMES, numbers=(0, weeks))
    last = shift(frame.today, length.numbers[:3])
    return merge(words, Kind.DAY, days=(DayRange(first=None, last=last),)) if last > frame.today else None


def take_recurrence(items: Sequence[Item], frame: Frame) -> tuple[list[Item], Recurrence | None]:
    """Return the items without what says how often and until when, and that.

    Args:
        items: What all rules made of a message.
        frame: What it was read against.
    """
    rhythms, times = find_all(items, Kind.REPEATS), [t for t in find_all(items, Kind.TIMES) if t.rules]
    if not (rhythms or times or frame.repeating):
        return list(items), None
    bounds = [item for item in items if _is_bound(item, frame, is_only_end=not (rhythms or times or frame.ending))]
    if not (rhythms or times or bounds) and frame.ending:
        times = _find_bare_number(items)
    if not (rhythms or times or bounds):
        return list(items), None
    used = [*rhythms, *times, *bounds]
    recurrence = Recurrence(
        every_weeks=_find_weeks(rhythms, items),
        count=next((t.number for t in times if 0 < t.number <= _COUNT_MAX), None),
        for_weeks=next((t.numbers[1] for t in times if t.number == 0), None),
        last=min((d.last for b in bounds for d in b.days[:1] if d.last), default=None),
        spans=tuple(sorted((item.start, item.end) for item in used)),
        rules=tuple(dict.fromkeys(rule for item in used for rule in item.rules)),
    )
    firsts = [d.first for b in bounds for d in b.days[:1] if d.first and not frame.ending]
    start = max(firsts, default=None)
    return _begin(items, bounds, start), recurrence


def _is_bound(item: Item, frame: Frame, *, is_only_end: bool) -> bool:
    """Return whether `item` says from when or until when: a stretch of days, and any day where it was asked.

    Where only an earlier message spoke of a rhythm, "next week" is when, and "until Christmas" how long.
    """
    if item.kind is not Kind.DAY or not item.days:
        return False
    if is_only_end:
        return item.days[0].first is None
    return frame.ending or not item.days[0].is_one_day


def _find_bare_number(items: Sequence[Item]) -> list[Item]:
    """Return the one number of an answer to "how many times?" as such: "6", "6 please"."""
    numbers = find_all(items, Kind.NUMBER, Kind.WORD_NUMBER)
    if len(numbers) != 1 or numbers[0].number == 0:
        return []
    return [replace(numbers[0], kind=Kind.TIMES, rules=("number_of_times",))]


def _find_weeks(rhythms: Sequence[Item], items: Sequence[Item]) -> int | None:
    """Return the rhythm; two of them, or two weekdays, are none of weeks."""
    if not rhythms:
        return None
    said = {r.number for r in rhythms}
    weekdays = {d.days for d in find_all(items, Kind.DAY) if d.numbers == WEEKLY}
    return said.pop() if len(said) == 1 and len(weekdays) <= 1 else OTHER_RHYTHM


def _begin(items: Sequence[Item], bounds: Sequence[Item], start: date | None) -> list[Item]:
    """Return `items` without `bounds`, their weekday moved to its first such day from `start` on."""
    out: list[Item] = []
    for item in items:
        if item in bounds or item.kind in (Kind.REPEATS, Kind.TIMES):
            out.append(Item(kind=Kind.NOTHING, start=item.start, end=item.end))
        elif start and item.kind is Kind.DAY and item.numbers == WEEKLY:
            out.append(replace(item, days=tuple(_move_to(d, start) for d in item.days)))
        else:
            out.append(item)
    if start and not find(items, Kind.MOMENT) and not any(i.kind is Kind.DAY and i not in bounds for i in items):
        first = next(i for i, item in enumerate(items) if item in bounds and item.days[0].first)
        out[first] = make_day([items[first]], start)[0]
    return out


def _move_to(day: DayRange, start: date) -> DayRange:
    if day.first is None or day.first >= start:
        return day
    return one_day(shift_days(start, (day.first - start).days % DAYS_PER_WEEK))
