"""What the trained model may say beside the rules: where none has read a wish, and where it may know better.

The rules decide what changes the diary: what they read as a booking, a change, a cancellation, a yes or a no stands.
The model guesses the wish of a message in which they read none, and may correct them between wishes that only look
something up. Its yes, its no and what it takes for a question are hunches, upon which nothing is done. `explain` names
a guess as such, with its likelihood in hundredths: `model.cancel.93`.
"""

from msgspec import Struct

from assistant.understanding.context import Expecting
from assistant.understanding.intents.trained import load_model
from assistant.understanding.model import Hunch, Intent, UserAct
from assistant.understanding.phrases import Finding, compile_phrases

Meaning = Intent | Hunch

_REFUSED = compile_phrases(
    r"(?:don't|do not|not|never|no need to) (?:{word}){0,2}(?:cancel|move|change|book|reschedule)",
)
"""What is not to be done is no wish, however like one it looks."""
_TOLD = compile_phrases(r"{start}(?:i'm|i am|we're|we are) {word}(?:free|available|around)")
"""When the customer is free is no question of when the shop is."""
_CHECKED = compile_phrases(r"(?:right|correct|yeah|isn't it|wasn't it) ?\?")
"""Whether the assistant has got it right is asked of what it is asking about: "Tuesday, right?" looks nothing up."""
HARMLESS = 0.4
"""From here on a guess counts on which nothing is done."""
LIKELY = 0.5
"""From here on, more likely than not, one counts that looks something up, or begins a booking."""
LIKELIER = 0.7
"""From here on one counts against what a rule has read, about a booking that stands, or as a courtesy."""
CERTAIN = 0.85
"""From here on one counts that is acted upon at once."""
MEANINGS: dict[str, tuple[Meaning, float]] = {
    "book": (Intent.BOOK, LIKELY),
    "reschedule": (Intent.RESCHEDULE, LIKELIER),
    "cancel": (Intent.CANCEL, LIKELIER),
    "availability": (Intent.AVAILABILITY, LIKELY),
    "list_bookings": (Intent.LIST_BOOKINGS, LIKELY),
    "human_handoff": (Intent.HUMAN_HANDOFF, CERTAIN),
    "thanks": (Intent.THANKS, LIKELIER),
    "goodbye": (Intent.GOODBYE, CERTAIN),
    "greeting": (Intent.GREETING, LIKELIER),
    "question": (Hunch.QUESTION, HARMLESS),
    "out_of_scope": (Hunch.OUT_OF_SCOPE, HARMLESS),
    "affirm": (Hunch.AFFIRM, HARMLESS),
    "deny": (Hunch.DENY, HARMLESS),
}
"""What the model's labels mean, and from which likelihood on; the others mean nothing."""
LOOKED_UP = frozenset({Intent.AVAILABILITY, Intent.LIST_BOOKINGS})
"""What is looked something up for: the diary stays as it is."""
CORRECTED_BY: dict[Intent, frozenset[Meaning]] = {
    Intent.BOOK: frozenset({*LOOKED_UP, Intent.CANCEL, Hunch.QUESTION, Hunch.OUT_OF_SCOPE}),
    Intent.AVAILABILITY: frozenset({Intent.LIST_BOOKINGS, Intent.CANCEL, Hunch.QUESTION, Hunch.OUT_OF_SCOPE}),
    Intent.LIST_BOOKINGS: frozenset({Intent.AVAILABILITY, Intent.CANCEL, Hunch.QUESTION, Hunch.OUT_OF_SCOPE}),
    Intent.HELP: frozenset(
        {Intent.LIST_BOOKINGS, Intent.BOOK, Intent.CANCEL, Intent.HUMAN_HANDOFF, Hunch.OUT_OF_SCOPE}
    ),
}
"""What a rule reads, upon which nothing changes the diary, and what a likelier guess may make of it."""
BESIDE_YES = frozenset({*LOOKED_UP, Hunch.QUESTION, Hunch.OUT_OF_SCOPE})
"""What may be asked together with a yes."""
ONLY_ALONE = frozenset({Intent.GREETING, Intent.THANKS})
"""What is guessed only where no rule has read anything."""
BESIDE_COURTESY = frozenset({Intent.BOOK, Intent.GOODBYE, Hunch.AFFIRM, Hunch.DENY})
"""What is guessed beside a greeting or thanks too, and nothing else: a party and a time begin a booking as they are."""
_GUESSED = (Expecting.NOTHING, Expecting.CHOICE, Expecting.CONFIRMATION)
"""Answers to the other questions are times, names and numbers: nothing to guess."""


class Heard(Struct, frozen=True, kw_only=True):
    """What the rules have read, as far as a guess must heed it."""

    wishes: frozenset[Intent] = frozenset()
    """Greetings and their like are none."""
    acts: frozenset[UserAct] = frozenset()
    names_ours: bool = False
    """A service or a person of the shop."""
    is_mention: bool = False
    """Whether the wish is no more than a mention: "four tomorrow" books, where nothing says otherwise."""
    names_slot: bool = False
    """A time, a head count, a service or a person."""
    is_unread: bool = True
    """Nothing at all."""
    is_courtesy: bool = False
    """A greeting, thanks or a goodbye, and nothing else."""
    is_relative: bool = False
    """A time is ruled out, or told by another: what that changes follows from what was spoken of."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What the model's guess comes to."""

    finding: Finding[Meaning] | None = None
    """The guess, where it counts."""
    reason: str = ""
    """Why it does not count. For `explain`."""


def guess(folded: str, expecting: Expecting, heard: Heard) -> Finding[Meaning] | None:
    """Return what folded text is likely to mean beside, or instead of, what the rules have read; None: as they say."""
    return weigh(folded, expecting, heard).finding


def weigh(folded: str, expecting: Expecting, heard: Heard) -> Verdict:
    """Return what the model guesses, or why its guess does not count."""
    if expecting not in _GUESSED:
        return Verdict(reason="not asked: what was asked for is a time, a name or a number")
    if _is_settled(heard):
        return Verdict(reason="not asked: what the rules have read stands")
    if _REFUSED.search(folded):
        return Verdict(reason="not asked: the words say what is not to be done")
    if expecting is Expecting.CONFIRMATION and _CHECKED.search(folded):
        return Verdict(reason="not asked: it is asked whether what is planned is right")
    label, likelihood = next(iter(load_model().guess(folded).items()))
    meaning, least = MEANINGS.get(label, (None, 1.0))
    if meaning is None:
        return Verdict(reason=f"left out: {label} wants nothing")
    if meaning in heard.wishes:
        return Verdict(reason="says the same as the rules")
    if likelihood < (need := max(least, _need(meaning, expecting, heard))):
        return Verdict(reason=f"left out: {label} is too unlikely, it takes {need:.2f} here")
    if meaning is Intent.AVAILABILITY and _TOLD.search(folded):
        return Verdict(reason="left out: when the customer is free is no question")
    if not _is_possible(meaning, expecting, heard):
        return Verdict(reason=f"left out: {label} cannot be meant beside what was asked, or what the rules have read")
    rule = f"model.{label}.{int(likelihood * 100)}"
    return Verdict(finding=Finding(value=meaning, start=0, end=len(folded), rule=rule))


def _is_settled(heard: Heard) -> bool:
    """Return whether the rules have read a wish that no guess may touch."""
    if heard.wishes <= {Intent.BOOK}:
        return bool(heard.wishes) and not heard.is_mention and heard.names_slot
    return heard.names_ours or not heard.wishes <= CORRECTED_BY.keys() - {Intent.BOOK}


def _need(meaning: Meaning, expecting: Expecting, heard: Heard) -> float:
    """Return how likely a guess must be beside what was asked and what the rules have read."""
    if heard.wishes:
        return LIKELY if meaning in LOOKED_UP and heard.wishes <= LOOKED_UP else LIKELIER
    if heard.acts or (heard.is_courtesy and meaning in BESIDE_COURTESY):
        return LIKELY
    if isinstance(meaning, Hunch):
        return HARMLESS
    if meaning is Intent.LIST_BOOKINGS and expecting is not Expecting.NOTHING:
        return CERTAIN if heard.names_slot else LIKELIER  # "or the 17th?" answers what is open
    is_unasked = expecting is Expecting.NOTHING and (heard.is_unread or meaning is Intent.CANCEL)
    return LIKELY if is_unasked or meaning in LOOKED_UP else CERTAIN


def _is_possible(meaning: Meaning, expecting: Expecting, heard: Heard) -> bool:
    """Return whether a guess can be meant beside what was asked and what the rules have read."""
    if meaning is Hunch.OUT_OF_SCOPE and heard.names_ours:
        return False
    if heard.is_relative and meaning in (Intent.RESCHEDULE, Intent.CANCEL):
        return False
    if isinstance(meaning, Intent) and expecting is Expecting.CONFIRMATION:
        return meaning in LOOKED_UP and not heard.acts
    if heard.acts:
        beside = CORRECTED_BY[Intent.HELP] if heard.wishes == {Intent.HELP} else () if heard.wishes else BESIDE_YES
        return meaning in beside and heard.acts == {UserAct.AFFIRM}
    if heard.wishes == {Intent.BOOK} and not heard.is_mention:
        return meaning is Hunch.QUESTION
    if heard.wishes:
        return all(meaning in CORRECTED_BY[wish] for wish in heard.wishes)
    if meaning in BESIDE_COURTESY:
        return heard.is_unread or heard.is_courtesy
    return heard.is_unread or meaning not in ONLY_ALONE
