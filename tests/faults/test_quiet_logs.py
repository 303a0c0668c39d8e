"""What customers write, and the secrets of the lines, are in no line of the log, whatever fails."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
import structlog
from shop_line import MONDAY, PATIENCE_S, open_shop

from assistant import turn
from assistant.ports import Outgoing, SendResult
from assistant.storage import models
from assistant.storage.accounts import change_account
from assistant.storage.outbox import StoredOutbox
from assistant.telemetry.logs import set_up_logs
from assistant.worker.delivery import Delivery
from assistant.worker.turns import TURN_ATTEMPTS_MAX

CANARY = "CANARY"


@pytest.fixture(params=[True, False], ids=["json", "text"])
def logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """The product's own logs at debug, on standard error; afterwards as they were."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    config = structlog.get_config()
    set_up_logs(level="debug", as_json=request.param)
    yield
    structlog.configure(**config)
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


@pytest.mark.usefixtures("logs", "database")
async def test_a_turn_and_a_delivery_that_fail_quote_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = await open_shop()
    account = await change_account(shop.account, reply_url="https://receiver.example/?token=CANARY")
    monkeypatch.setattr(turn, "understand", _fail)
    await shop.deliver(shop.make_event("joe", "key-1", f"{CANARY} my secret"))
    for attempt in range(TURN_ATTEMPTS_MAX):
        shop.now = MONDAY + attempt * timedelta(minutes=1)
        shop.turns.wake([(await models.Conversation.get()).id])
        await _settle(shop.turns._tasks)  # noqa: SLF001 - the end of a task says that its line is written
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
    written = capsys.readouterr().err
    assert (await models.OutboxMessage.get()).unknown_sends == 1
    for expected in ("A turn failed", "A channel failed", "joe:key-1", "ValueError", "test_quiet_logs.py"):
        assert expected in written
    assert CANARY not in written
    assert not any(secret in written for secret in account.secrets)


def _fail(text: str, *_: object, **__: object) -> None:
    raise ValueError(text)


async def _settle(tasks: dict[int, asyncio.Task[None]]) -> None:
    while tasks:
        await asyncio.wait(list(tasks.values()))
