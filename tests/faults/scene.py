"""What every storm needs: a shop in a database of its own, servers, a platform in front, and the reckoning after."""

import asyncio
import contextlib
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import aiohttp
import asyncpg
from crowd import Crowd
from invariants import count_pending, find_broken
from line import ACCOUNT, NO_ANSWER, REFUSED, Platform, Receiver
from server_process import COMMAND, POLL_S, ServerProcess, make_environment
from wire_proxy import WireProxy

from assistant.settings import ROOT
from assistant.shopfile.read import DEMO_SHOP
from assistant.storage.connection import DatabaseCredentials

TEMPLATE = "storm"
BROKEN_OFF = (NO_ANSWER, REFUSED)
"""How deliveries end where a server was killed."""
SETTLE_TIMEOUT_S = 150.0
"""Longer than a claim on a reply lasts after its process has died."""
LOOKS_BEFORE_CLAIMS_EXPIRE = 60
READY_WITHIN_S = 5.0
EXPIRE_CLAIMS = (
    "UPDATE outbox SET lease_until = now(), retry_at = now() WHERE status = 'pending' AND lease_until IS NOT NULL"
)
_numbers = count(1)


@dataclass(kw_only=True)
class Outcome:
    """What a storm has come to."""

    name: str
    figures: dict[str, object]
    broken: dict[str, int]
    """What did not hold, and how often; empty where all is well."""


@dataclass(kw_only=True)
class Shops:
    """Makes databases with the demo salon in them, on one Postgres."""

    server: DatabaseCredentials
    folder: Path
    """Where logs are."""
    dice: random.Random
    command: Sequence[str] = COMMAND
    is_long: bool = False
    """Whether there is time: claims of the dead run out by themselves, and what takes too long counts as broken."""
    _template: DatabaseCredentials | None = None

    def on(self, server: DatabaseCredentials) -> "Shops":
        """Return the same for another Postgres."""
        return replace(self, server=server, _template=None)

    @contextlib.asynccontextmanager
    async def open_scene(
        self,
        *,
        servers: int = 1,
        through: WireProxy | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> AsyncIterator["Scene"]:
        """Set up servers on a new database; they are not started yet, and killed in the end.

        `through` is the servers' way to Postgres, where it is not the direct one.
        """
        database = await self._make_database()
        way = replace(through.credentials, database=database.database) if through else database
        processes = [
            ServerProcess(way, self.folder, self.command, "serve", environment=environment or {})
            for _ in range(servers)
        ]
        receiver = await _make_receiver(database)
        platform = Platform(find_urls=lambda: [p.url for p in processes], dice=self.dice, secret=receiver.secret)
        scene = Scene(
            database=database,
            dice=self.dice,
            platform=platform,
            receiver=receiver,
            crowd=Crowd(platform, receiver, self.dice),
            servers=processes,
            is_long=self.is_long,
        )
        try:
            async with receiver.listen(), platform.open():
                yield scene
        finally:
            for process in processes:
                await process.kill()

    async def _make_database(self) -> DatabaseCredentials:
        """Return a new database: at head, with the shop and the account in it."""
        if self._template is None:
            self._template = await self._make_template()
        made = replace(self._template, database=f"{TEMPLATE}_{next(_numbers)}")
        await self._administer(f'CREATE DATABASE "{made.database}" TEMPLATE "{TEMPLATE}"')
        return made

    async def _make_template(self) -> DatabaseCredentials:
        await self._administer(f'CREATE DATABASE "{TEMPLATE}"')
        template = replace(self.server, database=TEMPLATE)
        await self._run(template, "migrate")
        await self._run(template, "shop", "load", str(DEMO_SHOP))
        await self._run(template, "account", "add", "standard", ACCOUNT, "--reply-url", "http://127.0.0.1:1/")
        return template

    async def _administer(self, sql: str) -> None:
        connection = await asyncpg.connect(**replace(self.server, database="postgres").arguments())
        await connection.execute(sql)
        await connection.close()

    async def _run(self, database: DatabaseCredentials, *arguments: str) -> None:
        environment = make_environment(database, self.folder)
        process = await asyncio.create_subprocess_exec(
            *self.command, *arguments, cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL
        )
        assert await process.wait() == 0, f"{arguments} failed"


async def _make_receiver(database: DatabaseCredentials) -> Receiver:
    """Return the other end of the account; it does not listen yet."""
    connection = await asyncpg.connect(**database.arguments())
    secret = await connection.fetchval("SELECT secrets->>0 FROM channel_account WHERE name = $1", ACCOUNT)
    receiver = Receiver(secret=secret)
    await connection.execute("UPDATE channel_account SET reply_url = $2 WHERE name = $1", ACCOUNT, receiver.url)
    await connection.close()
    return receiver


@dataclass(kw_only=True)
class Scene:
    """A shop under load."""

    database: DatabaseCredentials
    """The way to Postgres itself; the servers may have another."""
    dice: random.Random
    platform: Platform
    receiver: Receiver
    crowd: Crowd
    servers: list[ServerProcess]
    ready_s: list[float] = field(default_factory=list)
    """How long it took to be ready again, each time."""
    is_long: bool = False
    """Whether there is time: claims of the dead run out by themselves, and what takes too long counts as broken."""
    _errors_known: Counter[str] = field(default_factory=Counter)
    _said_before: int = 0

    async def connect(self) -> asyncpg.Connection:
        return await asyncpg.connect(**self.database.arguments())

    async def execute(self, *statements: str) -> None:
        connection = await self.connect()
        for sql in statements:
            await connection.execute(sql)
        await connection.close()

    async def start(self, *servers: ServerProcess) -> None:
        self.ready_s += await asyncio.gather(*(server.start() for server in servers or self.servers))

    def forget(self) -> None:
        """Begin new figures; the rows and what customers were told stay."""
        self.platform.forget()
        self.ready_s.clear()
        self._errors_known = self._count_errors()
        self._said_before = len(self.platform.said)

    async def expire_claims(self) -> None:
        """Let the time pass for which replies are claimed: one whose process lives may be sent twice, counted."""
        await self.execute(EXPIRE_CLAIMS)

    async def settle(self) -> float:
        """Wait until everything said is taken, answered and told; return how many seconds it took.

        What is not through in time is left to the reckoning.
        """
        loop = asyncio.get_running_loop()
        started = loop.time()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SETTLE_TIMEOUT_S):
                await self.platform.wait_until_all_is_taken()
                await self._wait_until_nothing_is_pending()
        return loop.time() - started

    async def wait_for_replies(self, more: int) -> None:
        """Wait until so many more replies were told: so the load flows."""
        wanted = len(self.receiver.arrivals) + more
        async with asyncio.timeout(SETTLE_TIMEOUT_S):
            while len(self.receiver.arrivals) < wanted:  # noqa: ASYNC110 - replies to anybody count
                await asyncio.sleep(POLL_S)

    async def _wait_until_nothing_is_pending(self) -> None:
        connection = await self.connect()
        looks = count(1)
        try:
            while await count_pending(connection):
                await asyncio.sleep(POLL_S)
                if not self.is_long and next(looks) % LOOKS_BEFORE_CLAIMS_EXPIRE == 0:
                    await self.expire_claims()
        finally:
            await connection.close()

    async def reckon(
        self, name: str, figures: Mapping[str, object], *, expected: Collection[int | str] = ()
    ) -> Outcome:
        """Settle, and return what was seen; `expected` are answers that this storm makes honest."""
        settled_s = await self.settle()
        connection = await self.connect()
        broken = await find_broken(connection, self.platform, self.receiver)
        unknown = await connection.fetchval("SELECT coalesce(sum(unknown_sends), 0) FROM outbox")
        bookings = await connection.fetchval("SELECT count(*) FROM booking_event WHERE action = 'confirmed'")
        await connection.close()
        broken |= self.find_dishonest(expected)
        if self.is_long and (late := sum(s > READY_WITHIN_S for s in self.ready_s)):
            broken[f"ready after more than {READY_WITHIN_S} s"] = late
        doubled = sum(times - 1 for times in self.receiver.arrivals.values())
        seen: dict[str, object] = {
            "messages": len(self.platform.said) - self._said_before,
            "deliveries": self.platform.deliveries,
            "answers": ", ".join(f"{what} x {times}" for what, times in sorted(self.platform.answers.items(), key=str)),
            "slowest answer, s": round(max(self.platform.answered_s, default=0.0), 2),
            "bookings made": bookings,
            "replies doubled": f"{doubled} of {unknown} uncertain",
            "turns run again": await self._count_reruns(),
            "slowest to be ready, s": round(max(self.ready_s, default=0.0), 2),
            "settled after, s": round(settled_s, 1),
        }
        return Outcome(name=name, figures={**figures, **seen}, broken=broken)

    def _count_errors(self) -> Counter[str]:
        return sum((server.count_errors() for server in self.servers), Counter())

    def find_dishonest(self, expected: Collection[int | str] = ()) -> dict[str, int]:
        """Return answers that are neither 200 nor an honest 503 nor `expected`, and errors that were logged."""
        answers = self.platform.answers.items()
        broken = {f"answered {what}": times for what, times in answers if what not in {200, 503, *expected}}
        errors = self._count_errors() - self._errors_known
        return broken | {f"logged: {event}": times for event, times in errors.items()}

    async def _count_reruns(self) -> int:
        """Return how many turns the servers that live ran again because a rival won."""
        total = 0.0
        async with aiohttp.ClientSession() as session:
            for server in self.servers:
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"{server.url}/metrics") as answer:
                        found = re.search(r"^assistant_turn_reruns_total (\S+)", await answer.text(), re.MULTILINE)
                        total += float(found[1]) if found else 0
        return int(total)
