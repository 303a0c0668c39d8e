"""Restaurants and class studios in the database: loaded, given back, changed in place, retired."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tortoise import connections

from assistant.booking.model import Shop
from assistant.shopfile.model import ShopFile
from assistant.shopfile.read import DEMO_SHOP, parse_shop, read_shop_file
from assistant.shopfile.render import render_shop_file
from assistant.storage import models
from assistant.storage.shops import find_shop, find_shop_file, load_shop_file

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
RESTAURANT, STUDIO = DEMO_SHOP.with_name("restaurant.toml"), DEMO_SHOP.with_name("studio.toml")


def edit(path: Path, old: str, new: str) -> ShopFile:
    """The shop after its owner has replaced some text of the file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    return parse_shop(text.replace(old, new), path.name)


async def load(path: Path) -> Shop:
    return await find_shop((await load_shop_file(read_shop_file(path), NOW)).business_id)


@pytest.mark.parametrize("path", [RESTAURANT, STUDIO], ids=lambda path: path.stem)
async def test_what_is_shown_is_what_was_loaded(path: Path) -> None:
    report = await load_shop_file(read_shop_file(path), NOW)
    shown = await find_shop_file(report.business_id)
    assert shown == read_shop_file(path)
    assert not (await load_shop_file(parse_shop(render_shop_file(shown), "shown.toml"), NOW)).changed


@pytest.mark.parametrize(
    ("path", "old", "new", "updated"),
    [
        (RESTAURANT, 'party = "5-8"', 'party = "5-7"', "location"),
        (RESTAURANT, '["window-1", "window-2"]', '["window-2", "garden"]', "location"),
        (RESTAURANT, '3-6 = "2h"', '3-5 = "2h"', "services.table"),
        (STUDIO, 'fri = "18:00"', 'fri = "18:15"', "services.spin"),
        (STUDIO, "price = 16\nprice_per_person = true", "price = 16", "services.pilates"),
    ],
)
async def test_a_changed_key_updates_what_it_belongs_to(path: Path, old: str, new: str, updated: str) -> None:
    await load_shop_file(read_shop_file(path), NOW)
    changed = edit(path, old, new)
    report = await load_shop_file(changed, NOW)
    assert (report.created, report.updated, report.retired) == ((), (updated,), ())
    assert await find_shop_file(report.business_id) == changed


async def test_a_turn_sees_joined_tables_sittings_and_timetables() -> None:
    restaurant, studio = await load(RESTAURANT), await load(STUDIO)
    dinner = restaurant.services[0]
    slugs = [[restaurant.find_resource(r).slug for r in j.resource_ids] for j in restaurant.joined_tables]
    assert slugs == [["window-1", "window-2"], ["window-1", "window-2", "garden"]]
    assert restaurant.find_party_max(dinner) == 12
    assert [dinner.find_duration(size).total_seconds() / 60 for size in (2, 3, 7)] == [90, 120, 150]
    yoga = next(s for s in studio.services if s.slug == "yoga")
    assert yoga.timetable == ((420, 1080), (), (1080,), (), (), (540,), ())
    assert yoga.find_price(2) == 2800


async def test_a_table_that_is_retired_is_joined_to_none() -> None:
    await load(RESTAURANT)
    text = RESTAURANT.read_text(encoding="utf-8")
    before, _, rest = text.partition("[tables.garden]")
    after = rest.partition("[tables.round]")[2].replace(
        '[[joined_tables]]\ntables = ["window-1", "window-2", "garden"]\nparty = "9-12"\n', ""
    )
    report = await load_shop_file(parse_shop(f"{before}[tables.round]{after}", "restaurant.toml"), NOW)
    assert report.retired == ("tables.garden",)
    shop = await find_shop(report.business_id)
    assert shop.find_party_max(shop.services[0]) == 8


async def test_the_version_before_can_still_write_services_and_locations() -> None:
    """It does not know the new columns: what it leaves out has a default in the database."""
    shop = await load(DEMO_SHOP)
    service = await models.Service.filter(business_id=shop.business_id).first()
    assert service is not None
    run = connections.get("default").execute_query
    await run(
        "INSERT INTO service (business_id, policy_id, slug, name, aliases, duration_minutes, buffer_before_minutes,"
        " buffer_after_minutes, price_minor, position, active)"
        " SELECT business_id, policy_id, 'old', 'Old', aliases, 30, 0, 0, NULL, 99, true FROM service WHERE id = $1",
        [service.id],
    )
    await run(
        "INSERT INTO location (business_id, slug, name, zone, address, phone)"
        " VALUES ($1, 'second', 'Second', 'Europe/London', '', '')",
        [shop.business_id],
    )
    written = await models.Service.get(slug="old")
    assert (written.sittings, written.timetable, written.price_per_person) == ([], [], False)
    assert (await models.Location.get(slug="second")).joined_tables == []
