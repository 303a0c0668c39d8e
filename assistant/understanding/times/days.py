"""The rules that read days: relative ones, weekdays, weeks and months. Written dates are in `dates`."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from assistant.understanding.times.civil import (
    DAYS_PER_WEEK,
    WEEKEND_STARTS,
    find_month,
    find_nearest_weekday,
    find_week,
    find_weekday,
    find_weekend,
    one_day,
    shift_days,
)
from assistant.understanding.times.clocks import make_part, point
from assistant.understanding.times.engine import rule
from assistant.understanding.times.holidays import find_holiday
from assistant.understanding.times.items import UNITS, Frame, Item, Kind, Made, Unit, add_rule, find, find_all, merge
from assistant.understanding.times.lengths import OF_UNIT, count_weeks, shift
from assistant.understanding.times.model import ClockRange, DayRange
from assistant.understanding.times.parts import HALVES, HOUR, INDEX, MIDNIGHT, PARTS, pick_edge

WEEKLY = (DAYS_PER_WEEK,)
"""What a `DAY` holds that comes again every week."""
YEARS = range(2000, 2100)
"""Four figures beside a date are one of these years, or a time of day."""
_SPANS_MAX = 520
"""Nobody books more weeks, months or days ahead than this: larger numbers are something else."""


def make_day(words: Sequence[Item], day: date, numbers: tuple[int, ...] = ()) -> tuple[Item]:
    """Return `words` as one item that means `day`."""
    return merge(words, Kind.DAY, days=(one_day(day),), numbers=numbers)


def unit_of(words: Sequence[Item]) -> Unit:
    """Return the unit of time among `words`, which have one."""
    return UNITS[find_all(words, Kind.UNIT)[-1].number]


@rule("relative_day")
def relative_day(words: Sequence[Item], frame: Frame) -> Made:
    """Today, tomorrow, the day after tomorrow, yesterday."""
    return make_day(words, shift_days(frame.today, words[0].number))


@rule("later_today")
def later_today(words: Sequence[Item], frame: Frame) -> Made:
    """Later today: from now on; of what is said with it, what is still to come."""
    clock = ClockRange(start=frame.minute, end=None)
    (made,) = merge(words, Kind.MOMENT, days=(one_day(frame.today),), clocks=(clock,))
    return (replace(made, window=(frame.minute, MIDNIGHT)),)


@rule("soonest", "cue now", "now !other|comma|until|to|dash", "now comma filler")
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
        return make_day(words, _day_of_week(frame.today, which.number, day.number), WEEKLY)
    return make_day(words, find_weekday(frame.today, day.number), WEEKLY)


@rule("not workday")
def no_workday(words: Sequence[Item], frame: Frame) -> Made:
    """Not on weekdays: at the weekend."""
    return weekend.produce(words, frame)


@rule("workday")
def workday(words: Sequence[Item], frame: Frame) -> Made:
    """Weekdays, any weekday: any day, but the weekend is ruled out."""
    (no,) = merge(words, Kind.NOT)
    (rest,) = weekend.produce(words, frame) or words
    end = Item(kind=Kind.COMMA, start=words[-1].end, end=words[-1].end)
    return no, add_rule(rest, weekend.name), end


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
    "the weekday after !the|a|day|which|clock|number|word_number|hhmm|dotted|colon|noon|half|quarter|part|meal|holiday"
    "|length|about|ordinal|word_ordinal|month|slashed|full_date|weekday|relative_day|unit|filler"
)
def weekday_after(words: Sequence[Item], frame: Frame) -> Made:
    """The Friday after that, or after something that we do not know: the coming one, or the next."""
    first = find_weekday(frame.today, words[1].number)
    return merge(words, Kind.DAY, days=(one_day(first), one_day(shift_days(first, DAYS_PER_WEEK))))


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


@rule("weekday or|and|comma weekday comma? of? which unit", "which unit comma? on? weekday or|and|comma weekday")
def weekdays_of_week(words: Sequence[Item], frame: Frame) -> Made:
    """Tuesday or Thursday next week: both of it."""
    which, (first, second) = find(words, Kind.WHICH), find_all(words, Kind.WEEKDAY)
    if which is None or unit_of(words) is not Unit.WEEK:
        return None
    days = [_day_of_week(frame.today, which.number, word.number) for word in (first, second)]
    link = find(words[words.index(first) :], Kind.OR, Kind.AND, Kind.COMMA)
    between = (replace(link, kind=Kind.ALTERNATIVE if link.kind is Kind.OR else link.kind),) if link else ()
    at = words.index(second)
    return *make_day(words[: at - 1], days[0]), *between, *make_day(words[at:], days[1])


@rule("weekday|relative_day unit !ago", "weekday in length")
def day_week(words: Sequence[Item], frame: Frame) -> Made:
    """Friday week: a week after the coming Friday. Tomorrow week, Friday in 2 weeks."""
    last = words[-1]
    weeks = WEEKS_OF.get(UNITS[last.number], 0) if last.kind is Kind.UNIT else count_weeks(last)
    return make_day(words, shift_days(_named_day(words[0], frame.today), weeks * DAYS_PER_WEEK)) if weeks else None


WEEKS_OF = {Unit.WEEK: 1, Unit.FORTNIGHT: 2}


def _named_day(word: Item, today: date) -> date:
    """Return the day that a weekday or relative day means by itself."""
    return find_weekday(today, word.number) if word.kind is Kind.WEEKDAY else shift_days(today, word.number)


@rule("for length from weekday|relative_day")
def stay_from_day(words: Sequence[Item], frame: Frame) -> Made:
    """For two weeks from Monday: those days. "Two weeks from Monday" is the day on which they end."""
    months, days, minutes = words[1].numbers[:3]
    first = _named_day(words[-1], frame.today)
    if minutes:
        return None
    return merge(words, Kind.DAY, days=(DayRange(first=first, last=shift(first, (months, days, 0))),))


@rule("in? length on|from|filler? which? weekday|relative_day", "length from_now")
def units_from_day(words: Sequence[Item], frame: Frame) -> Made:
    """A week on Friday, two weeks today, a week this Friday, 3 days from now, an hour from now."""
    named, which = find(words, Kind.WEEKDAY, Kind.RELATIVE_DAY), find(words, Kind.WHICH)
    if named is None:
        return _after_length(words, frame)
    months, days, minutes = find_all(words, Kind.LENGTH)[0].numbers[:3]
    day = _named_day(named, frame.today)
    if which:
        read = which_weekday.produce([which, named], frame) if named.kind is Kind.WEEKDAY else None
        day = read[0].days[0].first or day if read else day
    return None if minutes else make_day(words, shift(day, (months, days, 0)))


@rule("unit on weekday", "unit relative_day")
def unit_from_day(words: Sequence[Item], frame: Frame) -> Made:
    """Week on Monday, week tomorrow: the article is left out. What is repeated is weekly: "per week on Mondays"."""
    weeks = WEEKS_OF.get(UNITS[words[0].number], 0)
    if frame.repeating or not weeks:
        return None
    return make_day(words, shift_days(_named_day(words[-1], frame.today), weeks * DAYS_PER_WEEK))


@rule("for length from_now", "within the? length", "the? which length")
def within_length(words: Sequence[Item], frame: Frame) -> Made:
    """Within two weeks, the next two weeks, the coming 3 hours: from now to then. What is past is nothing."""
    which, length = find(words, Kind.WHICH), find_all(words, Kind.LENGTH)[0]
    if which and which.number < 0:
        return merge(words, Kind.NOTHING)
    amount = length.numbers[-3:]
    if not amount[2]:
        return merge(words, Kind.DAY, days=(DayRange(first=frame.today, last=shift(frame.today, amount)),))
    end = frame.minute + amount[2]
    last = shift_days(shift(frame.today, amount), end // MIDNIGHT)
    if last == frame.today:
        clock = ClockRange(start=frame.minute, end=end)
        return merge(words, Kind.MOMENT, days=(one_day(frame.today),), clocks=(clock,))
    return merge(words, Kind.DAY, days=(DayRange(first=frame.today, last=last),))


@rule("within|in|filler the? which? unit")
def within_unit(words: Sequence[Item], frame: Frame) -> Made:
    """Within the hour, in the next hour, within the next week: from now on, and no longer than that."""
    which, unit = find(words, Kind.WHICH), unit_of(words)
    is_said = which.number >= 0 if which else words[0].kind is Kind.WITHIN
    if words[0].kind is Kind.WITHIN and which and which.number > 0 and (amount := OF_UNIT[unit])[2] == 0:
        return merge(words, Kind.DAY, days=(DayRange(first=frame.today, last=shift(frame.today, amount)),))
    if unit is not Unit.HOUR or not is_said:
        return None
    clock = ClockRange(start=frame.minute, end=frame.minute + HOUR)
    return merge(words, Kind.MOMENT, days=(one_day(frame.today),), clocks=(clock,))


@rule("in about|filler? the? length from_now|ish|filler? !shift")
def in_units(words: Sequence[Item], frame: Frame) -> Made:
    """In two weeks, in 3 days; in 2 hours is a day and a time of day; in 2 or 3 weeks is either of them."""
    if words[-1].kind is not Kind.ISH:
        return _after_length(words, frame)
    made = _after_length(words[:-1], frame)  # in an hour or so
    return (
        (*(replace(one, clocks=tuple(replace(c, about=True) for c in one.clocks)) for one in made), words[-1])
        if made
        else None
    )


def _after_length(words: Sequence[Item], frame: Frame) -> Made:
    (length,) = find_all(words, Kind.LENGTH)
    least, most = length.numbers[:3], length.numbers[-3:]
    if most[2]:
        return _in_minutes(words, frame, least)
    days = DayRange(first=shift(frame.today, least), last=shift(frame.today, most))
    return merge(words, Kind.DAY, days=(days,))


def _in_minutes(words: Sequence[Item], frame: Frame, amount: Sequence[int]) -> Made:
    days, minute = divmod(frame.minute + amount[2], MIDNIGHT)
    clock = point(minute, about=find(words, Kind.ABOUT) is not None)
    return merge(words, Kind.MOMENT, days=(one_day(shift_days(shift(frame.today, amount), days)),), clocks=(clock,))


@rule("after length")
def after_length(words: Sequence[Item], frame: Frame) -> Made:
    """After 5 days: from then on."""
    amount = words[1].numbers[:3]
    if amount[2]:
        return merge(words, Kind.NOTHING)
    return merge(words, Kind.DAY, days=(DayRange(first=shift(frame.today, amount), last=None),))


@rule("length ago")
def units_ago(words: Sequence[Item], frame: Frame) -> Made:
    """3 days ago: a past day, which nobody can book."""
    return make_day(words, shift(frame.today, words[0].numbers[:3], -1))


@rule("the? number|word_number weekday from_now|ago", "in number|word_number weekday")
def weekdays_from_now(words: Sequence[Item], frame: Frame) -> Made:
    """Three Fridays from now, in two Saturdays."""
    number, day = find(words, Kind.NUMBER, Kind.WORD_NUMBER), find(words, Kind.WEEKDAY)
    if number is None or day is None or not 0 < number.number <= _SPANS_MAX:
        return None
    is_past = find(words, Kind.AGO) is not None  # which nobody can book
    weeks = -number.number - (day.number == frame.today.weekday()) if is_past else number.number - 1
    return make_day(words, shift_days(find_weekday(frame.today, day.number), weeks * DAYS_PER_WEEK))


@rule("the? which unit", "the? unit after which")
def which_unit(words: Sequence[Item], frame: Frame) -> Made:
    """Next week (Monday to Sunday), this month, the week after next, last week."""
    which = find(words, Kind.WHICH)
    if which is None:
        return None
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
        case Unit.FORTNIGHT if number == 1:
            return DayRange(first=today, last=shift_days(today, 2 * DAYS_PER_WEEK))
        case Unit.DAY if number in (1, 2):  # the next day, the day after next
            return one_day(shift_days(today, number))
        case _:
            return None


@rule("the? which? weekend", "weekend")
def weekend(words: Sequence[Item], frame: Frame) -> Made:
    """The weekend, this weekend: the coming one. Next weekend: that of the next calendar week."""
    which = find(words, Kind.WHICH)
    return merge(words, Kind.DAY, days=(find_weekend(frame.today, which.number if which else 0),))


@rule("the? weekend after which")
def weekend_after_next(words: Sequence[Item], frame: Frame) -> Made:
    """The weekend after next."""
    days = find_weekend(frame.today, words[-1].number + 1)
    return merge(words, Kind.DAY, days=(days,)) if words[-1].number >= 0 else None


@rule("which ampm")
def half_of_today(words: Sequence[Item], frame: Frame) -> Made:
    """This pm."""
    if words[0].number:
        return None
    return make_part(words, Kind.MOMENT, HALVES[words[1].number], days=(one_day(frame.today),))


@rule("edge which part", "edge part", "which part !thing|cue", "part")
def part_of_named_day(words: Sequence[Item], frame: Frame) -> Made:
    """This evening, tonight: today and a part of it. Next morning: tomorrow. Last night: a past day."""
    index = words[-1].number
    edge, said = find(words, Kind.EDGE), find(words, Kind.WHICH)
    which = said.number if said else 0
    if which > 1 or (said is None and index != INDEX["tonight"]):
        return None
    day = one_day(shift_days(frame.today, which))
    part = pick_edge(index, edge.number) if edge else PARTS[index]
    return make_part(words, Kind.MOMENT, part, days=(day,))


@rule("in the holiday")
def new_year(words: Sequence[Item], frame: Frame) -> Made:
    """In the new year: from its first day on."""
    if words[-1].number != 0:  # its place in the table
        return None
    return merge(words, Kind.DAY, days=(DayRange(first=find_holiday(0, frame.region, frame.today), last=None),))


@rule("the? holiday unit|weekend", "the? unit of holiday")
def holiday_week(words: Sequence[Item], frame: Frame) -> Made:
    """Christmas week, the Easter weekend: the calendar week of that day, the nearest Saturday and Sunday."""
    named, is_weekend = find(words, Kind.HOLIDAY), find(words, Kind.WEEKEND) is not None
    if named is None or not (is_weekend or unit_of(words) is Unit.WEEK):
        return None
    day = find_holiday(named.number, frame.region, frame.today)
    first = find_nearest_weekday(day, WEEKEND_STARTS) if is_weekend else shift_days(day, -day.weekday())
    days = 2 if is_weekend else DAYS_PER_WEEK
    return merge(words, Kind.DAY, days=(DayRange(first=first, last=shift_days(first, days - 1)),))


@rule("the? which? holiday of? in? hhmm", "the? which? holiday")
def holiday(words: Sequence[Item], frame: Frame) -> Made:
    """Christmas Eve, Easter Monday 2026."""
    named, year = find(words, Kind.HOLIDAY), find(words, Kind.HHMM)
    if named is None or (year and year.number not in YEARS):
        return None
    return make_day(words, find_holiday(named.number, frame.region, frame.today, year.number if year else None))
