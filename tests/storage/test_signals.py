"""News between processes come through, are never relied upon, and no garbage on the channel harms them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import asyncpg
import pytest

from assistant.database import build_tortoise_config, find_connection_arguments
from assistant.settings import Settings
from assistant.storage import signals
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.signals import CHANNEL, TOPICS_MAX, Signals, tell_others

PATIENCE_S = 60


@dataclass
class Process:
    """What one process hears."""

    heard: set[str] = field(default_factory=set)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    hearing: asyncio.Event = field(default_factory=asyncio.Event)
    deaf: asyncio.Event = field(default_factory=asyncio.Event)
    states: list[bool] = field(default_factory=list)

    def hear(self, topics: Sequence[str]) -> None:
        self.heard |= set(topics)
        self.news.set()

    def note_hearing(self, hears: bool) -> None:  # noqa: FBT001 - the callback's one argument
        self.states.append(hears)
        if hears:
            self.hearing.set()
        else:
            self.hearing.clear()
            self.deaf.set()

    async def wait_for(self, topics: set[str]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not topics <= self.heard:
                self.news.clear()
                await self.news.wait()


@contextlib.asynccontextmanager
async def listening(database: DatabaseCredentials, settings: Settings) -> AsyncIterator[tuple[Process, Signals]]:
    process = Process()
    arguments = find_connection_arguments(build_tortoise_config(database, settings))
    own = Signals(arguments, on_heard=process.hear, on_hearing=process.note_hearing)
    task = asyncio.create_task(own.run())
    try:
        async with asyncio.timeout(PATIENCE_S):
            await process.hearing.wait()
        yield process, own
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert process.states[-1] is False


async def test_what_one_tells_all_others_hear_and_it_does_not(
    database: DatabaseCredentials, settings: Settings
) -> None:
    many = {f"out:{number}" for number in range(3 * TOPICS_MAX)}
    async with listening(database, settings) as (one, own), listening(database, settings) as (other, _):
        own.tell(many)
        await other.wait_for(many)
        await tell_others(["in:7"])
        await one.wait_for({"in:7"})
        assert one.heard == {"in:7"}


async def test_what_is_told_before_the_end_still_goes_out(database: DatabaseCredentials, settings: Settings) -> None:
    async with listening(database, settings) as (other, _):
        async with listening(database, settings) as (_, own):
            own.tell(["out:1"])
            await own.finish(PATIENCE_S)
        await other.wait_for({"out:1"})


async def test_garbage_on_the_channel_is_ignored(database: DatabaseCredentials, settings: Settings) -> None:
    async with listening(database, settings) as (process, _):
        stranger = await asyncpg.connect(**database.arguments())
        for payload in ("", "{", "[]", '{"sender": 1, "topics": []}', '{"topics": ["x"]}', "\u202e", "x" * 7999):
            await stranger.execute("SELECT pg_notify($1, $2)", CHANNEL, payload)
        await stranger.close()
        await tell_others(["in:1"])
        await process.wait_for({"in:1"})
        assert process.heard == {"in:1"}


async def test_a_listener_whose_connection_was_cut_says_so_and_listens_again(
    database: DatabaseCredentials, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signals, "PROVE_EVERY_S", 0.1)
    monkeypatch.setattr(signals, "RECONNECT_AFTER_S", (0.0,))
    async with listening(database, settings) as (process, _):
        killer = await asyncpg.connect(**database.arguments())
        killed = await killer.fetchval(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
        await killer.close()
        assert killed == 1
        async with asyncio.timeout(PATIENCE_S):
            await process.deaf.wait()
            await process.hearing.wait()
        await tell_others(["in:1"])
        await process.wait_for({"in:1"})


async def test_a_pooler_that_swallows_news_is_found_out(
    database: DatabaseCredentials, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signals, "PROVE_TIMEOUT_S", 0.1)
    process, lost = Process(), asyncio.Event()

    async def swallow(*_: object) -> list[object]:
        lost.set()
        return []

    monkeypatch.setattr(signals, "run", swallow)
    arguments = find_connection_arguments(build_tortoise_config(database, settings))
    task = asyncio.create_task(Signals(arguments, on_heard=process.hear, on_hearing=process.note_hearing).run())
    async with asyncio.timeout(PATIENCE_S):
        await process.deaf.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert lost.is_set()
    assert True not in process.states
