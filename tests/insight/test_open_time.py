"""How long a shop is open, and who can be booked, on each civil day: also where clocks change."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from booking_builders import every_day, person, seats, service, shop
from booking_strategies import Scene, scenes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from assistant.booking.hours import ONE_DAY, first_instant, open_intervals
from assistant.booking.model import MINUTES_PER_DAY
from assistant.insight.booked import Booked, Taken
from assistant.insight.look_ahead import look_ahead
from assistant.insight.model import Forecast
from assistant.insight.open_time import (
    find_shares,
    list_sessions,
    make_usual,
    measure_bookable,
    measure_open,
    measure_working,
)

AT_RANDOM = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Shops are large things to draw: fewer of them, and no complaint that each takes long."""
ONE_MINUTE = timedelta(minutes=1)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""The Sundays on which London's clocks change."""


def list_around(day: date) -> tuple[date, ...]:
    return tuple(day + n * ONE_DAY for n in range(-4, 5))


@settings(AT_RANDOM)
@given(scene=scenes())
def test_the_minutes_of_the_days_are_those_that_the_shop_is_open(scene: Scene) -> None:
    of_shop, days = scene.diary.shop, list_around(scene.first_day)
    zone = of_shop.location.zone
    first, last = first_instant(days[0], 0, zone), first_instant(days[-1] + ONE_DAY, 0, zone)
    stretches = open_intervals(of_shop, days[0] - 2 * ONE_DAY, days[-1]).between(first, last)
    whole = sum(((min(one.end, last) - max(one.start, first)) for one in stretches), timedelta(0))
    # Only the evening before the first day reaches into it: a period is over by the end of the next day.
    assert sum(measure_open(of_shop, days)) == pytest.approx(whole / ONE_MINUTE)


@settings(AT_RANDOM)
@given(scene=scenes())
def test_a_shop_without_days_that_differ_is_open_as_usual_or_closed_every_day(scene: Scene) -> None:
    usual, days = make_usual(scene.diary.shop), list_around(scene.first_day)
    shares = find_shares(measure_open(usual, days), measure_open(make_usual(usual), days))
    assert set(shares) <= {0.0, 1.0}


@settings(AT_RANDOM)
@given(scene=scenes())
def test_parts_of_the_day_add_up_to_the_day(scene: Scene) -> None:
    of_shop, days = scene.diary.shop, list_around(scene.first_day)
    parts = [measure_open(of_shop, days, span) for span in ((0, 720), (720, 1020), (1020, MINUTES_PER_DAY))]
    assert [sum(of_day) for of_day in zip(*parts, strict=True)] == pytest.approx(list(measure_open(of_shop, days)))


@settings(AT_RANDOM)
@given(scene=scenes())
def test_nobody_can_be_booked_for_longer_than_they_work(scene: Scene) -> None:
    of_shop, days = scene.diary.shop, list_around(scene.first_day)
    offering = of_shop if of_shop.services else replace(of_shop, services=(scene.request.service,))
    for resource in offering.resources:
        is_pool_of_classes = any(s.is_class and resource.id in s.resource_ids for s in offering.services)
        bookable = measure_bookable(offering, resource, days)
        working = measure_working(offering, resource, days)
        if not is_pool_of_classes:
            assert all(b <= resource.units * w + 1e-6 for b, w in zip(bookable, working, strict=True))


@settings(AT_RANDOM, max_examples=15)
@given(scene=scenes(), numbers=st.lists(st.integers(-60 * 24, 10 * 24), min_size=30, max_size=200))
def test_whatever_the_shop_and_its_bookings_an_outlook_keeps_its_promises(scene: Scene, numbers: list[int]) -> None:
    of_shop, today = scene.diary.shop, scene.first_day
    offering = of_shop if of_shop.services else replace(of_shop, services=(scene.request.service,))
    one = offering.services[0]
    midnight = first_instant(today, 0, of_shop.location.zone)
    booked = [
        Booked(
            starts_at=midnight + timedelta(hours=number),
            service_id=one.id,
            taken=tuple(Taken(resource_id=r, minutes=60) for r in one.resource_ids),
        )
        for number in numbers
    ]
    outlook = look_ahead(offering, booked, today, 10)
    assert [one.day for one in outlook.days] == [today + n * ONE_DAY for n in range(10)]
    for day in outlook.days:
        assert day.share >= 0
        assert day.load is None or day.load >= 0
        assert day.capacity is None or day.capacity.bookings >= day.booked
        if isinstance(outlook.forecast, Forecast):
            assert day.forecast
            assert day.booked <= day.forecast.range95.low <= day.forecast.range80.low <= day.forecast.expected
            assert day.forecast.expected <= day.forecast.range80.high <= day.forecast.range95.high
            assert day.is_open or day.forecast.expected == day.booked


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 6, 1), 24)])
def test_a_shop_that_never_closes_is_open_for_as_long_as_the_day_lasts(day: date, hours: int) -> None:
    always = shop([person(1)], hours=every_day("00:00-24:00"))
    minutes = measure_open(always, list_around(day))
    assert minutes[4] == hours * 60
    assert find_shares(minutes, minutes) == (1.0,) * 9


def test_hours_past_midnight_belong_to_the_day_on_which_they_are() -> None:
    late = every_day("18:00-26:00")
    bar = shop([person(1)], hours=tuple(p if n == 5 else () for n, p in enumerate(late)))
    friday, saturday, sunday = (date(2026, 3, 6) + n * ONE_DAY for n in range(3))
    assert measure_open(bar, (friday, saturday, sunday)) == (0, 6 * 60, 2 * 60)


def test_a_teacher_cannot_be_booked_while_they_teach_and_a_pool_only_for_its_classes() -> None:
    monday = date(2026, 3, 2)
    room, teacher = seats(12), person(1)
    lesson = service(teacher.id)
    yoga = replace(
        service(room.id, teacher.id),
        id=2,
        slug="yoga",
        timetable=((10 * 60, 12 * 60), *((),) * 6),
        duration=timedelta(hours=1),
    )
    studio = replace(shop([room, teacher]), services=(lesson, yoga))
    assert measure_bookable(studio, teacher, (monday, monday + ONE_DAY)) == (6 * 60, 8 * 60)
    assert measure_bookable(studio, room, (monday, monday + ONE_DAY)) == (12 * 2 * 60, 0)
    assert len(list(list_sessions(studio, yoga, (monday,)))) == 2
    london = ZoneInfo("Europe/London")
    assert {one.start.astimezone(london).hour for one in list_sessions(studio, yoga, (monday,))} == {10, 12}


def test_a_day_that_is_usually_closed_is_measured_against_the_others() -> None:
    assert find_shares((300, 480, 0), (0, 480, 480)) == (0.625, 1.0, 0.0)
    assert find_shares((480, 240, 0), (0, 0, 0)) == (2.0, 1.0, 0.0)
    assert find_shares((0, 0), (0, 0)) == (0.0, 0.0)
