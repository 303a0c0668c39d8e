"""The nouns of a forecast: what is known of days, and what is expected of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

HISTORY_DAYS_MIN = 14
"""A history shorter than this forecasts nothing: each weekday must have been seen twice."""
USUAL_DAYS_MIN = 4
"""So many days with the usual hours must be among them: a shop that opens twice a week has had them by then."""
HORIZON_DAYS_MAX = 84
"""So many days ahead a forecast may reach."""


class DailyCounts(Struct, frozen=True, kw_only=True):
    """How many bookings each of some days had, and how long the shop was open on them, oldest first."""

    first_day: date
    counts: tuple[float, ...]
    """Bookings of each day."""
    shares: tuple[float, ...]
    """How long the shop is open on each day, as a share of what is usual on that weekday: 0 is closed, 1 is as usual.

    There may be more shares than counts: the days that are to be forecast follow those that are known.
    """

    @property
    def last_day(self) -> date:
        """The last day whose bookings are known; the day before `first_day` where none is."""
        return self.first_day + timedelta(days=len(self.counts) - 1)


class Range(Struct, frozen=True, kw_only=True):
    """From where to where a number of bookings is expected to lie."""

    low: float
    high: float

    @property
    def whole(self) -> tuple[int, int]:
        """The same in whole bookings: the nearest ones, halves go up."""
        return int(self.low + 0.5), int(self.high + 0.5)

    def __contains__(self, count: float) -> bool:
        # As it is told: a range from 0.1 to 0.4 says that none will come.
        low, high = self.whole
        return low <= count <= high


class DayForecast(Struct, frozen=True, kw_only=True):
    """What is expected of one day, in bookings."""

    day: date
    expected: float
    range80: Range
    """Four days of five end up in it."""
    range95: Range
    """Nineteen of twenty do. It holds `range80`."""
    is_open: bool = True


class Method(StrEnum):
    """How a forecast was made."""

    SMOOTHING = "smoothing"
    """Damped exponential smoothing with a pattern of the week."""
    SAME_WEEKDAY = "same_weekday"
    """As many as on the same weekday last week: the baseline."""


class Accuracy(Struct, frozen=True, kw_only=True):
    """How well two methods would have forecast days that are over, on folds each of which only knew what came before.

    Errors are MASE: the mean error of the fold's days, over the mean difference of the same weekdays of two weeks in
    what came before the fold. Less is better.
    """

    folds: int
    days_ahead: int
    """How many days each fold forecasts."""
    days: int
    """How many days were compared: the open ones, of all folds."""
    mase: float
    """Of the smoothing."""
    baseline_mase: float
    """Of the same weekday last week."""
    coverage80: float
    """The share of days on which the count lay in the smoothing's range for 80 %."""
    coverage95: float

    @property
    def beats_baseline(self) -> bool:
        """Whether the smoothing erred less than the baseline."""
        return self.mase < self.baseline_mase


class Forecast(Struct, frozen=True, kw_only=True):
    """What is expected of the days that come."""

    days: tuple[DayForecast, ...]
    method: Method
    accuracy: Accuracy | None
    """None where the history is too short to be forecast from its own past, or was not asked to be."""
    history_days: int
    """How many days it was made from."""


class TooEarly(Struct, frozen=True, kw_only=True):
    """There is no forecast yet: the history is too short, or hardly any of its days was as usual."""

    history_days: int
    """How many days are known, from the first booking on."""
    usual_days: int
    """On how many of them the shop was open as usual: only these teach anything."""
    needed_days: int = HISTORY_DAYS_MIN
    needed_usual_days: int = USUAL_DAYS_MIN


def find_week(counts: DailyCounts, days: int) -> Sequence[int]:
    """Return the weekday of each of the first `days` days, 0 is Monday."""
    first = counts.first_day.weekday()
    return [(first + place) % 7 for place in range(days)]
