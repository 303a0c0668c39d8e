"""Hear how a visit was: a tap on the question's buttons at any time, words while it is open. No more is swallowed."""

from msgspec.structs import replace

from assistant.dialogue.question import QuestionKind
from assistant.dialogue.state import DialogueState
from assistant.understanding.model import Intent, Understanding, UserAct
from assistant.understanding.mood.ratings import SCORE_MAX, find_rating, wishes, wishes_besides

BRIEF_WORDS_MAX = 2
COMMENT_LENGTH_MAX = 1000
"""Characters: what is longer is cut."""
_SMALL_TALK = {Intent.GREETING, Intent.THANKS, Intent.GOODBYE}


def track_rating(state: DialogueState, heard: Understanding) -> tuple[DialogueState, bool]:
    """Return `state` with a rating, or what went wrong, as the message says it, and whether that is all it says."""
    kind = state.question.kind if state.question else None
    if (tapped := find_tapped(state, heard)) is not None:
        return take(state, tapped), True
    if kind is QuestionKind.RATING and (score := find_rating(heard)) is not None:
        rated = take(state, score)
        return (rated, False) if wishes_besides(heard) else (_without_talk(rated), True)
    if kind is QuestionKind.RATING_COMMENT and _is_comment(heard):
        turn = replace(state.turn, comment=heard.text[:COMMENT_LENGTH_MAX], understood=True)
        return _without_talk(replace(state, turn=turn)), True
    return state, False


def find_tapped(state: DialogueState, heard: Understanding) -> int | None:
    """Return which of the buttons under the question was tapped, from 1 to 5: the newest question's, however late."""
    token = heard.selection.token if heard.selection else None
    if token is None or state.rating is None:
        return None
    turn, _, place = token.partition(".")
    is_of_it = turn == str(state.rating.turn) and place.isdecimal()
    return int(place) if is_of_it and 1 <= int(place) <= SCORE_MAX else None


def take(state: DialogueState, score: int) -> DialogueState:
    """Return `state` with that rating heard: of several in a turn the last one counts."""
    return replace(state, turn=replace(state.turn, rated=score, understood=True))


def _is_comment(heard: Understanding) -> bool:
    if wishes(heard) or heard.selection or UserAct.NEGATE_INTENT in heard.acts:
        return False
    is_brief = len(heard.text.split()) <= BRIEF_WORDS_MAX and not heard.sentiment
    is_answer = is_brief and bool({UserAct.NEGATE, UserAct.AFFIRM} & {*heard.acts})
    is_talk = bool(heard.intents) and {*heard.intents} <= _SMALL_TALK and not heard.sentiment < 0
    return bool(heard.text) and not is_answer and not is_talk


def _without_talk(state: DialogueState) -> DialogueState:
    """Return `state` without the greetings and thanks that came with it: it is answered with thanks anyway."""
    return replace(state, turn=replace(state.turn, intents=()))
