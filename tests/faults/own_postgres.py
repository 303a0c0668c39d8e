"""A Postgres of one's own, to be killed, frozen and starved. Everything is done as an operator or a kernel would."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from assistant.storage.connection import DatabaseCredentials
from assistant.storage.embedded import EmbeddedPostgres

DEADLOCK = "deadlock detected"


class OwnPostgres:
    """The embedded server in a folder that can be thrown away, with its processes at hand."""

    def __init__(self, home: Path, settings: Mapping[str, str] | None = None) -> None:
        self._settings = settings or {}
        self._first = EmbeddedPostgres(home, settings=self._settings)
        self._again: list[EmbeddedPostgres] = []

    @property
    def credentials(self) -> DatabaseCredentials:
        return self._first.credentials

    @property
    def log(self) -> Path:
        return self._first.home / "postgres.log"

    async def start(self) -> None:
        await asyncio.to_thread(self._first.start)

    async def start_again(self) -> None:
        """Start it after it has died, or stand by if it lives."""
        other = EmbeddedPostgres(self._first.home, settings=self._settings)
        await asyncio.to_thread(other.start)
        self._again.append(other)

    async def stop(self) -> None:
        self.thaw()
        for one in (*self._again, self._first):
            await asyncio.to_thread(one.stop)

    def kill(self) -> None:
        """Kill its first process: the others notice, and end."""
        os.kill(self._find_pid(), signal.SIGKILL)

    def stop_at_once(self) -> None:
        """Let it end without finishing anything, as `pg_ctl stop -m immediate` does."""
        os.kill(self._find_pid(), signal.SIGQUIT)

    def freeze(self) -> None:
        """Stop all its processes where they are: sockets stay open, nothing answers."""
        for pid in self._find_pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in self._find_pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def is_alive(self) -> bool:
        with contextlib.suppress(FileNotFoundError, ValueError):
            return Path(f"/proc/{self._find_pid()}").exists()
        return False

    def count_deadlocks(self) -> int:
        return self.log.read_text(errors="replace").count(DEADLOCK)

    def _find_pid(self) -> int:
        return int((self._first.home / "pgdata" / "postmaster.pid").read_text().splitlines()[0])

    def _find_pids(self) -> list[int]:
        try:
            first = self._find_pid()
        except (FileNotFoundError, ValueError, IndexError):
            return []
        return [first, *_find_children(first)]


def _find_children(parent: int) -> list[int]:
    children = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # After the name, which stands in brackets and may hold anything: the state, and the parent.
            if int(entry.read_text().rpartition(")")[2].split()[1]) == parent:
                children.append(int(entry.parent.name))
    return children


@contextlib.asynccontextmanager
async def run_own_postgres(home: Path, settings: Mapping[str, str] | None = None) -> AsyncIterator[OwnPostgres]:
    """Run one as long as the context lasts."""
    postgres = OwnPostgres(home, settings)
    await postgres.start()
    try:
        yield postgres
    finally:
        await postgres.stop()
