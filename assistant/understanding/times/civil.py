"""Calendar arithmetic on civil days. Nothing here knows a word of any language."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.understanding.times.model import DayRange

DAYS_PER_WEEK = 7
DAYS_IN_MONTH_MAX = 31
MONTHS_PER_YEAR = 12
YEARS_AHEAD_MAX = 8
"""29 February comes round within eight years, also across 1900 and 2100."""
WEEKEND_STARTS = 5
"""Saturday, counted from Monday."""


def one_day(day: date) -> DayRange:
    """Return the range that is just `day`."""
    return DayRange(first=day, last=day)


def shift_days(day: date, days: int) -> date:
    """Return the day `days` later, or earlier when negative."""
    return day + timedelta(days=days)


def shift_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last of that month where it has no such day."""
    index = day.year * MONTHS_PER_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_PER_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def make_date(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_date(today: date, month: int, day: int) -> date | None:
    """Return the next such date, today or later; None where no year has one (31 February)."""
    for year in range(today.year, today.year + YEARS_AHEAD_MAX + 1):
        found = make_date(year, month, day)
        if found is not None and found >= today:
            return found
    return None


def _walk_months(today: date) -> Iterator[date]:
    """Return the first days of the months from today's, eight years of them."""
    first = today.replace(day=1)
    return (shift_months(first, n) for n in range(YEARS_AHEAD_MAX * MONTHS_PER_YEAR))


def find_day_of_month(today: date, day: int, weekday: int | None = None) -> date | None:
    """Return the next day, today or later, with that number (and weekday, Monday 0); None where there is none."""
    for first in _walk_months(today):
        found = make_date(first.year, first.month, day)
        if found and found >= today and weekday in (None, found.weekday()):
            return found
    return None


def find_weekday(today: date, weekday: int) -> date:
    """Return the next such weekday (Monday 0) after today: said on a Friday, "Friday" is a week later."""
    return shift_days(today, (weekday - today.weekday() - 1) % DAYS_PER_WEEK + 1)


def find_nearest_weekday(day: date, weekday: int) -> date:
    """Return the such weekday within three days of `day`."""
    ahead = (weekday - day.weekday()) % DAYS_PER_WEEK
    return shift_days(day, ahead if ahead <= DAYS_PER_WEEK // 2 else ahead - DAYS_PER_WEEK)


def find_week(today: date, weeks: int) -> DayRange:
    """Return the calendar week, Monday to Sunday, `weeks` after this one; of this week, what is left."""
    monday = shift_days(today, DAYS_PER_WEEK * weeks - today.weekday())
    sunday = shift_days(monday, DAYS_PER_WEEK - 1)
    return DayRange(first=today if weeks == 0 else monday, last=sunday)


def find_weekend(today: date, weeks: int) -> DayRange:
    """Return the Saturday and Sunday of the week `weeks` after this one; of a weekend that has begun, what is left."""
    monday = shift_days(today, DAYS_PER_WEEK * weeks - today.weekday())
    saturday = shift_days(monday, WEEKEND_STARTS)
    return DayRange(first=max(saturday, today) if weeks == 0 else saturday, last=shift_days(saturday, 1))


def find_month(today: date, months: int) -> DayRange:
    """Return the calendar month `months` after this one; of this month, what is left."""
    first = shift_months(today.replace(day=1), months)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return DayRange(first=today if months == 0 else first, last=last)
