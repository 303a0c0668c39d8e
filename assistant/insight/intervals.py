"""Ranges around a forecast, as wide as its own errors so far were: conformal, by how many days ahead.

An error is measured in roots of what was expected, as counts scatter: a forecast of 30 errs by more than one of 3. The
errors of all past forecasts for about as many days ahead are put in order, and the range is as wide as four fifths of
them need (or 19 of 20). Where few stretches that long fit into the history, these errors are hardly more than one
chance: the range is widened as Student's distribution is against the normal one.
"""

import numpy as np

from assistant.insight.paths import Floats, History, Paths, list_outcomes

NEIGHBOURS = 3
"""Errors for up to so many days more or fewer ahead are counted along: together a week."""
LOOKS_MIN = 0.5
"""Of how many stretches a history counts at least, however short it is."""
NORMAL_QUANTILES = {0.80: 1.2816, 0.95: 1.9600}
"""In roots of what is expected: how pure chance scatters, which is all that is known before the first error."""
EXPECTED_MIN = 1.0
"""Errors around less than one booking are measured as around one."""


def measure_spread(history: History, paths: Paths, horizon: int) -> dict[float, Floats]:
    """Return for 0.80 and 0.95 how far the counts may lie from what is expected, in bookings, for each day ahead.

    The days are taken to be open as usual.
    """
    errors = np.abs(list_outcomes(history, horizon) - paths.past) / _scale(paths.past)
    widths = {level: np.empty(horizon) for level in NORMAL_QUANTILES}
    for ahead in range(horizon):
        near = _list_near(errors, ahead)
        for level, width in widths.items():
            quantile = float(np.quantile(near, level)) if near.size else NORMAL_QUANTILES[level]
            width[ahead] = quantile * _widen(level, history.days - history.burn_in, ahead + 1)
    # Quantiles of the same errors are in order, and so are their widenings.
    return {level: width * _scale(paths.coming) for level, width in widths.items()}


def _scale(expected: Floats) -> Floats:
    return np.sqrt(np.maximum(expected, EXPECTED_MIN))


def _list_near(errors: Floats, ahead: int) -> Floats:
    """Return the errors for about that many days ahead or, where none is known, for the most days that are."""
    known = np.flatnonzero(np.isfinite(errors).any(axis=0))
    if not known.size:
        return np.empty(0)
    centre = min(ahead, int(known[-1]))
    near = errors[:, max(0, centre - NEIGHBOURS) : centre + NEIGHBOURS + 1]
    return near[np.isfinite(near)]


def _widen(level: float, days: int, ahead: int) -> float:
    """Return by what to widen: Student's quantile over the normal one, by the first term of its expansion."""
    looks = max(LOOKS_MIN, days / ahead)
    return 1 + (NORMAL_QUANTILES[level] ** 2 + 1) / (4 * looks)
