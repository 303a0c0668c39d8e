"""`sentiment.jsonl`: sentences of reviews. The set knows no calm: there, what praises nothing complains.

`turns.jsonl` has turns of bookings in which nobody is angry: what is read as bad there is read wrongly.
"""

from collections.abc import Iterable

from assistant.understanding.mood.sentiment import COMPLAINING, read_mood
from benchmarks.understanding.scorers import Row


def predict(row: Row) -> Row:
    """Return the prediction for a row, where each is one or the other."""
    return {"id": row["id"], "label": "positive" if read_mood(row["text"]) > 0 else "negative"}


def predict_complaint(row: Row) -> Row:
    """Return the prediction for a row, where only what is said to be bad counts as a complaint."""
    mood = read_mood(row["text"])
    return {"id": row["id"], "label": "negative" if mood < 0 else "positive", "counts": mood <= COMPLAINING}


def measure_complaints(rows: Iterable[Row], predictions: Iterable[Row]) -> dict[str, float]:
    """Return precision and recall of what is read as bad, and of what the report counts as a complaint."""
    of = {told["id"]: told for told in predictions}
    pairs = [(row["label"] == "negative", of[row["id"]]) for row in rows]
    bad = _weigh([(is_bad, told["label"] == "negative") for is_bad, told in pairs])
    counted = _weigh([(is_bad, told["counts"]) for is_bad, told in pairs])
    return {
        "negative_precision": bad[0],
        "negative_recall": bad[1],
        "counted_precision": counted[0],
        "counted_recall": counted[1],
    }


def predict_mood(row: Row) -> Row:
    """Return the mood of a turn."""
    return {"id": row["id"], "mood": read_mood(row["text"])}


def measure_calm(rows: Iterable[Row], predictions: Iterable[Row]) -> dict[str, float]:
    """Return the share of turns that are read as bad, and that the report would count as complaints."""
    of = {told["id"]: told["mood"] for told in predictions}
    moods = [of[row["id"]] for row in rows]
    count = max(1, len(moods))
    return {
        "read_as_bad": sum(mood < 0 for mood in moods) / count,
        "counted_as_bad": sum(mood <= COMPLAINING for mood in moods) / count,
    }


def _weigh(pairs: Iterable[tuple[bool, bool]]) -> tuple[float, float]:
    """Return precision and recall of pairs of what is, and what was found."""
    known = list(pairs)
    right, found, there = (sum(map(picks, known)) for picks in (all, _is_found, _is_there))
    return right / max(1, found), right / max(1, there)


def _is_there(pair: tuple[bool, bool]) -> bool:
    return pair[0]


def _is_found(pair: tuple[bool, bool]) -> bool:
    return pair[1]
