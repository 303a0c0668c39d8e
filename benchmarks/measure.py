"""CPU time from /proc, and the machine's shape. Linux only."""

import asyncio
import os
import platform
from dataclasses import dataclass
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_QUIET_S = 0.1
_QUIET_WAITS_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Cpu:
    """CPU time that was used up, in seconds."""

    app_s: float
    postgres_s: float

    def __sub__(self, earlier: "Cpu") -> "Cpu":
        return Cpu(app_s=self.app_s - earlier.app_s, postgres_s=self.postgres_s - earlier.postgres_s)


def read_cpu(app_pid: int, postmaster_pid: int | None) -> Cpu:
    """Return what a server and its Postgres have used since they started, user and system, ended children included."""
    postgres_s = read_tree_s(postmaster_pid) if postmaster_pid else 0.0
    return Cpu(app_s=read_tree_s(app_pid), postgres_s=postgres_s)


async def wait_until_quiet(app_pid: int) -> None:
    """Wait until a server has used no CPU for a moment: its last reply is noted, its turn is over."""
    before = -1.0
    for _ in range(_QUIET_WAITS_MAX):
        now = read_tree_s(app_pid)
        if now == before:
            return
        before = now
        await asyncio.sleep(_QUIET_S)


def read_postmaster_pid(home: Path) -> int:
    """Return the process id of the embedded server whose data lie under `home`."""
    return int((home / "pgdata" / "postmaster.pid").read_text().split("\n", 1)[0])


def read_memory_mb(pid: int) -> tuple[float, float]:
    """Return the resident set and the proportional set of a process, in MB of 10^6 bytes."""
    lines = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines())
    sizes = {line[0]: int(line[1]) for line in lines if line[-1] == "kB"}
    return sizes["Rss:"] * 1024 / 1e6, sizes["Pss:"] * 1024 / 1e6


def describe_machine(postgres: str) -> str:
    """Return the machine's shape in one line; `postgres` is the server's version."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    cores = len(os.sched_getaffinity(0))
    return (
        f"{cores} cores ({platform.machine()}), {memory_gb:.0f} GB of memory, Linux, "
        f"Python {platform.python_version()}, Postgres {postgres}"
    )


def read_tree_s(pid: int) -> float:
    """Return the CPU time of a process and all its children, living and reaped."""
    children: dict[int, list[int]] = {}
    ticks: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _read_stat(entry)):
            # Counted from the state, the first field behind the name: parent, and user, system, and the reaped ones'.
            children.setdefault(int(fields[1]), []).append(int(entry.name))
            ticks[int(entry.name)] = sum(map(int, fields[11:15]))
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        total += ticks.get(one, 0)
        waiting += children.get(one, [])
    return total / _TICKS_PER_S


def _read_stat(process: Path) -> list[str]:
    try:
        return (process / "stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return []  # it has ended meanwhile
