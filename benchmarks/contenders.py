"""Who is measured: each a server of its own, started by a command on a database of its own."""

import asyncio
import contextlib
import importlib.util
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import aiohttp

from assistant.settings import ROOT
from assistant.storage.connection import DatabaseCredentials

START_TIMEOUT_S = 60.0
LOG_TAIL = 3000


class ContenderError(Exception):
    """A server did not start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A server that can be measured."""

    name: str
    title: str
    """In tables and pictures."""
    module: str
    """What `python -m` starts."""
    replies: bool = True
    needs: tuple[str, ...] = ()
    """Modules that only `requirements/bench.txt` brings."""

    @property
    def is_installed(self) -> bool:
        """Whether it can be started here."""
        return all(importlib.util.find_spec(name) for name in self.needs)

    def command(self, port: int, database: str, secret: str) -> Sequence[str]:
        """Return what starts it; the assistant is started as its users start it, by environment."""
        if self.name == "assistant":
            return (sys.executable, "-m", "assistant", "serve")
        return (sys.executable, "-m", self.module, "--port", str(port), "--database", database, "--secret", secret)


BARE = Contender(name="bare", title="bare handler", module="benchmarks.bare", replies=False)
FLOOR = Contender(name="floor", title="floor, by hand", module="benchmarks.floor")
ASSISTANT = Contender(name="assistant", title="the assistant", module="assistant")
PEER = Contender(
    name="peer",
    title="FastAPI + SQLAlchemy",
    module="benchmarks.peers.fastapi_sqlalchemy",
    needs=("fastapi", "httptools", "httpx", "sqlalchemy", "standardwebhooks", "uvicorn"),
)
CONTENDERS = (BARE, FLOOR, ASSISTANT, PEER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A server that answers."""

    pid: int
    url: str


@asynccontextmanager
async def run(
    contender: Contender,
    database: DatabaseCredentials,
    folder: Path,
    *,
    secret: str = "",
    command: Sequence[str] | None = None,
) -> AsyncIterator[Running]:
    """Start a contender, by its own command or another, and wait until it answers; stop it in the end.

    Raises:
        ContenderError: it does not start.
    """
    port = find_free_port()
    url = f"postgresql://{database.user}@/{database.database}?host={quote(database.host)}"
    environment = {
        "PATH": "/usr/bin:/bin",
        "APP_PORT": str(port),
        "APP_DB_URL": url,
        "APP_DATA_DIR": str(folder),
        "APP_ALLOW_PRIVATE_REPLY_URLS": "true",
    }
    log = folder / f"{contender.name}.log"
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *(command or contender.command(port, url, secret)), cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        await _wait_until_alive(process, f"http://127.0.0.1:{port}", log)
        yield Running(pid=process.pid, url=f"http://127.0.0.1:{port}/webhooks/standard/bench")
    except BaseException:
        print(f"The end of {contender.name}'s log:\n{log.read_text()[-LOG_TAIL:]}", file=sys.stderr)
        raise
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _wait_until_alive(process: asyncio.subprocess.Process, url: str, log: Path) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(START_TIMEOUT_S):
        while True:
            if process.returncode is not None:
                raise ContenderError(f"{log.stem} ended at its start")
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"{url}/health") as answer:
                    if answer.ok:
                        return
            await asyncio.sleep(0.05)


def find_free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
