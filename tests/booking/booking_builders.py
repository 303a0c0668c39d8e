"""Short ways to write shops, days and instants, for the tests of the diary."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.booking.assignments import BookingRequest
from assistant.booking.availability import Diary, explain_start, find_time_slots
from assistant.booking.bookings import Assignment, Busy, Refusal, Rule
from assistant.booking.model import (
    CivilPeriod,
    DateOverride,
    Interval,
    Location,
    Policy,
    Resource,
    ResourceKind,
    Service,
    Shop,
    Week,
)
from assistant.clock import use_packaged_time_zones

# Before any zone is made: the system's time zones may be old, those of the tzdata package are the same everywhere.
use_packaged_time_zones()

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 3, 2)
TUESDAY = MONDAY + timedelta(days=1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""A Sunday noon."""
ANA, BEN, TABLE_2, TABLE_6, POOL, CHAIRS = 1, 2, 3, 4, 5, 6


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def periods(*texts: str) -> tuple[CivilPeriod, ...]:
    """Read "09:00-17:30" and "18:00-26:00"."""
    ends = [[clock(part) for part in text.split("-")] for text in texts]
    return tuple(CivilPeriod(opens=opens, closes=closes) for opens, closes in ends)


def every_day(*texts: str) -> Week:
    return (periods(*texts),) * 7


def clock(text: str) -> int:
    """Return minutes after midnight: "09:30" is 570."""
    hours, mins = text.split(":")
    return int(hours) * 60 + int(mins)


def at(text: str, zone: ZoneInfo = LONDON, fold: int = 0) -> datetime:
    """Return the UTC instant of a civil time: "2026-03-02 09:00", or "09:00" on the Monday of the tests."""
    full = text if " " in text else f"{MONDAY} {text}"
    return datetime.fromisoformat(full).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def taken(start: str, end: str) -> Interval:
    return Interval(start=at(start), end=at(end))


def person(
    resource_id: int, *, hours: Week | None = None, leave: tuple[Interval, ...] = (), units: int = 1
) -> Resource:
    return _resource(resource_id, ResourceKind.PERSON, hours=hours, leave=leave, units=units)


def chairs(units: int) -> Resource:
    return _resource(CHAIRS, ResourceKind.CHAIR, units=units)


def table(resource_id: int, party_min: int, party_max: int, units: int = 1) -> Resource:
    return _resource(resource_id, ResourceKind.TABLE, party_min=party_min, party_max=party_max, units=units)


def seats(units: int) -> Resource:
    return _resource(POOL, ResourceKind.SEATS, units=units)


def _resource(  # noqa: PLR0913  # the fields of a Resource, by keyword
    resource_id: int,
    kind: ResourceKind,
    *,
    hours: Week | None = None,
    leave: tuple[Interval, ...] = (),
    units: int = 1,
    party_min: int = 1,
    party_max: int = 1,
) -> Resource:
    return Resource(
        id=resource_id,
        slug=f"{kind}-{resource_id}",
        name=f"{kind} {resource_id}",
        kind=kind,
        hours=hours,
        leave=leave,
        units=units,
        party_min=party_min,
        party_max=party_max,
    )


def policy(*, notice: timedelta = timedelta(0), horizon: timedelta = timedelta(days=30), step: int = 30) -> Policy:
    return Policy(
        min_notice=notice,
        horizon=horizon,
        step=minutes(step),
        cancel_cutoff=timedelta(0),
        reschedule_cutoff=timedelta(0),
    )


def service(
    *resource_ids: int,
    duration: int = 60,
    before: int = 0,
    after: int = 0,
    rules: Policy | None = None,
) -> Service:
    return Service(
        id=1,
        slug="trim",
        name="Trim",
        duration=minutes(duration),
        policy=rules or policy(),
        resource_ids=resource_ids,
        buffer_before=minutes(before),
        buffer_after=minutes(after),
    )


def shop(
    resources: Iterable[Resource],
    *,
    hours: Week | None = None,
    overrides: tuple[DateOverride, ...] = (),
    zone: ZoneInfo = LONDON,
) -> Shop:
    return Shop(
        business_id=1,
        version=1,
        slug="shop",
        name="Shop",
        locale="en-GB",
        currency="GBP",
        location=Location(id=1, name="Shop", zone=zone, hours=every_day("09:00-17:00") if hours is None else hours),
        services=(),
        resources=tuple(resources),
        overrides=overrides,
    )


def diary(
    of_shop: Shop, busy: Mapping[tuple[int, int], tuple[Interval, ...]] | None = None, now: datetime = NOW
) -> Diary:
    return Diary(shop=of_shop, busy=Busy(taken=busy or {}), now=now)


def ask(of_service: Service, *, party_size: int = 1, resource_id: int | None = None) -> BookingRequest:
    return BookingRequest(service=of_service, party_size=party_size, resource_id=resource_id)


def unit(resource_id: int, number: int = 1) -> Assignment:
    return Assignment(resource_id=resource_id, unit=number)


def starts(of_diary: Diary, request: BookingRequest, day: date = MONDAY) -> list[str]:
    """Return the bookable starts of a day as London's clocks show them."""
    slots = find_time_slots(of_diary, request, day, day)
    return [slot.starts_at.astimezone(LONDON).strftime("%H:%M") for slot in slots]


def rule(of_diary: Diary, request: BookingRequest, text: str) -> Rule | None:
    verdict = explain_start(of_diary, request, at(text))
    return verdict.rule if isinstance(verdict, Refusal) else None


def off(day: date, *texts: str, resource_id: int | None = None) -> DateOverride:
    return DateOverride(day=day, periods=periods(*texts), resource_id=resource_id)


TRIM = service(ANA)
