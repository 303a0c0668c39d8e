"""`python -m benchmarks.growth`: what becomes dearer with a hundred times the bookings. See README.md."""

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count

import asyncpg
from tortoise import Tortoise

from assistant.database import build_tortoise_config
from assistant.settings import load_settings
from assistant.storage.accounts import ensure_account
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.inbox import StoredInbox
from assistant.storage.outbox import StoredOutbox
from assistant.storage.shops import find_business_id, find_shop
from benchmarks.databases import Server, make_database, prepare_template, read_version, run_server
from benchmarks.filling import fill, list_free_times
from benchmarks.measure import describe_machine, read_tree_s
from benchmarks.operations import OPERATIONS, Salon
from benchmarks.report import put_into_readme, write_growth, write_start
from benchmarks.samples import Growth
from benchmarks.starting import measure_imports, measure_start

SIZES = (10_000, 100_000, 1_000_000)
RATIO_MAX = 1.5
"""What is dearer than this is not the same any more: the scans behind it are shown."""
WARM_UP = 5
REPLY_URL = "http://127.0.0.1:9/replies"
"""Nobody listens there: nothing is delivered here."""


@dataclass
class Filled:
    """A database of some size, and what was measured on it."""

    bookings: int
    database: DatabaseCredentials
    times: Sequence[tuple[str, int, int]]
    taken: Iterator[int] = field(default_factory=count)
    growth: dict[str, Growth] = field(default_factory=dict)


@asynccontextmanager
async def open_salon(filled: Filled, today: date) -> AsyncIterator[Salon]:
    """Open the assistant's own storage on a database."""
    config = build_tortoise_config(filled.database, load_settings(env_file=None, environ={}))
    await Tortoise.init(config=config, _enable_global_fallback=True)
    try:
        business_id = await find_business_id()
        assert business_id is not None  # noqa: S101 - the template has a salon
        yield Salon(
            shop=await find_shop(business_id),
            account=await ensure_account(business_id, "standard", "bench"),
            today=today,
            times=(filled.times[number] for number in filled.taken),
            inbox=StoredInbox(),
            outbox=StoredOutbox(),
        )
    finally:
        await Tortoise.close_connections()


async def measure(server: Server, filled: Filled, name: str, repeats: int, today: date) -> None:
    """Run an operation so many times on a database, and add up what it costs."""
    growth = filled.growth.setdefault(name, Growth(bookings=filled.bookings, operation=name))
    async with open_salon(filled, today) as salon:
        for _ in range(WARM_UP):
            await OPERATIONS[name](salon, f"new-{next(filled.taken)}")
        app_s, postgres_s = time.process_time(), read_tree_s(server.postmaster_pid)
        for _ in range(repeats):
            started = time.perf_counter()
            await OPERATIONS[name](salon, f"new-{next(filled.taken)}")
            growth.times_s.append(time.perf_counter() - started)
        growth.app_s += time.process_time() - app_s
        growth.postgres_s += read_tree_s(server.postmaster_pid) - postgres_s


async def find_scans(filled: Filled, name: str, today: date) -> list[str]:
    """Return which tables and indexes an operation reads, and how many rows of each, most first."""
    before = await _read_scans(filled.database)
    async with open_salon(filled, today) as salon:
        for _ in range(WARM_UP):
            await OPERATIONS[name](salon, f"new-{next(filled.taken)}")
    after = await _read_scans(filled.database)
    read = {what: (rows - before.get(what, 0)) / WARM_UP for what, rows in after.items()}
    return [f"{what}: {rows:.0f} rows" for what, rows in sorted(read.items(), key=lambda item: -item[1]) if rows >= 1]


async def _read_scans(database: DatabaseCredentials) -> dict[str, int]:
    """Return how many rows every table and index has given, once all other sessions have ended and said so."""
    connection = await asyncpg.connect(**database.arguments())
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    scans = """
        SELECT 'a scan of ' || relname AS what, seq_tup_read AS rows FROM pg_stat_user_tables
        UNION ALL SELECT indexrelname, idx_tup_read FROM pg_stat_user_indexes"""
    try:
        while await connection.fetchval(others):  # noqa: ASYNC110 - nobody there could set an event of ours
            await asyncio.sleep(0.05)
        return {row["what"]: row["rows"] or 0 for row in await connection.fetch(scans)}
    finally:
        await connection.close()


async def run_growth(server: Server, options: argparse.Namespace) -> list[Growth]:
    """Fill the databases, measure on all of them in turn, and tell what reads more where more is stored."""
    today = date.today()  # noqa: DTZ011 - the salon's day
    times = list(list_free_times())
    async with AsyncExitStack() as stack:
        sizes = []
        for bookings in options.bookings:
            database = await stack.enter_async_context(make_database(server, f"bookings_{bookings}"))
            await fill(database, bookings, today, _say)
            sizes.append(Filled(bookings=bookings, database=database, times=times))
        for number in range(1, options.rounds + 1):
            for name in OPERATIONS:
                for filled in sizes:
                    await measure(server, filled, name, options.repeats, today)
            _say(f"round {number} of {options.rounds} is done")
        for name in OPERATIONS:
            for filled in sizes[1:]:
                if filled.growth[name].cost_ms > RATIO_MAX * sizes[0].growth[name].cost_ms:
                    _say(f"{name} reads at {filled.bookings:,} bookings: {await find_scans(filled, name, today)}")
        return [filled.growth[name] for name in OPERATIONS for filled in sizes]


async def run_benchmark(options: argparse.Namespace) -> str:
    """Measure as the options say; return the tables."""
    with run_server() as server:
        await prepare_template(server, REPLY_URL)
        machine = describe_machine(await read_version(server))
        command = " ".join(["python -m benchmarks.growth", *sys.argv[1:]])
        async with make_database(server, "at_rest") as database:
            start = await measure_start(database, server.folder, options.starts)
        tables = write_start(start, measure_imports(options.starts))
        growth = write_growth(await run_growth(server, options), machine=machine, command=command)
    return f"{growth}\n\n{tables}"


def _say(text: str) -> None:
    print(text, flush=True)


def main() -> None:
    """Measure, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bookings", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=40, help="of each operation in a round")
    parser.add_argument("--starts", type=int, default=5, help="of the server, and of the import")
    parser.add_argument("--write", action="store_true", help="put the figures into README.md")
    options = parser.parse_args()
    tables = asyncio.run(run_benchmark(options))
    _say(f"\n{tables}")
    if options.write:
        put_into_readme("growth", tables)


if __name__ == "__main__":
    main()
