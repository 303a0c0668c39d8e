"""The database fails under the servers, in one way after another, and the servers are never restarted."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import asyncpg
from own_postgres import OwnPostgres
from scene import Outcome, Scene
from wire_proxy import Moment, WireProxy, is_commit

CUSTOMERS_AT_ONCE = 24
REPLIES_BETWEEN = 15
LOOK_EVERY_S = 0.25
CUTS = 20
ANSWERED_WITHIN_S = 3.0
READY_AGAIN_WITHIN_S = 5.0
END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
# One that is only starting has a place already, and no database yet.
OTHERS_THAN = "FROM pg_stat_activity WHERE backend_type = 'client backend' AND NOT pid = ANY ($1::int[])"
END_OTHERS_THAN = f"SELECT pg_terminate_backend(pid) {OTHERS_THAN}"
COUNT_OTHERS_THAN = f"SELECT count(*) {OTHERS_THAN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a fault can lay hands on."""

    scene: Scene
    postgres: OwnPostgres
    proxy: WireProxy
    """The servers' only way to Postgres."""

    async def connect(self) -> asyncpg.Connection:
        return await self.scene.connect()


Fault = Callable[[Stage], AbstractAsyncContextManager[None]]
"""Breaks on entry, and heals on exit."""


@contextlib.asynccontextmanager
async def kill_postgres(stage: Stage) -> AsyncIterator[None]:
    stage.postgres.kill()
    yield
    await stage.postgres.start_again()


@contextlib.asynccontextmanager
async def restart_postgres_at_once(stage: Stage) -> AsyncIterator[None]:
    stage.postgres.stop_at_once()
    await stage.postgres.start_again()
    yield


@contextlib.asynccontextmanager
async def freeze_postgres(stage: Stage) -> AsyncIterator[None]:
    stage.postgres.freeze()
    yield
    stage.postgres.thaw()


@contextlib.asynccontextmanager
async def swallow_everything(stage: Stage) -> AsyncIterator[None]:
    """Be a network that drops every packet, and then cuts what hung in it."""
    stage.proxy.freeze()
    yield
    stage.proxy.cut_all()
    stage.proxy.thaw()


@contextlib.asynccontextmanager
async def slow_down(stage: Stage) -> AsyncIterator[None]:
    stage.proxy.latency_s = 0.05
    yield
    stage.proxy.latency_s = 0


@contextlib.asynccontextmanager
async def end_sessions(stage: Stage) -> AsyncIterator[None]:
    for _ in range(CUTS):
        await stage.scene.execute(END_OTHERS)
        await asyncio.sleep(stage.scene.dice.uniform(0, 0.2))
    yield


@contextlib.asynccontextmanager
async def cut_commits(stage: Stage) -> AsyncIterator[None]:
    """Cut connections at COMMIT, in turn before the server sees it and after it has done it."""
    for n in range(CUTS):
        moment = Moment.AFTER if n % 2 else Moment.BEFORE
        failure = stage.proxy.fail(stage.scene.dice.randint(1, 5), moment, where=is_commit)
        await failure.happened.wait()
    yield


@contextlib.asynccontextmanager
async def make_read_only(stage: Stage) -> AsyncIterator[None]:
    """Be demoted to a replica: sessions end, and new ones may only read; then be promoted, with no session ended."""
    name = stage.scene.database.database
    await stage.scene.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on', END_OTHERS)
    yield
    await stage.scene.execute("SET default_transaction_read_only = off", f'ALTER DATABASE "{name}" RESET ALL')


@contextlib.asynccontextmanager
async def take_all_connections(stage: Stage) -> AsyncIterator[None]:
    """Hold every connection that Postgres has to give, the servers' own among them."""
    held: list[asyncpg.Connection] = []
    try:
        await _drive_out(stage, held)
        guard = asyncio.create_task(_keep_out(stage, held))
        yield
        guard.cancel()
        await asyncio.gather(guard, return_exceptions=True)
    finally:
        for connection in held:
            connection.terminate()


async def _keep_out(stage: Stage, held: list[asyncpg.Connection]) -> None:
    """Hold all places for good: one who was about to enter when they were counted is not listed yet."""
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        await _drive_out(stage, held)


async def _drive_out(stage: Stage, held: list[asyncpg.Connection]) -> None:
    """A place that becomes free is taken by whoever comes first: end the others until none of them is theirs."""
    while await _take_connections(stage, held):
        await held[0].execute(END_OTHERS_THAN, [c.get_server_pid() for c in held])


async def _take_connections(stage: Stage, held: list[asyncpg.Connection]) -> int:
    """Take all that are free; return how many others still have."""
    with contextlib.suppress(asyncpg.TooManyConnectionsError):
        while True:
            held.append(await stage.connect())
    return int(await held[0].fetchval(COUNT_OTHERS_THAN, [c.get_server_pid() for c in held]))


def fill_disk(disk: Path) -> Fault:
    """Return the fault of a file system that has no room left; Postgres may end because of it, and is started again."""

    @contextlib.asynccontextmanager
    async def fill(stage: Stage) -> AsyncIterator[None]:
        ballast = disk / "ballast"
        # Unbuffered: nothing is left to be written when the file is closed.
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"0" * 65536)
        yield
        ballast.unlink()
        if not stage.postgres.is_alive():
            await stage.postgres.start_again()

    return fill


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A fault, and what it does to the servers."""

    name: str
    fault: Fault
    lasting_s: float = 8.0
    is_total: bool = True
    """While it lasts nothing can be written, and the servers must say so."""


PLANS = (
    Plan(name="Postgres killed", fault=kill_postgres),
    Plan(name="Postgres restarted at once", fault=restart_postgres_at_once, lasting_s=0, is_total=False),
    Plan(name="Postgres frozen", fault=freeze_postgres),
    Plan(name="network to Postgres silent", fault=swallow_everything),
    Plan(name="network to Postgres slow", fault=slow_down, is_total=False),
    Plan(name="sessions ended by Postgres", fault=end_sessions, lasting_s=0, is_total=False),
    Plan(name="connection cut at COMMIT", fault=cut_commits, lasting_s=0, is_total=False),
    Plan(name="Postgres read-only", fault=make_read_only),
    Plan(name="Postgres out of connections", fault=take_all_connections),
)


@dataclass(slots=True)
class Watchman:
    """Asks the servers how they are while a fault lasts, and writes to them."""

    scene: Scene
    seen: Counter[tuple[str, int | None]] = field(default_factory=Counter)
    last_ready: int | None = None

    async def look(self, session: aiohttp.ClientSession) -> None:
        # Customers who wait for an answer say nothing: somebody must, or nothing is asked of the database.
        self.scene.platform.say(f"passer-by {self.seen.total()}", "hello")
        for server in self.scene.servers:
            self.seen["/health", await server.ask(session, "/health")] += 1
            self.last_ready = await server.ask(session, "/health/ready")

    async def watch(self, lasting_s: float) -> None:
        timeout = aiohttp.ClientTimeout(total=READY_AGAIN_WITHIN_S)
        loop = asyncio.get_running_loop()
        until = loop.time() + lasting_s
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while loop.time() < until:
                await self.look(session)
                await asyncio.sleep(LOOK_EVERY_S)

    def find_broken(self, plan: Plan) -> dict[str, int]:
        dead = sum(times for (_, status), times in self.seen.items() if status != 200)
        broken = {"not alive": dead} if dead else {}
        if plan.is_total and self.last_ready != 503:
            broken[f"answered {self.last_ready} to whether it is ready while nothing could be written"] = 1
        if plan.is_total and not self.scene.platform.answers[503]:
            broken["taken while nothing could be written"] = 1
        return broken


async def disturb(stage: Stage, plan: Plan) -> tuple[float, dict[str, int]]:
    """Let one fault happen under load; the servers run already, and run on.

    Returns how many seconds after its end they were ready again, and what they did wrong meanwhile.
    """
    scene = stage.scene
    scene.forget()
    watchman = Watchman(scene)
    async with scene.crowd.talking(CUSTOMERS_AT_ONCE):
        await scene.wait_for_replies(REPLIES_BETWEEN)
        async with plan.fault(stage):
            await watchman.watch(plan.lasting_s)
        ready_s = await _time_until_ready(scene)
        await scene.wait_for_replies(REPLIES_BETWEEN)
    return ready_s, watchman.find_broken(plan) | scene.find_dishonest()


async def run_database_fault(stage: Stage, plan: Plan) -> Outcome:
    """Let one fault happen under load, and wait until all is told."""
    ready_s, broken = await disturb(stage, plan)
    late = sum(s > ANSWERED_WITHIN_S for s in stage.scene.platform.answered_s)
    outcome = await stage.scene.reckon(plan.name, {"ready again after, s": round(ready_s, 2)})
    outcome.broken |= broken
    if stage.scene.is_long and ready_s > READY_AGAIN_WITHIN_S:
        outcome.broken[f"ready again after more than {READY_AGAIN_WITHIN_S} s"] = 1
    if stage.scene.is_long and late:
        outcome.broken[f"answered after more than {ANSWERED_WITHIN_S} s"] = late
    return outcome


async def _time_until_ready(scene: Scene) -> float:
    started = asyncio.get_running_loop().time()
    await asyncio.gather(*(server.wait_until(200) for server in scene.servers))
    return asyncio.get_running_loop().time() - started
