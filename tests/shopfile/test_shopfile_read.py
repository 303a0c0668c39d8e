"""A shop file that is accepted is read whole, with the documented defaults."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from smallest_shop import BUSINESS, HOURS, SERVICE, SMALLEST, parse

from assistant.booking.model import CivilPeriod, Interval, ResourceKind
from assistant.clock import use_packaged_time_zones
from assistant.shopfile.model import DayEntry, LeaveEntry
from assistant.shopfile.read import DEMO_SHOP, read_shop_file


@pytest.fixture(autouse=True, scope="module")
def _packaged_zones() -> None:
    use_packaged_time_zones()


def test_the_smallest_file_has_the_documented_defaults() -> None:
    shop = parse(SMALLEST)
    assert (shop.locale, shop.hour_format, shop.ask_phone, shop.tagline) == ("en-GB", 12, False, "")
    assert shop.location.name == "Bistro"
    policy = shop.policy
    assert (policy.min_notice, policy.horizon, policy.step) == (
        timedelta(hours=2),
        timedelta(days=60),
        timedelta(minutes=15),
    )
    assert policy.cancel_cutoff == policy.reschedule_cutoff == timedelta(hours=24)
    dinner, small = shop.services[0], shop.resources[0]
    assert (dinner.name, dinner.price_minor, dinner.buffer_after, dinner.policy) == ("Dinner", None, timedelta(0), None)
    assert (small.name, small.units, small.party_min, small.party_max, small.hours) == ("Small", 1, 1, 2, None)
    assert shop.location.hours == ((), *[(CivilPeriod(opens=1080, closes=1380),)] * 5, ())


def test_the_shipped_salon_is_a_shop() -> None:
    shop = read_shop_file(DEMO_SHOP)
    assert (shop.slug, shop.location.zone, shop.currency) == ("hairline", "Europe/London", "GBP")
    assert [s.name for s in shop.services][:3] == ["Haircut", "Kids cut", "Beard trim"]
    assert all(shop.location.hours[:6])
    assert {r.slug: r.units for r in shop.resources if r.kind is ResourceKind.CHAIR} == {"styling-chair": 3}


def test_a_file_from_an_editor_on_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bistro.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALLEST.strip().replace("\n", "\r\n").encode())
    assert read_shop_file(path) == parse(SMALLEST)


def test_closed_days_can_be_a_range_and_stand_among_special_hours_by_date() -> None:
    shop = parse(
        SMALLEST
        + "[[special_hours]]\ndate = 2026-12-31\nhours = ['12:00-14:00', '18:00-02:00']\n"
        + "[[closed]]\nfrom = 2026-12-24\nuntil = 2026-12-25\nreason = 'Christmas'\n"
    )
    late = (CivilPeriod(opens=720, closes=840), CivilPeriod(opens=1080, closes=1560))
    days = [datetime(2026, 12, day, tzinfo=UTC).date() for day in (24, 25, 31)]
    assert shop.location.overrides == (
        DayEntry(day=days[0], periods=(), reason="Christmas"),
        DayEntry(day=days[1], periods=(), reason="Christmas"),
        DayEntry(day=days[2], periods=late),
    )


def leave_of(text: str, zone: str = "Europe/Paris") -> LeaveEntry:
    shop = parse(SMALLEST.replace("Europe/Paris", zone) + "[[tables.small.leave]]\n" + text)
    return shop.resources[0].leave[0]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone", "start", "end"),
    [
        # Whole days, both included.
        ("from = 2026-12-28\nuntil = 2026-12-30", "Europe/Paris", "2026-12-27T23:00", "2026-12-30T23:00"),
        # The day on which the clocks go back has 25 hours.
        ("from = 2026-10-25\nuntil = 2026-10-25", "Europe/Paris", "2026-10-24T22:00", "2026-10-25T23:00"),
        # From the first 02:30 until the second.
        (
            "from = 2026-10-25T02:30:00\nuntil = 2026-10-25T02:30:00",
            "Europe/Paris",
            "2026-10-25T00:30",
            "2026-10-25T01:30",
        ),
        # 02:30 does not exist: the clocks go from 02:00 to 03:00.
        (
            "from = 2026-03-29T02:30:00\nuntil = 2026-03-29T12:00:00",
            "Europe/Paris",
            "2026-03-29T01:00",
            "2026-03-29T10:00",
        ),
        # Midnight does not exist: Cairo's clocks go from 00:00 to 01:00 on the last Friday of April.
        ("from = 2026-04-24\nuntil = 2026-04-24", "Africa/Cairo", "2026-04-23T22:00", "2026-04-24T21:00"),
        # A day and a time together.
        ("from = 2026-12-28\nuntil = 2026-12-28T13:00:00", "Europe/Paris", "2026-12-27T23:00", "2026-12-28T12:00"),
    ],
)
def test_leave_is_instants_of_the_locations_zone(text: str, zone: str, start: str, end: str) -> None:
    assert leave_of(text, zone).interval == Interval(start=utc(start), end=utc(end))


def test_a_service_takes_the_groups_it_names_in_the_order_of_the_file() -> None:
    shop = parse(
        BUSINESS
        + HOURS
        + "[people.zoe]\n[people.ana]\n[rooms.one]\n[rooms.two]\n[chairs.red]\nunits = 2\n"
        + '[services.massage]\nduration = "1h"\nby = ["ana", "everyone"]\nneeds = ["red", "rooms", "one"]\n'
    )
    assert shop.services[0].resources == ("ana", "zoe", "red", "one", "two")


def test_seats_take_a_party_as_large_as_they_are_many() -> None:
    shop = parse(BUSINESS + HOURS + "[seats.class]\nunits = 12\n" + SERVICE.replace("tables", "class"))
    assert (shop.resources[0].units, shop.resources[0].party_max) == (12, 12)


def test_a_service_policy_takes_the_rest_from_the_shop() -> None:
    shop = parse(SMALLEST + '[services.dinner.policy]\nstep = "30m"\n[policy]\nmin_notice = "3h"\n')
    policy = shop.services[0].policy
    assert policy is not None
    assert (policy.step, policy.min_notice) == (timedelta(minutes=30), timedelta(hours=3))


def test_a_service_policy_that_says_nothing_new_is_the_shops() -> None:
    assert parse(SMALLEST + '[services.dinner.policy]\nstep = "15m"\n').services[0].policy is None
