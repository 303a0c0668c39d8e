"""How a visit was: asked once, answered by a tap or in words, and what went wrong where it was bad. Pure."""

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.dialogue.acts import AskRating, Reply, SystemAct, TakeRating
from assistant.dialogue.choices import ask
from assistant.dialogue.facts import Facts
from assistant.dialogue.ladder import PERSON
from assistant.dialogue.plan import RatingAsked
from assistant.dialogue.question import Option, QuestionKind
from assistant.dialogue.services import RateVisit, VisitRated
from assistant.dialogue.state import DialogueState, Memory
from assistant.understanding.model import Intent

BAD_UP_TO = 2
"""So many of five, or fewer, and it is asked what went wrong."""


def ask_rating(booking: Booking, facts: Facts) -> Reply:
    """Return the question how a visit was; its choices stand from worst to best: their numbers are the scores."""
    options = (Option(token="", rating=score) for score in range(1, 6))
    return Reply(acts=(AskRating(booking=booking),), question=ask(QuestionKind.RATING, facts, options))


def remember_asked(memory: Memory, booking: Booking, reply: Reply, titles: tuple[str, ...], turn: int) -> Memory:
    """Return what a conversation remembers once it has been asked: the rest of it is as it was."""
    question = replace(reply.question, titles=titles) if reply.question else None
    return replace(memory, question=question, rating=RatingAsked(booking_id=booking.id, turn=turn), repeats=0)


def rate(state: DialogueState) -> RateVisit | None:
    """Return the call that writes down a rating, or a comment, that this turn brought."""
    turn = state.turn
    is_done = any(isinstance(result, VisitRated) for result in turn.results)
    if state.rating is None or is_done or not (turn.rated or turn.comment):
        return None
    return RateVisit(booking_id=state.rating.booking_id, score=turn.rated, comment=turn.comment)


def tell_rated(state: DialogueState) -> tuple[SystemAct, ...]:
    """Thank for what was written down; what went wrong is asked where nothing else is going on."""
    rated = find_rated(state)
    return (TakeRating(score=rated.score, comment=rated.comment, asks_why=asks_why(state)),) if rated else ()


def asks_why(state: DialogueState) -> bool:
    """Return whether it is to be asked what went wrong: the rating is bad, and nothing else is wanted."""
    rated = find_rated(state)
    is_bad = rated is not None and rated.score is not None and rated.score <= BAD_UP_TO and not rated.comment
    return is_bad and state.task is None and Intent.LIST_BOOKINGS not in state.turn.intents


def reply_to_rating(state: DialogueState, facts: Facts) -> Reply | None:
    """Return the end of the reply to a rating that nothing else came with: a bad one is asked about."""
    if find_rated(state) is None or state.turn.intents:
        return None
    if not asks_why(state):
        return Reply(acts=())
    return Reply(acts=(), question=ask(QuestionKind.RATING_COMMENT, facts, [PERSON]))


def declines_comment(state: DialogueState) -> bool:
    """Return whether somebody would rather not say what went wrong: they are thanked by being left alone."""
    return state.turn.negated and state.question is not None and state.question.kind is QuestionKind.RATING_COMMENT


def find_rated(state: DialogueState) -> VisitRated | None:
    """Return what was written down in this turn, if there was such a question."""
    return next((r for r in state.turn.results if isinstance(r, VisitRated) and r.is_known), None)
