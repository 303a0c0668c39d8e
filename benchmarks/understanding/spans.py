"""`restaurant8k.jsonl`: which words say how many, when and who, and how many they are."""

import re

from assistant.dialogue.context import build_context
from assistant.dialogue.state import DialogueState, Question, QuestionKind, Task
from assistant.understanding.model import Understanding
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
    spans = {
        "date": [span for when in heard.times for span in when.day_spans],
        "time": [span for when in heard.times for span in when.clock_spans],
        "people": [heard.party_span] if heard.party_span else [],
    }
    return [(kind, heard.text[start:end]) for kind, some in spans.items() for start, end in _join(heard.text, some)]


def _join(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and _JOINED.fullmatch(text[joined[-1][1] : start]):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _list_names(heard: Understanding) -> list[tuple[str, str]]:
    if not heard.name:
        return []
    first, _, last = heard.name.partition(" ")
    return [("first_name", first), *([("last_name", last)] if last else [])]
