"""Slips of the finger in a question: a word that nobody knows is the one beside it that the wordings hold."""

import re
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from assistant.knowledge.terms import ENGLISH, WORD_LENGTH_MAX, lower
from assistant.knowledge.vocabulary import ASKING, CONCEPTS, IRREGULAR, LITTLE

SHORTEST = 5
"""Letters: shorter words have too many others beside them, and so have those that begin otherwise."""
LONG = 9
"""Letters from which on two slips are forgiven instead of one."""
CORRECTED_MAX = 12
"""Unknown words of a text that are looked at: the time that a text takes stays bounded."""
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CORRECTABLE = re.compile(rf"[a-z]{{{SHORTEST},{WORD_LENGTH_MAX}}}")
_KNOWN = LITTLE | ASKING | CONCEPTS.keys() | IRREGULAR.keys()


class Spelling:
    """The words of wordings, to which slips are corrected.

    Args:
        words: Those that the wordings hold, folded.
        language: Theirs; English ones that say the same as others are known besides.
    """

    def __init__(self, words: Iterable[str], language: str) -> None:
        held = {word for word in words if word.isalpha()}
        said = held | CONCEPTS.keys() if language == ENGLISH else held
        self._known = said | _KNOWN
        self._targets: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(said):
            if len(word) >= SHORTEST - 1:
                self._targets[word[0]].append(word)

    def correct(self, text: str) -> str:
        """Return the start of `text` in lower case, words with a slip as the nearest known one.

        Where two are as near, it is the first in the alphabet.
        """
        budget = CORRECTED_MAX

        def correct_word(found: re.Match[str]) -> str:
            nonlocal budget
            word = found[0]
            if not budget or word in self._known or not _CORRECTABLE.fullmatch(word):
                return word
            budget -= 1
            return self._find_nearest(word) or word

        return _WORDS.sub(correct_word, lower(text))

    def _find_nearest(self, word: str) -> str | None:
        slips = 2 if len(word) >= LONG else 1
        found = extractOne(word, self._targets.get(word[0], ()), scorer=OSA.distance, score_cutoff=slips)
        return found[0] if found else None
