"""`restaurant8k.jsonl`: which words say how many, when and who, and how many they are."""

import re

from assistant.dialogue.context import build_context
from assistant.dialogue.question import (
    Question,
    QuestionKind,
    Task,
)
from assistant.dialogue.state import DialogueState
from assistant.understanding.model import NamePart, Understanding
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
_JOINED = re.compile(r"[\s,.]*(?:(?:the|of|on|at|in the)\s)?")
"""What may part two mentions of one thing: "Friday, the 10th"."""
_PART_OF_DAY = re.compile(
    r"(?:(?:late|early|this|the|in|tomorrow|any ?time)\s)*"
    r"(?:morning|lunch\s?time|lunch|afternoon|evening|dinner|tonight|night)"
)
"""A time of day without a clock: the set marks it as a day ("tonight"), or not at all ("lunch")."""
_HALF_TOLD = re.compile(
    r"\b(1[01](?:[:.]?\d\d)?)\s(?:a\.?m\b|in the morning)|\b(12(?:[:.]?\d\d)?)\sp\.?m\b",
    re.IGNORECASE,
)
"""am, pm and parts of the day are marked where they settle the half of it: "7 PM", but 11:45 of "11:45 AM"."""
_SETTLED = re.compile(r"[ap]\.?m", re.IGNORECASE)
_UNMARKED = {
    "time": re.compile(
        r"^(?:(?:any|some) ?time )?(?:(?:not |just )?(?:after|before|until|till|past|from)|(?:later|earlier) than) ",
        re.IGNORECASE,
    ),
    "people": re.compile(r"^(?:just|only) | (?:of us|(?:in )?total|altogether|in our \w+)$", re.IGNORECASE),
    "date": re.compile(r" please$"),
}
"""What belongs to a meaning but not to the set's spans: the words before a clock, and after a number of people."""


def predict(row: Row) -> Row:
    """Return the prediction for a row."""
    asked = next((ASKED[slot] for slot in row["requested"]), None)
    state = DialogueState(task=Task.BOOK, question=Question(kind=asked) if asked else None)
    heard = understand(row["text"], build_context(state, make_facts(SHOP, NOW)))
    found = [*_list_slots(heard), *_list_names(heard, row["requested"])]
    segments = [{"type": kind, "text": _quote(row["text"], text)} for kind, text in found]
    return {"id": row["id"], "segments": segments, "party_size": heard.party_size}


def _quote(written: str, read: str) -> str:
    """Return the words as they were written: what was read has single blanks."""
    found = re.search(r"\s+".join(re.escape(word) for word in read.split()), written)
    return found[0] if found else read


def _list_slots(heard: Understanding) -> list[tuple[str, str]]:
    """Return what was found of days, times and heads; neighbours of one kind are one."""
    spans = {
        "date": [span for when in heard.times for span in when.day_spans],
        "time": [span for when in heard.times for span in when.clock_spans],
        "people": [heard.party_span] if heard.party_span else [],
    }
    told = [
        (kind, heard.text[start:end]) for kind, some in spans.items() for start, end in _join(kind, heard.text, some)
    ]
    return [(kind, _cut(kind, text)) for kind, text in told if kind != "time" or not _is_part_of_day(text)]


def _is_part_of_day(text: str) -> bool:
    return _PART_OF_DAY.fullmatch(text.lower()) is not None


def _cut(kind: str, text: str) -> str:
    """Return the words as the set marks them."""
    kept = _UNMARKED[kind].sub("", text)
    return _HALF_TOLD.sub(lambda told: told[1] or told[2], kept) if kind == "time" else kept


def _join(kind: str, text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        between = text[joined[-1][1] : start] if joined else ""
        if joined and _JOINED.fullmatch(between) and not (kind == "time" and _parts(text, joined[-1], (start, end))):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _parts(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether a clock stands apart from the part of the day beside it: told already, or behind a comma."""
    words, more = text[slice(*one)], text[slice(*other)]
    if not (_is_part_of_day(words) or _is_part_of_day(more)):
        return False
    return "," in text[one[1] : other[0]] or _SETTLED.search(f"{words} {more}") is not None


def _list_names(heard: Understanding, requested: list[str]) -> list[tuple[str, str]]:
    if not heard.name:
        return []
    first, _, last = heard.name.partition(" ")
    if not last:
        # Who is asked for both and writes one word tells the last name more often than the first.
        is_asked = "last_name" in requested and heard.name_part is None
        is_last = heard.name_part is NamePart.LAST or is_asked
        return [("last_name" if is_last else "first_name", first)]
    return [("first_name", first), ("last_name", last)]
