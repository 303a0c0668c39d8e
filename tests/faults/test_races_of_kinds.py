"""Many customers, some tables that can be put together, some places in a class: all of a booking, or nothing."""

import asyncio
from collections import Counter

import pytest
from shop_line import OVERLAPS, ShopLine, open_shop, throw_dice
from tortoise import connections

from assistant.storage import models

CUSTOMERS = 64

pytestmark = pytest.mark.usefixtures("database")


async def say_all(shop: ShopLine, texts: dict[str, str], key: str) -> None:
    await asyncio.gather(*(shop.deliver(shop.make_event(name, key, text)) for name, text in texts.items()))
    await shop.wait_until_answered()


async def find_asked(shop: ShopLine, names: list[str]) -> list[str]:
    return [n for n in names if "Shall I book it?" in (await shop.find_replies(n))[-1].text]


async def count_taken() -> dict[int, Counter[str]]:
    """Return what each confirmed booking takes, by resource."""
    rows = await models.Occupancy.filter(status="confirmed").values("booking_id", "resource__slug")
    taken: dict[int, Counter[str]] = {}
    for row in rows:
        taken.setdefault(row["booking_id"], Counter())[row["resource__slug"]] += 1
    return taken


async def check_no_overlap() -> None:
    rows = await connections.get("default").execute_query_dict(OVERLAPS)
    assert rows[0]["overlaps"] == 0


async def test_of_64_parties_racing_for_joined_tables_one_has_them_all() -> None:
    shop = await open_shop("restaurant")
    names = [f"c{n}" for n in range(CUSTOMERS)]
    await say_all(shop, dict.fromkeys(names, "Table for 8 tomorrow at 7pm, I'm Sam"), "ask")
    asked = await find_asked(shop, names)
    assert len(asked) == 1, "one pair of tables seats eight"
    await say_all(shop, dict.fromkeys(asked, "yes"), "yes")
    assert list((await count_taken()).values()) == [Counter({"window-1": 1, "window-2": 1})]
    assert await models.Booking.filter(status="held").count() == 0
    await check_no_overlap()


async def test_small_parties_and_large_ones_race_for_the_same_tables_and_none_has_half() -> None:
    dice = throw_dice()
    shop = await open_shop("restaurant")
    sizes = {f"c{n}": dice.choice([2, 3, 5, 8, 12]) for n in range(CUSTOMERS)}
    texts = {n: f"Table for {size} tomorrow at {dice.choice(['6', '7'])}pm, I'm Sam" for n, size in sizes.items()}
    await say_all(shop, texts, "ask")
    asked = await find_asked(shop, list(sizes))
    assert asked
    await say_all(shop, dict.fromkeys(asked, "yes"), "yes")
    taken = await count_taken()
    booked = await models.Booking.filter(status="confirmed").values("id", "party_size")
    assert len(booked) == len(asked)
    largest = {"bar": 2, "window-1": 4, "window-2": 4, "garden": 4, "round": 6}
    for row in booked:
        seats = sum(largest[slug] * count for slug, count in taken[row["id"]].items())
        assert seats >= row["party_size"], taken[row["id"]]
    await check_no_overlap()


async def test_of_64_customers_racing_for_two_of_the_last_places_each_has_both_or_none() -> None:
    shop = await open_shop("studio")
    names = [f"c{n}" for n in range(CUSTOMERS)]
    await say_all(shop, dict.fromkeys(names, "3 places in spin tomorrow at 6:30pm please, I'm Sam"), "ask")
    asked = await find_asked(shop, names)
    # Eight bikes: two parties of three, and two bikes that a party of three has no use for.
    assert len(asked) == 2
    told = [(await shop.find_replies(n))[-1].text for n in names if n not in asked]
    assert [text for text in told if "Spin has only 2 places left at 6:30pm" not in text] == []
    await say_all(shop, dict.fromkeys(asked, "yes"), "yes")
    assert list((await count_taken()).values()) == [Counter({"bikes": 3})] * 2
    await check_no_overlap()
