"""What a message says about time, and nothing that it does not say.

Reading goes through stages, each of which replaces items by what they mean together: words become items with a kind
(`lexer`), numbers with a unit become lengths, items become days and times of day, these become ranges and bounds
(`grammar` lists the rules), and what stands together becomes one mention (`mentions`). Each stage passes once over the
text.
"""

import re
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from assistant.understanding.times.grammar import STAGES
from assistant.understanding.times.items import Frame, Item, Kind
from assistant.understanding.times.lengths import list_lengths, list_shifting
from assistant.understanding.times.lexer import read_items
from assistant.understanding.times.mentions import IMPOSSIBLE_DATE, IMPOSSIBLE_TIME, read_mentions
from assistant.understanding.times.model import ClockRange, DayRange, Recurrence, Repetition, TimeReading, When
from assistant.understanding.times.parts import HOUR
from assistant.understanding.times.recurrence import take_recurrence
from assistant.understanding.times.vetoes import shift_by_length
from assistant.understanding.times.words import MOVES, SEVERAL

__all__ = [
    "IMPOSSIBLE_DATE",
    "IMPOSSIBLE_TIME",
    "ClockRange",
    "DayRange",
    "Finding",
    "Recurrence",
    "Repetition",
    "TimeReading",
    "When",
    "explain_times",
    "read_all_times",
    "read_times",
]

_MONTH_FIRST_REGIONS = frozenset({"US", "PH"})
"""Where 3/4 is 4 March."""
_HALF_IS_BEFORE_REGIONS = frozenset({"US", "CA"})
"""Where nobody says "half 3"; elsewhere in English it is half past."""
_MUTE = frozenset(
    {
        Kind.OTHER, Kind.THE, Kind.A, Kind.OF, Kind.ON, Kind.AT, Kind.IN, Kind.FOR, Kind.FROM, Kind.TO, Kind.DASH,
        Kind.COMMA, Kind.STOP, Kind.FILLER, Kind.CUE, Kind.NOT, Kind.CORRECTION, Kind.OR, Kind.AND, Kind.THING,
        Kind.LABEL, Kind.GREETING, Kind.WHICH, Kind.ABOUT, Kind.BY, Kind.EDGE, Kind.EVERY,
        Kind.SINCE, Kind.SHIFT, Kind.WITHIN, Kind.REST, Kind.LEAVE,
    }
)  # fmt: skip
"""Kinds that alone never say a time: most messages have nothing else, and are done."""
_REPEATING = frozenset({Kind.EVERY, Kind.REPEATS})
_DAY_PARTS_OF_GREETINGS = 3
"""Morning, afternoon and evening stand first in the table of parts."""
_WORD = re.compile(r"[a-z]+")


class Finding(Struct, frozen=True, kw_only=True):
    """Words that rules read, as a time or as none: `text[start:end]`."""

    start: int
    end: int
    rules: tuple[str, ...]


def read_times(text: str, *, now: datetime, locale: str, expecting_time: bool = False) -> list[When]:
    """Return the times that `text` mentions as wanted, in its order.

    A past day is returned as it was said; who reads it refuses it. A date or time that cannot be (31 February, 25:00)
    is a `When` without days and clocks whose rules hold `IMPOSSIBLE_DATE` or `IMPOSSIBLE_TIME`. What the text excludes
    ("not Friday") is left out. Rules also say how mentions belong together: `alternative` is instead of the mention
    before ("3 or 4pm"), `correction` overrides it ("no, Wednesday"), `soonest` is as early as possible.

    Args:
        text: Unicode NFKC. Reading takes time in proportion to its length.
        now: The civil time at the shop: naive, in its zone.
        locale: A language tag, `en-GB`: decides which reading of 3/4 comes first.
        expecting_time: The assistant has just asked for a time: a bare number is one.
    """
    return read_all_times(text, now=now, locale=locale, expecting_time=expecting_time).whens


def read_all_times(
    text: str, *, now: datetime, locale: str, expecting_time: bool = False, repetition: Repetition = Repetition.UNKNOWN
) -> TimeReading:
    """Return what `read_times` does, what is ruled out, how long it is to last, and that it is wanted again and again.

    In that case a weekday is its first such day, and what says from when and until when is no time by itself: "every
    Tuesday at 3 until June" is a Tuesday at 3, which recurs.

    Args:
        text: As for `read_times`, like what follows.
        now: The civil time at the shop.
        locale: A language tag.
        expecting_time: The assistant has just asked for a time.
        repetition: What is known of it from before.
    """
    frame, items = _read(text, now, locale, expecting=expecting_time, repetition=repetition)
    lengths, shifting = list_lengths(items), list_shifting(items, shift_by_length.name)
    items, recurrence = take_recurrence(items, frame)
    whens, excluded = read_mentions(items, frame)
    return TimeReading(whens=whens, excluded=tuple(excluded), recurrence=recurrence, lengths=lengths, shifting=shifting)


def explain_times(text: str, *, now: datetime, locale: str, expecting_time: bool = False) -> list[Finding]:
    """Return what rules read in `text`, in its order: also what they found to be no time, or not wanted."""
    _, items = _read(text, now, locale, expecting=expecting_time)
    return [Finding(start=item.start, end=item.end, rules=item.rules) for item in items if item.rules]


def _read(
    text: str, now: datetime, locale: str, *, expecting: bool, repetition: Repetition = Repetition.UNKNOWN
) -> tuple[Frame, list[Item]]:
    items = read_items(text)
    kinds = {item.kind for item in items}
    frame = _make_frame(now, locale, expecting=expecting)
    if repetition is not Repetition.UNKNOWN or not kinds.isdisjoint(_REPEATING):
        frame = replace(frame, repeating=True, ending=repetition is Repetition.ASKED_END)
    if kinds <= _MUTE:
        return frame, []
    if not MOVES.isdisjoint(_WORD.findall(text.lower())):
        frame = replace(frame, moving=True)
    if not expecting and _is_greeting(items):
        items[0] = Item(kind=Kind.NOTHING, start=items[0].start, end=items[0].end, rules=("greeting",))
    for stage in STAGES if Kind.UNIT in kinds else STAGES[1:]:
        items = stage.apply(items, frame)
    return frame, items


def _make_frame(now: datetime, locale: str, *, expecting: bool) -> Frame:
    region = locale.replace("_", "-").rpartition("-")[2].upper()
    return Frame(
        today=now.date(),
        minute=now.hour * HOUR + now.minute,
        region=region,
        month_first=region in _MONTH_FIRST_REGIONS,
        half_is_past=region not in _HALF_IS_BEFORE_REGIONS,
        expecting=expecting,
    )


def _is_greeting(items: list[Item]) -> bool:
    """Return whether a message opens with a greeting: "Morning! Can I ..."."""
    first, *rest = items[:2]
    if first.kind is not Kind.PART or first.number >= _DAY_PARTS_OF_GREETINGS or first.numbers[1:] == (SEVERAL,):
        return False
    return not rest or rest[0].kind in (Kind.STOP, Kind.COMMA, Kind.OTHER, Kind.CUE)
