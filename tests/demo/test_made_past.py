"""A made-up past keeps to what the shop could really have done, on every seed."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from statistics import fmean

import pytest
from insight_shops import read_shop

from assistant.booking.bookings import BookingStatus
from assistant.booking.hours import civil_day, open_intervals, working_intervals
from assistant.booking.model import Interval, ResourceKind, Shop
from assistant.demo.demand import find_cut, keep_holidays
from assistant.demo.model import Past, Visit
from assistant.demo.simulation import make_past
from assistant.knowledge.model import Entry
from assistant.understanding.mood.sentiment import COMPLAINING, read_sentiment
from assistant.understanding.mood.trend import calm_down, follow
from assistant.understanding.normalize import fold, normalize

TODAY = date(2026, 11, 23)
SHOPS = ("salon", "restaurant", "studio")
DAYS = 45
PARKING = Entry(slug="parking", question="Is there parking?", wordings=("Where can I park?",), answer="In the yard.")


@cache
def read(name: str) -> Shop:
    return read_shop(name)


@cache
def make(name: str = "salon", seed: int = 1, days: int = DAYS, today: date = TODAY) -> Past:
    return make_past(read(name), (PARKING,), today, days, seed=seed)


def taken(past: Past) -> dict[tuple[int, int], list[Interval]]:
    """What is taken of each unit by bookings that stand, the earliest first."""
    units: defaultdict[tuple[int, int], list[Interval]] = defaultdict(list)
    for visit in standing(past):
        for one in visit.slot.assignments:
            units[one.resource_id, one.unit].append(visit.slot.occupied)
    return {unit: sorted(periods, key=lambda period: period.start) for unit, periods in units.items()}


def standing(past: Past) -> Iterator[Visit]:
    return (visit for visit in past.visits if visit.booking.status is BookingStatus.CONFIRMED)


@pytest.mark.parametrize("name", SHOPS)
@pytest.mark.parametrize("seed", range(1, 5))
def test_nobody_and_nothing_is_taken_twice_and_no_more_than_there_is(name: str, seed: int) -> None:
    shop, past = read(name), make(name, seed)
    units = taken(past)
    for (resource_id, unit), periods in units.items():
        assert 1 <= unit <= shop.find_resource(resource_id).units
        assert all(one.end <= other.start for one, other in pairwise(periods))
    print(f"{name}, seed {seed}: {len(past.visits)} bookings on {len(units)} units, nothing twice")  # noqa: T201


@pytest.mark.parametrize("name", SHOPS)
def test_visits_lie_within_opening_hours_and_the_hours_and_leave_of_who_does_them(name: str) -> None:
    shop = read(name)
    for visit in standing(make(name)):
        booking = visit.booking
        day = civil_day(booking.starts_at, shop.location.zone)
        around = day - timedelta(days=1), day + timedelta(days=1)
        assert open_intervals(shop, *around).covers(booking.starts_at, booking.ends_at)
        for number in booking.resource_ids:
            who = shop.find_resource(number)
            if who.kind is ResourceKind.PERSON:
                assert working_intervals(shop, who, *around).covers(booking.starts_at, booking.ends_at)


@pytest.mark.parametrize("name", SHOPS)
def test_what_happens_to_a_booking_happens_in_its_order_and_within_notice_and_horizon(name: str) -> None:
    shop = read(name)
    for visit in make(name).visits:
        policy = shop.find_service(visit.booking.service_id).policy
        assert [change.at for change in visit.changes] == sorted(change.at for change in visit.changes)
        first = visit.changes[0]
        assert policy.min_notice <= first.after.starts_at - first.at <= policy.horizon
        for change in visit.changes[2:]:
            if change.action in ("moved", "cancelled") and change.before:
                assert change.before.starts_at - change.at >= timedelta(0)


def test_the_same_seed_and_day_make_the_same_past_and_another_seed_another() -> None:
    assert make_past(read("salon"), (PARKING,), TODAY, DAYS, seed=1) == make()
    assert make(seed=2) != make()


def test_it_ends_last_night_and_the_weeks_ahead_are_booked_as_far_as_people_book_ahead() -> None:
    past, shop = make(), read("salon")
    cut = find_cut(shop, TODAY)
    assert all(line.at < cut + timedelta(minutes=2) for line in past.lines)
    ahead = Counter((civil_day(v.booking.starts_at, shop.location.zone) - TODAY).days // 7 for v in standing(past))
    assert ahead[0] > ahead[2] > 0
    assert ahead[-1] > ahead[1]


def test_the_end_of_the_week_is_busier_and_the_shop_has_grown() -> None:
    past, shop = make(days=150), read("salon")
    days = [civil_day(visit.booking.starts_at, shop.location.zone) for visit in standing(past)]
    by_weekday = Counter(day.weekday() for day in days)
    assert by_weekday[5] > by_weekday[1]
    assert by_weekday[6] == 0  # it is closed
    newer = sum(TODAY - timedelta(days=60) <= day < TODAY for day in days)
    older = sum(TODAY - timedelta(days=130) <= day < TODAY - timedelta(days=70) for day in days)
    assert newer > older


def test_a_christmas_before_the_one_in_the_shop_file_was_closed_too() -> None:
    past = make(days=20, today=date(2026, 1, 4))
    days = {visit.booking.starts_at.date() for visit in standing(past)}
    assert days.isdisjoint({date(2025, 12, 25), date(2025, 12, 26)})
    assert date(2025, 12, 23) in days


def test_what_the_file_says_of_a_day_counts_more_than_what_it_says_of_the_same_day_later() -> None:
    shop = keep_holidays(read("salon"), date(2024, 1, 1))
    assert [one.day for one in shop.overrides[-len(read("salon").overrides) :]] == [
        one.day for one in read("salon").overrides
    ]
    assert date(2024, 12, 25) in {one.day for one in shop.overrides}


def test_customers_come_back_and_some_do_all_that_customers_do() -> None:
    past = make(days=150)
    visits = Counter(visit.customer for visit in past.visits)
    assert sum(count > 1 for count in visits.values()) > len(visits) / 4
    actions = Counter(change.action for visit in past.visits for change in visit.changes)
    assert min(actions[action] for action in ("moved", "cancelled", "no_show")) > 0
    assert past.series
    assert {visit.series for visit in past.visits} >= set(range(len(past.series)))


def test_a_series_keeps_its_time_of_day_while_clocks_change() -> None:
    past, zone = make(days=150), read("salon").location.zone
    made: defaultdict[int, set[str]] = defaultdict(set)
    for visit in past.visits:
        if visit.series is not None:
            made[visit.series].add(f"{visit.changes[0].after.starts_at.astimezone(zone):%a %H:%M}")
    assert made
    assert all(len(times) == 1 for times in made.values())


def test_a_conversation_feels_as_the_product_follows_it() -> None:
    past = make(days=60)
    moods: dict[int, float | None] = {}
    for line in past.lines:
        if line.author == "customer":
            before, is_served = moods.get(line.customer), not (line.mood or line.unanswered)
            moods[line.customer] = calm_down(before) if is_served else follow(before, line.mood or 0.0)
    assert past.moods == {customer: mood for customer, mood in moods.items() if mood is not None}


def test_moods_are_the_products_own_and_a_question_without_an_answer_stands_in_its_message() -> None:
    lines = make().lines
    for line in lines:
        if line.author == "customer":
            read_text = normalize(line.said.text)
            assert line.mood == read_sentiment(read_text, fold(read_text))
            assert line.unanswered in line.said.text
        else:
            assert line.mood is None
    assert any(line.unanswered for line in lines)


def test_replies_name_the_booking_they_are_about() -> None:
    past = make()
    told = "\n".join(line.said.text for line in past.lines if line.author == "assistant")
    assert all(visit.booking.code in told for visit in past.visits)


def test_who_complains_rates_low_mostly_but_not_always() -> None:
    past = make(days=150)
    complained = {line.customer: line.at for line in past.lines if line.mood and line.mood <= COMPLAINING}
    about: list[int] = []
    others: list[int] = []
    for one in past.ratings:
        visit = past.visits[one.visit]
        is_about = near(complained.get(visit.customer), visit.booking.ends_at)
        if one.score:
            (about if is_about else others).append(one.score)
    print(f"complained: {fmean(about):.2f} of {len(about)}, others: {fmean(others):.2f} of {len(others)}")  # noqa: T201
    assert fmean(about) + 1 < fmean(others)
    assert max(about) > 2
    assert min(others) == 1


def near(complained_at: datetime | None, ends_at: datetime) -> bool:
    return complained_at is not None and timedelta(0) <= complained_at - ends_at < timedelta(days=1)


def test_sentences_join_as_people_write() -> None:
    for name in SHOPS:
        for line in make(name).lines:
            text = line.said.text
            if line.author == "customer":
                assert not any(slip in text for slip in ("?.", "..", " on on ", "to on ", "to at ", "  ", "{"))
