"""People told one after the other, and added up: "me, my wife and 2 kids", "3 men and a boy"."""

import re

from assistant.understanding.phrases import SERVICE, Finding
from assistant.understanding.vocabulary import NUMBERS

TERMS_MAX = 12
"""Who lists more people one by one is asked how many they are."""

_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
_MANY = (
    r"(?:people|persons|adults|grown ?-?ups|seniors|pensioners|kids|children|babies|infants|toddlers|teens|teenagers"
    r"|men|women|ladies|gentlemen|girls|boys|lads|parents|friends|mates|buddies|pals|guests|colleagues|siblings"
    r"|others|cousins|sons|daughters|sisters|brothers)"
)
_SINGLE = (
    r"(?:person|adult|senior|man|woman|lady|gentleman|wife|husband|partner|girlfriend|boyfriend|fiancee?|spouse|friend"
    r"|mate|buddy|mum|mom|mother|dad|father|grandma|grandpa|son|daughter|sister|sis|brother|colleague|boss|cousin|aunt"
    r"|uncle|niece|nephew|kid|child|baby|infant|toddler|teenager|girl|boy|neighbour)"
)
_OWN = r"(?:my|our|his|her|their)"
_TERM = re.compile(
    rf"(?<![\w:./£$€#'-])(?:(?P<me>me|myself|i)|(?:{_OWN} |the )?(?P<n>{_NUMBER}) (?:of {_OWN} )?"
    rf"(?:(?:young|little|small|old|older|other|more) )?(?:{_MANY}|{_SINGLE})"
    rf"|(?P<pair>{_OWN} (?:grand)?parents)|(?:{_OWN}|an?|another) {_SINGLE})(?![\w'-])"
)
_OWNED = re.compile(rf"{_OWN} ")
_WHOLE = re.compile(r" (?:people|persons|guests)$")
_JOINED = re.compile(r" ?(?:, ?(?:and |plus )?|(?:and|plus|with) |[+&] ?)|(?= \d| one )\s")


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
        if 2 <= len(terms) <= TERMS_MAX and any(term["me"] or term["n"] for term in terms):  # noqa: PLR2004 - a sum
            return Finding(value=_add(terms), start=first.start(), end=place, rule="party.sum")
    return None


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
    return following[0] == "i" and ("," in joined[0] or _OWNED.match(last[0]) is None)


def _add(terms: list[re.Match[str]]) -> int:
    """Return the sum; where the first term is the sum already, it is told once: "4 people, 3 adults and 1 baby"."""
    first, *others = map(_count, terms)
    return first if first == sum(others) and _WHOLE.search(terms[0][0]) else first + sum(others)


def _is_service(masked: str, term: re.Match[str]) -> bool:
    """Return whether the words go on as a service of the shop: kids cuts."""
    return masked[term.end() - 1 : term.end() + 1] == SERVICE * 2


def _count(term: re.Match[str]) -> int:
    if number := term["n"]:
        return int(number) if number.isdecimal() else NUMBERS[number]
    return 2 if term["pair"] else 1
