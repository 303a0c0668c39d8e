"""What there is to copy, asked of the database itself: a new table needs no line here."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from graphlib import TopologicalSorter
from typing import TypeAlias

import asyncpg

from assistant.storage.backup.archive import Sequence, Table, quote
from assistant.storage.connection import CONNECT_TIMEOUT_S, DatabaseCredentials
from assistant.storage.failures import in_words_of_ports
from assistant.storage.schema import NOT_THE_SHOPS

Session: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
"""A connection of one's own, outside of the pool."""

# The text of a row must be the same whatever the server's or the role's own settings say; and a long copy is no fault.
SAME_TEXT = """
    SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres';
    SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1;
    SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = '5s'"""
_OURS = """
      relnamespace = current_schema()::regnamespace AND NOT EXISTS (
          SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')"""
# What an extension brings is its own affair. Texts are ordered by their bytes: collations differ between servers.
FIND_TABLES = f"""
    SELECT c.relname::text AS name,
           ARRAY(SELECT a.attname::text FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                  ORDER BY a.attnum) AS columns,
           ARRAY(SELECT quote_ident(a.attname) || CASE WHEN a.attcollation = 0 THEN '' ELSE ' COLLATE "C"' END
                   FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY k (attnum, place)
                   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
                  WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY k.place) AS keys,
           ARRAY(SELECT p.relname::text FROM pg_constraint f JOIN pg_class p ON p.oid = f.confrelid
                  WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) AS needs
      FROM pg_class c WHERE c.relkind = 'r' AND {_OURS} ORDER BY c.relname"""  # noqa: S608 - our own text
FIND_SEQUENCES = f"""
    SELECT c.relname::text AS name FROM pg_class c WHERE c.relkind = 'S' AND {_OURS} ORDER BY c.relname"""  # noqa: S608
FIND_MIGRATIONS = "SELECT version FROM aerich WHERE app = 'models' ORDER BY id"


@asynccontextmanager
async def open_session(credentials: DatabaseCredentials) -> AsyncIterator[Session]:
    """Open a connection of one's own. Raises UnavailableError where there is none to be had."""
    with in_words_of_ports():
        connection = await asyncpg.connect(**credentials.arguments(), timeout=CONNECT_TIMEOUT_S, statement_cache_size=0)
    try:
        yield connection
    finally:
        await connection.close()


async def find_tables(connection: Session) -> tuple[Table, ...]:
    """Return all tables, those that others point at first.

    Without the migrator's own: a restore applies migrations anew, and has them noted as they are now.
    """
    found = {row["name"]: row for row in await connection.fetch(FIND_TABLES) if row["name"] not in NOT_THE_SHOPS}
    order = TopologicalSorter({name: row["needs"] for name, row in found.items()}).static_order()
    return tuple(_to_table(found[name]) for name in order if name in found)


def _to_table(row: asyncpg.Record) -> Table:
    name, columns = str(row["name"]), tuple(row["columns"])
    return Table(
        name=name,
        columns=columns,
        ordering=", ".join(row["keys"] or [f'{quote(column)}::text COLLATE "C"' for column in columns]),
    )


async def find_migrations(connection: Session) -> tuple[str, ...]:
    """Return the migrations that were applied, oldest first; none for a database that knows of none."""
    if await connection.fetchval("SELECT to_regclass('aerich')") is None:
        return ()
    return tuple(row["version"] for row in await connection.fetch(FIND_MIGRATIONS))


async def find_sequences(connection: Session) -> tuple[Sequence, ...]:
    """Return where the numbers of new rows go on."""
    names = [row["name"] for row in await connection.fetch(FIND_SEQUENCES)]
    rows = [await connection.fetchrow(f"SELECT last_value, is_called FROM {quote(name)}") for name in names]  # noqa: S608
    return tuple(
        Sequence(name=name, last_value=row["last_value"], is_called=row["is_called"])
        for name, row in zip(names, rows, strict=True)
        if row
    )


async def copy_rows(connection: Session, table: Table, write: Callable[[bytes], None]) -> None:
    """Hand the rows of a table to `write`, in COPY's text format, piece by piece, always in the same order."""

    async def take(chunk: bytes) -> None:
        write(chunk)

    columns = ", ".join(map(quote, table.columns))
    query = f"SELECT {columns} FROM {quote(table.name)} ORDER BY {table.ordering}"  # noqa: S608 - quoted names
    await connection.copy_from_query(query, output=take, format="text")
