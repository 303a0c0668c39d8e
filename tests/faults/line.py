"""A messaging platform on loopback: it delivers until it is answered 2xx, more than once if told to, and takes replies.

What it was answered, what was acknowledged and what each customer was told is kept, to be held against the database.
"""

import asyncio
import contextlib
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import aiohttp
from aiohttp import web
from server_process import find_free_port
from standardwebhooks import Webhook

from assistant.clock import SystemClock

ACCOUNT = "demo"
IN_FLIGHT_MAX = 64
ANSWER_TIMEOUT_S = 60.0
"""Longer than any answer may take, so that what takes too long is measured and not cut off."""
BACKOFF_MAX_S = 1.0
REFUSED = "refused"
NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A customer's message, on its way to the shop."""

    key: str
    address: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A reply that has reached a customer."""

    id: int
    """Replies of a conversation are numbered in the order in which they were written."""
    text: str


@dataclass(kw_only=True)
class Receiver:
    """The platform's ear: it verifies replies with the reference library's signature, and keeps them."""

    secret: str
    port: int = field(default_factory=find_free_port)
    told: dict[str, list[Told]] = field(default_factory=dict)
    """By address, each reply once, in the order of arrival."""
    arrivals: Counter[int] = field(default_factory=Counter)
    """How often each reply came."""
    forged: int = 0
    """Replies whose signature was wrong: they were refused."""
    _changed: dict[str, asyncio.Event] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/replies"

    @contextlib.asynccontextmanager
    async def listen(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_post("/replies", self._take)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        try:
            yield
        finally:
            await runner.cleanup()

    async def wait_for(self, address: str, known: int) -> Told:
        """Return the reply after the `known` first ones of an address, as soon as it is there."""
        changed = self._changed.setdefault(address, asyncio.Event())
        while len(self.told.get(address, ())) <= known:
            changed.clear()
            await changed.wait()
        return self.told[address][known]

    async def _take(self, request: web.Request) -> web.Response:
        body = (await request.read()).decode()
        # The reference library's signature without its look at the clock: some tools step the clock of the other side.
        reply_id, at = request.headers["webhook-id"], int(request.headers["webhook-timestamp"])
        expected = Webhook(self.secret).sign(reply_id, datetime.fromtimestamp(at, UTC), body)
        if expected not in request.headers["webhook-signature"].split():
            self.forged += 1
            return web.Response(status=401)
        data = json.loads(body)["data"]
        self._keep(data["conversation"], Told(id=int(reply_id.removeprefix("reply_")), text=data["text"]))
        return web.Response(status=204)

    def _keep(self, address: str, told: Told) -> None:
        self.arrivals[told.id] += 1
        if self.arrivals[told.id] == 1:
            self.told.setdefault(address, []).append(told)
            self._changed.setdefault(address, asyncio.Event()).set()


@dataclass(kw_only=True)
class Platform:
    """The platform's mouth. Use it as a context; what it delivers it delivers in the background."""

    find_urls: Callable[[], Sequence[str]]
    """The servers' addresses: each delivery takes one of them by chance."""
    dice: random.Random
    secret: str
    copies: int = 0
    """How often a message is delivered again although it was taken."""
    copies_within_s: float = 3.0
    clock_offset: timedelta = timedelta()
    """By how much its clock is ahead of this machine's."""
    said: dict[str, Said] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    deliveries: int = 0
    answers: Counter[int | str] = field(default_factory=Counter)
    """By HTTP status, or by why there was none."""
    answered_s: list[float] = field(default_factory=list)
    """How long each answer took."""
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _lanes: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(IN_FLIGHT_MAX))
    _session: aiohttp.ClientSession | None = None

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        timeout = aiohttp.ClientTimeout(total=ANSWER_TIMEOUT_S)
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(timeout=timeout, connector=connector) as self._session:
            try:
                yield
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)

    def write(self, address: str, text: str) -> Said:
        """Return a new message that is not delivered yet."""
        said = Said(key=f"m{next(self._numbers)}", address=address, text=text)
        self.said[said.key] = said
        return said

    def say(self, address: str, text: str) -> Said:
        """Deliver a message, and its copies; return it at once."""
        said = self.write(address, text)
        self._start(said, 0)
        for _ in range(self.copies):
            # Some copies come at the same moment, others long after.
            self._start(said, self.dice.choice((0, self.dice.uniform(0, self.copies_within_s))))
        return said

    async def deliver_new(self, address: str, text: str) -> int | str:
        """Return how the first delivery of a message was answered; where it was not taken, others follow it."""
        said = self.write(address, text)
        answer = await self.deliver_once(said)
        if said.key not in self.acknowledged:
            self._start(said, BACKOFF_MAX_S)
        return answer

    def forget(self) -> None:
        """Begin new figures."""
        self.deliveries = 0
        self.answers.clear()
        self.answered_s.clear()

    async def wait_until_all_is_taken(self) -> None:
        """Wait until every delivery was answered 2xx. Raises whatever went wrong in here."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def deliver_once(self, said: Said, url: str | None = None) -> int | str:
        """Return how one delivery was answered: its status, or why there was none."""
        assert self._session is not None
        self.deliveries += 1
        body, headers = self._sign(said)
        where = f"{url or self.dice.choice(self.find_urls())}/webhooks/standard/{ACCOUNT}"
        started = asyncio.get_running_loop().time()
        try:
            async with self._session.post(where, data=body, headers=headers) as response:
                await response.read()
                answer: int | str = response.status
        except aiohttp.ClientConnectorError:
            answer = REFUSED  # nobody listens: it was never sent
        except (aiohttp.ClientError, ConnectionError, TimeoutError):
            answer = NO_ANSWER
        else:
            self.answered_s.append(asyncio.get_running_loop().time() - started)
        self.answers[answer] += 1
        if isinstance(answer, int) and answer // 100 == 2:
            self.acknowledged.add(said.key)
        return answer

    def _start(self, said: Said, delay_s: float) -> None:
        task = asyncio.create_task(self._deliver(said, delay_s))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, said: Said, delay_s: float) -> None:
        backoff_s = 0.1
        while True:
            await asyncio.sleep(delay_s)
            async with self._lanes:
                answer = await self.deliver_once(said)
            if isinstance(answer, int) and answer // 100 == 2:
                return
            delay_s = backoff_s * self.dice.uniform(0.5, 1.5)
            backoff_s = min(backoff_s * 2, BACKOFF_MAX_S)

    def _sign(self, said: Said) -> tuple[str, dict[str, str]]:
        now = SystemClock().now() + self.clock_offset
        data = {"conversation": said.address, "text": said.text, "client_message_id": said.key}
        body = json.dumps({"type": "message.created", "timestamp": now.isoformat(), "data": data})
        webhook_id = f"msg_{said.key}"
        headers = {
            "content-type": "application/json",
            "webhook-id": webhook_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(self.secret).sign(webhook_id, now, body),
        }
        return body, headers
