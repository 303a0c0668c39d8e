"""Claims about which bookable times are named."""

from datetime import timedelta

from booking_builders import LONDON, at, unit

from assistant.booking.bookings import TimeSlot
from assistant.booking.model import Interval
from assistant.booking.offers import nearest_time_slots, spread_time_slots


def slots(*texts: str) -> list[TimeSlot]:
    return [_slot(text) for text in texts]


def _slot(text: str) -> TimeSlot:
    start = at(text)
    end = start + timedelta(hours=1)
    return TimeSlot(starts_at=start, ends_at=end, occupied=Interval(start=start, end=end), assignments=(unit(1),))


DAY = slots("09:00", "09:30", "11:00", "14:00", "14:30", "18:00", "18:30")
WEEK = [*DAY, *slots("2026-03-03 09:00", "2026-03-03 13:00", "2026-03-04 09:00", "2026-03-05 18:00")]


def test_the_nearest_times_come_in_order_of_time() -> None:
    assert nearest_time_slots(DAY, at("14:10"), 3) == slots("11:00", "14:00", "14:30")


def test_of_two_equally_near_times_the_earlier_is_taken() -> None:
    assert nearest_time_slots(slots("13:00", "15:00"), at("14:00"), 1) == slots("13:00")


def test_all_times_are_named_where_there_are_few() -> None:
    assert nearest_time_slots(DAY, at("14:00"), 99) == DAY
    assert spread_time_slots(DAY, 99, LONDON) == DAY
    assert spread_time_slots([], 3, LONDON) == nearest_time_slots([], at("14:00"), 3) == []


def test_on_one_day_the_first_of_morning_afternoon_and_evening_are_named() -> None:
    assert spread_time_slots(DAY, 3, LONDON) == slots("09:00", "14:00", "18:00")


def test_over_several_days_different_days_and_times_of_day_are_named() -> None:
    assert spread_time_slots(WEEK, 3, LONDON) == slots("09:00", "2026-03-03 13:00", "2026-03-04 09:00")


def test_the_soonest_is_always_named() -> None:
    for count in range(1, len(WEEK)):
        assert WEEK[0] in spread_time_slots(WEEK, count, LONDON)


def test_nothing_is_named_where_nothing_is_wanted() -> None:
    assert spread_time_slots(WEEK, 0, LONDON) == []
    assert nearest_time_slots(WEEK, at("09:00"), 0) == []


def test_parts_of_the_day_are_those_of_the_shops_clock() -> None:
    summer = slots("2026-07-01 11:30", "2026-07-01 12:00")  # 10:30 and 11:00 UTC
    assert spread_time_slots([*slots("2026-07-01 09:00"), *summer], 2, LONDON) == slots(
        "2026-07-01 09:00", "2026-07-01 12:00"
    )
