"""The engine gives every connection back, whatever becomes of a transaction, and a task outlives a dead one."""

import asyncio
import os
import random
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tortoise.context import TortoiseContext
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from assistant.database import build_tortoise_config
from assistant.settings import load_settings
from assistant.storage import pools
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.embedded import EmbeddedPostgres

POOL = 3
STOCK = "tortoise.backends.asyncpg"
SAFE = "assistant.storage.engine"

Client = Any
"""Tortoise's client: its declarations lack what the tests look at."""
Session = Any
"""An asyncpg connection of its own: the class takes a type argument in its stubs only."""
INSERT = "insert into thing values ($1)"


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    folder = Path(tempfile.mkdtemp(prefix="assistant-test-"))
    folder.chmod(0o711)
    with EmbeddedPostgres(folder / "pg", settings={"fsync": "off"}) as running:
        yield running
    shutil.rmtree(folder)


async def connect(server: EmbeddedPostgres, module: str) -> tuple[TortoiseContext, Client]:
    settings = load_settings(env_file=None, environ={})
    config = build_tortoise_config(server.credentials, settings)
    config["connections"]["default"]["engine"] = module
    config["connections"]["default"]["credentials"]["maxsize"] = POOL
    config["apps"]["models"]["models"] = ["aerich.models"]
    context = TortoiseContext()
    context.__enter__()
    await context.init(config=config)
    client: Client = context.connections.get("default")
    await client.execute_query("create table if not exists thing (id int primary key)")
    await client.execute_query("delete from thing")
    return context, client


async def disconnect(context: TortoiseContext, client: Client) -> None:
    client._pool.terminate()  # noqa: SLF001  # a leaked connection would make close() wait for ever
    client._pool = None  # noqa: SLF001
    await context.close_connections()
    context.__exit__(None, None, None)


@pytest.fixture
async def client(server: EmbeddedPostgres) -> AsyncIterator[Client]:
    context, connected = await connect(server, SAFE)
    yield connected
    await disconnect(context, connected)


@pytest.fixture
async def other(server: EmbeddedPostgres) -> AsyncIterator[Session]:
    """A session that is not the pool's: the administrator's."""
    connection = await asyncpg.connect(**server.credentials.arguments())
    yield connection
    await connection.close()


def free_slots(client: Client) -> int:
    holders = client._pool._holders  # noqa: SLF001  # asyncpg's public count knows no slots that leaked
    return sum(holder.is_idle() or not holder.is_connected() for holder in holders)


async def rows(client: Client) -> list[int]:
    return [row["id"] for row in await client.execute_query_dict("select id from thing order by id")]


async def backend_of(connection: Client) -> int:
    return int((await connection.execute_query_dict("select pg_backend_pid() as pid"))[0]["pid"])


async def in_its_own_task(work: Callable[[], Awaitable[None]]) -> None:
    """Run in a task, as a request does: what it does to its context ends with it."""

    async def run() -> None:
        await work()

    await asyncio.create_task(run())


def cancel_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cancel every BEGIN, as a client that goes away does in the worst moment."""

    async def begin(self: Client) -> None:
        self.transaction = self._connection.transaction()
        await self.transaction.start()
        raise asyncio.CancelledError

    monkeypatch.setattr("tortoise.backends.asyncpg.client.TransactionWrapper.begin", begin)


async def cancelled_transaction() -> None:
    with pytest.raises(asyncio.CancelledError):
        async with in_transaction("default"):
            pass


@pytest.mark.parametrize(("module", "left"), [(STOCK, 0), (SAFE, POOL)])
async def test_a_cancelled_begin_costs_no_slot_as_it_does_with_the_stock_engine(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch, module: str, left: int
) -> None:
    context, client = await connect(server, module)
    with monkeypatch.context() as patch:
        cancel_begin(patch)
        for _ in range(POOL):
            await in_its_own_task(cancelled_transaction)
    assert free_slots(client) == left
    await disconnect(context, client)


@pytest.mark.parametrize(("module", "recovers"), [(STOCK, False), (SAFE, True)])
async def test_a_task_outlives_a_dead_begin_as_it_does_not_with_the_stock_engine(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch, module: str, *, recovers: bool
) -> None:
    context, client = await connect(server, module)

    async def worker() -> bool:
        with monkeypatch.context() as patch:
            cancel_begin(patch)
            await cancelled_transaction()
        try:  # the very task, with the context that the failure left behind
            async with in_transaction("default") as transaction:
                await transaction.execute_query("insert into thing values (1)")
        except Exception:  # noqa: BLE001  # whichever error a poisoned context gives
            return False
        return free_slots(client) == POOL

    assert await asyncio.create_task(worker()) is recovers
    await disconnect(context, client)


async def test_begin_finds_a_terminated_connection_and_takes_another(client: Client, other: Session) -> None:
    for number in range(5):
        pid = await backend_of(client)
        await other.execute("select pg_terminate_backend($1)", pid)
        async with in_transaction("default") as transaction:
            await transaction.execute_query(INSERT, [number])
    assert await rows(client) == [0, 1, 2, 3, 4]
    assert free_slots(client) == POOL


async def test_a_connection_killed_in_a_transaction_raises_once_and_the_task_goes_on(
    client: Client, other: Session
) -> None:
    async def interrupted() -> None:
        async with in_transaction("default") as transaction:
            await transaction.execute_query("insert into thing values (1)")
            await other.execute("select pg_terminate_backend($1)", await backend_of(transaction))
            await transaction.execute_query("insert into thing values (2)")

    for _ in range(2 * POOL):
        with pytest.raises(pools.LOST):
            await interrupted()
        assert await rows(client) == []
        assert free_slots(client) == POOL


async def test_the_callers_error_is_not_hidden_by_a_rollback_that_fails(client: Client, other: Session) -> None:
    async def fail() -> None:
        async with in_transaction("default") as transaction:
            await other.execute("select pg_terminate_backend($1)", await backend_of(transaction))
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        await fail()
    assert free_slots(client) == POOL


async def test_a_server_that_freezes_in_begin_costs_no_slot(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pools.ACQUIRE_TIMEOUT_S, pools.MODELS, 1.0)
    pid = await backend_of(client)
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3), in_transaction("default"):
                pass
    finally:
        os.kill(pid, signal.SIGCONT)
    async with in_transaction("default") as transaction:
        await transaction.execute_query("insert into thing values (1)")
    assert await rows(client) == [1]
    assert free_slots(client) == POOL


async def test_hurried_requests_leave_every_slot_free(client: Client) -> None:
    chance = random.Random(20261123)  # noqa: S311  # a test's dice

    async def request(number: int, patience_s: float) -> None:
        try:
            async with asyncio.timeout(patience_s), in_transaction("default") as transaction:
                await transaction.execute_query(INSERT, [number])
        except TimeoutError:
            pass

    await asyncio.gather(*(request(number, chance.uniform(0, 0.02)) for number in range(200)))
    await client.execute_query("select 1")
    async with asyncio.timeout(5):
        # What a cancelled task gave back is still being reset, and asyncpg tells nobody when that is done.
        while free_slots(client) < POOL:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    async with in_transaction("default") as transaction:
        await transaction.execute_query("insert into thing values (1000)")
    assert 1000 in await rows(client)


async def test_an_exhausted_pool_raises_after_a_bounded_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pools.ACQUIRE_TIMEOUT_S, pools.MODELS, 0.1)
    release = asyncio.Event()
    held = [asyncio.Event() for _ in range(POOL)]

    async def hold(taken: asyncio.Event) -> None:
        async with in_transaction("default"):
            taken.set()
            await release.wait()

    tasks = [asyncio.create_task(hold(taken)) for taken in held]
    await asyncio.gather(*(taken.wait() for taken in held))
    with pytest.raises(TimeoutError):
        await client.execute_query("select 1")
    with pytest.raises(TimeoutError):
        async with in_transaction("default"):
            pass
    release.set()
    await asyncio.gather(*tasks)
    assert free_slots(client) == POOL


async def test_commit_rollback_and_savepoints_work_as_ever(client: Client) -> None:
    async with in_transaction("default") as transaction:
        await transaction.execute_query("insert into thing values (1)")
        with pytest.raises(IntegrityError):
            async with in_transaction("default") as nested:
                await nested.execute_query("insert into thing values (1)")
        await transaction.execute_query("insert into thing values (2)")
    with suppress(KeyError):
        async with in_transaction("default") as transaction:
            await transaction.execute_query("insert into thing values (3)")
            raise KeyError
    async with in_transaction("default") as transaction:
        await transaction.execute_query("insert into thing values (4)")
        await transaction.rollback()
    assert await rows(client) == [1, 2]
    assert free_slots(client) == POOL


async def test_a_commit_that_the_server_refuses_raises_and_frees_the_slot(client: Client) -> None:
    await client.execute_query("alter table thing drop constraint if exists late")
    await client.execute_query("alter table thing add constraint late unique (id) deferrable initially deferred")
    await client.execute_query("alter table thing drop constraint thing_pkey")
    try:
        with pytest.raises(asyncpg.UniqueViolationError):
            async with in_transaction("default") as transaction:
                await transaction.execute_query("insert into thing values (1), (1)")
        assert free_slots(client) == POOL
    finally:
        await client.execute_query("drop table thing")


async def test_a_deadlock_is_retryable_and_the_other_one_commits(client: Client) -> None:
    await client.execute_query("insert into thing values (1), (2)")
    first_has, second_has = asyncio.Event(), asyncio.Event()

    async def lock(mine: int, theirs: int, have: asyncio.Event, wait_for: asyncio.Event) -> str:
        try:
            async with in_transaction("default") as transaction:
                await transaction.execute_query("select from thing where id = $1 for update", [mine])
                have.set()
                await wait_for.wait()
                await transaction.execute_query("select from thing where id = $1 for update", [theirs])
        except pools.RETRYABLE:
            return "retry"
        return "done"

    outcomes = await asyncio.gather(lock(1, 2, first_has, second_has), lock(2, 1, second_has, first_has))
    assert sorted(outcomes) == ["done", "retry"]


async def test_the_sessions_have_the_bounds_of_the_configuration(client: Client) -> None:
    names = ["application_name", "TimeZone", "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]
    shown = [(await client.execute_query_dict(f"show {name}"))[0][name] for name in names]
    assert shown == ["assistant", "UTC", "15s", "5s", "30s"]


async def test_a_server_that_is_not_there_is_lost() -> None:
    nowhere = DatabaseCredentials(host="/nowhere")
    with pytest.raises(pools.LOST):
        await asyncpg.connect(**nowhere.arguments())


async def test_queries_go_on_after_the_server_was_killed(server: EmbeddedPostgres, client: Client) -> None:
    await client.execute_query("insert into thing values (7)")
    pid = int((server.home / "pgdata" / "postmaster.pid").read_text().partition("\n")[0])
    os.kill(pid, signal.SIGKILL)

    async def until_the_servers_processes_have_noticed() -> None:
        for _ in range(1000):
            async with in_transaction("default") as transaction:
                await transaction.execute_query("select 1")
            await asyncio.sleep(0.01)

    with pytest.raises(pools.LOST):
        await until_the_servers_processes_have_noticed()
    again = EmbeddedPostgres(server.home, settings={"fsync": "off"})
    await asyncio.to_thread(again.start)
    try:
        async with in_transaction("default") as transaction:
            await transaction.execute_query("insert into thing values (8)")
        assert await rows(client) == [7, 8]
        assert free_slots(client) == POOL
    finally:
        again.stop()
