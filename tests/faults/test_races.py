"""Many customers, one chair: Postgres keeps the promise, and everybody is told the truth."""

import asyncio

import pytest
from shop_line import OVERLAPS, ShopLine, open_shop, throw_dice
from tortoise import connections

from assistant.storage import models

CUSTOMERS = 64

pytestmark = pytest.mark.usefixtures("database")


async def test_of_64_customers_racing_for_one_time_one_wins_and_all_are_told_so() -> None:
    shop = await open_shop()
    names = [f"c{n}" for n in range(CUSTOMERS)]
    await _say_all(shop, names, "ask", "Haircut with Ana tomorrow at 3pm, I'm Sam")
    asked = [n for n in names if "Shall I book it?" in (await shop.find_replies(n))[-1].text]
    assert len(asked) == 1, "one customer is asked to confirm, since one holds the time"
    await _say_all(shop, names, "yes", "yes")
    told = [n for n in names if any("Booked:" in r.text for r in await shop.find_replies(n))]
    assert told == asked
    booked = await models.CustomerAddress.filter(customer__bookings__status="confirmed")
    assert [address.sender for address in booked] == asked, "what was told is what stands"
    assert await count_overlaps() == 0


async def test_anybody_will_do_and_every_free_unit_is_sold_once() -> None:
    shop = await open_shop()
    names = [f"c{n}" for n in range(24)]
    await _say_all(shop, names, "ask", "Haircut with anyone tomorrow at 3pm please, I'm Sam")
    asked = [n for n in names if "Shall I book it?" in (await shop.find_replies(n))[-1].text]
    # On a Tuesday Ana, Ben and Dev cut hair, and there are three chairs.
    assert len(asked) == 3
    await _say_all(shop, asked, "yes", "yes")
    assert await models.Booking.filter(status="confirmed").count() == 3
    assert await count_overlaps() == 0


async def test_overlapping_times_and_moves_leave_no_overlap() -> None:
    dice = throw_dice()
    shop = await open_shop()
    names = [f"c{n}" for n in range(20)]
    for step, text in enumerate(
        ("Haircut with Ana tomorrow at {}pm, I'm Sam", "yes", "move it to tomorrow {}pm", "yes")
    ):
        events = [
            shop.make_event(n, str(step), text.format(dice.choice(["1", "1:15", "2", "2:30", "3"]))) for n in names
        ]
        await asyncio.gather(*(shop.deliver(e) for e in events))
        await shop.wait_until_answered()
    assert await count_overlaps() == 0
    for name in names:
        told = [r.text for r in await shop.find_replies(name) if r.text.startswith(("Booked:", "Moved:"))]
        stands = await models.Booking.filter(customer__addresses__sender=name, status="confirmed").count()
        assert stands == (1 if told else 0)


async def _say_all(shop: ShopLine, names: list[str], key: str, text: str) -> None:
    await asyncio.gather(*(shop.deliver(shop.make_event(name, key, text)) for name in names))
    await shop.wait_until_answered()


async def count_overlaps() -> int:
    rows = await connections.get("default").execute_query_dict(OVERLAPS)
    return int(rows[0]["overlaps"])
