"""The rules that find out from its neighbours whether a bare number is a time of day."""

from collections.abc import Sequence

from assistant.understanding.times.clocks import make_part, read_weak
from assistant.understanding.times.engine import rule
from assistant.understanding.times.items import Frame, Item, Kind, Made, merge
from assistant.understanding.times.parts import HALVES, MIDNIGHT
from assistant.understanding.times.words import MADE, SUITS

NUMBERS = (Kind.NUMBER, Kind.WORD_NUMBER, Kind.HHMM, Kind.DOTTED, Kind.WEAK)
"""What may be a time of day."""
_WEAK = "number|word_number|hhmm|dotted|weak"
_ALTERNATIVES = tuple(" alternative ".join([_WEAK] * count) for count in (4, 3, 2))
"""Three or four times of which any will do: "3, 4 or 5"."""


def _promote(item: Item) -> tuple[Item] | None:
    """Return a number as the time of day that it turned out to be; None where it cannot be one."""
    clocks = read_weak(item)
    return merge([item], Kind.CLOCK, clocks=clocks) if clocks else None


def _promote_in(words: Sequence[Item]) -> Made:
    """Return `words` with the numbers among them read as times of day, the rest as they were."""
    out: list[Item] = []
    for word in words:
        if word.kind not in NUMBERS:
            out.append(word)
        elif made := _promote(word):
            out.extend(made)
        else:
            return None
    return tuple(out)


@rule(
    f"at {_WEAK} comma? correction comma? correction? at? {_WEAK} !thing",
    *(f"at|about about? {several}" for several in _ALTERNATIVES),
    f"at about? {_WEAK}",
    f"filler|cue past {_WEAK}",
    f"clock not at? {_WEAK}",
    f"clock|moment comma? correction comma? correction? at? {_WEAK} !thing",
    f"about|by|before|after|until {_WEAK}",
    f"from {_WEAK} !to",
    f"{_WEAK} onwards|or_earlier",
)
def number_after_cue(words: Sequence[Item], _frame: Frame) -> Made:
    """At 3, around 3, by 5, until 815, 3 or later; 5pm, no 5.30."""
    is_told = words[0].kind in (Kind.AT, Kind.CLOCK, Kind.MOMENT)
    if not is_told and (last := words[-1]).kind is Kind.NUMBER and last.number > 12:  # noqa: PLR2004 - the clock's face
        return None
    return _promote_in(words)


@rule(f"correction {_WEAK} !thing")
def number_put_right(words: Sequence[Item], _frame: Frame) -> Made:
    """Make that 11."""
    return _promote_in(words) if words[0].numbers == (MADE,) else None


@rule(f"to {_WEAK}")
def number_after_move(words: Sequence[Item], frame: Frame) -> Made:
    """Move it to 4."""
    return _promote_in(words) if frame.moving else None


@rule(
    *(f"day|moment|part comma? filler? {several}" for several in _ALTERNATIVES),
    f"day|moment|part comma? filler? {_WEAK}",
    "day|moment|part comma? filler? for hhmm|dotted",
)
def number_after_day(words: Sequence[Item], _frame: Frame) -> Made:
    """Tomorrow 3, Friday 815, Tuesday 2-4."""
    return _promote_in(words)


@rule(f"{_WEAK} cue on|for? the? day")
def number_that_suits(words: Sequence[Item], _frame: Frame) -> Made:
    """Would 3 work on Friday? Three works tomorrow."""
    return _promote_in(words) if words[1].numbers == (SUITS,) else None


@rule("day ampm")
def half_of_day(words: Sequence[Item], _frame: Frame) -> Made:
    """Tomorrow pm: in the afternoon; Friday am: in the morning."""
    return words[0], *make_part([words[1]], Kind.PART, HALVES[words[1].number])


@rule(
    *(f"{several} comma? on? the? filler? day|moment|part" for several in _ALTERNATIVES),
    f"{_WEAK} comma? on? the? filler? day|moment|part",
    f"{_WEAK} in|on the? day|part",
    f"{_WEAK} at part",
)
def number_before_day(words: Sequence[Item], _frame: Frame) -> Made:
    """3 tomorrow, 4 on Friday, 3 in the afternoon; not "2 this week", nor 2 in the evening."""
    is_one = words[0].kind is Kind.WORD_NUMBER and words[0].number == 1  # that one Friday
    if is_one or any(not days.is_one_day for days in words[-1].days):
        return None
    is_part = words[-1].window is not None and not words[-1].days
    is_near = words[1].kind is Kind.PART
    if is_part and (is_near or words[1].kind is Kind.IN) and not _fits(words[0], words[-1], near=is_near):
        return None
    return _promote_in(words)


def _fits(number: Item, part: Item, *, near: bool) -> bool:
    """Return whether a number may be a time of that part of the day: nobody says two for 2 in the evening."""
    first, last = part.window or (0, MIDNIGHT)
    if near:
        first, last = part.clocks[0].start or first, part.clocks[0].end or last
    return any(first <= clock.start <= last for clock in read_weak(number) if clock.start is not None)


@rule(*_ALTERNATIVES, _WEAK)
def bare_number(words: Sequence[Item], frame: Frame) -> Made:
    """4: a time of day only where one was asked for."""
    return _promote_in(words) if frame.expecting else None
