"""A running server with the webhooks, as the product sets it up, on an inbox in memory or a real one."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec
from aiohttp import web

from assistant.channels.shared.sender import HttpSender
from assistant.channels.shared.signatures import sign
from assistant.channels.standard import StandardChannel
from assistant.ports.accounts import Account, Accounts
from assistant.ports.errors import UnavailableError
from assistant.ports.messages import Inbound, Inbox
from assistant.web.clients import Clients
from assistant.web.middlewares import AccessLog, add_middlewares, quiet_server_logs
from assistant.web.webhooks import Webhooks, add_webhook_routes

NOW = datetime(2026, 3, 3, 14, tzinfo=UTC)
Headers = Mapping[str, str | bytes]
CANARY = "CANARY"
"""It is in every secret, in bodies, in headers and in queries, and must be in no log and no answer of ours."""
SECRET = "whsec_CANARYCANARYCANARYCANARYCANARYCANARYCANA"
OTHER_SECRET = "whsec_CANARYcanaryCANARYcanaryCANARYcanaryCANA"
ACCOUNT = Account(id=7, business_id=3, channel="standard", name="web", secrets=(SECRET,))
OTHER_ACCOUNT = Account(id=8, business_id=4, channel="standard", name="other", secrets=(OTHER_SECRET,))
PATH = "/webhooks/standard/web"
GOOD_BODY = (
    b'{"type": "message.created", "data": {"conversation": "c1", "text": "hi CANARY", "client_message_id": "m1"}}'
)


@dataclass(slots=True)
class MemoryInbox:
    """Keeps what it is given by account and key, as the stored one does."""

    kept: dict[tuple[int, str], Inbound] = field(default_factory=dict)
    is_away: bool = False

    async def put(self, events: Sequence[Inbound], now: datetime) -> tuple[int, ...]:  # noqa: ARG002 - the port's
        if self.is_away:
            raise UnavailableError(f"no database at {CANARY}")
        new = {(e.account_id, e.dedupe_key): e for e in events if (e.account_id, e.dedupe_key) not in self.kept}
        self.kept |= new
        return tuple(dict.fromkeys(sum(event.address.encode()) for event in new.values()))

    async def find_waiting(self, now: datetime, limit: int) -> tuple[int, ...]:
        raise NotImplementedError

    async def count_failure(self, message_ids: Sequence[int], error: str, retry_at: datetime) -> int:
        raise NotImplementedError


@dataclass(slots=True)
class MemoryAccounts:
    """Knows two accounts."""

    known: tuple[Account, ...] = (ACCOUNT, OTHER_ACCOUNT)

    async def find(self, channel: str, name: str, *, newest: bool = False) -> Account | None:  # noqa: ARG002 - nothing changes
        return next((a for a in self.known if (a.channel, a.name) == (channel, name)), None)


@dataclass(slots=True)
class CountedMetrics:
    """Counts, and nothing else."""

    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def count(self, name: str, **labels: str) -> None:
        self.counts[(name, *labels.values())] += 1

    def observe(self, name: str, value: float, **labels: str) -> None:
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        return msgspec.json.decode(self.body, type=dict[str, object])


@dataclass(slots=True, kw_only=True)
class Door:
    """The running server, with what it was told and what it kept."""

    port: int = 0
    inbox: MemoryInbox = field(default_factory=MemoryInbox)
    metrics: CountedMetrics = field(default_factory=CountedMetrics)
    woken: list[int] = field(default_factory=list)

    def wake(self, conversations: Iterable[int]) -> None:
        self.woken += conversations

    async def exchange(self, raw: bytes) -> Reply:
        """Send the bytes of a request as they are, and read one answer, within ten seconds."""
        async with asyncio.timeout(10):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(raw)
            try:
                return await _read_reply(reader, has_body=not raw.startswith(b"HEAD"))
            finally:
                writer.close()

    async def deliver(self, body: bytes = GOOD_BODY, *, webhook_id: str = "msg_1", path: str = PATH) -> Reply:
        """Send a delivery as the account's own platform does."""
        headers = sign(secrets=[SECRET], webhook_id=webhook_id, body=body, now=NOW)
        return await self.exchange(write_request(body, headers | {"Content-Type": "application/json"}, path=path))


def write_request(body: bytes, headers: Headers, *, path: str = PATH, method: str = "POST") -> bytes:
    """Return a request's bytes. A header's text is written in UTF-8; one that must not be there is empty bytes."""
    whole: dict[str, str | bytes] = {"Host": "shop.example", "Content-Length": str(len(body)), **headers}
    lines = [
        name.encode() + b": " + (value if isinstance(value, bytes) else value.encode())
        for name, value in whole.items()
        if value != b""
    ]
    return b"\r\n".join([f"{method} {path} HTTP/1.1".encode(), *lines, b"", b""]) + body


async def _read_reply(reader: asyncio.StreamReader, *, has_body: bool) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status_line, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0"))) if has_body else b""
    return Reply(status=int(status_line.split()[1]), headers=headers, body=body)


@asynccontextmanager
async def open_door(
    *,
    accounts: Accounts | None = None,
    inbox: Inbox | None = None,
    body_deadline_s: float = 10,
    store_timeout_s: float = 10,
) -> AsyncIterator[Door]:
    door = Door()
    app = web.Application()
    add_middlewares(app, Clients(trusted=()))
    quiet_server_logs()
    async with HttpSender(allow_private=False) as sender:
        webhooks = Webhooks(
            accounts=accounts or MemoryAccounts(),
            inbox=inbox or door.inbox,
            channels={"standard": StandardChannel(sender)},
            read_clock=lambda: NOW,
            on_received=door.wake,
            metrics=door.metrics,
            body_deadline_s=body_deadline_s,
            store_timeout_s=store_timeout_s,
        )
        add_webhook_routes(app, webhooks)
        runner = web.AppRunner(app, access_log_class=AccessLog, lingering_time=0.2, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        door.port = runner.addresses[0][1]
        try:
            yield door
        finally:
            await runner.cleanup()
