"""`python -m training.intents`: makes the model of intents that ships, from sentences.

The sentences in `training/sentences` are the project's own, a file for each label, and so are the patterns in
`training/templates`, from which more are made. With `--data DIR`, the open halves of `intents.jsonl` and `faq.jsonl`
there are used too, of those sources whose licences let weights be shipped: see docs/reference/intent-model.md.
"""

import argparse
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from assistant.settings import ROOT
from assistant.understanding.intents.trained import Card, list_buckets
from assistant.understanding.normalize import fold, normalize
from benchmarks.understanding.scorers import Half, find_half, read_rows
from training.templates import misspell, read_patterns

SENTENCES = ROOT / "training" / "sentences"
PATTERNS = ROOT / "training" / "templates"
MODEL = ROOT / "assistant" / "understanding" / "intents" / "data"
BUCKETS = 2**15
EPOCHS = 12
RATE = 0.4
DECAY = 2e-4
"""L2: weights that few sentences need stay small."""
KEPT = 0.6
"""The share of features that each look at a sentence sees: the model does not lean on single words."""
PUBLIC_IMPORTANCE = 2.0
"""Of a message that a stranger wrote, beside a sentence of our own."""
PATTERN_IMPORTANCE = 0.5
"""Of a sentence made from a pattern."""
MISSPELT = 0.3
"""So many of our own sentences are learned with a slip of the finger as well."""
SEED = 20261123
SHARE_ALIKE = ("sgd", "bitext")
"""Sources whose licences ask derivatives to be shared alike: never trained on."""
ABOUT_ITSELF = ("assist:what_can_i_ask_you", "assist:restaurant_reviews")
"""Stored questions that a shop may well be asked, among those that it is not."""

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence, as the model sees it."""

    rows: NDArray[np.int64]
    counts: Vector
    """How often each row is among its features."""
    label: int
    importance: float


def read_sentences(folder: Path) -> Iterable[tuple[str, str]]:
    """Return the project's own sentences, each with its label."""
    for file in sorted(folder.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield file.stem, line


def read_set(file: Path) -> Iterable[tuple[str, str]]:
    """Return the open half of the public set, without what may not be shipped."""
    for row in read_rows(file):
        if find_half(row["id"]) is Half.OPEN and not row["source"].startswith(SHARE_ALIKE):
            yield row["label"], row["text"]


def read_answered(folder: Path) -> Iterable[tuple[str, str]]:
    """Return what is asked in the open half of `faq.jsonl`, but for what `intents.jsonl` asks as well."""
    known = {fold(normalize(row["text"])) for row in read_rows(folder / "intents.jsonl")}
    for row in read_rows(folder / "faq.jsonl"):
        is_open = row["type"] == "query" and find_half(row["id"]) is Half.OPEN
        if is_open and row["entry"] not in ABOUT_ITSELF and fold(normalize(row["text"])) not in known:
            yield "question" if row["kb"] == "hotel" and row["entry"] else "out_of_scope", row["text"]


def make_own_examples(labels: Sequence[str]) -> list[Example]:
    """Return what the model sees of the project's own sentences: as written, misspelt, and made from patterns."""
    dice = random.Random(SEED)  # noqa: S311 - not a secret
    own = list(read_sentences(SENTENCES))
    made = list(read_patterns(PATTERNS, seed=SEED))
    slips = [(label, misspell(text, dice)) for label, text in (*own, *made) if dice.random() < MISSPELT]
    print(f"{len(own)} sentences of our own, {len(made)} made from patterns", flush=True)
    written = make_examples(own, labels)
    return [*written, *make_examples([*made, *slips], labels, importance=PATTERN_IMPORTANCE)]


def make_examples(
    sentences: Iterable[tuple[str, str]], labels: Sequence[str], *, importance: float = 1
) -> list[Example]:
    """Return what the model sees of the sentences."""
    return [_make_example(fold(normalize(text)), labels.index(label), importance) for label, text in sentences]


def _make_example(folded: str, label: int, importance: float) -> Example:
    buckets = np.fromiter(list_buckets(folded, BUCKETS), dtype=np.int64)
    rows, counts = np.unique(buckets, return_counts=True)
    return Example(rows=rows, counts=counts.astype(np.float32), label=label, importance=importance)


def train(examples: Sequence[Example], labels: int) -> tuple[Vector, Vector]:
    """Return weights and biases of a multinomial logistic regression, by stochastic descent (Adagrad).

    A label weighs by the square root of how rare it is: the rare ones are the ones that matter.
    """
    dice = random.Random(SEED)  # noqa: S311 - not a secret
    noise = np.random.default_rng(SEED)
    weights, biases = np.zeros((BUCKETS, labels), np.float32), np.zeros(labels, np.float32)
    squares, bias_squares = np.full((BUCKETS, labels), 1e-2, np.float32), np.full(labels, 1e-2, np.float32)
    counts = np.bincount([e.label for e in examples], minlength=labels)
    importance = np.sqrt(counts.mean() / np.maximum(counts, 1))
    order = list(examples)
    for epoch in range(EPOCHS):
        dice.shuffle(order)
        lost = 0.0
        for one in order:
            kept = noise.random(len(one.rows)) < KEPT
            rows, seen = (one.rows[kept], one.counts[kept]) if kept.any() else (one.rows, one.counts)
            seen = (seen / np.sqrt(seen.sum()))[:, None]
            likely = _softmax(biases + (seen * weights[rows]).sum(axis=0))
            lost -= float(np.log(max(likely[one.label], 1e-9)))
            slope = likely
            slope[one.label] -= 1
            slope *= importance[one.label] * one.importance
            bias_squares += slope**2
            biases -= RATE * 0.1 * slope / np.sqrt(bias_squares)
            step = seen * slope + DECAY * weights[rows]
            squares[rows] += step**2
            weights[rows] -= RATE * step / np.sqrt(squares[rows])
        if epoch % 5 == 4:  # noqa: PLR2004 - every fifth
            print(f"epoch {epoch + 1}: mean loss {lost / len(order):.3f}", flush=True)
    return weights, biases


def _softmax(scores: Vector) -> Vector:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum(), np.float32)


def write_model(folder: Path, labels: Sequence[str], weights: Vector, biases: Vector) -> None:
    """Write the weights as signed bytes, and what belongs to them."""
    scale = float(np.quantile(np.abs(weights[weights != 0]), 0.999)) / 127
    card = Card(labels=tuple(labels), buckets=BUCKETS, scale=scale, biases=tuple(float(b) for b in biases))
    folder.mkdir(exist_ok=True)
    (folder / "intents.bin").write_bytes(np.clip(np.round(weights / scale), -127, 127).astype(np.int8).tobytes())
    (folder / "intents.json").write_bytes(msgspec.json.format(msgspec.json.encode(card)) + b"\n")


def main() -> None:
    """Train, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder with intents.jsonl")
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    labels = sorted({label for label, _ in read_sentences(SENTENCES)})
    public = [*read_set(options.data / "intents.jsonl"), *read_answered(options.data)] if options.data else []
    print(f"{len(public)} messages of public sets, {len(labels)} labels", flush=True)
    examples = [*make_own_examples(labels), *make_examples(public, labels, importance=PUBLIC_IMPORTANCE)]
    write_model(options.out, labels, *train(examples, len(labels)))


if __name__ == "__main__":
    main()
