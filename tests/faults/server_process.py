"""The whole product as a process of its own, to be killed and started again, and a receiver of its replies."""

import asyncio
import contextlib
import json
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from aiohttp import web
from shop_line import wait_for
from standardwebhooks import Webhook

from assistant.channels.shared.signatures import sign
from assistant.settings import ROOT
from assistant.storage.connection import DatabaseCredentials


def find_free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class ServerProcess:
    """`python -m assistant run` on a database of its own."""

    database: DatabaseCredentials
    folder: Path
    port: int = field(default_factory=find_free_port)
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start, and wait until it answers."""
        where = self.database
        environment = {
            "PATH": "/usr/bin:/bin",
            "APP_PORT": str(self.port),
            "APP_DB_URL": f"postgresql://{where.user}@/{where.database}?host={where.host}",
            "APP_DATA_DIR": str(self.folder),
            "APP_ALLOW_PRIVATE_REPLY_URLS": "true",
        }
        log = (self.folder / "server.log").open("ab")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "assistant", "run", cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        log.close()
        await wait_for(self.is_alive)

    async def is_alive(self) -> bool:
        assert self.process is not None
        assert self.process.returncode is None, (self.folder / "server.log").read_text()
        async with aiohttp.ClientSession() as session:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"{self.url}/health") as answer:
                    return answer.status == 200
        return False

    async def kill(self) -> None:
        """Kill it as the kernel would, without a chance to finish anything."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """Ask it to stop, as Ctrl-C or a container does; return its exit code."""
        assert self.process is not None
        self.process.terminate()
        return await self.process.wait()

    async def send(self, secret: str, key: str, text: str, *, conversation: str = "joe") -> int:
        """Deliver one signed message; return the HTTP status."""
        data = {"conversation": conversation, "text": text, "client_message_id": key}
        body = json.dumps({"type": "message.created", "timestamp": "2026-11-23T09:00:00Z", "data": data}).encode()
        headers = sign(secrets=[secret], webhook_id=f"msg_{key}", body=body, now=datetime.now(UTC))  # noqa: TID251
        headers["content-type"] = "application/json"
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/webhooks/standard/demo", data=body, headers=headers) as answer,
        ):
            return answer.status


@dataclass
class Receiver:
    """The other end of the account: verifies replies with the reference library and keeps them."""

    secret: str
    port: int = field(default_factory=find_free_port)
    texts: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/replies"

    @contextlib.asynccontextmanager
    async def listen(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_post("/replies", self._receive)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        yield
        await runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        payload = Webhook(self.secret).verify(await request.read(), dict(request.headers))
        self.texts.append(payload["data"]["text"])
        self.ids.append(request.headers["webhook-id"])
        return web.json_response({})
