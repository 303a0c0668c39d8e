"""SQL in a transaction: parameters only, rows as dictionaries, failures in the words of `ports`."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

from tortoise.backends.base.client import TransactionalDBClient
from tortoise.transactions import in_transaction

from assistant.storage.failures import in_words_of_ports

Row = Mapping[str, Any]


class Rows:
    """Runs statements in one transaction. Tortoise's `execute_query` drops what RETURNING returns; this does not.

    Raises RunAgainError and UnavailableError in place of what the driver raises for them.
    """

    def __init__(self, transaction: TransactionalDBClient) -> None:
        self._transaction = transaction

    async def all(self, sql: str, *values: object) -> list[Row]:
        """Return the rows."""
        with in_words_of_ports():
            return cast("list[Row]", await self._transaction.execute_query_dict(sql, list(values)))

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

    async def commit(self) -> None:
        """Make what was done so; nothing more can be done in this transaction."""
        with in_words_of_ports():
            await self._transaction.commit()

    async def roll_back(self) -> None:
        """Undo what was done; nothing more can be done in this transaction."""
        with in_words_of_ports():
            await self._transaction.rollback()


@asynccontextmanager
async def open_rows() -> AsyncIterator[Rows]:
    """Open a transaction; leaving it commits, unless something was raised or it has ended already.

    Only what the database raises is put in other words: an OSError of the body is the body's own.
    """
    context = in_transaction()
    with in_words_of_ports():
        transaction = await context.__aenter__()
    try:
        yield Rows(transaction)
    except BaseException as error:
        await context.__aexit__(type(error), error, error.__traceback__)
        raise
    with in_words_of_ports():
        await context.__aexit__(None, None, None)
