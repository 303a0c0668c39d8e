"""How many people a message speaks of, and not at what time or for how long."""

import re
from collections.abc import Callable

from msgspec import Struct

from assistant.understanding.party_sums import find_sum
from assistant.understanding.phrases import Finding, compile_phrases
from assistant.understanding.vocabulary import NUMBERS

_N = rf"(?<![\w:./£$€#])(?:\d{{1,3}}|{'|'.join(NUMBERS)}|a dozen)"
_NOT_UNIT = (
    r"(?!\d| ?(?:[ap]\.?m\b|o ?'clock|h\b|hrs?\b|hours?\b|mins?\b|minutes?\b|days?\b|weeks?\b|months?\b|nights?\b"
    r"|years?\b|%|[:/]\d|[.,]\d|-\s?\d|(?:st|nd|rd|th)\b|pounds?\b|quid\b|dollars?\b|euros?\b|bucks?\b|£|\$|€"
    r"|of (?:them|those|these)\b|<service>))"
)
"""After a number that counts no heads: a time, a span of time, an amount, several of a service."""
_NO_NOUN = r"(?! (?!(?:this|us|as|was|is|thanks|guests|covers|outdoors|indoors|plus)\b)\w{3,20}s\b)"
"""After a number: not several of something, such as three bedrooms."""
_HEADS = (
    r"(?:people|persons?|ppl|pax|guests?|heads|diners?|covers|seats|chairs|places|spots|spaces|tickets|mats|bikes"
    r"|adults?|grown ?-?ups?)"
)
_YOUNG = r"(?:kids?|child(?:ren)?|bab(?:y|ies)|infants?|toddlers?|teen(?:ager)?s?|little ones?)"
_KIN = (
    r"(?:wife|husband|partner|girlfriend|boyfriend|friend|mate|mum|mom|mother|dad|father|son|daughter|sister|brother"
    r"|colleague|boss|cousin|aunt|uncle|nan|gran|fiancee?|kid|child|baby|other half|date|girl|boy|neighbour)"
)
_OTHERS = (
    r"(?:others?|more|friends|mates|guests|people|colleagues|kids|children|sons|daughters|sisters|brothers|girls|lads)"
)
_I = r"(?:me|myself|i)"
_AND = r"(?:and|plus|with|\+|&)"

_FILLER = (
    r"(?:just|only|about|around|it's|it is|it'll be|for|of|we are|we're|we will be|we'll be|there are|there's|there is"
    r"|there will be|there'll be|probably|yes|yeah|ok|um|erm|hmm|make it|actually|say|party of|a|the|us)[ ,]{1,2}"
)
_TAIL = r"[ ,]?(?:please|pls|thanks|thank you|of us|people|total|in total|all together|altogether|only|this time)"


class _Rule(Struct, frozen=True, kw_only=True):
    name: str
    pattern: re.Pattern[str]
    count: Callable[[re.Match[str]], int]


def find_party_size(folded: str, masked: str, *, asked: bool) -> Finding[int] | None:
    """Return how many people come, the customer included, where the message says so.

    Args:
        folded: The folded text.
        masked: The same with times masked: "for 2" counts heads only where it is no time.
        asked: Whether the question was how many: only then a bare number is an answer.
    """
    if asked and (bare := _BARE.fullmatch(folded.strip(" .!"))):
        start = folded.index(bare["n"])
        return Finding(value=_count(bare), start=start, end=start + len(bare["n"]), rule="party.bare")
    if told := find_sum(folded, masked):
        return told
    for rule in _RULES:
        found = rule.pattern.search(folded)
        if found and (size := rule.count(found)) > 0:
            # "table for" is left for those who look for the wish: only the number and what it counts are claimed.
            start = found.start("n") if rule.count is _count else found.start()
            return Finding(value=size, start=start, end=found.end(), rule=rule.name)
    found = _FOR.search(masked)
    if found and _count(found) > 0:
        return Finding(value=_count(found), start=found.start("n"), end=found.end(), rule="party.for")
    return _find_only_number(masked) if asked else None


def _find_only_number(masked: str) -> Finding[int] | None:
    """Return the one number of an answer to "how many?": "10 I guess", but neither of "2 or 3"."""
    numbers = list(_ANY.finditer(masked))
    if len(numbers) != 1 or _count(numbers[0]) == 0:
        return None
    return Finding(value=_count(numbers[0]), start=numbers[0].start(), end=numbers[0].end(), rule="party.asked")


def _read_number(word: str | None) -> int:
    if word is None:
        return 0
    return int(word) if word.isdecimal() else NUMBERS.get(word, 12)  # a dozen is the only other


def _count(found: re.Match[str]) -> int:
    return _read_number(found["n"])


def _count_all(found: re.Match[str]) -> int:
    return _read_number(found["n"]) + _read_number(found["m"])


def _count_and_me(found: re.Match[str]) -> int:
    return _read_number(found["n"]) + 1


def _one(_: re.Match[str]) -> int:
    return 1


def _two(_: re.Match[str]) -> int:
    return 2


_NUMBER = f"(?P<n>{_N})"
_RULES = (
    _Rule(
        name="party.me_and_n",
        pattern=compile_phrases(
            rf"{_I} ?{_AND} ?(?:my |the )?{_NUMBER} (?:\w{{1,20}} )?{_OTHERS}",
        ),
        count=_count_and_me,
    ),
    _Rule(
        name="party.my_n_and_me",
        pattern=compile_phrases(rf"(?:my|the) {_NUMBER} (?:\w{{1,20}} )?{_OTHERS} {_AND} {_I}"),
        count=_count_and_me,
    ),
    _Rule(
        name="party.adults_and_children",
        pattern=compile_phrases(rf"{_NUMBER} {_HEADS},? ?(?:and |& |\+ |plus |with )?(?P<m>{_N}) {_YOUNG}"),
        count=_count_all,
    ),
    _Rule(
        name="party.people",
        pattern=compile_phrases(
            rf"{_NUMBER} (?:of us|{_HEADS}|(?:in )?total|altogether|in (?:my|our|the) (?:party|group))(?! working)",
        ),
        count=_count,
    ),
    _Rule(
        name="party.of",
        pattern=compile_phrases(
            r"(?:(?:party|group|family|total|table) of|tables? for(?: about| around)?(?: a party of)?)"
            rf" {_NUMBER}{_NOT_UNIT}"
        ),
        count=_count,
    ),
    _Rule(
        name="party.we_are",
        pattern=compile_phrases(
            rf"(?:(?:we|there)(?: are| will be|'ll be|'re)|for us) (?:a party of |now )?{_NUMBER}{_NOT_UNIT}{{end}}"
        ),
        count=_count,
    ),
    _Rule(
        name="party.two",
        pattern=compile_phrases(
            rf"{_I} {_AND} (?:my|a|the|one|another|his|her) (?:\w{{1,20}} )?{_KIN}",
            rf"my (?:\w{{1,20}} )?{_KIN} (?:and|&|plus) {_I}",
            rf"{_I} ?(?:\+|plus|and) ?(?:1|one|one other|another)",
            r"(?:both|the pair|a couple|couple) of us",
        ),
        count=_two,
    ),
    _Rule(
        name="party.one",
        pattern=compile_phrases(
            r"(?:just|only) (?:me|myself)(?: then)?",
            r"(?:for (?:me|myself) (?:only|alone)|for myself(?! (?:and|plus|&|with)))",
            r"by myself",
            r"(?:just )?on my own",
        ),
        count=_one,
    ),
)
_FOR = compile_phrases(
    rf"(?<!look )(?<!looking )(?<!search )(?<!ask )(?<!wait )for (?:just |only |about )?{_NUMBER}{_NOT_UNIT}{_NO_NOUN}"
)
_ANY = compile_phrases(rf"{_NUMBER}{_NOT_UNIT}")
_BARE = re.compile(rf"(?:{_FILLER}){{0,3}}(?P<n>{_N}){_TAIL}?".replace("'", "'?"))
