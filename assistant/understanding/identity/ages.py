"""How old somebody is for whom something is wanted: no time, and no party; a child may want the children's service."""

import re
from collections.abc import Sequence

from assistant.understanding.context import Entry
from assistant.understanding.normalize import fold
from assistant.understanding.phrases import Finding

CHILD_AGE_MAX = 12
_CHILD = (
    r"(?:son|daughter|boy|girl|child|kid|little one|grandson|granddaughter|nephew|niece|brother|sister|eldest|youngest"
    r"|toddler)"
)
_AGE = re.compile(
    r"\b(?P<old>\d{1,2})(?:[ -]?(?:years?|yrs?|y)[ -]?olds?|[ -]?y/?o)\b"
    r"|\b(?:aged?|age of) (?P<aged>\d{1,2})\b"
    rf"|\b(?:he|she|who|(?:my|our|the) {_CHILD})(?:'?s| is)(?: only| just| nearly| almost)? (?P<is>\d{{1,2}})"
    r"(?=\s?(?:$|[.,!?;)]|(?:and|so|but|now|actually|already|today|btw)\b))"
    rf"|\b{_CHILD},? ?\((?P<beside>\d{{1,2}})\)"
)
_FOR_SOMEBODY = re.compile(r"\bfor (?:my|our|an?|the|his|her) \d{1,2}[ -]?(?:years?|yrs?|y)[ -]?(?:olds?|o)\b")
_FOR_CHILDREN = re.compile(r"\b(?:kid|kids|kid's|kids'|child|child's|children|children's|childs|childrens|junior)\b")


def find_age(folded: str) -> Finding[int] | None:
    """Return how old somebody is, in years: "my 6 year old", "she's 4", "my son (8)"; None where that is not said."""
    found = _AGE.search(folded)
    if found is None:
        return None
    told = found.lastgroup or 0
    return Finding(value=int(found[told]), start=found.start(told), end=found.end(told), rule="age")


def names_by_age(folded: str) -> bool:
    """Return whether it is for somebody who is named by their age: "for my 6 year old"."""
    return _FOR_SOMEBODY.search(folded) is not None


def find_for_child(service_id: int, services: Sequence[Entry]) -> int | None:
    """Return the service that a child has instead: Kids cut, of a haircut; None where the shop has none, or several."""
    words = {entry.id: {w for name in (entry.name, *entry.aliases) for w in fold(name).split()} for entry in services}
    ours = [e.id for e in services if _FOR_CHILDREN.search(fold(e.name)) and words[e.id] & words.get(service_id, set())]
    return ours[0] if len(ours) == 1 else None
