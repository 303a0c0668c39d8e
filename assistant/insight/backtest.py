"""How well a forecast would have done: on days that are over, knowing only what came before them."""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from assistant.insight.forecast import forecast_days, trim
from assistant.insight.model import Accuracy, DailyCounts, Forecast, Method, TooEarly
from assistant.insight.paths import DAYS_PER_WEEK

FOLD_DAYS = 28
SHORT_FOLD_DAYS = 7
"""Of histories that hold no three long folds."""
FOLDS_MIN, FOLDS_MAX = 2, 8
TRAINING_DAYS_MIN = 28
"""What a fold must at least know."""
CHECKED_DAYS_MIN = TRAINING_DAYS_MIN + FOLDS_MIN * SHORT_FOLD_DAYS
"""A shorter history cannot be tried on itself."""
LONG_HISTORY_DAYS = TRAINING_DAYS_MIN + 3 * FOLD_DAYS


class Fold(Struct, frozen=True, kw_only=True):
    """One forecast of days that are over, against what they had."""

    known_days: int
    days: int
    """How many of the days were open."""
    mase: float
    baseline_mase: float
    coverage80: float
    coverage95: float


def check(known: DailyCounts) -> Accuracy | None:
    """Return how well the history's newest days would have been forecast; None where it is too short for two folds."""
    told = trim(known)
    ahead = FOLD_DAYS if len(told.counts) >= LONG_HISTORY_DAYS else SHORT_FOLD_DAYS
    count = min(FOLDS_MAX, (len(told.counts) - TRAINING_DAYS_MIN) // ahead)
    folds = list(list_folds(told, len(told.counts) - count * ahead, ahead)) if count >= FOLDS_MIN else []
    return summarise(folds, ahead) if folds else None


def list_folds(known: DailyCounts, first: int, ahead: int) -> Iterator[Fold]:
    """Return the folds that follow each other from `first` known days on, each of `ahead` days.

    Those are left out whose days are all closed, or before which the same weekdays never differed: no error can be
    measured against that.
    """
    for end in range(first, len(known.counts) - ahead + 1, ahead):
        fold = _measure(known, end, ahead)
        if fold:
            yield fold


def summarise(folds: list[Fold], ahead: int) -> Accuracy:
    """Return the means of folds, each counting alike for the error and each day for the coverage.

    Args:
        folds: One or more.
        ahead: How many days each forecasts.
    """
    days = [fold.days for fold in folds]
    return Accuracy(
        folds=len(folds),
        days_ahead=ahead,
        days=sum(days),
        mase=float(np.mean([fold.mase for fold in folds])),
        baseline_mase=float(np.mean([fold.baseline_mase for fold in folds])),
        coverage80=float(np.average([fold.coverage80 for fold in folds], weights=days)),
        coverage95=float(np.average([fold.coverage95 for fold in folds], weights=days)),
    )


def _measure(known: DailyCounts, end: int, ahead: int) -> Fold | None:
    before = DailyCounts(first_day=known.first_day, counts=known.counts[:end], shares=known.shares[: end + ahead])
    forecasts = [forecast_days(before, ahead, method=method) for method in (Method.SMOOTHING, Method.SAME_WEEKDAY)]
    scale = _measure_scale(before)
    if not scale or any(isinstance(one, TooEarly) for one in forecasts):
        return None
    ours, baseline = (one for one in forecasts if isinstance(one, Forecast))
    pairs = [(d, count) for d, count in zip(ours.days, known.counts[end:], strict=False) if d.is_open]
    if not pairs:
        return None
    expected = {d.day: d.expected for d in baseline.days}
    return Fold(
        known_days=end,
        days=len(pairs),
        mase=float(np.mean([abs(d.expected - count) for d, count in pairs])) / scale,
        baseline_mase=float(np.mean([abs(expected[d.day] - count) for d, count in pairs])) / scale,
        coverage80=float(np.mean([count in d.range80 for d, count in pairs])),
        coverage95=float(np.mean([count in d.range95 for d, count in pairs])),
    )


def _measure_scale(before: DailyCounts) -> float:
    """Return by how much the same weekdays of two weeks differ in the mean, where both were as usual; 0 for never."""
    shares, counts = before.shares, before.counts
    differences = [
        abs(counts[place] - counts[place - DAYS_PER_WEEK])
        for place in range(DAYS_PER_WEEK, len(counts))
        if shares[place] == shares[place - DAYS_PER_WEEK] == 1
    ]
    return float(np.mean(differences)) if differences else 0.0
