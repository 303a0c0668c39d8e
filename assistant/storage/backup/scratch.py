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
FIND_LEFT = "SELECT datname::text AS name FROM pg_database WHERE starts_with(datname::text, $1) ORDER BY 1"
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def scratch_prefix(database: str) -> str:
    """Return how the names of a database's scratch databases begin."""
    return f"{database[:40]}_scratch_"


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
        prefix = scratch_prefix(credentials.database)
        for row in await session.fetch(FIND_LEFT, prefix):
            await _drop(session, row["name"])
        name = f"{prefix}{secrets.token_hex(4)}"
        await create_database(session, name)
    try:
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
        BackupError: the role may not.
        UnavailableError: the server cannot be reached.
    """
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
