"""A platform delivers at least once and in any order; each message takes effect once."""

import asyncio
import random

import pytest
from shop_line import ShopLine, open_shop, throw_dice
from test_races import count_overlaps

from assistant.storage import models

CUSTOMERS = 24
COPIES = 3

pytestmark = pytest.mark.usefixtures("database")


async def test_messages_delivered_three_times_in_random_order_take_effect_once() -> None:
    dice = throw_dice()
    shop = await open_shop()
    names = [f"c{n}" for n in range(CUSTOMERS)]
    await _storm(shop, dice, names, "Beard trim tomorrow at {}:{}, I'm Sam")
    await _storm(shop, dice, names, "yes")
    assert await models.InboxMessage.all().count() == 2 * CUSTOMERS
    for name in names:
        replies = [r.text for r in await shop.find_replies(name)]
        turns = await models.Conversation.get(address=name)
        assert len(replies) == turns.turns == 2, "each message was one turn, and answered once"
        stands = await models.Booking.filter(customer__addresses__sender=name, status="confirmed").count()
        assert stands == sum(r.startswith("Booked:") for r in replies) <= 1
    events = await models.BookingEvent.filter(action="confirmed").count()
    assert events == await models.Booking.filter(status="confirmed").count() > 0
    assert await count_overlaps() == 0


async def _storm(shop: ShopLine, dice: random.Random, names: list[str], text: str) -> None:
    events = [shop.make_event(n, text, text.format(dice.randint(10, 16), dice.choice(["00", "30"]))) for n in names]
    copies = events * COPIES
    dice.shuffle(copies)
    await asyncio.gather(*(shop.deliver(event) for event in copies))
    await shop.wait_until_answered()
