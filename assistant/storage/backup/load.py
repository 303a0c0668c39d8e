"""A file into an empty database: all of it, compared row for row, or nothing."""

import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg

from assistant.storage.backup.archive import (
    ArchiveReader,
    BackupError,
    Header,
    RowCounter,
    Table,
    Trailer,
    check_archive,
    open_archive,
    quote,
)
from assistant.storage.backup.save import BUSY, Progress
from assistant.storage.backup.tables import (
    SAME_TEXT,
    Session,
    copy_rows,
    find_migrations,
    find_tables,
    open_session,
)
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.failures import in_words_of_ports
from assistant.storage.migrations import LOCK, apply_migrations
from assistant.storage.readiness import CONSTRAINT, COUNT_OVERLAPS, FIND_CONSTRAINT, list_migrations

REFUSED = (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError, asyncpg.SyntaxOrAccessError)
"""A row that the schema does not take, or a column that it does not have."""

MakeConfig = Callable[[DatabaseCredentials], dict[str, Any]]
"""Makes Tortoise's configuration for a database."""


class NotEmptyError(BackupError):
    """The database holds data, and a restore overwrites nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A file that was read to its end and found whole."""

    path: Path
    header: Header
    trailer: Trailer


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a backup goes, and what its schema is made with."""

    credentials: DatabaseCredentials
    make_config: MakeConfig
    folder: Path
    """The migrations."""


def read_backup(path: Path, folder: Path) -> Backup:
    """Return a backup that this version can restore; every byte of it has been read.

    Raises:
        BackupError: it is damaged, cut off or no backup, or newer than the migrations in `folder`.
    """
    header, trailer = check_archive(path)
    known = list_migrations(folder)
    newer = [name for name in header.migrations if name not in known]
    if newer:
        raise BackupError(
            f"{path} was made by a newer version of the assistant, with the migration {newer[0]}: "
            "update the assistant, then restore."
        )
    return Backup(path=path, header=header, trailer=trailer)


async def load_backup(backup: Backup, place: Place, *, progress: Progress) -> None:
    """Make the backup's schema in an empty database, fill it, compare it with the file, and only then commit.

    The schema is that of the backup: newer migrations are left to `migrate`. A run that was killed can be repeated.

    Raises:
        BackupError: the database is not empty, is being migrated or refuses a row, or the file has changed meanwhile.
        UnavailableError: the database cannot be reached, or went away.
    """
    async with open_session(place.credentials) as guard:
        with in_words_of_ports():
            if not await guard.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):  # until the session ends
                raise BackupError(BUSY)
            await _refuse_others_tables(guard, backup.header)
        await _make_schema(place, backup.header.migrations)
        await _fill_and_compare(backup, place, progress)


async def _fill_and_compare(backup: Backup, place: Place, progress: Progress) -> None:
    async with open_session(place.credentials) as session:
        with in_words_of_ports():
            async with session.transaction():
                with open_archive(backup.path) as archive:
                    await _fill(session, archive, backup.trailer, progress)
                await _compare(session, backup, progress)


async def _refuse_others_tables(session: Session, header: Header) -> None:
    """Let only an empty database pass, or one that a restore of the same backup had begun to prepare."""
    applied = await find_migrations(session)
    database = await session.fetchval("SELECT current_database()")
    if not applied and (tables := await find_tables(session)):
        raise BackupError(
            f"The database {database} holds tables that are not the assistant's ({tables[0].name}): "
            "name an empty database."
        )
    if set(applied) - set(header.migrations):
        raise BackupError(
            f"The database {database} has the schema of another version than the backup: name an empty database."
        )
    if applied:
        await _refuse_data(session, str(database))


async def _refuse_data(session: Session, database: str) -> None:
    # Every row of a shop points at its business.
    if await session.fetchval("SELECT to_regclass('business')") and await session.fetchval(
        "SELECT count(*) FROM business"
    ):
        bookings = await session.fetchval("SELECT count(*) FROM booking")
        raise NotEmptyError(
            f"The database {database} holds data already (bookings: {bookings}), and a restore overwrites nothing."
        )


async def _make_schema(place: Place, names: Sequence[str]) -> None:
    """Apply the backup's migrations, and none that is newer."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "models").mkdir()
        for name in names:
            shutil.copy(place.folder / "models" / name, folder / "models" / name)
        with in_words_of_ports():
            await apply_migrations(place.make_config(place.credentials), folder)


async def _fill(session: Session, archive: ArchiveReader, trailer: Trailer, progress: Progress) -> None:
    await session.execute(SAME_TEXT)
    tables = archive.header.tables
    missing = {table.name for table in tables} - {table.name for table in await find_tables(session)}
    if missing:
        raise BackupError(
            f"The backup holds tables that no migration makes ({', '.join(sorted(missing))}): they are not the "
            "assistant's. Move them to another schema, and back up again."
        )
    # Whoever began to serve meanwhile has filled it, or has to wait.
    await session.execute(f"LOCK TABLE {', '.join(quote(t.name) for t in tables)} IN ACCESS EXCLUSIVE MODE")
    await _refuse_data(session, str(await session.fetchval("SELECT current_database()")))
    for table in tables:
        await _copy_in(session, archive, table, progress)
    for one in trailer.sequences:
        await session.execute("SELECT setval($1::regclass, $2, $3)", quote(one.name), one.last_value, one.is_called)


async def _copy_in(session: Session, archive: ArchiveReader, table: Table, progress: Progress) -> None:
    async def give() -> AsyncIterator[bytes]:
        rows = 0
        for chunk in archive.read_rows(table):
            rows += chunk.count(b"\n")
            progress(table.name, rows)
            yield chunk

    try:
        await session.copy_to_table(table.name, source=give(), columns=table.columns, format="text")
    except REFUSED as error:
        # Its text would quote the row.
        why = error.constraint_name or type(error).__name__
        raise BackupError(
            f"The database refuses rows of the table {table.name} ({why}): the backup holds what cannot be. "
            "Nothing was written."
        ) from None


async def _compare(session: Session, backup: Backup, progress: Progress) -> None:
    """Read everything back, and refuse what is not the same to the last byte."""
    for table in backup.header.tables:
        saved = backup.trailer.tables[table.name]
        counter = RowCounter()

        def take(chunk: bytes, name: str = table.name, counter: RowCounter = counter) -> None:
            counter.add(chunk)
            progress(f"{name}, compared", counter.rows)

        await copy_rows(session, table, take)
        if counter.sum() != saved:
            raise BackupError(
                f"The table {table.name} came out differently than it was saved ({counter.rows} rows of {saved.rows}): "
                "nothing was written. Please report this."
            )
    if await session.fetchrow(FIND_CONSTRAINT, CONSTRAINT) is None or await session.fetchval(COUNT_OVERLAPS):
        raise BackupError(f"The constraint {CONSTRAINT} does not hold for these rows: nothing was written.")
