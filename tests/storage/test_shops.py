"""Loading a shop file: idempotent, in place, refused where it contradicts bookings; and the way back to a file."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from assistant.booking.model import ResourceKind, Shop
from assistant.ports.messages import Inbound
from assistant.shopfile.model import ResourceEntry, ServiceEntry, ShopFile
from assistant.shopfile.read import DEMO_SHOP, parse_shop, read_shop_file
from assistant.shopfile.render import render_shop_file
from assistant.storage import models
from assistant.storage.accounts import ensure_account
from assistant.storage.inbox import StoredInbox
from assistant.storage.shops import (
    ShopLoadError,
    find_business_id,
    find_shop,
    find_shop_file,
    is_empty,
    load_shop_file,
)
from assistant.storage.unit_of_work import open_unit_of_work

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TABLES = (
    models.Business,
    models.Location,
    models.OpeningHours,
    models.Policy,
    models.Resource,
    models.WorkingHours,
    models.Leave,
    models.DateOverride,
    models.Service,
    models.ServiceResource,
    models.FaqEntry,
)


def salon() -> ShopFile:
    return read_shop_file(DEMO_SHOP)


def edit(old: str, new: str) -> ShopFile:
    """The salon after its owner has replaced some text of the file."""
    text = DEMO_SHOP.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    return parse_shop(text.replace(old, new), "salon.toml")


def without(shop: ShopFile, *, service: str = "", resource: str = "") -> ShopFile:
    services = [s for s in shop.services if s.slug != service]
    return replace(
        shop,
        resources=tuple(r for r in shop.resources if r.slug != resource),
        services=tuple(replace(s, resources=tuple(r for r in s.resources if r != resource)) for s in services),
    )


async def dump() -> list[list[dict[str, object]]]:
    """Every row that a load may write, ids and versions included."""
    return [await table.all().order_by("id").values() for table in TABLES]


async def book(*, unit: int, ends_at: datetime, status: str = "confirmed") -> int:
    """Take one unit of the salon's chairs for a haircut of an hour, and return the booking's id."""
    business = await models.Business.get(slug="hairline")
    location = await models.Location.get(business_id=business.id)
    chairs = await models.Resource.get(slug="styling-chair")
    service = await models.Service.get(slug="haircut")
    customer = await models.Customer.create(business_id=business.id, name="Joe")
    times: dict[str, Any] = {"starts_at": ends_at - timedelta(hours=1), "ends_at": ends_at, "status": status}
    booking = await models.Booking.create(
        business_id=business.id,
        location_id=location.id,
        service_id=service.id,
        customer_id=customer.id,
        code=f"CODE{unit}",
        currency="GBP",
        cancel_cutoff_minutes=120,
        reschedule_cutoff_minutes=120,
        created_at=NOW,
        updated_at=NOW,
        **times,
    )
    await models.Occupancy.create(
        business_id=business.id, booking_id=booking.id, resource_id=chairs.id, unit=unit, **times
    )
    return int(booking.id)


async def test_a_new_database_is_empty_until_a_shop_is_loaded() -> None:
    assert await is_empty()
    assert await find_business_id() is None
    report = await load_shop_file(salon(), NOW)
    assert not await is_empty()
    assert await find_business_id() == await find_business_id("hairline") == report.business_id
    assert await find_business_id("other") is None


async def test_the_first_load_creates_everything() -> None:
    report = await load_shop_file(salon(), NOW)
    assert report.created[:3] == ("business", "location", "policy")
    assert {"people.ana", "chairs.styling-chair", "rooms.studio", "services.haircut"} <= set(report.created)
    assert not report.updated
    assert not report.retired
    assert report.version == 1
    assert (await models.Business.get(slug="hairline")).created_at == NOW


async def test_loading_the_same_file_twice_changes_no_row() -> None:
    first = await load_shop_file(salon(), NOW)
    before = await dump()
    second = await load_shop_file(salon(), NOW + timedelta(days=1))
    assert await dump() == before
    assert not second.changed
    assert second.version == first.version
    assert set(second.unchanged) == set(first.created)


async def test_what_is_shown_is_what_was_loaded() -> None:
    report = await load_shop_file(salon(), NOW)
    assert await find_shop_file(report.business_id) == salon()


async def test_showing_and_loading_again_changes_no_row() -> None:
    report = await load_shop_file(salon(), NOW)
    before = await dump()
    shown = render_shop_file(await find_shop_file(report.business_id))
    assert not (await load_shop_file(parse_shop(shown, "shown.toml"), NOW)).changed
    assert await dump() == before


@pytest.mark.parametrize(
    ("old", "new", "updated"),
    [
        ('tagline = "Cuts, colour and conversation"\n', "", "business"),
        ('address = "12 Mill Lane, London N1 7QX"', 'address = "14 Mill Lane"', "location"),
        ('sun = "closed"', 'sun = "10:00-14:00"', "location"),
        ("date = 2027-01-01", "date = 2027-01-02", "location"),
        ('horizon = "60d"', 'horizon = "90d"', "policy"),
        ('aliases = ["Anna"]', 'aliases = ["Anna", "Annie"]', "people.ana"),
        ("from = 2026-12-28 ", "from = 2026-12-27 ", "people.ana"),
        ('wed = "09:00-14:00"', 'wed = "09:00-15:00"', "people.chloe"),
        ("units = 3", "units = 4", "chairs.styling-chair"),
        ("party_max = 6", "party_max = 8", "rooms.studio"),
        ("price = 38", 'price = "39.50"', "services.haircut"),
        ('by = ["ben", "dev"]', 'by = ["dev", "ben"]', "services.beard-trim"),
    ],
)
async def test_a_changed_key_updates_what_it_belongs_to_and_nothing_else(old: str, new: str, updated: str) -> None:
    await load_shop_file(salon(), NOW)
    changed = edit(old, new)
    report = await load_shop_file(changed, NOW)
    assert (report.created, report.updated, report.retired) == ((), (updated,), ())
    assert report.version == 2
    assert await find_shop_file(report.business_id) == changed
    assert not (await load_shop_file(changed, NOW)).changed


async def test_an_update_keeps_the_row_that_bookings_point_at() -> None:
    report = await load_shop_file(salon(), NOW)
    booking_id = await book(unit=1, ends_at=NOW + timedelta(days=1))
    await load_shop_file(edit("price = 38", "price = 40"), NOW)
    booking = await models.Booking.get(id=booking_id).values("service__slug", "service__price_minor")
    assert booking == {"service__slug": "haircut", "service__price_minor": 4000}
    assert len((await find_shop(report.business_id)).services) == 8


async def test_what_the_file_no_longer_names_is_retired_and_can_still_be_found() -> None:
    first = await load_shop_file(salon(), NOW)
    booking_id = await book(unit=1, ends_at=NOW + timedelta(days=1))
    service_id = (await models.Booking.filter(id=booking_id).values("service_id"))[0]["service_id"]
    report = await load_shop_file(without(salon(), service="haircut"), NOW)
    assert report.retired == ("services.haircut",)
    shop = await find_shop(first.business_id)
    retired = shop.find_service(service_id)
    assert (retired.name, retired.active) == ("Haircut", False)
    assert retired not in shop.offered_services
    assert shop.services[-1] == retired
    assert "haircut" not in {s.slug for s in (await find_shop_file(first.business_id)).services}


async def test_nothing_is_offered_by_a_person_who_has_left() -> None:
    first = await load_shop_file(salon(), NOW)
    dev_id = (await models.Resource.get(slug="dev")).id
    # The kids cut goes together with Dev: it keeps him in its rows, but can no longer be given to him.
    await load_shop_file(without(salon(), service="kids-cut", resource="dev"), NOW)
    shop = await find_shop(first.business_id)
    assert not shop.find_resource(dev_id).active
    assert dev_id not in {resource_id for s in shop.services for resource_id in s.resource_ids}
    assert "Dev" not in {person.name for person in shop.find_people()}


async def test_who_comes_back_is_the_same_row_again() -> None:
    first = await load_shop_file(salon(), NOW)
    before = (await find_shop(first.business_id)).resources
    await load_shop_file(without(salon(), resource="dev"), NOW)
    report = await load_shop_file(salon(), NOW)
    assert "people.dev" in report.updated
    assert report.version == 3
    assert (await find_shop(first.business_id)).resources == before
    assert await find_shop_file(first.business_id) == salon()


async def test_a_service_that_no_longer_names_a_person_does_not_get_them_back_with_their_return() -> None:
    first = await load_shop_file(salon(), NOW)
    await load_shop_file(without(salon(), resource="dev"), NOW)
    returned = edit('by = ["ana", "dev"]', 'by = ["ana"]')
    await load_shop_file(returned, NOW)
    assert await find_shop_file(first.business_id) == returned


async def test_a_service_gets_a_policy_of_its_own_and_loses_it_again() -> None:
    first = await load_shop_file(salon(), NOW)
    own = edit('by = ["ana", "dev"]', 'by = ["ana", "dev"]\npolicy = { min_notice = "1d" }')
    report = await load_shop_file(own, NOW)
    assert report.updated == ("services.highlights",)
    policies = {s.slug: s.policy for s in (await find_shop(first.business_id)).services}
    assert policies["highlights"].min_notice == timedelta(days=1)
    assert policies["highlights"].horizon == policies["haircut"].horizon == timedelta(days=60)
    assert policies["haircut"].min_notice == timedelta(hours=1)
    assert not (await load_shop_file(own, NOW)).changed
    await load_shop_file(salon(), NOW)
    assert await models.Policy.all().values("slug") == [{"slug": "default"}]


async def test_fewer_chairs_than_are_booked_are_refused_and_nothing_is_loaded() -> None:
    await load_shop_file(salon(), NOW)
    ends_at = datetime(2036, 7, 1, 14, tzinfo=UTC)
    await book(unit=3, ends_at=ends_at)
    before = await dump()
    smaller = replace(edit("units = 3", "units = 2"), tagline="Something else")
    with pytest.raises(ShopLoadError) as refusal:
        await load_shop_file(smaller, NOW)
    assert str(refusal.value) == (
        "chairs.styling-chair.units: cannot go down to 2: unit 3 is booked, up to 2036-07-01 15:00; "
        "move or cancel those bookings first, or load this later"
    )
    assert await dump() == before


@pytest.mark.parametrize(
    ("unit", "status"), [(2, "confirmed"), (3, "cancelled")], ids=["the chairs that stay", "a cancelled booking"]
)
async def test_fewer_chairs_are_fine_where_nobody_has_booked_the_last(unit: int, status: str) -> None:
    await load_shop_file(salon(), NOW)
    await book(unit=unit, ends_at=datetime(2036, 7, 1, 14, tzinfo=UTC), status=status)
    assert (await load_shop_file(edit("units = 3", "units = 2"), NOW)).updated == ("chairs.styling-chair",)


async def test_two_first_loads_at_once_make_one_shop() -> None:
    reports = await asyncio.gather(load_shop_file(salon(), NOW), load_shop_file(salon(), NOW))
    assert sorted(report.changed for report in reports) == [False, True]
    assert await models.Business.all().count() == 1


async def test_another_slug_is_another_shop() -> None:
    first = await load_shop_file(salon(), NOW)
    before = await find_shop(first.business_id)
    second = await load_shop_file(edit('slug = "hairline"', 'slug = "topline"'), NOW)
    assert second.business_id != first.business_id
    assert await find_shop(first.business_id) == before
    with pytest.raises(LookupError, match="hairline or topline"):
        await find_business_id()


async def test_a_turn_sees_what_the_file_says() -> None:
    report = await load_shop_file(salon(), NOW)
    shop = await find_shop(report.business_id)
    assert (shop.name, shop.currency, shop.location.zone.key) == ("Hairline", "GBP", "Europe/London")
    assert [person.name for person in shop.find_people()] == ["Ana", "Ben", "Chloe", "Dev"]
    haircut = next(s for s in shop.offered_services if s.slug == "haircut")
    assert (haircut.duration, haircut.buffer_after, haircut.price_minor) == (
        timedelta(minutes=45),
        timedelta(minutes=5),
        3800,
    )
    assert [shop.find_resource(r).slug for r in haircut.resource_ids] == ["ana", "ben", "chloe", "dev", "styling-chair"]
    studio = next(r for r in shop.resources if r.kind is ResourceKind.ROOM)
    assert (studio.party_min, studio.party_max) == (1, 6)
    assert [(o.day.isoformat(), len(o.periods)) for o in shop.overrides] == [
        ("2026-12-24", 1),
        ("2026-12-25", 0),
        ("2026-12-26", 0),
        ("2027-01-01", 0),
    ]
    ana = shop.find_people()[0]
    assert ana.leave[0].start == datetime(2026, 12, 28, tzinfo=UTC)
    assert ana.leave[0].end == datetime(2026, 12, 31, tzinfo=UTC)


async def test_turns_share_a_shop_until_a_load_changes_it() -> None:
    report = await load_shop_file(salon(), NOW)
    account = await ensure_account(report.business_id, "standard", "demo")
    event = Inbound(
        account_id=account.id, business_id=report.business_id, dedupe_key="a", address="joe", sender="joe", text="hi"
    )
    (conversation_id,) = await StoredInbox().put([event], NOW)

    async def find_in_turn() -> Shop:
        async with open_unit_of_work() as work:
            assert await work.begin_turn(conversation_id, 1)
            return await work.find_shop(report.business_id)

    known = await find_in_turn()
    await load_shop_file(salon(), NOW)
    assert await find_in_turn() is known, "the same file again changes nothing"
    await load_shop_file(edit("price = 38", "price = 40"), NOW)
    assert (await find_in_turn()).version == known.version + 1


async def test_a_shop_of_the_same_version_that_was_written_since_is_another_one() -> None:
    report = await load_shop_file(salon(), NOW)
    async with open_unit_of_work() as work:
        known = await work.find_shop(report.business_id)
    await models.Business.filter(id=report.business_id).update(name="Restored")
    async with open_unit_of_work() as work:
        other = await work.find_shop(report.business_id)
    assert (other.version, other.name) == (known.version, "Restored")


async def test_a_shop_that_does_not_exist_is_a_lookup_error() -> None:
    with pytest.raises(LookupError, match="no shop has the id 7"):
        await find_shop(7)


async def test_all_kinds_of_resources_survive_the_database() -> None:
    shop = salon()
    kinds = [
        ResourceEntry(
            slug=f"a-{kind}",
            name=f"A {kind}",
            kind=kind,
            units=4 if kind is not ResourceKind.PERSON else 1,
            party_max=4 if kind is ResourceKind.SEATS else 1,
        )
        for kind in ResourceKind
    ]
    # Never working is something else than having no hours of one's own.
    kinds[0] = replace(kinds[0], hours=((),) * 7)
    everything = ServiceEntry(
        slug="all", name="All", duration=timedelta(minutes=30), resources=tuple(k.slug for k in kinds)
    )
    shop = replace(shop, resources=tuple(kinds), services=(everything,))
    report = await load_shop_file(shop, NOW)
    assert await find_shop_file(report.business_id) == shop
