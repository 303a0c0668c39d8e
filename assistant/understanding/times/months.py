"""The rules that read months, and parts of months and weeks."""

from collections.abc import Sequence
from datetime import date

from assistant.understanding.times.civil import (
    DAYS_IN_MONTH_MAX,
    DAYS_PER_WEEK,
    MONTHS_PER_YEAR,
    WEEKEND_STARTS,
    find_date,
    find_day_of_month,
    find_month,
    find_nearest_weekday,
    one_day,
    shift_days,
    shift_months,
)
from assistant.understanding.times.days import YEARS, unit_of
from assistant.understanding.times.engine import rule
from assistant.understanding.times.items import Frame, Item, Kind, Made, Unit, find, find_all, merge
from assistant.understanding.times.lengths import count_weeks
from assistant.understanding.times.model import DayRange
from assistant.understanding.times.words import THROUGHOUT

_PLACE = "the? word_ordinal|ordinal|which"
_WHOLES = ("of|in the? which? unit", "of|in month hhmm?", "of|in hhmm", "which unit|month")
"""What something may be a part of: this month, July 2026, 2027."""


@rule(*(f"{_PLACE} weekday {whole}" for whole in _WHOLES), f"month {_PLACE} weekday")
def nth_weekday_of_month(words: Sequence[Item], frame: Frame) -> Made:
    """The first Monday of June, the last Friday of the month."""
    place, day = find(words, Kind.WORD_ORDINAL, Kind.ORDINAL, Kind.WHICH), find(words, Kind.WEEKDAY)
    rest = words[:1] if words[0].kind is Kind.MONTH else words[words.index(day) :] if day else ()
    whole = _find_span(rest, frame.today) if rest else None
    if place is None or day is None or whole is None or place.number == 0:
        return None
    start = whole[0] if place.number > 0 else shift_days(whole[1], 1)
    weeks = place.number - 1 if place.number > 0 else place.number
    first = find_nearest_weekday(shift_days(start, DAYS_PER_WEEK // 2), day.number)
    found = shift_days(first, weeks * DAYS_PER_WEEK)
    return merge(words, Kind.DAY if whole[0] <= found <= whole[1] else Kind.IMPOSSIBLE, days=(one_day(found),))


@rule(*(f"{_PLACE} unit|length|weekend {whole}" for whole in _WHOLES), f"month {_PLACE} unit|weekend")
def week_of_month(words: Sequence[Item], frame: Frame) -> Made:
    """The last week of July, the first two weeks of 2027, the last weekend of May: calendar weeks.

    A week belongs to the month, or year, that has its Thursday, as in ISO 8601; of it, the days in it are meant.
    """
    place = find(words, Kind.WORD_ORDINAL, Kind.ORDINAL, Kind.WHICH)
    what = find(words, Kind.UNIT, Kind.LENGTH, Kind.WEEKEND)
    rest = words[:1] if words[0].kind is Kind.MONTH else words[words.index(what) + 1 :] if what else ()
    whole = _find_span(rest, frame.today) if rest else None
    weeks = _count_weeks(what) if what else 0
    if place is None or what is None or whole is None or place.number == 0 or not weeks:
        return None
    mondays = _list_mondays(*whole) if what.kind is not Kind.WEEKEND else _list_weeks_of_weekends(*whole)
    index = place.number - 1 if place.number > 0 else len(mondays) - weeks + place.number + 1
    if not 0 <= index <= len(mondays) - weeks:
        return None
    last = shift_days(mondays[index + weeks - 1], DAYS_PER_WEEK - 1)
    if what.kind is Kind.WEEKEND:
        return merge(words, Kind.DAY, days=(DayRange(first=shift_days(last, -1), last=last),))
    days = DayRange(first=max(mondays[index], whole[0]), last=min(last, whole[1]))
    return merge(words, Kind.DAY, days=(_leave_out_past(days, frame.today),))


@rule(*(f"the? which unit {whole}" for whole in _WHOLES))
def last_day_of_whole(words: Sequence[Item], frame: Frame) -> Made:
    """The last day of the month, of November."""
    whole = _find_span(words[words.index(find_all(words, Kind.UNIT)[0]) + 1 :], frame.today)
    which = find(words, Kind.WHICH)
    if whole is None or which is None or which.number >= 0 or unit_of(find_all(words, Kind.UNIT)[:1]) is not Unit.DAY:
        return None
    return merge(words, Kind.DAY, days=(one_day(whole[1]),))


def _count_weeks(what: Item) -> int:
    if what.kind is Kind.UNIT:
        return int(unit_of([what]) is Unit.WEEK)
    return 1 if what.kind is Kind.WEEKEND else count_weeks(what)


def _list_mondays(first: date, last: date) -> list[date]:
    """Return the first days of the calendar weeks whose Thursday lies between two days."""
    thursday = shift_days(first, (_THURSDAY - first.weekday()) % DAYS_PER_WEEK)
    count = (last - thursday).days // DAYS_PER_WEEK + 1
    return [shift_days(thursday, DAYS_PER_WEEK * n - _THURSDAY) for n in range(count)]


def _list_weeks_of_weekends(first: date, last: date) -> list[date]:
    """Return the Mondays before the Saturdays that lie between two days."""
    saturday = shift_days(first, (WEEKEND_STARTS - first.weekday()) % DAYS_PER_WEEK)
    count = (last - saturday).days // DAYS_PER_WEEK + 1
    return [shift_days(saturday, DAYS_PER_WEEK * n - WEEKEND_STARTS) for n in range(count)]


_THURSDAY = 3


@rule(*(f"{_PLACE} length {whole}" for whole in _WHOLES))
def days_of_whole(words: Sequence[Item], frame: Frame) -> Made:
    """The first few days of April, the last 3 days of the month."""
    place, length = find(words, Kind.WORD_ORDINAL, Kind.ORDINAL, Kind.WHICH), find_all(words, Kind.LENGTH)[0]
    whole = _find_span(words[words.index(length) + 1 :], frame.today)
    months, count, minutes = length.numbers[-3:]
    if place is None or whole is None or place.number not in (1, -1) or months or minutes or place.kind is Kind.ORDINAL:
        return None
    first, last = whole
    is_first = place.number == 1
    days = DayRange(
        first=first if is_first else shift_days(last, 1 - count),
        last=shift_days(first, count - 1) if is_first else last,
    )
    return merge(words, Kind.DAY, days=(_leave_out_past(days, frame.today),))


@rule("a|filler weekday|weekend of|in month", "a|filler weekday|weekend of|in which unit")
def any_of_whole(words: Sequence[Item], frame: Frame) -> Made:
    """A Saturday in April, any weekend in May: each of them that is still to come."""
    what, whole = words[1], _find_span(words[3:], frame.today)
    if whole is None or (whole[1] - whole[0]).days < DAYS_PER_WEEK or (whole[1] - whole[0]).days > DAYS_IN_MONTH_MAX:
        return None
    day = what.number if what.kind is Kind.WEEKDAY else WEEKEND_STARTS
    start = max(whole[0], shift_days(frame.today, 1))
    first = shift_days(start, (day - start.weekday()) % DAYS_PER_WEEK)
    lasting = 1 if what.kind is Kind.WEEKEND else 0
    found = [shift_days(first, n * DAYS_PER_WEEK) for n in range((whole[1] - first).days // DAYS_PER_WEEK + 1)]
    items = [
        merge(words, Kind.DAY, days=(DayRange(first=one, last=shift_days(one, lasting)),), numbers=_CHOSEN)[0]
        for one in found
    ]
    (link,) = merge(words, Kind.ALTERNATIVE)
    return tuple(made for item in items for made in (link, item))[1:] or None


_CHOSEN = (0, 1)
"""Of a day that is one of several by its own words: no step."""


@rule("from|between? which? month to|dash|until|and which? month !number|ordinal|word_ordinal|the")
def month_range(words: Sequence[Item], frame: Frame) -> Made:
    """From August to October, March - May: from the first day of the one to the last of the other."""
    first, last = find_all(words, Kind.MONTH)
    if find(words, Kind.AND) and words[0].kind is not Kind.BETWEEN:
        return None
    start, _ = _find_whole_month(frame.today, first.number, None)
    _, end = _find_whole_month(start, last.number, None)
    return merge(words, Kind.DAY, days=(_leave_out_past(DayRange(first=start, last=end), frame.today),))


@rule("the? unit number of hhmm", "the? unit number of which unit")
def calendar_week(words: Sequence[Item], frame: Frame) -> Made:
    """Week 3 of 2027, week 3 of next year: Monday to Sunday, counted as ISO 8601 does."""
    units, number = find_all(words, Kind.UNIT), find(words, Kind.NUMBER)
    year, which = find(words, Kind.HHMM), find(words, Kind.WHICH)
    if unit_of(units[:1]) is not Unit.WEEK or number is None or not 1 <= number.number <= WEEKS_PER_YEAR:
        return None
    if which is not None and unit_of(units[1:]) is Unit.YEAR:
        found = frame.today.year + which.number
    elif year is not None and year.number in YEARS:
        found = year.number
    else:
        return None
    monday = date.fromisocalendar(found, number.number, 1)
    return merge(words, Kind.DAY, days=(DayRange(first=monday, last=shift_days(monday, DAYS_PER_WEEK - 1)),))


WEEKS_PER_YEAR = 52
"""Those that every year has."""


@rule(
    "the? unit of|from|edge? the? ordinal|word_ordinal of month",
    "the? unit of|from|edge? the? month number|ordinal|word_ordinal !ampm|oclock|unit|thing|length",
    "the? unit of|from|edge? the? ordinal|number month",
    "the? unit of|from|edge the? ordinal !unit",
)
def week_of_day(words: Sequence[Item], frame: Frame) -> Made:
    """The week of July 23, week commencing the 7th: the calendar week around that day."""
    month, day = find(words, Kind.MONTH), find(words, Kind.NUMBER, Kind.ORDINAL, Kind.WORD_ORDINAL)
    if day is None:
        return None
    today = frame.today
    found = find_date(today, month.number, day.number) if month else find_day_of_month(today, day.number)
    if found is None or unit_of(words) is not Unit.WEEK:
        return None
    monday = shift_days(found, -found.weekday())
    week = DayRange(first=monday, last=shift_days(monday, DAYS_PER_WEEK - 1))
    return merge(words, Kind.DAY, days=(_leave_out_past(week, frame.today),))


@rule("in month or|and month !number|ordinal|word_ordinal|the")
def month_or_next(words: Sequence[Item], frame: Frame) -> Made:
    """In March or April: any day of both."""
    one, other = words[1].number, words[3].number
    if other != one % MONTHS_PER_YEAR + 1:
        return None
    start, _ = _find_whole_month(frame.today, one, None)
    _, end = _find_whole_month(start, other, None)
    return merge(words, Kind.DAY, days=(_leave_out_past(DayRange(first=start, last=end), frame.today),))


@rule("the unit of month !number|ordinal|word_ordinal|the|hhmm")
def month_of_that_name(words: Sequence[Item], frame: Frame) -> Made:
    """The month of March."""
    if unit_of(words) is not Unit.MONTH:
        return None
    first, last = _find_whole_month(frame.today, words[-1].number, None)
    return merge(words, Kind.DAY, days=(_leave_out_past(DayRange(first=first, last=last), frame.today),))


@rule(*(f"{_PLACE} half {whole}" for whole in _WHOLES))
def half_of_whole(words: Sequence[Item], frame: Frame) -> Made:
    """The first half of December, the second half of next week."""
    place = find(words, Kind.WORD_ORDINAL, Kind.ORDINAL, Kind.WHICH)
    whole = _find_span(words[words.index(find_all(words, Kind.HALF)[0]) + 1 :], frame.today)
    if place is None or whole is None or place.number not in (1, 2, -1):
        return None
    middle = shift_days(whole[0], ((whole[1] - whole[0]).days + 1) // 2)
    is_first = place.number == 1 and place.kind is not Kind.WHICH
    days = DayRange(first=whole[0], last=shift_days(middle, -1)) if is_first else DayRange(first=middle, last=whole[1])
    return merge(words, Kind.DAY, days=(_leave_out_past(days, frame.today),))


@rule("the? rest the? which? unit")
def rest_of_unit(words: Sequence[Item], frame: Frame) -> Made:
    """The rest of the week, later this month: from today to its end."""
    whole = _find_unit_whole(frame.today, 0, unit_of(words))
    which = find(words, Kind.WHICH)
    if whole is None or (which and which.number):
        return None
    return merge(words, Kind.DAY, days=(DayRange(first=frame.today, last=whole[1]),))


@rule("month hhmm", "month comma|of? which unit")
def month_of_year(words: Sequence[Item], frame: Frame) -> Made:
    """October 2026, March next year."""
    which = find(words, Kind.WHICH)
    year = frame.today.year + which.number if which else words[1].number
    if year not in YEARS or (which and unit_of(words) is not Unit.YEAR):
        return None
    return merge(words, Kind.DAY, days=(find_month(date(year - 1, 12, 1), words[0].number),))


def _find_span(words: Sequence[Item], today: date) -> tuple[date, date] | None:
    """Return the first and last day of the month, week or year that `words` name."""
    which, month, year = find(words, Kind.WHICH), find(words, Kind.MONTH), find(words, Kind.HHMM)
    if year and year.number not in YEARS:
        return None
    if year:
        first, last = (month.number,) * 2 if month else (1, MONTHS_PER_YEAR)
        return date(year.number, first, 1), shift_days(shift_months(date(year.number, last, 1), 1), -1)
    if month:
        return _find_whole_month(today, month.number, which)
    number = (which.number if which else 0) + (1 if find(words, Kind.AFTER) else 0)
    return _find_unit_whole(today, number, unit_of(words))


@rule(
    "edge unit which unit",
    "edge in|of? the? unit after which",
    "edge in|of? about? the? which? unit|month",
    "filler? edge which unit|month",
    "edge dash month|unit",
)
def edge_of_unit(words: Sequence[Item], frame: Frame) -> Made:
    """End of the month, early next week, mid June, midweek next week: a part of it, in days."""
    edge, units = find(words, Kind.EDGE), find_all(words, Kind.UNIT)
    if len({unit.number for unit in units}) > 1:
        return None
    whole = _find_span(words, frame.today)
    if edge is None or whole is None:
        return None
    first, last = whole
    length = (last - first).days + 1
    if length > DAYS_IN_MONTH_MAX:
        months = _YEAR_PARTS[edge.number]
        days = DayRange(
            first=date(first.year, months[0], 1), last=shift_days(shift_months(date(first.year, months[1], 1), 1), -1)
        )
        return merge(words, Kind.DAY, days=(_leave_out_past(days, frame.today),))
    parts = _WEEK_PARTS if length == DAYS_PER_WEEK else _MONTH_PARTS
    start, end = parts[edge.number]
    edges = DayRange(first=shift_days(first, start), last=min(last, shift_days(first, end)))
    parts_of = [_leave_out_past(edges, frame.today)]
    if edge.number < _END and units and not find(words, Kind.WHICH) and _is_nearly_over(edges, frame.today):
        # "Early in the week", said on a Wednesday: what is left of it, or that of the next one.
        later, _ = _find_unit_whole(frame.today, 1, unit_of(words)) or whole
        parts_of.append(DayRange(first=shift_days(later, start), last=shift_days(later, end)))
    return merge(words, Kind.DAY, days=tuple(parts_of))


def _is_nearly_over(days: DayRange, today: date) -> bool:
    """Return whether today is in the last third of `days`, or after them."""
    if days.first is None or days.last is None or today <= days.first:
        return False
    return 3 * (days.last - today).days <= (days.last - days.first).days


_END = 2
"""What the word for the last part of something holds."""
_WEEK_PARTS = ((0, 2), (1, 3), (4, 6))
"""Monday to Wednesday; Tuesday to Thursday; Friday to Sunday."""
_YEAR_PARTS = ((1, 1), (6, 7), (12, 12))
"""January; June and July; December."""
_MONTH_PARTS = ((0, 9), (10, 19), (20, 30))
"""The first ten days, the second ten, the rest."""


def _find_unit_whole(today: date, number: int, unit: Unit) -> tuple[date, date] | None:
    if unit is Unit.WEEK:
        monday = shift_days(today, number * DAYS_PER_WEEK - today.weekday())
        return monday, shift_days(monday, DAYS_PER_WEEK - 1)
    if unit is Unit.MONTH:
        first = shift_months(today.replace(day=1), number)
        return first, shift_days(shift_months(first, 1), -1)
    if unit is Unit.YEAR:
        return date(today.year + number, 1, 1), date(today.year + number, MONTHS_PER_YEAR, 31)
    return None


def _find_whole_month(today: date, month: int, which: Item | None) -> tuple[date, date]:
    ahead = (month - today.month) % 12
    if which and which.number:
        ahead = (ahead or 12) if which.number > 0 else ahead - 12
    first = shift_months(today.replace(day=1), ahead)
    return first, shift_days(shift_months(first, 1), -1)


def _leave_out_past(days: DayRange, today: date) -> DayRange:
    """Return `days` from today on, where some of them are still to come."""
    if days.first is None or days.last is None or days.last < today:
        return days
    return DayRange(first=max(days.first, today), last=days.last)


@rule(
    "in|by|until|before|after|from|filler which? month !ordinal|number|word_ordinal|word_number|the|hhmm|dash",
    "which month !ordinal|number|hhmm",
)
def month_alone(words: Sequence[Item], frame: Frame) -> Made:
    """In May, during April, next March: all of it that is to come. The word before it stays to be read as a bound."""
    month = find(words, Kind.MONTH)
    if month is None or (words[0].kind is Kind.FILLER and words[0].numbers != (THROUGHOUT,)):
        return None
    first, last = _find_whole_month(frame.today, month.number, find(words, Kind.WHICH))
    days = _leave_out_past(DayRange(first=first, last=last), frame.today)
    own = words if words[0].kind is Kind.WHICH else words[1:]
    made = merge(own, Kind.DAY, days=(days,))
    return made if own is words else (words[0], *made)
