"""The proxy that fails round trips fails the one it is told to, at the moment it is told to, and no other."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio
from shop_line import wait_for
from wire_proxy import CONNECT, Moment, WireProxy, is_commit, run_wire_proxy

from assistant.storage.connection import DatabaseCredentials

LOST = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, OSError)


@pytest_asyncio.fixture
async def proxy(fresh: DatabaseCredentials) -> AsyncIterator[WireProxy]:
    async with run_wire_proxy(fresh) as proxy:
        yield proxy


@pytest_asyncio.fixture
async def direct(fresh: DatabaseCredentials) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(**fresh.arguments())
    await connection.execute("CREATE TABLE note (text text)")
    yield connection
    await connection.close()


async def _connect(proxy: WireProxy) -> asyncpg.Connection:
    return await asyncpg.connect(**proxy.credentials.arguments())


async def _read_notes(direct: asyncpg.Connection) -> list[str]:
    return [row["text"] for row in await direct.fetch("SELECT text FROM note ORDER BY text")]


async def _write(connection: asyncpg.Connection) -> None:
    async with connection.transaction():
        await connection.execute("INSERT INTO note VALUES ($1)", "one")


async def test_everything_passes_and_is_counted(proxy: WireProxy, direct: asyncpg.Connection) -> None:
    connection = await _connect(proxy)
    await _write(connection)
    assert await connection.fetchval("SELECT repeat('x', 300000)") == "x" * 300_000
    await connection.copy_records_to_table("note", records=[("two",), ("three",)])
    await connection.close()
    assert await _read_notes(direct) == ["one", "three", "two"]
    said = [trip.sql for trip in proxy.trips]
    assert said[0] == CONNECT
    insert = "INSERT INTO note VALUES ($1)"
    begin, prepare, bind, commit = said[1:5]
    assert (begin, prepare, bind, commit) == ("BEGIN;", insert, insert, "COMMIT;")
    assert [trip.number for trip in proxy.trips] == list(range(1, len(said) + 1))


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
@pytest.mark.parametrize("moment", list(Moment))
async def test_the_nth_round_trip_is_cut_and_only_an_answered_commit_has_taken_effect(
    proxy: WireProxy, direct: asyncpg.Connection, nth: int, moment: Moment
) -> None:
    connection = await _connect(proxy)
    failure = proxy.fail(nth, moment)
    with pytest.raises(LOST):
        await _write(connection)
    assert failure.trip is not None
    assert failure.trip.number == nth + 1, "the start-up was the first"
    assert is_commit(failure.trip) == (nth == 4)
    assert await _read_notes(direct) == (["one"] if nth == 4 and moment is Moment.AFTER else [])
    again = await _connect(proxy)
    await _write(again)
    await again.close()


async def test_a_start_up_can_fail_too(proxy: WireProxy) -> None:
    proxy.fail(1, Moment.AFTER)
    with pytest.raises(LOST):
        await _connect(proxy)
    await (await _connect(proxy)).close()


async def test_a_round_trip_is_chosen_by_what_it_runs_and_an_action_runs_before_the_cut(
    proxy: WireProxy, direct: asyncpg.Connection
) -> None:
    connection = await _connect(proxy)
    seen: list[list[str]] = []

    async def look() -> None:
        seen.append(await _read_notes(direct))

    proxy.fail(2, Moment.AFTER, look, where=is_commit)
    await _write(connection)
    with pytest.raises(LOST):
        await _write(connection)
    assert seen == [["one", "one"]]


async def test_an_action_that_ends_the_client_comes_to_its_end(proxy: WireProxy) -> None:
    connection = await _connect(proxy)

    async def end_client() -> None:
        connection.terminate()
        while proxy.links:  # noqa: ASYNC110 - the proxy notices by itself
            await asyncio.sleep(0.01)

    failure = proxy.fail(1, Moment.AFTER, end_client)
    with pytest.raises(LOST):
        await connection.execute("SELECT 1")
    await failure.happened.wait()


async def test_a_black_hole_answers_nothing_and_lets_go_of_everything_later(proxy: WireProxy) -> None:
    connection = await _connect(proxy)
    proxy.freeze()
    asking = asyncio.create_task(connection.fetchval("SELECT 1"))
    connecting = asyncio.create_task(_connect(proxy))
    done, _ = await asyncio.wait([asking, connecting], timeout=0.2)
    assert not done
    proxy.thaw()
    assert await asking == 1
    await (await connecting).close()
    await connection.close()


async def test_a_hang_can_begin_at_a_round_trip(proxy: WireProxy, direct: asyncpg.Connection) -> None:
    connection = await _connect(proxy)

    async def freeze() -> None:
        proxy.freeze()

    failure = proxy.fail(1, Moment.AFTER, freeze, where=is_commit, cuts=False)
    writing = asyncio.create_task(_write(connection))
    await failure.happened.wait()
    assert await _read_notes(direct) == ["one"]
    assert not writing.done()
    proxy.thaw()
    await writing
    await connection.close()


async def test_a_server_s_last_words_reach_the_client(proxy: WireProxy, direct: asyncpg.Connection) -> None:
    connection = await _connect(proxy)
    sleeping = asyncio.create_task(connection.execute("SELECT pg_sleep(60)"))
    await wait_for(lambda: direct.fetchval("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)'"))
    await direct.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with pytest.raises(asyncpg.ConnectionDoesNotExistError, match="due to administrator command"):
        await sleeping


async def test_a_query_is_cancelled_through_it(proxy: WireProxy) -> None:
    connection = await _connect(proxy)
    with pytest.raises(TimeoutError):
        await connection.execute("SELECT pg_sleep(60)", timeout=0.2)
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()


async def test_latency_is_added_to_every_round_trip(proxy: WireProxy) -> None:
    connection = await _connect(proxy)
    loop = asyncio.get_running_loop()
    proxy.latency_s = 0.1
    started = loop.time()
    await connection.execute("SELECT 1")
    await connection.execute("SELECT 1")
    assert loop.time() - started >= 0.2
    await connection.close()
