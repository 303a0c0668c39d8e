"""A database into a file: one moment of it, while everybody goes on working."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from assistant.storage.backup.archive import FORMAT, ArchiveWriter, BackupError, Header, Trailer, in_words_of_files
from assistant.storage.backup.tables import (
    SAME_TEXT,
    Session,
    copy_rows,
    find_migrations,
    find_sequences,
    find_tables,
    open_session,
)
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.failures import in_words_of_ports
from assistant.storage.migrations import LOCK

BUSY = "A migration or a restore is running on this database: wait until it has finished, and try again."
Progress = Callable[[str, int], None]
"""Told the table that is being worked on, and how many of its rows are done."""


async def save_database(
    credentials: DatabaseCredentials, path: Path, *, made_at: datetime, progress: Progress
) -> tuple[Header, Trailer]:
    """Write all rows of one moment into a file that exists; return what it is and what it adds up to.

    Nobody has to wait for it but a migration, and it takes no more memory for more rows.

    Raises:
        BackupError: the database is not the assistant's, a migration is running, or the file cannot be written.
        UnavailableError: the database cannot be reached, or went away.
    """
    async with open_session(credentials) as session:
        # One snapshot for all tables. Reading needs no right to write, and works on a replica.
        transaction = session.transaction(isolation="repeatable_read", readonly=True)
        with in_words_of_ports():
            await transaction.start()
            await session.execute(SAME_TEXT)
            header = await _describe(session, made_at)
        return header, await _write(session, header, path, progress)


async def _describe(session: Session, made_at: datetime) -> Header:
    if not await session.fetchval("SELECT pg_try_advisory_xact_lock_shared($1)", LOCK):
        raise BackupError(BUSY)
    migrations = await find_migrations(session)
    if not migrations:
        raise BackupError("The database holds no shop's tables: there is nothing to back up. Look at APP_DB_URL.")
    return Header(
        format=FORMAT,
        made_at=made_at,
        server=str(session.get_server_version().major),
        migrations=migrations,
        tables=await find_tables(session),
    )


async def _write(session: Session, header: Header, path: Path, progress: Progress) -> Trailer:
    with in_words_of_files(path), path.open("wb") as file:
        archive = ArchiveWriter(path, file, header)
        for table in header.tables:
            archive.begin_table(table)

            def take(chunk: bytes, name: str = table.name) -> None:
                archive.write_rows(chunk)
                progress(name, archive.rows)

            with in_words_of_ports():
                await copy_rows(session, table, take)
            archive.end_table(table)
        with in_words_of_ports():
            # Read last: the numbers that were given out since the snapshot are only skipped.
            sequences = await find_sequences(session)
        trailer = archive.close(sequences)
        file.flush()
        os.fsync(file.fileno())
        return trailer
