"""Tortoise's asyncpg engine, with connections that are always given back and transactions that always end.

The stock engine takes a connection, makes it the task's current one, and only then says BEGIN. If BEGIN fails or is
cancelled, nobody gives the connection back, and the task keeps the dead transaction as its current connection for
ever. A pool of five is gone after five such failures, and a worker's loop never works again. Nor does it bound the
wait for a connection. Tortoise finds this module by its name, in the configuration's `engine`.
"""

import asyncio
import contextlib
import logging
from types import TracebackType
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import PoolConnectionWrapper, TransactionContext, TransactionContextPooled
from tortoise.connection import get_connections

ACQUIRE_TIMEOUT_S = 5.0
"""How long a query waits for a free connection before it raises TimeoutError."""

BEGIN_ATTEMPTS_MAX = 3

RETRYABLE: tuple[type[Exception], ...] = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
)
"""The server answered, and undid the whole transaction (40001, 40P01, 55P03): run it again, with a limit and jitter."""

LOST: tuple[type[Exception], ...] = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)
"""The connection is gone or could not be had (class 08, 57P01-57P03, what asyncpg says of a dead connection, sockets'
errors, TimeoutError among them). Before COMMIT nothing was done. During COMMIT the outcome is unknown: run it again
only where a unique key makes the second run harmless, or look first. InterfaceError is also what a wrong call raises,
so a repetition needs a limit.
"""

UNAVAILABLE: tuple[type[Exception], ...] = (
    *RETRYABLE,
    *LOST,
    asyncpg.InsufficientResourcesError,
    asyncpg.QueryCanceledError,
)
"""The database cannot do this now, and may later (besides the above class 53 and 57014): a web request answers 503."""

_log = logging.getLogger(__name__)

_Connection = Any  # a connection or its pool's proxy: asyncpg's types do not meet Tortoise's


def _kill(connection: _Connection) -> None:
    # A session in an unknown state is never used again. asyncpg may have taken a dead one back already.
    with contextlib.suppress(asyncpg.InterfaceError):
        connection.terminate()


async def _give_back(pool: Any, connection: _Connection) -> None:  # noqa: ANN401  # see _Connection
    """Return a connection to its pool; if it cannot be reset the pool throws it away, and nobody needs to know."""
    try:
        await asyncio.shield(pool.release(connection))
    except Exception as error:  # noqa: BLE001  # what the caller did is done, or has failed with an error of its own
        _log.warning("A database connection was thrown away instead of returned to the pool: %r", error)


class SafeTransaction(TransactionContextPooled):
    """A transaction whose connection is given back, whatever becomes of it; a broken one is closed.

    BEGIN doubles as the test of a pooled connection: when it finds a dead one the next is tried, since nothing was
    done yet. The error that a caller sees is its own, not that of a ROLLBACK on a connection that just died.
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
        for attempt in range(1, BEGIN_ATTEMPTS_MAX + 1):
            try:
                await self._begin_once()
            except LOST as error:
                if attempt == BEGIN_ATTEMPTS_MAX or isinstance(error, TimeoutError):
                    raise
            else:
                return

    async def _begin_once(self) -> None:
        pool = self.client._parent._pool  # noqa: SLF001  # an engine is built of its parent's parts
        connection = await pool.acquire(timeout=ACQUIRE_TIMEOUT_S)
        self.client._connection = connection  # noqa: SLF001
        try:
            await self.client.begin()
        except BaseException:  # a cancelled BEGIN leaves the session undefined too
            _kill(connection)
            await _give_back(pool, connection)
            raise

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
                await _give_back(pool, connection)

    async def _end(self, connection: _Connection, *, failed: bool) -> None:
        try:
            await (self.client.rollback() if failed else self.client.commit())
        except Exception as error:
            # A server that refuses the COMMIT has ended the transaction; anything else leaves the session undefined.
            if not isinstance(error, asyncpg.PostgresError):
                _kill(connection)
            if not failed:
                raise
        except BaseException:
            _kill(connection)
            raise


class SafeAcquire(PoolConnectionWrapper[Any]):
    """A connection for one query: the wait for it is bounded, and giving it back hides no result and no error."""

    async def __aenter__(self) -> Any:  # noqa: ANN401  # see _Connection
        await self.ensure_connection()
        self.connection = await self.client._pool.acquire(timeout=ACQUIRE_TIMEOUT_S)  # noqa: SLF001
        return self.connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.client._pool:  # noqa: SLF001
            await _give_back(self.client._pool, self.connection)  # noqa: SLF001


class SafeAsyncpgClient(AsyncpgDBClient):
    """Tortoise's asyncpg client with the two above in place of the stock ones."""

    def _in_transaction(self) -> TransactionContext:
        return SafeTransaction(TransactionWrapper(self), self._pool_init_lock)

    def acquire_connection(self) -> PoolConnectionWrapper[Any]:
        """Return the context in which one query has a connection."""
        return SafeAcquire(self, self._pool_init_lock)


client_class = SafeAsyncpgClient
