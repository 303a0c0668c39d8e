"""`intents.jsonl`: one label for a message, out of all that it was understood to say."""

from assistant.dialogue.context import build_context
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


def predict(row: Row) -> Row:
    """Return the prediction for a row."""
    context = build_context(DialogueState(), make_facts(SHOP, NOW))
    return {"id": row["id"], "label": name_label(understand(row["text"], context))}


def name_label(heard: Understanding) -> str:
    """Return the label of the set that comes nearest to what was understood."""
    for intent, label in LABELS.items():
        if intent in heard.intents:
            return label
    if UserAct.AFFIRM in heard.acts:
        return "affirm"
    if UserAct.NEGATE in heard.acts or UserAct.NEGATE_INTENT in heard.acts:
        return "deny"
    for intent, label in SOCIAL_LABELS.items():
        if intent in heard.intents:
            return label
    is_wish = heard.times or heard.party_size or heard.service_ids
    return "book" if is_wish else OUT_OF_SCOPE
