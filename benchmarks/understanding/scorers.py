"""The scorers that lie beside the sets: each is given rows and predictions, and prints a line of figures."""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

Row = dict[str, Any]
"""A row of a set, or a prediction: as its README says."""
_FIGURE = re.compile(r"(\w+)=([0-9.]+)")
_SHARE = re.compile(r"(?m)^(\S.*?) +(\d+)/ *(\d+)  [0-9.]+$")


class ScorerError(Exception):
    """A scorer could not be run, or printed no figures. The text says which."""


class Half(StrEnum):
    """A part of a set, by a hash of the row's id: the same rows for ever, in whatever order they come."""

    OPEN = "open"
    """Its errors may be looked at."""
    ASIDE = "aside"
    """Its errors are never looked at: what it says holds for messages that nobody has seen."""


def find_half(row_id: str) -> Half:
    """Return the half that a row belongs to."""
    return Half.ASIDE if hashlib.sha256(row_id.encode()).digest()[0] % 2 else Half.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a scorer said."""

    figures: dict[str, float]
    """By the scorer's own names; among them `n` and other counts."""
    shares: dict[str, tuple[int, int]]
    """Right ones and all, by part of the set, where the scorer tells them apart."""
    wrong: Sequence[str]
    """Wrong rows, as JSON."""


def read_rows(file: Path) -> list[Row]:
    """Return the rows of a set."""
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def score(scorer: Path, gold: Iterable[Row], predictions: Iterable[Row], *, errors: int = 0) -> Score:
    """Return what `scorer` says of the predictions for these rows, with so many wrong ones.

    Raises:
        ScorerError: it failed, or printed no figures.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "gold.jsonl", gold)
        _write(folder / "pred.jsonl", predictions)
        command = [sys.executable, str(scorer), "--gold", str(folder / "gold.jsonl")]
        told = subprocess.run(  # noqa: S603 - the scorers beside the data that we were told to read
            [*command, "--pred", str(folder / "pred.jsonl"), "--errors", str(errors)],
            capture_output=True,
            text=True,
            check=False,
        )
    lines = told.stdout.splitlines()
    if told.returncode or not lines or not _FIGURE.search(lines[-1]):
        raise ScorerError(f"{scorer.name} failed: {told.stderr.strip() or 'it printed no figures'}")
    return Score(
        figures={key: float(value) for key, value in _FIGURE.findall(lines[-1])},
        shares={name.strip(): (int(right), int(all_)) for name, right, all_ in _SHARE.findall(told.stdout)},
        wrong=[line for line in lines if line.startswith("{")],
    )


def _write(file: Path, rows: Iterable[Row]) -> None:
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
