"""The parent of several processes: it keeps them going when the machine does not give it what it needs at once."""

import asyncio
import errno
import logging
import os
import shutil
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.commands.supervisor import Order, supervise
from assistant.settings import Settings, load_settings
from assistant.telemetry.metrics import SHARED_FOLDER_VARIABLE

PATIENCE_S = 30
CHILD = f"""
import os, sys
os.listdir(os.environ["{SHARED_FOLDER_VARIABLE}"])
print("ready", flush=True)
sys.stdin.read()
"""
"""A child that needs the shared folder, says that it listens, and lives until it is ended."""
start_process = asyncio.create_subprocess_exec


@dataclass
class Machine:
    """Starts children for a parent, and ends it once enough of them were started."""

    starts_max: int
    fails_at: int = 0
    """Which start finds no memory; 0: none."""
    folders: list[Path] = field(default_factory=list)
    """The shared folder, at each start."""
    had_folder: list[bool] = field(default_factory=list)
    """Whether it was there."""
    children: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def start(
        self, *_: str, env: dict[str, str], stdin: int, stdout: int, **_options: object
    ) -> asyncio.subprocess.Process:
        self.folders.append(Path(env[SHARED_FOLDER_VARIABLE]))
        self.had_folder.append(self.folders[-1].is_dir())
        if len(self.folders) == self.fails_at:
            raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
        child = await start_process(sys.executable, "-c", CHILD, env=env, stdin=stdin, stdout=stdout)
        self.children.append(child)
        if len(self.folders) == self.starts_max:
            os.kill(os.getpid(), signal.SIGTERM)
        return child


@pytest.fixture
def order(tmp_path: Path) -> Order:
    settings = load_settings(env_file=None, environ={"APP_PORT": "0", "APP_DATA_DIR": str(tmp_path / "data")})
    return Order(settings=settings, slug=None, has_background=True)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(starts_max=3)
    monkeypatch.setattr("assistant.commands.supervisor.asyncio.create_subprocess_exec", made.start)
    monkeypatch.setattr("assistant.commands.supervisor.RESTART_AFTER_S", (0, 0))
    return made


def stop_at_last() -> None:
    """Let a parent that starts nobody any more end all the same, so that the test fails instead of waiting."""
    asyncio.get_running_loop().call_later(PATIENCE_S, os.kill, os.getpid(), signal.SIGTERM)


def test_a_process_that_finds_no_memory_at_its_restart_is_started_again(
    order: Order, machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    machine.fails_at, machine.starts_max = 3, 4

    def kill_one(_: Settings) -> None:
        stop_at_last()
        machine.children[0].kill()

    supervise(order, 2, kill_one)
    assert [child.returncode is not None for child in machine.children] == [True] * 3
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(said) == 2
    assert "signal SIGKILL" in said[0]
    assert "could not be started: Cannot allocate memory" in said[1]


def test_a_folder_of_metrics_that_was_removed_keeps_no_process_from_starting(order: Order, machine: Machine) -> None:
    def remove_folder(_: Settings) -> None:
        stop_at_last()
        shutil.rmtree(machine.folders[0])
        machine.children[0].kill()

    supervise(order, 2, remove_folder)
    assert machine.had_folder == [True] * 3


def test_metrics_are_kept_where_no_cleaner_of_temporary_files_comes_and_are_gone_at_the_end(
    order: Order, machine: Machine
) -> None:
    machine.starts_max = 2
    supervise(order, 2, lambda _: None)
    assert {folder.parent for folder in machine.folders} == {order.settings.data_dir}
    assert list(order.settings.data_dir.iterdir()) == []


def test_a_data_directory_that_cannot_be_made_stops_nobody(order: Order, machine: Machine) -> None:
    machine.starts_max = 2
    order.settings.data_dir.write_text("in the way")
    supervise(order, 2, lambda _: None)
    assert not machine.folders[0].is_relative_to(order.settings.data_dir)
