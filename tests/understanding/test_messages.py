"""The corpus of messages, line by line."""

import re
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

import pytest

from assistant.understanding.model import Context, Entry, Expecting, Understanding
from assistant.understanding.recognizer import understand

CORPUS = Path(__file__).with_name("messages_corpus.txt")
NOW = datetime(2026, 4, 14, 10, 0)  # noqa: DTZ001 -- civil time at the shop, as Context wants it

SERVICES = (
    Entry(id=1, name="Haircut", aliases=("cut", "trim")),
    Entry(id=2, name="Kids cut"),
    Entry(id=3, name="Beard trim", aliases=("beard",)),
    Entry(id=4, name="Blow dry"),
    Entry(id=5, name="Full colour"),
    Entry(id=6, name="Root touch-up", aliases=("roots",)),
    Entry(id=7, name="Highlights"),
    Entry(id=8, name="Bridal styling"),
)
PEOPLE = (Entry(id=1, name="Ana"), Entry(id=2, name="Ben"), Entry(id=3, name="Chloe"), Entry(id=4, name="Dev"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    number: int
    message: str
    expected: dict[str, str]
    context: Context


def read_corpus() -> list[Line]:
    lines, context = [], make_context(Expecting.NOTHING)
    for number, line in enumerate(CORPUS.read_text(encoding="utf-8").splitlines(), start=1):
        if header := re.fullmatch(r"\[expecting: (\w+)((?: \| [^|\]]+)*)\]", line):
            options = tuple(option.strip() for option in header[2].split("|")[1:])
            context = make_context(Expecting(header[1]), options)
        elif line and not line.startswith("#"):
            message, _, meaning = line.rpartition(" => ")
            lines.append(Line(number=number, message=message, expected=read_meaning(meaning), context=context))
    return lines


def make_context(expecting: Expecting, options: tuple[str, ...] = ()) -> Context:
    return Context(
        now=NOW, locale="en-GB", services=SERVICES, people=PEOPLE, expecting=expecting, options=options
    )


def read_meaning(meaning: str) -> dict[str, str]:
    if meaning == "nothing":
        return {}
    parts = re.split(r" (?=[a-z_]+=|any_person)", meaning)
    return {name: value for name, _, value in (part.partition("=") for part in parts)}


def write_meaning(read: Understanding) -> dict[str, str]:
    def name_entries(entries: tuple[Entry, ...], ids: tuple[int, ...]) -> str:
        return "+".join(next(entry.name for entry in entries if entry.id == i) for i in ids)

    written = {
        "intents": "+".join(read.intents),
        "acts": "+".join(read.acts),
        "service": name_entries(SERVICES, read.service_ids),
        "person": name_entries(PEOPLE, read.person_ids),
        "party": str(read.party_size or ""),
        "name": read.name or "",
        "phone": read.phone or "",
        "code": read.code or "",
        "select": str(read.selection.position) if read.selection else "",
        "direction": read.direction or "",
        "times": str(len(read.times)),
    }
    meaning = {name: value for name, value in written.items() if value}
    return meaning | ({"any_person": ""} if read.any_person else {})


LINES = read_corpus()


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.number}-{line.message}")
def test_a_message_means_what_the_corpus_says(line: Line) -> None:
    read = understand(line.message, line.context)
    meaning = write_meaning(read)
    if "times" not in line.expected:
        del meaning["times"]
    assert meaning == line.expected, "\n".join(read.trace)
