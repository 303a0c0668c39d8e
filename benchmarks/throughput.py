"""`python -m benchmarks.throughput`: what a message costs, in CPU, beside what it could cost. See README.md."""

import argparse
import asyncio
import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from benchmarks.contenders import CONTENDERS, Contender, ContenderError, find_free_port, run
from benchmarks.conversations import Script, write_scripts
from benchmarks.databases import Server, make_database, prepare_template, read_version, run_server
from benchmarks.load import Line, LoadError, Receiver, play
from benchmarks.measure import describe_machine, read_cpu, wait_until_quiet
from benchmarks.pictures import draw_throughput
from benchmarks.report import put_into_readme, write_throughput
from benchmarks.rows import count_rows, describe_differences
from benchmarks.samples import Rest, Sample, summarise

SEED = 20261123
WARM_UP_MESSAGES = 380
"""Every kind of message twenty times: modules are imported, statements prepared on every connection."""
REST_MESSAGES = 209
REST_PAUSE_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What all runs share."""

    server: Server
    receiver: Receiver
    today: date

    def write_scripts(self, messages: int) -> tuple[list[Script], list[Script]]:
        """Return what warms a contender up, and what is measured: the same for every one."""
        warm_up = len(list(write_scripts(WARM_UP_MESSAGES, today=self.today, seed=SEED)))
        scripts = list(write_scripts(WARM_UP_MESSAGES + messages, today=self.today, seed=SEED))
        return scripts[:warm_up], scripts[warm_up:]


async def measure(
    bench: Bench, contender: Contender, connections: int, messages: int, *, pause_s: float = 0.0
) -> Sample:
    """Return what so many messages cost a contender that was started for them.

    Raises:
        ContenderError: it did not start.
        LoadError: it lost, doubled or refused something.
    """
    receiver = bench.receiver
    receiver.forget()
    warm_up, scripts = bench.write_scripts(messages)
    async with (
        make_database(bench.server, f"{contender.name}_{connections}") as database,
        run(contender, database, bench.server.folder, secret=receiver.secret) as running,
    ):
        line = Line(url=running.url, secret=receiver.secret, receiver=receiver if contender.replies else None)
        await play(line, warm_up, connections=connections)
        await wait_until_quiet(running.pid)
        before = read_cpu(running.pid, bench.server.postmaster_pid)
        times_s = await play(line, scripts, connections=connections, pause_s=pause_s)
        await wait_until_quiet(running.pid)
        cpu = read_cpu(running.pid, bench.server.postmaster_pid) - before
        rows = await count_rows(database) if contender.replies else {}
    return Sample(
        contender=contender, connections=connections, cpu=cpu, rows=rows, times_s=times_s, put_off=len(line.put_off)
    )


async def run_rounds(bench: Bench, options: argparse.Namespace, contenders: Sequence[Contender]) -> list[Sample]:
    """Return all samples: in each round every contender at every number of connections, one after another."""
    samples: list[Sample] = []
    for number in range(1, options.rounds + 1):
        for connections in options.connections:
            for contender in contenders:
                sample = await measure(bench, contender, connections, options.messages)
                _check_rows(samples, sample)
                samples.append(sample)
                cost = f"app {sample.app_s:6.3f} s, Postgres {sample.postgres_s:6.3f} s for 1,000 messages"
                again = f", {sample.put_off} answered 503 and delivered again" if sample.put_off else ""
                _say(f"round {number}, {connections:2} connections, {contender.title:20} {cost}{again}")
    return samples


def _check_rows(samples: Sequence[Sample], sample: Sample) -> None:
    other = next((one for one in samples if one.contender.replies), None)
    if other and sample.contender.replies and (differences := describe_differences(other.rows, sample.rows)):
        names = f"{other.contender.name} and {sample.contender.name}"
        raise LoadError(f"{names} have not written the same rows: {differences}")


async def run_at_rest(bench: Bench, contenders: Sequence[Contender]) -> list[Rest]:
    """Return how long each lets a customer wait who writes alone, and only when all is quiet."""
    rests = []
    for contender in contenders:
        if contender.replies:
            sample = await measure(bench, contender, 1, REST_MESSAGES, pause_s=REST_PAUSE_S)
            rests.append(Rest(contender=contender, times_s=sample.times_s))
            _say(f"at rest, {contender.title:20} median {rests[-1].median_ms:.1f} ms")
    return rests


async def run_benchmark(options: argparse.Namespace) -> str:
    """Measure as the options say; return the tables."""
    contenders = [one for one in CONTENDERS if not options.only or one.name in options.only]
    for one in contenders:
        if not one.is_installed:
            _say(f"{one.title} is left out: install requirements/bench.txt")
    contenders = [one for one in contenders if one.is_installed]
    receiver = Receiver(port=find_free_port())
    with run_server() as server:
        receiver.secret = await prepare_template(server, receiver.url)
        async with receiver.listen():
            bench = Bench(server=server, receiver=receiver, today=date.today())  # noqa: DTZ011 - the salon's day
            figures = summarise(await run_rounds(bench, options, contenders))
            rests = await run_at_rest(bench, contenders)
        machine = describe_machine(await read_version(server))
    if options.write:
        draw_throughput(figures)
    return write_throughput(figures, rests, machine=machine, command=_command())


def _command() -> str:
    return " ".join(["python -m benchmarks.throughput", *sys.argv[1:]])


def _say(text: str) -> None:
    print(text, flush=True)


def main() -> None:
    """Measure, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=950, help="in each run")
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--only", nargs="+", choices=[one.name for one in CONTENDERS], default=[])
    parser.add_argument("--write", action="store_true", help="put the figures into README.md and pictures/")
    options = parser.parse_args()
    if options.write and not importlib.util.find_spec("matplotlib"):
        sys.exit("--write draws a picture: install requirements/bench.txt")
    try:
        tables = asyncio.run(run_benchmark(options))
    except (ContenderError, LoadError) as error:
        sys.exit(f"The run failed: {error}")
    _say(f"\n{tables}")
    if options.write:
        put_into_readme("throughput", tables)


if __name__ == "__main__":
    main()
