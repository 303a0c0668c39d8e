"""What words say about time: days and times of day, each with every reading that the words allow."""

from datetime import date
from enum import StrEnum

from msgspec import Struct


class DayRange(Struct, frozen=True, kw_only=True):
    """Civil days `first` to `last`, both included; None is open. One day has `first == last`."""

    first: date | None
    last: date | None

    @property
    def is_one_day(self) -> bool:
        """Whether exactly one day is meant."""
        return self.first is not None and self.first == self.last


class ClockRange(Struct, frozen=True, kw_only=True):
    """Starts wanted from `start` to `end`, both included, in minutes after civil midnight; None is open.

    A point has `start == end`. "Before noon" ends at 11:59. A range past midnight ends beyond 1440: 10pm to 2am is
    1320 to 1560, and belongs to the day on which it begins.
    """

    start: int | None
    end: int | None
    about: bool = False
    """Said loosely: "around 3", "3ish"."""

    @property
    def is_point(self) -> bool:
        """Whether one time of day is meant, exactly or about."""
        return self.start is not None and self.start == self.end

    def intersect(self, other: "ClockRange") -> "ClockRange | None":
        """Return the starts that lie in both, or None where none does."""
        start = max((c.start for c in (self, other) if c.start is not None), default=None)
        end = min((c.end for c in (self, other) if c.end is not None), default=None)
        if start is not None and end is not None and start > end:
            return None
        return ClockRange(start=start, end=end, about=self.about or other.about)


class Repetition(StrEnum):
    """What is known, before a message is read, of whether something is wanted again and again."""

    UNKNOWN = "unknown"
    KNOWN = "known"
    """An earlier message said so: "until Christmas" is how long."""
    ASKED_END = "asked_end"
    """It was asked until when, or how many times: a bare number is how many, and any day the last."""


class Recurrence(Struct, frozen=True, kw_only=True):
    """That something is wanted again and again, and until when. What was not said is None."""

    every_weeks: int | None = None
    """From one time to the next; 0 where another rhythm was said: "once a month"."""
    count: int | None = None
    """How many times."""
    for_weeks: int | None = None
    """For how long, from the first time on."""
    last: date | None = None
    """The last day that may be one of them."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where the words are: `text[start:end]`."""
    rules: tuple[str, ...] = ()
    """The names of the rules that read them, for `explain`."""


class Length(Struct, frozen=True, kw_only=True):
    """How long something lasts, as it was said: "half an hour", "two nights"."""

    minutes: int
    """A month is 30 days, a year 365. Of "2 to 3 hours", the more."""
    least: tuple[int, int, int] = (0, 0, 0)
    """Months, days and minutes, which a calendar adds one after the other. Of "2 to 3 hours", the less."""
    start: int
    """Where the words start in the text, and end: `text[start:end]`."""
    end: int
    rules: tuple[str, ...] = ()
    """The names of the rules that read the words, for `explain`."""


class When(Struct, frozen=True, kw_only=True):
    """One mention of time in a message.

    Several `days` or `clocks` are readings of the same words, most likely first: "3/4" is 3 April or 4 March,
    "at 3" is 15:00 or 03:00. Exactly one of them is meant; who knows the opening hours, or the customer, decides.
    An empty tuple means that the words say nothing about days, or about the time of day. Both are empty where the words
    name a date or time that cannot be (31 February): see the rules `impossible_date` and `impossible_time`.
    """

    days: tuple[DayRange, ...] = ()
    clocks: tuple[ClockRange, ...] = ()
    start: int
    """Where the words start in the text, and end: `text[start:end]`."""
    end: int
    day_spans: tuple[tuple[int, int], ...] = ()
    """Which of the words tell the day, each `text[start:end]`."""
    clock_spans: tuple[tuple[int, int], ...] = ()
    """Which of the words tell the time of day."""
    rules: tuple[str, ...] = ()
    """The names of the rules that read the words, for `explain`."""


class TimeReading(Struct, frozen=True, kw_only=True):
    """Everything that a message says about time."""

    whens: list[When]
    """When something is wanted, in the order of the text."""
    excluded: tuple[When, ...] = ()
    """What is ruled out: "not Friday"."""
    recurrence: Recurrence | None = None
    """That it is wanted again and again."""
    lengths: tuple[Length, ...] = ()
    """How long it is to last."""
    shifting: tuple[Length, ...] = ()
    """How far from a time that was spoken of: "a week later"."""
