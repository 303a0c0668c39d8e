"""How many people a message speaks of, and not at what time or for how long."""

import re
from collections.abc import Iterator

from msgspec import Struct

from assistant.understanding.party.changes import find_change, find_choice
from assistant.understanding.party.rules import RULES, RULES_BESIDE_TIMES, RULES_WITHOUT_NUMBER, Rule, count
from assistant.understanding.party.sums import find_sum
from assistant.understanding.party.words import DENIED, NOT_UNIT, NUMBER, SPELT, N
from assistant.understanding.phrases import SERVICE, TIME, Finding, compile_phrases

_NUMBERS = re.compile(rf"\b(?:\d{{1,3}}(?:\b|(?=p))|(?:{SPELT})\b)")
_WE = re.compile(r"\b(?:me|myself|i|us|couple|my|alone|solo|another|extra|add)\b")
"""Without one of these, and without a number, nobody is counted."""
_FILLER = (
    r"(?:just|only|about|around|it's|it is|it'll be|it will be|for|of|we are|we're|we will be|we'll be|there are"
    r"|there's|there is|there will be|there'll be|probably|yes|yeah|ok|um|erm|hmm|make it|actually|say|party of|a|the"
    r"|us|maybe|i think|no|sorry|table for|table of|now|should be|approximately|roughly|we have|i said)[ ,]{1,2}"
)
_TOLD = r"(?:people|persons?|ppl|pax|guests?|adults?)"
_TAIL = (
    r"[ ,]{1,2}(?:please|pls|thanks|thank you|of us|total|in total|all together|altogether|only|this time|max|now|then)"
)
_BARE = re.compile(rf"(?:{_FILLER}){{0,4}}(?P<told>(?P<n>{N})(?: {_TOLD})?)(?:{_TAIL}){{0,2}}".replace("'", "'?"))
_ANY = compile_phrases(rf"{NUMBER}{NOT_UNIT}")
_AT_CLOCK = compile_phrases(
    r"(?<!room )(?<!number )(?<!table )(?<!option )(?<!no )(?<!on )(?<!the )(?<!floor )(?<!day )(?<!of )"
    rf"{NUMBER} at (?:about |around )?\d{{1,2}}(?:[:.]\d\d(?: ?[ap]\.?m)?| ?[ap]\.?m)"
)
_AT_HOUR = compile_phrases(
    r"(?<!room )(?<!number )(?<!table )(?<!option )(?<!no )(?<!on )(?<!the )(?<!floor )(?<!day )(?<!of )(?<!at )"
    rf"(?!one\b|1\b){NUMBER} at (?:about |around )?\d{{1,2}}"
)
"""As well without the half of the day, where the second number was read as a time: "9 at 9", and not "one at 9"."""
_COUNTED = compile_phrases(rf"{NUMBER}{NOT_UNIT}\w{{0,8}}")
"""A number that may count people; also 4ppl."""
_TELLS_OF_SOME = re.compile(
    r" (?:said|told|says?|tell|recommend(?:ed)?|suggest(?:ed)?|mentioned|raved?|swear|know|loved?|working)\b"
    r"|(?:'s| is| are| will be| has| have| being| might be| may be)(?: an?| both| all)?(?: strict| severe| a strict)? "
    r"(?:vegans?|vegetarians?|veggies?|allerg\w+|coeliacs?|celiacs?|gluten|lactose|dairy|nut|pregnant|disabled|blind|deaf"
    r"|intolerant|in (?:a )?wheelchairs?|on crutches|under \d)\b"
)


class Party(Struct, frozen=True, kw_only=True):
    """What was said of how many come: one of the three."""

    size: int | None = None
    sizes: tuple[int, ...] = ()
    """Several, of which one is meant: "4 or 5 people"."""
    change: int | None = None
    """How many more, or fewer, than were known: "one more person" is 1."""


def find_party(folded: str, masked: str, *, asked: bool) -> Finding[Party] | None:
    """Return how many people come, the customer included, where the message says so.

    Args:
        folded: The folded text.
        masked: The same with times and services masked: "for 2" counts heads only where it is no time.
        asked: Whether the question was how many: only then a bare number is an answer.
    """
    numbers = len(_NUMBERS.findall(folded))
    if not numbers and _WE.search(folded) is None:
        return None
    if numbers > 1 and (choice := find_choice(folded, masked, asked=asked)):
        return _tell(choice, Party(sizes=choice.value))
    change = find_change(folded, has_number=bool(numbers))
    if change is None:
        size = _find_size(folded, masked, asked=asked)
        return _tell(size, Party(size=size.value)) if size else None
    # What a change comes to is what counts: "one of us can't make it, the party is now 6".
    size = _find_size(_blank(folded, change), _blank(masked, change), asked=False)
    return _tell(size, Party(size=size.value)) if size else _tell(change, Party(change=change.value))


def _tell(found: Finding[int] | Finding[tuple[int, ...]], party: Party) -> Finding[Party]:
    return Finding(value=party, start=found.start, end=found.end, rule=found.rule)


def _blank(text: str, told: Finding[int]) -> str:
    return text[: told.start] + "." * (told.end - told.start) + text[told.end :]


def _find_size(folded: str, masked: str, *, asked: bool) -> Finding[int] | None:
    if asked and (bare := _BARE.fullmatch(folded.strip(" .!"))):
        start = folded.index(bare["told"])
        return Finding(value=count(bare), start=start, end=start + len(bare["told"]), rule="party.bare")
    if told := find_sum(folded, masked):
        return told
    if _COUNTED.search(folded) is None:
        return next(_apply(folded, masked, RULES_WITHOUT_NUMBER), None)
    for text, rules in ((folded, RULES), (masked, RULES_BESIDE_TIMES)):
        if found := next(_apply(text, masked, rules), None):
            return found
    return _find_number_at_clock(folded, masked) or (_find_only_number(masked) if asked else None)


def _find_number_at_clock(folded: str, masked: str) -> Finding[int] | None:
    """Return the number before a clock that is told beside it: "14 at 7:30pm", but not "May 3 at 7:30pm"."""
    at_hours = (found for found in _AT_HOUR.finditer(folded) if masked[found.end() - 1] == TIME)
    for found in (*_AT_CLOCK.finditer(folded), *at_hours):
        start, end = found.span("n")
        is_day = TIME in (masked[start - 1 : start], masked[end])
        if not is_day and (size := count(found)) and not _is_denied(folded, masked, start, end, end):
            return Finding(value=size, start=start, end=end, rule="party.at")
    return None


def _apply(text: str, masked: str, rules: tuple[Rule, ...]) -> Iterator[Finding[int]]:
    for rule in rules:
        for found in rule.find_all(text):
            start, end = rule.find_span(found)
            if (size := rule.count(found)) > 0 and not _is_denied(text, masked, start, end, found.end()):
                yield Finding(value=size, start=start, end=end, rule=rule.name)


def _is_denied(text: str, masked: str, start: int, end: int, behind: int) -> bool:
    """Return whether a number does not hold: "not 4 people", "2 of us are vegan", "2 kids cuts" of a service."""
    if masked[end - 1 : end + 1] == SERVICE * 2 or DENIED.search(text, max(0, start - 40), start):
        return True
    return _TELLS_OF_SOME.match(text, behind) is not None


def _find_only_number(masked: str) -> Finding[int] | None:
    """Return the one number of an answer to "how many?": "10 I guess", "5, not 4", but neither of "2, 3"."""
    numbers = [
        found for found in _ANY.finditer(masked) if not DENIED.search(masked, max(0, found.start() - 40), found.start())
    ]
    if len(numbers) != 1 or count(numbers[0]) == 0:
        return None
    return Finding(value=count(numbers[0]), start=numbers[0].start(), end=numbers[0].end(), rule="party.asked")
