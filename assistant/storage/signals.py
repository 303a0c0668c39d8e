"""News between processes: LISTEN and NOTIFY, gathered, outside of every transaction, and never relied upon.

Whoever misses news finds out by looking: turns are swept for each second, and streams look for themselves. So nothing
here is retried, and a connection that is lost is news lost.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from secrets import token_hex
from typing import Any

import asyncpg
import msgspec

from assistant.ports.errors import RunAgainError, UnavailableError
from assistant.storage.rows import run

CHANNEL = "assistant"
GATHER_S = 0.05
"""News of this long go out together: a NOTIFY is a commit, and commits with one wait for each other."""
TOPICS_MAX = 100
"""In one NOTIFY, whose payload has less than 8,000 bytes. Source: PostgreSQL's documentation, "NOTIFY"."""
PROVE_EVERY_S = 30.0
PROVE_TIMEOUT_S = 5.0
RECONNECT_AFTER_S = (1.0, 5.0, 30.0)

NOTIFY = "SELECT pg_notify($1, $2)"

_log = logging.getLogger(__name__)


class DeafError(Exception):
    """The connection is there and no news come through it: a pooler such as PgBouncer stands in between."""


class _News(msgspec.Struct, frozen=True):
    sender: str
    topics: list[str]


class Signals:
    """Tells other processes on the same database what is new, and hears it from them.

    Args:
        arguments: What `asyncpg.connect` takes: LISTEN needs a connection of its own.
        on_heard: Told the topics of other processes' news.
        on_hearing: Told whether news come through, whenever that changes.
    """

    def __init__(
        self,
        arguments: Mapping[str, Any],
        *,
        on_heard: Callable[[Sequence[str]], None],
        on_hearing: Callable[[bool], None],
    ) -> None:
        self._arguments = arguments
        self._on_heard = on_heard
        self._on_hearing = on_hearing
        self._name = token_hex(8)
        self._waiting: dict[str, None] = {}
        self._woken = asyncio.Event()
        self._proved = asyncio.Event()
        self._is_connected = False
        self._idle = asyncio.Event()
        self._idle.set()

    def tell(self, topics: Iterable[str]) -> None:
        """Let others know soon. Where there is no connection they find out by themselves."""
        if self._is_connected:
            self._waiting.update(dict.fromkeys(topics))
            self._woken.set()
            self._idle.clear()

    async def run(self) -> None:
        """Listen and tell, for ever."""
        failures = 0
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._listen()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
                _log.info("News of other processes do not come at the moment: %s", type(error).__name__)
            except (DeafError, UnavailableError, RunAgainError) as error:
                _log.info("News of other processes do not come, so this one looks for itself: %s", error)
            except Exception:  # noqa: BLE001 - news are a convenience: what fails here must not stop the server
                _log.exception("Listening for other processes failed")
            steady = asyncio.get_running_loop().time() - began > 2 * PROVE_EVERY_S
            failures = 0 if steady else min(failures + 1, len(RECONNECT_AFTER_S) - 1)
            await asyncio.sleep(RECONNECT_AFTER_S[failures])

    async def finish(self, timeout_s: float) -> None:
        """Let what was told go out."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._idle.wait()

    async def _listen(self) -> None:
        connection = await asyncpg.connect(**self._arguments)
        try:
            await connection.add_listener(CHANNEL, self._hear)
            self._is_connected = True
            while True:
                await self._prove()
                self._on_hearing(True)  # noqa: FBT003 - a callback's one argument
                await self._tell_for(connection, PROVE_EVERY_S)
        finally:
            self._is_connected = False
            self._idle.set()
            self._on_hearing(False)  # noqa: FBT003 - see above
            connection.terminate()

    async def _tell_for(self, connection: "asyncpg.Connection[asyncpg.Record]", duration_s: float) -> None:
        until = asyncio.get_running_loop().time() + duration_s
        while (left_s := until - asyncio.get_running_loop().time()) > 0:
            try:
                async with asyncio.timeout(left_s):
                    await self._woken.wait()
            except TimeoutError:
                return
            await asyncio.sleep(GATHER_S)
            await self._flush(connection)

    async def _flush(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._woken.clear()
        topics, self._waiting = list(self._waiting), {}
        for start in range(0, len(topics), TOPICS_MAX):
            await connection.execute(NOTIFY, CHANNEL, _encode(self._name, topics[start : start + TOPICS_MAX]))
        if not self._waiting:
            self._idle.set()

    async def _prove(self) -> None:
        """Hear oneself, from a connection of the pool: through a pooler a LISTEN succeeds and nothing ever comes."""
        self._proved.clear()
        await run(NOTIFY, CHANNEL, _encode(self._name, []))
        try:
            async with asyncio.timeout(PROVE_TIMEOUT_S):
                await self._proved.wait()
        except TimeoutError:
            raise DeafError("a pooler may stand before the database, or it is busy") from None

    def _hear(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        try:
            news = msgspec.json.decode(str(payload), type=_News)
        except msgspec.MsgspecError:
            return  # whoever may enter the database may say anything on the channel
        if news.sender == self._name:
            self._proved.set()
        else:
            self._on_heard(news.topics)


async def tell_others(topics: Sequence[str]) -> None:
    """Let the servers know, from a command that does not listen itself."""
    await run(NOTIFY, CHANNEL, _encode("", topics))


def _encode(sender: str, topics: Sequence[str]) -> str:
    return msgspec.json.encode(_News(sender, list(topics))).decode()
