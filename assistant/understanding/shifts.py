"""A time told by another one: an hour later, a week earlier, the day after, same time next week, the usual."""

import re
from collections.abc import Iterable

from assistant.understanding.model import Shift
from assistant.understanding.phrases import Finding, compile_phrases
from assistant.understanding.times.civil import DAYS_PER_WEEK
from assistant.understanding.times.model import Length

_BEFORE_MAX = 60
_AFTER_MAX = 40
"""How far around a length the words may stand that make it a shift."""
_ALONE = (
    r"(?=[ ]?(?:[.,!?;:)\n]|$)|[ ](?:please|pls|instead|then|that|it|if|would|is|at|on|with|for|thanks|possible)\b)"
)
"""What may follow "the day after": no day that it would count from."""
_LATER = re.compile(rf"(?: or so)? (?:later\b(?! than [\d\ue000])|after{_ALONE}|afterwards\b|past that\b)")
_EARLIER = re.compile(rf"(?: or so)? (?:(?:earlier|sooner)\b(?! than [\d\ue000])|before{_ALONE}|beforehand\b)")
_AHEAD = re.compile(r" (?:forwards?|up)\b")
_BY = r"(?: by)?(?: (?:just|only|about|around|like|maybe|perhaps|another))?\s?$"
_OBJECT = r"(?: [\w'-]{1,20}){0,4}?"
_PUT = r"\b(?:push(?:ed|ing)?|put|mov(?:e|ed|ing)|shift(?:ed|ing)?|set|bump(?:ed)?|knock)"
_PUT_BACK = re.compile(
    rf"(?:{_PUT}{_OBJECT} back(?:wards)?|\b(?:postpon|delay|defer)\w{{0,3}}{_OBJECT}(?: for)?"
    rf"|\bpush(?:ed|ing)?{_OBJECT} by){_BY}"
)
_PUT_FORWARD = re.compile(
    rf"(?:{_PUT}|\b(?:bring(?:ing)?|brought|pull(?:ed|ing)?)){_OBJECT} (?:forwards?|up|ahead){_BY}"
)
_NEIGHBOUR = compile_phrases(
    rf"(?:the )?(?P<unit>day|week|month) (?P<way>after|before){_ALONE}",
    r"(?:the )?(?P<next>following) (?P<other>day|week|month)(?! <time>)",
    r"(?:the )?next (?P<morrow>day)(?! (?:you|available|free|that|possible|with|off|delivery))",
    r"another (?P<more>hour|day|week|month) (?P<direction>later|earlier|sooner|after|before|back|forwards?)",
)
_SAME_CLOCK = compile_phrases(
    r"same (?:time|slot|hour|clock)(?! as (?:me|him|her|them|my|his))", "(?:my|the|our) usual (?:time|slot)"
)
_SAME_DAY = compile_phrases("same (?:day|date)")
_USUAL = compile_phrases(
    r"(?:my|the|our) (?:usual|regular)(?! (?:time|slot|day|place|opening|hours|price|stylist|barber))",
    r"(?:the )?same (?:thing )?(?:as|like) (?:last time|before|always|usual|ever|the last (?:one|time))",
    r"(?:just )?(?:like|as) last time",
    r"(?:the )?same (?:again|as my last (?:one|{noun}|<service>))",
    r"what i (?:had|got) (?:last time|before)",
    r"book (?:it|that|this|one|the same(?: thing| one)?) (?:in )?again",
)
_TELLING = ("remind", "let me know", "notify")
"""What is to be done an hour before is no earlier time of it."""
_UNLIKE = re.compile(r"(?:\bnot|n't|\bnever|\bdont)\b[\w' ]{0,30}$")
"""Before "like last time"."""
_AMOUNTS = {"hour": (0, 0, 60), "day": (0, 1, 0), "week": (0, DAYS_PER_WEEK, 0), "month": (1, 0, 0)}
_EARLIER_WORDS = ("before", "earlier", "sooner", "forward", "forwards")


def find_shift(masked: str, lengths: Iterable[Length]) -> Finding[Shift] | None:
    """Return how far from another time folded text, whose slots are masked, says that something is to be.

    Args:
        masked: The text. "The following day" may be read as a time as well: which of the two it is, the dialogue knows.
        lengths: How long anything in it is said to be.
    """
    if any(word in masked for word in _TELLING):
        return None
    keeps_clock, keeps_day = _find_same(masked)
    moved = _find_amount(masked, lengths) or _find_neighbour(masked)
    if moved is None:
        same = keeps_clock or keeps_day
        shift = Shift(keeps_clock=keeps_clock is not None, keeps_day=keeps_day is not None)
        return Finding(value=shift, start=same.start(), end=same.end(), rule="shift.same") if same else None
    return moved


def says_several_shifts(masked: str, lengths: Iterable[Length]) -> bool:
    """Return whether one thing is to be earlier and another later, by folded text whose slots are masked."""
    return {_find_way(masked, length)[0] for length in lengths} >= {-1, 1}


def _find_same(masked: str) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    if "same" not in masked and "usual" not in masked:
        return None, None
    return _SAME_CLOCK.search(masked), _SAME_DAY.search(masked)


def _find_amount(masked: str, lengths: Iterable[Length]) -> Finding[Shift] | None:
    for length in lengths:
        sign, end = _find_way(masked, length)
        if sign:
            months, days, minutes = (sign * amount for amount in length.least)
            shift = Shift(months=months, days=days, minutes=minutes)
            return Finding(value=shift, start=length.start, end=end, rule="shift.length")
    return None


def _find_way(masked: str, length: Length) -> tuple[int, int]:
    """Return 1 where the length is later, -1 where it is earlier, 0 where it is neither; and where its words end."""
    after = masked[length.end : length.end + _AFTER_MAX]
    before = masked[max(0, length.start - _BEFORE_MAX) : length.start]
    for pattern, sign in ((_LATER, 1), (_EARLIER, -1)):
        if found := pattern.match(after):
            return sign, length.end + found.end()
    if _PUT_FORWARD.search(before) or (_AHEAD.match(after) and re.search(_PUT, before)):
        return -1, length.end
    return (1, length.end) if _PUT_BACK.search(before) else (0, length.end)


def _find_neighbour(masked: str) -> Finding[Shift] | None:
    found = _NEIGHBOUR.search(masked)
    if found is None:
        return None
    months, days, minutes = _AMOUNTS[found["unit"] or found["other"] or found["morrow"] or found["more"]]
    sign = -1 if (found["way"] or found["direction"]) in _EARLIER_WORDS else 1
    shift = Shift(months=sign * months, days=sign * days, minutes=sign * minutes)
    return Finding(value=shift, start=found.start(), end=found.end(), rule="shift.neighbour")


def find_usual(masked: str) -> Finding[bool] | None:
    """Return where folded text, whose slots are masked, wants what the customer has had before."""
    if not (
        "same" in masked
        or "usual" in masked
        or "last time" in masked
        or "regular" in masked
        or "what i" in masked
        or " again" in masked
    ):
        return None
    found = _USUAL.search(masked)
    if found is None or _UNLIKE.search(masked, max(0, found.start() - _AFTER_MAX), found.start()):
        return None
    return Finding(value=True, start=found.start(), end=found.end(), rule="shift.usual")
