"""What is ruled out is never offered, and no reply says that it is taken."""

from datetime import date, timedelta

import pytest
from small_salon import FACTS, HAIRCUT, SHOP, at

from assistant.booking.availability import Diary
from assistant.booking.bookings import Busy, Rule
from assistant.booking.search import find_offers
from assistant.booking.series import SeriesWish, list_series_days
from assistant.booking.wanted import Offers, Wanted, Without
from assistant.dialogue.timing.shifts import move
from assistant.dialogue.timing.times import is_named
from assistant.understanding.model import Shift
from assistant.understanding.times.model import ClockRange, DayRange, When

TUESDAY = date(2026, 11, 24)
WEEK = DayRange(first=TUESDAY, last=TUESDAY + timedelta(days=6))
NOON = 12 * 60
WEDNESDAYS = Without(weekdays=(2,))
MORNINGS = Without(first_minute=0, last_minute=NOON - 1)


def find(*without: Without, days: DayRange = WEEK, people: tuple[int, ...] = (), minute: int | None = None) -> Offers:
    wanted = Wanted(
        service_id=HAIRCUT,
        first_day=days.first,
        last_day=days.last,
        first_minute=minute,
        last_minute=minute,
        without=without,
        without_resource_ids=people,
    )
    assert days.first is not None
    assert days.last is not None
    return find_offers(Diary(shop=SHOP, busy=Busy(), now=FACTS.now), wanted, days.first, days.last)


@pytest.mark.parametrize("without", [(WEDNESDAYS,), (MORNINGS,), (WEDNESDAYS, MORNINGS)])
def test_nothing_that_is_ruled_out_is_offered(without: tuple[Without, ...]) -> None:
    civil = [s.starts_at.astimezone(SHOP.location.zone) for s in find(*without).time_slots]
    assert civil
    assert not any(one.contains(c.date(), c.hour * 60 + c.minute) for c in civil for one in without)


def test_a_point_that_is_ruled_out_is_not_offered_as_it_is() -> None:
    offers = find(MORNINGS, days=DayRange(first=TUESDAY, last=TUESDAY), minute=10 * 60)
    assert not offers.exact
    assert at("24 10:00") not in [s.starts_at for s in offers.time_slots]


def test_what_only_the_customer_rules_out_is_not_said_to_be_taken() -> None:
    everybody = tuple(p.id for p in SHOP.find_people(SHOP.find_service(HAIRCUT)))
    offers = find(people=everybody)
    assert offers.is_left_out
    assert not offers.time_slots


def test_what_is_refused_anyway_keeps_its_own_reason() -> None:
    past = DayRange(first=TUESDAY - timedelta(days=7), last=TUESDAY - timedelta(days=7))
    offers = find(MORNINGS, days=past, minute=15 * 60)
    assert not offers.is_left_out
    assert offers.refusal is not None
    assert offers.refusal.rule is Rule.PAST


def test_a_series_leaves_out_a_day_and_is_as_long_all_the_same() -> None:
    second = TUESDAY + timedelta(days=7)
    wish = SeriesWish(
        first_day=TUESDAY, minute=900, every_weeks=1, count=2, without=(Without(first_day=second, last_day=second),)
    )
    on = list_series_days(wish, TUESDAY + timedelta(days=60))
    assert on.days == (TUESDAY, TUESDAY + timedelta(days=14))


def test_a_series_of_which_every_day_is_ruled_out_has_none() -> None:
    wish = SeriesWish(first_day=TUESDAY, minute=900, every_weeks=1, count=2, without=(Without(weekdays=(1,)),))
    assert list_series_days(wish, TUESDAY + timedelta(days=60)).days == ()


@pytest.mark.parametrize(
    ("without", "when", "named"),
    [
        (WEDNESDAYS, When(days=(DayRange(first=TUESDAY, last=TUESDAY),), start=0, end=1), False),
        (Without(weekdays=(1,)), When(days=(DayRange(first=TUESDAY, last=TUESDAY),), start=0, end=1), True),
        (WEDNESDAYS, When(days=(WEEK,), start=0, end=1), False),
        (MORNINGS, When(clocks=(ClockRange(start=600, end=600),), start=0, end=1), True),
        (MORNINGS, When(clocks=(ClockRange(start=600, end=900),), start=0, end=1), False),
        (MORNINGS, When(days=(WEEK,), start=0, end=1), False),
        (WEDNESDAYS, When(clocks=(ClockRange(start=600, end=600),), start=0, end=1), False),
    ],
)
def test_what_was_ruled_out_is_wanted_again_where_it_alone_is_named(
    without: Without, when: When, *, named: bool
) -> None:
    assert is_named(without, when) is named


@pytest.mark.parametrize("shift", [Shift(days=9_999_999), Shift(months=-99_999), Shift(days=-9_999_999)])
def test_a_shift_out_of_the_calendar_is_no_time(shift: Shift) -> None:
    assert move(at("24 10:00"), shift, (), SHOP) is None
