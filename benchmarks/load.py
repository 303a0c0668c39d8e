"""The load: signed deliveries over kept connections, and the receiver of the replies.

A closed loop: each connection plays one conversation after another, and writes the next message of a conversation
when the reply to the last one has come. Both live in the measuring process, whose CPU is not counted.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

import aiohttp
from aiohttp import web

from benchmarks.conversations import Script
from benchmarks.signing import ID, is_signed, read_key, sign

ANSWER_TIMEOUT_S = 20.0
DELIVERIES_MAX = 5
REDELIVERY_PAUSE_S = 0.5


class LoadError(Exception):
    """A contender lost, doubled or refused something: its figures are worth nothing."""


@dataclass
class Receiver:
    """The other end of the account: takes replies, and believes only those that are signed."""

    port: int
    secret: str = ""
    ids: set[str] = field(default_factory=set)
    waiting: dict[str, asyncio.Future[float]] = field(default_factory=dict)
    """By the customer's address: who waits for a reply."""
    faults: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where replies go."""
        return f"http://127.0.0.1:{self.port}/replies"

    def forget(self) -> None:
        """Be as new, for another contender."""
        self.ids.clear()
        self.waiting.clear()
        self.faults.clear()

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[None]:
        """Take replies meanwhile."""
        app = web.Application()
        app.router.add_post("/replies", self._receive)
        runner = web.AppRunner(app, access_log=None, keepalive_timeout=600)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", self.port, backlog=1024).start()
            yield
        finally:
            await runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        body = await request.read()
        at = time.perf_counter()
        reply_id = request.headers.get(ID, "")
        address = json.loads(body)["data"]["conversation"]
        if not is_signed(read_key(self.secret), request.headers, body):
            self.faults.append(f"reply {reply_id} is not signed")
        elif reply_id in self.ids:
            self.faults.append(f"reply {reply_id} came twice")
        elif (waiting := self.waiting.pop(address, None)) is None:
            self.faults.append(f"reply {reply_id} answers nothing that {address} wrote")
        elif not waiting.done():
            waiting.set_result(at)
        self.ids.add(reply_id)
        return web.Response()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Where deliveries go, and where their replies come."""

    url: str
    secret: str
    receiver: Receiver | None
    """None: nothing is answered but the delivery itself."""
    put_off: list[str] = field(default_factory=list)
    """Deliveries that were answered 503, each time: they were delivered again."""


async def play(line: Line, scripts: Iterable[Script], *, connections: int, pause_s: float = 0.0) -> list[float]:
    """Play all scripts over so many connections; return the time from each delivery to its reply, in seconds.

    Args:
        line: Whom to write to.
        scripts: Every message of every one is written and must be answered once.
        connections: How many, each kept open.
        pause_s: How long a customer waits after a reply, so that all is quiet when the next message comes.

    Raises:
        LoadError: something was refused, lost, answered twice or not signed.
    """
    queue, times = iter(scripts), list[float]()
    connector = aiohttp.TCPConnector(limit=connections, keepalive_timeout=600)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(connections):
                    group.create_task(_play_in_turn(session, line, queue, times, pause_s))
        except* LoadError as errors:
            raise LoadError(str(errors.exceptions[0])) from None
    if line.receiver and line.receiver.faults:
        raise LoadError("; ".join(line.receiver.faults[:5]))
    return times


async def _play_in_turn(
    session: aiohttp.ClientSession, line: Line, queue: Iterator[Script], times: list[float], pause_s: float
) -> None:
    key = read_key(line.secret)
    for script in queue:
        for number, text in enumerate(script.messages):
            body = json.dumps({"type": "message.created", "data": {"conversation": script.name, "text": text}}).encode()
            headers = sign(key, f"msg_{script.name}_{number}", body) | {"Content-Type": "application/json"}
            answered = asyncio.get_running_loop().create_future()
            if line.receiver:
                line.receiver.waiting[script.name] = answered
            started = time.perf_counter()
            await _deliver(session, line, body, headers)
            replied_at = await _wait_for(answered, script.name, text) if line.receiver else time.perf_counter()
            times.append(replied_at - started)
            await asyncio.sleep(pause_s)


async def _deliver(session: aiohttp.ClientSession, line: Line, body: bytes, headers: dict[str, str]) -> None:
    """Deliver, and again where the receiver says "not now", as every sender of webhooks does."""
    status = 0
    for _ in range(DELIVERIES_MAX):
        async with session.post(line.url, data=body, headers=headers) as answer:
            await answer.read()
            status = answer.status
        if status != HTTPStatus.SERVICE_UNAVAILABLE:
            break
        line.put_off.append(headers[ID])
        await asyncio.sleep(REDELIVERY_PAUSE_S)
    if status != HTTPStatus.OK:
        raise LoadError(f"the delivery {headers[ID]} was answered {status}")


async def _wait_for(answered: asyncio.Future[float], address: str, text: str) -> float:
    try:
        return await asyncio.wait_for(answered, ANSWER_TIMEOUT_S)
    except TimeoutError:
        raise LoadError(f"{address} got no answer to {text!r} in {ANSWER_TIMEOUT_S:.0f} s") from None
