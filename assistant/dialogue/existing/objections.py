"""Track that something is wrong with what was just booked, or is being confirmed: what, and what is to be instead."""

import re

from msgspec.structs import replace

from assistant.dialogue.plan import DoneKind
from assistant.dialogue.question import QuestionKind, Task
from assistant.dialogue.state import DialogueState, begin
from assistant.understanding.model import Aspect, Intent, Understanding, UserAct

CONFIRMING = frozenset({QuestionKind.CONFIRM_BOOKING, QuestionKind.CONFIRM_SERIES})
LONE_NUMBER_DIGITS_MAX = 2
_WAIT = re.compile(
    r"(?:(?:no|oh|hey|sorry|actually|um|ah)[ ,.!]{1,3}){0,3}(?:wait|hang on|hold on|stop)"
    r"(?: (?:wait|sorry|no|pls|please))*[ .!]*"
)
"""Right after something was booked it says that something is wrong with it."""

_COMING = re.compile(r"\b(?:see (?:you|ya|u)|cu) (?:then\b|there\b|at \d|on \w)")


def is_just_done(state: DialogueState) -> bool:
    """Return whether a booking was made or moved, and nothing else has been asked since."""
    # "What would you like?", said because nothing was understood, asks nothing new.
    is_lost = state.misunderstood > 0 and state.question is not None and state.question.kind is QuestionKind.MENU
    is_open = state.question is None or state.question.kind is QuestionKind.ASPECT or is_lost
    return state.last_booking_id is not None and is_open and state.task is None


def track_wrong(state: DialogueState, heard: Understanding) -> DialogueState | None:
    """Return `state` with what of the booking is to be different; None where the message says no such thing.

    Where the words also say what is right, they are read as that: "wrong day, Thursday".
    """
    names_else = heard.times or heard.service_ids or heard.person_ids or heard.name or heard.party_size or heard.intents
    if names_else or heard.selection or heard.direction or heard.shift or heard.code:
        return None
    if is_just_done(state):
        wrong = heard.wrong or (Aspect.UNSAID if _is_bare_no(state, heard) else None)
        return begin_aspect(state, wrong) if wrong else None
    confirms = state.question is not None and state.question.kind in CONFIRMING
    return _correct_plan(state, heard.wrong) if confirms and heard.wrong else None


def track_lone_number(state: DialogueState, heard: Understanding) -> DialogueState | None:
    """Return `state` with a number that answers nothing, once something was booked: no list is open, no time asked."""
    text = heard.text.strip(" .!")
    is_lone = text.isdecimal() and len(text) <= LONE_NUMBER_DIGITS_MAX
    if not is_lone or state.question is not None or not (is_just_done(state) or state.done) or state.task is not None:
        return None
    return replace(state, turn=replace(state.turn, lone_number=text, understood=True))


def _is_bare_no(state: DialogueState, heard: Understanding) -> bool:
    is_no = heard.acts == (UserAct.NEGATE,) and not heard.declines
    return state.question is None and (is_no or _WAIT.fullmatch(heard.text.lower()) is not None)


def begin_aspect(state: DialogueState, aspect: Aspect) -> DialogueState:
    """Return `state` with the change begun that puts `aspect` of the last booking right."""
    told = replace(state, turn=replace(state.turn, wrong=aspect, understood=True))
    if aspect is Aspect.UNSAID:
        return told
    tasks = {Aspect.NAME: Task.AMEND, Aspect.CANCEL: Task.CANCEL}
    begun = begin(told, tasks.get(aspect, Task.RESCHEDULE))
    return replace(begun, booking_id=state.last_booking_id, turn=told.turn)


def _correct_plan(state: DialogueState, wrong: Aspect) -> DialogueState | None:
    """Return `state` without what is wrong in what is being confirmed: it is asked for anew; a time is a no to it."""
    if wrong not in (Aspect.NAME, Aspect.SERVICE):
        return None
    turn = replace(state.turn, understood=True, changed=True)
    if wrong is Aspect.NAME:
        return replace(state, name="", turn=turn)
    return replace(state, service_ids=(), then_service_ids=(), picked=None, shown=(), turn=turn)


def read_answer(state: DialogueState, heard: Understanding) -> Understanding:
    """Return the answer to "which service?" and "what name?" as a change, where a booking that stands is changed."""
    kind = state.question.kind if state.question else None
    asks_what = state.question is not None and any(o.aspect for o in state.question.options)
    if asks_what and Intent.BOOK not in heard.intents:  # "no, it's for 3"
        return replace(heard, amends=True, new_service_ids=heard.new_service_ids or heard.service_ids)
    if kind is QuestionKind.NAME and state.task is Task.AMEND and heard.name:
        return replace(heard, amends=True)
    if kind is QuestionKind.SERVICE and state.task is Task.RESCHEDULE and len(heard.service_ids) == 1:
        return replace(heard, new_service_ids=heard.service_ids)
    return heard


def regrets(state: DialogueState, heard: Understanding) -> bool:
    """Return whether what was just cancelled is wanted after all: "can I have it back", "changed my mind, keep it"."""
    wants = heard.wants_back or heard.wrong is not None or UserAct.NEGATE_INTENT in heard.acts
    return wants and state.done is not None and state.done.kind is DoneKind.CANCELLED and state.question is None


def looks_forward(state: DialogueState, heard: Understanding) -> bool:
    """Return whether who is asked to confirm a booking speaks of coming: "see you at 1 then" may well be a yes."""
    confirms = state.question is not None and state.question.kind in CONFIRMING
    return confirms and state.picked is not None and _COMING.search(heard.text.lower()) is not None
