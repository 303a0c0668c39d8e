"""Tortoise's asyncpg engine, with connections that are always given back and transactions that always end.

The stock engine takes a connection, makes it the task's current one, and only then says BEGIN. If BEGIN fails or is
cancelled, nobody gives the connection back, and the task keeps the dead transaction as its current connection for
ever. A pool of five is gone after five such failures, and a worker's loop never works again. Nor does it bound the
wait for a connection. Tortoise finds this module by its name, in the configuration's `engine`.
"""

from types import TracebackType
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import PoolConnectionWrapper, TransactionContext, TransactionContextPooled
from tortoise.connection import get_connections

from assistant.storage.pools import (
    ACQUIRE_TIMEOUT_S,
    IN_DOUBT,
    MODELS,
    Connection,
    PooledConnection,
    give_back,
    kill,
    take_begun,
)


class SafeTransaction(TransactionContextPooled):
    """A transaction whose connection is given back, whatever becomes of it; a broken one is closed.

    The error that a caller sees is its own, not that of a ROLLBACK on a connection that just died.
    """

    __slots__ = ()

    client: Any  # Tortoise's declaration lacks what its own code uses

    async def __aenter__(self) -> Any:  # noqa: ANN401  # Tortoise's transaction client
        await self.ensure_connection()
        await self._begin()
        # Only now does the task see the transaction: a BEGIN that failed leaves nothing behind.
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

    async def _begin(self) -> None:
        async def begin(connection: Connection) -> None:
            self.client._connection = connection  # noqa: SLF001
            await self.client.begin()

        # An engine is built of its parent's parts.
        await take_begun(self.client._parent._pool, begin, ACQUIRE_TIMEOUT_S[MODELS])  # noqa: SLF001

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pool, connection = self.client._parent._pool, self.client._connection  # noqa: SLF001
        try:
            if not self.client._finalized:  # noqa: SLF001
                await self._end(connection, failed=kind is not None)
        finally:
            get_connections().reset(self.token)
            if pool:
                await give_back(pool, connection)

    async def _end(self, connection: Connection, *, failed: bool) -> None:
        try:
            await (self.client.rollback() if failed else self.client.commit())
        except Exception as error:
            # A server that refuses the COMMIT has ended the transaction; anything else leaves the session undefined.
            if not isinstance(error, asyncpg.PostgresError):
                kill(connection)
            if not failed:
                raise
        except BaseException:
            kill(connection)
            raise


class SafeAcquire(PoolConnectionWrapper[Any]):
    """A connection for one query: the wait for it is bounded, and giving it back hides no result and no error."""

    async def __aenter__(self) -> Any:  # noqa: ANN401  # see `pools.Connection`
        await self.ensure_connection()
        self.connection = await self.client._pool.acquire(timeout=ACQUIRE_TIMEOUT_S[MODELS])  # noqa: SLF001
        return self.connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, IN_DOUBT):
            kill(self.connection)
        if self.client._pool:  # noqa: SLF001
            await give_back(self.client._pool, self.connection)  # noqa: SLF001


class SafeAsyncpgClient(AsyncpgDBClient):
    """Tortoise's asyncpg client with the two above in place of the stock ones."""

    connection_class: Any = PooledConnection  # Tortoise declares the stock one

    def _in_transaction(self) -> TransactionContext:
        return SafeTransaction(TransactionWrapper(self), self._pool_init_lock)

    def acquire_connection(self) -> PoolConnectionWrapper[Any]:
        """Return the context in which one query has a connection."""
        return SafeAcquire(self, self._pool_init_lock)


client_class = SafeAsyncpgClient
