"""The rules that read days: relative ones, weekdays, weeks and months. Written dates are in `dates`."""

from collections.abc import Sequence
from datetime import date

from assistant.understanding.times.civil import (
    DAYS_PER_WEEK,
    find_date,
    find_month,
    find_week,
    find_weekday,
    find_weekend,
    one_day,
    shift_days,
    shift_months,
)
from assistant.understanding.times.clocks import make_part, point
from assistant.understanding.times.engine import rule
from assistant.understanding.times.items import UNITS, Frame, Item, Kind, Unit, find, find_all, merge
from assistant.understanding.times.model import ClockRange, DayRange
from assistant.understanding.times.parts import HOUR, INDEX, MIDNIGHT, PARTS

WEEKLY = (DAYS_PER_WEEK,)
"""What a `DAY` holds that comes again every week."""
YEARS = range(2000, 2100)
"""Four figures beside a date are one of these years, or a time of day."""
_SPANS_MAX = 520
"""Nobody books more weeks, months or days ahead than this: larger numbers are something else."""

Made = tuple[Item, ...] | None


def make_day(words: Sequence[Item], day: date, numbers: tuple[int, ...] = ()) -> tuple[Item]:
    """Return `words` as one item that means `day`."""
    return merge(words, Kind.DAY, days=(one_day(day),), numbers=numbers)


def count(words: Sequence[Item]) -> int:
    """Return the number among `words`; "a" and "an" are one."""
    found = find(words, Kind.NUMBER, Kind.WORD_NUMBER)
    return found.number if found else 1


def unit_of(words: Sequence[Item]) -> Unit:
    """Return the unit of time among `words`, which have one."""
    return UNITS[find_all(words, Kind.UNIT)[-1].number]


def add_units(start: date, number: int, unit: Unit) -> date | None:
    """Return the day `number` units after `start`; None for minutes and hours, and beyond all calendars."""
    if abs(number) > _SPANS_MAX:
        return None
    match unit:
        case Unit.DAY:
            return shift_days(start, number)
        case Unit.WEEK:
            return shift_days(start, number * DAYS_PER_WEEK)
        case Unit.FORTNIGHT:
            return shift_days(start, number * 2 * DAYS_PER_WEEK)
        case Unit.MONTH:
            return shift_months(start, number)
        case Unit.YEAR if abs(number) < 100:  # noqa: PLR2004 - a century
            return shift_months(start, number * 12)
        case _:
            return None


@rule("relative_day")
def relative_day(words: Sequence[Item], frame: Frame) -> Made:
    """Today, tomorrow, the day after tomorrow, yesterday."""
    return make_day(words, shift_days(frame.today, words[0].number))


@rule("later_today")
def later_today(words: Sequence[Item], frame: Frame) -> Made:
    """Later today: from now on."""
    return merge(words, Kind.MOMENT, days=(one_day(frame.today),), clocks=(ClockRange(start=frame.minute, end=None),))


@rule("soonest", "cue now", "now !other|comma", "now comma filler")
def soonest(words: Sequence[Item], frame: Frame) -> Made:
    """As soon as possible, free now: from today on. A "now" that opens no message and answers no question is filler.

    "Now, where are you?" only turns to something else.
    """
    if words[0].kind is Kind.NOW and words[0].start and not frame.expecting:
        return None
    return merge(words, Kind.SOONEST, days=(DayRange(first=frame.today, last=None),))


@rule("weekday")
def weekday(words: Sequence[Item], frame: Frame) -> Made:
    """Friday: the coming one; said on a Friday, a week later."""
    return make_day(words, find_weekday(frame.today, words[0].number), WEEKLY)


@rule("which past? weekday", "weekday which !unit|weekend|weekday|month|part|relative_day")
def which_weekday(words: Sequence[Item], frame: Frame) -> Made:
    """This Friday: the coming one. Next Friday: that of the next calendar week. Last Friday: a past one."""
    day = find(words, Kind.WEEKDAY)
    which = find(words, Kind.WHICH)
    if day is None or which is None:
        return None
    if which.number < 0 or find(words, Kind.PAST):
        return make_day(words, shift_days(find_weekday(frame.today, day.number), -_weeks_back(frame.today, day.number)))
    if which.number > 0:
        return make_day(words, _day_of_week(frame.today, 1, day.number), WEEKLY)
    return make_day(words, find_weekday(frame.today, day.number), WEEKLY)


def _weeks_back(today: date, day: int) -> int:
    """Return how many days before the coming such weekday the last one before today was: one week, or two."""
    return 2 * DAYS_PER_WEEK if day == today.weekday() else DAYS_PER_WEEK


def _day_of_week(today: date, weeks: int, day: int) -> date:
    return shift_days(today, weeks * DAYS_PER_WEEK - today.weekday() + day)


@rule("which weekday or|and|comma weekday")
def which_weekday_or_another(words: Sequence[Item], frame: Frame) -> Made:
    """Next Tuesday or Wednesday: both of next week."""
    which, first, link, second = words
    if which.number < 0:
        return None
    if which.number == 0:
        days = [find_weekday(frame.today, w.number) for w in (first, second)]
    else:
        days = [_day_of_week(frame.today, 1, w.number) for w in (first, second)]
    return *make_day([which, first], days[0]), link, *make_day([second], days[1])


@rule(
    "weekday comma? of? which unit",
    "which unit comma? filler? on? the? weekday",
    "weekday the? unit after which",
    "the? weekday after which",
)
def weekday_of_week(words: Sequence[Item], frame: Frame) -> Made:
    """Friday next week, next week on Friday, Friday of this week, Friday the week after next, the Friday after next."""
    day, which = find(words, Kind.WEEKDAY), find(words, Kind.WHICH)
    unit = find(words, Kind.UNIT)
    if day is None or which is None or (unit and UNITS[unit.number] is not Unit.WEEK):
        return None
    weeks = which.number + (1 if find(words, Kind.AFTER) else 0)
    return make_day(words, _day_of_week(frame.today, weeks, day.number))


@rule("weekday|relative_day unit !ago", "weekday in a|number|word_number unit")
def day_week(words: Sequence[Item], frame: Frame) -> Made:
    """Friday week: a week after the coming Friday. Tomorrow week, Friday in 2 weeks."""
    if unit_of(words) not in (Unit.WEEK, Unit.FORTNIGHT):
        return None
    later = add_units(_named_day(words[0], frame.today), count(words), unit_of(words))
    return make_day(words, later) if later else None


def _named_day(word: Item, today: date) -> date:
    """Return the day that a weekday or relative day means by itself."""
    return find_weekday(today, word.number) if word.kind is Kind.WEEKDAY else shift_days(today, word.number)


@rule("a|number|word_number unit on|from|filler? weekday|relative_day", "a|number|word_number unit from_now")
def units_from_day(words: Sequence[Item], frame: Frame) -> Made:
    """A week on Friday, two weeks today, 3 days from now, an hour from now."""
    named = find(words, Kind.WEEKDAY, Kind.RELATIVE_DAY)
    start = _named_day(named, frame.today) if named else frame.today
    later = add_units(start, count(words), unit_of(words))
    if later:
        return make_day(words, later)
    return _in_minutes(words, frame) if named is None else None


@rule("in about? the? a|number|word_number unit filler?")
def in_units(words: Sequence[Item], frame: Frame) -> Made:
    """In two weeks, in 3 days; in 2 hours is a day and a time of day."""
    later = add_units(frame.today, count(words), unit_of(words))
    return make_day(words, later) if later else _in_minutes(words, frame)


@rule("in about? half a unit", "in about? a? half unit", "in a unit and a half")
def in_half_units(words: Sequence[Item], frame: Frame) -> Made:
    """In half an hour, in an hour and a half."""
    if unit_of(words) is not Unit.HOUR:
        return None
    return _in_minutes(words, frame, 90 if find(words, Kind.AND) else 30)


def _in_minutes(words: Sequence[Item], frame: Frame, minutes: int | None = None) -> Made:
    if minutes is None:
        minutes = count(words) * (HOUR if unit_of(words) is Unit.HOUR else 1)
    days, minute = divmod(frame.minute + minutes, MIDNIGHT)
    clock = point(minute, about=find(words, Kind.ABOUT) is not None)
    return merge(words, Kind.MOMENT, days=(one_day(shift_days(frame.today, days)),), clocks=(clock,))


@rule("a|number|word_number unit ago")
def units_ago(words: Sequence[Item], frame: Frame) -> Made:
    """3 days ago: a past day, which nobody can book."""
    earlier = add_units(frame.today, -count(words), unit_of(words))
    return make_day(words, earlier or frame.today)


@rule("the? which unit", "the? unit after which", "the? which a? number|word_number unit")
def which_unit(words: Sequence[Item], frame: Frame) -> Made:
    """Next week (Monday to Sunday), this month, the week after next, the next two weeks, last week."""
    which = find(words, Kind.WHICH)
    if which is None:
        return None
    if find(words, Kind.NUMBER, Kind.WORD_NUMBER):
        last = add_units(frame.today, count(words), unit_of(words)) if which.number >= 0 else None
        return merge(words, Kind.DAY, days=(DayRange(first=frame.today, last=last),)) if last else None
    days = _find_unit(frame.today, which.number + (1 if find(words, Kind.AFTER) else 0), unit_of(words))
    return merge(words, Kind.DAY, days=(days,)) if days else None


def _find_unit(today: date, number: int, unit: Unit) -> DayRange | None:
    match unit:
        case Unit.WEEK:
            return find_week(today, number)
        case Unit.MONTH:
            return find_month(today, number)
        case Unit.YEAR:
            year = today.year + number
            return DayRange(first=today if number == 0 else date(year, 1, 1), last=date(year, 12, 31))
        case Unit.DAY if number == 1:
            return one_day(shift_days(today, 1))
        case _:
            return None


@rule("the? which? weekend", "weekend")
def weekend(words: Sequence[Item], frame: Frame) -> Made:
    """The weekend, this weekend: the coming one. Next weekend: that of the next calendar week."""
    which = find(words, Kind.WHICH)
    return merge(words, Kind.DAY, days=(find_weekend(frame.today, which.number if which else 0),))


@rule("which part", "part")
def part_of_named_day(words: Sequence[Item], frame: Frame) -> Made:
    """This evening, tonight: today and a part of it. Last night: a past day. "Next morning" names no day."""
    index = words[-1].number
    which = words[0].number if words[0].kind is Kind.WHICH else 0
    if which > 0 or (len(words) == 1 and index != INDEX["tonight"]):
        return None
    day = one_day(shift_days(frame.today, which))
    return make_part(words, Kind.MOMENT, PARTS[index], days=(day,))


@rule("holiday hhmm", "holiday")
def holiday(words: Sequence[Item], frame: Frame) -> Made:
    """Christmas Eve, New Year's Day 2026: days with a fixed date."""
    month, day = words[0].numbers
    if len(words) > 1:
        return make_day(words, date(words[1].number, month, day)) if words[1].number in YEARS else None
    found = find_date(frame.today, month, day)
    return make_day(words, found) if found else None
