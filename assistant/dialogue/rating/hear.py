"""Hear how a visit was: a tap on the question's buttons at any time, words while it is open. No more is swallowed."""

from msgspec.structs import replace

from assistant.dialogue.plan import RatingAsked
from assistant.dialogue.question import QuestionKind
from assistant.dialogue.state import DialogueState
from assistant.understanding.model import Intent, Understanding, UserAct
from assistant.understanding.mood.ratings import SCORE_MAX, find_rating, tells_visit, wishes, wishes_besides
from assistant.understanding.mood.verdicts import (
    declines_rating,
    find_correction,
    find_first_score,
    find_passing_rating,
    missed_visit,
    refuses_ratings,
)

BAD_UP_TO = 2
"""So many of five, or fewer, and it is asked what went wrong."""
BRIEF_WORDS_MAX = 2
TELLING_WORDS_MIN = 5
"""A rating in so many words tells why, too: it is kept as it was written."""
COMMENT_LENGTH_MAX = 1000
"""Characters: what is longer is cut."""
_SMALL_TALK = {Intent.GREETING, Intent.THANKS, Intent.GOODBYE}


def track_rating(state: DialogueState, heard: Understanding) -> tuple[DialogueState, bool]:
    """Return `state` with what the message says of the visit that was asked about, and whether that is all it says."""
    asked, kind = state.rating, state.question.kind if state.question else None
    if asked is None:
        return state, False
    if (tapped := find_tapped(state, heard)) is not None:
        return take(state, tapped), True
    if refuses_ratings(heard, is_asked=kind in (QuestionKind.RATING, QuestionKind.RATING_COMMENT)):
        score = find_first_score(heard) if kind is QuestionKind.RATING else None
        state = take(state, score) if score else state
        return _without_talk(replace(state, turn=replace(state.turn, stops_ratings=True, understood=True))), True
    if kind is QuestionKind.RATING:
        return _hear_rating(state, asked, heard)
    if kind is QuestionKind.RATING_COMMENT:
        return _hear_more(state, asked, heard)
    return state, False


def find_tapped(state: DialogueState, heard: Understanding) -> int | None:
    """Return which of the buttons under the question was tapped, from 1 to 5: the newest question's, however late."""
    token = heard.selection.token if heard.selection else None
    if token is None or state.rating is None:
        return None
    turn, _, place = token.partition(".")
    is_of_it = turn == str(state.rating.turn) and place.isdecimal()
    return int(place) if is_of_it and 1 <= int(place) <= SCORE_MAX else None


def take(state: DialogueState, score: int, comment: str = "") -> DialogueState:
    """Return `state` with that rating heard: of several in a turn the last one counts."""
    asked = replace(state.rating, score=score) if state.rating else None
    turn = replace(state.turn, rated=score, comment=comment[:COMMENT_LENGTH_MAX], understood=True)
    return replace(state, rating=asked, turn=turn)


def _hear_rating(state: DialogueState, asked: RatingAsked, heard: Understanding) -> tuple[DialogueState, bool]:
    """Hear what is said to the question how it was."""
    if missed_visit(heard) and not wishes(heard):
        return _without_talk(_note(state, heard)), True
    if (score := find_rating(heard)) is not None:
        rated = take(state, score, _find_reason(heard))
        return (rated, False) if wishes_besides(heard) else (_without_talk(rated), True)
    if (score := find_passing_rating(heard)) is not None:
        return take(state, score, heard.text), False
    if declines_rating(heard):
        return replace(state, turn=replace(state.turn, declined=True, understood=True)), True
    state = replace(state, rating=replace(asked, passed=asked.passed + 1))
    if UserAct.REPEAT in heard.acts and not heard.questions:
        return replace(state, turn=replace(state.turn, asks_again=True)), True
    return state, False


def _hear_more(state: DialogueState, asked: RatingAsked, heard: Understanding) -> tuple[DialogueState, bool]:
    """Hear what is said after it was rated: another rating, why, or what else there is to tell."""
    if (score := find_correction(heard)) is not None and not wishes_besides(heard):
        return _without_talk(take(state, score)), True
    if declines_rating(heard):
        return replace(state, turn=replace(state.turn, declined=True, understood=True)), True
    is_bad = asked.score is not None and asked.score <= BAD_UP_TO
    if _is_comment(heard, is_asked=is_bad) if is_bad else _goes_on(state, heard):
        return _without_talk(_note(state, heard)), True
    return state, False


def _note(state: DialogueState, heard: Understanding) -> DialogueState:
    turn = replace(state.turn, comment=heard.text[:COMMENT_LENGTH_MAX], understood=True, unanswered=(), wonders=False)
    return replace(state, turn=turn)


def _find_reason(heard: Understanding) -> str:
    """Return a message that rates, where it tells why as well."""
    is_told = len(heard.text.split()) >= TELLING_WORDS_MIN and not wishes_besides(heard)
    return heard.text if is_told else ""


def _goes_on(state: DialogueState, heard: Understanding) -> bool:
    """Return whether somebody who was thanked goes on about the visit, though nothing was asked."""
    is_told = bool(heard.sentiment) or tells_visit(heard)
    is_brief = len(heard.text.split()) <= BRIEF_WORDS_MAX
    return is_told and not is_brief and not state.turn.returned and _is_comment(heard, is_asked=False)


def _is_comment(heard: Understanding, *, is_asked: bool) -> bool:
    if wishes(heard, is_complaint=is_asked) or heard.selection or UserAct.NEGATE_INTENT in heard.acts:
        return False
    is_brief = len(heard.text.split()) <= BRIEF_WORDS_MAX and not heard.sentiment
    is_answer = is_brief and bool({UserAct.NEGATE, UserAct.AFFIRM} & {*heard.acts})
    is_talk = bool(heard.intents) and {*heard.intents} <= _SMALL_TALK and not heard.sentiment < 0
    return bool(heard.text) and not is_answer and not is_talk


def _without_talk(state: DialogueState) -> DialogueState:
    """Return `state` without the greetings and thanks that came with it: it is answered with thanks anyway."""
    return replace(state, turn=replace(state.turn, intents=()))
