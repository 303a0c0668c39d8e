"""Loads a shop file: makes the rows say what the file says, and says what that changed."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from asyncpg import CheckViolationError
from msgspec.structs import asdict
from tortoise.exceptions import IntegrityError
from tortoise.expressions import F
from tortoise.models import Model
from tortoise.transactions import in_transaction

from assistant.booking.bookings import BookingStatus
from assistant.booking.hours import ONE_MINUTE
from assistant.booking.model import Policy, ResourceKind, Week
from assistant.shopfile.model import (
    DEFAULT_POLICY,
    SECTION_OF,
    DayEntry,
    LocationEntry,
    ResourceEntry,
    ServiceEntry,
    ShopFile,
)
from assistant.storage import models
from assistant.storage.pools import MODELS
from assistant.storage.shop_answers import TaughtClashError, load_answers
from assistant.storage.shop_rows import (
    BUSINESS_KEYS,
    LOCATION_KEYS,
    RESOURCE_KEYS,
    Row,
    ShopRows,
    read_rows,
    to_location_entry,
    to_resource_entry,
    to_service_entry,
)

_MAIN_LOCATION = "main"
"""A shop file has one location; the tables would take more."""
_LOAD_LOCK = 0x5408
"""Any number of our own, by which loads take turns: two first ones do not make the shop twice."""


class ShopLoadError(Exception):
    """A good shop file contradicts what is booked or was taught.

    Nothing was loaded; do what the message says and load it again.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What a load changed. Names are keys of the file: `business`, `location`, `policy`, `services.haircut`."""

    business_id: int
    version: int
    """Of the shop after the load; as it was before, where nothing changed."""
    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    """No longer in the file: not offered any more, kept for the bookings that point at it."""
    unchanged: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the load changed anything."""
        return bool(self.created or self.updated or self.retired)


async def load_shop_file(shop: ShopFile, now: datetime) -> LoadReport:
    """Make the database say what `shop` says, in one transaction, and return what that changed.

    The shop of the same slug is changed, or made. What has the same slug keeps its row, so bookings keep pointing at
    it; what the file no longer names is retired, never deleted. A second load of the same file changes nothing.

    Args:
        shop: From `read_shop_file`.
        now: This instant.

    Raises:
        ShopLoadError: A resource would have fewer units than are booked, or an answer beside the file is asked in the
            same words as one of the file.
    """
    try:
        async with in_transaction(MODELS) as connection:
            await connection.execute_query("SELECT pg_advisory_xact_lock($1)", [_LOAD_LOCK])
            return await _load(shop, now)
    except _UnitsInUseError as error:
        raise ShopLoadError(await _explain_units(shop, error.resource, now)) from error
    except TaughtClashError as error:
        taught, own, wording = error.clash
        raise ShopLoadError(
            f'answers.{own}: the assistant was taught an answer, {taught}, to "{wording}" too; write it down as '
            f"[answers.{taught}] (`shop show` prints it), or let it be forgotten: "
            f"python -m assistant answers forget {taught}"
        ) from error


class _UnitsInUseError(Exception):
    def __init__(self, resource: ResourceEntry) -> None:
        super().__init__(resource.slug)
        self.resource = resource


async def _explain_units(shop: ShopFile, resource: ResourceEntry, now: datetime) -> str:
    taken = await models.Occupancy.filter(
        resource__slug=resource.slug,
        business__slug=shop.slug,
        unit__gt=resource.units,
        status__in=[BookingStatus.HELD.value, BookingStatus.CONFIRMED.value],
        ends_at__gt=now,
    ).values("unit", "ends_at")
    last = max((row["ends_at"] for row in taken), default=now).astimezone(ZoneInfo(shop.location.zone))
    return (
        f"{SECTION_OF[resource.kind]}.{resource.slug}.units: cannot go down to {resource.units}: unit "
        f"{max((row['unit'] for row in taken), default=resource.units + 1)} is booked, up to {last:%Y-%m-%d %H:%M}; "
        "move or cancel those bookings first, or load this later"
    )


@dataclass(slots=True)
class _Tally:
    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    def note(self, name: str, *, same: bool, new: bool = False) -> None:
        (self.created if new else self.unchanged if same else self.updated).append(name)

    def report(self, rows: ShopRows) -> LoadReport:
        return LoadReport(
            business_id=rows.business["id"],
            version=rows.business["version"],
            **{f.name: tuple(getattr(self, f.name)) for f in fields(self)},
        )


async def _load(shop: ShopFile, now: datetime) -> LoadReport:
    tally = _Tally()
    # NO KEY: bookings being written refer to this row, and need not wait for a load.
    found = await models.Business.filter(slug=shop.slug).select_for_update(no_key=True).values("id")
    if found:
        rows = await read_rows(found[0]["id"])
        await _update_business(shop, rows, tally)
    else:
        rows = await _make_business(shop, now, tally)
    resource_ids = await _load_resources(shop, rows, tally)
    await _load_services(shop, rows, resource_ids, tally)
    await _load_answers(shop, rows, now, tally)
    report = tally.report(rows)
    if not report.changed:
        return report
    await models.Business.filter(id=report.business_id).update(version=F("version") + 1)
    return replace(report, version=report.version + 1)


async def _make_business(shop: ShopFile, now: datetime, tally: _Tally) -> ShopRows:
    """Make what every shop has, and return it as rows: the rest of the file is compared with them, and is new."""
    business_id = await _put(models.Business, None, {"slug": shop.slug, "created_at": now}, _pick(shop, BUSINESS_KEYS))
    ours = {"business_id": business_id}
    location = _location_values(shop.location)
    location_id = await _put(models.Location, None, {**ours, "slug": _MAIN_LOCATION}, location)
    await _put_location_times(shop.location, {**ours, "location_id": location_id})
    await _put(models.Policy, None, {**ours, "slug": DEFAULT_POLICY}, _policy_values(shop.policy))
    for name in ("business", "location", "policy"):
        tally.note(name, same=False, new=True)
    return await read_rows(business_id)


async def _update_business(shop: ShopFile, rows: ShopRows, tally: _Tally) -> None:
    same = _pick(shop, BUSINESS_KEYS) == {key: rows.business[key] for key in BUSINESS_KEYS}
    if not same:
        await models.Business.filter(id=rows.business["id"]).update(**_pick(shop, BUSINESS_KEYS))
    tally.note("business", same=same)
    same = shop.location == to_location_entry(rows)
    if not same:
        await models.Location.filter(id=rows.location["id"]).update(**_location_values(shop.location))
        await _put_location_times(shop.location, _here(rows))
    tally.note("location", same=same)
    same = (DEFAULT_POLICY, shop.policy) in rows.policies.values()
    if not same:
        await _put_policy(rows, DEFAULT_POLICY, shop.policy)
    tally.note("policy", same=same)


async def _load_resources(shop: ShopFile, rows: ShopRows, tally: _Tally) -> Mapping[str, int]:
    """Write the resources, retire those that are gone, and return all ids by slug."""
    known = {row["slug"]: row for row in rows.resources}
    ids: dict[str, int] = {slug: row["id"] for slug, row in known.items()}
    # In the order in which bookings lock them, new ones last: a load and a booking cannot deadlock.
    for position, entry in sorted(enumerate(shop.resources), key=lambda pair: ids.get(pair[1].slug, math.inf)):
        row = known.get(entry.slug)
        same = row is not None and _stands(row, position) and to_resource_entry(rows, row) == entry
        if not same:
            ids[entry.slug] = await _put_resource(entry, rows, ids.get(entry.slug), position)
        tally.note(f"{SECTION_OF[entry.kind]}.{entry.slug}", same=same, new=row is None)
    gone = _find_gone(rows.resources, shop.resources)
    await models.Resource.filter(id__in=[row["id"] for row in gone]).update(active=False)
    tally.retired.extend(f"{SECTION_OF[ResourceKind(row['kind'])]}.{row['slug']}" for row in gone)
    return ids


async def _put_resource(entry: ResourceEntry, rows: ShopRows, resource_id: int | None, position: int) -> int:
    values = {
        **_pick(entry, RESOURCE_KEYS),
        "kind": entry.kind.value,
        "aliases": list(entry.aliases),
        "own_hours": entry.hours is not None,
        "position": position,
        "active": True,
    }
    try:
        resource_id = await _put(models.Resource, resource_id, {**_here(rows), "slug": entry.slug}, values)
    except IntegrityError as error:
        cause = error.args[0]
        if isinstance(cause, CheckViolationError) and cause.constraint_name == "resource_units_in_use":
            raise _UnitsInUseError(entry) from error
        raise
    await _put_resource_times(entry, rows, resource_id)
    return resource_id


async def _put_resource_times(entry: ResourceEntry, rows: ShopRows, resource_id: int) -> None:
    owner = {"business_id": rows.business["id"], "resource_id": resource_id}
    await models.WorkingHours.filter(**owner).delete()
    await models.WorkingHours.bulk_create(
        [models.WorkingHours(**owner, **values) for values in _week_values(entry.hours or ())]
    )
    await models.Leave.filter(**owner).delete()
    await models.Leave.bulk_create(
        [
            models.Leave(**owner, starts_at=leave.interval.start, ends_at=leave.interval.end, reason=leave.reason)
            for leave in entry.leave
        ]
    )
    await _put_overrides(entry.overrides, {**_here(rows), "resource_id": resource_id})


async def _load_services(shop: ShopFile, rows: ShopRows, resource_ids: Mapping[str, int], tally: _Tally) -> None:
    known = {row["slug"]: row for row in rows.services}
    for position, entry in enumerate(shop.services):
        row = known.get(entry.slug)
        same = row is not None and _stands(row, position) and to_service_entry(rows, row) == entry
        if not same:
            await _put_service(entry, rows, resource_ids, position)
        tally.note(f"services.{entry.slug}", same=same, new=row is None)
    gone = _find_gone(rows.services, shop.services)
    await models.Service.filter(id__in=[row["id"] for row in gone]).update(active=False)
    tally.retired.extend(f"services.{row['slug']}" for row in gone)
    await _delete_unused_policies(rows)


async def _load_answers(shop: ShopFile, rows: ShopRows, now: datetime, tally: _Tally) -> None:
    for list_name, slugs in (await load_answers(shop, rows, now))._asdict().items():
        getattr(tally, list_name).extend(f"answers.{slug}" for slug in slugs)


async def _put_service(entry: ServiceEntry, rows: ShopRows, resource_ids: Mapping[str, int], position: int) -> None:
    ours = {"business_id": rows.business["id"]}
    values = {
        "name": entry.name,
        "aliases": list(entry.aliases),
        "duration_minutes": entry.duration // ONE_MINUTE,
        "buffer_before_minutes": entry.buffer_before // ONE_MINUTE,
        "buffer_after_minutes": entry.buffer_after // ONE_MINUTE,
        "price_minor": entry.price_minor,
        "price_per_person": entry.price_per_person,
        "sittings": [[s.party_min, s.party_max, s.duration // ONE_MINUTE] for s in entry.sittings],
        "timetable": [list(starts) for starts in entry.timetable],
        "policy_id": await _find_policy(entry, rows),
        "position": position,
        "active": True,
    }
    known = {row["slug"]: row["id"] for row in rows.services}
    service_id = await _put(models.Service, known.get(entry.slug), {**ours, "slug": entry.slug}, values)
    await models.ServiceResource.filter(service_id=service_id).delete()
    await models.ServiceResource.bulk_create(
        [
            models.ServiceResource(**ours, service_id=service_id, resource_id=resource_ids[slug], position=n)
            for n, slug in enumerate(entry.resources)
        ]
    )


async def _find_policy(entry: ServiceEntry, rows: ShopRows) -> int:
    """Return the id of the policy of a service, its own one being written first."""
    if entry.policy:
        return await _put_policy(rows, entry.slug, entry.policy)
    return next(policy_id for policy_id, (slug, _) in rows.policies.items() if slug == DEFAULT_POLICY)


async def _put_policy(rows: ShopRows, slug: str, policy: Policy) -> int:
    known = {known_slug: policy_id for policy_id, (known_slug, _) in rows.policies.items()}
    key = {"business_id": rows.business["id"], "slug": slug}
    return await _put(models.Policy, known.get(slug), key, _policy_values(policy))


async def _delete_unused_policies(rows: ShopRows) -> None:
    """Delete the own policies that services no longer have. Bookings keep copies: none points at a policy."""
    used = {
        row["policy_id"] for row in await models.Service.filter(business_id=rows.business["id"]).values("policy_id")
    }
    unused = [i for i, (slug, _) in rows.policies.items() if slug != DEFAULT_POLICY and i not in used]
    await models.Policy.filter(id__in=unused).delete()


async def _put_location_times(location: LocationEntry, owner: Row) -> None:
    await models.OpeningHours.filter(**owner).delete()
    await models.OpeningHours.bulk_create(
        [models.OpeningHours(**owner, **values) for values in _week_values(location.hours)]
    )
    await _put_overrides(location.overrides, {**owner, "resource_id": None})


async def _put_overrides(overrides: Iterable[DayEntry], owner: Row) -> None:
    await models.DateOverride.filter(**owner).delete()
    await models.DateOverride.bulk_create(
        [
            models.DateOverride(
                **owner, day=entry.day, periods=[[p.opens, p.closes] for p in entry.periods], reason=entry.reason
            )
            for entry in overrides
        ]
    )


async def _put(model: type[Model], row_id: int | None, key: Row, values: Row) -> int:
    """Change the row of that id, or make one, and return its id.

    Not `update_or_create`: it locks the row so strongly that bookings being written would have to wait.
    """
    if row_id is None:
        return int((await model.create(**key, **values)).pk)
    await model.filter(pk=row_id).update(**values)
    return row_id


def _here(rows: ShopRows) -> Row:
    return {"business_id": rows.business["id"], "location_id": rows.location["id"]}


def _stands(row: Row, position: int) -> bool:
    return bool(row["active"]) and row["position"] == position


def _find_gone(rows: Iterable[Row], entries: Iterable[ResourceEntry | ServiceEntry]) -> list[Row]:
    kept = {entry.slug for entry in entries}
    return [row for row in rows if row["active"] and row["slug"] not in kept]


def _pick(entry: object, keys: Iterable[str]) -> Row:
    return {key: getattr(entry, key) for key in keys}


def _location_values(location: LocationEntry) -> Row:
    joined = [[list(j.tables), j.party_min, j.party_max] for j in location.joined_tables]
    return {**_pick(location, LOCATION_KEYS), "joined_tables": joined}


def _policy_values(policy: Policy) -> Row:
    spans: dict[str, timedelta | None] = asdict(policy)
    return {f"{name}_minutes": None if span is None else span // ONE_MINUTE for name, span in spans.items()}


def _week_values(week: Week) -> Iterable[Row]:
    return [
        {"weekday": day, "opens": period.opens, "closes": period.closes}
        for day, periods in enumerate(week)
        for period in periods
    ]
