"""Bring the schema to head with Aerich, one process at a time, and see to it that head is what it should be.

Aerich takes no lock, does not notice that a file it has applied was edited, and never looks at the database. So here a
lock is taken first, what was applied is compared with the checksums that were noted then, and afterwards the schema
with its fingerprint. `aerich upgrade` alone works too: the checksums of what it applied are noted the next time.
"""

import hashlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from aerich import Command
from aerich.migrate import Migrate
from aerich.utils import get_models_describe
from tortoise import BaseDBAsyncClient
from tortoise.context import TortoiseContext
from tortoise.exceptions import OperationalError

from assistant.ports.errors import RunAgainError
from assistant.storage.connection import CONNECT_TIMEOUT_S
from assistant.storage.failures import in_words_of_ports
from assistant.storage.readiness import list_migrations
from assistant.storage.schema import describe_schema, find_differences, read_fingerprint

LOCK = 0x0A551574
"""Any number of our own: `aerich upgrade` itself takes no lock, and two at once fail halfway."""
LOCK_TIMEOUT_S = 60

# The lock is the transaction's, not the session's: behind PgBouncer a session's lock would outlive its client.
TAKE_LOCK = """
    BEGIN;
    SET LOCAL lock_timeout = '{timeout_s}s';
    SET LOCAL statement_timeout = 0;
    SET LOCAL idle_in_transaction_session_timeout = 0;
    SELECT pg_advisory_xact_lock({lock})"""
HAS_TABLE = "SELECT to_regclass($1) IS NOT NULL"
MAKE_CHECKSUMS = """
    CREATE TABLE migration_checksum (
        version varchar(255) PRIMARY KEY, sha256 varchar(64) NOT NULL, noted_at timestamptz NOT NULL DEFAULT now());
    COMMENT ON TABLE migration_checksum IS 'What an applied migration''s file was when it was applied.'"""
READ_APPLIED = "SELECT version FROM aerich WHERE app = 'models'"
READ_CHECKSUMS = "SELECT version, sha256 FROM migration_checksum"
NOTE_CHECKSUM = """
    INSERT INTO migration_checksum (version, sha256) VALUES ($1, $2)
    ON CONFLICT (version) DO UPDATE SET sha256 = excluded.sha256, noted_at = excluded.noted_at"""


class MigrationError(Exception):
    """The schema cannot be brought to head, or is not what it should be. The text says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """What was done."""

    applied: tuple[str, ...] = ()
    """Files, in order."""
    ahead: tuple[str, ...] = ()
    """What the database has and this version does not know: a newer version was here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What a version brings along, read before the database is asked for anything."""

    folder: Path
    checksums: dict[str, str]
    """Of each migration file, by its name, in order."""
    fingerprint: list[str]


class Noting(Command):
    """Aerich's command, which notes a file's checksum in the transaction that applies it."""

    async def _upgrade(
        self,
        conn: BaseDBAsyncClient,
        version_file: str,
        fake: bool = False,  # noqa: FBT001, FBT002 - Aerich's signature
        version_module: pkgutil.ModuleInfo | None = None,
    ) -> None:
        await super()._upgrade(conn, version_file, fake, version_module)
        await conn.execute_query(NOTE_CHECKSUM, [version_file, compute_checksum(Path(self.location), version_file)])


async def upgrade(config: dict[str, Any], connect: dict[str, Any], folder: Path) -> Upgrade:
    """Apply what is missing, and compare the schema with the fingerprint `schema.txt` beside the migrations.

    The fingerprint is left alone where the database is ahead of this version. Where nothing is to be done nothing is
    written: a role that cannot change the schema may ask.

    Args:
        config: Tortoise's configuration.
        connect: asyncpg's arguments for the same database: the lock lives in a session of its own.
        folder: The migrations.

    Raises:
        MigrationError: an applied file was edited, the schema is not as it should be, or somebody is in the way.
        UnavailableError: the database cannot be reached.
    """
    checksums = {name: compute_checksum(folder, name) for name in list_migrations(folder)}
    release = Release(folder=folder, checksums=checksums, fingerprint=read_fingerprint(folder / "schema.txt"))
    try:
        with in_words_of_ports():
            async with _open_session(connect) as guard, _open_session(connect) as session, _lock(guard):
                return await _upgrade_alone(config, session, release)
    except RunAgainError as error:
        raise MigrationError(
            f"The database was busy ({error}), and what was begun is undone. Run it again, at a quieter time."
        ) from None
    except (asyncpg.InsufficientPrivilegeError, OperationalError) as error:
        if not isinstance(error.__cause__ or error, asyncpg.InsufficientPrivilegeError):
            raise
        raise MigrationError(
            f"{connect['user']} may not change the schema ({error}): migrate as the role that owns the tables."
        ) from None


@asynccontextmanager
async def _open_session(connect: dict[str, Any]) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    session = await asyncpg.connect(**connect, timeout=CONNECT_TIMEOUT_S)
    try:
        yield session
    finally:
        await session.close()


@asynccontextmanager
async def _lock(guard: "asyncpg.Connection[asyncpg.Record]") -> AsyncIterator[None]:
    """Wait for our turn, and give the lock back: who dies gives it back too, but only once the server notices."""
    try:
        await guard.execute(TAKE_LOCK.format(timeout_s=LOCK_TIMEOUT_S, lock=LOCK))
    except asyncpg.LockNotAvailableError:
        raise MigrationError(
            f"Another migration of this database has been at work for {LOCK_TIMEOUT_S} s: wait for it, then try again."
        ) from None
    yield
    await guard.execute("COMMIT")


async def _upgrade_alone(
    config: dict[str, Any], session: "asyncpg.Connection[asyncpg.Record]", release: Release
) -> Upgrade:
    applied, noted = await _read_books(session)
    _refuse_edited(release, applied, noted)
    missing = tuple(name for name in release.checksums if name not in applied)
    ahead = tuple(sorted(applied - set(release.checksums)))
    unnoted = {name: sha256 for name, sha256 in release.checksums.items() if name in applied - set(noted)}
    if missing or unnoted:
        await _note(session, unnoted)
    if missing:
        await apply_migrations(config, release.folder, Noting)
    if not ahead:
        await _compare(session, release)
    return Upgrade(applied=missing, ahead=ahead)


async def apply_migrations(config: dict[str, Any], folder: Path, kind: type[Command] = Command) -> None:
    """Apply what is missing, as `aerich upgrade` does: no lock, no checksum, no look at what came of it."""
    async with TortoiseContext() as context:  # of its own: Aerich takes whatever connections are there already
        await context.init(config=config)
        command = kind(config, app="models", location=str(folder))
        await command.init()
        await command.upgrade(run_in_transaction=True)


async def _read_books(session: "asyncpg.Connection[asyncpg.Record]") -> tuple[set[str], dict[str, str]]:
    """Return which files were applied, and the checksums that were noted."""
    async with session.transaction():
        applied = await session.fetch(READ_APPLIED) if await session.fetchval(HAS_TABLE, "aerich") else []
        is_noted = await session.fetchval(HAS_TABLE, "migration_checksum")
        noted = await session.fetch(READ_CHECKSUMS) if is_noted else []
    return {row["version"] for row in applied}, {row["version"]: row["sha256"] for row in noted}


async def _note(session: "asyncpg.Connection[asyncpg.Record]", checksums: dict[str, str]) -> None:
    """Note the checksums of what was applied by `aerich upgrade`; make the table where there is none."""
    async with session.transaction():
        if not await session.fetchval(HAS_TABLE, "migration_checksum"):
            await session.execute(MAKE_CHECKSUMS)
        await session.executemany(NOTE_CHECKSUM, list(checksums.items()))


def compute_checksum(folder: Path, name: str) -> str:
    """Return a migration file's SHA-256, the same for either kind of line end."""
    return hashlib.sha256((folder / "models" / name).read_bytes().replace(b"\r\n", b"\n")).hexdigest()


async def find_edited(session: "asyncpg.Connection[asyncpg.Record]", folder: Path) -> list[str]:
    """Return the files that are not what they were when this database applied them; those never noted may be."""
    applied, noted = await _read_books(session)
    return _list_edited({name: compute_checksum(folder, name) for name in list_migrations(folder)}, applied, noted)


def _list_edited(checksums: dict[str, str], applied: set[str], noted: dict[str, str]) -> list[str]:
    return [name for name, sha256 in checksums.items() if name in applied and noted.get(name, sha256) != sha256]


def _refuse_edited(release: Release, applied: set[str], noted: dict[str, str]) -> None:
    if edited := _list_edited(release.checksums, applied, noted):
        where = release.folder / "models"
        raise MigrationError(
            f"Edited after this database had applied it: {', '.join(edited)} in {where}. Nothing was done. "
            "Put the file back as it was, and say what should change in a new migration: aerich migrate --name WHAT"
        )


async def _compare(session: "asyncpg.Connection[asyncpg.Record]", release: Release) -> None:
    differences = find_differences(release.fingerprint, await describe_schema(session))
    if differences:
        listed = "\n".join(f"  {line}" for line in differences)
        raise MigrationError(
            f"All migrations are applied, and the schema is not what they lead to (- missing, + too much):\n{listed}\n"
            "Somebody has changed it by other ways: undo that, or restore a backup. Who has just written a migration "
            "runs: python -m assistant migrate --write-fingerprint"
        )


async def find_model_changes(folder: Path, models: list[str]) -> list[str]:
    """Return the statements that would make the migrations say what the models say; none where they agree.

    Needs no database: the newest migration carries the models' state that it leads to.
    """
    nowhere = {"host": "127.0.0.1", "port": 1, "user": "nobody", "password": "", "database": "nowhere"}
    config = {
        "connections": {"default": {"engine": "tortoise.backends.asyncpg", "credentials": nowhere}},
        "apps": {"models": {"models": models, "default_connection": "default"}},
        "use_tz": True,
    }
    command = Command(config, app="models", location=str(folder))
    await command.init(offline=True)
    try:
        known = Migrate._last_version_content or {}  # noqa: SLF001 - aerich has no command that only compares
        Migrate.diff_models(known, get_models_describe("models"), no_input=True)
        return list(Migrate.upgrade_operators)
    finally:
        await command.aclose()
