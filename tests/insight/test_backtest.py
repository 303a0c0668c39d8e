"""A forecast is tried on its own past, honestly."""

from datetime import date, timedelta

import numpy as np
import pytest
from msgspec.structs import replace

from assistant.insight.backtest import FOLD_DAYS, SHORT_FOLD_DAYS, check, list_folds
from assistant.insight.model import DailyCounts

WEEK = (4, 6, 8, 9, 14, 17, 3)


def make_counts(days: int, *, closed_weekday: int | None = None) -> DailyCounts:
    random = np.random.default_rng(3)
    shares = tuple(0.0 if place % 7 == closed_weekday else 1.0 for place in range(days))
    counts = tuple(float(random.poisson(WEEK[place % 7])) * shares[place] for place in range(days))
    return DailyCounts(first_day=date(2026, 3, 2), counts=counts, shares=shares)


def test_a_fold_knows_nothing_of_what_comes_after_it() -> None:
    known = make_counts(196)
    folds = list(list_folds(known, 84, FOLD_DAYS))
    assert [one.known_days for one in folds] == [84, 112, 140, 168]
    other = replace(known, counts=(*known.counts[:140], *(99.0,) * 56))
    assert list(list_folds(other, 84, FOLD_DAYS))[:2] == folds[:2]


def test_chance_around_a_week_is_forecast_better_than_by_last_week_and_lies_in_the_ranges() -> None:
    accuracy = check(make_counts(330))
    assert accuracy
    assert (accuracy.folds, accuracy.days_ahead, accuracy.days) == (8, FOLD_DAYS, 8 * FOLD_DAYS)
    assert accuracy.beats_baseline
    assert accuracy.mase < 0.85 * accuracy.baseline_mase
    assert 0.72 <= accuracy.coverage80 <= 0.92
    assert accuracy.coverage95 >= 0.9


@pytest.mark.parametrize(
    ("days", "folds"),
    [(14, None), (41, None), (42, (2, SHORT_FOLD_DAYS)), (111, (8, SHORT_FOLD_DAYS)), (112, (3, FOLD_DAYS))],
)
def test_a_short_history_is_tried_on_weeks_and_a_shorter_one_not_at_all(
    days: int, folds: tuple[int, int] | None
) -> None:
    accuracy = check(make_counts(days))
    assert ((accuracy.folds, accuracy.days_ahead) if accuracy else None) == folds


def test_closed_days_are_no_success() -> None:
    accuracy = check(make_counts(330, closed_weekday=6))
    assert accuracy
    assert accuracy.days == 8 * FOLD_DAYS * 6 // 7


def test_counts_that_never_differ_cannot_be_measured_against() -> None:
    always = DailyCounts(first_day=date(2026, 3, 2), counts=(5.0,) * 200, shares=(1.0,) * 200)
    assert check(always) is None


def test_a_shop_that_has_closed_for_good_is_tried_on_the_days_it_was_open() -> None:
    known = make_counts(200)
    closed = replace(known, shares=(*known.shares[:120], *(0.0,) * 80))
    accuracy = check(closed)
    assert accuracy
    assert accuracy.days <= 120
    assert known.last_day == date(2026, 3, 2) + timedelta(days=199)
