"""The chat page's server side: a session, messages in, and the log of the conversation out as a stream."""

import asyncio
import hashlib
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Annotated, Any

import msgspec
from aiohttp import web

from assistant.ports.accounts import Account
from assistant.ports.errors import RunAgainError, UnavailableError
from assistant.ports.logs import Entry, Log, Logs, Position
from assistant.ports.messages import Inbound, Inbox
from assistant.ports.metrics import Metrics
from assistant.web.bodies import BodyError, read_json
from assistant.web.hub import Hub
from assistant.web.limits import TokenBuckets, ask_to_wait
from assistant.web.middlewares import note

COOKIE = "chat"
SESSION_BYTES = 32
COOKIE_AGE_S = 180 * 24 * 3600
MESSAGE_BYTES_MAX = 16 * 1024
HISTORY_MAX = 200
PING_EVERY_S = 15.0
RETRY_MS = 1000
STREAMS_PER_SESSION_MAX = 6

_SESSION = re.compile(r"[A-Za-z0-9_-]{43}")
_POSITION = re.compile(r"(\d{1,18})-(\d{1,18})")


class ChatMessage(msgspec.Struct, forbid_unknown_fields=True):
    """What the page posts: a text, or the choice of a button with the title that was on it."""

    client_message_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern="^[A-Za-z0-9_-]+$")]
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    choice: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatShop:
    """What the page shows of the shop."""

    name: str
    tagline: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatPage:
    """Everything that the page's handlers need from outside."""

    account: Account
    find_shop: Callable[[], Any]
    """An async function that returns a `ChatShop`."""
    inbox: Inbox
    logs: Logs
    hub: Hub
    read_clock: Callable[[], datetime]
    on_received: Callable[[Iterable[int]], None]
    on_news: Callable[[Iterable[str]], None]
    """Told the topics of the hub that have something new."""
    metrics: Metrics
    has_secure_cookies: bool
    senders: TokenBuckets
    streams: dict[str, int]

    def add_routes(self, app: web.Application) -> None:
        """Serve the page at `/`, its files under `/static/` and its conversation under `/chat/`."""
        app.router.add_get("/", self.show)
        app.router.add_get("/chat/history", self.show_history)
        app.router.add_post("/chat/messages", self.receive)
        app.router.add_get("/chat/stream", self.stream)
        with resources.as_file(resources.files("assistant.web") / "static") as folder:
            app.router.add_static("/static/", folder)

    async def show(self, request: web.Request) -> web.Response:
        """Give the page, and a session to whoever has none."""
        page = (resources.files("assistant.web") / "static" / "index.html").read_bytes()
        response = web.Response(body=page, content_type="text/html", charset="utf-8")
        if _find_address(request) is None:
            response.set_cookie(
                COOKIE,
                secrets.token_urlsafe(SESSION_BYTES),
                max_age=COOKIE_AGE_S,
                httponly=True,
                samesite="Lax",
                secure=self.has_secure_cookies,
            )
        return response

    async def show_history(self, request: web.Request) -> web.Response:
        """Give the newest part of the conversation, and where the stream goes on from."""
        log = await self._read(_need_address(request), Position(), HISTORY_MAX)
        shop: ChatShop = await self.find_shop()
        return web.json_response(
            {
                "shop": {"name": shop.name, "zone": shop.zone, "tagline": shop.tagline},
                "messages": [_to_json(entry) for entry in log.entries],
                "last_event_id": _write_position(log.position),
                "busy": log.is_busy,
            }
        )

    async def receive(self, request: web.Request) -> web.Response:
        """Take a message: it is committed before the page hears that it was accepted."""
        address = _need_address(request)
        if request.headers.get("X-Requested-With") != "chat":  # which no other site's form can send
            raise web.HTTPForbidden(text="This is for the chat page only.")
        if wait_s := self.senders.take(address):
            raise web.HTTPTooManyRequests(
                text="That was a lot at once. Please wait a moment.", headers=ask_to_wait(wait_s)
            )
        message = await _read_message(request)
        event = Inbound(
            account_id=self.account.id,
            business_id=self.account.business_id,
            dedupe_key=f"{address}:{message.client_message_id}",
            address=address,
            sender=address,
            text=message.text,
            choice=message.choice,
        )
        try:
            new = await self.inbox.put([event], self.read_clock())
        except UnavailableError:
            raise web.HTTPServiceUnavailable(
                text="We can't take messages right now. Please try again.", headers={"Retry-After": "5"}
            ) from None
        if new:
            self.metrics.count("messages_received_total", channel=self.account.channel)
        note(request, messages=[event.dedupe_key], conversations=list(new))
        self.on_received(new)
        self.on_news([at_address(address)])
        return web.json_response({"status": "accepted"}, status=202)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Send what is new, as it comes, until the page goes away or the server goes down."""
        address = _need_address(request)
        # The header wins: a browser that reconnects asks for the same address, whose `after` is stale by then.
        asked = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        position = _read_position(asked)
        if self.streams.get(address, 0) >= STREAMS_PER_SESSION_MAX:
            raise web.HTTPTooManyRequests(text="This conversation is open too often.", headers={"Retry-After": "5"})
        self.streams[address] = self.streams.get(address, 0) + 1
        try:
            return await self._stream(request, address, position)
        finally:
            self.streams[address] -= 1
            if not self.streams[address]:
                del self.streams[address]

    async def _stream(self, request: web.Request, address: str, position: Position) -> web.StreamResponse:
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        await response.write(f"retry: {RETRY_MS}\n\n".encode())
        was_busy: bool | None = None
        loop = asyncio.get_running_loop()
        pinged = loop.time()
        with self.hub.listen(at_address(address)) as listener:
            while not self.hub.is_closing:
                listener.news.clear()
                try:
                    log = await self._read(address, position, HISTORY_MAX)
                except web.HTTPServiceUnavailable:
                    break  # the page comes back, and finds out how things stand
                await _write_entries(response, log, position)
                position = log.position
                if log.conversation_id is not None:
                    listener.follow(in_conversation(log.conversation_id))
                if log.is_busy != was_busy:
                    await _write_event(response, "typing", {"busy": log.is_busy})
                    was_busy = log.is_busy
                if loop.time() - pinged > PING_EVERY_S:
                    await response.write(b": ping\n\n")
                    pinged = loop.time()
                await _wait(listener.news, self.hub.look_every_s)
        return response

    async def _read(self, address: str, after: Position, limit: int) -> Log:
        try:
            return await self.logs.read(self.account, address, after=after, limit=limit)
        except (UnavailableError, RunAgainError):
            raise web.HTTPServiceUnavailable(
                text="The conversation can't be read right now.", headers={"Retry-After": "5"}
            ) from None


def at_address(address: str) -> str:
    """Return the hub's topic for what is said to and by a session, which may have no conversation yet."""
    return f"at:{address}"


def in_conversation(conversation_id: int) -> str:
    """Return the hub's topic for what is answered in a conversation."""
    return f"out:{conversation_id}"


async def _read_message(request: web.Request) -> ChatMessage:
    try:
        return msgspec.convert(await read_json(request, MESSAGE_BYTES_MAX), ChatMessage)
    except BodyError as error:
        raise error.to_http() from None
    except msgspec.ValidationError as error:
        raise web.HTTPBadRequest(text=f"That message can't be read: {error}") from None


async def _wait(news: asyncio.Event, timeout_s: float) -> None:
    try:
        async with asyncio.timeout(timeout_s):
            await news.wait()
    except TimeoutError:
        return


async def _write_entries(response: web.StreamResponse, log: Log, position: Position) -> None:
    """Write entries, each under the position up to itself, so that a cut stream goes on where it was cut."""
    for entry in log.entries:
        number = int(entry.id[1:])
        is_reply = entry.author != "customer"
        position = Position(
            message=position.message if is_reply else max(position.message, number),
            reply=max(position.reply, number) if is_reply else position.reply,
        )
        await _write_event(response, "message", _to_json(entry), f"id: {_write_position(position)}\n")


async def _write_event(response: web.StreamResponse, event: str, data: object, head: str = "") -> None:
    text = msgspec.json.encode(data).decode()
    await response.write(f"{head}event: {event}\ndata: {text}\n\n".encode())


def _to_json(entry: Entry) -> dict[str, object]:
    shown: dict[str, object] = {
        "id": entry.id,
        "from": entry.author,
        "text": entry.text,
        "at": entry.at.isoformat(),
        "choices": [{"token": c.token, "title": c.title} for c in entry.choices],
    }
    return shown | ({"client_message_id": entry.client_message_id} if entry.client_message_id else {})


def _find_address(request: web.Request) -> str | None:
    """Return the conversation of the request's session: a hash, so that the database holds no key to it."""
    session = request.cookies.get(COOKIE, "")
    return hashlib.sha256(session.encode()).hexdigest()[:32] if _SESSION.fullmatch(session) else None


def _need_address(request: web.Request) -> str:
    address = _find_address(request)
    if address is None:
        raise web.HTTPUnauthorized(text="Your chat has ended here. Please reload the page.")
    return address


def _read_position(text: str) -> Position:
    found = _POSITION.fullmatch(text)
    return Position(message=int(found[1]), reply=int(found[2])) if found else Position()


def _write_position(position: Position) -> str:
    return f"{position.message}-{position.reply}"
