"""`python -m training.answers --data DIR`: how much nearness speaks for an entry, from the open half of `faq.jsonl`.

Prints the weights of `assistant/knowledge/weights.py` and where their bounds lie, crosswise: by fifths, and by bases of
which none was seen. With `requirements/semantic.txt` installed, it does so for both methods. Needs numpy. What ships
is no laxer than the stricter bounds of the two.

The set's questions without an answer are far from any shop. So each question is asked once more of its base without the
entry that answers it, where silence is right; together a third of what is asked has no answer then.
"""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.knowledge.encoding import AnswerMethod, is_encoder_installed, load_encoder
from assistant.knowledge.index import RIVALS, Index
from assistant.knowledge.model import Entry
from benchmarks.understanding.scorers import Half, Row, find_half, read_rows

Array = np.ndarray[Any, np.dtype[Any]]
NAMES = ("cosine", "evidence", "meaning", "meaning_squared", "none")
START = (3.0, 1.0, 1.0, 1.0, 3.0)
ROUNDS = 300
RATE = 0.3
DECAY = 0.001
"""Of the weights, for each round: what is seldom seen is not believed much."""
HOPELESS = 0.35
"""The share of what is asked that has no answer."""
PRECISION = 0.9
"""Of given answers that are right."""
FIFTHS = 5
IMPOSSIBLE = -1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Questions, as they are compared with the entries of their bases; one row each."""

    near: Array
    """Row, entry, feature."""
    rival: Array
    """Row, entry: whether the base holds it and it has anything in common with the question."""
    right: Array
    """The entry that answers; one more than the last where none does."""
    weight: Array
    is_original: Array
    """Asked of the whole base."""
    part: Array
    """What is left out together, crosswise."""

    def select(self, rows: Array) -> "Asked":
        """Return some of the rows."""
        return Asked(**{name: getattr(self, name)[rows] for name in self.__slots__})

    @property
    def is_answerable(self) -> Array:
        """Whether an entry answers."""
        answerable: Array = self.right < self.near.shape[1]
        return answerable


def read_asked(folder: Path, method: AnswerMethod, part: str) -> Asked:
    """Return the questions of the open half, with `part` either "fifths" or "bases"."""
    rows = read_rows(folder / "faq.jsonl")
    entries: dict[str, list[Entry]] = {}
    for row in rows:
        if row["type"] == "entry":
            entries.setdefault(row["kb"], []).append(Entry(slug=row["id"], question=row["question"], answer=""))
    encoder = load_encoder(method)
    indexes = {base: Index(own, encoder=encoder) for base, own in entries.items()}
    most = max(map(len, entries.values()))
    asked = [row for row in rows if row["type"] == "query" and find_half(row["id"]) is Half.OPEN]
    near = np.stack([_compare(row, indexes[row["kb"]], most) for row in asked])
    right = np.array([_find_right(row, indexes[row["kb"]], most) for row in asked])
    parts = [
        number % FIFTHS if part == "fifths" else sorted(entries).index(row["kb"]) for number, row in enumerate(asked)
    ]
    return _ask_in_vain(near, right, np.array(parts))


def _compare(row: Row, index: Index, most: int) -> Array:
    near = np.zeros((most, len(NAMES) - 1))
    for place, shared, meaning in index.compare(row["text"]):
        near[place] = shared.cosine, shared.evidence, meaning, meaning * meaning
    return near


def _find_right(row: Row, index: Index, most: int) -> int:
    return [entry.slug for entry in index.entries].index(row["entry"]) if row["entry"] else most


def _ask_in_vain(near: Array, right: Array, part: Array) -> Asked:
    """Return all questions, and those with an answer once more of a base without it."""
    most = near.shape[1]
    rival = near.any(axis=2)
    has_answer = np.flatnonzero(right < most)
    without = rival[has_answer].copy()
    without[np.arange(len(has_answer)), right[has_answer]] = False
    wanted = HOPELESS / (1 - HOPELESS) * len(has_answer) - (len(near) - len(has_answer))
    again = np.concatenate([np.arange(len(near)), has_answer])
    return Asked(
        near=near[again],
        rival=np.concatenate([rival, without]),
        right=np.concatenate([right, np.full(len(has_answer), most)]),
        weight=np.concatenate([np.ones(len(near)), np.full(len(has_answer), max(0, wanted) / len(has_answer))]),
        is_original=np.arange(len(again)) < len(near),
        part=part[again],
    )


def share_likelihoods(asked: Asked, weights: Array) -> Array:
    """Return the likelihood of each entry, and last of none, as `assistant.knowledge.index` shares it."""
    value = np.where(asked.rival, asked.near @ weights[:-1], IMPOSSIBLE)
    if value.shape[1] > RIVALS:
        value = np.where(value >= np.sort(value, axis=1)[:, [-RIVALS]], value, IMPOSSIBLE)
    value = np.append(value, np.full((len(value), 1), weights[-1]), axis=1)
    shares = np.exp(value - value.max(axis=1, keepdims=True))
    likelihoods: Array = shares / shares.sum(axis=1, keepdims=True)
    return likelihoods


def train(asked: Asked) -> Array:
    """Return the weights, by descent (Adam). A right entry that is not among the rivals teaches nothing."""
    weights = np.array(START)
    mean, square = np.zeros(len(START)), np.zeros(len(START))
    rows = np.arange(len(asked.near))
    for step in range(1, ROUNDS + 1):
        likelihoods = share_likelihoods(asked, weights)
        wrong = likelihoods.copy()
        wrong[rows, asked.right] -= 1
        wrong *= (asked.weight * (likelihoods[rows, asked.right] > 0))[:, None]
        slope = np.append(np.einsum("re,ref->f", wrong[:, :-1], asked.near), wrong[:, -1].sum()) / asked.weight.sum()
        slope[:-1] += 2 * DECAY * weights[:-1]
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope * slope
        weights = weights - RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def cross(asked: Asked) -> Array:
    """Return the likelihoods by weights that have not seen the part that a question belongs to."""
    likelihoods = np.zeros((len(asked.near), asked.near.shape[1] + 1))
    for part in np.unique(asked.part):
        weights = train(asked.select(asked.part != part))
        likelihoods[asked.part == part] = share_likelihoods(asked.select(asked.part == part), weights)
    return likelihoods


def find_sure(likeliest: Array, is_right: Array, weight: Array) -> float:
    """Return the likelihood from which on so many of the given answers are right."""
    order = np.argsort(-likeliest, kind="stable")
    precision = np.cumsum((is_right * weight)[order]) / np.cumsum(weight[order])
    enough = np.flatnonzero(precision >= PRECISION)
    return float(likeliest[order][enough[-1]]) if len(enough) else 1.0


def find_unsure(asked: Asked, likeliest: Array, is_right: Array) -> float:
    """Return the likelihood from which on it is best to name the likeliest entry, by balanced accuracy on the set."""
    bounds = np.linspace(0.05, 0.95, 91)
    return float(max(bounds, key=lambda bound: sum(_weigh_up(asked, likeliest, is_right, bound))))


def _weigh_up(asked: Asked, likeliest: Array, is_right: Array, bound: float) -> tuple[float, float]:
    """Return the shares of right answers and of right silence on the set, with answers from a likelihood on."""
    answered, hopeless = asked.is_original & asked.is_answerable, asked.is_original & ~asked.is_answerable
    return float((is_right & (likeliest >= bound))[answered].mean()), float((likeliest < bound)[hopeless].mean())


def show(title: str, asked: Asked) -> None:
    """Print the bounds, and what comes of them crosswise."""
    likelihoods = cross(asked)
    likeliest, is_right = likelihoods[:, :-1].max(axis=1), likelihoods[:, :-1].argmax(axis=1) == asked.right
    sure, unsure = find_sure(likeliest, is_right, asked.weight), find_unsure(asked, likeliest, is_right)
    whole = asked.is_original & (likeliest >= sure)
    print(f"  {title}: sure from {sure:.2f}: {_weigh_up(asked, likeliest, is_right, sure)[0]:.3f} of the set answered,")
    print(f"    right {PRECISION} with those that have no answer, {is_right[whole].mean():.3f} on the set alone")
    right, silent = _weigh_up(asked, likeliest, is_right, unsure)
    print(f"    unsure from {unsure:.2f}: right {right:.3f}, silent {silent:.3f}, balanced {(right + silent) / 2:.3f}")


def list_methods() -> Iterable[AnswerMethod]:
    """Return the methods that can be run here."""
    return [AnswerMethod.LEXICAL, *([AnswerMethod.SEMANTIC] if is_encoder_installed() else [])]


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m training.answers", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of `faq.jsonl`")
    options = parser.parse_args(arguments)
    for method in list_methods():
        weights = train(read_asked(options.data, method, "fifths"))
        print(f"{method}: {', '.join(f'{name}={value:.2f}' for name, value in zip(NAMES, weights, strict=True))}")
        for part in ("fifths", "bases"):
            show(f"by {part}", read_asked(options.data, method, part))


if __name__ == "__main__":
    main()
