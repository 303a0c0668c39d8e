"""A process that dies at any moment loses nothing that was acknowledged, and repeats nothing that took effect."""

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest_asyncio
from line import Platform, Receiver
from server_process import ServerProcess
from shop_line import throw_dice, wait_for
from tortoise import connections

from assistant.storage import models
from assistant.storage.connection import DatabaseCredentials

FIRST = "Hi, I'm Joe"
BOOK = "Haircut with Ana on Friday at 3pm"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest_asyncio.fixture
async def server_process(database: DatabaseCredentials, tmp_path: Path) -> AsyncIterator[ServerProcess]:
    process = ServerProcess(database, tmp_path)
    await process.start()
    yield process
    await process.kill()


@pytest_asyncio.fixture
async def receiver(server_process: ServerProcess) -> Receiver:
    """The demo account's other end; it does not listen yet."""
    account = await models.ChannelAccount.get(channel="standard", name="demo")
    receiver = Receiver(secret=account.secrets[0])
    account.reply_url = receiver.url
    await account.save()
    assert server_process.process is not None
    return receiver


@pytest_asyncio.fixture
async def platform(server_process: ServerProcess, receiver: Receiver) -> AsyncIterator[Platform]:
    platform = Platform(find_urls=lambda: [server_process.url], dice=throw_dice(), secret=receiver.secret)
    async with platform.open():
        yield platform


async def test_a_kill_between_receipt_and_turn_loses_and_doubles_nothing(
    server_process: ServerProcess, receiver: Receiver, platform: Platform, database: DatabaseCredentials
) -> None:
    async with receiver.listen():
        assert await platform.deliver_new("joe", FIRST) == 200
        await wait_for(lambda: _has_replies(receiver, 1))
        booking = platform.write("joe", BOOK)
        async with _lock_conversations(database):
            assert await platform.deliver_once(booking) == 200, "acknowledged: it is committed"
            await wait_for(_someone_waits_for_the_lock)
            await server_process.kill()
        assert await models.InboxMessage.filter(status="pending").count() == 1
        await server_process.start()
        await wait_for(lambda: _has_replies(receiver, 2))
        assert await platform.deliver_once(booking) == 200, "the platform delivers once more"
        assert await platform.deliver_new("joe", "yes") == 200
        await wait_for(lambda: _has_replies(receiver, 3))
    assert "Shall I book it?" in receiver.told["joe"][1].text
    assert receiver.told["joe"][2].text.startswith("Booked:")
    assert await models.Booking.filter(status="confirmed").count() == 1
    assert await models.InboxMessage.all().count() == 3


async def test_a_kill_between_turn_and_delivery_delivers_the_reply_once(
    server_process: ServerProcess, receiver: Receiver, platform: Platform
) -> None:
    assert await platform.deliver_new("joe", FIRST) == 200
    await wait_for(_is_reply_waiting)  # the turn is committed; nobody listens at the other end
    await server_process.kill()
    await models.OutboxMessage.all().update(retry_at=LONG_AGO, lease_until=None)
    async with receiver.listen():
        await server_process.start()
        await wait_for(lambda: _has_replies(receiver, 1))
        await wait_for(_is_all_sent)
    assert receiver.arrivals.total() == 1
    assert (await models.OutboxMessage.get()).unknown_sends == 0


async def test_a_send_that_was_cut_off_is_repeated_under_the_same_id_and_counted(
    server_process: ServerProcess, receiver: Receiver, platform: Platform
) -> None:
    assert await platform.deliver_new("joe", FIRST) == 200
    await wait_for(_is_reply_waiting)
    await server_process.kill()
    # As the dead process left it, had the kill come while it was sending: claimed, and the lease has run out since.
    await models.OutboxMessage.all().update(retry_at=LONG_AGO, lease_until=LONG_AGO, attempts=1)
    async with receiver.listen():
        await server_process.start()
        await wait_for(_is_all_sent)
    assert receiver.arrivals.total() == 1
    assert (await models.OutboxMessage.get()).unknown_sends == 1


async def test_sigterm_ends_the_server_cleanly(server_process: ServerProcess) -> None:
    assert await server_process.stop() == 0


@contextlib.asynccontextmanager
async def _lock_conversations(database: DatabaseCredentials) -> AsyncIterator[None]:
    """Hold every conversation's row as a turn does, so that no other turn can be taken; receipts are not hindered."""
    holder = await asyncpg.connect(**database.arguments())
    try:
        async with holder.transaction():
            await holder.execute("SELECT FROM conversation FOR NO KEY UPDATE")
            yield
    finally:
        await holder.close()


async def _has_replies(receiver: Receiver, count: int) -> bool:
    return receiver.arrivals.total() >= count


async def _someone_waits_for_the_lock() -> bool:
    return bool(await connections.get("default").execute_query_dict("SELECT FROM pg_locks WHERE NOT granted"))


async def _is_reply_waiting() -> bool:
    return await models.OutboxMessage.filter(status="pending", attempts__gt=0, lease_until=None).exists()


async def _is_all_sent() -> bool:
    return not await models.OutboxMessage.exclude(status="sent").exists()
