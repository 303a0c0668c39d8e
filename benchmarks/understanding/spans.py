"""`restaurant8k.jsonl`: which words say how many, when and who, and how many they are."""

import re
from itertools import groupby

from assistant.dialogue.context import build_context
from assistant.dialogue.state import DialogueState, Question, QuestionKind, Task
from assistant.understanding.model import SlotKind, Understanding
from assistant.understanding.recognizer import understand
from benchmarks.understanding.scorers import Row
from benchmarks.understanding.shop import make_facts, make_shop

SHOP = make_shop("en-US")
NOW = "2018-08-01T09:00"
"""The messages name no day on which they were written; those that name a year name this one."""
ASKED = {
    "people": QuestionKind.PARTY_SIZE,
    "date": QuestionKind.TIME,
    "time": QuestionKind.TIME,
    "first_name": QuestionKind.NAME,
    "last_name": QuestionKind.NAME,
}
TYPES = {SlotKind.DATE: "date", SlotKind.TIME: "time", SlotKind.PARTY_SIZE: "people"}
_JOINED = re.compile(r"[\s,.]*(?:(?:the|of|on|at)\s)?")
"""What may part two mentions of one thing: "Friday, the 10th"."""


def predict(row: Row) -> Row:
    """Return the prediction for a row."""
    asked = next((ASKED[slot] for slot in row["requested"]), None)
    state = DialogueState(task=Task.BOOK, question=Question(kind=asked) if asked else None)
    heard = understand(row["text"], build_context(state, make_facts(SHOP, NOW)))
    segments = [{"type": kind, "text": text} for kind, text in [*_list_slots(heard), *_list_names(heard)]]
    return {"id": row["id"], "segments": segments, "party_size": heard.party_size}


def _list_slots(heard: Understanding) -> list[tuple[str, str]]:
    """Return what was found of days, times and heads; neighbours of one kind are one."""
    found = []
    for kind, spans in groupby(sorted(heard.spans, key=lambda s: (s.kind, s.start)), key=lambda s: s.kind):
        joined: list[tuple[int, int]] = []
        for span in spans if kind in TYPES else ():
            if joined and _JOINED.fullmatch(heard.text[joined[-1][1] : span.start]):
                joined[-1] = joined[-1][0], max(span.end, joined[-1][1])
            else:
                joined.append((span.start, span.end))
        found += [(TYPES[kind], heard.text[start:end]) for start, end in joined]
    return found


def _list_names(heard: Understanding) -> list[tuple[str, str]]:
    if not heard.name:
        return []
    first, _, last = heard.name.partition(" ")
    return [("first_name", first), *([("last_name", last)] if last else [])]
