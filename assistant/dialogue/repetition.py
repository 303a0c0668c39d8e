"""What would be the same reply twice in a row is said otherwise: whoever reads it the second time was not helped."""

from zlib import crc32

from msgspec.structs import replace

from assistant.dialogue.acts import (
    InformPartySize,
    InformUnknownPerson,
    InformWrongPerson,
    NotUnderstood,
    OfferTimes,
    Reply,
    SayAgain,
)
from assistant.dialogue.choices import ask
from assistant.dialogue.existing.acts import InformBookings
from assistant.dialogue.facts import Facts
from assistant.dialogue.ladder import PERSON
from assistant.dialogue.state import DialogueState
from assistant.understanding.model import Intent

PERSON_FROM = 2
"""From this repetition on a person is offered."""
WANTED_ANYWAY = frozenset({Intent.HELP, Intent.LIST_BOOKINGS, Intent.GREETING, Intent.THANKS, Intent.GOODBYE})
"""To these the answer may well be the same as before."""


def count_repeats(state: DialogueState, said: int) -> int:
    """Return how often in a row the same would be said now; 0 where it may be, or was not said before."""
    turn = state.turn
    is_asked_for = turn.asks_again or turn.inquiries or turn.answers or turn.topic or turn.media or turn.stale_choice
    is_new = turn.changed or turn.returned or turn.impossible_time or turn.rated or turn.comment
    if said != state.said or is_asked_for or is_new or WANTED_ANYWAY & {*turn.intents}:
        return 0
    return state.repeats + 1


def checksum(text: str, titles: tuple[str, ...]) -> int:
    """Return a number that tells one reply from another."""
    return crc32("\n".join((text, *titles)).encode())


def says_wish(state: DialogueState) -> bool:
    """Return whether something was wanted that may be refused: a yes, or a name, is no such thing."""
    return not (state.turn.affirmed or state.turn.only_named)


def say_otherwise(reply: Reply, facts: Facts, times: int, *, is_wish: bool = True) -> Reply:
    """Return `reply`, which was just given, in fewer words; one that asks nothing as it is.

    "That still isn't possible" answers what `is_wish`.
    """
    question = reply.question
    if question is None:
        return reply
    act = SayAgain(
        kind=question.kind,
        times=times,
        is_refusal=is_wish and any(_refuses(act) for act in reply.acts),
        is_lost=any(isinstance(act, NotUnderstood) for act in reply.acts),
        bookings=tuple(b for act in reply.acts if isinstance(act, InformBookings) for b in act.bookings),
        service_id=question.offered_service_id,
    )
    if times < PERSON_FROM or any(o.intent is Intent.HUMAN_HANDOFF for o in question.options):
        return Reply(acts=(act,), question=question)
    options = ask(question.kind, facts, [*question.options, PERSON]).options
    return Reply(acts=(act,), question=replace(question, options=options))


def _refuses(act: object) -> bool:
    if isinstance(act, OfferTimes):
        return act.offers.refusal is not None
    return isinstance(act, InformWrongPerson | InformUnknownPerson | InformPartySize)
