"""A receiver of replies on loopback: it verifies with the reference library, and fails in the ways that it is told."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from standardwebhooks import Webhook

Fault = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True, kw_only=True)
class Receiver:
    """What arrived, in order; the reference library has verified each."""

    secret: str
    url: str = ""
    fault: Fault | None = None
    """Answers in place of 204."""
    received: list[dict[str, Any]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        self.received.append(Webhook(self.secret).verify(body, dict(request.headers)))
        self.ids.append(request.headers["webhook-id"])
        return await self.fault(request) if self.fault else web.Response(status=204)


@asynccontextmanager
async def run_receiver(secret: str) -> AsyncIterator[Receiver]:
    receiver = Receiver(secret=secret)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", receiver.take)
    # A handler that hangs is let go when its client leaves.
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/replies"
    try:
        yield receiver
    finally:
        await runner.cleanup()


def answer(status: int, **headers: str) -> Fault:
    async def respond(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={name.replace("_", "-"): value for name, value in headers.items()})

    return respond


def cut(sent: bytes) -> Fault:
    """Send some bytes of an answer, then close the connection."""

    async def respond(request: web.Request) -> web.StreamResponse:
        assert isinstance(request.transport, asyncio.Transport)
        request.transport.write(sent)
        request.transport.close()
        return web.Response()

    return respond


async def reset(request: web.Request) -> web.StreamResponse:
    """Reset the connection."""
    assert isinstance(request.transport, asyncio.Transport)
    raw: socket.socket = request.transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.transport.abort()
    return web.Response()


async def hang(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError("an event that nobody sets was set")


class Names(AbstractResolver):
    """A resolver that knows the names it was given, and counts how often it was asked."""

    def __init__(self, **addresses: list[str]) -> None:
        self._addresses = addresses
        self.asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked += 1
        known = self._addresses.get(host.partition(".")[0])
        if known is None:
            raise OSError(f"no such name: {host}")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else family or socket.AF_INET,
                proto=0,
                flags=0,
            )
            for address in known
        ]

    async def close(self) -> None:
        """Nothing is open."""


class Silence(Names):
    """A resolver that never answers."""

    async def resolve(
        self,
        host: str,  # noqa: ARG002 - the interface's
        port: int = 0,  # noqa: ARG002
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002
    ) -> list[ResolveResult]:
        await asyncio.Event().wait()
        raise AssertionError("an event that nobody sets was set")
