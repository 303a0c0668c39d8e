"""The corpus of slots, line by line: how many come, who writes, how to reach them."""

import re
from pathlib import Path

import pytest
from demo_salon import make_context

from assistant.understanding.context import Context, Expecting
from assistant.understanding.model import Understanding
from assistant.understanding.recognizer import understand

CORPUS = Path(__file__).with_name("slots_corpus.txt")
Line = tuple[str, dict[str, str], Context]


def read_corpus() -> list[Line]:
    lines: list[Line] = []
    context = make_context()
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        if header := re.fullmatch(r"\[expecting: (\w+)\]", line):
            context = make_context(Expecting(header[1]))
        elif line and not line.startswith("#"):
            message, _, meaning = line.rpartition(" => ")
            parts = [] if meaning == "nothing" else re.split(r" (?=[a-z_]+=)", meaning)
            lines.append((message, dict(part.split("=", 1) for part in parts), context))
    return lines


def write_slots(read: Understanding) -> dict[str, str]:
    written = {
        "party": str(read.party_size or ""),
        "parties": "|".join(map(str, read.party_sizes)),
        "change": str(read.party_change or ""),
        "name": read.name or "",
        "phone": read.phone or "",
        "email": read.email or "",
    }
    return {name: value for name, value in written.items() if value}


LINES = read_corpus()


def test_the_corpus_says_nothing_twice() -> None:
    asked = [(message, context.expecting) for message, _, context in LINES]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize(
    ("message", "expected", "context"), LINES, ids=[f"{context.expecting}-{message}" for message, _, context in LINES]
)
def test_a_message_says_what_the_corpus_says(message: str, expected: dict[str, str], context: Context) -> None:
    read = understand(message, context)
    assert write_slots(read) == expected, "\n".join(read.trace)
    # Capitals say only how a name is written, and whether "for Joe" is one.
    assert {**write_slots(understand(message.upper(), context)), "name": ""} == {**expected, "name": ""}
