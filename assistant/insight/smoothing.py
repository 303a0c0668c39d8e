"""Damped exponential smoothing with a pattern of the week, of which the best of a grid are averaged.

The level and a trend that fades move with each day's error, and so does what its weekday adds. How fast they move is
chosen by how well the forecasts for all days ahead turned out, recent ones counting more. All members of the grid are
smoothed at once. What is smoothed are counts as they are, not their roots or logarithms: so what is expected is a mean,
which may be added up and set against a capacity, also where a day has one booking or none.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from assistant.insight.paths import DAYS_PER_WEEK, Floats, History, Paths, list_outcomes

LEVEL_RATES = (0.02, 0.05, 0.1, 0.2, 0.35, 0.6)
WEEKDAY_RATES = (0.0, 0.03, 0.1, 0.2)
TREND_RATES = (0.0, 0.05, 0.2)
DAMPING = 0.95
"""What is left of the trend the day after: half of it is gone in two weeks."""
AVERAGED = 5
"""So many of the grid are averaged: the best one alone follows chance."""
CHOSEN_BY_DAYS = 28
"""How many days ahead the forecasts reach by whose errors the best are found."""
MEMORY_DAYS = 90
"""An error that is this old counts half."""


@dataclass(frozen=True, slots=True, eq=False)
class _States:
    """Where the smoothing stood after each day. The last axis is the grid."""

    level: Floats
    trend: Floats
    weekdays: Floats
    """What each weekday adds: the axis in the middle is the weekday."""


def predict_by_smoothing(history: History, horizon: int) -> Paths:
    """Return what the smoothing says of `horizon` days, from each known day on, as if it were open as usual.

    Args:
        history: At least one day.
        horizon: At least one day.
    """
    rates = np.array(list(product(LEVEL_RATES, WEEKDAY_RATES, TREND_RATES))).T
    paths = _look_ahead(_smooth(history, rates), history, horizon)
    known = paths[:-1]
    best = _choose(known[:, :CHOSEN_BY_DAYS], list_outcomes(history, horizon)[:-1, :CHOSEN_BY_DAYS])
    past = np.full((history.days, horizon), np.nan)
    past[history.burn_in - 1 : -1] = known[history.burn_in - 1 :, :, best].mean(axis=2)
    return Paths(past=past, coming=paths[-1][:, best].mean(axis=1))


def _smooth(history: History, rates: Floats) -> _States:
    """Return the states after each day; a day that is not as usual moves time on, and nothing else."""
    level_rate, weekday_rate, trend_rate = rates
    level, weekday = _start(history, rates.shape[1])
    trend = np.zeros_like(level)
    days, members = history.days, rates.shape[1]
    states = _States(np.empty((days, members)), np.empty((days, members)), np.empty((days, DAYS_PER_WEEK, members)))
    for day in range(days):
        trend = trend * DAMPING
        level = level + trend
        if history.is_usual[day]:
            which = history.weekdays[day]
            error = history.counts[day] - level - weekday[which]
            level = level + level_rate * error
            trend = trend + level_rate * trend_rate * error
            weekday[which] += weekday_rate * error
        states.level[day], states.trend[day], states.weekdays[day] = level, trend, weekday
    return states


def _start(history: History, members: int) -> tuple[Floats, Floats]:
    """Return the level and the weekdays' additions of the first days, these drawn towards nothing: they are few."""
    first = history.counts[: history.burn_in]
    usual = history.is_usual[: history.burn_in]
    level = float(first[usual].mean()) if usual.any() else 0.0
    weekday = np.zeros((DAYS_PER_WEEK, members))
    for which in range(DAYS_PER_WEEK):
        own = first[usual & (history.weekdays[: history.burn_in] == which)]
        weekday[which] = (own - level).sum() / (len(own) + 1)
    return np.full(members, level), weekday


def _look_ahead(states: _States, history: History, horizon: int) -> Floats:
    """Return day, days ahead, member: what is said then. Never less than nothing."""
    days = np.arange(history.days)
    ahead = np.empty((history.days, horizon, states.level.shape[1]))
    growth = 0.0
    for step in range(1, horizon + 1):
        growth += DAMPING**step
        weekdays = states.weekdays[days, history.weekdays[days + step]]
        ahead[:, step - 1] = states.level + growth * states.trend + weekdays
    return np.maximum(ahead, 0.0)


def _choose(ahead: Floats, outcomes: Floats) -> NDArray[np.intp]:
    """Return the numbers of the best members, by squared errors, after which a mean is what is expected."""
    age = np.arange(len(outcomes))[::-1, np.newaxis]
    weights = np.where(np.isnan(outcomes), 0.0, 0.5 ** (age / MEMORY_DAYS))
    errors = np.square(np.nan_to_num(outcomes)[:, :, np.newaxis] - ahead)
    # Equal ones stay in the grid's order: the same history gives the same forecast everywhere.
    order: NDArray[np.intp] = np.argsort(np.einsum("dh,dhm->m", weights, errors), kind="stable")
    return order[:AVERAGED]
