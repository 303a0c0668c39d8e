"""Names of many words, said in part: "full groom" for "Full groom (small dog)", "front brakes", "the full one"."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from assistant.understanding.catalogue.tokens import WEAK_PARTS, Token, tokenize
from assistant.understanding.context import Entry
from assistant.understanding.normalize import fold, normalize
from assistant.understanding.vocabulary import COMMON_WORDS, FUNCTION_WORDS, STRUCTURE_WORDS

_BRACKETS = re.compile(r"\([^()]*\)")
_STOP = re.compile(r"[.!?;\n]")
_FILLERS = frozenset(("and", "n"))
"""Said where a name has a sign: Bath & tidy."""
_NO_HEADS = frozenset(
    ("appointment", "booking", "reservation", "session", "class", "slot", "visit", "package", "hour", "minute", "time")
)
"""Words for anything that can be booked."""
_ASKED = re.compile(r"(?:^|\b(?:a|my|for|book|need|want|get|car|van|bike|annual|yearly|regular) )$")
_REMARK = re.compile(r"\W*(?:was|is|were|has|had|s)\b")
"""After what is spoken of, and not asked for: the service was poor."""
_ONE_OF_KIND = re.compile(r"\b(?:the|an?|my|other) (?P<kind>\w{2,12}(?: \w{2,12})?) ones?\b")
_ANSWERING_WORDS = "please pls thanks thank just um so actually then ok yes yeah think guess ones id go"
_ANSWERING = frozenset(_ANSWERING_WORDS.split())
"""Said around what is picked."""


class Run(Struct, frozen=True, kw_only=True):
    """Words in a row that are of the same names."""

    ids: tuple[int, ...]
    start: int
    end: int
    is_whole: bool
    """Whether they are all the words of a name."""


class _Name(Struct, frozen=True, kw_only=True):
    entry_id: int
    words: frozenset[str]
    """Its words, but those that say nothing: full, groom, small, dog."""
    tail: str
    """The last of them outside of brackets: groom."""
    added: frozenset[str]
    """Those in brackets: small, dog."""
    head: str
    """The last one outside of brackets: groom."""


class _Names(Struct, frozen=True, kw_only=True, eq=False):
    names: tuple[_Name, ...]
    heads: dict[str, tuple[int, ...]]
    """What several services are, which no one of them is called by: a full service, an interim service."""
    by_word: dict[str, frozenset[int]]
    """Which of the names a word is in, by their places."""


def find_runs(folded: str, tokens: Sequence[Token], entries: tuple[Entry, ...]) -> Iterator[Run]:
    """Yield where two words or more in a row are of the same names, as many words as there are."""
    index = _index(entries)
    first = 0
    while first < len(tokens) - 1:
        last, places = _extend(folded, tokens, first, index)
        words = tokens[first : last + 1]
        if last > first and (run := _make_run(words, places, index)):
            yield run
        first = last + 1


def narrow(ids: tuple[int, ...], tokens: Iterable[Token], entries: tuple[Entry, ...]) -> tuple[int, ...]:
    """Return those of `ids` whose names have most of the words: "groom" beside "big dog" is the one for big dogs."""
    said = {token.stem for token in tokens if _says_something(token)}
    if not said:
        return ids
    most: dict[int, int] = dict.fromkeys(ids, 0)
    for name in _index(entries).names:
        if name.entry_id in most:
            most[name.entry_id] = max(most[name.entry_id], len(name.words & said))
    best = max(most.values(), default=0)
    return tuple(i for i in ids if most[i] == best)


def rule_out(ids: tuple[int, ...], tokens: Iterable[Token], entries: tuple[Entry, ...]) -> tuple[int, ...]:
    """Return `ids` without those whose names have words that are not wanted; all of them where none would be left."""
    unwanted = {token.stem for token in tokens if _says_something(token)}
    out = {name.entry_id for name in _index(entries).names if name.words & unwanted}
    return tuple(i for i in ids if i not in out) or ids


def pick_said(tokens: Sequence[Token], offered: tuple[int, ...], entries: tuple[Entry, ...]) -> tuple[int, ...]:
    """Return which of what is offered is meant by an answer that has nothing but words of their names: "the full one".

    Nothing where it says anything else, or is true of all of them.
    """
    said = [token for token in tokens if token.word not in _ANSWERING and _says_something(token)]
    names = [name for name in _index(entries).names if name.entry_id in offered]
    known = {word for name in names for word in name.words}
    if not said or any(token.stem not in known for token in said):
        return ()
    left = narrow(offered, said, entries)
    return left if len(left) < len(offered) else ()


def find_head(folded: str, entries: tuple[Entry, ...]) -> Run | None:
    """Return where a common word asks for what several services are: "a service" where there are two kinds of it."""
    heads = _index(entries).heads
    if not any(head in folded for head in heads):
        return None
    for token in tokenize(folded, inflected=True):
        if token.word in heads and _ASKED.search(folded, 0, token.start) and not _REMARK.match(folded, token.end):
            return Run(ids=heads[token.word], start=token.start, end=token.end, is_whole=False)
    return None


def find_added(folded: str, entries: tuple[Entry, ...]) -> Run | None:
    """Return where a word that names have in brackets picks one of them: "the small one", "for a big one"."""
    names = [name for name in _index(entries).names if name.added]
    found = _ONE_OF_KIND.search(folded) if names else None
    if found is None:
        return None
    stems = {token.stem for token in tokenize(found["kind"], inflected=True)}
    ids = tuple(dict.fromkeys(name.entry_id for name in names if stems <= name.added))
    return Run(ids=ids, start=found.start("kind"), end=found.end("kind"), is_whole=False) if stems and ids else None


def only_adds(words: Iterable[Token], ids: tuple[int, ...], entries: tuple[Entry, ...]) -> bool:
    """Return whether words are said of a name in brackets alone: they tell which one, and may not name it."""
    stems = {token.stem for token in words}
    names = [name for name in _index(entries).names if name.entry_id in ids]
    return any(stems <= name.added for name in names)


def _extend(folded: str, tokens: Sequence[Token], first: int, index: _Names) -> tuple[int, frozenset[int]]:
    """Return the place of the last word of the run that begins with `first`, and the names that have all of it."""
    places = _find_places(tokens[first], index)
    last = place = first
    while places and place + 1 < len(tokens):
        place += 1
        if tokens[place].word in _FILLERS:
            continue
        shared = places & _find_places(tokens[place], index)
        if not shared or _STOP.search(folded, tokens[last].end, tokens[place].start):
            break
        places, last = shared, place
    return last, places


def _find_places(token: Token, index: _Names) -> frozenset[int]:
    return index.by_word.get(token.stem, frozenset())


def _make_run(words: Sequence[Token], places: frozenset[int], index: _Names) -> Run | None:
    stems = {token.stem for token in words if token.word not in _FILLERS}
    names = [index.names[place] for place in sorted(places)]
    whole = [name for name in names if name.words == stems]
    tells = any(not token.is_common and token.word not in WEAK_PARTS for token in words)
    spanning = whole or (names if tells else [name for name in names if name.tail in stems or name.added == stems])
    if len(stems) < 2 or not spanning:  # noqa: PLR2004 - one word is no run
        return None
    ids = tuple(dict.fromkeys(name.entry_id for name in spanning))
    return Run(ids=ids, start=words[0].start, end=words[-1].end, is_whole=bool(whole))


def _says_something(token: Token) -> bool:
    return token.word not in FUNCTION_WORDS and not token.word.isdecimal()


@lru_cache(maxsize=64)
def _index(entries: tuple[Entry, ...]) -> _Names:
    names = [_read_name(entry.id, name) for entry in entries for name in (entry.name, *entry.aliases)]
    by_word: dict[str, set[int]] = defaultdict(set)
    for place, name in enumerate(names):
        for word in name.words:
            by_word[word].add(place)
    return _Names(
        names=tuple(names),
        heads=_list_heads(names),
        by_word={word: frozenset(places) for word, places in by_word.items()},
    )


def _list_heads(names: Iterable[_Name]) -> dict[str, tuple[int, ...]]:
    ids: dict[str, dict[int, None]] = defaultdict(dict)
    for name in names:
        if name.head in COMMON_WORDS and name.head not in _NO_HEADS:
            ids[name.head][name.entry_id] = None
    return {head: tuple(found) for head, found in ids.items() if len(found) > 1}


def _read_name(entry_id: int, name: str) -> _Name:
    folded = fold(normalize(name))
    words = _list_stems(folded)
    unbracketed = _BRACKETS.sub(" ", folded)
    plain = _list_stems(unbracketed)
    return _Name(
        entry_id=entry_id,
        words=frozenset(words),
        tail=plain[-1] if plain else "",
        added=frozenset(words) - frozenset(plain),
        head=next(reversed([token.word for token in tokenize(unbracketed, inflected=True)]), ""),
    )


def _list_stems(folded: str) -> list[str]:
    return [token.stem for token in tokenize(folded, inflected=True) if token.word not in STRUCTURE_WORDS]
