"""Say when something is wanted, as a phrase at the end of a sentence: "on Tuesday 24 November after 5pm"."""

from assistant.booking.wanted import Stretch, Wanted
from assistant.responses.formats import Formats
from assistant.understanding.times.model import ClockRange

ROUND_MINUTES = 5
"""People round times to this."""


def describe_time(wanted: Wanted, formats: Formats, *, only_day: bool = False) -> str:
    """Return the wanted time as a phrase; "then" where no short phrase says it."""
    if wanted.either:
        return formats.text("when", "then")
    day = _describe_day(wanted, formats)
    clock = "" if only_day else _describe_clock(wanted, formats)
    if wanted.is_one_time and day and clock:
        return f"{clock} {day}"
    return " ".join(part for part in (day, clock) if part) or formats.text("when", "then")


def describe_clock(clock: ClockRange, formats: Formats) -> str:
    """Return "9am", or "before 10am"."""
    if clock.is_point and clock.start is not None:
        return formats.minute(clock.start)
    return _describe_clock(Stretch(first_minute=clock.start, last_minute=clock.end), formats)


def _describe_day(stretch: Stretch, formats: Formats) -> str:
    first = formats.day(stretch.first_day) if stretch.first_day else ""
    last = formats.day(stretch.last_day) if stretch.last_day else ""
    match (bool(first), bool(last)):
        case (True, True):
            key = "on_day" if stretch.is_one_day else "between_days"
        case (True, False):
            key = "from_day"
        case (False, True):
            key = "until_day"
        case _:
            return ""
    return formats.text("when", key, first=first, last=last)


def _describe_clock(stretch: Stretch, formats: Formats) -> str:
    first = formats.minute(stretch.first_minute) if stretch.first_minute is not None else ""
    end = stretch.last_minute
    # "Before noon" ends at 11:59, and nobody says so.
    is_before = end is not None and (end + 1) % ROUND_MINUTES == 0
    last = "" if end is None else formats.minute(end + 1 if is_before else end)
    match (bool(first), bool(last)):
        case (True, True):
            key = "at" if stretch.is_one_time else "between"
        case (True, False):
            key = "from"
        case (False, True):
            key = "before" if is_before else "until"
        case _:
            return ""
    return formats.text("when", key, first=first, last=last)
