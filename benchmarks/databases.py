"""One embedded Postgres for a benchmark, with a migrated template that has the benchmark's salon in it."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import asyncpg
from tortoise import Tortoise

from assistant.clock import SystemClock, use_packaged_time_zones
from assistant.database import build_tortoise_config
from assistant.settings import ROOT, load_settings
from assistant.shopfile.read import read_shop_file
from assistant.storage.accounts import ensure_account
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.embedded import EmbeddedPostgres
from assistant.storage.migrations import upgrade
from assistant.storage.shops import load_shop_file
from benchmarks.measure import read_postmaster_pid

SALON = Path(__file__).parent / "salon.toml"
TEMPLATE = "template_salon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A Postgres that runs for the benchmark alone."""

    credentials: DatabaseCredentials
    postmaster_pid: int
    folder: Path
    """Where the benchmark may write."""


@contextmanager
def run_server() -> Iterator[Server]:
    """Run a Postgres as the assistant runs its own, and throw it away in the end."""
    use_packaged_time_zones()
    folder = Path(tempfile.mkdtemp(prefix="assistant-benchmark-"))
    folder.chmod(0o711)  # the server's own account must get to its data
    try:
        with EmbeddedPostgres(folder / "pg", database=TEMPLATE) as postgres:
            yield Server(
                credentials=postgres.credentials,
                postmaster_pid=read_postmaster_pid(postgres.home),
                folder=folder,
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def read_version(server: Server) -> str:
    """Return the version of a server: `18.6`."""
    connection = await asyncpg.connect(**server.credentials.arguments())
    try:
        return str(await connection.fetchval("SHOW server_version")).split()[0]
    finally:
        await connection.close()


async def prepare_template(server: Server, reply_url: str) -> str:
    """Migrate the template, load the salon, add the account `bench`; return the account's secret."""
    config = build_tortoise_config(server.credentials, load_settings(env_file=None, environ={}))
    await upgrade(config, server.credentials.arguments(), ROOT / "migrations")
    await Tortoise.init(config=config)
    try:
        return await load_salon(reply_url)
    finally:
        await Tortoise.close_connections()


async def load_salon(reply_url: str) -> str:
    """Load the salon into the database that is open, with the account `bench`; return the account's secret."""
    report = await load_shop_file(read_shop_file(SALON), SystemClock().now())
    account = await ensure_account(report.business_id, "standard", "bench", reply_url=reply_url)
    return account.secrets[0]


@asynccontextmanager
async def make_database(server: Server, name: str) -> AsyncIterator[DatabaseCredentials]:
    """Give a copy of the template, whose pages are written; drop it in the end, so that it troubles nobody later."""
    made = replace(server.credentials, database=name)
    await _execute(server, f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"', "CHECKPOINT")
    try:
        yield made
    finally:
        await _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)', "CHECKPOINT")


async def _execute(server: Server, *statements: str) -> None:
    connection = await asyncpg.connect(**replace(server.credentials, database="postgres").arguments())
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await asyncio.shield(connection.close())
