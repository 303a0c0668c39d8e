"""What the owner is told of the coming weeks."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from assistant.booking.model import ResourceKind
from assistant.insight.capacity import DayCapacity
from assistant.insight.model import Accuracy, DailyCounts, DayForecast, Forecast, Method, Range, TooEarly
from assistant.insight.outlook import DayOutlook, Outlook
from assistant.insight.words import describe, describe_title, write_count, write_range

THURSDAY = date(2026, 11, 26)
SPREAD = 3.4
ACCURACY = Accuracy(folds=8, days_ahead=28, days=192, mase=0.75, baseline_mase=1.0, coverage80=0.79, coverage95=0.953)


def make_day(
    day: date,
    expected: float,
    fits: int,
    *,
    booked: int = 4,
    kind: ResourceKind = ResourceKind.PERSON,
) -> DayOutlook:
    forecast = DayForecast(
        day=day,
        expected=expected,
        range80=Range(low=max(0, expected - SPREAD), high=expected + SPREAD),
        range95=Range(low=max(0, expected - 2 * SPREAD), high=expected + 2 * SPREAD),
    )
    capacity = DayCapacity(bookings=fits, minutes=fits * 30, minutes_taken=booked * 30, minutes_each=30, short_of=kind)
    return DayOutlook(
        day=day, share=1, reason="", booked=booked, forecast=forecast, capacity=capacity, load=expected / fits
    )


def make_outlook(*days: DayOutlook, accuracy: Accuracy | None = ACCURACY, method: Method = Method.SMOOTHING) -> Outlook:
    known = tuple(one.forecast for one in days if one.forecast)
    return Outlook(
        shop_name="Hairline",
        today=days[0].day,
        history=DailyCounts(first_day=date(2026, 1, 1), counts=(), shares=()),
        forecast=Forecast(days=known, method=method, accuracy=accuracy, history_days=300),
        days=days,
    )


def test_a_day_that_will_be_full_is_told_with_what_is_expected_and_what_could_be_done() -> None:
    outlook = make_outlook(make_day(THURSDAY, 19.4, 20))
    said = next(iter(describe(outlook)))
    assert said == "Thursday 26 November will be full (expected 19 of 20; 80 %: 16-23): open another column?"
    assert describe_title(outlook) == ("Hairline: one day will be full", "Thu 26 Nov")


def test_who_is_booked_on_a_day_that_was_closed_since_is_told_of() -> None:
    days = [make_day(THURSDAY + timedelta(days=n), 20, 20, booked=n) for n in range(6)]
    said = next(describe(make_outlook(*(replace(one, share=0) for one in days))))
    named = "Fri 27 Nov (1), Sat 28 Nov (2), Sun 29 Nov (3), Mon 30 Nov (4) and one more"
    assert said == f"Closed, and booked nevertheless: {named}. Tell those customers, or open."


@pytest.mark.parametrize(
    ("kind", "remedy"),
    [
        (ResourceKind.TABLE, "open another sitting?"),
        (ResourceKind.SEATS, "add a class?"),
        (ResourceKind.CHAIR, "the chairs are what is short, so another column would need one."),
        (ResourceKind.ROOM, "the rooms are what is short, so another column would need one."),
    ],
)
def test_what_could_be_done_is_about_what_is_short(kind: ResourceKind, remedy: str) -> None:
    assert next(iter(describe(make_outlook(make_day(THURSDAY, 20, 20, kind=kind))))).endswith(remedy)


def test_a_day_that_is_full_already_is_told_so() -> None:
    said = next(iter(describe(make_outlook(make_day(THURSDAY, 20, 20, booked=20)))))
    assert said == "Thursday 26 November is full (20 booked of 20): open another column?"


def test_days_that_may_be_full_are_told_in_one_line_and_quiet_ones_in_none() -> None:
    days = [make_day(THURSDAY + timedelta(days=n), expected, 20) for n, expected in enumerate((17, 10, 18))]
    assert next(iter(describe(make_outlook(*days)))) == (
        "May be full, one time in ten or more: Thu 26 Nov, Sat 28 Nov."
    )
    quiet = make_outlook(make_day(THURSDAY, 10, 20))
    assert next(iter(describe(quiet))) == "No day is expected to be full."
    assert describe_title(quiet) == ("Hairline: no day is likely to be full", "Thu 26 Nov to Thu 26 Nov")


def test_of_many_full_days_four_are_named_in_the_title() -> None:
    days = [make_day(THURSDAY + timedelta(days=n), 20, 20) for n in range(6)]
    assert describe_title(make_outlook(*days)) == (
        "Hairline: 6 days will be full",
        "Thu 26 Nov, Fri 27 Nov, Sat 28 Nov, Sun 29 Nov and 2 more",
    )


def test_how_it_did_on_its_own_past_is_told_with_the_baseline_beside_it() -> None:
    *_, said = describe(make_outlook(make_day(THURSDAY, 10, 20)))
    assert "8 times 28 days, each forecast knowing only what came before" in said
    assert 'erred 25% less than "as many as on the same weekday last week" (error 0.75 against 1.00)' in said
    assert "79% of 192 days lay in the range for 80 %, 95% in that for 95 %" in said


def test_a_forecast_that_is_no_better_than_last_week_says_so() -> None:
    worse = Accuracy(folds=8, days_ahead=28, days=192, mase=1.1, baseline_mase=1.0, coverage80=0.8, coverage95=0.95)
    *_, said = describe(make_outlook(make_day(THURSDAY, 10, 20), accuracy=worse, method=Method.SAME_WEEKDAY))
    assert "did no worse than the smoothing (error 1.00 against 1.10): that is what is shown." in said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (41, "Made from 41 days of bookings: too few to try it on its own past. Take the ranges for rough."),
        (42, "Each week was like the one before: there was nothing to try the forecast on."),
    ],
)
def test_a_forecast_that_was_not_tried_says_why(days: int, said: str) -> None:
    outlook = make_outlook(make_day(THURSDAY, 10, 20), accuracy=None)
    assert isinstance(outlook.forecast, Forecast)
    *_, last = describe(replace(outlook, forecast=replace(outlook.forecast, history_days=days)))
    assert last == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (30, "It is too early for a forecast: it takes 4 days with the usual hours, and of 30 days there were 2."),
        (0, "There is nothing to forecast from: no booking has taken place yet."),
        (1, "It is too early for a forecast: it takes 14 days of bookings, and there is one day."),
        (9, "It is too early for a forecast: it takes 14 days of bookings, and there are 9 days."),
    ],
)
def test_it_is_said_that_it_is_too_early_and_how_long_it_takes(days: int, said: str) -> None:
    outlook = make_outlook(make_day(THURSDAY, 10, 20))
    early = Outlook(
        shop_name="Hairline",
        today=THURSDAY,
        history=outlook.history,
        forecast=TooEarly(history_days=days, usual_days=min(days, 2)),
        days=outlook.days,
    )
    assert list(describe(early)) == [said]
    assert describe_title(early)[0] == "Hairline: too early for a forecast"


@pytest.mark.parametrize(
    ("low", "high", "told"), [(15.6, 23.4, "16-23"), (0.1, 0.3, "0"), (2.5, 3.4, "3"), (0, 0.6, "0-1")]
)
def test_a_range_is_told_in_whole_bookings(low: float, high: float, told: str) -> None:
    assert write_range(Range(low=low, high=high)) == told


@pytest.mark.parametrize(("count", "told"), [(0, "0"), (0.02, "0"), (0.44, "0.4"), (1.4, "1"), (19.5, "20")])
def test_a_number_of_bookings_is_told_whole_but_for_a_few(count: float, told: str) -> None:
    assert write_count(count) == told
