"""The whole product as a process of its own, to be killed and started again."""

import asyncio
import contextlib
import json
import socket
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from assistant.settings import ROOT
from assistant.storage.connection import DatabaseCredentials

COMMAND = (sys.executable, "-m", "assistant")
"""How the product is started, unless another build is to be tried."""
PATIENCE_S = 60
POLL_S = 0.05


def find_free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_environment(database: DatabaseCredentials, folder: Path) -> dict[str, str]:
    """Return what the product must know to work on a database, and nothing of the environment here."""
    where = database
    query = f"?host={where.host}&port={where.port}&sslmode={where.sslmode}"
    return {
        "PATH": "/usr/bin:/bin",
        "APP_DB_URL": f"postgresql://{where.user}@/{where.database}{query}",
        "APP_DATA_DIR": str(folder),
        "APP_ALLOW_PRIVATE_REPLY_URLS": "true",
        "APP_LOG_FORMAT": "json",
    }


@dataclass
class ServerProcess:
    """One server on a database; several may share it."""

    database: DatabaseCredentials
    folder: Path
    command: Sequence[str] = COMMAND
    action: str = "run"
    port: int = field(default_factory=find_free_port)
    environment: Mapping[str, str] = field(default_factory=dict)
    """On top of what it must know."""
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / f"server-{self.port}.log"

    async def start(self) -> float:
        """Start, and wait until it is ready; return how many seconds that took."""
        started = asyncio.get_running_loop().time()
        environment = {**make_environment(self.database, self.folder), "APP_PORT": str(self.port), **self.environment}
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command, self.action, cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        await self.wait_until(200)
        return asyncio.get_running_loop().time() - started

    async def wait_until(self, status: int) -> None:
        """Wait until `/health/ready` answers so."""
        async with asyncio.timeout(PATIENCE_S), aiohttp.ClientSession() as session:
            while await self.ask(session, "/health/ready") != status:
                assert self.process is not None
                assert self.process.returncode is None, f"the server has ended:\n{self.log.read_text()}"
                await asyncio.sleep(POLL_S)

    async def ask(self, session: aiohttp.ClientSession, path: str) -> int | None:
        """Return the status of a GET, or None where nothing answers."""
        with contextlib.suppress(aiohttp.ClientError, ConnectionError, TimeoutError):
            async with session.get(f"{self.url}{path}") as answer:
                return answer.status
        return None

    async def is_alive(self) -> bool:
        async with aiohttp.ClientSession() as session:
            return await self.ask(session, "/health") == 200

    async def kill(self) -> None:
        """Kill it as the kernel would, without a chance to finish anything."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """Ask it to stop, as Ctrl-C or a container does; return its exit code."""
        assert self.process is not None
        self.process.terminate()
        return await self.process.wait()

    def count_errors(self) -> Counter[str]:
        """Return what it has logged as an error, and how often."""
        errors: Counter[str] = Counter()
        for line in self.log.read_text().splitlines():
            with contextlib.suppress(json.JSONDecodeError):
                record = json.loads(line)
                if record.get("level") in ("error", "critical"):
                    errors[str(record["event"]).splitlines()[0][:100]] += 1
        return errors
