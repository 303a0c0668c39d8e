"""How the server starts: the time to its first answer, its memory at rest, and what importing it costs."""

import asyncio
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

from assistant.settings import ROOT
from assistant.storage.connection import DatabaseCredentials
from benchmarks.contenders import ASSISTANT, run
from benchmarks.measure import read_memory_mb

REST_S = 3.0
"""By then the start's own garbage is gone and every loop in the background has run."""
_PINNED = re.compile(r"(?m)^([\w.-]+)==")
_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| (\s*)([\w.]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One start of the server on a database that is ready."""

    seconds: float
    """From the command to the first answer."""
    resident_mb: float
    proportional_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """One import of the application in a fresh interpreter, in milliseconds."""

    total_ms: float
    by_package_ms: dict[str, float]
    """What each package's own modules took."""


def list_extras() -> list[str]:
    """Return the importable names of all that is installed here and that `requirements/run.txt` does not bring.

    Some of what the assistant uses looks whether other packages are there, and imports them: they are hidden from it.
    """
    brought = {name.lower().replace("_", "-") for name in _PINNED.findall((ROOT / "requirements/run.txt").read_text())}
    return [
        module
        for module, distributions in packages_distributions().items()
        if module != "assistant" and not brought & {name.lower().replace("_", "-") for name in distributions}
    ]


def _hide(modules: list[str]) -> str:
    """Return the beginning of a program to which these modules are not installed."""
    return f"import sys; sys.modules.update(dict.fromkeys({modules!r})); "


async def measure_start(database: DatabaseCredentials, folder: Path, starts: int) -> list[Start]:
    """Start the server so many times."""
    program = _hide(list_extras()) + "from assistant.__main__ import main; sys.exit(main(['serve']))"
    samples = []
    for _ in range(starts):
        started = time.perf_counter()
        async with run(ASSISTANT, database, folder, command=(sys.executable, "-c", program)) as running:
            seconds = time.perf_counter() - started
            await asyncio.sleep(REST_S)
            resident_mb, proportional_mb = read_memory_mb(running.pid)
        samples.append(Start(seconds=seconds, resident_mb=resident_mb, proportional_mb=proportional_mb))
    return samples


def measure_imports(times: int) -> list[Imports]:
    """Import the application so many times."""
    program = _hide(list_extras()) + "import assistant.app"
    return [_measure_import(program) for _ in range(times)]


def _measure_import(program: str) -> Imports:
    told = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-X", "importtime", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    own: Counter[str] = Counter()
    total_us = 0
    for self_us, cumulative_us, indent, module in _IMPORT.findall(told):
        own[module.partition(".")[0]] += int(self_us)
        if module == "assistant.app" or (not indent[1:] and module == "assistant"):
            total_us += int(cumulative_us) if module == "assistant.app" else int(self_us)
    return Imports(total_ms=total_us / 1000, by_package_ms={name: us / 1000 for name, us in own.items()})
