"""Which patterns may find anything in a text, by its words: told for all of them at once, as the bits of a number.

A way through a gate is a row of bits, one for each thing that the text must hold; a word sets those that it meets, and
shifting the number onto itself leaves the first bit of each row that is set throughout.
"""

from collections.abc import Iterable
from functools import lru_cache
from threading import Lock

from assistant.understanding.needs import Clause, split_words, squeeze, weigh

CLAUSES_MAX = 4
"""Of what a way asks for, this much is looked at: a power of two."""
TEXTS_KEPT = 32
"""A message is searched again and again, with ever more of it masked."""
WORDS_KEPT = 8192
"""People use the same words."""


class Gates:
    """The gates of all patterns."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ways = 0
        self._set = 0
        """The bits that no word is needed for."""
        self._by_word: dict[str, int] = {}
        self._find_met = lru_cache(WORDS_KEPT)(self._look_up)
        self.find_open = lru_cache(TEXTS_KEPT)(self._find_open)

    def add(self, ways: Iterable[tuple[Clause, ...]]) -> int:
        """Return the bits of a new gate: it is open to a text that has, for one of `ways`, a word of each clause."""
        with self._lock:
            gate = 0
            for clauses in ways:
                first = self._ways * CLAUSES_MAX
                gate |= 1 << first
                self._ways += 1
                self._lay(first, sorted(clauses, key=weigh)[:CLAUSES_MAX])
            self._find_met.cache_clear()
            self.find_open.cache_clear()
            return gate

    def _lay(self, first: int, clauses: list[Clause]) -> None:
        for place in range(CLAUSES_MAX):
            if place >= len(clauses):
                self._set |= 1 << (first + place)
                continue
            for word in clauses[place]:
                self._by_word[word] = self._by_word.get(word, 0) | 1 << (first + place)

    def _look_up(self, word: str) -> int:
        return self._by_word.get(squeeze(word), 0)

    def _find_open(self, text: str) -> int:
        """Return the bits of the ways that are open to folded text."""
        said, find_met = self._set, self._find_met
        for word in split_words(text):
            said |= find_met(word)
        shift = 1
        while shift < CLAUSES_MAX:
            said &= said >> shift
            shift *= 2
        return said


GATES = Gates()
