"""`turns.jsonl`: what one turn adds to a plan, tracked in the light of what the assistant had just said."""

from assistant.dialogue.context import build_context
from assistant.dialogue.question import (
    Question,
    QuestionKind,
    Task,
)
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.readings import Unclear
from assistant.dialogue.track import track
from assistant.understanding.recognizer import understand
from benchmarks.understanding.scorers import Row
from benchmarks.understanding.shop import make_facts, make_shop
from benchmarks.understanding.times import list_candidates, settle_wish

SHOP = make_shop("en-US")
TIMES = ("date", "time")


def predict(row: Row) -> Row:
    """Return the prediction for a row: what the turn adds, and whether the customer would be asked what they meant."""
    facts = make_facts(SHOP, row["now"])
    question = find_question(row["system_acts"])
    before = DialogueState(task=Task.BOOK, question=question)
    after = track(before, understand(row["text"], build_context(before, facts)), facts)
    settled = settle_wish(after.wish, facts)
    said = next(iter(list_candidates(settled, after.wish)), None) if settled else None
    start = said["start"] if said and said["start"] else ""
    day, _, clock = start.rpartition("T") if "T" in start else (start, "", "") if "-" in start else ("", "", start)
    return {
        "id": row["id"],
        "date": day or None,
        "time": clock or None,
        "party_size": after.party_size,
        "asks": isinstance(settled, Unclear),
    }


def find_question(acts: list[Row]) -> Question | None:
    """Return the question that the assistant's acts of the set come to; None where they ask for nothing of ours."""
    said = {(act["act"], name_slot(act.get("slot"))) for act in acts}
    kinds = {act for act, _ in said}
    if "CONFIRM" in kinds:
        return Question(kind=QuestionKind.CONFIRM_BOOKING)
    if said & {("REQUEST", slot) for slot in TIMES}:
        return Question(kind=QuestionKind.TIME)
    if ("REQUEST", "party_size") in said:
        return Question(kind=QuestionKind.PARTY_SIZE)
    return Question(kind=QuestionKind.OFFER) if "OFFER" in kinds else None


def name_slot(slot: str | None) -> str:
    """Return `date`, `time` or `party_size` for all the names that the set has for them."""
    name = slot or ""
    if name == "party_size":
        return name
    return next((kind for kind in TIMES if name == kind or name.endswith(f"_{kind}")), name)
