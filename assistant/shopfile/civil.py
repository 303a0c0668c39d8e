"""Weeks, special days and leave of a shop file, turned from civil words into periods and instants."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from assistant.booking.hours import civil_instants, first_instant, list_days
from assistant.booking.model import MINUTES_PER_DAY, CivilPeriod, Interval, Week
from assistant.shopfile.model import DayEntry, LeaveEntry
from assistant.shopfile.problems import Key, Problems
from assistant.shopfile.tables import ClosedTable, LeaveTable, SpecialHoursTable
from assistant.shopfile.values import WEEKDAYS, DayHours, Days, Moment, format_period

_CLOSED_DAYS_MAX = 366
_YEARS = range(2000, 2101)
"""Dates beyond these are slips of the pen."""


def resolve_week(hours: Mapping[Days, DayHours], key: Key, problems: Problems) -> Week:
    """Return the seven days of a table of hours; a day that it does not name is closed."""
    week: list[tuple[CivilPeriod, ...]] = [()] * 7
    named: set[int] = set()
    for day, given in ((day, given) for days, given in hours.items() for day in days):
        if day in named:
            problems.add(key, f"{WEEKDAYS[day]} is given twice; write it once, alone or in a range")
        named.add(day)
        week[day] = tuple(given)
    for day, periods in enumerate(week):
        _check_next_day(day, periods, week[(day + 1) % 7], key, problems)
    return tuple(week)


def _check_next_day(
    day: int, periods: Sequence[CivilPeriod], next_periods: Sequence[CivilPeriod], key: Key, problems: Problems
) -> None:
    if periods and next_periods and periods[-1].closes - MINUTES_PER_DAY > next_periods[0].opens:
        problems.add(
            key,
            f"{WEEKDAYS[day]} {format_period(periods[-1])} runs into {WEEKDAYS[(day + 1) % 7]} "
            f"{format_period(next_periods[0])}; let one end where the other begins",
        )


def resolve_days(
    closed: Sequence[ClosedTable], special: Sequence[SpecialHoursTable], key: Key, problems: Problems
) -> tuple[DayEntry, ...]:
    """Return the days that differ from the usual week, earliest first; each may be given once."""
    entries = [
        *(pair for n, c in enumerate(closed) for pair in _closed_days(c, (key / "closed").item(n), problems)),
        *(_special_day(s, (key / "special_hours").item(n), problems) for n, s in enumerate(special)),
    ]
    entries.sort(key=lambda pair: pair[1].day)
    for (earlier, first), (later, second) in pairwise(entries):
        if first.day == second.day:
            problems.add(later, f"{second.day} is given twice, here and at {earlier}; remove one")
    return tuple(entry for _, entry in entries)


def _closed_days(closed: ClosedTable, key: Key, problems: Problems) -> list[tuple[Key, DayEntry]]:
    days = [day for day in _days_of(closed, key, problems) if is_sane(day, key, problems)]
    return [(key, DayEntry(day=day, periods=(), reason=str(closed.reason or ""))) for day in days]


def _special_day(special: SpecialHoursTable, key: Key, problems: Problems) -> tuple[Key, DayEntry]:
    is_sane(special.day, key / "date", problems)
    return key, DayEntry(day=special.day, periods=tuple(special.hours), reason=str(special.reason or ""))


def _days_of(closed: ClosedTable, key: Key, problems: Problems) -> Iterable[date]:
    match closed.day, closed.start, closed.until:
        case date() as day, None, None:
            return [day]
        case None, date() as first, date() as last if timedelta(0) <= last - first < timedelta(days=_CLOSED_DAYS_MAX):
            return list_days(first, last)
        case None, date() as first, date() as last:
            problems.add(key, f"expected up to {_CLOSED_DAYS_MAX} days, the earliest first, got {first} to {last}")
        case _:
            problems.add(key, "expected either a date, or from and until; write date = 2026-12-25")
    return []


def resolve_leave(leave: Sequence[LeaveTable], zone: ZoneInfo, key: Key, problems: Problems) -> tuple[LeaveEntry, ...]:
    """Return the times of leave in order of time, as instants."""
    entries = (_resolve_leave(entry, zone, key.item(n), problems) for n, entry in enumerate(leave))
    return tuple(sorted((e for e in entries if e), key=lambda e: (e.interval.start, e.interval.end, e.reason)))


def _resolve_leave(leave: LeaveTable, zone: ZoneInfo, key: Key, problems: Problems) -> LeaveEntry | None:
    sane_start = is_sane(leave.start.day, key / "from", problems)
    sane_end = is_sane(leave.until.day, key / "until", problems)
    if not (sane_start and sane_end):
        return None
    start, end = leave_start(leave.start, zone), leave_end(leave.until, zone)
    if start >= end:
        problems.add(key, "until is not after from; swap them, or correct one")
        return None
    return LeaveEntry(interval=Interval(start=start, end=end), reason=str(leave.reason or ""))


def leave_start(moment: Moment, zone: ZoneInfo) -> datetime:
    """Return when leave starts that is written so, in UTC.

    A day starts at its midnight. Of a time that clocks show twice it is the first; where they skip it, the change.
    """
    return first_instant(moment.day, moment.minute or 0, zone)


def leave_end(moment: Moment, zone: ZoneInfo) -> datetime:
    """Return when leave ends that is written so, in UTC.

    A day is included, so it ends at the next midnight. Of a time that clocks show twice it is the second: nobody who is
    away until 01:30 is booked at the first 01:30. Where clocks skip it, it is the change.
    """
    if moment.minute is None:
        return first_instant(moment.day, MINUTES_PER_DAY, zone)
    instants = civil_instants(moment.day, moment.minute, zone)
    return instants[-1] if instants else first_instant(moment.day, moment.minute, zone)


def is_sane(day: date, key: Key, problems: Problems) -> bool:
    """Return whether a date is of our time; where it is not, `problems` says so."""
    problems.refuse(
        key,
        unless=day.year in _YEARS,
        message=f"expected a year from {_YEARS[0]} to {_YEARS[-1]}, got {day}; correct the year",
    )
    return day.year in _YEARS
