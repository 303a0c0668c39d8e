"""Runs `python -m assistant ...` as people do: as a process, with an environment of its own."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import ROOT
from assistant.storage.connection import DatabaseCredentials

PATIENCE_S = 60


@dataclass(frozen=True)
class Result:
    """What a command said."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class CommandLine:
    """A command line on one database, or on an embedded one in `folder`."""

    folder: Path
    database: DatabaseCredentials | None = None
    code: Path = ROOT
    """Which version of the assistant it is."""

    @property
    def environment(self) -> dict[str, str]:
        where = self.database
        url = f"postgresql://{where.user}@/{where.database}?host={where.host}" if where else ""
        return {"PATH": "/usr/bin:/bin", "APP_DATA_DIR": str(self.folder), "APP_DB_URL": url, "APP_PORT": "0"}

    async def start(self, *arguments: str) -> asyncio.subprocess.Process:
        """Start `python -m assistant ARGUMENTS`, to be watched or killed; what it says is nobody's business."""
        quiet = asyncio.subprocess.DEVNULL
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "assistant", *arguments), cwd=ROOT, env=self.environment, stdout=quiet, stderr=quiet
        )

    async def run(self, *arguments: str, stdin: str = "", **settings: str) -> Result:
        """Run `python -m ARGUMENTS` to its end."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *arguments,
            cwd=self.code,
            env=self.environment | settings,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(PATIENCE_S):
            out, err = await process.communicate(stdin.encode())
        assert process.returncode is not None
        return Result(process.returncode, out.decode(), err.decode())

    async def assistant(self, *arguments: str, stdin: str = "", **settings: str) -> Result:
        """Run `python -m assistant ARGUMENTS` to its end."""
        return await self.run("assistant", *arguments, stdin=stdin, **settings)
