"""A shop's rows, read together, as what a turn works with and as what a shop file says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant.booking.model import (
    CivilPeriod,
    DateOverride,
    Interval,
    JoinedTables,
    Location,
    Policy,
    Resource,
    ResourceKind,
    Service,
    Shop,
    Sitting,
    Week,
)
from assistant.shopfile.model import (
    DEFAULT_POLICY,
    AnswerEntry,
    DayEntry,
    JoinedEntry,
    LeaveEntry,
    LocationEntry,
    ResourceEntry,
    ServiceEntry,
    ShopFile,
)
from assistant.storage import models

Row = dict[str, Any]

BUSINESS_KEYS = ("name", "tagline", "locale", "currency", "hour_format", "ask_phone")
LOCATION_KEYS = ("name", "zone", "address", "phone")
RESOURCE_KEYS = ("name", "units", "party_min", "party_max")
ANSWER_KEYS = ("slug", "question", "answer", "language", "valid_from", "valid_until")
"""What rows and a shop file's entries have in common under the same name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopRows:
    """All rows that describe one business and one location of it; retired services and resources come last."""

    business: Row
    location: Row
    hours: Week
    policies: Mapping[int, tuple[str, Policy]]
    """By id: the slug, and the rules."""
    resources: tuple[Row, ...]
    working_hours: Mapping[int, Week]
    """By resource, for those that have some."""
    leave: Mapping[int, tuple[LeaveEntry, ...]]
    overrides: Mapping[int | None, tuple[DayEntry, ...]]
    """By resource; None is the location."""
    services: tuple[Row, ...]
    doers: Mapping[int, tuple[int, ...]]
    """By service: ids of resources in the order of preference, retired ones too."""
    answers: tuple[Row, ...]
    """The file's first, then those that were taught, then retired ones."""


async def read_rows(business_id: int) -> ShopRows:
    """Return the rows of a shop.

    They are of one version: where a load commits in the middle, they are read again. Raises LookupError where there is
    no such business, or it has no location.
    """
    while True:
        rows = await _read_once(business_id)
        # A load writes all its rows and the new version at once: the version still being the same, none came between.
        if await models.Business.filter(id=business_id, version=rows.business["version"]).exists():
            return rows


async def _read_once(business_id: int) -> ShopRows:
    business = await models.Business.filter(id=business_id).values()
    locations = await models.Location.filter(business_id=business_id).order_by("id").limit(1).values()
    if not business or not locations:
        raise LookupError(f"no shop has the id {business_id}: load one with `python -m assistant shop load FILE`")
    ours, location_id = {"business_id": business_id}, locations[0]["id"]
    listed = ("-active", "position", "id")
    return ShopRows(
        business=business[0],
        location=locations[0],
        hours=_to_week(await models.OpeningHours.filter(location_id=location_id).values()),
        policies={row["id"]: (row["slug"], _to_policy(row)) for row in await models.Policy.filter(**ours).values()},
        resources=tuple(await models.Resource.filter(**ours).order_by(*listed).values()),
        working_hours={
            resource_id: _to_week(rows)
            for resource_id, rows in _group(await models.WorkingHours.filter(**ours).values(), "resource_id").items()
        },
        leave={
            resource_id: tuple(_to_leave(row) for row in rows)
            for resource_id, rows in _group(
                await models.Leave.filter(**ours).order_by("starts_at", "ends_at", "reason").values(), "resource_id"
            ).items()
        },
        overrides={
            resource_id: tuple(_to_day(row) for row in rows)
            for resource_id, rows in _group(
                await models.DateOverride.filter(location_id=location_id).order_by("day").values(), "resource_id"
            ).items()
        },
        services=tuple(await models.Service.filter(**ours).order_by(*listed).values()),
        doers={
            service_id: tuple(row["resource_id"] for row in rows)
            for service_id, rows in _group(
                await models.ServiceResource.filter(**ours).order_by("position").values(), "service_id"
            ).items()
        },
        answers=tuple(await models.FaqEntry.filter(**ours).order_by("-active", "taught", "position", "id").values()),
    )


def to_shop(rows: ShopRows) -> Shop:
    """Return what a turn works with. Retired services and resources are in it, for the bookings that point at them."""
    business, location = rows.business, rows.location
    return Shop(
        business_id=business["id"],
        version=business["version"],
        slug=business["slug"],
        name=business["name"],
        locale=business["locale"],
        currency=business["currency"],
        ask_phone=business["ask_phone"],
        hour_format=business["hour_format"],
        location=Location(
            id=location["id"],
            name=location["name"],
            zone=ZoneInfo(location["zone"]),
            hours=rows.hours,
            address=location["address"],
            phone=location["phone"],
        ),
        services=tuple(_to_service(rows, row) for row in rows.services),
        resources=tuple(_to_resource(rows, row) for row in rows.resources),
        overrides=tuple(
            DateOverride(day=entry.day, periods=entry.periods, resource_id=resource_id, reason=entry.reason)
            for resource_id, entries in rows.overrides.items()
            for entry in entries
        ),
        joined_tables=tuple(_to_joined_tables(rows)),
    )


def to_shop_file(rows: ShopRows) -> ShopFile:
    """Return what the shop's file says, were it written today: without what is retired."""
    business = rows.business
    default = next(policy for slug, policy in rows.policies.values() if slug == DEFAULT_POLICY)
    return ShopFile(
        **{key: business[key] for key in BUSINESS_KEYS},
        slug=business["slug"],
        location=to_location_entry(rows),
        policy=default,
        resources=tuple(to_resource_entry(rows, row) for row in rows.resources if row["active"]),
        services=tuple(to_service_entry(rows, row) for row in rows.services if row["active"]),
        answers=tuple(to_answer_entry(row) for row in rows.answers if row["active"]),
    )


def to_location_entry(rows: ShopRows) -> LocationEntry:
    """Return the location as a shop file has it."""
    return LocationEntry(
        **{key: rows.location[key] for key in LOCATION_KEYS},
        hours=rows.hours,
        overrides=rows.overrides.get(None, ()),
        joined_tables=_list_joined(rows),
    )


def to_resource_entry(rows: ShopRows, row: Row) -> ResourceEntry:
    """Return a resource as a shop file has it."""
    return ResourceEntry(
        **{key: row[key] for key in ("slug", *RESOURCE_KEYS)},
        kind=ResourceKind(row["kind"]),
        aliases=tuple(row["aliases"]),
        hours=_own_hours(rows, row),
        leave=rows.leave.get(row["id"], ()),
        overrides=rows.overrides.get(row["id"], ()),
    )


def to_service_entry(rows: ShopRows, row: Row) -> ServiceEntry:
    """Return a service as a shop file has it."""
    slugs = {resource["id"]: resource["slug"] for resource in rows.resources}
    policy_slug, policy = rows.policies[row["policy_id"]]
    return ServiceEntry(
        **_service_values(row),
        resources=tuple(slugs[resource_id] for resource_id in rows.doers.get(row["id"], ())),
        policy=None if policy_slug == DEFAULT_POLICY else policy,
    )


def to_answer_entry(row: Row) -> AnswerEntry:
    """Return an answer as a shop file has it."""
    return AnswerEntry(**{key: row[key] for key in ANSWER_KEYS}, wordings=tuple(row["wordings"]))


def _list_joined(rows: ShopRows) -> tuple[JoinedEntry, ...]:
    return tuple(
        JoinedEntry(tables=tuple(slugs), party_min=party_min, party_max=party_max)
        for slugs, party_min, party_max in rows.location["joined_tables"]
    )


def _to_joined_tables(rows: ShopRows) -> Iterable[JoinedTables]:
    ids = {row["slug"]: row["id"] for row in rows.resources}
    for joined in _list_joined(rows):
        resource_ids = tuple(ids[slug] for slug in joined.tables)
        yield JoinedTables(resource_ids=resource_ids, party_min=joined.party_min, party_max=joined.party_max)


def _to_resource(rows: ShopRows, row: Row) -> Resource:
    return Resource(
        **{key: row[key] for key in ("id", "slug", *RESOURCE_KEYS, "active")},
        kind=ResourceKind(row["kind"]),
        aliases=tuple(row["aliases"]),
        hours=_own_hours(rows, row),
        leave=tuple(entry.interval for entry in rows.leave.get(row["id"], ())),
    )


def _to_service(rows: ShopRows, row: Row) -> Service:
    active = {resource["id"] for resource in rows.resources if resource["active"]}
    return Service(
        **_service_values(row),
        id=row["id"],
        active=row["active"],
        policy=rows.policies[row["policy_id"]][1],
        # Who has left does nothing any more; a booking of theirs names them by itself.
        resource_ids=tuple(r for r in rows.doers.get(row["id"], ()) if r in active),
    )


def _service_values(row: Row) -> Row:
    return {
        "slug": row["slug"],
        "name": row["name"],
        "aliases": tuple(row["aliases"]),
        "duration": timedelta(minutes=row["duration_minutes"]),
        "buffer_before": timedelta(minutes=row["buffer_before_minutes"]),
        "buffer_after": timedelta(minutes=row["buffer_after_minutes"]),
        "price_minor": row["price_minor"],
        "price_per_person": row["price_per_person"],
        "sittings": tuple(
            Sitting(party_min=low, party_max=high, duration=timedelta(minutes=span))
            for low, high, span in row["sittings"]
        ),
        "timetable": tuple(map(tuple, row["timetable"])),
    }


def _own_hours(rows: ShopRows, row: Row) -> Week | None:
    return rows.working_hours.get(row["id"], ((),) * 7) if row["own_hours"] else None


def _to_policy(row: Row) -> Policy:
    rating = row["ask_rating_after_minutes"]
    return Policy(
        min_notice=timedelta(minutes=row["min_notice_minutes"]),
        horizon=timedelta(minutes=row["horizon_minutes"]),
        step=timedelta(minutes=row["step_minutes"]),
        cancel_cutoff=timedelta(minutes=row["cancel_cutoff_minutes"]),
        reschedule_cutoff=timedelta(minutes=row["reschedule_cutoff_minutes"]),
        ask_rating_after=None if rating is None else timedelta(minutes=rating),
    )


def _to_week(rows: Iterable[Row]) -> Week:
    days = _group(sorted(rows, key=lambda row: row["opens"]), "weekday")
    return tuple(
        tuple(CivilPeriod(opens=row["opens"], closes=row["closes"]) for row in days.get(day, ())) for day in range(7)
    )


def _to_leave(row: Row) -> LeaveEntry:
    return LeaveEntry(interval=Interval(start=row["starts_at"], end=row["ends_at"]), reason=row["reason"])


def _to_day(row: Row) -> DayEntry:
    periods = tuple(CivilPeriod(opens=opens, closes=closes) for opens, closes in row["periods"])
    return DayEntry(day=row["day"], periods=periods, reason=row["reason"])


def _group(rows: Iterable[Row], key: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return dict(groups)
