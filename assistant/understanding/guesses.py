"""What the trained model may say beside the rules: where none has read a wish, and where it may know better.

The rules decide what changes the diary: what they read as a booking, a change, a cancellation, a yes or a no stands.
The model guesses the wish of a message in which they read none, and may correct them between wishes that only look
something up. Its yes, its no and what it takes for a question are hunches, upon which nothing is done. `explain` names
a guess as such, with its likelihood in hundredths: `model.cancel.93`.
"""

from msgspec import Struct

from assistant.understanding.intent_model import load_model
from assistant.understanding.model import Expecting, Hunch, Intent, UserAct
from assistant.understanding.phrases import Finding, compile_phrases

Meaning = Intent | Hunch

_REFUSED = compile_phrases(
    r"(?:don't|do not|not|never|no need to) (?:{word}){0,2}(?:cancel|move|change|book|reschedule)",
)
"""What is not to be done is no wish, however like one it looks."""
HARMLESS = 0.4
"""From here on a guess counts on which nothing is done."""
LIKELY = 0.6
"""From here on one counts whose consequence is asked about before it is done."""
BESIDE_SLOTS = 0.75
"""From here on one counts that looks something up, or is asked about, beside a time or a name that a rule has read."""
CERTAIN = 0.85
"""From here on one counts that is acted upon at once, or that stands beside or against what a rule has read."""
MEANINGS: dict[str, tuple[Meaning, float]] = {
    "book": (Intent.BOOK, LIKELY),
    "reschedule": (Intent.RESCHEDULE, LIKELY),
    "cancel": (Intent.CANCEL, LIKELY),
    "availability": (Intent.AVAILABILITY, LIKELY),
    "list_bookings": (Intent.LIST_BOOKINGS, LIKELY),
    "human_handoff": (Intent.HUMAN_HANDOFF, CERTAIN),
    "thanks": (Intent.THANKS, LIKELY),
    "goodbye": (Intent.GOODBYE, CERTAIN),
    "greeting": (Intent.GREETING, LIKELY),
    "question": (Hunch.QUESTION, HARMLESS),
    "out_of_scope": (Hunch.OUT_OF_SCOPE, HARMLESS),
    "affirm": (Hunch.AFFIRM, HARMLESS),
    "deny": (Hunch.DENY, HARMLESS),
}
"""What the model's labels mean, and from which likelihood on; the others mean nothing."""
LOOKED_UP = frozenset({Intent.AVAILABILITY, Intent.LIST_BOOKINGS})
"""What a rule reads and a certain guess corrects: the diary stays as it is either way."""
CORRECTED_BY = frozenset({*LOOKED_UP, Hunch.QUESTION, Hunch.OUT_OF_SCOPE, Intent.CANCEL})
"""What such a guess may be."""
BESIDE_YES = frozenset({*LOOKED_UP, Hunch.QUESTION})
"""What may be asked together with a yes."""
ONLY_ALONE = frozenset({Intent.BOOK, Intent.GREETING, Intent.THANKS, Intent.GOODBYE, Hunch.AFFIRM, Hunch.DENY})
"""What is guessed only where no rule has read anything: a party and a time begin a booking as they are."""
_GUESSED = (Expecting.NOTHING, Expecting.CHOICE, Expecting.CONFIRMATION)
"""Answers to the other questions are times, names and numbers: nothing to guess."""


class Heard(Struct, frozen=True, kw_only=True):
    """What the rules have read, as far as a guess must heed it."""

    wishes: frozenset[Intent] = frozenset()
    """Greetings and their like are none."""
    acts: frozenset[UserAct] = frozenset()
    names_ours: bool = False
    """A service or a person of the shop."""
    is_unread: bool = True
    """Nothing at all."""
    is_relative: bool = False
    """A time is ruled out, or told by another: what that changes follows from what was spoken of."""


def guess(folded: str, expecting: Expecting, heard: Heard) -> Finding[Meaning] | None:
    """Return what folded text is likely to mean beside, or instead of, what the rules have read; None: as they say."""
    is_settled = heard.wishes and (heard.names_ours or not heard.wishes <= LOOKED_UP)
    if expecting not in _GUESSED or is_settled or _REFUSED.search(folded):
        return None
    label, likelihood = next(iter(load_model().guess(folded).items()))
    meaning, least = MEANINGS.get(label, (None, 1.0))
    if meaning is None or likelihood < max(least, _need(meaning, expecting, heard)):
        return None
    if not _is_possible(meaning, expecting, heard):
        return None
    return Finding(value=meaning, start=0, end=len(folded), rule=f"model.{label}.{int(likelihood * 100)}")


def _need(meaning: Meaning, expecting: Expecting, heard: Heard) -> float:
    """Return how likely a guess must be beside what was asked and what the rules have read."""
    if heard.wishes or heard.acts:
        return CERTAIN
    if isinstance(meaning, Hunch) or (expecting is Expecting.NOTHING and heard.is_unread):
        return HARMLESS
    is_asked_about = meaning in LOOKED_UP or meaning is Intent.CANCEL
    return BESIDE_SLOTS if is_asked_about and expecting is Expecting.NOTHING else CERTAIN


def _is_possible(meaning: Meaning, expecting: Expecting, heard: Heard) -> bool:
    """Return whether a guess can be meant beside what was asked and what the rules have read."""
    if isinstance(meaning, Intent) and expecting is Expecting.CONFIRMATION:
        return False
    if heard.is_relative and meaning in (Intent.RESCHEDULE, Intent.CANCEL):
        return False
    if heard.acts:
        return not heard.wishes and meaning in BESIDE_YES and heard.acts == {UserAct.AFFIRM}
    if heard.wishes:
        return meaning in CORRECTED_BY - heard.wishes
    return heard.is_unread or meaning not in ONLY_ALONE
