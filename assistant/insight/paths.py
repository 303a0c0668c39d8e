"""What the methods of forecasting have in common: what is known, as arrays, and what each would have said when."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.insight.model import DailyCounts, find_week

Floats = NDArray[np.float64]
DAYS_PER_WEEK = 7
BURN_IN_MAX = 28
"""From so many days at most a method takes what it starts with: no error is counted on them."""


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """The days that are known, and how long the shop is open on those that follow."""

    counts: Floats
    is_usual: NDArray[np.bool_]
    """Of each known day, whether the shop was open as on any such weekday: only these teach anything."""
    weekdays: NDArray[np.int64]
    """Of the known days and those that follow, 0 is Monday."""
    shares: Floats
    """Of those that follow: see `DailyCounts.shares`."""

    @property
    def days(self) -> int:
        """How many days are known."""
        return len(self.counts)

    @property
    def burn_in(self) -> int:
        """How many days pass before errors are counted."""
        return min(BURN_IN_MAX, self.days // 2)


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """What a method says of a day that is open as usual, seen from each known day."""

    past: Floats
    """Row: the known day on which it is said. Column: how many days ahead, from one on. NaN where nothing can be."""
    coming: Floats
    """The same, said on the last known day: nothing more is known of these."""


def to_history(counts: DailyCounts, horizon: int) -> History:
    """Return the arrays of a history and of the `horizon` days that follow; days without a share are as usual."""
    days = len(counts.counts)
    shares = np.ones(days + horizon)
    given = np.asarray(counts.shares, dtype=np.float64)[: days + horizon]
    shares[: len(given)] = given
    return History(
        counts=np.asarray(counts.counts, dtype=np.float64),
        is_usual=shares[:days] == 1,
        weekdays=np.asarray(find_week(counts, days + horizon), dtype=np.int64),
        shares=shares[days:],
    )


def list_outcomes(history: History, horizon: int) -> Floats:
    """Return what came after each known day, as `Paths.past` is laid out: NaN where that day teaches nothing."""
    taught = np.where(history.is_usual, history.counts, np.nan)
    padded = np.concatenate([taught, np.full(horizon, np.nan)])
    return np.lib.stride_tricks.sliding_window_view(padded, horizon)[1 : history.days + 1].copy()
