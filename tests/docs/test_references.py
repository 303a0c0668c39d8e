"""The references of metrics and of messages are those of the code."""

import re
from collections.abc import Iterable
from typing import cast

import pytest
from doc_pages import read_page
from prometheus_client.metrics import MetricWrapperBase
from told_messages import GAP, Told, collect_messages

from assistant.telemetry.metrics import PrometheusMetrics

MESSAGES = collect_messages()
SHORTEST_ROW = 8
"""A row with fewer letters of its own would match anything."""


def list_rows() -> list[str]:
    """Return the messages of the reference: a cell may hold several, each in backticks."""
    text = read_page("docs/reference/errors.md").text
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return [row for cell in cells for row in re.findall(r"`([^`]+)`", cell)]


def fits(row: str, told: str) -> bool:
    """Return whether a row's own words stand in a message, in their order."""
    pieces = [re.escape(piece.strip()) for piece in row.split(GAP) if piece.strip(" :,")]
    return re.search(".*".join(pieces), " ".join(told.split())) is not None


@pytest.mark.parametrize("told", MESSAGES, ids=lambda told: told.place)
def test_every_message_that_the_code_can_tell_is_in_the_reference(told: Told) -> None:
    assert any(fits(row, told.text) for row in list_rows()), (
        f"{told.place} can say {told.text!r}: add a row to docs/reference/errors.md that says what it means"
    )


def test_every_message_of_the_reference_can_be_told_by_the_code() -> None:
    source = " ".join(told.text for told in MESSAGES) + read_the_rest()
    unknown = [row for row in list_rows() if not any(fits(row, told.text) for told in MESSAGES) and row not in source]
    gone = [row for row in unknown if not fits(row, source)]
    assert gone == [], "docs/reference/errors.md tells messages that no code tells"


def read_the_rest() -> str:
    """Return what is told by way of a variable, and so is not among the messages."""
    folder = read_page("docs/reference/errors.md").path.parents[2] / "assistant"
    paths = (
        "__main__.py",
        "commands/supervisor.py",
        "settings.py",
        "storage/embedded.py",
        "commands/doctor/__init__.py",
    )
    return " ".join((folder / path).read_text(encoding="utf-8") for path in paths)


def test_rows_are_long_enough_to_mean_one_thing() -> None:
    short = [row for row in list_rows() if len(row.replace(GAP, "")) < SHORTEST_ROW]
    assert short == []


def test_every_metric_with_its_type_its_labels_and_its_meaning_is_in_the_reference() -> None:
    metrics = PrometheusMetrics()
    collectors = cast("Iterable[MetricWrapperBase]", metrics.registry._collector_to_names)  # noqa: SLF001 - no other way
    known = {
        (
            f"{one.name}_total" if one.type == "counter" else one.name,
            one.type,
            ", ".join(collector._labelnames),  # noqa: SLF001 - the same
            one.documentation,
        )
        for collector in collectors
        for one in collector.describe()
    }
    rows = {tuple(row) for row in read_page("docs/reference/metrics.md").rows() if len(row) == 4 and row[1] != "type"}
    assert rows == known


def test_alarms_name_metrics_that_exist() -> None:
    page = read_page("docs/reference/metrics.md")
    known = {row[0] for row in page.rows() if len(row) == 4}
    named = set(re.findall(r"assistant_\w+", page.section("What to alarm on")))
    assert named <= known
