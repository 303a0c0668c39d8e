"""`intents.jsonl`: one label for a message, out of all that it was understood to say."""

import re

from assistant.dialogue.context import build_context
from assistant.dialogue.question import Question, QuestionKind
from assistant.dialogue.state import DialogueState
from assistant.understanding.model import Intent, Understanding, UserAct
from assistant.understanding.recognizer import understand
from benchmarks.understanding.scorers import Row
from benchmarks.understanding.shop import make_facts, make_shop

SHOP = make_shop("en-GB")
NOW = "2026-11-23T09:00"
OUT_OF_SCOPE = "out_of_scope"
LABELS = {
    Intent.CANCEL: "cancel",
    Intent.RESCHEDULE: "reschedule",
    Intent.HUMAN_HANDOFF: "human_handoff",
    Intent.LIST_BOOKINGS: "list_bookings",
    Intent.AVAILABILITY: "availability",
    Intent.BOOK: "book",
    Intent.HELP: "question",
}
"""What a message is about, the weightiest first: the set has one label where a message may say several things."""
SOCIAL_LABELS = {Intent.GOODBYE: "goodbye", Intent.THANKS: "thanks", Intent.GREETING: "greeting"}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_ASKS = re.compile(r"\?\s*$|^(?:what|would|shall|should|do|does|can|may)\b")
"""A sentence that asks: its mark is often left out."""
_READS_BACK = re.compile(
    r"^(?:[\w,']+ ){0,4}?(?:(?<!able )to (?:just )?confirm|(?:please|kindly|just|let me|let's) confirm)\b"
    r"|^(?:[\w,']+ ){0,4}?your confirmation\b"
    r"|^(?:please |kindly )?(?:confirm|confirming|make sure|ensure|give confirmation)\b"
)
"""Asks whether, without a mark: "Please confirm: a table for two at six."."""
_ASKED = (
    (QuestionKind.MENU, re.compile(r"\b(?:else|anything|help|other|further|assist(?:ance)?|do something for you)\b")),
    (QuestionKind.OFFER, re.compile(r"\b(?:how about|what about|what do you think)\b")),
    (QuestionKind.TIME, re.compile(r"^(?:what|when|which|where|who|how)\b")),
    (QuestionKind.CONFIRM_BOOKING, re.compile("")),
)
"""What a turn of the set's assistant comes to, the first that fits: what else, a proposal, what, or whether."""


def predict(row: Row) -> Row:
    """Return the prediction for a row."""
    question = find_question(row.get("context") or "")
    context = build_context(DialogueState(question=question), make_facts(SHOP, NOW))
    return {"id": row["id"], "label": name_label(understand(row["text"], context), question)}


def find_question(said: str) -> Question | None:
    """Return the question that the set's assistant ends its turn with; None where it ends with none.

    What is read back "to confirm" may go on for some sentences: it asks whether, like a question.
    """
    sentences = _SENTENCE_END.split(said.strip().lower())
    if _ASKS.search(sentences[-1]):
        return Question(kind=next(kind for kind, pattern in _ASKED if pattern.search(sentences[-1])))
    is_read_back = any(_READS_BACK.search(sentence) for sentence in sentences)
    return Question(kind=QuestionKind.CONFIRM_BOOKING) if is_read_back else None


def name_label(heard: Understanding, question: Question | None) -> str:
    """Return the label of the set that comes nearest to what was understood after a question."""
    is_asked_whether = question is not None and question.kind is QuestionKind.CONFIRM_BOOKING
    refusals = {UserAct.NEGATE, UserAct.NEGATE_INTENT, *([UserAct.REQUEST_ALTERNATIVES] if is_asked_whether else [])}
    said_no = not refusals.isdisjoint(heard.acts)
    answer = "deny" if said_no else "affirm" if UserAct.AFFIRM in heard.acts else None
    if answer and is_asked_whether and LABELS.keys() & set(heard.intents) <= {Intent.BOOK}:
        return answer
    if heard.hunch and Intent.BOOK in heard.intents:
        return heard.hunch  # whether one can book at all
    for intent, label in LABELS.items():
        if intent in heard.intents:
            return label
    if heard.hunch:
        return heard.hunch
    if answer == "affirm" and not is_asked_whether and Intent.THANKS in heard.intents:
        return "thanks"  # "great, thanks", where nothing was asked
    return answer or name_rest(heard)


def name_rest(heard: Understanding) -> str:
    """Return the label of what wants nothing in words, and agrees to nothing."""
    for intent, label in SOCIAL_LABELS.items():
        if intent in heard.intents:
            return label
    is_wish = heard.times or heard.party_size or heard.service_ids
    return "book" if is_wish else OUT_OF_SCOPE
