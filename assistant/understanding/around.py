"""Times of what lies around a visit: by when somebody has to leave, and when they fetch somebody or are elsewhere."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from assistant.understanding.times.model import ClockRange, When

ENDS = "ends"
"""The rule of a time by which the visit has to be over."""
_REACH = 60
"""Characters before a time of day in which it is told what it is of."""
_AT = r"(?:(?:at|by|around|about|for|before|from|until|till) )?(?:the )?$"
_WHOM = r"(?: (?!(?:me|us|up|you)\b)[\w']+){0,4}"
_CANNOT = r"(?:can't|cannot|can not|couldn't|won't|don't want to|not able to|mustn't)"
_MUST = r"(?:have to|has to|need to|needs to|must|got to|gotta|should|'ll have to|supposed to|want to|going to|'?ve to)"
_BUSY = r"(?:meeting|train|bus|flight|plane|shift|lecture|lesson|exam|interview|doctor'?s?|dentist'?s?|gp)"


def _compile(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{phrase}) {_AT}" for phrase in phrases).replace("'", "'?"))


_FETCHED = _compile(
    rf"pick(?:ing|s)?{_WHOM} up",
    rf"pick(?:ing|s)? up{_WHOM}",
    rf"(?:collect|fetch)(?:ing|e?s)?{_WHOM}",
)
"""Not "pick me up": that is when they want to come."""
_SOMEBODY = re.compile(
    r"\b(?:kids?|child|children|sons?|daughters?|boys?|girls?|him|her|them|husband|hubby|wife|mum|mom|dad|partner"
    r"|girlfriend|boyfriend|friends?|mates?|brother|sister|nan|gran|grandad|grandson|granddaughter|baby|little one)\b"
)
"""Whom one fetches from elsewhere; what is picked up may be what is booked."""
_ELSEWHERE = _compile(rf"(?:i|we|he|she|they)(?:'ve| have|'s| has)(?: got)?(?: an?| my| another)? (?:\w+ )?{_BUSY}")
_OVER = re.compile(
    (
        r"(?:\b(?:done|finished|out|gone|through|leave|leaving|finish|end|ends)"
        rf"|\b{_MUST} (?:be|get) (?:home|back|away|off|ready)|\b{_MUST} (?:go|head off|head back|run|dash|get going))"
        r"(?: (?:of|from|in|at) (?:there|here|you|work|home|town|the \w+))?(?: again)? (?:by|before|b4) $"
    ).replace("'", "'?")
)
_MUST_LEAVE = re.compile(
    rf"\b{_MUST} (?:leave|go|head off|head back|run|dash|be off|get going|get away) at (?:the )?$".replace("'", "'?")
)
_FETCHED_THEMSELVES = re.compile(
    r"(?:\b(?:is|are|will|be|coming to|to)|'s|'ll) (?:be )?(?:pick|collect|fetch)(?:ing)? (?:me|us)(?: up)? at $"
)
_STARTS = re.compile(
    r"\b(?:(?:i|we|my shift) (?:start|starts|begin|begins)(?: work| school| my shift| college)?"
    r"|(?:my|our|the) (?:train|bus|coach|flight|plane|ferry|taxi|cab|lift)(?:'s| is| leaves| goes| comes)?) at $"
)
_STAYS = re.compile(
    rf"\b{_CANNOT} (?:stay|be there|be|hang around)(?: there| on| any| much| longer| later)*"
    r" (?:past|after|beyond|than|until|till) $".replace("'", "'?")
)
_BEFORE = re.compile(r"\bbefore (?:my|our|his|her|their|the|an?|i|we)(?: [\w']+){0,3} (?:at )?$|\bbefore (?:my|our) $")
_LEAVES = (_MUST_LEAVE, _STARTS, _BEFORE, _FETCHED_THEMSELVES)
_LEAD = re.compile(
    r"(?:[\d(]|noon|midday|half|quarter|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve).*"
)
"""A time of day, behind the words that bound it."""
_BEFORE_FULL = 4
"""Before twelve is until 11:59."""
_CUE_WORDS = """
    pick picking picks collect collecting collects fetch fetching fetches meeting train bus flight plane shift lecture
    lesson coach ferry taxi cab lift exam interview doctor doctors dentist dentists gp done finished ready out away gone
    through off home back leave leaving go head run dash finish end ends start starts begin begins stay before past over
"""
_CUES = frozenset(_CUE_WORDS.split())
"""One of these stands before each of those times."""


def read_around(folded: str, words: frozenset[str], whens: Iterable[When]) -> list[When]:
    """Return the times of folded text: bounds of the visit's end are marked as such, others' times are left out.

    Of a time with a day the day is kept: "full colour on Friday, I have to pick up the kids at 3" is on Friday.
    """
    found = list(whens)
    if _CUES.isdisjoint(words):
        return found
    return list(_read_each(folded, found))


def _read_each(folded: str, whens: Sequence[When]) -> Iterator[When]:
    has_others = sum(1 for when in whens if when.clocks) > 1
    for when in whens:
        if len(when.clock_spans) != 1 or not when.clocks:
            yield when
            continue
        start = when.clock_spans[0][0]
        before = folded[max(0, start - _REACH) : start]
        fetched = _FETCHED.search(before)
        is_fetched = fetched is not None and (has_others or _SOMEBODY.search(fetched[0]) is not None)
        if ends := _bound_end(before, folded[start : when.clock_spans[0][1]], when.clocks):
            yield replace(when, clocks=ends, rules=(*when.rules, ENDS))
        elif not (is_fetched or _ELSEWHERE.search(before)):
            yield when
        elif when.day_spans:
            first, last = when.day_spans[0][0], when.day_spans[-1][1]
            yield replace(when, start=first, end=last, clocks=(), clock_spans=())


def _bound_end(before: str, told: str, clocks: tuple[ClockRange, ...]) -> tuple[ClockRange, ...]:
    """Return until when the visit may last, in each reading; nothing where the time is no such bound."""
    lead = before + _LEAD.sub("", told)
    if all(clock.start is None for clock in clocks):  # done by 12; "before 3" ends a minute earlier
        ends = [clock.end or 0 for clock in clocks] if _OVER.search(lead) else []
        return tuple(ClockRange(start=None, end=end + (1 if end % 5 == _BEFORE_FULL else 0)) for end in ends)
    if not all(clock.is_point or clock.end is None for clock in clocks):
        return ()
    is_point = all(clock.is_point for clock in clocks)
    leaves = is_point and any(pattern.search(lead) for pattern in _LEAVES)
    if not leaves and not _STAYS.search(lead):
        return ()
    return tuple(ClockRange(start=None, end=clock.start) for clock in clocks)
