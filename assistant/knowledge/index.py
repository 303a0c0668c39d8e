"""The shop's entries, ready to be searched: for each, how likely it is the one that a message asks for."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.knowledge.encoding import Encoder
from assistant.knowledge.lexical import LexicalIndex, Nearness
from assistant.knowledge.model import Entry, Match
from assistant.knowledge.terms import ENGLISH, list_words, lower
from assistant.knowledge.weights import LEXICAL, SEMANTIC, Weights

FAR = Nearness()
RIVALS = 5
"""Entries that share the likelihood with "none of them": how many more there are changes nothing."""


class Index:
    """Entries of one language, built once; it does not change. A new or changed entry makes a new index.

    Args:
        entries: Those of other languages are left out; en-GB and en-US are one.
        language: The one to answer in, without a country.
        encoder: Compares by meaning as well; None: by words alone.
        others: The entries in other languages, one index for each.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        *,
        language: str = ENGLISH,
        encoder: Encoder | None = None,
        others: "Sequence[Index]" = (),
    ) -> None:
        self.entries = tuple(entry for entry in entries if name_language(entry.language) == language)
        self.language = language
        self.others = tuple(others)
        self.weights: Weights = LEXICAL if encoder is None else SEMANTIC
        wordings = [(place, text) for place, one in enumerate(self.entries) for text in (one.question, *one.wordings)]
        self._places = tuple(place for place, _ in wordings)
        self._words = LexicalIndex([text for _, text in wordings], self._places, language)
        self._exact: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, text in wordings:
            self._exact[_spell(text, language)].append(place)
        self._vocabulary = frozenset(word for words in self._exact for word in words)
        self._encoder = encoder
        self._vectors = encoder.encode([_ask(text) for _, text in wordings]) if encoder and wordings else None

    def rank(self, text: str, today: date | None = None) -> tuple[Match, ...]:
        """Return the entries that `text` may ask for, the likeliest first, at most `RIVALS`.

        Args:
            text: A message, as it was written.
            today: Entries that do not hold on this day are left out; None leaves none out.
        """
        evidence = {
            place: value
            for place, value in self._weigh(text).items()
            if today is None or self.entries[place].is_valid(today)
        }
        best = sorted(evidence, key=lambda place: (-evidence[place], place))[:RIVALS]
        likelihoods = share_likelihood([evidence[place] for place in best], self.weights.none)
        return tuple(
            Match(entry=self.entries[place], score=score) for place, score in zip(best, likelihoods, strict=True)
        )

    def find_wording(self, text: str, today: date) -> Entry | None:
        """Return the entry that is asked for in so many words; the first where it is two."""
        words = _spell(text, self.language)
        places = (place for place in self._exact.get(words, ()) if self.entries[place].is_valid(today))
        return next((self.entries[place] for place in places if words), None)

    def count_known(self, text: str) -> int:
        """Return how many of a text's words stand in a wording: in which of several languages it may be written."""
        return sum(word in self._vocabulary for word in _spell(text, self.language))

    def compare(self, text: str) -> Iterator[tuple[int, Nearness, float]]:
        """Yield, for each wording that has anything in common with `text`: its entry's place, and how near it is.

        The last is the cosine of the meanings, 0 without an encoder.
        """
        corrected = self._words.correct(text)
        near = self._words.compare(corrected)
        meanings = self._compare_meanings(corrected)
        for number in sorted(near) if meanings is None else range(len(self._places)):
            meaning = 0.0 if meanings is None else meanings[number]
            yield self._places[number], near.get(number, FAR), meaning

    def _weigh(self, text: str) -> dict[int, float]:
        """Return how much speaks for each entry, of its best wording, by its place."""
        best: dict[int, float] = {}
        for place, near, meaning in self.compare(text):
            value = self.weights.add(near, meaning)
            best[place] = max(value, best.get(place, value))
        return best

    def _compare_meanings(self, text: str) -> list[float] | None:
        """Return the cosine of the meanings of `text` and of each wording; None without an encoder."""
        if self._encoder is None or self._vectors is None:
            return None
        asked = self._encoder.encode([_ask(text)])[0]
        # Not a matrix product: numpy gives those to threads, which cost more than they save here.
        meanings: list[float] = (self._vectors * asked).sum(axis=1).tolist()
        return meanings


def index_languages(entries: Sequence[Entry], language: str, encoder: Encoder | None = None) -> Index:
    """Return the index of the entries in `language`, beside it those in each other language that there are."""
    spoken = {name_language(entry.language) for entry in entries} - {language}
    others = [Index(entries, language=one, encoder=encoder) for one in sorted(spoken)]
    return Index(entries, language=language, encoder=encoder, others=others)


def name_language(tag: str) -> str:
    """Return the language of a tag without its country: "en" of "en-GB"."""
    return tag.partition("-")[0].lower()


def share_likelihood(evidence: Sequence[float], none: float) -> list[float]:
    """Return the likelihood of each, where "none of them" has `none` to be said for it."""
    most = max([none, *evidence])
    shares = [math.exp(value - most) for value in evidence]
    total = sum(shares) + math.exp(none - most)
    return [share / total for share in shares]


def _spell(text: str, language: str) -> tuple[str, ...]:
    return tuple(list_words(text, language))


def _ask(text: str) -> str:
    """Return a text as the encoder is given it: however it was shouted or ended, a question."""
    return f"{lower(text).rstrip('?!. ')}?"
