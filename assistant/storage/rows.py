"""SQL in a transaction: parameters only, rows as dictionaries."""

from collections.abc import Mapping
from typing import Any, cast

from tortoise.backends.base.client import TransactionalDBClient

Row = Mapping[str, Any]


class Rows:
    """Runs statements in one transaction. Tortoise's `execute_query` drops what RETURNING returns; this does not."""

    def __init__(self, transaction: TransactionalDBClient) -> None:
        self.transaction = transaction

    async def all(self, sql: str, *values: object) -> list[Row]:
        """Return the rows."""
        return cast("list[Row]", await self.transaction.execute_query_dict(sql, list(values)))

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
