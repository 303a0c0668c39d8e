"""`faq.jsonl`: which stored question a message asks, and whether it is better to be silent.

What is named is the likeliest entry, where the customer would be answered with it or offered it. The set's entries have
no answer texts and no other wordings, and what no entry answers is far from any of them. So `measure` asks each
question once more, of its base without the entry that answers it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from assistant.knowledge.answers import choose, find_answer
from assistant.knowledge.encoding import AnswerMethod, is_encoder_installed, load_encoder
from assistant.knowledge.index import Index
from assistant.knowledge.model import Answer, Entry, Sure, Unknown, Unsure
from benchmarks.understanding.scorers import Row

TODAY = date(2026, 11, 23)
HOPELESS = 0.35
"""The share of questions without an answer that the precision of `sure_right` is told for."""


class Bases:
    """The bases of the set, compared in one way; empty until they are prepared."""

    def __init__(self, method: AnswerMethod) -> None:
        self._method = method
        self._indexes: dict[str, Index] = {}
        self._without: dict[str, Index] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        """Take in the entries among the rows."""
        encoder = load_encoder(self._method)
        self._indexes, self._without = {}, {}
        for base, entries in _group_entries(rows).items():
            self._indexes[base] = Index(entries, encoder=encoder)
            for left_out in entries:
                rest = [entry for entry in entries if entry is not left_out]
                self._without[left_out.slug] = Index(rest, encoder=encoder)

    def predict(self, row: Row) -> Row:
        """Return the prediction for a query."""
        index = self._indexes[row["kb"]]
        matches = index.rank(row["text"], TODAY)
        exact = index.find_wording(row["text"], TODAY)
        answer = Sure(exact) if exact else choose(matches, index.weights)
        named = list_named(answer)
        return {
            "id": row["id"],
            "ranked": list(dict.fromkeys([*named, *(match.entry.slug for match in matches)])),
            "answer": named[0] if named else None,
            "sure": isinstance(answer, Sure),
            "named": named,
        }

    def measure(self, rows: Iterable[Row], predictions: Iterable[Row]) -> dict[str, float]:
        """Return what the scorer does not tell.

        `named` is the share of answerable queries whose entry the customer is told of, as the answer or as one of two;
        `sure_answered` the share that gets the right one as the answer; `sure_right` the share of given answers that
        are right, where a third of what is asked has none; `sure_right_of_set` the same of the set as it is.
        """
        predicted = {prediction["id"]: prediction for prediction in predictions}
        pairs = [(row, predicted[row["id"]]) for row in rows]
        answerable = [(row, prediction) for row, prediction in pairs if row["entry"]]
        sure = [row["entry"] == prediction["answer"] for row, prediction in pairs if prediction["sure"]]
        in_vain = sum(self._answers_in_vain(row for row, _ in answerable))
        asked_in_vain = max(0.0, HOPELESS / (1 - HOPELESS) * len(answerable) - (len(pairs) - len(answerable)))
        given = len(sure) + in_vain * asked_in_vain / max(1, len(answerable))
        named = sum(row["entry"] in prediction["named"] for row, prediction in answerable)
        return {
            "named": named / max(1, len(answerable)),
            "sure_answered": sum(sure) / max(1, len(answerable)),
            "sure_right": sum(sure) / max(1.0, given),
            "sure_right_of_set": sum(sure) / max(1, len(sure)),
        }

    def _answers_in_vain(self, rows: Iterable[Row]) -> Iterator[bool]:
        """Yield for each query whether it is answered where the entry that answers it is missing."""
        for row in rows:
            yield isinstance(find_answer(row["text"], self._without[row["entry"]], TODAY), Sure)


def _group_entries(rows: Iterable[Row]) -> dict[str, list[Entry]]:
    entries: dict[str, list[Entry]] = {}
    for row in rows:
        if row["type"] == "entry":
            entries.setdefault(row["kb"], []).append(Entry(slug=row["id"], question=row["question"], answer=""))
    return entries


def list_named(answer: Answer) -> list[str]:
    """Return the keys of the entries that the customer is told of."""
    match answer:
        case Sure(entry=entry):
            return [entry.slug]
        case Unsure(entries=entries):
            return [entry.slug for entry in entries]
        case Unknown():
            return []


def is_query(row: Row) -> bool:
    """Tell whether a row of the set asks something."""
    return bool(row["type"] == "query")


LEXICAL = Bases(AnswerMethod.LEXICAL)
SEMANTIC = Bases(AnswerMethod.SEMANTIC)
CAN_ENCODE = is_encoder_installed()
