"""Names of a catalogue in a message: whole, in part, or with a typo."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz.distance import DamerauLevenshtein

from assistant.understanding.catalogue.runs import find_runs, narrow, only_adds, rule_out
from assistant.understanding.catalogue.tokens import KEYS_KEPT, WEAK_PARTS, Token, tokenize
from assistant.understanding.context import Entry
from assistant.understanding.normalize import fold, normalize
from assistant.understanding.phrases import Finding

WINDOW_WORDS_MAX = 3
"""How many words of a message are compared with a name at a time."""
FUZZY_WORDS_MAX = 120
"""How many words of a message are searched for typos: the rest of a longer one must be spelt right."""
EXACT_LENGTH_MAX = 3
"""Names this short are one typo away from too much else: they must be spelt right."""
MENTIONS_MAX = 20
"""Who lists more services or people than this asks for none of them."""
PART_LENGTH_MIN = 3
"""A word of a name that is shorter does not stand for the whole name."""
_EXACT, _SPELT, _TYPO, _PART = "exact", "spelling", "typo", "part"
RULED_OUT = "not"
"""The rule of a mention of what is not wanted."""
_EXCLUDED = re.compile(
    r"(?:\b(?:not|from|except|excluding|other than|instead of|rather than|apart from|avoid|hate|dislike|never"
    r"|(?:do not|don'?t|didn'?t|did not) (?:really )?(?:like|want|fancy))|\b(?:any|every)(?:one|body) but"
    r"|(?<=[\w,] )no)"
    r"(?: (?:with|w/|w|for|by|the|a))*\s$"
)


class _Index(Struct, frozen=True, kw_only=True, eq=False):
    """A catalogue's names, squashed ("blowdry"), with the ids that go by each."""

    wholes: dict[str, tuple[int, ...]]
    parts: dict[str, tuple[int, ...]]
    words: frozenset[str]
    """Every word of every name."""
    beginnings: frozenset[str]
    """How names begin, letter by letter: most words of a message are out at once."""
    squeezed: dict[str, tuple[int, ...]]
    """Doubled letters made single: Anna is how many write Ana."""
    mistypable: dict[str, tuple[tuple[str, str, tuple[int, ...]], ...]]
    """First letter to (name, rule, ids): people rarely mistype the first letter, and "when" must not be Chen."""


class _Match(Struct, frozen=True, kw_only=True):
    ids: tuple[int, ...]
    rule: str
    start: int
    end: int
    distance: int

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Smallest first: a whole name before a part, long before short, few typos before many."""
        return self.rule == _PART, self.start - self.end, self.distance


def is_ruled_out(folded: str, found: Finding[tuple[int, ...]]) -> bool:
    """Return whether the words before a mention say that it is not wanted: "not Ben", "anyone but Ana"."""
    return _is_out(folded, found.start)


def _is_out(folded: str, start: int) -> bool:
    return _EXCLUDED.search(folded, max(0, start - 30), start) is not None


def find_names(folded: str, entries: tuple[Entry, ...], *, inflected: bool) -> Iterator[Finding[tuple[int, ...]]]:
    """Yield each mention of an entry, in order, with the ids that fit it equally well; `inflected` forgives endings."""
    if not entries:
        return
    index = _build_index(entries, inflected=inflected)
    tokens = list(tokenize(folded, inflected=inflected))
    runs = _match_runs(folded, tokens, entries) if inflected else ()
    chosen = _choose(chain(_match_windows(tokens, index), runs))[:MENTIONS_MAX]
    for match in _settle(folded, chosen, tokens, entries) if inflected else chosen:
        yield Finding(value=match.ids, start=match.start, end=match.end, rule=match.rule)


def _match_runs(folded: str, tokens: Sequence[Token], entries: tuple[Entry, ...]) -> Iterator[_Match]:
    for run in find_runs(folded, tokens, entries):
        rule = _EXACT if run.is_whole else _PART
        yield _Match(ids=run.ids, rule=rule, start=run.start, end=run.end, distance=0)


def _settle(
    folded: str, matches: Sequence[_Match], tokens: Sequence[Token], entries: tuple[Entry, ...]
) -> Iterator[_Match]:
    """Yield the matches, each of fewer names where other words of the text tell which."""
    for match in matches:
        if match.rule != _PART:
            yield match
        elif len(match.ids) > 1:
            unwanted = [token for token in tokens if _is_out(folded, token.start)]
            wanted = [token for token in tokens if token not in unwanted]
            yield replace(match, ids=narrow(rule_out(match.ids, unwanted, entries), wanted, entries))
        else:
            words = [token for token in tokens if match.start <= token.start < match.end]
            others = [other for other in matches if other is not match]
            # "My small dog needs a bath" is no full groom for small dogs; the engine light tells what is wanted.
            is_mere = all(token.is_common for token in words) and only_adds(words, match.ids, entries)
            if not others or not is_mere:
                yield match


def _choose(matches: Iterable[_Match]) -> list[_Match]:
    """Return the best of the matches that do not overlap, in the order of the text."""
    chosen: list[_Match] = []
    taken: set[int] = set()
    for match in sorted(matches, key=lambda match: (match.rank, match.start)):
        places = range(match.start, match.end)
        if taken.isdisjoint(places):
            chosen.append(match)
            taken.update(places)
    return sorted(chosen, key=lambda match: match.start)


def _match_windows(tokens: Sequence[Token], index: _Index) -> Iterator[_Match]:
    # A common word at an end would be dragged in: "hiarcut at" is the typo and a preposition.
    may_err = [place < FUZZY_WORDS_MAX and _is_own(token, index) for place, token in enumerate(tokens)]
    begins = [token.stem in index.beginnings for token in tokens]
    for first in range(len(tokens)):
        for last in range(first, min(first + WINDOW_WORDS_MAX, len(tokens))):
            fuzzy = may_err[first] and may_err[last]
            if fuzzy or begins[first] or begins[last]:
                match = _match_window(tokens[first : last + 1], index, fuzzy=fuzzy)
                if match is not None:
                    yield match


def _is_own(token: Token, index: _Index) -> bool:
    """Return whether a token is no common word, or one of a name."""
    return not token.is_common or token.stem in index.words


def _match_window(window: Sequence[Token], index: _Index, *, fuzzy: bool) -> _Match | None:
    stems = [token.stem for token in window]
    forward = "".join(stems)
    backward = "".join(reversed(stems))  # "cut my hair", "trim my beard"
    ids, rule, distance = index.wholes.get(forward) or index.wholes.get(backward) or (), _EXACT, 0
    if not ids and len(window) == 1:
        if window[0].is_common:  # "all" is not all-over colour, nor "wed" a wedding; "change" is no change of oil
            return None
        ids, rule = index.parts.get(forward, ()), _PART
    if not ids and fuzzy:
        ids, rule, distance = _match_typos(forward, index)
    if not ids:
        return None
    return _Match(ids=ids, rule=rule, start=window[0].start, end=window[-1].end, distance=distance)


@lru_cache(maxsize=KEYS_KEPT)
def _match_typos(key: str, index: _Index) -> tuple[tuple[int, ...], str, int]:
    if len(key) < EXACT_LENGTH_MAX:
        return (), _TYPO, 0
    if ids := index.squeezed.get(_squeeze(key)):
        return ids, _SPELT, 0
    best: tuple[tuple[int, ...], str, int] = ((), _TYPO, len(key))
    # The second letter too: the first two may be swapped.
    for first in {key[0], key[1]}:
        for name, rule, ids in index.mistypable.get(first, ()):
            allowed = min(_count_typos_allowed(name), best[2] - 1)
            if abs(len(name) - len(key)) > allowed or (first != key[0] and name[:2] != key[1::-1]):
                continue
            distance = DamerauLevenshtein.distance(name, key, score_cutoff=allowed)
            if distance <= allowed:
                best = (ids, rule, distance)
    return best


def _count_typos_allowed(name: str) -> int:
    match len(name):
        case 0 | 1 | 2 | 3 | 4:  # "tram" is no trim
            return 0
        case 5 | 6:
            return 1
        case 7 | 8 | 9 | 10:
            return 2
        case _:
            return 3


def _squeeze(word: str) -> str:
    return "".join(char for place, char in enumerate(word) if place == 0 or char != word[place - 1])


@lru_cache(maxsize=64)
def _build_index(entries: tuple[Entry, ...], *, inflected: bool) -> _Index:
    wholes: dict[str, list[int]] = defaultdict(list)
    parts: dict[str, list[int]] = defaultdict(list)
    words: set[str] = set()
    for entry in entries:
        for name in (entry.name, *entry.aliases):
            tokens = list(tokenize(fold(normalize(name)), inflected=inflected))
            _note(wholes, "".join(token.stem for token in tokens), entry.id)
            words.update(token.stem for token in tokens)
            for token in tokens if len(tokens) > 1 else ():
                if len(token.stem) >= PART_LENGTH_MIN and token.word not in WEAK_PARTS:
                    _note(parts, token.stem, entry.id)
    squeezed: dict[str, list[int]] = defaultdict(list)
    for name, ids in wholes.items():
        for entry_id in ids:
            _note(squeezed, _squeeze(name), entry_id)
    return _Index(
        wholes=_freeze(wholes),
        parts=_freeze(parts),
        words=frozenset(words),
        beginnings=frozenset(name[:length] for name in (*wholes, *parts) for length in range(1, len(name) + 1)),
        squeezed=_freeze(squeezed),
        mistypable=_list_mistypable(wholes, parts),
    )


def _list_mistypable(
    wholes: dict[str, list[int]], parts: dict[str, list[int]]
) -> dict[str, tuple[tuple[str, str, tuple[int, ...]], ...]]:
    by_letter: dict[str, list[tuple[str, str, tuple[int, ...]]]] = defaultdict(list)
    for names, rule in ((wholes, _TYPO), (parts, _PART)):
        for name, ids in names.items():
            if len(name) > EXACT_LENGTH_MAX:
                by_letter[name[0]].append((name, rule, tuple(ids)))
    return {letter: tuple(names) for letter, names in by_letter.items()}


def _note(names: dict[str, list[int]], name: str, entry_id: int) -> None:
    if name and entry_id not in names[name]:
        names[name].append(entry_id)


def _freeze(names: dict[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(ids) for name, ids in names.items()}
