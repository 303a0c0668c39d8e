"""People told one after the other, and added up: "me, my wife and 2 kids", "3 men and a boy"."""

import re

from assistant.understanding.party.words import BESIDE_ME, DENIED, KIND, MANY, OWN, SINGLE, SPELT, YOUNG, read_number
from assistant.understanding.phrases import SERVICE, Finding

TERMS_MAX = 12
"""Who lists more people one by one is asked how many they are."""

_TERM = re.compile(
    rf"(?<![\w:./£$€#'-])(?:(?P<me>me|myself|i)|(?:{OWN} |the )?(?P<n>\d{{1,2}}|{SPELT}) (?:of {OWN} )?"
    rf"{KIND}(?:(?P<couples>couples)|{MANY}|{SINGLE}|{YOUNG})"
    rf"|(?P<pair>{OWN} (?:grand)?parents|{OWN} in-?laws|an?(?:other)? couple)"
    rf"|(?:{OWN}|an?|another) {KIND}{SINGLE})(?![\w'-])"
)
_OWNED = re.compile(rf"{OWN} ")
_BESIDE_ME = re.compile(rf"{BESIDE_ME}$")
_WHOLE = re.compile(r"(?:^(?:for|of) \w+| (?:people|persons?|guests?|of us))$")
_CALLED = re.compile(r"\b(?:call|ring|text|phone|email|contact|tell|reach|message) $")
"""Before a "me" that comes along nowhere: "call me with one person"."""
_JOINED = re.compile(r" ?(?:, ?(?:and |plus )?|(?:and|plus|with|'?n'?) |[+&] ?)|(?= \d| one )\s")


def find_sum(folded: str, masked: str) -> Finding[int] | None:
    """Return how many people a list of at least two comes to, where it holds a number or the customer.

    Args:
        folded: The folded text.
        masked: The same, with services masked: "2 kids cuts" are no two kids.
    """
    place = 0
    while first := _TERM.search(folded, place):
        terms = _follow(folded, masked, first)
        place = terms[-1].end()
        counts = 2 <= len(terms) <= TERMS_MAX and any(term["me"] or term["n"] for term in terms)  # noqa: PLR2004 - a sum
        if counts and not _is_denied(folded, first):
            return Finding(value=_add(terms), start=first.start(), end=place, rule="party.sum")
    return None


def _is_denied(folded: str, first: re.Match[str]) -> bool:
    before = max(0, first.start() - 40), first.start()
    return (DENIED.search(folded, *before) or _CALLED.search(folded, *before)) is not None


def _follow(folded: str, masked: str, first: re.Match[str]) -> list[re.Match[str]]:
    """Return the terms that hang together, the first one included."""
    terms = [first]
    while joined := _JOINED.match(folded, terms[-1].end()):
        following = _TERM.match(folded, joined.end())
        if following is None or _is_service(masked, following) or _opens_sentence(terms[-1], joined, following):
            break
        terms.append(following)
    return terms


def _opens_sentence(last: re.Match[str], joined: re.Match[str], following: re.Match[str]) -> bool:
    """Return whether "I" is no one of the list: "3 adults, I think", "3 adults and I need a high chair"."""
    belongs = _OWNED.match(last[0]) or _BESIDE_ME.search(last[0])
    return following[0] == "i" and ("," in joined[0] or belongs is None)


def _add(terms: list[re.Match[str]]) -> int:
    """Return the sum; where the first term is the sum already, it is told once: "4 people, 3 adults and 1 baby"."""
    first, *others = map(_count, terms)
    return first if first == sum(others) and _WHOLE.search(terms[0][0]) else first + sum(others)


def _is_service(masked: str, term: re.Match[str]) -> bool:
    """Return whether the words go on as a service of the shop: kids cuts."""
    return masked[term.end() - 1 : term.end() + 1] == SERVICE * 2


def _count(term: re.Match[str]) -> int:
    if term["n"]:
        return read_number(term["n"]) * (2 if term["couples"] else 1)
    return 2 if term["pair"] else 1
