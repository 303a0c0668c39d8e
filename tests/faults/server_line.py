"""Processes of the product on one database, as an operator starts them, and a chat page's session with them."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import msgspec
from shop_line import wait_for

from assistant.settings import ROOT
from assistant.storage.connection import DatabaseCredentials

PATIENCE_S = 60


@dataclass
class Started:
    """A process that says when it is ready."""

    process: asyncio.subprocess.Process
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def find_children(self) -> list[int]:
        """Return the pids of its own processes."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return sorted(int(pid) for task in tasks for pid in task.read_text().split())

    async def stop(self) -> int:
        self.process.terminate()
        async with asyncio.timeout(PATIENCE_S):
            return await self.process.wait()

    def read_log(self) -> str:
        return self.log.read_text()


@dataclass(frozen=True)
class Operator:
    """Starts `python -m assistant ...` on one database."""

    database: DatabaseCredentials
    folder: Path

    @contextlib.asynccontextmanager
    async def start(self, *arguments: str, port: int, **settings: str) -> AsyncIterator[Started]:
        """Run a command until the block ends; it has said that it is ready."""
        where = self.database
        environment = {
            "PATH": "/usr/bin:/bin",
            "APP_PORT": str(port),
            "APP_DB_URL": f"postgresql://{where.user}@/{where.database}?host={where.host}",
            "APP_DATA_DIR": str(self.folder),
            "APP_LOG_FORMAT": "json",
            "APP_ALLOW_PRIVATE_REPLY_URLS": "true",
            **settings,
        }
        log = self.folder / f"{arguments[0]}-{port}.log"
        with log.open("ab") as written:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "assistant", *arguments),
                cwd=ROOT,
                env=environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=written,
            )
        started = Started(process, port, log)
        try:
            await _wait_until_ready(started)
            yield started
        finally:
            await _kill(started)


async def _wait_until_ready(started: Started) -> None:
    assert started.process.stdout is not None
    async with asyncio.timeout(PATIENCE_S):
        async for said in started.process.stdout:
            if b"Ctrl-C" in said:
                return
    raise AssertionError(started.read_log())


async def _kill(started: Started) -> None:
    children = started.find_children() if started.process.returncode is None else []
    with contextlib.suppress(ProcessLookupError):
        started.process.kill()
    await started.process.wait()

    async def are_gone() -> bool:
        return not any(is_alive(pid) for pid in children)

    await wait_for(are_gone)


def is_alive(pid: int) -> bool:
    """Whether a process is there and is not a corpse that waits for its parent."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@dataclass
class ChatSession:
    """A customer on the chat page, without a browser."""

    session: aiohttp.ClientSession
    url: str

    async def write(self, text: str, key: str) -> int:
        headers = {"X-Requested-With": "chat"}
        body = {"client_message_id": key, "text": text}
        async with self.session.post(f"{self.url}/chat/messages", json=body, headers=headers) as answer:
            return answer.status

    async def wait_for_reply(self, containing: str) -> str:
        """Read the stream until the assistant says that."""
        async with self.session.get(f"{self.url}/chat/stream", timeout=aiohttp.ClientTimeout(total=None)) as stream:
            async with asyncio.timeout(PATIENCE_S):
                async for line in stream.content:
                    if line.startswith(b"data: "):
                        entry = msgspec.json.decode(line.removeprefix(b"data: "), type=dict[str, object])
                        if entry.get("from") == "assistant" and containing in str(entry["text"]):
                            return str(entry["text"])
        raise AssertionError(f"the stream ended before {containing!r}")


@contextlib.asynccontextmanager
async def open_chat(url: str) -> AsyncIterator[ChatSession]:
    """Open the page, which gives a session."""
    # Each request on a connection of its own: the kernel deals connections out among processes.
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        async with session.get(url) as page:
            assert page.status == 200
        yield ChatSession(session, url)
