"""Figures in words: for the terminal, and for README.md between its markers."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.samples import Figure, Growth, Rest, find_ratio
from benchmarks.starting import Imports, Start

DEAREST = 5

README = Path(__file__).parent / "README.md"


def write_throughput(figures: Sequence[Figure], rests: Sequence[Rest], *, machine: str, command: str) -> str:
    """Return the throughput's tables in Markdown, with what they were measured by."""
    counts = sorted({figure.connections for figure in figures})
    rounds, messages = len(figures[0].rounds), len(figures[0].rounds[0].times_s)
    lines = [
        _describe_run(command, f"{rounds} round{'s' if rounds > 1 else ''}, {messages} messages in each run", machine),
        "",
        "CPU-seconds for 1,000 messages, app + Postgres, medians; in brackets the app's against the floor's:",
        "",
        _row("", *(f"{count} connection{'s' if count > 1 else ''}" for count in counts)),
        _row(*["---"] * (len(counts) + 1)),
    ]
    for contender in dict.fromkeys(figure.contender for figure in figures):
        own = [figure for figure in figures if figure.contender == contender]
        lines.append(_row(contender.title, *(_write_cell(figures, figure) for figure in own)))
    if rests:
        lines += ["", *_write_rests(rests)]
    return "\n".join(lines)


def _write_cell(figures: Sequence[Figure], figure: Figure) -> str:
    ratio = find_ratio(figures, figure)
    against = f" ({ratio:.2f})" if ratio else ""
    postgres = f" + {figure.postgres_s:.2f}" if figure.contender.replies else ""
    return f"{figure.app_s:.2f}{postgres}{against}"


def _write_rests(rests: Sequence[Rest]) -> list[str]:
    return [
        f"At rest, one message after another (n={len(rests[0].times_s)}), from the delivery to the reply's arrival:",
        "",
        _row("", "median", "99th percentile"),
        _row("---", "---", "---"),
        *(_row(rest.contender.title, f"{rest.median_ms:.1f} ms", f"{rest.p99_ms:.1f} ms") for rest in rests),
    ]


def write_growth(growths: Sequence[Growth], *, machine: str, command: str) -> str:
    """Return what each operation costs at each size in Markdown, with what it was measured by."""
    sizes = sorted({growth.bookings for growth in growths})
    lines = [
        _describe_run(command, f"{len(growths[0].times_s)} times each", machine),
        "",
        "CPU-milliseconds of app and Postgres together for one operation (and the median time); in brackets against",
        "the smallest size:",
        "",
        _row("bookings, conversations", *(f"{size:,}" for size in sizes)),
        _row(*["---"] * (len(sizes) + 1)),
    ]
    for operation in dict.fromkeys(growth.operation for growth in growths):
        own = [growth for growth in growths if growth.operation == operation]
        cells = [f"{g.cost_ms:.2f} ms, {g.median_ms:.2f} ms ({g.cost_ms / own[0].cost_ms:.2f})" for g in own]
        lines.append(_row(operation, *cells))
    return "\n".join(lines)


def write_start(starts: Sequence[Start], imports: Sequence[Imports]) -> str:
    """Return start-up, memory and import in Markdown: medians."""
    packages = {name for one in imports for name in one.by_package_ms}
    own_ms = {name: median(one.by_package_ms.get(name, 0.0) for one in imports) for name in packages}
    dearest = sorted(own_ms, key=lambda name: -own_ms[name])[:DEAREST]
    named = ", ".join(f"{name} {own_ms[name]:.0f}" for name in dearest)
    return "\n".join(
        [
            f"One process of the server, without Postgres, at rest (n={len(starts)}, medians):",
            "",
            _row("", ""),
            _row("---", "---"),
            _row("memory, resident", f"{median(one.resident_mb for one in starts):.0f} MB"),
            _row("memory, proportional", f"{median(one.proportional_mb for one in starts):.0f} MB"),
            _row("start to the first answer", f"{median(one.seconds for one in starts):.2f} s"),
            _row("`import assistant.app`", f"{median(one.total_ms for one in imports):.0f} ms"),
            _row("of which, in ms", named),
        ]
    )


def _describe_run(command: str, what: str, machine: str) -> str:
    return f"`{command}`, {what}, {date.today().isoformat()}, on {machine}."  # noqa: DTZ011 - the day of the run


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def put_into_readme(name: str, text: str, readme: Path = README) -> None:
    """Write a text between the markers of that name.

    Raises:
        LookupError: the markers are not there.
    """
    before = readme.read_text()
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    pattern = re.compile(f"(?s){re.escape(begin)}.*?{re.escape(end)}")
    if not pattern.search(before):
        raise LookupError(f"{readme.name} has no place for figures: write the lines {begin} and {end}")
    readme.write_text(pattern.sub(lambda _: f"{begin}\n{text}\n{end}", before))
