"""What a message is about, as a small trained model guesses it: for wordings that no rule was written for.

Linear, over hashed words, pairs of words and pieces of words. How it was made: `python -m training.intents`; what it is
good for: docs/reference/intent-model.md. Plain Python at run time: a feature's weights for all labels are one large
integer, so that adding them up takes one addition for each feature.
"""

import math
import re
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct

LANE_BYTES = 4
"""Of each label's weight in a row: room for the sum over the features of the longest text."""
OFFSET = 128
"""Added to each weight, so that none is negative and no sum borrows from the next lane."""
PIECE_LENGTHS = (3, 4, 5)
WORDS_MAX = 60
"""No more words are looked at: what a message is about is said by then."""
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[^\w\s]")
_DIGITS = re.compile(r"\d")


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
        self._width = len(card.labels) * LANE_BYTES
        lanes = bytearray(len(weights) * LANE_BYTES)
        lanes[::LANE_BYTES] = bytes((weight + OFFSET) % 256 for weight in weights)
        self._lanes = bytes(lanes)

    def guess(self, folded: str) -> Mapping[str, float]:
        """Return how likely each label is for folded text, the likeliest first; all together are 1."""
        width, lanes = self._width, self._lanes
        rows = {bucket * width for bucket in list_buckets(folded, self._card.buckets)}
        total = sum([int.from_bytes(lanes[row : row + width], "little") for row in rows])
        sums = total.to_bytes(width + LANE_BYTES, "little")
        norm = self._card.scale / math.sqrt(len(rows) or 1)
        scores = [
            bias + norm * (int.from_bytes(sums[at : at + LANE_BYTES], "little") - OFFSET * len(rows))
            for at, bias in zip(range(0, width, LANE_BYTES), self._card.biases, strict=True)
        ]
        highest = max(scores)
        powers = [math.exp(score - highest) for score in scores]
        whole = sum(powers)
        likely = {label: power / whole for label, power in zip(self._card.labels, powers, strict=True)}
        return dict(sorted(likely.items(), key=lambda one: -one[1]))


def list_buckets(folded: str, buckets: int) -> Iterator[int]:
    """Return the buckets of a text's features: the same ones in training and at run time."""
    for feature in _list_features(folded):
        yield zlib.crc32(feature.encode()) & (buckets - 1)


def _list_features(folded: str) -> Iterator[str]:
    words = [_DIGITS.sub("0", word) for word in _WORDS.findall(folded)[:WORDS_MAX]]
    before = "^"
    for word in words:
        yield word
        yield f"{before} {word}"
        before = word
        padded = f"<{word}>"
        for length in PIECE_LENGTHS:
            for start in range(len(padded) - length + 1):
                yield f"#{padded[start : start + length]}"
    yield f"{before} $"


@cache
def load_model() -> IntentModel:
    """Return the model that ships with the assistant."""
    folder = resources.files("assistant.understanding") / "data"
    card = msgspec.json.decode((folder / "intents.json").read_bytes(), type=Card)
    return IntentModel(card, (folder / "intents.bin").read_bytes())
