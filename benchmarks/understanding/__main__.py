"""`python -m benchmarks.understanding`: how well messages are understood, on public sets. See README.md."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.report import put_into_readme
from benchmarks.understanding.scorers import Half, ScorerError
from benchmarks.understanding.sets import SETS, WHERE_VARIABLE, NoSetsError, Result, find_folder, run_sets
from benchmarks.understanding.speed import Speed, measure_speed

MICROSECONDS = 1_000_000


def write_table(results: Sequence[Result], speed: Speed | None, *, command: str) -> str:
    """Return what came of the sets, and how fast it went, as Markdown."""
    lines = [
        f"`{command}`",
        "",
        "| set | figure | open half | half set aside | CPU for a row |",
        "|---|---|---|---|---|",
    ]
    for result in results:
        for place, figure in enumerate(result.evaluated.figures):
            first = place == 0
            name = f"{result.evaluated.name} (n={result.rows})" if first else ""
            cpu = f"{result.cpu_us / 1000:.2f} ms" if first else ""
            values = " | ".join(f"{result.scores[half].figures.get(figure, 0):.3f}" for half in Half)
            lines.append(f"| {name} | {figure} | {values} | {cpu} |")
    return "\n".join([*lines, *write_speed(speed)])


def write_speed(speed: Speed | None) -> list[str]:
    """Return a paragraph on one core's speed."""
    if speed is None:
        return []
    whole, grammar = MICROSECONDS / speed.whole_us, MICROSECONDS / speed.grammar_us
    told = (
        f"One core understands {whole:,.0f} messages a second, and reads the times of {grammar:,.0f} "
        f"(n={speed.texts}, the best of five rounds); the worst message of 2,000 characters "
        f"({speed.worst!r}, again and again) takes {speed.worst_ms:.1f} ms."
    )
    return ["", told]


def write_json(results: Sequence[Result], speed: Speed | None) -> str:
    """Return the figures of the half set aside, by set, with how many rows they are of."""
    told = {
        result.evaluated.name: {
            **{name: result.scores[Half.ASIDE].figures[name] for name in result.evaluated.figures},
            "n": int(result.scores[Half.ASIDE].figures["n"]),
        }
        for result in results
    }
    if speed:
        told["speed"] = {
            "messages_per_second": MICROSECONDS / speed.whole_us,
            "grammar_per_second": MICROSECONDS / speed.grammar_us,
            "worst_ms": speed.worst_ms,
            "n": speed.texts,
        }
    return json.dumps(told, indent=2) + "\n"


def show(result: Result, errors: int) -> None:
    """Print what came of one set."""
    for half, score in result.scores.items():
        told = ", ".join(f"{name} {score.figures.get(name, 0):.3f}" for name in result.evaluated.figures)
        print(f"{result.evaluated.name:13}{half:6} {told}", flush=True)
    if errors:
        for name, (right, all_) in result.scores[Half.OPEN].shares.items():
            print(f"    {name:36} {right:5}/{all_:5}")
        print("\n".join(result.scores[Half.OPEN].wrong))


def main() -> None:
    """Run the sets, and say what came of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding", description=__doc__)
    parser.add_argument(
        "--data",
        type=Path,
        default=find_folder(),
        help=f"the folder of the sets; or name its parent in {WHERE_VARIABLE}",
    )
    parser.add_argument("--set", dest="sets", nargs="+", choices=[one.name for one in SETS], default=[])
    parser.add_argument("--errors", type=int, default=0, help="show so many wrong rows of the open half")
    parser.add_argument("--json", type=Path, help="write the figures of the half set aside into this file")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    options = parser.parse_args()
    if options.data is None:
        sys.exit("Where are the sets? Say so: --data DIR")
    results = []
    try:
        for result in run_sets(options.data, options.sets, errors=options.errors):
            show(result, options.errors)
            results.append(result)
    except (NoSetsError, ScorerError) as error:
        sys.exit(str(error))
    speed = None if options.sets else measure_speed(options.data)
    print("\n".join(write_speed(speed)))
    if options.json:
        options.json.write_text(write_json(results, speed), encoding="utf-8")
    if options.write:
        put_into_readme("understanding", write_table(results, speed, command="python -m benchmarks.understanding"))


if __name__ == "__main__":
    main()
