"""Names that are spelt: letter by letter ("S-M-I-T-H"), by one letter ("Sarah with an h"), anew ("not Katie")."""

import re

from rapidfuzz.distance import DamerauLevenshtein

from assistant.understanding.identity.given_names import GIVEN_NAMES
from assistant.understanding.identity.name_phrases import WORD
from assistant.understanding.phrases import Finding
from assistant.understanding.vocabulary import NOT_NAMES

_SPELT = re.compile(r"(?<![\w'.-])[a-z](?:[-. ] ?[a-z]){2,24}(?![\w'-])")
_CUE = re.compile(r"\b(?:spelled|spelt|spelling|spell|name|that's|is|it's)\b[^.!?\n]{0,20}$")

_BEFORE = rf"(?:(?<![\w'])(?P<first>{WORD}) )?(?<![\w'])(?P<name>{WORD}),?"
_LETTERS = re.compile(
    rf"{_BEFORE} (?P<how>(?:spelt |spelled )?with (?:just |only )?(?:an?|no|one|two|three|double|[1-3])"
    r" (?P<letter>[a-z])(?:'?s)?(?: and (?:an?|no|one|two|double|[1-3]) [a-z](?:'?s)?)?)(?![\w'])"
)
_NOT_SO = re.compile(rf"{_BEFORE} (?P<how>(?:and )?not (?P<old>{WORD}))(?![\w'])")
_ANEW = re.compile(rf"\b(?:it'?s|that'?s|is|name'?s|are) (?:spelt|spelled) (?P<name>{WORD})(?=\s?(?:$|[.,!]))")
_RESPELLING_CUES = ((" with ", _LETTERS), (" not ", _NOT_SO), (" spel", _ANEW))
RESPELT = "name.respelt"


def find_respelt(text: str, folded: str) -> Finding[str] | None:
    """Return the name whose spelling is told, with all that tells it: "Sarah with an h", "Katy, not Katie".

    No number in it is a time, or a head count. The word before it is of the name where it has a capital as well.
    """
    for cue, pattern in _RESPELLING_CUES:
        found = pattern.search(folded) if cue in folded else None
        if found and _is_spelling(text, found):
            first = found.groupdict().get("first")
            start = found.start("first" if first and _is_forename(text[slice(*found.span("first"))]) else "name")
            return Finding(value=_write(text[start : found.end("name")]), start=start, end=found.end(), rule=RESPELT)
    return None


def _is_spelling(text: str, found: re.Match[str]) -> bool:
    told, name = found.groupdict(), found["name"]
    if name in NOT_NAMES:
        return False
    if letter := told.get("letter"):
        return letter in name or " no " in found["how"]
    old = told.get("old")
    is_name = text[found.start("name")].isupper() or name in GIVEN_NAMES
    return old is None or (is_name and old not in NOT_NAMES and sounds_like(name, old))


def _is_forename(word: str) -> bool:
    return word[0].isupper() and not word.isupper() and word.lower() not in NOT_NAMES | _LEADS


def _write(name: str) -> str:
    return name.title() if name.islower() else name


_LEADS = frozenset(("im", "its", "i'm", "it's", "that's", "thats", "spelt", "spelled"))


def sounds_like(name: str, other: str) -> bool:
    """Return whether one name may be the other, spelt otherwise: Katy and Katie, not Ann and Bob."""
    name, other = name.lower(), other.lower()
    return name != other and DamerauLevenshtein.distance(name, other) <= max(len(name), len(other)) // 2


def find_spelt(folded: str, *, asked: bool) -> Finding[str] | None:
    """Return the word that is spelt, with a capital; if no name was asked, only after "spelt" or "name"."""
    found = _SPELT.search(folded)
    if found is None or not (asked or _CUE.search(folded, max(0, found.start() - 30), found.start())):
        return None
    word = re.sub(r"[-. ]", "", found[0]).capitalize()
    return Finding(value=word, start=found.start(), end=found.end(), rule="name.spelt")


def correct(name: str, spelt: str) -> str:
    """Return `name` with the word that was spelt: in place of the one that sounds like it, else as the last name."""
    words = name.split()
    for place in reversed(range(len(words))):
        if DamerauLevenshtein.distance(words[place].lower(), spelt.lower()) <= len(spelt) // 2:
            return " ".join([*words[:place], spelt, *words[place + 1 :]])
    return f"{name} {spelt}"
