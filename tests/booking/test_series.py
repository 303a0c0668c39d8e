"""Series: their days, what of them can be had, why the rest cannot, and who does it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from booking_builders import (
    ANA,
    BEN,
    LONDON,
    MONDAY,
    NOW,
    ask,
    at,
    diary,
    every_day,
    person,
    policy,
    service,
    shop,
    taken,
)

from assistant.booking.bookings import Rule
from assistant.booking.model import Interval
from assistant.booking.series import (
    OCCURRENCES_MAX,
    SeriesWish,
    find_last_bookable,
    list_series_days,
    plan_series,
)

THREE = 15 * 60
WEEK = timedelta(weeks=1)
FAR = date(2030, 1, 1)


def wish(
    every_weeks: int = 1,
    *,
    count: int | None = None,
    last: date | None = None,
    minute: int = THREE,
    fills: bool = False,
) -> SeriesWish:
    return SeriesWish(first_day=MONDAY, minute=minute, every_weeks=every_weeks, count=count, last_day=last, fills=fills)


@pytest.mark.parametrize("every_weeks", [1, 2, 3, 5])
def test_a_series_has_its_count_of_days_each_its_rhythm_after_the_last(every_weeks: int) -> None:
    on = list_series_days(wish(every_weeks, count=7), FAR)
    assert on.days == tuple(MONDAY + n * every_weeks * WEEK for n in range(7))
    assert (on.is_beyond, on.is_long) == (False, False)


def test_the_last_day_is_one_of_them_and_the_day_after_is_not() -> None:
    assert len(list_series_days(wish(last=MONDAY + 3 * WEEK), FAR).days) == 4
    assert len(list_series_days(wish(last=MONDAY + 3 * WEEK - timedelta(days=1)), FAR).days) == 3


def test_what_lies_beyond_the_horizon_is_cut_and_said() -> None:
    on = list_series_days(wish(2, count=5), MONDAY + 3 * WEEK)
    assert (on.days, on.is_beyond, on.is_long) == ((MONDAY, MONDAY + 2 * WEEK), True, False)


def test_what_ends_at_the_horizon_is_not_cut() -> None:
    assert not list_series_days(wish(count=4), MONDAY + 3 * WEEK).is_beyond
    assert not list_series_days(wish(last=MONDAY + 3 * WEEK), MONDAY + 3 * WEEK).is_beyond


@pytest.mark.parametrize("ends", [{"count": 60}, {"last": FAR}])
def test_a_series_is_never_longer_than_it_may_be_and_that_is_said(ends: dict[str, int | date]) -> None:
    on = list_series_days(wish(**ends), FAR + 520 * WEEK)  # type: ignore[arg-type]  # one of two keywords
    assert (len(on.days), on.is_beyond, on.is_long) == (OCCURRENCES_MAX, False, True)


def test_a_series_of_as_many_as_there_may_be_is_not_too_long() -> None:
    assert not list_series_days(wish(count=OCCURRENCES_MAX), FAR).is_long


def test_the_horizon_ends_at_a_time_of_day() -> None:
    """On Sunday 1 March at noon, 30 days ahead is Tuesday 31 March at 1pm: the clocks go forward in between."""
    of = service(ANA, rules=policy())
    assert find_last_bookable(of, 13 * 60, now=NOW, zone=LONDON) == date(2026, 3, 31)
    assert find_last_bookable(of, 13 * 60 + 1, now=NOW, zone=LONDON) == date(2026, 3, 30)


DAYS = tuple(MONDAY + n * WEEK for n in range(3))


def test_each_conflict_has_its_reason_and_the_nearest_time_of_its_day() -> None:
    away = Interval(start=at("2026-03-09 00:00"), end=at("2026-03-10 00:00"))
    of_shop = shop([person(ANA, leave=(away,))])
    busy = {(ANA, 1): (taken("2026-03-16 15:00", "2026-03-16 16:00"),)}
    plan = plan_series(diary(of_shop, busy), ask(service(ANA)), wish(count=3), DAYS)
    assert [s.starts_at for s in plan.time_slots] == [at("2026-03-02 15:00")]
    told = [(c.day, c.rule, c.instead.starts_at if c.instead else None) for c in plan.conflicts]
    assert told == [
        (DAYS[1], Rule.NOT_WORKING, None),
        (DAYS[2], Rule.TAKEN, at("2026-03-16 14:00")),
    ]


def test_the_nearest_time_takes_the_place_of_a_conflict_where_that_is_wanted() -> None:
    busy = {(ANA, 1): (taken("2026-03-09 15:00", "2026-03-09 16:00"),)}
    plan = plan_series(diary(shop([person(ANA)]), busy), ask(service(ANA)), wish(count=3, fills=True), DAYS)
    assert [s.starts_at for s in plan.time_slots] == [
        at(f"{d} {t}") for d, t in zip(DAYS, ("15:00", "14:00", "15:00"), strict=True)
    ]
    assert plan.conflicts == ()


def test_the_civil_time_of_day_stays_over_a_clock_change() -> None:
    days = (date(2026, 3, 23), date(2026, 3, 30))
    plan = plan_series(diary(shop([person(ANA)])), ask(service(ANA)), wish(), days)
    starts = [s.starts_at for s in plan.time_slots]
    assert starts == [datetime(2026, 3, 23, 15, tzinfo=UTC), datetime(2026, 3, 30, 14, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("day", "now", "rule"),
    [(date(2026, 3, 29), NOW, Rule.NO_SUCH_TIME), (date(2026, 10, 25), at("2026-10-01 12:00"), None)],
    ids=["skipped", "shown twice"],
)
def test_a_time_that_clocks_skip_or_show_twice_is_a_conflict(day: date, now: datetime, rule: Rule | None) -> None:
    of_shop = shop([person(ANA)], hours=every_day("00:00-24:00"))
    plan = plan_series(diary(of_shop, now=now), ask(service(ANA)), wish(minute=90), [day])
    assert plan.time_slots == ()
    assert [(c.day, c.rule) for c in plan.conflicts] == [(day, rule)]


def test_whoever_can_do_most_of_it_does_it_the_first_of_equals() -> None:
    busy = {(ANA, 1): (taken("2026-03-09 15:00", "2026-03-09 16:00"),)}
    of_shop = shop([person(ANA), person(BEN)])
    assert plan_series(diary(of_shop, busy), ask(service(ANA, BEN)), wish(), DAYS).person_id == BEN
    assert plan_series(diary(of_shop), ask(service(ANA, BEN)), wish(), DAYS).person_id == ANA
    asked = ask(service(ANA, BEN), resource_id=ANA)
    assert plan_series(diary(of_shop, busy), asked, wish(), DAYS).person_id == ANA
