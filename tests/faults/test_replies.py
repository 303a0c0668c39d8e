"""Replies wait for nobody: not for a clock that was set back, and not for a note that failed once."""

import asyncio
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace
from shop_line import MONDAY, PATIENCE_S, open_shop, wait_for

from assistant.channels.standard import StandardChannel
from assistant.ports.channels import SendResult, Sent
from assistant.ports.errors import UnavailableError
from assistant.ports.messages import Outgoing
from assistant.storage import models
from assistant.storage.accounts import change_account, ensure_account
from assistant.storage.outbox import ACCOUNTS_AT_ONCE_MIN, StoredOutbox
from assistant.telemetry.metrics import PrometheusMetrics
from assistant.worker.delivery import LEASE, SENDS_AT_ONCE_MAX, Delivery

HOUR = timedelta(hours=1)
SHARE = SENDS_AT_ONCE_MAX // ACCOUNTS_AT_ONCE_MIN
"""How many sends one account may have under way."""

pytestmark = pytest.mark.usefixtures("database")


async def _open_shop_with_a_reply() -> None:
    shop = await open_shop()
    await change_account(shop.account, reply_url="https://crm.example/replies")
    await shop.deliver(shop.make_event("joe", "1", "hello"))
    await shop.wait_until_answered()


async def test_a_reply_that_nobody_has_tried_is_due_though_the_clock_was_set_back_since() -> None:
    await _open_shop_with_a_reply()
    (reply,) = await StoredOutbox().claim(["standard"], MONDAY - HOUR, LEASE, 10)
    assert reply.attempts == 1


async def test_a_claim_from_before_the_clock_was_set_back_runs_out_and_is_counted() -> None:
    await _open_shop_with_a_reply()
    assert await StoredOutbox().claim(["standard"], MONDAY, LEASE, 10)
    (again,) = await StoredOutbox().claim(["standard"], MONDAY - HOUR, LEASE, 10)
    assert again.attempts == 2
    assert (await models.OutboxMessage.get()).unknown_sends == 1


@pytest.mark.parametrize("ahead", [timedelta(seconds=-50), timedelta(0), timedelta(seconds=50)])
async def test_a_claim_stands_though_the_clocks_of_two_processes_differ(ahead: timedelta) -> None:
    await _open_shop_with_a_reply()
    assert await StoredOutbox().claim(["standard"], MONDAY, LEASE, 10)
    assert not await StoredOutbox().claim(["standard"], MONDAY + ahead, LEASE, 10)


class ForgetfulOutbox(StoredOutbox):
    """Cannot note a delivery the first time."""

    is_away = True

    async def mark_sent(self, reply: Outgoing, now: datetime) -> None:
        if self.is_away:
            self.is_away = False
            raise UnavailableError("for a moment")
        await super().mark_sent(reply, now)


class Post(StandardChannel):
    """Takes every reply."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []

    async def send(self, reply: Outgoing, now: datetime) -> SendResult:
        assert now == MONDAY
        self.sent.append(reply)
        return Sent()


async def test_a_delivery_that_could_not_be_noted_is_noted_later_and_not_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await _open_shop_with_a_reply()
    monkeypatch.setattr("assistant.worker.delivery.NOTE_AGAIN_AFTER_S", (0, 0))
    post, metrics = Post(), PrometheusMetrics()
    delivery = Delivery(
        outbox=ForgetfulOutbox(), channels={"standard": post}, read_clock=lambda: MONDAY, metrics=metrics
    )
    running = asyncio.create_task(delivery.run())
    await wait_for(lambda: models.OutboxMessage.filter(status="sent").exists())
    running.cancel()
    row = await models.OutboxMessage.get()
    assert (len(post.sent), row.attempts, row.unknown_sends) == (1, 1, 0)


class DeafPost(Post):
    """Takes the replies of one account at once, and those of all others never."""

    def __init__(self, hears: str) -> None:
        super().__init__()
        self.hears = hears
        self.has_heard = asyncio.Event()
        self.under_way = 0

    async def send(self, reply: Outgoing, now: datetime) -> SendResult:
        if reply.account.name != self.hears:
            self.under_way += 1
            await asyncio.Event().wait()
        self.has_heard.set()
        return await super().send(reply, now)


async def test_a_receiver_that_never_answers_holds_up_no_other_account() -> None:
    shop = await open_shop()
    await change_account(shop.account, reply_url="https://gone.example/replies")
    other = await ensure_account(shop.account.business_id, "standard", "other", reply_url="https://crm.example/replies")
    waiting = SENDS_AT_ONCE_MAX + SHARE
    await shop.inbox.put([shop.make_event(f"joe{n}", "1", "hello") for n in range(waiting)], MONDAY)
    await shop.wait_until_answered()
    post = DeafPost(hears="other")
    delivery = Delivery(
        outbox=StoredOutbox(), channels={"standard": post}, read_clock=lambda: MONDAY, metrics=shop.metrics
    )
    running = asyncio.create_task(delivery.run())
    async with asyncio.timeout(PATIENCE_S):
        await wait_for(lambda: _are_under_way(post, SHARE))
        await shop.inbox.put([replace(shop.make_event("ann", "1", "hello"), account_id=other.id)], MONDAY)
        await shop.wait_until_answered()
        delivery.wake()
        await post.has_heard.wait()
    await delivery.finish(0)
    running.cancel()
    assert (len(post.sent), post.under_way) == (1, SHARE)


async def _are_under_way(post: DeafPost, count: int) -> bool:
    return post.under_way >= count
