"""SQL on a pooled connection: parameters only, failures in the words of `ports`."""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

from assistant.storage.failures import in_words_of_ports
from assistant.storage.pools import WORK, Connection, Transaction, take_connection

Row = Mapping[str, Any]


class Rows:
    """Runs statements in one transaction. asyncpg prepares each of them once for a connection.

    Raises RunAgainError and UnavailableError in place of what the driver raises for them.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self, sql: str, *values: object) -> list[Row]:
        """Return the rows."""
        with in_words_of_ports():
            rows: list[Row] = await self._connection.fetch(sql, *values)
            return rows

    async def first(self, sql: str, *values: object) -> Row | None:
        """Return the first row, or None where there is none."""
        rows = await self.all(sql, *values)
        return rows[0] if rows else None

    async def one(self, sql: str, *values: object) -> Row:
        """Return the only row. Raises LookupError where there is none."""
        row = await self.first(sql, *values)
        if row is None:
            raise LookupError(f"no row for {sql}")
        return row

    async def copy(self, table: str, columns: Sequence[str], records: Sequence[tuple[object, ...]]) -> None:
        """Put many rows into a table at once, under all its constraints. Its names are the caller's constants."""
        with in_words_of_ports():
            await self._connection.copy_records_to_table(table, columns=list(columns), records=records)

    async def commit(self) -> None:
        """Make what was done so; nothing more can be done in this transaction."""
        with in_words_of_ports():
            await self._connection.execute("COMMIT")


class open_rows:  # noqa: N801 - it is called like a function
    """Open a transaction; leaving it commits or not, as is said here, unless it has ended already or failed.

    Only what the database raises is put in other words: an OSError of the body is the body's own.
    """

    __slots__ = ("_transaction",)

    def __init__(self, pool: str = WORK, *, commits: bool = True) -> None:
        self._transaction = Transaction(pool, commits=commits)

    async def __aenter__(self) -> Rows:
        with in_words_of_ports():
            return Rows(await self._transaction.__aenter__())

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with in_words_of_ports():
            await self._transaction.__aexit__(kind, error, trace)


async def run(sql: str, *values: object, pool: str = WORK) -> list[Row]:
    """Return the rows of one statement, which is committed by itself: one round trip."""
    with in_words_of_ports():
        async with take_connection(pool) as connection:
            rows: list[Row] = await connection.fetch(sql, *values)
            return rows
