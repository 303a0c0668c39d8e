"""The whole product behind PgBouncer in transaction mode, with fewer sessions than it has connections."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from command_line import CommandLine
from shop_line import OVERLAPS, open_shop, wait_for
from tortoise import Tortoise

from assistant.database import build_migration_config, build_tortoise_config
from assistant.settings import Settings
from assistant.storage import embedded_files
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.migrations import upgrade
from assistant.storage.rows import run

PROGRAM = shutil.which("pgbouncer", path=f"{os.defpath}:/usr/sbin")
PORT = 6432
SESSIONS = 7
"""Fewer than the ten connections of a process, and one more than its turns and deliveries have."""
CONFIGURATION = """
[databases]
* = host={server.host} port={server.port}
[pgbouncer]
listen_addr =
listen_port = {port}
unix_socket_dir = {folder}
auth_type = trust
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = {sessions}
logfile = {folder}/pgbouncer.log
"""
COUNT_LOCKS = """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
     WHERE locktype = 'advisory' AND datname = current_database()"""

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="PgBouncer is not installed: Debian's package pgbouncer")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """What PgBouncer's account can reach too."""
    made = Path(tempfile.mkdtemp(prefix="assistant-pgbouncer-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest_asyncio.fixture(scope="module")
async def bouncer(folder: Path, migrated: DatabaseCredentials) -> AsyncIterator[Path]:
    """A PgBouncer in front of the tests' server; its socket's folder."""
    account = embedded_files.find_account()
    configuration = CONFIGURATION.format(server=migrated, port=PORT, folder=folder, sessions=SESSIONS)
    (folder / "pgbouncer.ini").write_text(configuration)
    (folder / "users.txt").write_text(f'"{migrated.user}" ""\n')
    embedded_files.give(folder, account)
    assert PROGRAM is not None
    process = subprocess.Popen(  # noqa: ASYNC220, S603 - Debian's own program
        [PROGRAM, "-q", str(folder / "pgbouncer.ini")],
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )

    async def listens() -> bool:
        assert process.poll() is None, (folder / "pgbouncer.log").read_text()
        return (folder / f".s.PGSQL.{PORT}").exists()

    await wait_for(listens)
    yield folder
    process.send_signal(signal.SIGINT)
    await asyncio.to_thread(process.wait)


def through(bouncer: Path, database: DatabaseCredentials) -> DatabaseCredentials:
    return replace(database, host=str(bouncer), port=PORT, pgbouncer=True)


@pytest_asyncio.fixture
async def bounced(bouncer: Path, fresh: DatabaseCredentials, settings: Settings) -> AsyncIterator[DatabaseCredentials]:
    """A fresh migrated database, with the product's pools on it, by way of PgBouncer."""
    credentials = through(bouncer, fresh)
    await Tortoise.init(config=build_tortoise_config(credentials, settings), _enable_global_fallback=True)
    yield credentials
    await Tortoise.close_connections()


async def test_twenty_customers_race_for_one_time_and_one_has_it(bounced: DatabaseCredentials) -> None:
    shop = await open_shop()
    names = [f"c{number}" for number in range(20)]
    for key, text in (("ask", "Haircut with Ana tomorrow at 3pm, I'm Sam"), ("yes", "yes")):
        await asyncio.gather(*(shop.deliver(shop.make_event(name, key, text)) for name in names))
        await shop.wait_until_answered()
    told = [name for name in names if any("Booked:" in reply.text for reply in await shop.find_replies(name))]
    assert len(told) == 1
    assert (await run(OVERLAPS))[0]["overlaps"] == 0
    assert bounced.pgbouncer


async def test_statements_of_many_clients_are_never_mistaken_for_each_other(
    bouncer: Path, fresh: DatabaseCredentials
) -> None:
    async def ask(client: "asyncpg.Connection[asyncpg.Record]", number: int) -> bool:
        answers = [await client.fetchval(f"SELECT $1::int + {number}", number) for _ in range(20)]
        return answers == [2 * number] * 20

    # More clients than sessions, each with a statement of its own: who gets another's answer sees it.
    arguments = through(bouncer, fresh).arguments()
    clients = [await asyncpg.connect(**arguments) for _ in range(3 * SESSIONS)]
    assert all(await asyncio.gather(*(ask(client, number) for number, client in enumerate(clients))))
    await asyncio.gather(*(client.close() for client in clients))


async def test_migrators_behind_it_wait_for_each_other_and_leave_no_lock(
    bouncer: Path, empty: DatabaseCredentials, settings: Settings
) -> None:
    credentials = through(bouncer, empty)
    first = await upgrade(build_migration_config(credentials, settings), credentials.arguments(), Path("migrations"))
    assert first.applied
    again = await upgrade(build_migration_config(credentials, settings), credentials.arguments(), Path("migrations"))
    assert not again.applied
    direct = await asyncpg.connect(**empty.arguments())
    assert await direct.fetchval(COUNT_LOCKS) == 0
    await direct.close()


async def test_the_commands_work_with_the_parameter_in_the_url(
    bouncer: Path, empty: DatabaseCredentials, tmp_path: Path
) -> None:
    line = CommandLine(tmp_path, empty)
    url = f"postgresql://{empty.user}@/{empty.database}?host={bouncer}&port={PORT}"
    refused = await line.assistant("migrate", APP_DB_URL=url)
    assert refused.code == 1, "without the parameter"
    migrated = await line.assistant("migrate", APP_DB_URL=f"{url}&pgbouncer=true")
    assert "applied 0_" in migrated.out, migrated.err
