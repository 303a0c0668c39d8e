"""Which of several meanings stands: opening hours and the present decide, and what they leave open is asked."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from small_salon import FACTS, HAIRCUT, NOW, POLICY, SHOP, at

from assistant.booking.availability import Diary
from assistant.booking.bookings import Busy, Rule
from assistant.booking.model import CivilPeriod
from assistant.booking.search import find_offers, list_looks
from assistant.booking.wanted import Stretch, Wanted
from assistant.dialogue.plan import TimeWish
from assistant.dialogue.timing.readings import Settled, Unclear, narrow, settle
from assistant.understanding.times.model import ClockRange, DayRange

LATE = replace(SHOP, location=replace(SHOP.location, hours=((CivilPeriod(opens=8 * 60, closes=22 * 60),),) * 7))
TUESDAY = date(2026, 11, 24)


def one_day(day: date) -> DayRange:
    return DayRange(first=day, last=day)


def clock(start: int | None, end: int | None = None) -> ClockRange:
    """Return a range in hours; one number is a point."""
    return ClockRange(start=None if start is None else start * 60, end=(start or 0) * 60 if end is None else end * 60)


def settle_clocks(*clocks: ClockRange, late: bool = False) -> Settled | Unclear:
    wish = TimeWish(days=(one_day(TUESDAY),), clocks=clocks)
    return settle(wish, shop=LATE if late else SHOP, now=NOW, horizon=POLICY.horizon)


@pytest.mark.parametrize(
    ("clocks", "kept"),
    [
        ((clock(3), clock(15)), clock(15)),
        ((clock(9), clock(21)), clock(9)),
        ((clock(8), clock(20)), clock(8)),
        ((clock(None, 10), clock(None, 22)), clock(None, 10)),
        ((clock(2, 4), clock(14, 16)), clock(14, 16)),
    ],
)
def test_opening_hours_choose_between_morning_and_evening(clocks: tuple[ClockRange, ...], kept: ClockRange) -> None:
    settled = settle_clocks(*clocks)
    assert isinstance(settled, Settled)
    assert settled.clock == kept


@pytest.mark.parametrize("clocks", [(clock(9), clock(21)), (clock(None, 9), clock(None, 21))])
def test_what_is_open_both_times_is_asked(clocks: tuple[ClockRange, ...]) -> None:
    assert settle_clocks(*clocks, late=True) == Unclear(clocks=clocks)


def test_of_two_dates_the_one_that_can_be_booked_stands() -> None:
    december, past = one_day(date(2026, 12, 3)), one_day(date(2026, 3, 12))
    settled = settle(TimeWish(days=(past, december)), shop=SHOP, now=NOW, horizon=POLICY.horizon)
    assert settled == Settled(day=december, clock=None)


def test_of_two_dates_that_can_be_booked_one_is_asked() -> None:
    days = (one_day(date(2026, 12, 1)), one_day(date(2027, 1, 12)))
    assert settle(TimeWish(days=days), shop=SHOP, now=NOW, horizon=POLICY.horizon) == Unclear(days=days)


def test_in_the_evening_leaves_nine_pm() -> None:
    assert narrow((clock(9), clock(21)), [clock(17, 20)]) == (clock(21),)
    assert narrow((clock(9), clock(21)), [clock(6, 12)]) == (clock(9),)


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Kiritimati", "Etc/GMT+12"])
@pytest.mark.parametrize("day", [date.min, date.min + timedelta(days=1), date.max - timedelta(days=1), date.max])
@pytest.mark.parametrize("minute", [None, 0, 900, 1439])
def test_no_date_is_too_odd_to_be_refused(zone: str, day: date, minute: int | None) -> None:
    shop = replace(SHOP, location=replace(SHOP.location, zone=ZoneInfo(zone)))
    clocks = () if minute is None else (ClockRange(start=minute, end=minute),)
    settled = settle(TimeWish(days=(one_day(day),), clocks=clocks), shop=shop, now=NOW, horizon=POLICY.horizon)
    assert isinstance(settled, Settled)
    wanted = Wanted(service_id=HAIRCUT, first_day=day, last_day=day, first_minute=minute, last_minute=minute)
    look = next(look for look in list_looks(shop, wanted, NOW) if not look.is_narrow)
    offers = find_offers(Diary(shop=shop, busy=Busy(), now=NOW), wanted, look.first, look.last)
    assert offers.refusal is not None
    assert offers.refusal.rule is (Rule.PAST if day.year == 1 else Rule.TOO_FAR)
    assert offers.time_slots


def test_alternatives_are_offered_side_by_side_and_nothing_between() -> None:
    """Tuesday at 3 or at 5."""
    five = Stretch(first_day=TUESDAY, last_day=TUESDAY, first_minute=17 * 60, last_minute=17 * 60)
    wanted = Wanted(
        service_id=HAIRCUT, first_day=TUESDAY, last_day=TUESDAY, first_minute=900, last_minute=900, either=(five,)
    )
    offers = find_offers(Diary(shop=SHOP, busy=Busy(), now=FACTS.now), wanted, TUESDAY, TUESDAY)
    assert [s.starts_at for s in offers.time_slots] == [at("24 15:00"), at("24 17:00")]


def test_times_over_a_day_are_offered_evenly_and_on_full_hours() -> None:
    wanted = Wanted(service_id=HAIRCUT, first_day=TUESDAY, last_day=TUESDAY)
    offers = find_offers(Diary(shop=SHOP, busy=Busy(), now=FACTS.now), wanted, TUESDAY, TUESDAY)
    assert [s.starts_at for s in offers.time_slots] == [at(f"24 {hour}:00") for hour in ("09", "12", "14", "17")]
