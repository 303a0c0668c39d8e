"""What was let go and is wanted after all: "never mind" ... "go on then", "ok, the 3pm then".

It is looked for, held and asked about anew, as if it had just been said: meanwhile somebody else may have it.
"""

import re

from msgspec.structs import replace

from assistant.dialogue.acts import Reply
from assistant.dialogue.existing.acts import NotifyKept
from assistant.dialogue.plan import LetGo
from assistant.dialogue.question import Task
from assistant.dialogue.state import DialogueState, begin
from assistant.understanding.intents.rules import SOCIAL
from assistant.understanding.model import Intent, Reference, Understanding
from assistant.understanding.normalize import fold

_LENGTH_MAX = 80
"""Who says no more than that they want it after all says it in a few words."""
_EDGE = r"[ ,.!?]*"
_LEAD = (
    rf"(?:(?:ok(?:ay)?|k|oh|ah|well|hmm+|um|er|no|wait|sorry|al?l ?right|fine|actually|yes|yeah|yep|yea|please|pls|but"
    rf"|and|so|you know what|on second thoughts?|thinking about it){_EDGE})*"
)
_TAIL = (
    rf"(?:{_EDGE}(?:then|after all|please|pls|anyway|now|instead|actually|again|for me|yes|yeah|thanks|thank you|sorry"
    rf"|if (?:it'?s|that'?s) (?:still )?(?:free|there|available|possible|ok(?:ay)?)))*"
)
_WANTS_IT = (
    r"(?:go on|go ahead|go for it|do it|let'?s (?:do|go (?:for|with)) (?:it|that)|book (?:it|that|them)(?: in)?"
    r"|(?:i'?ll|we'?ll|i will|can i|could i|can we|i'?d like to|let me|i want to|i) (?:still |just )?"
    r"(?:take|have|do|go for|book|get) (?:it|that|them|that one|that time)|(?:i do|we do|i) (?:still )?want it"
    r"|book me in|(?:i(?:'?ve|'?m)? )?(?:have )?chang(?:ed|ing) my mind(?: again)?|move it|change it)"
)
_AFTER_ALL = re.compile(rf"(?:{_EDGE}{_LEAD}{_WANTS_IT}{_TAIL}){{1,3}}{_EDGE}")
_YES = re.compile(
    rf"{_EDGE}(?:(?:actually|oh|wait|no|hmm+|well|on second thoughts?){_EDGE})+(?:yes|yeah|yep|ok|okay){_TAIL}{_EDGE}"
    rf"|{_EDGE}(?:yes|yeah|yep|ok|okay){_EDGE}(?:please|pls|after all|actually|then){_TAIL}{_EDGE}",
)
"""A mere "yes" or "ok" after "I've left things as they are" is none for it."""
_OF_A_PLAN = frozenset({Intent.BOOK, Intent.AVAILABILITY, *SOCIAL})


def remember(state: DialogueState) -> LetGo | None:
    """Return what is planned, or where a booking is to be moved; what was let go before, where nothing of it is known.

    An undoing, a cancellation and a name are not taken up so.
    """
    is_plan = state.task is Task.BOOK and len(state.service_ids) == 1
    is_move = state.task is Task.RESCHEDULE and state.booking_id is not None
    if not (is_plan or is_move) or (state.wish.is_empty and state.edit is None):
        return state.let_go
    return LetGo(
        service_ids=state.service_ids,
        then_service_ids=state.then_service_ids,
        person_ids=state.person_ids,
        any_person=state.any_person,
        without_person_ids=state.without_person_ids,
        party_size=state.party_size,
        wish=replace(state.wish, direction=None),
        picked=state.picked if is_plan else None,
        recurrence=state.recurrence,
        guest=state.guest,
        booking_id=state.booking_id if is_move else None,
        edit=state.edit if is_move else None,
    )


def remember_kept(state: DialogueState, reply: Reply) -> LetGo | None:
    """Return what is let go by the end of a turn: a booking was to be moved, and is kept where it is."""
    return remember(state) if any(isinstance(act, NotifyKept) for act in reply.acts) else state.let_go


def take_up(state: DialogueState, heard: Understanding) -> tuple[DialogueState, Understanding]:
    """Return `state` with what was let go wanted again, where the message says so, and the message without that."""
    kept = state.let_go
    if kept is None or state.task is not None or state.question is not None or state.turn.returned:
        return state, heard
    if _is_after_all(fold(heard.text)):
        return _restore(state, kept), Understanding(text=heard.text, sentiment=heard.sentiment)
    if kept.booking_id is not None or not _is_about_plan(heard):
        return state, heard
    intents = tuple(i for i in heard.intents if i in SOCIAL)
    return _restore(state, kept), replace(heard, intents=intents, acts=heard.acts if heard.direction else ())


def _is_after_all(text: str) -> bool:
    is_short = len(text) <= _LENGTH_MAX
    return is_short and (_AFTER_ALL.fullmatch(text) or _YES.fullmatch(text)) is not None


def _is_about_plan(heard: Understanding) -> bool:
    """Return whether a message names a time, or who is to do it, and nothing that another wish would have."""
    says_when = heard.times or heard.direction or heard.person_ids
    says_else = (heard.service_ids, heard.another, heard.wishes, heard.code, heard.recurrence, heard.inquiries,
                 heard.questions, heard.topic, heard.note, heard.is_late, heard.scope, heard.absent, heard.for_other,
                 heard.name, heard.wants_usual)  # fmt: skip
    is_elsewhere = heard.reference is Reference.OWN or any(says_else)
    return bool(says_when) and not is_elsewhere and {*heard.intents} <= _OF_A_PLAN


def _restore(state: DialogueState, kept: LetGo) -> DialogueState:
    is_move = kept.booking_id is not None
    state = begin(state, Task.RESCHEDULE if is_move else Task.BOOK)
    return replace(
        state,
        service_ids=kept.service_ids,
        then_service_ids=kept.then_service_ids,
        person_ids=kept.person_ids,
        any_person=kept.any_person,
        without_person_ids=kept.without_person_ids,
        party_size=kept.party_size,
        wish=kept.wish,
        picked=kept.picked,
        recurrence=kept.recurrence,
        guest=kept.guest,
        booking_id=kept.booking_id,
        edit=kept.edit,
        turn=replace(state.turn, understood=True),
    )
