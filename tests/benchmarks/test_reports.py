"""Figures are written where they belong."""

from pathlib import Path

import pytest

from benchmarks.contenders import ASSISTANT, FLOOR, Contender
from benchmarks.measure import Cpu
from benchmarks.report import put_into_readme, write_throughput
from benchmarks.samples import Sample, find_ratio, summarise


def make_sample(contender: Contender, app_s: float) -> Sample:
    return Sample(
        contender=contender, connections=32, cpu=Cpu(app_s=app_s, postgres_s=1.0), rows={}, times_s=[0.01] * 500
    )


def test_figures_are_medians_for_a_thousand_messages_and_ratios_are_those_of_medians() -> None:
    samples = [make_sample(FLOOR, app_s) for app_s in (1.0, 0.5, 9.0)]
    samples += [make_sample(ASSISTANT, app_s) for app_s in (2.0, 1.5, 7.0)]
    floor, assistant = summarise(samples)
    assert (floor.app_s, assistant.app_s) == (2.0, 4.0)
    assert find_ratio([floor, assistant], assistant) == 2.0
    table = write_throughput([floor, assistant], [], machine="a machine", command="a command")
    assert "`a command`, 3 rounds, 500 messages in each run" in table
    assert "| the assistant | 4.00 + 2.00 (2.00) |" in table


def test_new_figures_take_the_place_of_the_old_between_their_markers_and_nowhere_else(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("Before.\n<!-- speed -->\nold\n<!-- end of speed -->\nAfter.\n")
    put_into_readme("speed", "new \\1", readme)
    assert readme.read_text() == "Before.\n<!-- speed -->\nnew \\1\n<!-- end of speed -->\nAfter.\n"
    with pytest.raises(LookupError, match="<!-- growth -->"):
        put_into_readme("growth", "new", readme)
