"""What a forecast of daily counts may be relied on for."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from assistant.insight.forecast import HISTORY_DAYS_MAX, forecast_days
from assistant.insight.model import (
    HISTORY_DAYS_MIN,
    HORIZON_DAYS_MAX,
    USUAL_DAYS_MIN,
    DailyCounts,
    DayForecast,
    Forecast,
    Method,
    TooEarly,
)

MONDAY = date(2026, 3, 2)
patient = settings(max_examples=60, deadline=None, print_blob=True)
WEEK = (4, 6, 8, 9, 14, 17, 3)
counts_of_days = st.lists(st.integers(0, 60), min_size=HISTORY_DAYS_MIN, max_size=120)
shares_of_days = st.sampled_from((0.0, 0.0, 0.5, 1.0, 1.0, 1.0, 1.5))


def make_counts(counts: Sequence[float], closed: Collection[int] = (), ahead: int = 0) -> DailyCounts:
    shares = [0.0 if place in closed else 1.0 for place in range(len(counts) + ahead)]
    return DailyCounts(first_day=MONDAY, counts=tuple(counts), shares=tuple(shares))


def draw_week(weeks: int, seed: int = 7, level: float = 1.0) -> list[float]:
    """Return counts of chance around a pattern of the week."""
    random = np.random.default_rng(seed)
    return [float(random.poisson(level * WEEK[place % 7])) for place in range(7 * weeks)]


def forecast(known: DailyCounts, horizon: int = 28, method: Method = Method.SMOOTHING) -> tuple[DayForecast, ...]:
    made = forecast_days(known, horizon, method=method)
    assert isinstance(made, Forecast)
    return made.days


@patient
@given(
    counts=counts_of_days,
    shares=st.lists(shares_of_days, min_size=120, max_size=180),
    horizon=st.integers(1, 40),
    method=st.sampled_from(Method),
)
def test_ranges_are_nested_around_what_is_expected_never_below_nothing_and_closed_days_have_none(
    counts: list[int], shares: list[float], horizon: int, method: Method
) -> None:
    assume(shares[: len(counts)].count(1.0) >= USUAL_DAYS_MIN)
    known = DailyCounts(first_day=MONDAY, counts=(1.0, *map(float, counts[1:])), shares=tuple(shares))
    days = forecast(known, horizon, method)
    assert [one.day for one in days] == [MONDAY + timedelta(days=len(counts) + n) for n in range(horizon)]
    for ahead, one in enumerate(days):
        assert 0 <= one.range95.low <= one.range80.low <= one.expected
        assert one.expected <= one.range80.high <= one.range95.high
        assert np.isfinite(one.range95.high)
        place = len(counts) + ahead
        is_closed = place < len(shares) and shares[place] == 0
        assert one.is_open is not is_closed
        if is_closed:
            assert one.expected == one.range95.high == 0


@patient
@given(counts=counts_of_days)
def test_the_same_history_gives_the_same_forecast(counts: list[int]) -> None:
    known = make_counts([1.0, *map(float, counts[1:])])
    assert forecast(known) == forecast(known)


@patient
@given(seed=st.integers(0, 50), horizon=st.integers(1, 27))
def test_whoever_asks_for_fewer_days_is_told_the_same_of_them(seed: int, horizon: int) -> None:
    known = make_counts(draw_week(9, seed))
    assert forecast(known, horizon) == forecast(known, 28)[:horizon]


def test_a_week_that_repeats_itself_is_expected_again() -> None:
    expected = [one.expected for one in forecast(make_counts([float(n) for n in WEEK * 10]), 14)]
    assert expected == pytest.approx([*WEEK, *WEEK], abs=0.5)


@pytest.mark.parametrize("count", [0.0, 99.0])
def test_what_happened_on_a_closed_day_teaches_nothing(count: float) -> None:
    usual, other = draw_week(12), draw_week(12)
    closed = {5, 6, 40, 41, 42, 75, 83}
    for place in closed:
        other[place] = count
    assert forecast(make_counts(usual, closed)) == forecast(make_counts(other, closed))


def test_after_two_closed_weeks_the_pattern_of_the_week_goes_on() -> None:
    closed = set(range(63, 77))
    counts = [0.0 if place in closed else count for place, count in enumerate(draw_week(11))]
    expected = [one.expected for one in forecast(make_counts(counts, closed), 7)]
    assert int(np.argmax(expected)) == 5
    assert sum(expected) == pytest.approx(sum(WEEK), rel=0.2)


def test_of_a_day_with_half_the_hours_half_the_bookings_are_expected() -> None:
    known = make_counts(draw_week(12), ahead=7)
    usual = forecast(known, 7)
    short = forecast(replace(known, shares=(*known.shares[:-7], 0.5, *known.shares[-6:])), 7)
    assert short[0].expected == pytest.approx(usual[0].expected / 2)
    assert short[1:] == usual[1:]


def test_a_day_with_special_hours_teaches_nothing() -> None:
    usual, other = make_counts(draw_week(12)), make_counts([*draw_week(12)[:-1], 70.0])
    special = (*usual.shares[:-1], 0.6)
    assert forecast(replace(usual, shares=special)) == forecast(replace(other, shares=special))


@pytest.mark.parametrize("days", range(HISTORY_DAYS_MIN))
def test_a_history_that_is_too_short_says_how_long_it_is_and_must_be(days: int) -> None:
    early = forecast_days(make_counts([3.0] * days), 28)
    assert early == TooEarly(history_days=days, usual_days=days, needed_days=HISTORY_DAYS_MIN)


@pytest.mark.parametrize(("usual", "is_early"), [(0, True), (3, True), (4, False)])
def test_days_with_special_hours_alone_are_nothing_to_learn_from(usual: int, is_early: bool) -> None:  # noqa: FBT001 - a parameter
    known = replace(make_counts([3.0] * 40), shares=(1.0,) * usual + (0.5,) * (40 - usual))
    assert isinstance(forecast_days(known, 7), TooEarly) is is_early


def test_days_before_the_first_booking_are_not_known() -> None:
    assert isinstance(forecast_days(make_counts([0.0] * 200), 28), TooEarly)
    opened = draw_week(5)
    empty = DailyCounts(first_day=MONDAY - timedelta(days=70), counts=(0.0,) * 70 + tuple(opened), shares=(1.0,) * 105)
    later = forecast_days(empty, 28)
    assert later == forecast_days(make_counts(opened), 28)


def test_what_is_older_than_a_year_plays_no_part() -> None:
    counts = draw_week(60)
    known = make_counts(counts)
    younger = DailyCounts(
        first_day=MONDAY + timedelta(days=len(counts) - HISTORY_DAYS_MAX),
        counts=tuple(counts[-HISTORY_DAYS_MAX:]),
        shares=(1.0,) * HISTORY_DAYS_MAX,
    )
    assert forecast_days(known, 28) == forecast_days(younger, 28)


def test_one_booking_in_a_month_is_little_and_no_less_than_nothing() -> None:
    days = forecast(make_counts([1.0] + [0.0] * 29))
    assert all(0 <= one.expected < 0.5 for one in days)
    assert all(0 in one.range80 for one in days)


def test_a_shop_that_is_open_two_days_a_week_is_forecast_on_these() -> None:
    closed = {place for place in range(70 + 28) if place % 7 not in (2, 5)}
    counts = [0.0 if place in closed else count for place, count in enumerate(draw_week(10))]
    days = forecast(make_counts(counts, closed, ahead=28))
    assert {one.day.weekday() for one in days if one.expected} == {2, 5}
    of_day = {one.day.weekday(): one.expected for one in days}
    assert of_day[2] == pytest.approx(WEEK[2], rel=0.35)
    assert of_day[5] == pytest.approx(WEEK[5], rel=0.35)


def test_a_short_history_is_less_sure_than_a_long_one() -> None:
    def measure(weeks: int) -> float:
        widths = [
            one.range80.high - one.range80.low
            for seed in range(8)
            for one in forecast(make_counts(draw_week(weeks, seed)))
        ]
        return float(np.mean(widths))

    assert measure(3) > 1.2 * measure(8) > 1.2 * measure(40)


@pytest.mark.parametrize("level", [0.05, 0.3, 1.0, 4.0])
@pytest.mark.parametrize("weeks", [5, 12, 40])
def test_small_counts_of_chance_lie_in_the_range_for_80_percent_about_as_often(weeks: int, level: float) -> None:
    inside, sums = [], []
    for seed in range(12):
        counts = [*draw_week(weeks + 4, seed, level)]
        counts[0] = max(counts[0], 1.0)
        days = forecast(make_counts(counts[: 7 * weeks]))
        came = counts[7 * weeks :]
        inside += [n in d.range80 for d, n in zip(days, came, strict=True)]
        sums.append((sum(d.expected for d in days), sum(came)))
    assert np.mean(inside) >= 0.76
    expected, came_in = (sum(of) for of in zip(*sums, strict=True))
    assert expected == pytest.approx(came_in, rel=0.15, abs=12)


@pytest.mark.parametrize("horizon", [0, HORIZON_DAYS_MAX + 1])
def test_a_forecast_reaches_no_further_than_it_can_say(horizon: int) -> None:
    with pytest.raises(ValueError, match="1 to 84 days ahead"):
        forecast_days(make_counts(draw_week(5)), horizon)
