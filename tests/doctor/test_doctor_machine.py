"""Each check of the machine finds exactly what was broken for it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from assistant.commands.doctor import machine
from assistant.settings import ROOT, list_secret_files
from assistant.storage.backup.history import BackupRecord, find_last_backup, note_backup
from assistant.storage.diagnosis import Finding, Weight
from assistant.storage.embedded import EmbeddedState

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LOCK = "aiohttp==3.14.5 \\\n    --hash=sha256:00\ncolorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:01\n"
RUNNING = EmbeddedState(
    home=Path("/d/postgres"),
    log=Path("/d/postgres/postgres.log"),
    exists=True,
    answers=True,
    stale_lock=None,
    fault=None,
    last_complaint=None,
)


def say(found: list[Finding]) -> str:
    """Return the only finding, in one line."""
    assert len(found) == 1, found
    return f"{found[0].weight}: {found[0].what} {found[0].remedy}"


def test_an_old_python_is_told() -> None:
    assert machine.check_python((3, 11)) == machine.check_python((3, 14)) == []
    assert "problem: This is Python 3.10" in say(machine.check_python((3, 10)))


def test_packages_that_are_not_those_of_the_lock_are_told() -> None:
    assert machine.check_packages(LOCK, {"aiohttp": "3.14.5"}.get) == []
    assert "aiohttp 3.14.4 (locked: 3.14.5)" in say(machine.check_packages(LOCK, {"aiohttp": "3.14.4"}.get))
    assert "aiohttp missing" in say(machine.check_packages(LOCK, {"colorama": "0.4.6"}.get))
    lock = (ROOT / "requirements" / "run.txt").read_text()
    assert machine.check_packages(lock, machine.find_version) == [], "the tests run with what is locked"


def test_a_package_that_is_locked_for_several_pythons_may_be_any_of_these_and_not_missing() -> None:
    lock = "numpy==2.4.6 ; python_version < '3.12' \\\n    --hash=a\nnumpy==2.5.5 ; python_version >= '3.12' \\\n"
    assert machine.check_packages(lock, {"numpy": "2.4.6"}.get) == []
    assert machine.check_packages(lock, {"numpy": "2.5.5"}.get) == []
    assert "numpy 2.3.0 (locked: 2.4.6 or 2.5.5)" in say(machine.check_packages(lock, {"numpy": "2.3.0"}.get))
    assert "numpy missing" in say(machine.check_packages(lock, {"aiohttp": "3.14.5"}.get))


def test_old_and_wrong_time_zones_are_told() -> None:
    assert machine.check_zones([], None) == []
    assert "advice: The data are of 2024." in say(machine.check_zones([], "The data are of 2024."))
    assert "problem: Winnipeg is wrong." in say(machine.check_zones(["Winnipeg is wrong."], None))


def test_secrets_that_others_can_read_are_told(tmp_path: Path) -> None:
    env, secret = tmp_path / ".env", tmp_path / "password"
    env.write_text(f"APP_DB_PASSWORD_FILE={secret}\nAPP_DB_URL=postgresql://shop:geheim@db/assistant\n")
    secret.write_text("geheim")
    files = list_secret_files(env, {})
    assert files == [env, secret]
    for path in files:
        path.chmod(0o600)
    assert machine.check_secret_files(files, env) == []
    env.chmod(0o640)
    assert "(mode 640)" in say(machine.check_secret_files(files, env))
    env.chmod(0o600)
    secret.chmod(0o640)
    assert machine.check_secret_files(files, env) == [], "a container's secret may be the group's"
    secret.chmod(0o644)
    assert f"chmod 600 {secret}" in say(machine.check_secret_files(files, env))
    env.write_text("APP_PORT=8081\n")
    assert list_secret_files(env, {}) == []


def test_a_data_directory_that_others_can_change_or_nobody_can_use_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert "advice: There is no data directory" in say(machine.check_folder(folder))
    folder.mkdir(mode=0o700)
    assert machine.check_folder(folder) == []
    folder.chmod(0o777)
    assert "chmod go-w" in say(machine.check_folder(folder))
    file = tmp_path / "file"
    file.touch()
    assert "cannot be written" in say(machine.check_folder(file))


def test_a_disk_that_is_nearly_full_is_told(tmp_path: Path) -> None:
    assert machine.find_free_bytes(tmp_path / "not" / "made" / "yet") > 0
    assert machine.check_space(tmp_path, 10**10) == []
    assert "Only 12 MB are free" in say(machine.check_space(tmp_path, 12_000_000))


def test_a_backup_that_is_missing_old_untried_or_gone_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.sql.gz"
    file.touch()
    record = BackupRecord(path=str(file), made_at=NOW, is_verified=True)
    assert find_last_backup(tmp_path) is None
    note_backup(tmp_path, record)
    assert find_last_backup(tmp_path) == record
    assert machine.check_backup(record, NOW + timedelta(days=7)) == []
    assert "No backup is known of" in say(machine.check_backup(None, NOW))
    assert "problem: The last backup that is known of is 8 days old" in say(
        machine.check_backup(record, NOW + timedelta(days=8))
    )
    assert "never tried out" in say(machine.check_backup(replace(record, is_verified=False), NOW))
    file.unlink()
    assert "not there any more" in say(machine.check_backup(record, NOW))


@pytest.fixture
async def stranger(unused_tcp_port: int) -> AsyncIterator[int]:
    """A port that something which is not the assistant listens on."""

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", unused_tcp_port):
        yield unused_tcp_port


async def test_a_port_that_something_else_has_is_told(stranger: int) -> None:
    assert f"Something else listens on 127.0.0.1:{stranger}" in say(await machine.check_port("127.0.0.1", stranger))


async def test_a_free_port_and_one_that_the_assistant_has_are_well(unused_tcp_port: int) -> None:
    assert await machine.check_port("127.0.0.1", unused_tcp_port) == []

    async def show_health(_: web.Request) -> web.Response:
        return web.json_response({"status": "alive"}, headers={"Server": "assistant"})

    app = web.Application()
    app.router.add_get("/health", show_health)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    try:
        assert await machine.check_port("0.0.0.0", unused_tcp_port) == []  # noqa: S104 - recognised
    finally:
        await runner.cleanup()


def test_what_is_wrong_with_the_embedded_server_is_told() -> None:
    assert machine.check_embedded(RUNNING) == []
    assert "There is no database" in say(machine.check_embedded(replace(RUNNING, exists=False, answers=False)))
    assert "problem: Wrong version." in say(machine.check_embedded(replace(RUNNING, fault="Wrong version.")))
    stopped = replace(RUNNING, answers=False)
    assert "is not running" in say(machine.check_embedded(stopped))
    lock = machine.check_embedded(replace(stopped, stale_lock=Path("/d/postgres/pgdata/postmaster.pid")))
    assert "postmaster.pid was left by a server that was killed" in lock[1].what
    log = machine.check_embedded(replace(stopped, last_complaint="FATAL: no space left"))
    assert (log[1].weight, "no space left" in log[1].what) == (Weight.PROBLEM, True)
