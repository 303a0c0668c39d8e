"""What cannot be answered, or cannot be sent, stands in nobody else's way."""

import asyncio
from datetime import timedelta

import pytest
from shop_line import MONDAY, ShopLine, open_shop, wait_for

from assistant.ports.logs import Position
from assistant.ports.turns import RETRY_WAIT_MAX
from assistant.storage import models
from assistant.storage.accounts import change_account
from assistant.storage.inbox import StoredInbox
from assistant.storage.logs import StoredLogs
from assistant.storage.outbox import StoredOutbox
from assistant.understanding.context import Context
from assistant.understanding.model import Understanding
from assistant.understanding.recognizer import understand
from assistant.worker.turns import RETRY_AFTER

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one word make every turn fail that reads it, in the way that a broken disk would."""

    def stumble(text: str, context: Context, *, choice: str | None = None) -> Understanding:
        if "poison" in text:
            raise FileNotFoundError(text)
        return understand(text, context, choice=choice)

    monkeypatch.setattr("assistant.turn.understand", stumble)


@pytest.mark.usefixtures("poison")
async def test_a_poisonous_message_gets_an_apology_and_a_person_and_sinks_no_other() -> None:
    shop = await open_shop()
    await shop.deliver(shop.make_event("joe", "1", "poison"))
    await shop.deliver(shop.make_event("ann", "1", "hello"))
    await _let_time_pass_until_answered(shop)
    assert (await shop.find_replies("ann"))[0].text.startswith("Hello!")
    replies = [r.text for r in await shop.find_replies("joe")]
    assert len(replies) == 1
    assert "something went wrong" in replies[0]
    assert (await models.Conversation.get(address="joe")).attended_by == "person"


@pytest.mark.usefixtures("poison")
async def test_a_message_in_a_burst_with_a_poisonous_one_is_answered_by_itself() -> None:
    shop = await open_shop()
    new = await shop.inbox.put([shop.make_event("joe", "1", "hello"), shop.make_event("joe", "2", "poison")], shop.now)
    shop.turns.wake(new)
    await _let_time_pass_until_answered(shop)
    replies = [r.text for r in await shop.find_replies("joe")]
    assert replies[0].startswith("Hello!")
    assert "something went wrong" in replies[1]


@pytest.mark.usefixtures("poison")
async def test_a_failed_turn_waits_before_it_is_tried_again() -> None:
    shop = await open_shop()
    await shop.deliver(shop.make_event("joe", "1", "poison"))
    await wait_for(lambda: models.InboxMessage.filter(attempts=1).exists())
    for _ in range(5):
        shop.turns.wake([(await models.Conversation.get()).id])
        await asyncio.sleep(0)
    await shop.turns.finish(10)
    assert (await models.InboxMessage.get()).attempts == 1


def test_no_failed_message_is_taken_for_one_of_a_clock_that_was_set_back() -> None:
    assert RETRY_AFTER <= RETRY_WAIT_MAX


async def test_a_failed_message_does_not_wait_for_a_clock_that_was_set_back() -> None:
    shop = await open_shop()
    await StoredInbox().put([shop.make_event("joe", "1", "hello")], shop.now)
    await models.InboxMessage.all().update(attempts=1, retry_at=shop.now + timedelta(seconds=2))
    assert await StoredInbox().find_waiting(shop.now, 10) == ()
    an_hour_back = shop.now - timedelta(hours=1)
    assert len(await StoredInbox().find_waiting(an_hour_back, 10)) == 1
    shop.now = an_hour_back
    shop.turns.wake([(await models.Conversation.get()).id])
    await shop.wait_until_answered()


async def test_a_reply_that_cannot_be_read_is_given_up_and_the_next_one_goes_out() -> None:
    shop = await open_shop()
    await change_account(shop.account, reply_url="https://crm.example/replies")
    for name in ("joe", "ann"):
        await shop.deliver(shop.make_event(name, "1", "hello"))
    await shop.wait_until_answered()
    await models.OutboxMessage.filter(conversation__address="joe").update(body={"unknown": "form"})
    claimed = await StoredOutbox().claim(["standard"], shop.now, timedelta(minutes=1), 10)
    assert [reply.address for reply in claimed] == ["ann"]
    assert (await models.OutboxMessage.get(conversation__address="joe")).status == "failed"


async def test_the_log_shows_a_reply_after_what_it_answers_whatever_the_clocks_say() -> None:
    shop = await open_shop()
    await shop.deliver(shop.make_event("joe", "1", "hello"))
    await shop.wait_until_answered()
    await models.InboxMessage.all().update(received_at=MONDAY + timedelta(seconds=5))
    log = await StoredLogs().read(shop.account, "joe", after=Position(), limit=10)
    assert [entry.author for entry in log.entries] == ["customer", "assistant"]


async def test_receipts_of_one_conversation_are_numbered_in_the_order_of_their_commits() -> None:
    shop = await open_shop()
    await StoredInbox().put([shop.make_event("joe", "0", "hello")], shop.now)
    events = [shop.make_event("joe", str(n), "hello") for n in range(1, 30)]

    async def put_and_look(n: int) -> None:
        await StoredInbox().put([events[n]], shop.now)
        seen = await models.InboxMessage.all().values_list("id", flat=True)
        later = await models.InboxMessage.filter(id__lt=max(map(int, map(str, seen)))).count()
        assert later == len(seen) - 1, "no message with a smaller number appears later"

    await asyncio.gather(*(put_and_look(n) for n in range(29)))


async def _let_time_pass_until_answered(shop: ShopLine) -> None:
    """Let the clock run ahead, so that what waits for its next try need not be waited for."""
    async with asyncio.timeout(30):
        while await models.InboxMessage.filter(status="pending").exists():
            shop.now += timedelta(seconds=3)
            shop.turns.wake(await shop.inbox.find_waiting(shop.now, 100))
            await asyncio.sleep(0.02)
