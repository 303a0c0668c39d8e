"""What a message is about, as a small trained model guesses it: for wordings that no rule was written for.

Linear, over hashed words, pairs of words near each other and pieces of words. How it was made:
`python -m training.intents`; what it is good for: docs/reference/intent-model.md. Plain Python at run time: a feature's
weights for all labels are one large integer, so that adding them up takes one addition for each feature; the sum over a
word and its pieces is kept for when the word comes again.
"""

import math
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from operator import itemgetter

import msgspec
from msgspec import Struct

LANE_BYTES = 4
"""Of each label's weight in a row: room for the sum over the features of the longest text."""
OFFSET = 128
"""Added to each weight, so that none is negative and no sum borrows from the next lane."""
PIECE_LENGTHS = (3, 4, 5)
WORDS_MAX = 60
"""No more words are looked at: what a message is about is said by then."""
WORD_LENGTH_MAX = 24
"""No more of a word is looked at."""
WORDS_KEPT = 4096
"""So many words' sums are kept."""
PAIRS_KEPT = 16384
"""So many pairs' weights are kept: "can i" and its like come again and again."""
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[^\w\s]")
_DIGITS = re.compile(r"\d")
_ALIKE = {
    "<day>": "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun"
    " mondays tomorrow today tonight tmrw tomoro",
    "<month>": "january february march april june july august september october november december jan feb mar apr jun"
    " jul aug sep sept oct nov dec",
    "<number>": "one two three four five six seven eight nine ten eleven twelve noon half quarter 0 00 000 0000",
    "i": "we",
    "my": "our",
    "me": "us",
    "you": "u",
    "your": "ur",
    "can": "could",
    "will": "would",
    "please": "pls plz",
}
_KINDS = {word: kind for kind, words in _ALIKE.items() for word in words.split()}
"""Words that say the same of a wish, by what they are read as beside others."""


class Card(Struct, frozen=True, kw_only=True):
    """What belongs to the weights."""

    labels: tuple[str, ...]
    buckets: int
    """How many rows of weights there are: a power of two."""
    scale: float
    """What a weight of 1 stands for."""
    biases: tuple[float, ...]


class IntentModel:
    """The weights, and how they are used.

    Args:
        card: What belongs to them.
        weights: A row for each bucket, a signed byte for each label.
    """

    def __init__(self, card: Card, weights: bytes) -> None:
        self._card = card
        self._buckets = card.buckets
        self._width = len(card.labels) * LANE_BYTES
        lanes = bytearray(len(weights) * LANE_BYTES)
        lanes[::LANE_BYTES] = bytes((weight + OFFSET) % 256 for weight in weights)
        self._lanes = bytes(lanes)
        self._lane_format = f"<{len(card.labels)}I"
        self._sum_word = lru_cache(WORDS_KEPT)(self._add_up_word)
        self._read_pair = lru_cache(PAIRS_KEPT)(self._read_row)

    def guess(self, folded: str) -> Mapping[str, float]:
        """Return how likely each label is for folded text, the likeliest first; all together are 1."""
        words = split_words(folded)
        summed = [self._sum_word(word) for word in dict.fromkeys(words)]
        pairs = list_pairs(words)
        count = len(pairs) + sum([features for _, features in summed])
        total = sum([whole for whole, _ in summed]) + sum(map(self._read_pair, pairs))
        likely = self._weigh(total, count)
        return dict(sorted(likely.items(), key=itemgetter(1), reverse=True))

    def _add_up_word(self, word: str) -> tuple[int, int]:
        features = list_pieces(word)
        return self._add_up(features), len(features)

    def _add_up(self, features: Iterable[str]) -> int:
        return sum(map(self._read_row, features))

    def _read_row(self, feature: str) -> int:
        row = find_bucket(feature, self._buckets) * self._width
        return int.from_bytes(self._lanes[row : row + self._width], "little")

    def _weigh(self, total: int, count: int) -> dict[str, float]:
        sums = struct.unpack(self._lane_format, total.to_bytes(self._width, "little"))
        norm, offset = self._card.scale / math.sqrt(count or 1), OFFSET * count
        scores = [bias + norm * (lane - offset) for lane, bias in zip(sums, self._card.biases, strict=True)]
        highest = max(scores)
        powers = [math.exp(score - highest) for score in scores]
        whole = sum(powers)
        return {label: power / whole for label, power in zip(self._card.labels, powers, strict=True)}


def list_buckets(folded: str, buckets: int) -> Iterator[int]:
    """Return the buckets of a text's features: the same ones in training and at run time, some of them twice."""
    words = split_words(folded)
    for word in dict.fromkeys(words):
        yield from (find_bucket(feature, buckets) for feature in list_pieces(word))
    yield from (find_bucket(feature, buckets) for feature in list_pairs(words))


def find_bucket(feature: str, buckets: int) -> int:
    """Return the row of weights that a feature shares with others."""
    return zlib.crc32(feature.encode()) & (buckets - 1)


def split_words(folded: str) -> list[str]:
    """Return the words and marks of folded text, each digit a 0."""
    return [word[:WORD_LENGTH_MAX] for word in _WORDS.findall(_DIGITS.sub("0", folded))[:WORDS_MAX]]


def list_pieces(word: str) -> list[str]:
    """Return a word and its pieces, each once."""
    padded = f"<{word}>"
    pieces = [
        f"#{padded[start : start + length]}" for length in PIECE_LENGTHS for start in range(len(padded) - length + 1)
    ]
    return [word, *dict.fromkeys(pieces)]


def list_pairs(words: Sequence[str]) -> list[str]:
    """Return the pairs of words up to two words apart, the edges of the text among them, each once.

    A word stands for its like there: what is said of Monday is said of Friday.
    """
    kinds = ["^", *map(_name_kind, words), "$"]
    near = [f"{first} {second}" for first, second in pairwise(kinds)]
    near += [f"{first} _ {second}" for first, second in zip(kinds, kinds[2:], strict=False)]
    near += [f"{first} __ {second}" for first, second in zip(kinds, kinds[3:], strict=False)]
    return list(dict.fromkeys(near))


def _name_kind(word: str) -> str:
    return _KINDS.get(word, word)


@cache
def load_model() -> IntentModel:
    """Return the model that ships with the assistant."""
    folder = resources.files("assistant.understanding.intents") / "data"
    card = msgspec.json.decode((folder / "intents.json").read_bytes(), type=Card)
    return IntentModel(card, (folder / "intents.bin").read_bytes())
