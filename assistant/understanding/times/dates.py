"""The rules that read written dates: the 12th, 12 December, Fri 13th, 3/4, 2026-12-03, and ranges of them."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec.structs import replace

from assistant.understanding.times.civil import (
    DAYS_IN_MONTH_MAX,
    MONTHS_PER_YEAR,
    find_date,
    find_day_of_month,
    find_month,
    find_nearest_weekday,
    make_date,
    one_day,
    shift_days,
    shift_months,
)
from assistant.understanding.times.clocks import HOURS_PER_DAY
from assistant.understanding.times.days import YEARS, make_day
from assistant.understanding.times.engine import rule
from assistant.understanding.times.items import UNITS, Frame, Item, Kind, Made, Unit, find, find_all, merge
from assistant.understanding.times.model import ClockRange, DayRange
from assistant.understanding.times.parts import HOUR

MONTHLY = (0,)
"""What a `DAY` holds that comes again every month."""
YEARLY = (366,)
"""What a `DAY` holds that comes again every year."""
_CENTURY = 2000
_DAY_KINDS = (Kind.ORDINAL, Kind.NUMBER, Kind.WORD_ORDINAL, Kind.WORD_NUMBER)


def _find_year(words: Sequence[Item]) -> int | None:
    year = find(words, Kind.HHMM)
    return year.number if year and year.number in YEARS else None


def _resolve(frame: Frame, year: int | None, month: int, day: int) -> date | None:
    """Return the date said; without a year, the next one. None where there is no such date."""
    return find_date(frame.today, month, day) if year is None else make_date(year, month, day)


def make_dates(words: Sequence[Item], found: Iterable[date | None], weekday: Item | None = None) -> tuple[Item]:
    """Return `words` as one item with the readings that exist, those of `weekday` only.

    Where none exists, it is impossible. Where all contradict the weekday said, the date and the nearest such weekday
    are both readings: nobody but the customer knows which half is the slip.
    """
    dates = list(dict.fromkeys(d for d in found if d is not None))
    if not dates:
        return merge(words, Kind.IMPOSSIBLE)
    if weekday is not None:
        fitting = [d for d in dates if d.weekday() == weekday.number]
        dates = fitting or [dates[0], find_nearest_weekday(dates[0], weekday.number)]
    return merge(words, Kind.DAY, days=tuple(one_day(d) for d in dates))


@rule(
    "weekday comma? the? ordinal|number|word_ordinal of? month comma|of|in? hhmm",
    "weekday comma? the? ordinal|number|word_ordinal of? month",
    "the? ordinal|number|word_ordinal of? month comma|of|in? hhmm",
    "the? ordinal|number|word_ordinal of? month number !ampm|thing|unit|length|colon|past|to|dash|oclock|ish|label",
    "the? ordinal|number|word_ordinal of? month",
    "the? ordinal|word_ordinal unit of month",
)
def day_and_month(words: Sequence[Item], frame: Frame) -> Made:
    """12 December, the 12th of Dec 2026, 12 Dec 26, the 12th day of December; 31 February is impossible."""
    year, unit = find(words, Kind.HHMM), find(words, Kind.UNIT)
    if (year and _find_year(words) is None) or (unit and UNITS[unit.number] is not Unit.DAY):
        return None
    if words[-1].kind is Kind.NUMBER:
        if words[-1].number <= HOURS_PER_DAY:  # 12 Dec 15 is at three
            return None
        written = replace(words[-1], kind=Kind.HHMM, numbers=(_CENTURY + words[-1].number, 4))
        return _make_day_and_month([*words[:-1], written], frame)
    return _make_day_and_month(words, frame)


@rule(
    "weekday comma? month the? ordinal|word_ordinal|word_number comma|of|in? hhmm",
    "weekday comma? month the? ordinal|word_ordinal|word_number",
    "weekday comma? month number comma|of|in? hhmm",
    "weekday comma? month number !ampm|ish|oclock|thing|unit|dash",
    "month the? ordinal|word_ordinal|word_number comma|of|in? hhmm",
    "month the? ordinal|word_ordinal|word_number !oclock|ampm|unit|thing|weekday",
    "month number comma|of|in? hhmm",
    "month number !ampm|ish|oclock|thing|unit|past",
)
def month_and_day(words: Sequence[Item], frame: Frame) -> Made:
    """December 12, Dec 12th 2026; not "June 3pm"."""
    year = find(words, Kind.HHMM)
    if year and _find_year(words) is None:
        return None
    return _make_day_and_month(words, frame)


def _make_day_and_month(words: Sequence[Item], frame: Frame) -> Made:
    month, day = find(words, Kind.MONTH), find(words, *_DAY_KINDS)
    if month is None or day is None:
        return None
    if month.number == 5 and day.kind is Kind.NUMBER and day.number > DAYS_IN_MONTH_MAX:  # noqa: PLR2004 - May, the verb
        return None
    year = _find_year(words)
    (made,) = make_dates(words, [_resolve(frame, year, month.number, day.number)], find(words, Kind.WEEKDAY))
    return (replace(made, numbers=YEARLY) if year is None and made.kind is Kind.DAY else made,)


@rule(
    "the? ordinal|number|word_ordinal of? month comma|of|in? which unit",
    "month the? ordinal|number|word_ordinal comma|of|in? which unit",
)
def date_of_named_year(words: Sequence[Item], frame: Frame) -> Made:
    """12 March next year."""
    which, unit = words[-2:]
    if UNITS[unit.number] is not Unit.YEAR:
        return None
    (year,) = merge(words[-2:], Kind.HHMM, numbers=(frame.today.year + which.number, 4))
    return _make_day_and_month([*words[:-2], year], frame)


@rule(
    "from|between? the? ordinal|number|word_ordinal dash|to|until|and|or the? ordinal|number|word_ordinal of? month",
    "from|between? month the? ordinal|number|word_ordinal dash|to|until|and the? ordinal|number|word_ordinal "
    "!ampm|ish|colon|thing|unit|month",
)
def days_of_month(words: Sequence[Item], frame: Frame) -> Made:
    """12 to 14 December, Dec 12-14, between the 12th and the 14th of Dec. "12 and 14 December" are two days."""
    numbers, month = find_all(words, Kind.ORDINAL, Kind.NUMBER, Kind.WORD_ORDINAL), find(words, Kind.MONTH)
    if month is None:
        return None
    first = find_date(frame.today, month.number, numbers[0].number)
    if numbers[0].number > numbers[1].number and words[-1] is month:  # the 30th to the 16th of June: of May
        first = find_date(frame.today, (month.number - 2) % MONTHS_PER_YEAR + 1, numbers[0].number)
    last = find_date(first, month.number, numbers[1].number) if first else None
    if first is None or last is None or (last - first).days >= DAYS_IN_MONTH_MAX:
        return merge(words, Kind.IMPOSSIBLE)
    if find(words, Kind.AND) and not find(words, Kind.BETWEEN):
        at = words.index(numbers[1])
        return *make_day(words[:at], first), *make_day(words[at:], last)
    if link := find(words, Kind.OR):
        at = words.index(link)
        return *make_day(words[:at], first), replace(link, kind=Kind.ALTERNATIVE), *make_day(words[at + 1 :], last)
    return merge(words, Kind.DAY, days=(DayRange(first=first, last=last),))


_N = "ordinal|number|word_ordinal"


@rule(
    f"the? {_N} comma the? {_N} comma? or|and the? {_N} of? month",
    f"month the? {_N} comma the? {_N} comma? or|and the? {_N} !ampm|ish|colon|thing|unit|month",
)
def three_days_of_month(words: Sequence[Item], frame: Frame) -> Made:
    """12, 13 or 14 March: any of them."""
    month, numbers = find(words, Kind.MONTH), find_all(words, Kind.ORDINAL, Kind.NUMBER, Kind.WORD_ORDINAL)
    days = [find_date(frame.today, month.number, one.number) for one in numbers] if month else []
    found = [day for day in days if day is not None]
    if len(found) < len(numbers):
        return merge(words, Kind.IMPOSSIBLE)
    link = Item(kind=Kind.ALTERNATIVE, start=numbers[1].start, end=numbers[1].start)
    made = [make_day([one], day)[0] for one, day in zip(numbers, found, strict=True)]
    return tuple(item for one in made for item in (link, one))[1:]


@rule("number dash|to|until slashed !number|of|slashed")
def days_of_slashed(words: Sequence[Item], frame: Frame) -> Made:
    """20-23/3, where the day comes first."""
    start, (last, month, *_) = words[0].number, words[-1].numbers
    if frame.month_first or not start < last or month > MONTHS_PER_YEAR:
        return None
    found = find_date(frame.today, month, last)
    first = found and make_date(found.year, found.month, start)
    return merge(words, Kind.DAY, days=(DayRange(first=first, last=found),)) if first else None


@rule("weekday comma? the? ordinal", "weekday comma? the number|word_ordinal !thing|ampm")
def weekday_and_day(words: Sequence[Item], frame: Frame) -> Made:
    """Friday the 13th, Fri 13th: the first month in which both hold; where that is not the coming one, also others."""
    return make_dates(words, _find_disputed(frame.today, words[-1].number, words[0].number))


_NEAR = 45
"""Within so many days, a month and a half, a weekday and a day of the month that agree are believed."""


def _find_disputed(today: date, day: int, weekday: int) -> list[date | None]:
    """Return when both a day of the month and a weekday hold; where the next such day is another weekday, also that.

    "Tuesday the 3rd", when the 3rd is a Wednesday, has a slip in it, or means a month far ahead: who knows is asked.
    """
    both, coming = find_day_of_month(today, day, weekday), find_day_of_month(today, day)
    if both is None or coming is None or both == coming or both <= shift_days(today, _NEAR):
        return [both]
    return [both, coming, find_nearest_weekday(coming, weekday)]


@rule("weekday number !ampm|ish|oclock|thing|unit|past|dash|to")
def weekday_and_number(words: Sequence[Item], frame: Frame) -> Made:
    """Mon 13: a day where the number is too large for the clock's face; Mon 3 is read later, as a time."""
    if words[1].number <= 12:  # noqa: PLR2004 - the clock's face
        return None
    return make_dates(words, _find_disputed(frame.today, words[1].number, words[0].number))


@rule("the? ordinal|word_ordinal unit? of the? which? unit", "the? number of which unit")
def day_of_named_month(words: Sequence[Item], frame: Frame) -> Made:
    """The 12th of next month, the 1st of the month, the 12th day of the month."""
    day, which = find(words, Kind.ORDINAL, Kind.WORD_ORDINAL, Kind.NUMBER), find(words, Kind.WHICH)
    units = [UNITS[unit.number] for unit in find_all(words, Kind.UNIT)]
    if day is None or units not in ([Unit.MONTH], [Unit.DAY, Unit.MONTH]):
        return None
    if which is None:
        return make_dates(words, [find_day_of_month(frame.today, day.number)])
    first = shift_months(frame.today.replace(day=1), which.number)
    return make_dates(words, [make_date(first.year, first.month, day.number)])


@rule("ordinal thing|label|street")
def ordinal_of_things(words: Sequence[Item], _frame: Frame) -> Made:
    """2nd floor, 21st birthday."""
    return merge(words, Kind.NOTHING)


@rule("the? ordinal !unit|weekend", "on the number !thing|other|label|unit|of|month|dash|to|ampm|oclock")
def day_of_month(words: Sequence[Item], frame: Frame) -> Made:
    """The 12th: the coming one, today included. The 32nd is impossible."""
    day = words[-1]
    if day.number > DAYS_IN_MONTH_MAX and len(words) == 1:
        return merge(words, Kind.NOTHING)
    own = words[1:] if words[0].kind is Kind.ON else words
    found = find_day_of_month(frame.today, day.number)
    made = make_day(own, found, MONTHLY) if found else merge(own, Kind.IMPOSSIBLE)
    return made if own is words else (words[0], *made)


@rule("the word_ordinal =at")
def word_ordinal_at(words: Sequence[Item], frame: Frame) -> Made:
    """The tenth at ten."""
    found = find_day_of_month(frame.today, words[-1].number)
    return make_day(words, found, MONTHLY) if found else None


@rule("the word_ordinal|number !other|thing|label|unit|of|month|dash|to|ampm|oclock|weekday|which|filler|number")
def large_day_of_month(words: Sequence[Item], frame: Frame) -> Made:
    """The twenty-third, the 23: no list is that long."""
    day = words[1].number
    found = find_day_of_month(frame.today, day) if _LIST_MAX < day <= DAYS_IN_MONTH_MAX else None
    return make_day(words, found, MONTHLY) if found else None


_LIST_MAX = 12
"""Items of a list, and hours, are not counted further."""


@rule("on|to|until|dash the word_ordinal !other|thing|label|filler|word_number|of|month|weekday|unit|weekend")
def day_of_month_in_words(words: Sequence[Item], frame: Frame) -> Made:
    """On the first, to the ninth. "The first" alone may be the first of a list."""
    found = find_day_of_month(frame.today, words[-1].number)
    return (words[0], *make_day(words[1:], found, MONTHLY)) if found else None


@rule("weekday comma? slashed", "slashed comma? weekday", "slashed")
def slashed_date(words: Sequence[Item], frame: Frame) -> Made:
    """3/4: both readings, the locale's first; the weekday decides where there is one."""
    written = find(words, Kind.SLASHED)
    weekday = find(words, Kind.WEEKDAY)
    if written is None or (written.numbers == (10, 10) and not weekday and not frame.expecting):
        return None  # 10/10 is praise far more often than a day
    first, second, *dotted = written.numbers
    orders = [(second, first), (first, second)]  # (month, day), day first as most of the world writes
    if dotted:
        orders = orders[:1]  # 3.4. is written where the day comes first
    elif frame.month_first:
        orders.reverse()
    return make_dates(words, [find_date(frame.today, month, day) for month, day in orders], weekday)


@rule("year_month")
def month_of_year_in_figures(words: Sequence[Item], _frame: Frame) -> Made:
    """2026-12, 12/2026: that month."""
    year, month = words[0].numbers
    return merge(words, Kind.DAY, days=(find_month(date(year - 1, 12, 1), month),))


@rule("full_date colon !ampm")
def date_and_clock(words: Sequence[Item], _frame: Frame) -> Made:
    """2026-12-03T14:30, by ISO 8601: of the 24-hour clock."""
    first, second, third = words[0].numbers
    hour, minute, *_ = words[1].numbers
    if first <= DAYS_IN_MONTH_MAX or hour > 23 or minute > 59:  # noqa: PLR2004 - the last minute of a day
        return None
    start = hour * HOUR + minute
    clock = merge(words[1:], Kind.CLOCK, clocks=(ClockRange(start=start, end=start),))
    return *make_dates(words[:1], [make_date(first, second, third)]), *clock


@rule("weekday comma? full_date", "full_date")
def full_date(words: Sequence[Item], frame: Frame) -> Made:
    """2026-12-03 has one reading; 3/4/26 has two, the locale's first."""
    written = find(words, Kind.FULL_DATE)
    if written is None:
        return None
    first, second, third = written.numbers
    if first > DAYS_IN_MONTH_MAX:
        return make_dates(words, [make_date(first, second, third)], find(words, Kind.WEEKDAY))
    year = third if third >= 100 else _CENTURY + third  # noqa: PLR2004 - two figures
    orders = [(second, first), (first, second)]
    if frame.month_first:
        orders.reverse()
    return make_dates(words, [make_date(year, *order) for order in orders], find(words, Kind.WEEKDAY))
