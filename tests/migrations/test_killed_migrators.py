"""A migrator that is killed leaves nothing half done: wherever it was, the next one ends at head."""

import asyncio
import signal
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio
from migrator_process import Outcome, run_migrator, start_migrator
from shop_line import throw_dice
from wire_proxy import Moment, WireProxy, run_wire_proxy

from assistant.database import MIGRATIONS
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.schema import describe_schema, read_fingerprint

EVERY = 3
"""Of the round trips so many are one that is tried, from one of the first on by chance; with `--effort 3` all are."""
FINGERPRINT = read_fingerprint(MIGRATIONS / "schema.txt")


@pytest_asyncio.fixture
async def proxy(empty: DatabaseCredentials) -> AsyncIterator[WireProxy]:
    async with run_wire_proxy(empty) as listening:
        yield listening


@pytest_asyncio.fixture
async def session(empty: DatabaseCredentials) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """The administrator, who starts over as often as it takes."""
    connection = await asyncpg.connect(**empty.arguments())
    yield connection
    await connection.close()


async def start_over(session: "asyncpg.Connection[asyncpg.Record]") -> None:
    await session.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


@pytest.mark.parametrize("count", [2, 6])
async def test_many_migrators_at_once_all_end_well_and_one_of_them_applies(
    count: int, empty: DatabaseCredentials, session: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    outcomes = await asyncio.gather(*(run_migrator(empty) for _ in range(count)))
    assert sorted(outcomes) == [Outcome.NOTHING_TO_DO] * (count - 1) + [Outcome.APPLIED]
    assert await describe_schema(session) == FINGERPRINT


async def test_a_migrator_killed_at_any_round_trip_leaves_it_to_the_next_one_to_end_at_head(
    empty: DatabaseCredentials, proxy: WireProxy, session: "asyncpg.Connection[asyncpg.Record]", effort: int
) -> None:
    assert await run_migrator(proxy.credentials) is Outcome.APPLIED
    places = [trip.sql for trip in proxy.trips]
    assert any("CREATE TABLE" in sql for sql in places)
    every = max(1, EVERY // effort)
    first = throw_dice().randint(1, every)
    for nth in (*range(first, len(places), every), len(places)):
        await start_over(session)
        # Killed before the server sees the n-th: what it has done up to there is all that there is. That the answer to
        # the last one is lost is the same as being killed before the one that follows, so the end alone is left.
        await _kill_at(proxy, nth, Moment.BEFORE if nth < len(places) else Moment.AFTER)
        assert await _is_all_or_nothing(session), places[nth - 1]
        assert await run_migrator(empty) in (Outcome.APPLIED, Outcome.NOTHING_TO_DO), places[nth - 1]
        assert await describe_schema(session) == FINGERPRINT, places[nth - 1]
    print(f"{len(places)} round trips")  # noqa: T201


async def _kill_at(proxy: WireProxy, nth: int, moment: Moment) -> None:
    process = start_migrator(proxy.credentials)

    async def kill() -> None:
        process.kill()

    proxy.fail(nth, moment, kill)
    await asyncio.to_thread(process.join)
    assert process.exitcode == -signal.SIGKILL


async def _is_all_or_nothing(session: "asyncpg.Connection[asyncpg.Record]") -> bool:
    """Return whether what was applied has its mark and its checksum, and what was not has left nothing."""
    if not await session.fetchval("SELECT to_regclass('aerich') IS NOT NULL"):
        return await describe_schema(session) == []
    marks = await session.fetch("SELECT version, sha256 FROM aerich FULL JOIN migration_checksum USING (version)")
    return all(mark["sha256"] for mark in marks) and bool(marks)
