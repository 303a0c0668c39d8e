"""The corpus of messages, line by line."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from demo_salon import PEOPLE, SERVICES, make_context

from assistant.understanding.context import Context, Entry, Expecting
from assistant.understanding.model import Understanding
from assistant.understanding.recognizer import understand

CORPUS = Path(__file__).with_name("messages_corpus.txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    number: int
    message: str
    expected: dict[str, str]
    context: Context


def read_corpus() -> list[Line]:
    lines: list[Line] = []
    context = make_context()
    for number, line in enumerate(CORPUS.read_text(encoding="utf-8").splitlines(), start=1):
        if header := re.fullmatch(r"\[expecting: (\w+)((?: \| [^|\]]+)*)\]", line):
            options = tuple(option.strip() for option in header[2].split("|")[1:])
            context = make_context(Expecting(header[1]), options)
        elif line and not line.startswith("#"):
            message, _, meaning = line.rpartition(" => ")
            lines.append(Line(number=number, message=message, expected=read_meaning(meaning), context=context))
    return lines


def read_meaning(meaning: str) -> dict[str, str]:
    if meaning == "nothing":
        return {}
    parts = re.split(r" (?=[a-z_]+=|any_person)", meaning)
    return {name: value for name, _, value in (part.partition("=") for part in parts)}


def write_shift(read: Understanding) -> str:
    shift = read.shift
    if shift is None:
        return "usual" if read.wants_usual else ""
    amounts = ((shift.months, "month"), (shift.days, "day"), (shift.minutes, "min"))
    same = ["same clock"] * shift.keeps_clock + ["same day"] * shift.keeps_day
    return " ".join([f"{count:+}{unit}" for count, unit in amounts if count] + same)


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
        "shift": write_shift(read),
        "without": "+".join(read.text[when.start : when.end].lower() for when in read.excluded),
        "without_person": name_entries(PEOPLE, read.without_person_ids),
    }
    meaning = {name: value for name, value in written.items() if value}
    return meaning | ({"any_person": ""} if read.any_person else {})


LINES = read_corpus()


def test_the_corpus_is_large_and_says_nothing_twice() -> None:
    questions = [(line.message, line.context.expecting, line.context.options) for line in LINES]
    assert len(LINES) >= 250
    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.number}-{line.message}")
def test_a_message_means_what_the_corpus_says(line: Line) -> None:
    read = understand(line.message, line.context)
    assert write_comparable(read, line) == line.expected, "\n".join(read.trace)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.number}-{line.message}")
def test_capitals_and_blanks_around_a_message_change_no_meaning(line: Line) -> None:
    """Only how a name is written follows the capitals, and whether "for Joe" is one."""
    plain = write_comparable(understand(line.message, line.context), line)
    for varied in (f"  {line.message} \n", line.message.upper(), line.message.lower()):
        read = write_comparable(understand(varied, line.context), line)
        assert {**read, "name": ""} == {**plain, "name": ""}


def write_comparable(read: Understanding, line: Line) -> dict[str, str]:
    meaning = write_meaning(read)
    if "times" not in line.expected:
        del meaning["times"]
    return meaning
