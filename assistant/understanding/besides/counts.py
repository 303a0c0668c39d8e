"""How many bookings are wanted: two haircuts, a bath for both dogs."""

import re
from collections.abc import Sequence
from itertools import chain

from assistant.understanding.context import Entry
from assistant.understanding.normalize import fold
from assistant.understanding.party.words import N, read_number
from assistant.understanding.phrases import Finding, compile_phrases

COUNT_MAX = 10
"""More bookings than this are not wished for in one message."""

_COUNTED = compile_phrases(
    rf"(?<!number )(?<!no )(?<!no\. )(?<!grade )(?<!option )(?P<n>{N}|both|a couple of|[2-9](?=x))(?P<x> ?x)?"
    r" (?:(?:separate|different|more) )?(?P<what><service>|appointments|appts|bookings|slots|tables|reservations)"
)
_BROUGHT = (
    r"(?:dogs|cats|pups|puppies|kittens|pets|animals|horses|ponies|rabbits|cars|vans|trucks|vehicles|motors|bikes)"
)
"""What is brought to a shop, each for a booking of its own."""
_SEVERAL = rf"(?P<n>{N}|both|a couple of) (?:(?:of )?(?:my|our|the) )?"
_THINGS = r"(?!hours|min|days|weeks|months|years|times)[^\W\d_]{2,12}s"
_NEED = r"(?:(?:(?:that|who|which) )?(?:both )?needs?|(?:to (?:have|get) |to be booked in )?for)"
_EACH = tuple(
    compile_phrases(pattern)
    for pattern in (
        # "2 spaniels for a bath", "both my cars need a service"
        rf"{_SEVERAL}(?:[^\W\d_]{{2,12}} ){{0,2}}{_THINGS} (?:in )?{_NEED} an? {{word}}<service>",
        rf"<service>,? {{word}}(?:for|on) (?:(?:my|our|the) )?{_SEVERAL}{{word}}{_BROUGHT}",
        rf"{_SEVERAL}{{word}}{_BROUGHT} (?:in )?for <service>",
    )
)
_TIMES_SERVICE = re.compile(r"\sx ?(?P<n>[2-9])(?!\w)")
_BEHIND = 4
"""Characters behind a service in which "x2" may stand."""


def find_brought(masked: str, services: Sequence[Finding[tuple[int, ...]]]) -> int | None:
    """Return how many dogs, cars and the like a service is wanted for, each apart; None where that is not said."""
    for counted in chain.from_iterable(each.finditer(masked) for each in _EACH if services):
        if 1 < (number := _read_count(counted["n"])) <= COUNT_MAX:
            return number
    return None


def find_count(
    folded: str, masked: str, services: Sequence[Finding[tuple[int, ...]]], entries: Sequence[Entry] = ()
) -> int:
    """Return how many bookings are wanted: 2 of "two haircuts" and of "haircut x2"; 1 where it is not said.

    What the shop itself calls several is one booking: 4 new tyres, where it offers "New tyres".
    """
    for service in services:
        if found := _TIMES_SERVICE.search(folded, service.start, service.end + _BEHIND):
            return int(found["n"])
    for counted in _COUNTED.finditer(masked):
        number = _read_count(counted["n"])
        named = [s for s in services if s.start == counted.start("what")]
        if any(_is_plural_by_name(folded, service, entries) for service in named):
            continue
        ends = [s.end for s in named]
        is_plural = counted["x"] or not ends or folded[ends[0] - 1] == "s" or counted.start() == 0
        if is_plural and 1 < number <= COUNT_MAX:
            return number
    return 1


def _is_plural_by_name(folded: str, service: Finding[tuple[int, ...]], entries: Sequence[Entry]) -> bool:
    last = folded[service.start : service.end].rsplit(maxsplit=1)[-1]
    names = (name for entry in entries if entry.id in service.value for name in (entry.name, *entry.aliases))
    return last.endswith("s") and any(last in fold(name).split() for name in names)


def _read_count(words: str) -> int:
    return 2 if words in ("both", "a couple of") else read_number(words)
