"""Track that something is wanted again and again, and how many bookings of a series are spoken of."""

from msgspec.structs import replace

from assistant.dialogue.question import QuestionKind, Task
from assistant.dialogue.state import DialogueState
from assistant.understanding.model import Scope, Understanding, UserAct
from assistant.understanding.times.model import Recurrence


def track_recurrence(state: DialogueState, heard: Understanding) -> DialogueState:
    """Return `state` with the rhythm and the end that a message names: each stays until another is named."""
    new, old = heard.recurrence, state.recurrence
    if state.task is not Task.BOOK:
        return state
    if _wants_once(state, heard):
        return replace(state, recurrence=None)
    if state.recurrence and UserAct.TAKE_NEAREST in heard.acts:
        state = replace(state, fills=True)
    if new is None:
        return state
    if new.count == 1:
        return replace(state, recurrence=None)
    if old is None and new.every_weeks is None:
        return state
    rhythm = new.every_weeks if new.every_weeks is not None or old is None else old.every_weeks
    end = new if has_end(new) or old is None else old
    merged = Recurrence(every_weeks=rhythm, count=end.count, for_weeks=end.for_weeks, last=end.last)
    return replace(state, recurrence=merged)


def _wants_once(state: DialogueState, heard: Understanding) -> bool:
    """Return whether it is to be no series after all: "no", "just the one", said to how often or until when."""
    asked = state.question is not None and state.question.kind in (QuestionKind.RHYTHM, QuestionKind.SERIES_END)
    refuses = UserAct.NEGATE in heard.acts or heard.scope is Scope.ONE
    return asked and refuses and heard.recurrence is None


def has_end(recurrence: Recurrence) -> bool:
    """Return whether it was said until when, or how many times."""
    return (recurrence.count, recurrence.for_weeks, recurrence.last) != (None, None, None)


def track_scope(state: DialogueState, heard: Understanding) -> DialogueState:
    """Return `state` with how many bookings are to be moved or cancelled: "every Tuesday" is all of them."""
    recurs = heard.recurrence is not None and heard.recurrence.every_weeks is not None
    state = replace(state, turn=replace(state.turn, recurs=state.turn.recurs or recurs))
    scope = Scope.ALL if heard.recurrence and heard.recurrence.every_weeks else heard.scope
    if scope is None or state.task not in (Task.RESCHEDULE, Task.CANCEL):
        return state
    names_another = scope is Scope.NEXT or (scope is Scope.ONE and bool(heard.times))
    return replace(state, scope=scope, booking_id=None if names_another else state.booking_id)


def drop_rhythm(state: DialogueState, heard: Understanding) -> Understanding:
    """Return what was heard, without the day of a rhythm that says which bookings to cancel: "every Tuesday one"."""
    is_scope = state.task is Task.CANCEL and heard.recurrence and heard.recurrence.every_weeks
    return replace(heard, times=()) if is_scope else heard
