"""The coming weeks of the demo shops: what is booked, expected, and fits in."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

import pytest
from insight_shops import read_shop
from made_history import make_history
from msgspec.structs import replace

from assistant.booking.model import CivilPeriod, DateOverride, Interval, ResourceKind, Shop
from assistant.insight.booked import Booked, Taken
from assistant.insight.look_ahead import look_ahead
from assistant.insight.model import Forecast, Method, TooEarly
from assistant.insight.outlook import DayOutlook, Outlook, PartKind
from assistant.insight.words import describe

TODAY = date(2026, 11, 23)
"""A Monday. Christmas lies within five weeks of it."""
CHRISTMAS = (date(2026, 12, 25), date(2026, 12, 26))


@cache
def list_booked(shop: Shop, days: int, *, busy: float = 1.0) -> tuple[Booked, ...]:
    past = make_history(shop, TODAY - timedelta(days=days), TODAY - timedelta(days=1), busy=busy)
    coming = make_history(shop, TODAY, TODAY + timedelta(days=6), seed=2, busy=busy * 0.4)
    return tuple(one.to_booked() for one in [*past, *coming])


def look(shop: Shop, days: int = 200, *, busy: float = 1.0, horizon: int = 35) -> Outlook:
    return look_ahead(shop, list_booked(shop, days, busy=busy), TODAY, horizon)


def find_day(outlook: Outlook, day: date) -> DayOutlook:
    return next(one for one in outlook.days if one.day == day)


def test_no_less_is_expected_than_is_booked_and_no_share_is_less_than_is_taken() -> None:
    salon = read_shop("salon")
    full = tuple(one.to_booked() for one in make_history(salon, TODAY, TODAY, seed=3, busy=3))
    outlook = look_ahead(salon, list_booked(salon, 200) + full, TODAY, 7)
    today = outlook.days[0]
    assert isinstance(outlook.forecast, Forecast)
    assert outlook.forecast.days[0].expected < today.booked
    assert today.forecast
    assert today.forecast.expected == today.forecast.range95.low == today.booked
    assert today.capacity
    assert today.load == pytest.approx(today.capacity.minutes_taken / today.capacity.minutes)


def test_closed_days_have_nothing_and_say_why_and_special_hours_have_less() -> None:
    outlook = look(read_shop("salon"))
    for day in CHRISTMAS:
        closed = find_day(outlook, day)
        assert (closed.is_open, closed.reason) == (False, "Christmas")
        assert closed.forecast
        assert closed.forecast.range95.high == 0
    eve, week_before = find_day(outlook, date(2026, 12, 24)), find_day(outlook, date(2026, 12, 17))
    assert eve.share == pytest.approx(5 / 11)
    assert eve.forecast
    assert week_before.forecast
    assert eve.forecast.expected == pytest.approx(week_before.forecast.expected * 5 / 11, rel=0.05)
    assert eve.capacity
    assert week_before.capacity
    assert eve.capacity.bookings < week_before.capacity.bookings


def test_a_day_on_which_nobody_works_is_as_good_as_closed() -> None:
    salon = read_shop("salon")
    away = Interval(start=datetime(2026, 11, 25, tzinfo=UTC), end=datetime(2026, 11, 26, tzinfo=UTC))
    on_leave = replace(salon, resources=tuple(replace(r, leave=(*r.leave, away)) for r in salon.resources))
    day = find_day(look(on_leave), date(2026, 11, 25))
    assert not day.is_open
    assert day.forecast
    assert day.forecast.expected == day.booked


def test_fewer_people_leave_less_room_and_the_same_demand() -> None:
    salon = read_shop("salon")
    day = date(2026, 12, 2)
    ben = next(r for r in salon.resources if r.slug == "ben")
    off = DateOverride(day=day, periods=(), resource_id=ben.id)
    with_ben = find_day(look(salon), day)
    without = find_day(look(replace(salon, overrides=(*salon.overrides, off))), day)
    assert with_ben.capacity
    assert without.capacity
    assert without.capacity.bookings < with_ben.capacity.bookings
    assert without.forecast == with_ben.forecast
    assert without.load
    assert with_ben.load
    assert without.load > with_ben.load


def test_services_and_parts_of_the_day_add_up_to_the_day_and_nobody_is_expected_on_leave() -> None:
    outlook = look(read_shop("salon"), horizon=40)
    for kind in (PartKind.SERVICE, PartKind.HOURS):
        parts = [part for part in outlook.parts if part.kind is kind]
        for place, one in enumerate(outlook.days[7:], start=7):  # nothing is booked on these
            assert one.forecast
            assert sum(p.days[place].expected for p in parts) == pytest.approx(one.forecast.expected)
    ana = next(part for part in outlook.parts if part.name == "Ana")
    by_day = {one.day: one.expected for one in ana.days}
    assert [by_day[date(2026, 12, n)] for n in (28, 29, 30)] == [0, 0, 0]
    assert by_day[date(2026, 12, 22)] > 0


def test_parts_add_up_to_the_day_where_one_has_more_booked_than_was_expected_of_it() -> None:
    salon = read_shop("salon")
    full = list(make_history(salon, TODAY, TODAY, seed=3, busy=3))
    trims = tuple(one.to_booked() for one in full if one.to_booked().service_id == salon.services[2].id)
    outlook = look_ahead(salon, list_booked(salon, 200) + trims, TODAY, 7)
    today = outlook.days[0]
    assert today.forecast
    for kind in (PartKind.HOURS, PartKind.SERVICE):
        days = [part.days[0] for part in outlook.parts if part.kind is kind]
        assert sum(day.expected for day in days) == pytest.approx(today.forecast.expected)
        assert all(day.range80.low <= day.expected <= day.range80.high for day in days)
    of_trims = next(part for part in outlook.parts if part.name == salon.services[2].name)
    assert of_trims.days[0].expected >= len(trims)


def test_before_the_first_weeks_are_over_it_says_what_is_booked_and_fits_and_no_more() -> None:
    outlook = look(read_shop("salon"), days=8)
    # The first of them was a Sunday, and so was the last.
    assert outlook.forecast == TooEarly(history_days=7, usual_days=6)
    assert outlook.parts == ()
    assert all(one.forecast is None for one in outlook.days)
    assert sum(one.booked for one in outlook.days) > 0
    assert outlook.days[0].capacity
    assert outlook.days[0].load


def test_a_shop_without_bookings_knows_its_days_and_nothing_else() -> None:
    outlook = look_ahead(read_shop("salon"), [], TODAY, 7)
    assert outlook.forecast == TooEarly(history_days=0, usual_days=0)
    assert [one.is_open for one in outlook.days] == [True] * 6 + [False]
    assert all(one.capacity is None and one.load is None for one in outlook.days)


def test_a_shop_that_has_no_usual_hours_is_forecast_by_the_days_it_opens() -> None:
    salon = read_shop("salon")
    nine_to_five = (CivilPeriod(opens=540, closes=1020),)
    fridays = [TODAY + timedelta(days=n) for n in range(-200, 30) if (TODAY + timedelta(days=n)).weekday() == 4]
    pop_up = replace(
        salon,
        location=replace(salon.location, hours=((),) * 7),
        resources=tuple(replace(r, hours=None) for r in salon.resources),
        overrides=tuple(DateOverride(day=day, periods=nine_to_five) for day in fridays),
    )
    booked = [book(pop_up, day, number) for day in fridays if day < TODAY for number in range(6)]
    outlook = look_ahead(pop_up, booked, TODAY, 28)
    assert [one.day for one in outlook.days if one.is_open] == [day for day in fridays if day >= TODAY][:4]
    expected = [one.forecast.expected for one in outlook.days if one.forecast and one.is_open]
    assert expected == pytest.approx([6] * 4, rel=0.1)


def test_where_last_week_is_the_better_guide_it_is_what_is_forecast_and_that_is_said() -> None:
    salon, random, days = read_shop("salon"), Random(1), 294  # noqa: S311 - the same each time
    # A rota that is drawn anew every six weeks, and kept to the booking: nothing is left to chance.
    rotas = [[random.randrange(20) for _ in range(7)] for _ in range(days // 42)]
    booked = [
        book(salon, TODAY - timedelta(days=days - place), number)
        for place in range(days)
        for number in range(rotas[place // 42][place % 7])
    ]
    outlook = look_ahead(salon, booked, TODAY, 14)
    assert isinstance(outlook.forecast, Forecast)
    assert outlook.forecast.method is Method.SAME_WEEKDAY
    assert outlook.forecast.accuracy
    assert outlook.forecast.accuracy.mase > outlook.forecast.accuracy.baseline_mase
    last_week = [float(n) for n in rotas[-1][:6]]
    assert [one.forecast.expected for one in outlook.days[:6] if one.forecast] == last_week
    assert any("that is what is shown" in sentence for sentence in describe(outlook))


def book(shop: Shop, day: date, number: int, *, units: int = 1, hour: int = 10) -> Booked:
    """Return a booking of the first service, an hour of each kind that it needs."""
    service = shop.offered_services[0]
    kinds = {shop.find_resource(n).kind: n for n in reversed(service.resource_ids)}
    return Booked(
        starts_at=datetime(day.year, day.month, day.day, hour, number % 60, tzinfo=UTC),
        service_id=service.id,
        taken=tuple(Taken(resource_id=n, minutes=60.0 * units) for n in kinds.values()),
    )


def test_of_a_class_studio_the_places_of_the_timetable_are_what_fits_in() -> None:
    studio = read_shop("studio")
    yoga = studio.offered_services[0]
    room = next(r for r in studio.resources if r.kind is ResourceKind.SEATS and r.id in yoga.resource_ids)
    booked = [
        Booked(
            starts_at=datetime(day.year, day.month, day.day, 18, tzinfo=UTC),
            service_id=yoga.id,
            taken=(Taken(resource_id=room.id, minutes=60),),
        )
        for day in (TODAY - timedelta(days=n) for n in range(1, 60))
        if day.weekday() in (0, 2)
        for _ in range(8)
    ]
    outlook = look_ahead(studio, booked, TODAY, 14)
    wednesday = find_day(outlook, date(2026, 12, 2))
    assert wednesday.capacity
    assert wednesday.capacity.short_of is ResourceKind.SEATS
    # Yoga for 12 at 18:00, an hour, and Pilates for 12 at 12:15, 50 minutes.
    assert wednesday.capacity.minutes == 12 * 60 + 12 * 50
    assert wednesday.capacity.bookings == (12 * 60 + 12 * 50) // 60
    sunday = find_day(outlook, date(2026, 12, 6))
    assert sunday.is_open, "private lessons can be had"
    assert sunday.forecast
    assert sunday.forecast.expected < 1


def test_a_class_whose_teacher_is_away_holds_nobody() -> None:
    studio = read_shop("studio")
    days = {one.day: one for one in look_ahead(studio, [], date(2026, 12, 14), 14).days}
    assert days[date(2026, 12, 21)].is_open, "Zoe is there"
    booked = [book(studio, date(2026, 11, 1) + timedelta(days=n), n) for n in range(40)]
    with_bookings = look_ahead(studio, booked, date(2026, 12, 14), 14)
    mondays = [find_day(with_bookings, day).capacity for day in (date(2026, 12, 14), date(2026, 12, 21))]
    assert mondays[0]
    assert mondays[1]
    assert mondays[1].minutes < mondays[0].minutes


def test_of_a_restaurant_the_tables_are_what_fits_in() -> None:
    lantern = read_shop("restaurant")
    table = next(r for r in lantern.resources if r.slug == "window-1")
    booked = [
        Booked(
            starts_at=datetime(day.year, day.month, day.day, 18, tzinfo=UTC),
            service_id=lantern.offered_services[0].id,
            taken=(Taken(resource_id=table.id, minutes=120),),
        )
        for day in (TODAY - timedelta(days=n) for n in range(1, 40))
    ]
    outlook = look_ahead(lantern, booked, TODAY, 7)
    monday, tuesday = outlook.days[:2]
    assert not monday.is_open
    assert tuesday.capacity
    # Six tables, the bar's two among them, for six hours, and two hours for each party.
    assert (tuesday.capacity.bookings, tuesday.capacity.short_of) == (18, ResourceKind.TABLE)
