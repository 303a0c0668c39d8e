"""The demo shops without a database."""

from zoneinfo import ZoneInfo

from assistant.booking.model import DateOverride, Location, Policy, Resource, Service, Shop
from assistant.shopfile.model import ResourceEntry, ServiceEntry
from assistant.shopfile.read import DEMO_SHOP, read_shop_file


def read_shop(name: str) -> Shop:
    """Return the demo shop of that name; ids are places in its file, from one on."""
    file = read_shop_file(DEMO_SHOP.with_name(f"{name}.toml"))
    ids = {entry.slug: place for place, entry in enumerate(file.resources, start=1)}
    whose = [(None, file.location.overrides), *((ids[entry.slug], entry.overrides) for entry in file.resources)]
    return Shop(
        business_id=1,
        version=1,
        slug=file.slug,
        name=file.name,
        locale=file.locale,
        currency=file.currency,
        location=Location(id=1, name=file.name, zone=ZoneInfo(file.location.zone), hours=file.location.hours),
        services=tuple(_to_service(n, one, file.policy, ids) for n, one in enumerate(file.services, start=1)),
        resources=tuple(_to_resource(ids[one.slug], one) for one in file.resources),
        overrides=tuple(
            DateOverride(day=d.day, periods=d.periods, resource_id=number, reason=d.reason)
            for number, days in whose
            for d in days
        ),
    )


def _to_service(number: int, entry: ServiceEntry, policy: Policy, ids: dict[str, int]) -> Service:
    return Service(
        id=number,
        slug=entry.slug,
        name=entry.name,
        duration=entry.duration,
        policy=entry.policy or policy,
        resource_ids=tuple(ids[slug] for slug in entry.resources),
        buffer_before=entry.buffer_before,
        buffer_after=entry.buffer_after,
        sittings=entry.sittings,
        timetable=entry.timetable,
    )


def _to_resource(number: int, entry: ResourceEntry) -> Resource:
    return Resource(
        id=number,
        slug=entry.slug,
        name=entry.name,
        kind=entry.kind,
        units=entry.units,
        party_min=entry.party_min,
        party_max=entry.party_max,
        hours=entry.hours,
        leave=tuple(one.interval for one in entry.leave),
    )
