"""`sentiment.jsonl`: sentences of reviews. The set knows no calm: there, what praises nothing complains."""

from assistant.understanding.mood.sentiment import read_sentiment
from assistant.understanding.normalize import fold, normalize
from benchmarks.understanding.scorers import Row


def predict(row: Row) -> Row:
    """Return the prediction for a row, where each is one or the other."""
    return {"id": row["id"], "label": "positive" if _read(row) > 0 else "negative"}


def predict_complaint(row: Row) -> Row:
    """Return the prediction for a row, where only what is said to be bad counts as a complaint."""
    return {"id": row["id"], "label": "negative" if _read(row) < 0 else "positive"}


def _read(row: Row) -> float:
    text = normalize(row["text"])
    return read_sentiment(text, fold(text))
