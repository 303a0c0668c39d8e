"""What customers write, and the secrets of the lines, are in no line of the log, whatever fails."""

import asyncio
import contextlib
import io
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from shop_line import MONDAY, PATIENCE_S, ShopLine, open_shop

from assistant import turn
from assistant.ports.channels import SendResult
from assistant.ports.messages import Outgoing
from assistant.storage import models
from assistant.storage.accounts import change_account
from assistant.storage.outbox import StoredOutbox
from assistant.telemetry.logs import set_up_logs
from assistant.worker.delivery import Delivery
from assistant.worker.turns import TURN_ATTEMPTS_MAX

CANARY = "canary-7f3a"


@contextlib.contextmanager
def writing_logs(*, as_json: bool) -> Iterator[None]:
    """Give the product's own logs at debug, on standard error; afterwards they are as they were."""
    root = logging.getLogger()
    handlers, level, raises = root.handlers[:], root.level, logging.raiseExceptions
    set_up_logs(level="debug", as_json=as_json)
    try:
        yield
    finally:
        logging.raiseExceptions = raises
        root.handlers[:] = handlers
        root.setLevel(level)


class BrokenChannel:
    """Raises what quotes the reply and the account's secret."""

    kind = "standard"

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    async def send(self, reply: Outgoing, now: object) -> SendResult:
        self.asked.set()
        raise ValueError(f"{CANARY} {reply.rendered.text} {reply.account.secrets} {now}")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("as_json", [True, False])
async def test_a_turn_and_a_delivery_that_fail_quote_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    shop = await open_shop()
    account = await change_account(shop.account, reply_url=f"https://receiver.example/?token={CANARY}")
    monkeypatch.setattr(turn, "understand", _fail)
    with writing_logs(as_json=as_json):
        await _fail_turns(shop)
        await _fail_delivery(shop)
    written = capsys.readouterr().err
    assert (await models.OutboxMessage.get()).unknown_sends == 1
    for expected in ("A turn failed", "A channel failed", "joe:key-1", "ValueError", "test_quiet_logs.py"):
        assert expected in written
    assert CANARY not in written
    assert not any(secret in written for secret in account.secrets)


def test_a_record_that_cannot_be_written_is_lost_and_quotes_nobody(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = io.StringIO()
    closed.close()
    with writing_logs(as_json=True), monkeypatch.context() as patch:
        patch.setattr(logging.getLogger().handlers[0], "stream", closed)
        try:
            _fail(CANARY)
        except ValueError:
            logging.getLogger("assistant").exception("A turn failed")
    assert capsys.readouterr().err == ""


async def _fail_turns(shop: ShopLine) -> None:
    """Let turns fail until the customer gets an apology."""
    await shop.deliver(shop.make_event("joe", "key-1", f"{CANARY} my secret"))
    for attempt in range(TURN_ATTEMPTS_MAX):
        shop.now = MONDAY + attempt * timedelta(minutes=1)
        shop.turns.wake([(await models.Conversation.get()).id])
        await _settle(shop.turns._tasks)  # noqa: SLF001 - the end of a task says that its line is written


async def _fail_delivery(shop: ShopLine) -> None:
    channel = BrokenChannel()
    delivery = Delivery(
        outbox=StoredOutbox(),
        channels={"standard": channel},  # type: ignore[dict-item]  # nothing comes in through it
        read_clock=lambda: shop.now,
        metrics=shop.metrics,
    )
    running = asyncio.create_task(delivery.run())
    async with asyncio.timeout(PATIENCE_S):
        await channel.asked.wait()
    await delivery.finish(PATIENCE_S)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def _fail(text: str, *_: object, **__: object) -> None:
    raise ValueError(text)


async def _settle(tasks: dict[int, asyncio.Task[None]]) -> None:
    while tasks:
        await asyncio.wait(list(tasks.values()))
