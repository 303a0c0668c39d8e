"""What can be wrong on the machine: packages, files, space, the port, the embedded server. A function for each."""

import asyncio
import os
import re
import shutil
import stat
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path

import aiohttp

from assistant.storage.backup.history import BackupRecord
from assistant.storage.diagnosis import Finding, Weight
from assistant.storage.embedded import EmbeddedState

PYTHON_MIN = (3, 11)
FREE_BYTES_MIN = 1_000_000_000
"""Postgres stops at a full disk, and a backup needs room as well."""
BACKUP_AGE_MAX = timedelta(days=7)
PORT_TIMEOUT_S = 3
_PIN = re.compile(r"(?m)^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?P<marker> *;)?")


def problem(what: str, remedy: str) -> Finding:
    """Return something that must be put right."""
    return Finding(weight=Weight.PROBLEM, what=what, remedy=remedy)


def advise(what: str, remedy: str) -> Finding:
    """Return something that should not stay so."""
    return Finding(weight=Weight.ADVICE, what=what, remedy=remedy)


def refuse_settings(error: Exception) -> Finding:
    """Return that the settings cannot be used; nothing that depends on them can be looked at."""
    return problem(str(error), "Correct it in .env or in the environment. The rest was not looked at.")


def refuse_embedded(error: Exception) -> Finding:
    """Return why the embedded server cannot be used at all."""
    return problem(str(error), "The database was not looked at.")


def refuse_files(error: OSError) -> Finding:
    """Return that files could not be looked at."""
    return problem(
        f"{error.filename or 'A file'} cannot be looked at ({error.strerror}).",
        "Run doctor as the user that runs the assistant.",
    )


def check_python(version: tuple[int, ...]) -> list[Finding]:
    """Return whether this Python is too old."""
    if version >= PYTHON_MIN:
        return []
    return [problem(f"This is Python {_dotted(version)}.", f"Install Python {_dotted(PYTHON_MIN)} or newer.")]


def find_version(package: str) -> str | None:
    """Return the version of a package that is installed, or None."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def check_packages(lock: str, find: Callable[[str], str | None]) -> list[Finding]:
    """Return the packages that are not those of the lock.

    Args:
        lock: The text of `requirements/run.txt`. What it has for some systems only may be missing; of what it has in
            several versions, by the version of Python, any will do.
        find: Returns the version of a package that is installed, or None.
    """
    pins: dict[str, list[re.Match[str]]] = {}
    for pin in _PIN.finditer(lock):
        pins.setdefault(pin["name"], []).append(pin)
    wrong = []
    for name, own in pins.items():
        found, versions = find(name), [pin["version"] for pin in own]
        # Several are for one Python each, and so one of them is always needed.
        may_be_missing = len(own) == 1 and own[0]["marker"]
        if found not in versions and not (found is None and may_be_missing):
            wrong.append(f"{name} {found or 'missing'} (locked: {' or '.join(versions)})")
    if not wrong:
        return []
    return [
        advise(
            f"{len(wrong)} packages are not those that this version was tried with: {', '.join(wrong[:5])}.",
            "pip install --require-hashes --no-deps -r requirements/run.txt",
        )
    ]


def check_zones(problems: Sequence[str], age: str | None) -> list[Finding]:
    """Return what is wrong with the time-zone data: wrong in a known case, or old.

    Args:
        problems: What `clock.check_time_zones` returns.
        age: What `clock.find_time_zones_age` returns.
    """
    found = [problem(text, "Until then times in that zone are an hour off.") for text in problems]
    return [*found, advise(age, "Update the assistant, or the package alone.")] if age else found


def check_secret_files(files: Sequence[Path], env_file: Path) -> list[Finding]:
    """Return the files with secrets that others on this machine can read."""
    found = []
    for path in files:
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0
        if mode & (stat.S_IRWXG | stat.S_IRWXO) and (path == env_file or mode & stat.S_IRWXO):
            found.append(
                problem(f"{path} holds a secret, and others can read it (mode {mode:o}).", f"chmod 600 {path}")
            )
    return found


def check_folder(folder: Path) -> list[Finding]:
    """Return whether the data directory cannot be used, or can be changed by others."""
    if not folder.exists():
        return [advise(f"There is no data directory {folder} yet.", "It is made by python -m assistant run.")]
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return [problem(f"The data directory {folder} cannot be written.", "Change its owner, or set APP_DATA_DIR.")]
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        return [problem(f"Others can change the data directory {folder} (mode {mode:o}).", f"chmod go-w {folder}")]
    return []


def find_free_bytes(folder: Path) -> int:
    """Return how much room there is where a directory is, or will be."""
    return shutil.disk_usage(next(step for step in (folder, *folder.parents) if step.exists())).free


def check_space(folder: Path, free_bytes: int) -> list[Finding]:
    """Return whether the disk is nearly full."""
    if free_bytes >= FREE_BYTES_MIN:
        return []
    return [
        problem(
            f"Only {free_bytes / 1_000_000:,.0f} MB are free on the disk of {folder}.",
            "Make room: with a full disk messages are refused, and nothing can be booked.",
        )
    ]


def check_backup(last: BackupRecord | None, now: datetime) -> list[Finding]:
    """Return whether the last backup that is known of is missing, old or was never tried out."""
    if last is None:
        return [advise("No backup is known of.", "python -m assistant backup")]
    if now - last.made_at > BACKUP_AGE_MAX:
        days = (now - last.made_at).days
        return [problem(f"The last backup that is known of is {days} days old.", "python -m assistant backup")]
    if not last.is_verified:
        return [
            advise(f"{last.path} was never tried out.", "Let the next one be tried out: python -m assistant backup")
        ]
    if not Path(last.path).exists():
        return [advise(f"The last backup, {last.path}, is not there any more.", "See that a copy of it is elsewhere.")]
    return []


async def check_port(host: str, port: int) -> list[Finding]:
    """Return whether something else listens where the server would. The assistant itself may."""
    if port == 0:
        return []  # any free one will do
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - recognised, not listened on
    try:
        async with asyncio.timeout(PORT_TIMEOUT_S):
            _, writer = await asyncio.open_connection(reached, port)
    except OSError:
        return []  # nobody listens: it is free
    writer.close()
    if await _is_assistant(reached, port):
        return []
    return [problem(f"Something else listens on {host}:{port}.", "Stop it, or set APP_PORT.")]


async def _is_assistant(host: str, port: int) -> bool:
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    timeout = aiohttp.ClientTimeout(total=PORT_TIMEOUT_S)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(f"http://{where}/health", allow_redirects=False) as answer,
        ):
            return answer.headers.get("Server") == "assistant"
    except (aiohttp.ClientError, TimeoutError, OSError):
        return False


def check_embedded(state: EmbeddedState) -> list[Finding]:
    """Return what is wrong with the embedded server; one that does not run is looked at from outside only."""
    if not state.exists:
        return [advise(f"There is no database in {state.home} yet.", "It is made by python -m assistant run.")]
    if state.fault:
        return [problem(state.fault, "The database was not looked at.")]
    if state.answers:
        return []
    found = [
        advise(
            "The embedded Postgres is not running: what is in the database was not looked at.",
            "Run doctor again while the assistant runs.",
        )
    ]
    if state.stale_lock:
        found.append(
            advise(
                f"{state.stale_lock} was left by a server that was killed, or one is starting just now.",
                "Leave it: the next start clears it away.",
            )
        )
    if state.last_complaint:
        found.append(problem(f"The last thing that its log complains of: {state.last_complaint}", f"See {state.log}."))
    return found


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version[:2]))
