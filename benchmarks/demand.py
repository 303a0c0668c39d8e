"""`python -m benchmarks.demand`: how well the bookings of the coming weeks are forecast, on a public series."""

import argparse
import csv
import json
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct, to_builtins

from assistant.insight.backtest import FOLD_DAYS, Fold, list_folds, summarise
from assistant.insight.model import Accuracy, DailyCounts
from benchmarks.report import put_into_readme
from benchmarks.understanding.sets import WHERE_VARIABLE, NoSetsError, find_folder

FILE = "demand.csv"
FIRST_FOLD_DAYS = 84
"""What the first fold knows: twelve weeks."""
EARLY_DAYS = 365
"""The model was chosen by the folds that know no more than this; the later ones only say how good it is."""


class Demand(Struct, frozen=True, kw_only=True):
    """What came of a series."""

    days: int
    early: Accuracy
    """Of the folds by which the model was chosen."""
    late: Accuracy
    """Of those after them."""
    all: Accuracy
    ms: float
    """CPU-milliseconds for one fold: two forecasts of 28 days, ours and the baseline's."""

    @property
    def gain(self) -> float:
        """By which share the error of all folds is less than the baseline's."""
        return 1 - self.all.mase / self.all.baseline_mase


def read_series(folder: Path) -> DailyCounts:
    """Return the series of a folder; every day of it counts as usual.

    Raises:
        NoSetsError: The folder does not hold it, or it is empty, or skips a day.
    """
    path = folder / FILE
    if not path.is_file():
        raise NoSetsError(f"{folder} holds no {FILE}")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(date.fromisoformat(row["date"]), float(row["count"])) for row in csv.DictReader(file)]
    days = [day for day, _ in rows]
    if not days or days != [days[0] + timedelta(days=place) for place in range(len(days))]:
        raise NoSetsError(f"{path} is not a series of days, one after the other")
    return DailyCounts(first_day=days[0], counts=tuple(count for _, count in rows), shares=(1.0,) * len(rows))


def run_demand(folder: Path) -> Demand:
    """Return how well the series of a folder is forecast, fold by fold. Raises NoSetsError."""
    series = read_series(folder)
    started = time.process_time()
    folds = list(list_folds(series, FIRST_FOLD_DAYS, FOLD_DAYS))
    ms = (time.process_time() - started) / len(folds) * 1000
    return Demand(
        days=len(series.counts),
        early=_summarise([one for one in folds if one.known_days <= EARLY_DAYS]),
        late=_summarise([one for one in folds if one.known_days > EARLY_DAYS]),
        all=_summarise(folds),
        ms=ms,
    )


def _summarise(folds: list[Fold]) -> Accuracy:
    return summarise(folds, FOLD_DAYS)


def write_table(demand: Demand, *, command: str) -> str:
    """Return what came of the series, as Markdown."""
    lines = [
        f"`{command}`, {demand.days} days, folds of {FOLD_DAYS} days, CPU for a fold {demand.ms:.0f} ms.",
        "",
        "| folds | n | MASE | same weekday last week | less by | in the range for 80 % | for 95 % |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, one in (("early, to choose by", demand.early), ("late, set aside", demand.late), ("all", demand.all)):
        gain = 1 - one.mase / one.baseline_mase
        lines.append(
            f"| {name} | {one.folds} ({one.days} days) | {one.mase:.3f} | {one.baseline_mase:.3f} | {gain:.1%} "
            f"| {one.coverage80:.1%} | {one.coverage95:.1%} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Forecast the series, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.demand", description=__doc__)
    parser.add_argument(
        "--data",
        type=Path,
        default=find_folder(),
        help=f"the folder of the series; or name its parent in {WHERE_VARIABLE}",
    )
    parser.add_argument("--json", type=Path, help="write the figures into this file")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    options = parser.parse_args()
    if options.data is None:
        sys.exit("Where is the series? Say so: --data DIR")
    try:
        demand = run_demand(options.data)
    except NoSetsError as error:
        sys.exit(str(error))
    table = write_table(demand, command="python -m benchmarks.demand")
    print(table)
    if options.json:
        options.json.write_text(json.dumps(to_builtins(demand), indent=2) + "\n", encoding="utf-8")
    if options.write:
        put_into_readme("demand", table)


if __name__ == "__main__":
    main()
