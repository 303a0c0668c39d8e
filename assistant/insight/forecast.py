"""How many bookings the days to come will have, from how many there were."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np

from assistant.insight.baseline import predict_by_same_weekday
from assistant.insight.intervals import measure_spread
from assistant.insight.model import (
    HISTORY_DAYS_MIN,
    HORIZON_DAYS_MAX,
    USUAL_DAYS_MIN,
    Accuracy,
    DailyCounts,
    DayForecast,
    Forecast,
    Method,
    Range,
    TooEarly,
)
from assistant.insight.paths import Floats, History, Paths, to_history
from assistant.insight.smoothing import CHOSEN_BY_DAYS, predict_by_smoothing

Predict = Callable[[History, int], Paths]
PREDICTS: dict[Method, Predict] = {
    Method.SMOOTHING: predict_by_smoothing,
    Method.SAME_WEEKDAY: predict_by_same_weekday,
}
HISTORY_DAYS_MAX = 365
"""What is older hardly tells anything more, and costs time."""


def forecast_days(
    known: DailyCounts, horizon: int, *, method: Method = Method.SMOOTHING, accuracy: Accuracy | None = None
) -> Forecast | TooEarly:
    """Return what is expected of the `horizon` days after the last known one.

    Days before the first booking count as not known: the shop, or this part of it, was not there yet. Closed days are
    expected to have nothing, and teach nothing; of a day with special hours a share of the usual is expected. The same
    values give the same forecast.

    Raises:
        ValueError: `horizon` is not from 1 to HORIZON_DAYS_MAX.
    """
    if not 1 <= horizon <= HORIZON_DAYS_MAX:
        raise ValueError(f"a forecast reaches 1 to {HORIZON_DAYS_MAX} days ahead, not {horizon}")
    told = trim(known)
    usual_days = sum(share == 1 for share in told.shares[: len(told.counts)])
    if len(told.counts) < HISTORY_DAYS_MIN or usual_days < USUAL_DAYS_MIN:
        return TooEarly(history_days=len(told.counts), usual_days=usual_days)
    # Whoever asks for fewer days is told the same of them.
    reach = max(horizon, CHOSEN_BY_DAYS)
    history = to_history(told, reach)
    paths = PREDICTS[method](history, reach)
    return Forecast(
        days=_to_days(told, history, paths, measure_spread(history, paths, reach))[:horizon],
        method=method,
        accuracy=accuracy,
        history_days=history.days,
    )


def trim(known: DailyCounts) -> DailyCounts:
    """Return the days from the first one with a booking on, and no more than HISTORY_DAYS_MAX; none where none has."""
    first = next((place for place, count in enumerate(known.counts) if count), len(known.counts))
    first = max(first, len(known.counts) - HISTORY_DAYS_MAX)
    return DailyCounts(
        first_day=known.first_day + timedelta(days=first), counts=known.counts[first:], shares=known.shares[first:]
    )


def _to_days(told: DailyCounts, history: History, paths: Paths, spread: dict[float, Floats]) -> tuple[DayForecast, ...]:
    expected = paths.coming * history.shares
    # As roots: half the hours have half the bookings, and these scatter by the root of a half of it.
    around = {level: width * np.sqrt(history.shares) for level, width in spread.items()}
    return tuple(
        DayForecast(
            day=told.last_day + timedelta(days=ahead + 1),
            expected=float(expected[ahead]),
            range80=_range(expected[ahead], around[0.80][ahead]),
            range95=_range(expected[ahead], around[0.95][ahead]),
            is_open=bool(history.shares[ahead] > 0),
        )
        for ahead in range(len(expected))
    )


def _range(expected: float, width: float) -> Range:
    return Range(low=max(0.0, float(expected - width)), high=float(expected + width))
