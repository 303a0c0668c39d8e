"""Series that cross: each date is sold once, everybody is told the truth, and nobody's turn fails."""

import asyncio
import re

import pytest
from shop_line import OVERLAPS, ShopLine, open_shop, throw_dice
from tortoise import connections

from assistant.responses.formats import Formats
from assistant.storage import models
from assistant.storage.shops import find_shop

pytestmark = pytest.mark.usefixtures("database")


async def test_two_customers_whose_series_cross_share_the_dates_and_each_is_told_so() -> None:
    shop = await open_shop()
    # 22 December is wanted by both, and by three such pairs at once: one pair for each person.
    wishes = ("every 4 weeks from 24 November at 3pm, 3 times", "every second Tuesday from 8 December at 3pm, 3 times")
    people = ("Ana", "Ben", "Dev")
    names = [f"{person}{n}" for person in people for n in range(len(wishes))]
    texts = {f"{who}{n}": f"Haircut with {who} {wish}. I'm Sam" for who in people for n, wish in enumerate(wishes)}
    await _say(shop, "ask", texts)
    offers = {name: (await shop.find_replies(name))[-1].text for name in names}
    assert all("Shall I book these" in text for text in offers.values()), "each has dates that nobody else wants"
    for who in people:
        refused = [n for n in (f"{who}0", f"{who}1") if f"• Tuesday 22 December at 3pm: {who} isn't free." in offers[n]]
        assert len(refused) == 1, "one of the two has it, and the other is told"
    await _say(shop, "yes", dict.fromkeys(names, "yes"))
    await _see_that_all_is_true(shop, names)
    sold = await models.Booking.filter(status="confirmed").order_by("starts_at").values_list("starts_at", flat=True)
    assert len(sold) == len(people) * 5, "24 November, 8 and 22 December, 5 and 19 January, once for each person"
    assert len(set(sold)) == 5


async def test_many_series_moves_and_cancellations_at_once_leave_no_overlap_and_no_false_word() -> None:
    dice = throw_dice()
    shop = await open_shop()
    names = [f"c{n}" for n in range(8)]
    rhythms, days = ("every week", "every second week", "every third week"), ("Tuesday", "Wednesday", "Thursday")
    await _say(
        shop,
        "ask",
        {
            n: f"Haircut with {dice.choice(['Ana', 'Ben', 'anyone'])} {dice.choice(rhythms)} on {dice.choice(days)}"
            f" at {dice.choice(['2pm', '2:30pm', '3pm'])}, {dice.randint(2, 5)} times. I'm Sam"
            for n in names
        },
    )
    await _say(shop, "yes", dict.fromkeys(names, "yes"))
    await _see_that_all_is_true(shop, names)
    changes = ("move all of them to 3pm", "move all of them to Thursday", "cancel the next one", "cancel them all")
    await _say(shop, "change", {n: dice.choice(changes) for n in names})
    await _say(shop, "yes again", dict.fromkeys(names, "yes"))
    await _see_that_all_is_true(shop, names)


async def _say(shop: ShopLine, key: str, texts: dict[str, str]) -> None:
    await asyncio.gather(*(shop.deliver(shop.make_event(name, key, text)) for name, text in texts.items()))
    await shop.wait_until_answered()


async def _see_that_all_is_true(shop: ShopLine, names: list[str]) -> None:
    """See that nothing overlaps, that no turn failed, and that the codes that were told stand as they were told."""
    rows = await connections.get("default").execute_query_dict(OVERLAPS)
    assert rows[0]["overlaps"] == 0
    assert not await models.InboxMessage.filter(attempts__gt=0).exists(), "no deadlock and no fault came through"
    known = await find_shop(shop.account.business_id)
    formats = Formats(known, shop.now)
    for name in names:
        texts = [r.text for r in await shop.find_replies(name)]
        stands = await models.Booking.filter(customer__addresses__sender=name, status="confirmed")
        told = {code for text in texts for code in re.findall(r"code (?:is )?([2-9A-Z]{5})\b", text)}
        assert {b.code for b in stands} <= told, "what stands was told"
        if texts[-1].startswith("Booked:"):
            assert {b.code for b in stands} == told, "what was told stands"
            for booking in stands:
                day, clock = formats.day(formats.civil_day(booking.starts_at)), formats.clock(booking.starts_at)
                assert f"{day} at {clock}" in texts[-1]
