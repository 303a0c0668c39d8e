"""A shop whose every table holds something, made by customers who talk to it; and all its rows, as text."""

from datetime import timedelta

import asyncpg
from shop_line import ShopLine, open_shop

from assistant.storage import models
from assistant.storage.accounts import change_account
from assistant.storage.connection import DatabaseCredentials

STATES = {"held", "confirmed", "cancelled", "expired", "released"}
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"


async def fill_shop() -> ShopLine:
    """Return a shop with bookings in every state, odd letters, a reply that waits, and somebody who wants a person."""
    shop = await open_shop()
    await change_account(shop.account, reply_url="https://crm.example/replies")
    talks = {
        "expired": ["Haircut with Ana on Friday at 10am, I'm Una"],
        "confirmed": ["Haircut with Ana tomorrow at 3pm, I'm Joe", "yes", "move it to tomorrow at 4pm", "yes"],
        "cancelled": ["Haircut with Ben tomorrow at 11am, I'm Ann", "yes", "cancel my appointment", "yes"],
        "released": ["Beard trim with Ben tomorrow at 2pm, I'm Rob", "never mind"],
        "person": ["Can I speak to someone? \\N \t \\. \n\\.\n £ 'quoted' \"twice\" Zoë 🎉 שלום"],
    }
    for name, texts in talks.items():
        await talk(shop, name, texts)
    shop.now += timedelta(minutes=30)  # the first hold runs out, and the next customer wants its time
    await talk(shop, "held", ["Haircut with Ana on Friday at 10am, I'm Hal"])
    assert {str(b.status) for b in await models.Booking.all()} == STATES
    return shop


async def talk(shop: ShopLine, name: str, texts: list[str]) -> None:
    """Send messages, each after the answer to the one before."""
    for number, text in enumerate(texts):
        await shop.deliver(shop.make_event(name, f"{number} {shop.now:%H%M}", text))
        await shop.wait_until_answered()


async def read_everything(database: DatabaseCredentials) -> dict[str, list[str]]:
    """Return every row of every table but the migrator's, as text, by a way of its own."""
    connection = await asyncpg.connect(**database.arguments())
    try:
        await connection.execute("SET timezone = 'UTC'")
        names = {row["relname"] for row in await connection.fetch(TABLES)} - {"aerich", "migration_checksum"}
        return {
            name: [row["line"] for row in await connection.fetch(f'SELECT t::text AS line FROM "{name}" t ORDER BY 1')]  # noqa: S608
            for name in sorted(names)
        }
    finally:
        await connection.close()
