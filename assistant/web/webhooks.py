"""The webhooks: a delivery is proved, read and committed before it is answered."""

import asyncio
import contextlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from assistant.ports.accounts import Account, Accounts
from assistant.ports.channels import Channel, RawRequest, Rejected
from assistant.ports.errors import UnavailableError
from assistant.ports.messages import Inbound, Inbox
from assistant.ports.metrics import Metrics
from assistant.web.bodies import BODY_DEADLINE_S, BodyError, check_json_media, read_body
from assistant.web.middlewares import note

PATH = "/webhooks/{channel}/{account}"
BODY_SIZE_MAX = 256 * 1024
"""Bytes. A hundred messages of usual length are a tenth of it."""
STORE_TIMEOUT_S = 2.5
"""How long a delivery may wait for the database, for all that it asks together: some platforms wait three seconds."""

NOT_FOUND = Rejected(status=404, reason="there is no such webhook")
# What the database is asked for comes from the path: no NUL, no megabyte.
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """What the webhooks need of the house."""

    accounts: Accounts
    inbox: Inbox
    channels: Mapping[str, Channel]
    """By kind, which is the first part of their path."""
    read_clock: Callable[[], datetime]
    """Returns this instant, aware, in UTC."""
    on_received: Callable[[Iterable[int]], None]
    """Told which conversations have something new, after it is committed and before the answer goes out."""
    metrics: Metrics
    body_size_max: int = BODY_SIZE_MAX
    body_deadline_s: float = BODY_DEADLINE_S
    store_timeout_s: float = STORE_TIMEOUT_S

    async def receive(self, request: web.Request) -> web.Response:
        """Answer a delivery: 200 once every event of it is committed, 4xx where it will never be taken.

        Raises:
            UnavailableError: the database cannot take it now; `middlewares.answer_errors` makes it a 503.
        """
        kind = request.match_info["channel"]
        channel = self.channels.get(kind)
        label = kind if channel else "unknown"
        try:
            answer = await self._answer_in_time(request, channel)
        except UnavailableError:
            self.metrics.count("webhooks_total", channel=label, status="503")
            raise
        self.metrics.count("webhooks_total", channel=label, status=str(answer.status))
        return answer

    async def _answer_in_time(self, request: web.Request, channel: Channel | None) -> web.Response:
        try:
            async with asyncio.timeout(self.store_timeout_s) as waiting:
                return await self._answer(request, channel, waiting)
        except TimeoutError:
            raise UnavailableError(f"a delivery waited for the database for {self.store_timeout_s} s") from None

    async def _answer(self, request: web.Request, channel: Channel | None, waiting: asyncio.Timeout) -> web.Response:
        name = request.match_info["account"]
        account = await self.accounts.find(channel.kind, name) if channel and _NAME.fullmatch(name) else None
        if channel is None or account is None:
            return _refuse(NOT_FOUND)
        events = await self._read_events(request, channel, account, waiting)
        if isinstance(events, Rejected):
            return _refuse(events)
        conversations = await self._keep(events, channel)
        note(request, messages=[event.dedupe_key for event in events], conversations=conversations)
        # The same for what was known already: the sender need not care how often it tried.
        return web.json_response({"status": "accepted", "received": len(events)})

    async def _read_events(
        self, request: web.Request, channel: Channel, account: Account, waiting: asyncio.Timeout
    ) -> tuple[Inbound, ...] | Rejected:
        """From cheap to dear: nothing is parsed for a stranger."""
        try:
            check_json_media(request)
            with _pausing(waiting):  # the body has a deadline of its own
                body = await read_body(request, self.body_size_max, deadline_s=self.body_deadline_s)
        except BodyError as error:
            return Rejected(status=error.status, reason=str(error))
        raw = RawRequest(headers={name.lower(): value for name, value in request.headers.items()}, body=body)
        if rejected := channel.verify(raw, account, self.read_clock()):
            # It may be signed with a secret that is younger than what is remembered of the account.
            newest = await self.accounts.find(account.channel, account.name, newest=True)
            if newest is None or newest == account:
                return rejected
            account = newest
            if rejected := channel.verify(raw, account, self.read_clock()):
                return rejected
        return channel.parse(raw, account)

    async def _keep(self, events: tuple[Inbound, ...], channel: Channel) -> list[int]:
        """Return the conversations in which something is new."""
        conversations = await self.inbox.put(events, self.read_clock()) if events else ()
        if not conversations:
            return []
        for _ in conversations:
            self.metrics.count("messages_received_total", channel=channel.kind)
        self.on_received(conversations)
        return list(dict.fromkeys(conversations))


def add_webhook_routes(app: web.Application, webhooks: Webhooks) -> None:
    """Add the webhooks to an application that has the middlewares of `web.middlewares`."""
    app.router.add_post(PATH, webhooks.receive)


@contextlib.contextmanager
def _pausing(timeout: asyncio.Timeout) -> Iterator[None]:
    """Let no time run off the timeout."""
    loop, ends = asyncio.get_running_loop(), timeout.when()
    left_s = None if ends is None else ends - loop.time()
    timeout.reschedule(None)
    yield
    timeout.reschedule(None if left_s is None else loop.time() + left_s)


def _refuse(rejected: Rejected) -> web.Response:
    logger.info("A delivery to a webhook was refused with %d: %s.", rejected.status, rejected.reason)
    return web.json_response({"error": f"{rejected.reason}."}, status=rejected.status)
