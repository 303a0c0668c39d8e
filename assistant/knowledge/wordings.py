"""The words of a question: which of them say what it is about, and when two questions are the same one."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, Protocol

WORDING_LENGTH_MAX = 200
"""Characters of a question that are kept as a wording: what a line of a shop file holds."""
SLUG_LENGTH_MAX = 40

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_ASKING = """
    a about all am an and any anyone anything are aren't as ask asking at be been but by can can't could did do does
    doesn't doing don't for from get give go going got had has have having hello hey hi how i i'd i'll i'm i've if in
    into is isn't it it's its just know let like may me my need of off oh ok okay on or our out please pls possible
    question quick say should so some somewhere sorry tell thank thanks that that's the their them then there there's
    these they thing this those to too u up us want was we were what what's when where where's which who will with
    wonder wondering would yes you your you're yours
    accept allow allowed allows bring buy come offer provide sell take taken
"""
ASKING_WORDS = frozenset(_ASKING.split())
"""Words with which one asks, whatever about: two questions are not alike for them."""
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ings?|ed|e?s)$")


class Asked(Protocol):
    """A question in all its wordings, with the days on which its answer holds."""

    @property
    def slug(self) -> str: ...  # noqa: D102 - as in `model.Entry`, and so are the others
    @property
    def question(self) -> str: ...  # noqa: D102
    @property
    def wordings(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102
    @property
    def valid_from(self) -> date | None: ...  # noqa: D102
    @property
    def valid_until(self) -> date | None: ...  # noqa: D102


class Clash(NamedTuple):
    """Two entries that are asked in the same words."""

    earlier: str
    """Its slug."""
    later: str
    wording: str
    """As the later one has it."""


@lru_cache(maxsize=8192)
def list_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, in small letters and without accents."""
    folded = unicodedata.normalize("NFKD", text.replace("\u2019", "'").casefold())
    return tuple(_WORD.findall("".join(char for char in folded if not unicodedata.combining(char))))


@lru_cache(maxsize=8192)
def list_telling_words(text: str) -> tuple[str, ...]:
    """Return the words that say what a question is about; all of its words where none does."""
    words = list_words(text)
    return tuple(word for word in words if word not in ASKING_WORDS) or words


def list_stems(text: str) -> tuple[str, ...]:
    """Return the telling words without their commonest endings: park and parking are one."""
    return tuple(_ENDING.sub("", word) for word in list_telling_words(text))


def wording_key(text: str) -> str:
    """Return what two wordings have in common that differ in capitals, accents and punctuation only."""
    return " ".join(list_words(text)) or text.strip()


def tidy_wording(text: str) -> str:
    """Return a question as it can be kept: on one line, without control characters, not too long, maybe empty."""
    seen = "".join(" " if char.isspace() else char for char in text if char.isspace() or _is_seen(char))
    line = " ".join(seen.split())
    if len(line) <= WORDING_LENGTH_MAX:
        return line
    # At the end of a word, where there is one.
    return line[: WORDING_LENGTH_MAX + 1].rpartition(" ")[0] or line[:WORDING_LENGTH_MAX]


def pick_wordings(texts: Iterable[str], *, known: Iterable[str] = ()) -> tuple[str, ...]:
    """Return each wording once, tidied, in the order given, without those that are `known` in other spelling."""
    seen = {wording_key(text) for text in known}
    picked: dict[str, str] = {}
    for text in map(tidy_wording, texts):
        if text and wording_key(text) not in seen:
            picked.setdefault(wording_key(text), text)
    return tuple(picked.values())


def name_question(question: str, taken: Container[str]) -> str:
    """Return a short name for a question, made of its telling words, that is not `taken`."""
    words = [word for telling in list_telling_words(question) for word in _ASCII_WORD.findall(telling)]
    base = "-".join(words)[:SLUG_LENGTH_MAX].strip("-") or "answer"
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def find_clashes(entries: Sequence[Asked]) -> Iterator[Clash]:
    """Return the entries that cannot be told apart: asked in the same words, in one language, on the same days."""
    askers: dict[str, list[tuple[Asked, str]]] = {}
    for entry in entries:
        for key, wording in {wording_key(text): text for text in (entry.question, *entry.wordings)}.items():
            askers.setdefault(key, []).append((entry, wording))
    for same in askers.values():
        for (first, _), (second, wording) in combinations(same, 2):
            if _is_one_language(first, second) and _share_days(first, second):
                yield Clash(earlier=first.slug, later=second.slug, wording=wording)


def _is_one_language(first: Asked, second: Asked) -> bool:
    return first.language.partition("-")[0] == second.language.partition("-")[0]


def _share_days(first: Asked, second: Asked) -> bool:
    start = max(first.valid_from or date.min, second.valid_from or date.min)
    return start <= min(first.valid_until or date.max, second.valid_until or date.max)


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cs"}
