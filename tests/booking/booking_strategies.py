"""Shops, diaries and requests at random, mostly around the days on which clocks change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from booking_builders import minutes, policy, service, shop
from hypothesis import strategies as st
from msgspec.structs import replace

from assistant.booking.assignments import BookingRequest
from assistant.booking.availability import Diary
from assistant.booking.bookings import Busy
from assistant.booking.model import (
    MINUTES_PER_DAY,
    CivilPeriod,
    DateOverride,
    Interval,
    JoinedTables,
    Resource,
    ResourceKind,
    Service,
    Shop,
    Sitting,
    Week,
)

ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
    "America/St_Johns",
    "Pacific/Chatham",
    "Asia/Tehran",
    "America/Sao_Paulo",
    "America/Havana",
    "Asia/Beirut",
    "America/Nuuk",
    "UTC",
)
Drawn = TypeVar("Drawn")
FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2037, 12, 31)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A question to ask of the diary."""

    diary: Diary
    request: BookingRequest
    first_day: date
    last_day: date
    grain: timedelta
    """Every time in the scene is a multiple of it."""


@cache
def list_changes(name: str) -> list[date]:
    """Return the days, in UTC, on which clocks in that zone change."""
    zone = ZoneInfo(name)
    noons = [datetime.combine(FIRST_DAY + ONE_DAY * n, time(12), UTC) for n in range((LAST_DAY - FIRST_DAY).days)]
    offsets = [noon.astimezone(zone).utcoffset() for noon in noons]
    return [noons[n].date() for n in range(1, len(noons)) if offsets[n] != offsets[n - 1]]


def mostly(usual: st.SearchStrategy[Drawn], other: st.SearchStrategy[Drawn]) -> st.SearchStrategy[Drawn]:
    """Draw three times out of four from `usual`: else hardly any scene would have a time to offer."""
    return st.sampled_from((usual, usual, usual, other)).flatmap(lambda chosen: chosen)


@st.composite
def days_in(draw: st.DrawFn, zone: ZoneInfo) -> date:
    any_day = st.dates(FIRST_DAY, LAST_DAY)
    changes = list_changes(zone.key)
    around = st.tuples(st.sampled_from(changes), st.integers(-1, 0)) if changes else st.tuples(any_day, st.just(0))
    return draw(mostly(around.map(lambda pair: pair[0] + ONE_DAY * pair[1]), any_day))


def multiples(grain: int, low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low // grain, high // grain).map(lambda n: n * grain)


@st.composite
def civil_periods(draw: st.DrawFn, grain: int) -> CivilPeriod:
    # Many open in the small hours, where clocks change.
    opens = draw(multiples(grain, 0, 180) | multiples(grain, 0, MINUTES_PER_DAY))
    length = draw(mostly(multiples(grain, 120, 600), multiples(grain, grain, MINUTES_PER_DAY)))
    return CivilPeriod(opens=opens, closes=opens + length)


def period_lists(grain: int) -> st.SearchStrategy[tuple[CivilPeriod, ...]]:
    usual = st.lists(civil_periods(grain), min_size=1, max_size=3).map(tuple)
    return mostly(usual, st.sampled_from([(), (CivilPeriod(opens=0, closes=1440),)]))


@st.composite
def weeks(draw: st.DrawFn, grain: int) -> Week:
    kinds = draw(st.lists(period_lists(grain), min_size=1, max_size=3))
    return tuple(kinds[weekday % len(kinds)] for weekday in range(7))


@st.composite
def intervals(draw: st.DrawFn, day: date, grain: int) -> Interval:
    start = datetime.combine(day, time.min, UTC) + minutes(draw(multiples(grain, -600, 1500)))
    return Interval(start=start, end=start + minutes(draw(multiples(grain, grain, 120) | multiples(grain, 60, 900))))


def interval_lists(day: date, grain: int) -> st.SearchStrategy[tuple[Interval, ...]]:
    return st.lists(intervals(day, grain), min_size=1, max_size=5).map(tuple)


@st.composite
def resources(draw: st.DrawFn, resource_id: int, day: date, grain: int) -> Resource:
    kind = draw(mostly(st.sampled_from([ResourceKind.PERSON, ResourceKind.SEATS]), st.sampled_from(ResourceKind)))
    party_min = draw(mostly(st.just(1), st.integers(2, 3)))
    return Resource(
        id=resource_id,
        slug=f"r{resource_id}",
        name=f"R{resource_id}",
        kind=kind,
        units=draw(st.integers(1, 4)),
        party_min=party_min,
        party_max=party_min + draw(st.integers(1, 5)),
        hours=draw(mostly(st.none(), weeks(grain))),
        leave=draw(mostly(st.just(()), interval_lists(day, grain))),
    )


@st.composite
def overrides(draw: st.DrawFn, day: date, resource_ids: list[int], grain: int) -> DateOverride:
    return DateOverride(
        day=day + ONE_DAY * draw(st.integers(-1, 2)),
        periods=draw(period_lists(grain)),
        resource_id=draw(st.none() | st.sampled_from(resource_ids)),
    )


@st.composite
def shops(draw: st.DrawFn, zone: ZoneInfo, day: date, grain: int) -> Shop:
    staff = [draw(resources(n, day, grain)) for n in range(1, draw(st.integers(1, 4)) + 1)]
    special = st.lists(overrides(day, [r.id for r in staff], grain), min_size=1, max_size=3)
    return shop(staff, hours=draw(weeks(grain)), overrides=tuple(draw(mostly(st.just([]), special))), zone=zone)


@st.composite
def services(draw: st.DrawFn, of_shop: Shop, grain: int) -> Service:
    ids = draw(st.permutations([r.id for r in of_shop.resources]))
    notice = draw(mostly(st.just(0), multiples(grain, 0, 2000)))
    horizon = draw(mostly(st.just(30 * MINUTES_PER_DAY), multiples(grain, 0, 4 * MINUTES_PER_DAY)))
    step = draw(st.sampled_from([s for s in (1, 5, 7, 10, 15, 20, 25, 30, 45, 50, 60, 90) if s % grain == 0]))
    made = service(
        *ids[: draw(st.integers(1, len(ids)))],
        duration=draw(mostly(multiples(grain, grain, 90), st.sampled_from([grain, 240, 1500]))),
        before=draw(st.just(0) | multiples(grain, 0, 60)),
        after=draw(st.just(0) | multiples(grain, 0, 60)),
        rules=policy(notice=minutes(notice), horizon=minutes(horizon), step=step),
    )
    return replace(made, sittings=draw(mostly(st.just(()), sittings(grain))))


@st.composite
def sittings(draw: st.DrawFn, grain: int) -> tuple[Sitting, ...]:
    """Draw durations for parties of 1 to 2, and perhaps of some more."""
    spans = draw(st.lists(multiples(grain, grain, 180), min_size=1, max_size=3))
    first = draw(st.integers(1, 2))
    return tuple(
        Sitting(party_min=first + 2 * n, party_max=first + 2 * n + 1, duration=minutes(span))
        for n, span in enumerate(spans)
    )


@st.composite
def busy_times(draw: st.DrawFn, of_shop: Shop, day: date, grain: int) -> Busy:
    units = [(r.id, unit) for r in of_shop.resources for unit in range(1, r.units + 1)]
    usually_all = st.lists(st.sampled_from(units), unique=True, min_size=len(units) - 1)
    return Busy(taken={unit: draw(interval_lists(day, grain)) for unit in draw(usually_all)})


@st.composite
def restaurants(draw: st.DrawFn, zone: ZoneInfo, day: date, grain: int) -> Shop:
    """Draw tables, some of which can be put together, with durations by party size."""
    count = draw(st.integers(2, 4))
    tables = [
        replace(
            draw(resources(n, day, grain)),
            kind=ResourceKind.TABLE,
            units=draw(st.integers(1, 2)),
            party_min=draw(st.integers(1, 2)),
            party_max=draw(st.integers(2, 4)),
        )
        for n in range(1, count + 1)
    ]
    ids = [t.id for t in tables]
    joins = st.lists(st.sampled_from(ids), unique=True, min_size=2, max_size=3).map(tuple)
    joined = tuple(
        JoinedTables(resource_ids=draw(joins), party_min=draw(st.integers(1, 6)), party_max=draw(st.integers(6, 9)))
        for _ in range(draw(st.integers(1, 3)))
    )
    made = replace(shop(tables, hours=draw(weeks(grain)), zone=zone), joined_tables=joined)
    dinner = replace(draw(services(made, grain)), sittings=draw(sittings(grain)))
    return replace(made, services=(dinner,))


@st.composite
def studios(draw: st.DrawFn, zone: ZoneInfo, day: date, grain: int) -> Shop:
    """Draw a class in a pool of seats, whose teacher gives private lessons too."""
    pool = replace(draw(resources(1, day, grain)), kind=ResourceKind.SEATS)
    teacher = replace(draw(resources(2, day, grain)), kind=ResourceKind.PERSON, units=1)
    special = st.lists(overrides(day, [1, 2], grain), min_size=1, max_size=3)
    made = shop(
        [pool, teacher], hours=draw(weeks(grain)), overrides=tuple(draw(mostly(st.just([]), special))), zone=zone
    )
    starts = st.lists(multiples(grain, 0, 180) | multiples(grain, 0, 1439), unique=True, max_size=5)
    timetable = tuple(tuple(sorted(draw(starts))) for _ in range(7))
    lesson = draw(services(made, grain))
    taught = replace(
        lesson, id=2, sittings=(), timetable=timetable, duration=minutes(draw(multiples(grain, grain, 90)))
    )
    by = draw(st.sampled_from([(1,), (1, 2), (2, 1)]))
    return replace(made, services=(replace(taught, resource_ids=by), replace(lesson, resource_ids=(2,))))


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    grain = draw(st.sampled_from([5, 5, 5, 1]))
    day = draw(days_in(zone))
    of_shop = draw(draw(st.sampled_from([shops, restaurants, studios]))(zone, day, grain))
    wanted = draw(st.sampled_from(of_shop.services)) if of_shop.services else draw(services(of_shop, grain))
    long_before, around = st.just(-2 * MINUTES_PER_DAY), multiples(grain, -1440, 1440)
    now = datetime.combine(day, time.min, UTC) + minutes(draw(mostly(long_before, around)))
    asked = st.sampled_from([r.id for r in of_shop.resources])
    is_restaurant = bool(of_shop.joined_tables)
    return Scene(
        diary=Diary(shop=of_shop, busy=draw(busy_times(of_shop, day, grain)), now=now),
        request=BookingRequest(
            service=wanted,
            party_size=draw(st.integers(1, 9) if is_restaurant else mostly(st.integers(1, 2), st.integers(0, 7))),
            resource_id=draw(mostly(st.none(), asked)),
        ),
        first_day=day,
        last_day=day + ONE_DAY * draw(st.integers(0, 1)),
        grain=minutes(grain),
    )
