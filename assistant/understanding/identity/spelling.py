"""Names that are spelt letter by letter: "S-M-I-T-H"."""

import re

from rapidfuzz.distance import DamerauLevenshtein

from assistant.understanding.phrases import Finding

_SPELT = re.compile(r"(?<![\w'.-])[a-z](?:[-. ] ?[a-z]){2,24}(?![\w'-])")
_CUE = re.compile(r"\b(?:spelled|spelt|spelling|spell|name|that's|is|it's)\b[^.!?\n]{0,20}$")


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
