"""A database that is thrown away: on the same server, or on a temporary one where ours may not make databases."""

import secrets
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from shutil import rmtree

import asyncpg

from assistant.storage.backup.archive import BackupError, quote
from assistant.storage.backup.tables import Session, open_session
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.failures import in_words_of_ports

LOCK = 0x0A551575
"""Taken by whoever has a scratch database: what is found beside it was left by a process that was killed."""
MAY_CREATE = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
FIND_MARKED = """
    SELECT datname::text AS name FROM pg_database
     WHERE starts_with(datname::text, $1) AND shobj_description(oid, 'pg_database') = $2 ORDER BY 1"""
WRITE_MARK = "SELECT format('COMMENT ON DATABASE %I IS %L', $1::text, $2::text)"
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


async def list_scratch(session: Session, database: str) -> list[str]:
    """Return a database's scratch databases: those that backups left behind, or are using.

    A name proves nothing, for anybody may choose it: only what carries our mark is ours.
    """
    return [row["name"] for row in await session.fetch(FIND_MARKED, _prefix(database), _mark(database))]


def _prefix(database: str) -> str:
    return f"{database[:40]}_scratch_"  # a name has 63 bytes


def _mark(database: str) -> str:
    return f"Made by python -m assistant to try out a backup of the database {database}, and dropped afterwards."


@asynccontextmanager
async def open_scratch(credentials: DatabaseCredentials) -> AsyncIterator[DatabaseCredentials]:
    """Give an empty database that is gone afterwards.

    Raises:
        BackupError: there is no way to have one.
        UnavailableError: the server cannot be reached.
    """
    async with open_session(credentials) as session:
        with in_words_of_ports():
            may_create = await session.fetchval(MAY_CREATE)
        if may_create:
            async with _open_beside(session, credentials) as made:
                yield made
            return
    async with _open_elsewhere() as made:
        yield made


@asynccontextmanager
async def _open_beside(session: Session, credentials: DatabaseCredentials) -> AsyncIterator[DatabaseCredentials]:
    with in_words_of_ports():
        await session.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        await session.execute("SELECT pg_advisory_lock($1)", LOCK)
        for left in await list_scratch(session, credentials.database):
            await _drop(session, left)
        name = f"{_prefix(credentials.database)}{secrets.token_hex(4)}"
        await create_database(session, name)
    try:
        with in_words_of_ports():  # killed before this, we leave an empty database that stays: better than a wrong drop
            await session.execute(await session.fetchval(WRITE_MARK, name, _mark(credentials.database)))
        yield replace(credentials, database=name)
    finally:
        with in_words_of_ports():
            await _drop(session, name)


async def create_database(session: Session, name: str) -> None:
    """Make an empty database. Nobody's own additions to `template1` get into it."""
    await session.execute(f"CREATE DATABASE {quote(name)} TEMPLATE template0 ENCODING 'UTF8'")


async def ensure_database(credentials: DatabaseCredentials, name: str) -> None:
    """Make a database on the same server where there is none of that name.

    Raises:
        BackupError: the role may not, or the name is one for scratch databases.
        UnavailableError: the server cannot be reached.
    """
    if name.startswith(prefix := _prefix(credentials.database)):
        raise BackupError(f"Names that begin with {prefix} are for scratch databases: choose another name for {name}.")
    async with open_session(credentials) as session:
        with in_words_of_ports():
            if await session.fetchval("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name):
                return
            try:
                await create_database(session, name)
            except asyncpg.InsufficientPrivilegeError:
                raise BackupError(
                    f"The role {credentials.user} may not create the database {name}: create it, or GRANT it CREATEDB."
                ) from None


async def _drop(session: Session, name: str) -> None:
    await session.execute(f"DROP DATABASE IF EXISTS {quote(name)} WITH (FORCE)")


@asynccontextmanager
async def _open_elsewhere() -> AsyncIterator[DatabaseCredentials]:
    """Give the database of an embedded server in a temporary directory."""
    if sys.platform == "win32":
        raise BackupError("The role may not create databases, so nothing can be tried out: GRANT it CREATEDB.")
    from assistant.storage.embedded import EmbeddedPostgres, EmbeddedPostgresError

    folder = _make_folder()
    try:
        with EmbeddedPostgres(folder / "postgres", settings=_QUICK) as server:
            yield server.credentials
    except EmbeddedPostgresError as error:
        raise BackupError(
            "The role may not create databases, and no temporary server could be started to try the backup out: "
            f"GRANT it CREATEDB, or take --no-verify. {error}"
        ) from None
    finally:
        with suppress(FileNotFoundError):
            rmtree(folder)


def _make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="assistant-scratch-"))
    folder.chmod(0o711)  # the server's own account must come through when we are root
    return folder
