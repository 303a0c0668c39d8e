"""The sets that are known, and how each is run."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.settings import ROOT
from benchmarks.understanding import answers, dialogues, intents, mood, spans, times, turns
from benchmarks.understanding.scorers import Half, Row, Score, find_half, read_rows, score


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationSet:
    """A set: its file, its scorer, and what predicts its rows."""

    name: str
    file: str
    scorer: str | None
    """None: there is none for what is measured here, and `measure` says all."""
    predict: Callable[[Row], Row]
    figures: tuple[str, ...]
    """Those that are shown, by the scorer's names; the first is what the set is about."""
    prepare: Callable[[Sequence[Row]], None] | None = None
    """Takes in all rows before any is predicted: where some are what the others ask for."""
    is_asked: Callable[[Row], bool] | None = None
    """Tells which rows are predicted; None: all."""
    measure: Callable[[Iterable[Row], Iterable[Row]], dict[str, float]] | None = None
    """Further figures, of rows and predictions."""
    is_possible: bool = True
    """Whether what it needs is installed."""

    def read(self, folder: Path) -> list[Row]:
        """Return the rows of the set that are predicted, ready to be."""
        rows = read_rows(folder / self.file)
        if self.prepare:
            self.prepare(rows)
        return [row for row in rows if self.is_asked is None or self.is_asked(row)]

    def score(self, folder: Path, rows: Sequence[Row], predictions: Sequence[Row], *, errors: int = 0) -> Score:
        """Return what the scorer beside the set says of predictions for rows, and what it does not tell."""
        unscored = Score(figures={"n": float(len(rows))}, shares={}, wrong=())
        scored = score(folder / self.scorer, rows, predictions, errors=errors) if self.scorer else unscored
        further = self.measure(rows, predictions) if self.measure else {}
        return replace(scored, figures=scored.figures | further)


FAQ_FIGURES = ("balanced", "top1", "correctly_silent", "named", "sure_answered", "sure_right", "sure_right_of_set")
SETS = (
    EvaluationSet(
        name="time",
        file="time.jsonl",
        scorer="score_time.py",
        predict=times.predict,
        figures=("accuracy", "false_alarm_rate", "silent_error_rate", "asked_though_right"),
    ),
    EvaluationSet(
        name="turns",
        file="turns.jsonl",
        scorer="score_turns.py",
        predict=turns.predict,
        figures=("joint_on_slot_turns", "joint_accuracy", "silent_error_rate", "asked_though_right"),
    ),
    EvaluationSet(
        name="dialogues",
        file="dialogues.jsonl",
        scorer="score_dialogues.py",
        predict=dialogues.predict,
        figures=("booked_exact", "exact", "silent_error_rate"),
    ),
    EvaluationSet(
        name="restaurant8k",
        file="restaurant8k.jsonl",
        scorer="score_spans.py",
        predict=spans.predict,
        figures=("micro_f1", "party_size_value"),
    ),
    EvaluationSet(
        name="intents",
        file="intents.jsonl",
        scorer="score_intents.py",
        predict=intents.predict,
        figures=("macro_f1", "accuracy"),
    ),
    EvaluationSet(
        name="sentiment",
        file="sentiment.jsonl",
        scorer="score_sentiment.py",
        predict=mood.predict,
        figures=("accuracy", "macro_f1"),
    ),
    EvaluationSet(
        name="complaints",
        file="sentiment.jsonl",
        scorer="score_sentiment.py",
        predict=mood.predict_complaint,
        figures=(
            *("negative_f1", "negative_precision", "negative_recall"),
            *("counted_precision", "counted_recall"),
        ),
        measure=mood.measure_complaints,
    ),
    EvaluationSet(
        name="calm",
        file="turns.jsonl",
        scorer=None,
        predict=mood.predict_mood,
        figures=("read_as_bad", "counted_as_bad"),
        measure=mood.measure_calm,
    ),
    EvaluationSet(
        name="faq",
        file="faq.jsonl",
        scorer="score_faq.py",
        prepare=answers.LEXICAL.prepare,
        predict=answers.LEXICAL.predict,
        figures=FAQ_FIGURES,
        is_asked=answers.is_query,
        measure=answers.LEXICAL.measure,
    ),
    EvaluationSet(
        name="faq_semantic",
        file="faq.jsonl",
        scorer="score_faq.py",
        prepare=answers.SEMANTIC.prepare,
        predict=answers.SEMANTIC.predict,
        figures=FAQ_FIGURES,
        is_asked=answers.is_query,
        measure=answers.SEMANTIC.measure,
        is_possible=answers.CAN_ENCODE,
    ),
)
WHERE_VARIABLE = "SHARED_DIR"
"""Names the folder in which the sets are, in `eval`, where it is not beside the project."""


class NoSetsError(Exception):
    """A folder holds none of the sets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one set."""

    evaluated: EvaluationSet
    scores: dict[Half, Score]
    rows: int
    cpu_us: float
    """For each row: of a dialogue, for all its turns."""


def find_sets(folder: Path, names: Sequence[str] = ()) -> list[EvaluationSet]:
    """Return the sets in a folder, or those of them that are named.

    Raises:
        NoSetsError: there is none.
    """
    wanted = [one for one in SETS if not names or one.name in names]
    found = [one for one in wanted if one.is_possible and (folder / one.file).is_file()]
    if not found:
        raise NoSetsError(f"{folder} holds none of {', '.join(one.file for one in SETS)}")
    return found


def find_folder() -> Path | None:
    """Return the folder that the environment names, there or not, or the one beside the project, if there is one."""
    if named := os.environ.get(WHERE_VARIABLE):
        return Path(named) / "eval"
    beside = ROOT.parent / "shared" / "eval"
    return beside if beside.is_dir() else None


def run_set(folder: Path, one: EvaluationSet, *, errors: int = 0) -> Result:
    """Return how one set went; `errors` wrong rows of the open half are kept, and none of the other."""
    rows = one.read(folder)
    started = time.process_time()
    predictions = [one.predict(row) for row in rows]
    cpu_us = (time.process_time() - started) / len(rows) * 1e6
    scores = {
        half: one.score(
            folder,
            [row for row in rows if find_half(row["id"]) is half],
            predictions,
            errors=errors if half is Half.OPEN else 0,
        )
        for half in Half
    }
    return Result(evaluated=one, scores=scores, rows=len(rows), cpu_us=cpu_us)


def run_sets(folder: Path, names: Sequence[str] = (), *, errors: int = 0) -> Iterator[Result]:
    """Return how each set went, one after the other."""
    for one in find_sets(folder, names):
        yield run_set(folder, one, errors=errors)
