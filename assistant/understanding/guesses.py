"""Where no rule says what a message is about, the trained model may: its guess counts from a stated likelihood on.

The share of the rules comes first and hides nothing of the model's: a message in which a rule has read anything is not
guessed at. `explain` names a guess as such, with its likelihood in hundredths: `model.cancel.93`.
"""

from assistant.understanding.intent_model import load_model
from assistant.understanding.model import Intent
from assistant.understanding.phrases import Finding, compile_phrases

_REFUSED = compile_phrases(
    r"(?:don't|do not|not|never|no need to) (?:{word}){0,2}(?:cancel|move|change|book|reschedule)",
)
"""What is not to be done is no wish, however like one it looks."""
LIKELY = 0.7
"""From here on a guess counts: what follows from it is asked about before it is done."""
CERTAIN = 0.85
"""From here on one counts that is acted upon at once."""
INTENTS = {
    "book": (Intent.BOOK, LIKELY),
    "reschedule": (Intent.RESCHEDULE, LIKELY),
    "cancel": (Intent.CANCEL, LIKELY),
    "availability": (Intent.AVAILABILITY, LIKELY),
    "list_bookings": (Intent.LIST_BOOKINGS, LIKELY),
    "human_handoff": (Intent.HUMAN_HANDOFF, CERTAIN),
    "thanks": (Intent.THANKS, LIKELY),
    "goodbye": (Intent.GOODBYE, CERTAIN),
    "greeting": (Intent.GREETING, LIKELY),
}
"""What the model's labels mean here; the others mean nothing that could be done."""


def guess_intent(folded: str) -> Finding[Intent] | None:
    """Return what folded text is likely to want; None where the model is unsure, or it wants nothing of ours."""
    if _REFUSED.search(folded):
        return None
    label, likelihood = next(iter(load_model().guess(folded).items()))
    intent, least = INTENTS.get(label, (None, 1.0))
    if intent is None or likelihood < least:
        return None
    return Finding(value=intent, start=0, end=len(folded), rule=f"model.{label}.{int(likelihood * 100)}")
