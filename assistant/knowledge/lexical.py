"""How near a text is to wordings, by the words that they share. Nothing but Python."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from assistant.knowledge.spelling import Spelling
from assistant.knowledge.terms import list_words, weigh_terms

BACKGROUND = 100
"""Entries that are imagined beside those of an index, so that a word weighs alike among three and among a thousand."""
EVIDENCE_MAX = 5.0


class Nearness(msgspec.Struct, frozen=True):
    """How near a text is to one wording."""

    cosine: float = 0.0
    """Of their terms, 0 to 1."""
    evidence: float = 0.0
    """The weight of what they share: 1 for a word that no other entry has, at most `EVIDENCE_MAX`."""


class LexicalIndex:
    """Wordings, to be compared with texts.

    Args:
        wordings: What is asked.
        owners: For each wording, whose it is: a word in all wordings of one owner is as rare as in one of them.
        language: That of the wordings.
    """

    def __init__(self, wordings: Sequence[str], owners: Sequence[int], language: str) -> None:
        self._language = language
        words = [list_words(wording, language) for wording in wordings]
        self._spelling = Spelling((word for one in words for word in one), language)
        documents = [weigh_terms(one, language) for one in words]
        self._rarity = _weigh_rarity(documents, owners)
        self._postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        self._norms = [self._place(number, document) for number, document in enumerate(documents)]

    def correct(self, text: str) -> str:
        """Return the start of `text` in lower case, without slips of the finger."""
        return self._spelling.correct(text)

    def compare(self, text: str) -> dict[int, Nearness]:
        """Return how near `text` is to each wording that it shares a term with, by the wording's number."""
        terms = weigh_terms(list_words(text, self._language), self._language)
        weights = self._weigh(terms)
        products: defaultdict[int, float] = defaultdict(float)
        shared: defaultdict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            for number, other in self._postings.get(term, ()):
                products[number] += weight * other
                shared[number] += terms[term] * other
        norm = _norm(weights)
        return {
            number: Nearness(product / (norm * self._norms[number]), min(shared[number], EVIDENCE_MAX))
            for number, product in products.items()
        }

    def _weigh(self, terms: Mapping[str, float]) -> dict[str, float]:
        return {term: weight * self._rarity.get(term, 1.0) for term, weight in terms.items()}

    def _place(self, number: int, document: Mapping[str, float]) -> float:
        """Put a wording's terms where they are looked up, and return its length."""
        weights = self._weigh(document)
        for term, weight in weights.items():
            self._postings[term].append((number, weight))
        return _norm(weights)


def _norm(weights: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0


def _weigh_rarity(documents: Sequence[Mapping[str, float]], owners: Sequence[int]) -> dict[str, float]:
    """Return what each term says: 1 where one owner holds it, less where more do."""
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for document, owner in zip(documents, owners, strict=True):
        for term in document:
            holders[term].add(owner)
    total = len(set(owners)) + BACKGROUND
    most = math.log(total / 1.5)
    return {term: math.log(total / (len(held) + 0.5)) / most for term, held in holders.items()}
