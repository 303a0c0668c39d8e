"""A text as what can be compared: words without endings, and what they ask for."""

import re
import unicodedata
from collections.abc import Sequence

from assistant.knowledge.vocabulary import ASKING, CONCEPTS, IRREGULAR, LITTLE, PHRASES

TEXT_LENGTH_MAX = 1000
"""Characters that are read of a text: no question needs more."""
WORD_LENGTH_MAX = 40
LITTLE_WEIGHT = 0.3
"""Of a word that says little, beside one that says what a question is about."""
ASKING_WEIGHT = 0.8
STEM_WEIGHT, CONCEPT_WEIGHT = 0.45, 0.9
"""Of a word that has others beside it which ask for the same, and of what they ask for: together, one word."""
ENGLISH = "en"
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[$£€]")
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc`", "''''")
_PHRASES = re.compile(rf"\b({'|'.join(sorted(PHRASES, key=len, reverse=True)).replace(' ', '[ -]')})s?\b")
_CONTRACTION = re.compile(r"(?:n't|'\w+)$")
_VOWEL = re.compile(r"[aeiouy]")
_STEM_MIN = 3
_SHORT = 4
"""Letters: an "e" at the end of so short a word is all that tells it from another: "care" and "car"."""
_ENDINGS = ("ing", "ed", "ly", "ment", "er")
_LOST_E = re.compile(r"[^aeiouy][aeiou][^aeiouwxy]")
"""What is left of "hiring" or "timed"."""


def weigh_terms(words: Sequence[str], language: str) -> dict[str, float]:
    """Return the terms of a text's words, each with its weight by itself.

    Only in English are words taken back to their stems and to what they ask for.
    """
    if language != ENGLISH:
        return dict.fromkeys(words, 1.0)
    terms: dict[str, float] = {}
    for word in words:
        terms |= _weigh(word)
    return terms


def list_words(text: str, language: str) -> list[str]:
    """Return the folded words of the start of a text; in English without contractions, and phrases as one word."""
    folded = fold(text)
    if language == ENGLISH:
        folded = _PHRASES.sub(lambda found: PHRASES[found[1].replace("-", " ")], folded)
    return [_CONTRACTION.sub("", word)[:WORD_LENGTH_MAX] for word in _WORDS.findall(folded)]


def fold(text: str) -> str:
    """Return the start of `text` for comparison: lower case, no diacritics, one kind of apostrophe and of blank."""
    apart = unicodedata.normalize("NFKD", lower(text))
    bare = "".join(char for char in apart if not unicodedata.combining(char)).lower()
    return " ".join(bare[: 2 * TEXT_LENGTH_MAX].split())


def lower(text: str) -> str:
    """Return the start of `text` in lower case, with one kind of apostrophe."""
    return text[:TEXT_LENGTH_MAX].translate(_APOSTROPHES).lower()


def stem(word: str) -> str:
    """Return an English word without the endings of number, person, tense and manner."""
    base = _drop_ending(_drop_plural(IRREGULAR.get(word, word)))
    if len(base) > _SHORT:
        base = base.removesuffix("e")
    return f"{base[:-1]}i" if len(base) > _STEM_MIN and base.endswith("y") else base


def _drop_ending(base: str) -> str:
    """Return a word without the first of the endings that leaves a word."""
    for ending in _ENDINGS:
        rest = base.removesuffix(ending)
        if rest == base or len(rest) < _STEM_MIN or not _VOWEL.search(rest):
            continue
        if rest[-1] == rest[-2] and rest[-1] not in "lsz":
            return rest[:-1]
        return f"{rest}e" if _LOST_E.fullmatch(rest) else rest
    return base


def _drop_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > len("ties"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > _STEM_MIN:
        return word[:-1]
    return word


def _weigh(word: str) -> dict[str, float]:
    """Return the terms of one word."""
    if word in LITTLE:
        return {f"_{word}": LITTLE_WEIGHT}
    if word in ASKING:
        return {f"_{word}": ASKING_WEIGHT}
    base = stem(word)
    concept = CONCEPT_OF_STEM.get(base)
    return {base: STEM_WEIGHT, concept: CONCEPT_WEIGHT} if concept else {base: 1.0}


CONCEPT_OF_STEM = {stem(word): concept for word, concept in CONCEPTS.items()}
