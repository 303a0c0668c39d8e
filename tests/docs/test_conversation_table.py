"""The table of conversations names conversations that there are, and each kind of trouble has some."""

import re
from pathlib import Path

import pytest
from doc_pages import read_page

FOLDER = Path("tests/conversations")
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in read_page("docs/reference/conversations.md").text.splitlines()
    if line.startswith("| ") and "`" in line
]
KINDS_MIN = 30
"""How many kinds of trouble are told apart at least."""


def list_titles(path: Path) -> list[str]:
    return re.findall(r"(?m)^# (.+)$", path.read_text(encoding="utf-8"))


def read_cell(cell: str) -> dict[str, list[str]]:
    """Return the titles by the file that has them."""
    named = (part.partition(": ") for part in cell.split("<br>"))
    return {file.strip("`"): titles.split(" · ") for file, _, titles in named}


@pytest.mark.parametrize(("kind", "cell"), ROWS, ids=lambda text: text[:30])
def test_each_kind_of_trouble_names_conversations_that_there_are(kind: str, cell: str) -> None:
    assert kind
    for file, titles in read_cell(cell).items():
        missing = set(titles) - {*list_titles(FOLDER / f"{file}.txt")}
        assert not missing, f"{file}.txt has no {missing}"


def test_every_file_of_conversations_is_in_the_table() -> None:
    named = {file for _, cell in ROWS for file in read_cell(cell)}
    assert {path.stem for path in FOLDER.glob("*.txt")} == named


def test_the_kinds_are_told_apart_and_told_once() -> None:
    kinds = [kind for kind, _ in ROWS]
    assert len(kinds) == len({*kinds}) >= KINDS_MIN
