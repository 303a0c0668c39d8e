"""`run`: one command from nothing to a shop that answers, and back to nothing when it is stopped."""

import asyncio
import contextlib
import json
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import asyncpg
import pytest
from command_line import CommandLine

from assistant.settings import ROOT
from assistant.storage.connection import DatabaseCredentials

PATIENCE_S = 60


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data directory that the server's own account can reach, also when the tests run as root."""
    made = Path(tempfile.mkdtemp(prefix="assistant-run-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@contextlib.asynccontextmanager
async def running(line: CommandLine, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the assistant; wait until it has said that it listens."""
    environment = line.environment | {"APP_PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "assistant", "run", cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE_S):
            async for said in process.stdout:
                if b"Ctrl-C" in said:
                    break
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def open_session() -> aiohttp.ClientSession:
    """Return a client that keeps cookies of a bare address too, as browsers do."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


async def stop(process: asyncio.subprocess.Process) -> int:
    """Press Ctrl-C."""
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(PATIENCE_S):
        return await process.wait()


async def test_run_sets_everything_up_keeps_its_data_and_stops_postgres_too(folder: Path, unused_tcp_port: int) -> None:
    async with running(CommandLine(folder), unused_tcp_port) as process, open_session() as session:
        base = f"http://127.0.0.1:{unused_tcp_port}"
        async with session.get(f"{base}/health/ready") as answer:
            assert (answer.status, (await answer.json())["status"]) == (200, "ready")
        async with session.get(base) as page:
            assert "<html" in await page.text()
        headers = {"X-Requested-With": "chat"}
        message = {"client_message_id": "a", "text": "Haircut with Ana next Friday at 3pm, I'm Joe"}
        async with session.post(f"{base}/chat/messages", json=message, headers=headers) as answer:
            assert answer.status == 202
        assert (folder / "postgres").exists()
        assert await stop(process) == 0
    assert not list((folder / "postgres").glob("**/postmaster.pid")), "Postgres was stopped too"
    async with running(CommandLine(folder), unused_tcp_port) as process:
        assert await stop(process) == 0
    seen = await CommandLine(folder).assistant("chat", "--as", "nobody", stdin="hello\n")
    assert "Hello!" in seen.out
    listed = await CommandLine(folder).run("assistant", "account", "list")
    assert "demo" in listed.out


async def test_the_server_refuses_a_schema_that_is_not_at_head_and_says_what_to_run(
    empty: DatabaseCredentials, tmp_path: Path
) -> None:
    refused = await CommandLine(tmp_path, empty).assistant("serve")
    assert refused.code == 1
    assert refused.err == "The database is not at head. Run: python -m assistant migrate\n"
    migrated = await CommandLine(tmp_path, empty).assistant("migrate")
    assert migrated.out.startswith("applied 0_"), migrated.err
    again = await CommandLine(tmp_path, empty).assistant("migrate")
    assert again.out == "The database is at head: nothing to do.\n"


async def test_readiness_fails_when_the_promise_has_lost_its_constraint(
    database: DatabaseCredentials, folder: Path, unused_tcp_port: int
) -> None:
    line = CommandLine(folder, database)
    async with running(line, unused_tcp_port) as process:
        connection = await asyncpg.connect(**database.arguments())
        await connection.execute("ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap")
        await connection.close()
        checks = await _read_checks(unused_tcp_port)
        assert await stop(process) == 0
    assert "occupancy_no_overlap is missing" in checks["no_overlap"]
    refused = await line.assistant("run", APP_PORT=str(unused_tcp_port))
    assert refused.code == 1, "it does not start without the constraint"
    assert "- occupancy: constraint occupancy_no_overlap EXCLUDE" in refused.err


async def _read_checks(port: int) -> dict[str, str]:
    """Return the checks of a server that lives and is not ready."""
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        async with session.get("/health") as answer:
            assert answer.status == 200
        async with session.get("/health/ready") as answer:
            assert answer.status == 503
            return dict(json.loads(await answer.text())["checks"])
