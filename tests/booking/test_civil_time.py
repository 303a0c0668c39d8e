"""Claims about civil times and instants where clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from booking_builders import LONDON, at, minutes, periods

from assistant.booking.hours import (
    civil_instants,
    first_instant,
    list_starts,
    nearest_valid_civil,
    open_interval,
    to_utc,
)
from assistant.booking.model import Interval

SPRING = date(2026, 3, 29)
"""In London 01:00-02:00 is skipped."""
AUTUMN = date(2026, 10, 25)
"""In London 01:00-02:00 comes twice."""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_an_ordinary_time_is_one_instant() -> None:
    assert civil_instants(date(2026, 7, 1), 9 * 60, LONDON) == (utc("2026-07-01 08:00"),)


def test_a_skipped_time_is_no_instant() -> None:
    assert civil_instants(SPRING, 60, LONDON) == ()
    assert civil_instants(SPRING, 119, LONDON) == ()
    assert civil_instants(SPRING, 59, LONDON) == (utc("2026-03-29 00:59"),)
    assert civil_instants(SPRING, 120, LONDON) == (utc("2026-03-29 01:00"),)


def test_a_repeated_time_is_two_instants_the_earlier_first() -> None:
    assert civil_instants(AUTUMN, 90, LONDON) == (utc("2026-10-25 00:30"), utc("2026-10-25 01:30"))


def test_minutes_beyond_midnight_lie_on_the_next_day() -> None:
    assert civil_instants(date(2026, 2, 28), 1500, LONDON) == (utc("2026-03-01 01:00"),)
    assert civil_instants(date(2028, 2, 28), 1440, LONDON) == (utc("2028-02-29 00:00"),)


def test_half_an_hour_is_skipped_on_lord_howe() -> None:
    zone = ZoneInfo("Australia/Lord_Howe")
    assert civil_instants(date(2026, 10, 4), 2 * 60 + 15, zone) == ()
    assert nearest_valid_civil(date(2026, 10, 4), 2 * 60 + 15, zone) == (date(2026, 10, 4), 2 * 60 + 30)
    assert len(civil_instants(date(2026, 4, 5), 60 + 45, zone)) == 2


def test_a_day_that_never_was_has_no_times() -> None:
    zone = ZoneInfo("Pacific/Apia")
    missing = date(2011, 12, 30)
    assert civil_instants(missing, 12 * 60, zone) == ()
    assert list_starts(missing, minutes(30), zone) == ()
    assert open_interval(missing, periods("09:00-17:00")[0], zone) is None
    assert nearest_valid_civil(missing, 12 * 60, zone) == (date(2011, 12, 31), 0)


@pytest.mark.parametrize("minute", [60, 70, 90, 119])
def test_the_nearest_to_a_skipped_time_is_when_the_clocks_go_on(minute: int) -> None:
    assert nearest_valid_civil(SPRING, minute, LONDON) == (SPRING, 120)


@pytest.mark.parametrize("minute", [0, 59, 120, 600])
def test_a_time_that_exists_is_its_own_nearest(minute: int) -> None:
    assert nearest_valid_civil(SPRING, minute, LONDON) == (SPRING, minute)


def test_a_skipped_time_first_comes_when_the_clocks_go_on() -> None:
    assert first_instant(SPRING, 75, LONDON) == utc("2026-03-29 01:00")


def test_starts_leave_out_the_skipped_hour_and_have_the_repeated_one_twice() -> None:
    spring, autumn = (list_starts(day, minutes(30), LONDON) for day in (SPRING, AUTUMN))
    assert len(spring) == 46
    assert len(autumn) == 50
    assert list(autumn) == sorted(autumn)
    assert {at("2026-10-25 01:30"), at("2026-10-25 01:30", fold=1)} <= set(autumn)


def test_starts_count_from_civil_midnight_each_day() -> None:
    starts = list_starts(date(2026, 3, 2), minutes(50), LONDON)
    assert starts[:2] == (utc("2026-03-02 00:00"), utc("2026-03-02 00:50"))
    assert starts[-1] == utc("2026-03-02 23:20")


@pytest.mark.parametrize("step", [timedelta(0), timedelta(seconds=90), -minutes(5)])
def test_a_step_that_is_no_whole_number_of_minutes_is_an_error(step: timedelta) -> None:
    with pytest.raises(ValueError, match="whole number of minutes"):
        list_starts(SPRING, step, LONDON)


def test_hours_that_open_in_a_gap_open_when_the_clocks_go_on() -> None:
    assert open_interval(SPRING, periods("01:30-03:00")[0], LONDON) == Interval(
        start=utc("2026-03-29 01:00"), end=utc("2026-03-29 02:00")
    )


def test_hours_that_close_in_a_gap_close_when_the_clocks_go_on() -> None:
    assert open_interval(SPRING, periods("00:30-01:30")[0], LONDON) == Interval(
        start=utc("2026-03-29 00:30"), end=utc("2026-03-29 01:00")
    )


def test_hours_within_a_gap_are_nothing() -> None:
    assert open_interval(SPRING, periods("01:15-01:45")[0], LONDON) is None


def test_hours_open_and_close_when_a_repeated_time_first_comes() -> None:
    opens, closes = periods("01:30-03:00", "00:00-01:30")
    assert open_interval(AUTUMN, opens, LONDON) == Interval(start=utc("2026-10-25 00:30"), end=utc("2026-10-25 03:00"))
    assert open_interval(AUTUMN, closes, LONDON) == Interval(start=utc("2026-10-24 23:00"), end=utc("2026-10-25 00:30"))


def test_hours_past_midnight_run_through_a_change_of_clocks() -> None:
    saturday = SPRING - timedelta(days=1)
    assert open_interval(saturday, periods("22:00-26:30")[0], LONDON) == Interval(
        start=utc("2026-03-28 22:00"), end=utc("2026-03-29 01:30")
    )


def test_clocks_that_go_back_across_midnight_are_followed() -> None:
    zone = ZoneInfo("America/St_Johns")  # at 00:01 back to 23:01
    assert len(civil_instants(date(2010, 11, 7), 0, zone)) == 2
    assert len(civil_instants(date(2010, 11, 6), 23 * 60 + 30, zone)) == 2
    starts = list_starts(date(2010, 11, 6), minutes(30), zone)
    assert starts[-1] > first_instant(date(2010, 11, 7), 0, zone)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_are_an_overflow(day: date) -> None:
    with pytest.raises(OverflowError):
        civil_instants(
            day, 60 if day == date.min else 1439, ZoneInfo("Asia/Kathmandu" if day == date.min else "Etc/GMT+5")
        )


def test_a_naive_datetime_is_an_error() -> None:
    with pytest.raises(ValueError, match="no zone"):
        to_utc(datetime(2026, 3, 2, 9))  # noqa: DTZ001  # naive is the point
