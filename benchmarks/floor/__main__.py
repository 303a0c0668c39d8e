"""`python -m benchmarks.floor`: the floor's server, on a database that is migrated and has the benchmark's salon."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import asyncpg
import msgspec
from aiohttp import web

from benchmarks.floor import sql
from benchmarks.floor.delivery import Delivery
from benchmarks.floor.turns import Shop, Turns
from benchmarks.serving import serve
from benchmarks.signing import ID, is_signed, read_key

CONNECTIONS = 10
"""As many as the assistant's pool has."""


class Message(msgspec.Struct):
    """What a customer wrote."""

    conversation: str
    text: str


class Delivered(msgspec.Struct):
    """A delivery to the webhook."""

    type: str
    data: Message


async def _keep_session(_: object) -> None:
    """Leave a connection as it is when it goes back to the pool: no statement here changes its session."""


async def read_shop(pool: "asyncpg.Pool[Any]") -> Shop:
    """Return the only shop's ids and its account."""
    account: Any = await pool.fetchrow("SELECT * FROM channel_account WHERE channel = 'standard'")
    service: Any = await pool.fetchrow("SELECT * FROM service WHERE slug = 'haircut'")
    people = await pool.fetch("SELECT name, id FROM resource WHERE business_id = $1", account["business_id"])
    return Shop(
        account_id=account["id"],
        business_id=account["business_id"],
        location_id=account["location_id"],
        service_id=service["id"],
        price_minor=service["price_minor"],
        people={row["name"]: row["id"] for row in people},
        secret=msgspec.json.decode(account["secrets"])[0],
        reply_url=account["reply_url"],
    )


class Webhook:
    """Takes deliveries: verified, read and committed before they are answered."""

    def __init__(self, pool: "asyncpg.Pool[Any]", shop: Shop, turns: Turns) -> None:
        self._pool = pool
        self._shop = shop
        self._turns = turns
        self._key = read_key(shop.secret)
        self._decoder = msgspec.json.Decoder(Delivered)

    async def receive(self, request: web.Request) -> web.Response:
        """Answer a delivery."""
        body = await request.read()
        if not is_signed(self._key, request.headers, body):
            return web.Response(status=401)
        try:
            message = self._decoder.decode(body).data
        except msgspec.DecodeError:
            return web.Response(status=400)
        known = await self._keep(message, f"webhook:{request.headers[ID]}:0")
        if known["is_new"]:
            self._turns.wake([known["id"]])
        return web.Response(body=b'{"status":"accepted"}', content_type="application/json")

    async def _keep(self, message: Message, key: str) -> Any:  # noqa: ANN401 - asyncpg's record
        shop, now = self._shop, datetime.now(UTC)
        row = None
        while row is None:  # a rival has just made the conversation: the second look sees it
            row = await self._pool.fetchrow(
                sql.RECEIVE, shop.account_id, shop.business_id, message.conversation, key, message.text, now
            )
        return row


async def create_app(database: str) -> web.Application:
    """Return the server on the database of that URL."""
    pool = await asyncpg.create_pool(database, min_size=CONNECTIONS, max_size=CONNECTIONS, reset=_keep_session)
    session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
    shop = await read_shop(pool)
    delivery = Delivery(pool, session, reply_url=shop.reply_url, secret=shop.secret)
    turns = Turns(pool, shop, delivery)

    async def run_background(_: web.Application) -> AsyncIterator[None]:
        background = [asyncio.create_task(work) for work in (turns.sweep(), delivery.sweep(), delivery.mark())]
        yield
        for task in background:
            task.cancel()
        await asyncio.gather(*background, return_exceptions=True)
        await session.close()
        await pool.close()

    async def say_alive(_: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.cleanup_ctx.append(run_background)
    app.router.add_get("/health", say_alive)
    app.router.add_post("/webhooks/standard/{account}", Webhook(pool, shop, turns).receive)
    return app


def main() -> None:
    """Serve until told to stop."""
    serve(lambda options: create_app(options.database), __doc__ or "")


if __name__ == "__main__":
    main()
