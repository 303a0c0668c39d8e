"""The words of a message, and of the names of a catalogue, as they are compared."""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from assistant.understanding.vocabulary import COMMON_WORDS

KEYS_KEPT = 4096
"""So many words, and words in a row, are kept with what they were found to be: people use the same ones."""
WORD = re.compile(r"[^\W_\ue000-\ue004]+(?:'[^\W_]+)*")
_DROPPED = frozenset(("my", "your", "his", "her", "our", "their", "a", "an", "the", "some", "of"))
"""Said between the words of a name: cut *my* hair, a trim of *the* beard."""
_WEAK_PART_WORDS = """
    full half new up out hair your special dry touch long short quick express and with for the mini one two men mens
    women womens ladies gents lady man dr mr mrs ms miss prof doctor hour minute minutes min mins top session class
    appointment booking service package first free only plus extra de la van von
"""
WEAK_PARTS = frozenset(_WEAK_PART_WORDS.split())
"""Words of a name that do not stand for it alone."""
_VARIANTS = {"color": "colour", "colors": "colour", "grey": "gray", "centre": "center", "nite": "night", "wk": "week"}
_SUFFIXES = ("ings", "ing", "ies", "ied", "es", "ed", "s")
_STEM_LENGTH_MIN = 3


class Token(Struct, frozen=True, kw_only=True):
    """One word, and where it is."""

    word: str
    stem: str
    start: int
    end: int
    is_common: bool
    """Whether it is a word that stands for no name by itself."""


def tokenize(folded: str, *, inflected: bool) -> Iterator[Token]:
    """Yield the words of a folded text but those that may stand within any name; `inflected` cuts endings off."""
    for found in WORD.finditer(folded):
        word = found[0]
        if word in _DROPPED:
            continue
        end = found.end()
        if word.endswith("'s"):
            word, end = word[:-2], end - 2
        stem = _stem(word) if inflected else word
        is_common = word in COMMON_WORDS or word.isdecimal() or (word[-1] == "s" and word[:-1] in COMMON_WORDS)
        yield Token(word=word, stem=stem, start=found.start(), end=end, is_common=is_common)


@lru_cache(maxsize=KEYS_KEPT)
def _stem(word: str) -> str:
    word = _VARIANTS.get(word, word)
    for suffix in _SUFFIXES:
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) >= _STEM_LENGTH_MIN and not word.endswith("ss"):
            return _finish_stem(stem, suffix)
    return _drop_final_e(word)


def _finish_stem(stem: str, suffix: str) -> str:
    if suffix.startswith("i") and suffix.endswith(("es", "ed")):
        return stem + "y"
    if suffix == "s":
        return _drop_final_e(stem)
    doubled = len(stem) > _STEM_LENGTH_MIN and stem[-1] == stem[-2] and stem[-1] not in "ls"
    return stem[:-1] if doubled else stem


def _drop_final_e(word: str) -> str:
    # shave, shaves and shaving have one stem; "cute" is no cut
    return word[:-1] if len(word) > _STEM_LENGTH_MIN + 1 and word[-1] == "e" else word
