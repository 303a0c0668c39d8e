"""How a visit was: asked once, answered by a tap or in words, and what went wrong where it was bad. Pure."""

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.dialogue.acts import AskRating, Reply, RequestMore, SystemAct, TakeRating
from assistant.dialogue.choices import ask
from assistant.dialogue.facts import Facts
from assistant.dialogue.ladder import PERSON
from assistant.dialogue.plan import RatingAsked
from assistant.dialogue.question import Option, QuestionKind
from assistant.dialogue.rating.hear import BAD_UP_TO
from assistant.dialogue.services import HandedOver, RateVisit, VisitRated
from assistant.dialogue.state import DialogueState, Memory
from assistant.understanding.model import Intent

PASSED_MAX = 2
"""So many messages may come in between until it is not asked again."""
_LEAVING = frozenset({Intent.GOODBYE, Intent.HUMAN_HANDOFF})


def ask_rating(booking: Booking, facts: Facts) -> Reply:
    """Return the question how a visit was; its choices stand from worst to best: their numbers are the scores."""
    options = (Option(token="", rating=score) for score in range(1, 6))
    return Reply(acts=(AskRating(booking=booking),), question=ask(QuestionKind.RATING, facts, options))


def remember_asked(memory: Memory, booking: Booking, reply: Reply, titles: tuple[str, ...], turn: int) -> Memory:
    """Return what a conversation remembers once it has been asked: the rest of it is as it was."""
    question = replace(reply.question, titles=titles) if reply.question else None
    return replace(memory, question=question, rating=RatingAsked(booking_id=booking.id, turn=turn), repeats=0)


def rate(state: DialogueState) -> RateVisit | None:
    """Return the call that writes down what this turn brought: a rating, a comment, or that it is the last one."""
    turn = state.turn
    is_done = any(isinstance(result, VisitRated) for result in turn.results)
    if state.rating is None or is_done or not (turn.rated or turn.comment or turn.stops_ratings):
        return None
    return RateVisit(
        booking_id=state.rating.booking_id, score=turn.rated, comment=turn.comment, is_last=turn.stops_ratings
    )


def tell_rated(state: DialogueState) -> tuple[SystemAct, ...]:
    """Thank for what was written down; what went wrong is asked where nothing else is going on."""
    rated = find_rated(state)
    if rated is None:
        return ()
    why, praises = asks_why(state), not is_bad(state) and not state.turn.complains
    told = TakeRating(score=rated.score, comment=rated.comment, asks_why=why, is_praise=praises, is_last=rated.is_last)
    return (told,)


def asks_why(state: DialogueState) -> bool:
    """Return whether it is to be asked what went wrong: the rating is bad, and nothing else is wanted."""
    rated = find_rated(state)
    is_unexplained = rated is not None and rated.score is not None and not (rated.comment or rated.is_last)
    return is_unexplained and is_bad(state) and state.task is None and Intent.LIST_BOOKINGS not in state.turn.intents


def is_bad(state: DialogueState) -> bool:
    """Return whether the visit that was asked about was found bad."""
    score = state.rating.score if state.rating else None
    return score is not None and score <= BAD_UP_TO


def reply_to_rating(state: DialogueState, facts: Facts) -> Reply | None:
    """Return the end of the reply to a rating that nothing else came with; whoever has more to tell may go on."""
    rated = find_rated(state)
    if state.turn.intents:
        return None
    if rated is None:
        return Reply(acts=(TakeRating(score=None),)) if state.turn.declined else None
    options = [PERSON] if is_bad(state) else []
    return Reply(acts=(), question=None if rated.is_last else ask(QuestionKind.RATING_COMMENT, facts, options))


def ask_again(reply: Reply, state: DialogueState) -> Reply:
    """Return `reply` with the question how a visit was, where something came in between and nothing else is asked."""
    asked, question, turn = state.rating, state.question, state.turn
    if asked is None or question is None or question.kind is not QuestionKind.RATING or find_rated(state):
        return reply
    is_over = turn.declined or turn.negated or asked.passed > PASSED_MAX or {*turn.intents} & _LEAVING
    asks_else = reply.question is not None and reply.question.kind is not QuestionKind.MENU
    if is_over or asks_else or state.task is not None or any(isinstance(r, HandedOver) for r in turn.results):
        return reply
    again = (AskRating(booking=None),) if turn.understood else ()
    acts = tuple(act for act in reply.acts if not isinstance(act, RequestMore))
    return Reply(acts=(*acts, *again), question=question)


def declines_comment(state: DialogueState) -> bool:
    """Return whether somebody would rather not say what went wrong: they are thanked by being left alone."""
    return state.turn.negated and state.question is not None and state.question.kind is QuestionKind.RATING_COMMENT


def find_rated(state: DialogueState) -> VisitRated | None:
    """Return what was written down in this turn, if there was such a question."""
    return next((r for r in state.turn.results if isinstance(r, VisitRated) and r.is_known), None)
