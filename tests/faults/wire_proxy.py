"""A go-between for a client and its Postgres that counts round trips, and fails the one it is told to fail.

    async with run_wire_proxy(server.credentials) as proxy:
        failure = proxy.fail(3, Moment.AFTER)  # the third from now is done by the server, and its answer is lost
        connection = await asyncpg.connect(**proxy.credentials.arguments())

A round trip is what a client sends up to a Query, a Sync or a Flush, and all that the server answers to it; the
start-up of a connection is one too. It speaks plain text on loopback, and leads to a unix socket or to TCP.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count
from typing import Any

import wire_messages as wire
from wire_messages import Message

from assistant.storage.connection import DatabaseCredentials, SslMode

CONNECT = "(connect)"
"""What stands for the SQL of a connection's start-up."""


class Moment(StrEnum):
    """Where in a round trip a fault happens."""

    BEFORE = "before"
    """The server has not seen it."""
    AFTER = "after"
    """The server has done it and has answered; the client has not seen the answer."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoundTrip:
    """A request and its answer."""

    number: int
    """Counted from 1 over all connections of the proxy."""
    connection: int
    sql: str
    """What it runs; a preparation carries the SQL that it prepares."""


Watch = Callable[[RoundTrip, Moment], Awaitable[bool]]
"""Asked twice for each round trip. False cuts its connection there, on both sides."""
Action = Callable[[], Awaitable[object]]


async def let_pass(_: RoundTrip, __: Moment) -> bool:
    return True


def is_any(_: RoundTrip) -> bool:
    return True


def is_commit(trip: RoundTrip) -> bool:
    return trip.sql.lstrip().upper().startswith("COMMIT")


@dataclass(slots=True, kw_only=True)
class Failure:
    """One round trip that fails: what was asked for, and whether it has come."""

    left: int
    moment: Moment
    where: Callable[[RoundTrip], bool]
    action: Action | None
    cuts: bool
    trip: RoundTrip | None = None
    """Which one it is; None as long as it has not come."""
    happened: asyncio.Event = field(default_factory=asyncio.Event)
    _acting: asyncio.Task[None] | None = None

    async def watch(self, trip: RoundTrip, moment: Moment) -> bool:
        if moment is Moment.BEFORE and self.where(trip):
            self.left -= 1
            self.trip = trip if self.left == 0 else self.trip
        if trip is not self.trip or moment is not self.moment:
            return True
        # A task of its own: an action that kills the client ends the connection that asks here.
        self._acting = asyncio.create_task(self._act())
        await asyncio.shield(self._acting)
        return not self.cuts

    async def _act(self) -> None:
        if self.action is not None:
            await self.action()
        self.happened.set()


@dataclass(slots=True, kw_only=True)
class WireProxy:
    """A proxy that listens. `watch` and `latency_s` may be changed while it works."""

    server: DatabaseCredentials
    port: int = 0
    watch: Watch = let_pass
    latency_s: float = 0
    """How long each round trip is held up on its way to the server."""
    trips: list[RoundTrip] = field(default_factory=list)
    """All so far, in the order in which they came."""
    links: "set[Link]" = field(default_factory=set)
    flows: asyncio.Event = field(default_factory=asyncio.Event)
    """Set unless it is frozen."""
    _connections: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def credentials(self) -> DatabaseCredentials:
        """How a client reaches the server through here."""
        return replace(self.server, host="127.0.0.1", port=self.port, sslmode=SslMode.DISABLE, sslrootcert=None)

    def fail(
        self,
        nth: int,
        moment: Moment,
        action: Action | None = None,
        *,
        where: Callable[[RoundTrip], bool] = is_any,
        cuts: bool = True,
    ) -> Failure:
        """Fail the n-th round trip from now of those that `where` names: run `action`, then cut its connection.

        Returns what tells whether it has happened; it takes the place of whatever failure was asked for before.
        """
        failure = Failure(left=nth, moment=moment, where=where, action=action, cuts=cuts)
        self.watch = failure.watch
        return failure

    def freeze(self) -> None:
        """Be a black hole from now on: connections stand, new ones are accepted, nothing passes either way."""
        self.flows.clear()

    def thaw(self) -> None:
        """Let everything pass again, what was sent meanwhile first."""
        self.flows.set()

    def cut_all(self) -> None:
        """Cut every connection, on both sides."""
        for link in tuple(self.links):
            link.cut()

    def begin_trip(self, connection: int, sql: str) -> RoundTrip:
        trip = RoundTrip(number=len(self.trips) + 1, connection=connection, sql=sql)
        self.trips.append(trip)
        return trip

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.server.host.startswith("/"):
            return await asyncio.open_unix_connection(f"{self.server.host}/.s.PGSQL.{self.server.port}")
        return await asyncio.open_connection(self.server.host, self.server.port)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client until either side leaves."""
        link = Link(proxy=self, number=next(self._connections), reader=reader, writer=writer)
        self.links.add(link)
        try:
            await link.run()
        finally:
            link.cut()
            self.links.discard(link)


@contextlib.asynccontextmanager
async def run_wire_proxy(server: DatabaseCredentials) -> AsyncIterator[WireProxy]:
    """Listen on a free port of loopback; whatever went wrong in the proxy itself is raised when it ends."""
    proxy = WireProxy(server=server)
    proxy.thaw()
    tasks: list[asyncio.Task[None]] = []

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.append(asyncio.create_task(proxy.serve(reader, writer)))

    listener = await asyncio.start_server(accept, "127.0.0.1", 0)
    proxy.port = listener.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        listener.close()
        for task in tasks:
            task.cancel()
        await _raise_faults_of(tasks)


class CutError(Exception):
    """The watch wants this connection cut."""


@dataclass(slots=True, kw_only=True, eq=False)
class Link:
    """One client's connection, and the one to the server that belongs to it."""

    proxy: WireProxy
    number: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    upstream: asyncio.StreamWriter | None = None
    under_way: deque[tuple[RoundTrip, wire.Answer]] = field(default_factory=deque)
    statements: wire.Statements = field(default_factory=wire.Statements)

    async def run(self) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, CutError):
            code, startup = await self._read_startup()
            await self.proxy.flows.wait()
            answers, self.upstream = await self.proxy.connect()
            if code == wire.CANCEL_REQUEST:
                self.upstream.write(startup.raw)
                await answers.read()
                return
            await self._send_trip([startup], CONNECT)
            await _run_until_one_ends(self._pump_requests(), self._pump_answers(answers))

    def cut(self) -> None:
        for writer in (self.writer, self.upstream):
            if writer is not None:
                writer.transport.abort()

    async def _read_startup(self) -> tuple[int, Message]:
        while True:
            code, message = await wire.read_startup(self.reader)
            if code not in wire.ENCRYPTION_REQUESTS:
                return code, message
            self.writer.write(b"N")  # plain text is what it can read

    async def _pump_requests(self) -> None:
        messages: list[Message] = []
        while True:
            message = await wire.read_message(self.reader)
            messages.append(message)
            if message.kind in wire.BELONGS_TO_ROUND_TRIP:
                continue
            sql = self.statements.read(messages)
            if message.kind in wire.ENDS_ROUND_TRIP:
                await self._send_trip(messages, sql)
            else:
                await self._send(messages)
            messages = []

    async def _send_trip(self, messages: list[Message], sql: str) -> None:
        trip = self.proxy.begin_trip(self.number, sql)
        await self._ask(trip, Moment.BEFORE)
        if self.proxy.latency_s:
            await asyncio.sleep(self.proxy.latency_s)
        self.under_way.append((trip, wire.Answer.to(messages)))
        await self._send(messages)

    async def _send(self, messages: list[Message]) -> None:
        assert self.upstream is not None
        await self.proxy.flows.wait()
        self.upstream.write(b"".join(m.raw for m in messages))
        await self.upstream.drain()

    async def _pump_answers(self, answers: asyncio.StreamReader) -> None:
        held: list[Message] = []
        try:
            while True:
                held.append(await wire.read_message(answers))
                if self.under_way and self.under_way[0][1].is_ended_by(held[-1]):
                    await self._ask(self.under_way.popleft()[0], Moment.AFTER)
                elif self.under_way and held[-1].kind not in wire.NEEDS_CLIENT:
                    continue  # a client sees all of an answer, or nothing of it
                await self._answer(held)
                held = []
        except asyncio.IncompleteReadError:
            await self._answer(held)  # a server that ends the connection says why, as its last words
            self.writer.close()
            raise

    async def _answer(self, messages: list[Message]) -> None:
        await self.proxy.flows.wait()
        self.writer.write(b"".join(m.raw for m in messages))
        await self.writer.drain()

    async def _ask(self, trip: RoundTrip, moment: Moment) -> None:
        if not await self.proxy.watch(trip, moment):
            self.cut()
            raise CutError


async def _run_until_one_ends(*jobs: Coroutine[Any, Any, None]) -> None:
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def _raise_faults_of(tasks: list[asyncio.Task[None]]) -> None:
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome
