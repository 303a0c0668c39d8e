"""`python -m benchmarks.throughput`: what a message costs, in CPU, beside what it could cost. See README.md."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from benchmarks.contenders import ASSISTANT, CONTENDERS, FLOOR, Contender, find_free_port, run
from benchmarks.conversations import write_scripts
from benchmarks.databases import Server, make_database, prepare_template, run_server
from benchmarks.load import Line, LoadError, Receiver, play
from benchmarks.measure import Cpu, read_cpu, wait_until_quiet
from benchmarks.rows import count_rows, describe_differences

SEED = 20261123
WARM_UP_MESSAGES = 190
"""Every kind of message ten times: imports are done, statements are prepared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One run of one contender."""

    contender: Contender
    connections: int
    messages: int
    cpu: Cpu
    rows: dict[str, int]
    times_s: list[float] = field(repr=False)

    @property
    def app_s(self) -> float:
        """CPU-seconds of the app for a thousand messages."""
        return self.cpu.app_s / self.messages * 1000

    @property
    def postgres_s(self) -> float:
        """CPU-seconds of Postgres for a thousand messages."""
        return self.cpu.postgres_s / self.messages * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What all runs share."""

    server: Server
    receiver: Receiver
    today: date


async def measure(bench: Bench, contender: Contender, connections: int, messages: int) -> Sample:
    """Return what so many messages cost a contender that was started for them.

    Raises:
        LoadError: it lost, doubled or refused something.
    """
    receiver = bench.receiver
    receiver.ids.clear()
    async with (
        make_database(bench.server, f"{contender.name}_{connections}") as database,
        run(contender, database, bench.server.folder, receiver.secret) as running,
    ):
        line = Line(url=running.url, secret=receiver.secret, receiver=receiver if contender.replies else None)
        scripts = list(write_scripts(WARM_UP_MESSAGES + messages, today=bench.today, seed=SEED))
        warm_up = len(list(write_scripts(WARM_UP_MESSAGES, today=bench.today, seed=SEED)))
        await play(line, scripts[:warm_up], connections=connections, prefix=contender.name)
        await wait_until_quiet(running.pid)
        before = read_cpu(running.pid, bench.server.postmaster_pid)
        times = await play(line, scripts[warm_up:], connections=connections, prefix=contender.name)
        await wait_until_quiet(running.pid)
        cpu = read_cpu(running.pid, bench.server.postmaster_pid) - before
        rows = await count_rows(database) if contender.replies else {}
    return Sample(contender=contender, connections=connections, messages=len(times), cpu=cpu, rows=rows, times_s=times)


async def run_rounds(bench: Bench, options: argparse.Namespace, contenders: Sequence[Contender]) -> list[Sample]:
    """Return all samples: in each round every contender at every number of connections, one after another."""
    samples = []
    for number in range(1, options.rounds + 1):
        for connections in options.connections:
            alike: Sample | None = None
            for contender in contenders:
                sample = await measure(bench, contender, connections, options.messages)
                samples.append(sample)
                _say(f"round {number}, {connections:2} connections, {contender.title:20} {_describe(sample)}")
                if contender.replies:
                    alike = alike or sample
                    _check_rows(alike, sample)
    return samples


def _check_rows(one: Sample, other: Sample) -> None:
    if differences := describe_differences(one.rows, other.rows):
        names = f"{one.contender.name} and {other.contender.name}"
        raise LoadError(f"{names} have not written the same rows: {differences}")


def _describe(sample: Sample) -> str:
    return f"app {sample.app_s:6.3f} s, Postgres {sample.postgres_s:6.3f} s for 1,000 messages (n={sample.messages})"


def _say(text: str) -> None:
    print(text, flush=True)


async def run_benchmark(options: argparse.Namespace) -> list[Sample]:
    """Measure as the options say."""
    contenders = [one for one in CONTENDERS if not options.only or one.name in options.only]
    for one in contenders:
        if not one.is_installed:
            _say(f"{one.title} is left out: install requirements/bench.txt")
    receiver = Receiver(secret="", port=find_free_port())
    with run_server() as server:
        receiver.secret = await prepare_template(server, receiver.url)
        async with receiver.listen():
            bench = Bench(server=server, receiver=receiver, today=date.today())  # noqa: DTZ011 - the salon's day
            return await run_rounds(bench, options, [one for one in contenders if one.is_installed])


def _print_medians(samples: Sequence[Sample], connections: int) -> None:
    here = [sample for sample in samples if sample.connections == connections]
    apps = {
        one: median(sample.app_s for sample in here if sample.contender == one)
        for one in CONTENDERS
        if any(sample.contender == one for sample in here)
    }
    _say(f"\n{connections} connections, medians of CPU-seconds for 1,000 messages")
    for one, app_s in apps.items():
        postgres_s = median(sample.postgres_s for sample in here if sample.contender == one)
        _say(f"  {one.title:20} app {app_s:6.3f}  Postgres {postgres_s:6.3f}")
    if FLOOR in apps and ASSISTANT in apps:
        _say(f"  the assistant's app uses {apps[ASSISTANT] / apps[FLOOR]:.2f} times the floor's CPU")


def main() -> None:
    """Measure, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=1900, help="for each run")
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--only", nargs="+", choices=[one.name for one in CONTENDERS], default=[])
    options = parser.parse_args()
    try:
        samples = asyncio.run(run_benchmark(options))
    except LoadError as error:
        sys.exit(f"The run failed: {error}")
    for connections in options.connections:
        _print_medians(samples, connections)


if __name__ == "__main__":
    main()
