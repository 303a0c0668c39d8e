"""Connections taken from a pool and always given back, bounded in time; transactions that always end.

There are three pools, so that nobody who holds a connection ever waits for another of the same pool. `MODELS` is
Tortoise's own. `WORK` is for turns and deliveries. `FRONT` is for those who are waiting for an HTTP answer: it gives up
within a few seconds when the database hangs, and no turn can use it up.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

import asyncpg
from tortoise.connection import get_connections

MODELS = "default"
WORK = "work"
FRONT = "front"
"""The pools, by their names among Tortoise's connections."""
ACQUIRE_TIMEOUT_S = {MODELS: 5.0, WORK: 5.0, FRONT: 1.0}
"""How long a statement waits for a free connection before it raises TimeoutError."""

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

IN_DOUBT: tuple[type[BaseException], ...] = (*LOST, asyncio.CancelledError)
"""After these a session is closed and not used again: to learn what the server made of it may take for ever."""

UNAVAILABLE: tuple[type[Exception], ...] = (
    *RETRYABLE,
    *LOST,
    asyncpg.InsufficientResourcesError,
    asyncpg.QueryCanceledError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)
"""The database cannot do this now, and may later: a web request answers 503. Besides the above it is class 53, 57014,
25006 of a server that was demoted to a replica: there will be another one; and 28000, 28P01 and 3D000 of one that does
not know the role, its password or the database: somebody may put that right.
"""

_log = logging.getLogger(__name__)

Connection = Any  # a connection or its pool's proxy: asyncpg's types do not meet Tortoise's
Pool = Any


if TYPE_CHECKING:
    _Stock = asyncpg.Connection[asyncpg.Record]
else:
    _Stock = asyncpg.Connection  # takes a type argument in its stubs only


class PooledConnection(_Stock):
    """A connection that costs its pool no round trip when it comes back.

    asyncpg would send a reset query each time. Nothing here outlives its transaction that could need one: settings are
    SET LOCAL, advisory locks are the transaction's, and nobody listens on a pooled connection.
    """

    __slots__ = ()

    def get_reset_query(self) -> str:
        """Return nothing to send; an open transaction is rolled back nevertheless."""
        return ""


def kill(connection: Connection) -> None:
    """Close a connection without a word: a session in an unknown state is never used again."""
    with contextlib.suppress(asyncpg.InterfaceError):  # asyncpg may have taken a dead one back already
        connection.terminate()


async def give_back(pool: Pool, connection: Connection) -> None:
    """Return a connection to its pool; if it cannot be reset the pool throws it away, and nobody needs to know."""
    try:
        await pool.release(connection)  # which goes on to its end, whoever waits for it is cancelled or not
    except Exception as error:  # noqa: BLE001  # what the caller did is done, or has failed with an error of its own
        _log.warning("A database connection was thrown away instead of returned to the pool: %r", error)


async def take_begun(pool: Pool, begin: Callable[[Connection], Awaitable[object]], timeout_s: float) -> Connection:
    """Return a connection on which `begin` has said BEGIN.

    BEGIN doubles as the test of a pooled connection: when it finds a dead one the next is tried, since nothing was done
    yet. Whatever is raised, the connection has been given back.
    """
    for attempt in range(1, BEGIN_ATTEMPTS_MAX + 1):
        try:
            return await _take_once(pool, begin, timeout_s)
        except LOST as error:
            if attempt == BEGIN_ATTEMPTS_MAX or isinstance(error, TimeoutError):
                raise
    raise AssertionError("the last attempt returns or raises")


async def _take_once(pool: Pool, begin: Callable[[Connection], Awaitable[object]], timeout_s: float) -> Connection:
    connection = await pool.acquire(timeout=timeout_s)
    try:
        await begin(connection)
    except BaseException:  # a cancelled BEGIN leaves the session undefined too
        kill(connection)
        await give_back(pool, connection)
        raise
    return connection


class take_connection:  # noqa: N801 - it is called like a function
    """Give a connection for statements that are each their own transaction.

    A class, because each message enters it several times, and a generator costs several times as much.
    """

    __slots__ = ("_connection", "_name", "_pool")

    def __init__(self, name: str) -> None:
        self._name = name

    async def __aenter__(self) -> Connection:
        self._pool = await _find_pool(self._name)
        self._connection = await self._pool.acquire(timeout=ACQUIRE_TIMEOUT_S[self._name])
        return self._connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is not None:
                await _after_failure(self._pool, self._connection, error)
        finally:
            await give_back(self._pool, self._connection)


class Transaction:
    """A connection in a transaction. Leaving ends it if nobody has yet: undone if something failed, else as was said.

    A class for the reason that `take_connection` is one.
    """

    __slots__ = ("_commits", "_connection", "_name", "_pool")

    def __init__(self, name: str, *, commits: bool) -> None:
        self._name = name
        self._commits = commits

    async def __aenter__(self) -> Connection:
        self._pool = await _find_pool(self._name)
        self._connection = await take_begun(self._pool, _begin, ACQUIRE_TIMEOUT_S[self._name])
        return self._connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is not None:
                await _after_failure(self._pool, self._connection, error)
                await _roll_back(self._connection)
            elif self._connection.is_in_transaction():
                await (_commit(self._pool, self._connection) if self._commits else _roll_back(self._connection))
        finally:
            await give_back(self._pool, self._connection)


async def _begin(connection: Connection) -> None:
    await connection.execute("BEGIN")


async def _commit(pool: Pool, connection: Connection) -> None:
    try:
        await connection.execute("COMMIT")
    except BaseException as error:
        await _after_failure(pool, connection, error)
        raise


async def _roll_back(connection: Connection) -> None:
    """End a transaction that failed: the caller's error is the one to be seen, not that of a dying connection."""
    try:
        if not connection.is_closed() and connection.is_in_transaction():
            await connection.execute("ROLLBACK")
    except Exception:  # noqa: BLE001  # see above
        kill(connection)
    except BaseException:
        kill(connection)
        raise


async def _after_failure(pool: Pool, connection: Connection, error: BaseException) -> None:
    """Keep nothing that is in doubt: a lost or cancelled session is closed, and a demoted server is left by all."""
    cause = error.__cause__ or error
    if isinstance(cause, asyncpg.ReadOnlySQLTransactionError):
        await pool.expire_connections()
    if isinstance(cause, IN_DOUBT):
        kill(connection)


async def _find_pool(name: str) -> Pool:
    client: Any = get_connections().get(name)
    if client._pool is None:  # noqa: SLF001  # Tortoise makes it at its first use
        await client.acquire_connection().ensure_connection()
    return client._pool  # noqa: SLF001
