"""The webhooks: what is proved is committed, then acknowledged, once for each message however often it comes."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pytest
import pytest_asyncio
from standardwebhooks import Webhook
from webhook_doubles import (
    ACCOUNT,
    GOOD_BODY,
    NOW,
    SECRET,
    Door,
    MemoryAccounts,
    MemoryInbox,
    open_door,
    write_request,
)

from assistant.channels.shared.signatures import sign
from assistant.ports.accounts import Account
from assistant.ports.messages import Inbound


@pytest_asyncio.fixture
async def door() -> AsyncIterator[Door]:
    async with open_door() as running:
        yield running


def write_batch(*messages: Mapping[str, object]) -> bytes:
    return json.dumps({"type": "message.created", "data": messages}).encode()


async def test_a_delivery_is_kept_before_it_is_acknowledged(door: Door) -> None:
    reply = await door.deliver()
    assert (reply.status, reply.json) == (200, {"status": "accepted", "received": 1})
    kept = door.inbox.kept[ACCOUNT.id, "message:m1"]
    assert (kept.business_id, kept.address, kept.text) == (3, "c1", "hi CANARY")
    assert len(door.woken) == 1


async def test_what_the_reference_library_signs_is_taken(door: Door) -> None:
    headers = {
        "Content-Type": "application/json; charset=UTF-8",
        "Webhook-Id": "msg_1",
        "Webhook-Timestamp": str(int(NOW.timestamp())),
        "Webhook-Signature": Webhook(SECRET).sign("msg_1", NOW, GOOD_BODY.decode()),
    }
    assert (await door.exchange(write_request(GOOD_BODY, headers))).status == 200


async def test_the_same_delivery_again_gets_the_same_answer_and_starts_nothing(door: Door) -> None:
    first, *others = [await door.deliver() for _ in range(5)]
    assert {(reply.status, reply.body) for reply in others} == {(first.status, first.body)}
    assert (len(door.inbox.kept), len(door.woken)) == (1, 1)


async def test_the_same_message_in_another_delivery_is_the_same_message(door: Door) -> None:
    await door.deliver(webhook_id="msg_1")
    await door.deliver(webhook_id="msg_2")
    assert len(door.inbox.kept) == 1


async def test_deliveries_at_the_same_moment_are_kept_once(door: Door) -> None:
    replies = await asyncio.gather(*[door.deliver() for _ in range(20)])
    assert {reply.status for reply in replies} == {200}
    assert len(door.inbox.kept) == 1


async def test_a_batch_is_kept_whole_and_wakes_each_conversation_once(door: Door) -> None:
    batch = write_batch(*[{"conversation": f"c{n % 2}", "text": str(n)} for n in range(10)])
    assert (await door.deliver(batch)).json["received"] == 10
    assert [event.text for event in door.inbox.kept.values()] == [str(n) for n in range(10)]
    assert len(door.woken) == 2


async def test_one_wrong_message_keeps_out_its_whole_batch(door: Door) -> None:
    reply = await door.deliver(write_batch({"conversation": "c1", "text": "a"}, {"conversation": 5, "text": "b"}))
    assert (reply.status, reply.json) == (400, {"error": "data[1].conversation: expected str, got int."})
    assert door.inbox.kept == {}


async def test_an_event_of_another_type_is_accepted_so_that_it_is_not_sent_again(door: Door) -> None:
    reply = await door.deliver(b'{"type": "conversation.closed", "data": {}}')
    assert (reply.status, reply.json) == (200, {"status": "accepted", "received": 0})
    assert door.woken == []


async def test_a_body_in_chunks_is_a_body(door: Door) -> None:
    headers = {
        "Content-Type": "application/json",
        "Transfer-Encoding": "chunked",
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(NOW.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("msg_1", NOW, GOOD_BODY.decode()),
    }
    chunked = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (GOOD_BODY[:7], GOOD_BODY[7:])) + b"0\r\n\r\n"
    assert (await door.exchange(write_request(chunked, {**headers, "Content-Length": b""}))).status == 200


async def test_a_body_of_exactly_the_limit_is_read(door: Door) -> None:
    assert (await door.deliver(GOOD_BODY.ljust(256 * 1024))).status == 200


async def test_while_the_database_is_away_nothing_is_acknowledged(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    door.inbox.is_away = True
    reply = await door.deliver()
    assert (reply.status, reply.headers["retry-after"]) == (503, "5")
    assert reply.json == {"error": "the assistant cannot take this at the moment: try again soon."}
    assert "CANARY" not in caplog.text
    door.inbox.is_away = False
    assert (await door.deliver()).status == 200


@dataclass(slots=True)
class SlowAccounts(MemoryAccounts):
    """Takes its time."""

    takes_s: float = 0.0

    async def find(self, channel: str, name: str, *, newest: bool = False) -> Account | None:
        await asyncio.sleep(self.takes_s)
        return await MemoryAccounts.find(self, channel, name, newest=newest)


@dataclass(slots=True)
class SlowInbox(MemoryInbox):
    """Takes its time."""

    takes_s: float = 0.0

    async def put(self, events: Sequence[Inbound], now: datetime) -> tuple[int, ...]:
        await asyncio.sleep(self.takes_s)
        return await MemoryInbox.put(self, events, now)


async def test_all_waits_of_a_delivery_for_the_database_have_one_limit_together() -> None:
    accounts, inbox = SlowAccounts(takes_s=0.3), SlowInbox(takes_s=0.3)
    async with open_door(accounts=accounts, inbox=inbox, store_timeout_s=0.5) as door:
        assert (await door.deliver()).status == 503
    assert not inbox.kept
    assert door.metrics.counts == {("webhooks_total", "standard", "503"): 1}


async def test_a_body_that_comes_slowly_takes_nothing_of_the_time_for_the_database() -> None:
    async with open_door(store_timeout_s=0.2) as door:
        headers = sign(secrets=[SECRET], webhook_id="msg_1", body=GOOD_BODY, now=NOW)
        raw = write_request(GOOD_BODY, headers | {"Content-Type": "application/json"})
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        writer.write(raw[:-10])
        await writer.drain()
        await asyncio.sleep(0.4)  # longer than the database has
        writer.write(raw[-10:])
        async with asyncio.timeout(10):
            assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        writer.close()


async def test_every_answer_is_counted(door: Door) -> None:
    await door.deliver()
    await door.deliver()
    await door.deliver(b"{}")
    await door.deliver(path="/webhooks/nothing/web")
    door.inbox.is_away = True
    await door.deliver()
    assert door.metrics.counts == {
        ("webhooks_total", "standard", "200"): 2,
        ("webhooks_total", "standard", "400"): 1,
        ("webhooks_total", "unknown", "404"): 1,
        ("webhooks_total", "standard", "503"): 1,
        ("messages_received_total", "standard"): 1,
    }


async def test_only_a_post_is_a_delivery(door: Door) -> None:
    reply = await door.exchange(write_request(b"", {}, method="GET"))
    assert (reply.status, reply.headers["allow"], reply.json) == (405, "POST", {"error": "Method Not Allowed."})
