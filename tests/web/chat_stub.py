"""A stand-in for the chat page's server, so that the page is tested alone and its faults can be made at will.

It keeps the contract of the chat page strictly: a request that breaks it is refused and noted in `refusals`, and the
tests look there. What the page may rely on: a message is stored once per client_message_id; every event has a number,
and the stream goes on after the number in Last-Event-ID or `after`; a customer's own messages come on it as well.
"""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer
from aiohttp.typedefs import Handler

STATIC = Path(__file__).parents[2] / "assistant" / "web" / "static"
SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
TEXT_LENGTH_MAX = 2_000
TIME = "2026-03-03T14:{:02d}:00+00:00"
COOKIE = "chat"
SESSION = "s" * 43


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What the page sent: one stored customer's message."""

    client_message_id: str
    text: str
    choice: str | None


@dataclass(slots=True, kw_only=True)
class ChatStub:
    """The stand-in: one shop, one customer, everything in memory."""

    url: str = ""
    """Where the page is, without a slash at the end."""
    stored: list[Sent] = field(default_factory=list)
    """The customer's messages that were kept, oldest first."""
    refusals: list[str] = field(default_factory=list)
    """What was wrong with requests that broke the contract."""
    streams_refused: bool = False
    """While true, the stream answers 503, as a proxy does whose server is away."""
    silent: bool = False
    """While true, a message gets no answer."""
    busy: bool = False
    resumed_after: list[str] = field(default_factory=list)
    """For each stream opened, the number that it was asked to go on after."""
    _events: list[dict[str, object]] = field(default_factory=list)
    _answers: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    _streams: set[asyncio.Queue[bytes | None]] = field(default_factory=set)

    def say(self, text: str, *, choices: Sequence[str] = (), sender: str = "assistant") -> None:
        """Say something to the customer, who may choose one of the titles `choices`."""
        number = len(self._events) + 1
        offered = [{"token": f"{number}.{place}", "title": title} for place, title in enumerate(choices, start=1)]
        self._publish({"id": f"o{number}", "from": sender, "text": text, "choices": offered})

    def will_answer(self, text: str, *, choices: Sequence[str] = ()) -> None:
        """Answer the next customer's message with this."""
        self._answers.append((text, tuple(choices)))

    def cut_streams(self) -> None:
        """End every open stream, as a proxy or a new version of the server does."""
        for queue in self._streams:
            queue.put_nowait(None)

    def lose_streams(self) -> None:
        """Send nothing more on any open stream, without ending it: the way to the phone died without a word."""
        self._streams.clear()

    def show_typing(self, *, busy: bool) -> None:
        """Tell the page that an answer is being made, or no longer."""
        self.busy = busy
        for queue in self._streams:
            queue.put_nowait(_typing(busy=busy))

    def token_of(self, title: str) -> str:
        """Return the token of the newest choice with this title."""
        return next(token for token, offered in reversed(self._offered()) if offered == title)

    def app(self) -> web.Application:
        """Return the application that serves the page and its contract."""
        app = web.Application(middlewares=[_secure])
        app.router.add_get("/", self._page)
        app.router.add_get("/chat/history", self._history)
        app.router.add_post("/chat/messages", self._messages)
        app.router.add_get("/chat/stream", self._stream)
        app.router.add_static("/static", STATIC)
        app.on_shutdown.append(self._shut_down)
        return app

    def _offered(self) -> list[tuple[str, str]]:
        found = []
        for event in self._events:
            choices = event["choices"]
            if isinstance(choices, list):
                found += [(choice["token"], choice["title"]) for choice in choices]
        return found

    def _publish(self, message: dict[str, object]) -> None:
        message["at"] = TIME.format(len(self._events) % 60)
        self._events.append(message)
        for queue in self._streams:
            queue.put_nowait(_event(len(self._events), message))

    async def _shut_down(self, _app: web.Application) -> None:
        self.streams_refused = True
        self.cut_streams()

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        response = web.Response(body=(STATIC / "index.html").read_bytes(), content_type="text/html", charset="utf-8")
        response.set_cookie(COOKIE, SESSION, httponly=True, samesite="Lax")
        return response

    async def _history(self, request: web.Request) -> web.StreamResponse:
        if request.cookies.get(COOKIE) != SESSION:
            return web.json_response({"error": "This chat has ended."}, status=HTTPStatus.UNAUTHORIZED)
        shop = {"name": "Salon Mirabel", "zone": "Europe/London", "tagline": "Hair and colour, 12 Mill Lane"}
        last = str(len(self._events))
        return web.json_response(
            {"shop": shop, "messages": self._events, "last_event_id": last, "busy": self.busy},
            headers={"Cache-Control": "no-store"},
        )

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        wrong = self._find_fault(request, body)
        if wrong:
            self.refusals.append(wrong)
            return web.json_response({"error": wrong}, status=HTTPStatus.BAD_REQUEST)
        self._store(Sent(client_message_id=body["client_message_id"], text=body["text"], choice=body.get("choice")))
        return web.json_response({"status": "accepted"}, status=HTTPStatus.ACCEPTED)

    def _find_fault(self, request: web.Request, body: dict[str, str]) -> str:
        with suppress(KeyError, ValueError, TypeError):
            text, choice = body["text"], body.get("choice")
            rules = {
                "The session cookie is missing.": request.cookies.get(COOKIE) == SESSION,
                "The body is not declared as JSON.": request.content_type == "application/json",
                "X-Requested-With is not 'chat'.": request.headers.get("X-Requested-With") == "chat",
                "The id is not a UUID.": str(uuid.UUID(body["client_message_id"])) == body["client_message_id"],
                "The body has unknown fields.": body.keys() <= {"client_message_id", "text", "choice"},
                "The text is empty or too long.": 0 < len(text.strip()) <= TEXT_LENGTH_MAX,
                "This was never offered.": choice is None or (choice, text) in self._offered(),
            }
            return next((wrong for wrong, kept in rules.items() if not kept), "")
        return "client_message_id or text is missing or malformed."

    def _store(self, sent: Sent) -> None:
        if any(known.client_message_id == sent.client_message_id for known in self.stored):
            return
        self.stored.append(sent)
        number = len(self._events) + 1
        own = {"id": f"i{number}", "from": "customer", "text": sent.text, "choices": []}
        self._publish({**own, "client_message_id": sent.client_message_id})
        if self._answers:
            text, choices = self._answers.pop(0)
            self.say(text, choices=choices)
        elif not self.silent:
            self.say(f"You wrote: {sent.text}")

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        if self.streams_refused:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        after = request.headers.get("Last-Event-ID") or request.query.get("after") or "0"
        self.resumed_after.append(after)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._streams.add(queue)
        try:
            await self._feed(response, queue, after=int(after))
        except ConnectionError:
            pass  # the page went away, as pages do
        finally:
            self._streams.discard(queue)
        return response

    async def _feed(self, response: web.StreamResponse, queue: asyncio.Queue[bytes | None], *, after: int) -> None:
        missed = [_event(number, event) for number, event in enumerate(self._events, start=1) if number > after]
        await response.write(b"retry: 300\n\n: ping\n\n")
        # A page that was away has missed the typing events, which have no number.
        await response.write(_typing(busy=self.busy))
        for chunk in missed:
            await response.write(chunk)
        while (chunk_or_end := await queue.get()) is not None:
            await response.write(chunk_or_end)


def _event(number: int, message: dict[str, object]) -> bytes:
    return f"event: message\nid: {number}\ndata: {json.dumps(message)}\n\n".encode()


def _typing(*, busy: bool) -> bytes:
    return f"event: typing\ndata: {json.dumps({'busy': busy})}\n\n".encode()


@web.middleware
async def _secure(request: web.Request, handler: Handler) -> web.StreamResponse:
    response = await handler(request)
    if not response.prepared:
        response.headers["Content-Security-Policy"] = SECURITY_POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@asynccontextmanager
async def serve_stub() -> AsyncIterator[ChatStub]:
    """Serve a new stand-in on a free port of this machine."""
    stub = ChatStub()
    server = TestServer(stub.app())
    await server.start_server()
    stub.url = str(server.make_url("")).rstrip("/")
    try:
        yield stub
    finally:
        await server.close()
