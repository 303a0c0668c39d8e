"""The storms, at full length: `make storm`, or some of them by name.

PYTHONPATH=. python tests/faults/storm.py                           # all, under twenty minutes
PYTHONPATH=. python tests/faults/storm.py delivery kill --rate 0.1  # two of them, a tenth as long
PYTHONPATH=. python tests/faults/storm.py --command "/other/build/.venv/bin/python -m assistant"
"""

import argparse
import asyncio
import contextlib
import random
import shlex
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clock_storm import LIBRARY, MISSING, make_clock_environment, run_clock_storm
from database_storm import PLANS, Plan, Stage, fill_disk, run_database_fault
from delivery_storm import run_delivery_storm
from kill_loop import run_kill_loop
from own_postgres import OwnPostgres, run_own_postgres
from scene import Outcome, Shops
from server_process import COMMAND
from step_storm import StepStorm
from stop_storm import run_stop_storm
from tmpfs import NotMountedError, mount_tmpfs
from wire_proxy import run_wire_proxy

from assistant.clock import use_packaged_time_zones

MESSAGES, COPIES = 2_000, 4
KILLS = 100
STOPS = 20
CLOCK_STEPS = 6
DISK_MB = 110
SMALL_WAL = {"max_wal_size": "32MB", "min_wal_size": "32MB"}
COLUMNS = ("messages", "deliveries", "answers", "slowest answer, s", "ready again after, s", "replies doubled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where storms take place."""

    shops: Shops
    postgres: OwnPostgres
    rate: float

    def times(self, full: int) -> int:
        """Return a number of times at this rate, at least 1."""
        return max(1, round(full * self.rate))

    @contextlib.asynccontextmanager
    async def open_stage(self) -> AsyncIterator[Stage]:
        """Open a scene whose server reaches Postgres through a proxy alone."""
        async with (
            run_wire_proxy(self.postgres.credentials) as proxy,
            self.shops.open_scene(through=proxy) as scene,
        ):
            yield Stage(scene=scene, postgres=self.postgres, proxy=proxy)


Storm = Callable[[Ground], AsyncIterator[Outcome]]


class NotPossibleError(Exception):
    """A storm needs something that this machine lacks. The text says what."""


async def deliver(ground: Ground) -> AsyncIterator[Outcome]:
    async with ground.shops.open_scene(servers=2) as scene:
        yield await run_delivery_storm(scene, messages=ground.times(MESSAGES), copies=COPIES)


async def kill(ground: Ground) -> AsyncIterator[Outcome]:
    async with ground.shops.open_scene() as scene:
        yield await run_kill_loop(scene, kills=ground.times(KILLS))


async def kill_steps(ground: Ground) -> AsyncIterator[Outcome]:
    async with ground.open_stage() as stage:
        yield await StepStorm(stage.scene, stage.proxy, kills=True).run(every=round(1 / ground.rate))


async def cut_steps(ground: Ground) -> AsyncIterator[Outcome]:
    async with ground.open_stage() as stage:
        yield await StepStorm(stage.scene, stage.proxy, kills=False).run(every=round(1 / ground.rate))


async def fail_database(ground: Ground) -> AsyncIterator[Outcome]:
    async with ground.open_stage() as stage:
        await stage.scene.start()
        for plan in PLANS:
            yield await run_database_fault(stage, plan)


async def fill(ground: Ground) -> AsyncIterator[Outcome]:
    async with contextlib.AsyncExitStack() as stack:
        try:
            disk = stack.enter_context(mount_tmpfs(DISK_MB))
        except NotMountedError as error:
            raise NotPossibleError(str(error)) from None
        async with run_own_postgres(disk / "pg", SMALL_WAL) as postgres:
            shops = ground.shops.on(postgres.credentials)
            async with replace(ground, postgres=postgres, shops=shops).open_stage() as stage:
                await stage.scene.start()
                plan = Plan(name="disk full", fault=fill_disk(disk), lasting_s=15, is_total=False)
                yield await run_database_fault(stage, plan)


async def stop(ground: Ground) -> AsyncIterator[Outcome]:
    async with ground.shops.open_scene() as scene:
        yield await run_stop_storm(scene, stops=ground.times(STOPS))


async def step_clock(ground: Ground) -> AsyncIterator[Outcome]:
    if LIBRARY is None:
        raise NotPossibleError(MISSING)
    file = ground.shops.folder / "clock"
    async with ground.shops.open_scene(environment=make_clock_environment(file)) as scene:
        yield await run_clock_storm(scene, file, steps=ground.times(CLOCK_STEPS))


STORMS: Mapping[str, Storm] = {
    "delivery": deliver,
    "kill": kill,
    "kill-steps": kill_steps,
    "cut-steps": cut_steps,
    "database": fail_database,
    "disk": fill,
    "stop": stop,
    "clock": step_clock,
}


async def run_storms(ground: Ground, names: Sequence[str]) -> list[Outcome]:
    """Run storms one after another, and tell of each when it is over."""
    outcomes: list[Outcome] = []
    for name in names:
        say(f"{name} ...")
        try:
            async for outcome in STORMS[name](ground):
                outcome.figures["deadlocks in Postgres so far"] = ground.postgres.count_deadlocks()
                tell(outcome)
                outcomes.append(outcome)
        except NotPossibleError as error:
            say(f"  not possible here: {error}")
            outcomes.append(Outcome(name=name, figures={"answers": f"not tried: {error}"}, broken={}))
        except Exception as error:  # noqa: BLE001 - the other storms are still worth their while
            say(f"  failed: {error!r}")
            outcomes.append(Outcome(name=name, figures={}, broken={f"the storm failed: {error!r}": 1}))
    return outcomes


def tell(outcome: Outcome) -> None:
    figures = "; ".join(f"{name}: {value}" for name, value in outcome.figures.items())
    say(f"  {outcome.name}: {figures}")
    say(f"    BROKEN: {outcome.broken}" if outcome.broken else "    nothing broken")


def write_table(outcomes: Sequence[Outcome]) -> str:
    """Return a Markdown table of the figures that all storms have in common."""
    lines = [f"| storm | {' | '.join(COLUMNS)} | broken |", f"|{'---|' * (len(COLUMNS) + 2)}"]
    for outcome in outcomes:
        cells = [str(outcome.figures.get(column, "")) for column in COLUMNS]
        broken = ", ".join(f"{what}: {times}" for what, times in outcome.broken.items()) or "0"
        lines.append(f"| {outcome.name} | {' | '.join(cells)} | {broken} |")
    return "\n".join(lines)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Attack the assistant, and hold what is left against its promises.")
    parser.add_argument(
        "storms", nargs="*", metavar="STORM", help=f"which: {', '.join(STORMS)}; all where none is named"
    )
    parser.add_argument("--rate", type=float, default=1.0, help="how long: 0.1 is a tenth of the full length")
    parser.add_argument("--command", default=shlex.join(COMMAND), help="how the assistant is started, without `serve`")
    seed = random.randrange(10**6)  # noqa: S311 - not a secret
    parser.add_argument("--seed", type=int, default=seed, help="of what is left to chance")
    arguments = parser.parse_args()
    if unknown := set(arguments.storms) - STORMS.keys():
        parser.error(f"no such storm: {', '.join(sorted(unknown))} (there are {', '.join(STORMS)})")
    return arguments


async def main(arguments: argparse.Namespace, folder: Path) -> int:
    """Return how many storms broke something."""
    say(f"seed {arguments.seed}, rate {arguments.rate}, logs in {folder}")
    dice = random.Random(arguments.seed)  # noqa: S311 - not a secret
    command = shlex.split(arguments.command)
    async with run_own_postgres(folder / "pg") as postgres:
        shops = Shops(server=postgres.credentials, folder=folder, dice=dice, command=command, is_long=True)
        ground = Ground(shops=shops, postgres=postgres, rate=arguments.rate)
        outcomes = await run_storms(ground, arguments.storms or list(STORMS))
    say(f"\n{write_table(outcomes)}")
    return sum(bool(outcome.broken) for outcome in outcomes)


if __name__ == "__main__":
    use_packaged_time_zones()
    place = Path(tempfile.mkdtemp(prefix="assistant-storm-"))
    place.chmod(0o711)  # Postgres, which never runs as root, must get in
    if broken := asyncio.run(main(read_arguments(), place)):
        sys.exit(f"\n{broken} storms broke something; the logs stay in {place}")
    shutil.rmtree(place)
