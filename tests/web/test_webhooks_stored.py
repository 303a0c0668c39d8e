"""The webhooks on the real inbox: what customers write comes back as it was, and nothing else is in the tables."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from tortoise import connections
from webhook_corpus import all_hostile
from webhook_doubles import NOW, SECRET, Door, open_door

from assistant.storage.accounts import StoredAccounts
from assistant.storage.inbox import StoredInbox
from assistant.storage.models import Business, ChannelAccount, Location

pytestmark = pytest.mark.usefixtures("database")

TEXTS = [
    "👩‍👩‍👧‍👦 👍🏽",
    "\u202ereversed\u202c שלום",
    "Z̸̢̛͓a̷̡l̶g̵o",
    "a\u200bb\ufeffc",
    "١٢ ۳ \uff13",
    "'); DROP TABLE inbox; --",
    "%s {0} $1 \\x00 \\u0000",
    "\x01\x7f\x85\u2028",
    "\U0010ffff\ufffe",
    "x" * 16_384,
    "é" * 16_384,
]


async def open_account() -> None:
    business = await Business.create(slug="salon", name="Salon", locale="en-GB", currency="GBP")
    location = await Location.create(business=business, slug="main", name="Main", zone="Europe/London")
    for name, secret in (("web", SECRET), ("other", SECRET.swapcase())):
        await ChannelAccount.create(
            business=business, location=location, channel="standard", name=name, secrets=[secret]
        )


async def read(sql: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await connections.get("default").execute_query_dict(sql)
    return rows


def write(*messages: Mapping[str, object], timestamp: str = "2026-03-03T13:59:58Z") -> bytes:
    return json.dumps({"type": "message.created", "timestamp": timestamp, "data": messages}).encode()


def open_real_door() -> Any:  # noqa: ANN401 - an asynccontextmanager's own type
    return open_door(accounts=StoredAccounts(), inbox=StoredInbox())


async def test_every_text_is_stored_as_it_was_written() -> None:
    await open_account()
    async with open_real_door() as door:
        reply = await door.deliver(write(*[{"conversation": "c1", "text": text} for text in TEXTS]))
        assert reply.status == 200, reply
    rows = await read("SELECT text, status, received_at FROM inbox ORDER BY id")
    assert [row["text"] for row in rows] == TEXTS
    assert {(row["status"], row["received_at"]) for row in rows} == {("pending", NOW)}


async def test_the_longest_names_fit() -> None:
    await open_account()
    wide = "\U0010ffff" * 200
    message: dict[str, object] = {"conversation": wide, "sender": wide, "choice": wide[:64], "client_message_id": wide}
    async with open_real_door() as door:
        assert (await door.deliver(write(message))).status == 200
        assert (await door.deliver(write({"conversation": wide, "text": "a"}), webhook_id="m" * 128)).status == 200


@pytest.mark.parametrize(
    "timestamp", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2026-03-29T01:30:00+01:00"]
)
async def test_every_time_of_writing_fits(timestamp: str) -> None:
    await open_account()
    async with open_real_door() as door:
        reply = await door.deliver(write({"conversation": "c1", "text": "a"}, timestamp=timestamp))
        assert reply.status == 200, reply


async def test_a_repeated_delivery_is_one_row_and_one_waking() -> None:
    await open_account()
    door: Door
    async with open_real_door() as door:
        body = write({"conversation": "c1", "text": "a", "client_message_id": "m1"})
        replies = [await door.deliver(body, webhook_id=f"msg_{n}") for n in range(5)]
        assert {(reply.status, reply.body) for reply in replies} == {(200, replies[0].body)}
        assert len(door.woken) == 1
    assert len(await read("SELECT 1 AS one FROM inbox")) == 1


async def test_of_the_whole_hostile_corpus_nothing_is_stored() -> None:
    await open_account()
    door: Door
    async with open_real_door() as door:
        for hostile in all_hostile():
            reply = await door.exchange(hostile.raw)
            assert reply.status in hostile.statuses, hostile.name
    counts = await read("SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM conversation) AS rows")
    assert counts == [{"rows": 0}]
