"""How the corpus of times writes what a message says, so that a shop's owner can read it.

`Thu 2026-03-05 | Fri 2026-03-06` are two readings of a day, `..` is a range of days (open where nothing stands),
`at 15:00 | 03:00` two readings of a time of day, `14:00-16:00` a range, `15:00-` from then on, `about` is "3ish";
`;` parts two mentions.
"""

from collections.abc import Sequence
from datetime import date

from assistant.understanding.times import IMPOSSIBLE_DATE, IMPOSSIBLE_TIME, ClockRange, DayRange, When


def write_times(times: Sequence[When]) -> str:
    return " ; ".join(_write_when(when) for when in times) or "nothing"


def _write_when(when: When) -> str:
    for rule in (IMPOSSIBLE_DATE, IMPOSSIBLE_TIME):
        if rule in when.rules:
            return rule.replace("_", " ")
    days = " | ".join(_write_days(days) for days in when.days)
    clocks = " | ".join(_write_clock(clock) for clock in when.clocks)
    return " ".join(part for part in (days, clocks and f"at {clocks}") if part)


def _write_days(days: DayRange) -> str:
    if days.is_one_day:
        return _write_day(days.first)
    return f"{_write_day(days.first)} .. {_write_day(days.last)}".strip()


def _write_day(day: date | None) -> str:
    return f"{day:%a %Y-%m-%d}" if day else ""


def _write_clock(clock: ClockRange) -> str:
    about = "about " if clock.about else ""
    if clock.is_point:
        return about + _write_minute(clock.start)
    return f"{about}{_write_minute(clock.start)}-{_write_minute(clock.end)}"


def _write_minute(minute: int | None) -> str:
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"
