"""Slips of the finger in a question: a word that nobody knows is the one beside it that the wordings hold."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from assistant.knowledge.vocabulary import ASKING, CONCEPTS, IRREGULAR, LITTLE

SHORTEST = 5
"""Letters: shorter words have too many others beside them, and so have those that begin otherwise."""
LONG = 9
"""Letters from which on two slips are forgiven instead of one."""
CORRECTED_MAX = 12
"""Unknown words of a text that are looked at: the time that a text takes stays bounded."""
_KNOWN = LITTLE | ASKING | CONCEPTS.keys() | IRREGULAR.keys()


class Spelling:
    """The words of wordings, to which slips are corrected."""

    def __init__(self, words: Iterable[str]) -> None:
        held = {word for word in words if word.isalpha()}
        self._known = held | _KNOWN
        self._targets: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(held | CONCEPTS.keys()):
            if len(word) >= SHORTEST - 1:
                self._targets[word[0]].append(word)

    def correct(self, words: Sequence[str]) -> list[str]:
        """Return the words, those with a slip as the nearest known one; the first in the alphabet where two are."""
        budget = CORRECTED_MAX
        corrected = []
        for word in words:
            if budget and word not in self._known and len(word) >= SHORTEST and word.isalpha():
                budget -= 1
                corrected.append(self._find_nearest(word) or word)
            else:
                corrected.append(word)
        return corrected

    def _find_nearest(self, word: str) -> str | None:
        slips = 2 if len(word) >= LONG else 1
        found = extractOne(word, self._targets.get(word[0], ()), scorer=OSA.distance, score_cutoff=slips)
        return found[0] if found else None
