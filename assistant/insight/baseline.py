"""The baseline: as many as on the same weekday of the last week in which that weekday was as usual."""

import numpy as np

from assistant.insight.paths import DAYS_PER_WEEK, Floats, History, Paths


def predict_by_same_weekday(history: History, horizon: int) -> Paths:
    """Return what the baseline says of `horizon` days, from each known day on, as if it were open as usual.

    Of a weekday that has never been as usual it says the mean of all days so far, or nothing where there is none.
    """
    past = np.full((history.days, horizon), np.nan)
    last = np.full(DAYS_PER_WEEK, np.nan)
    coming: Floats = np.zeros(horizon)
    for day in range(history.days):
        if history.is_usual[day]:
            last[history.weekdays[day]] = history.counts[day]
        mean = float(np.nanmean(last)) if np.isfinite(last).any() else 0.0
        said = np.where(np.isnan(last), mean, last)
        coming = said[history.weekdays[day + 1 : day + 1 + horizon]]
        if day >= history.burn_in - 1:
            past[day] = coming
    past[-1] = np.nan  # nothing of it can be known yet
    return Paths(past=past, coming=coming)
