"""Take yes, no and never mind, in the light of what is asked."""

from msgspec.structs import replace

from assistant.dialogue import let_go
from assistant.dialogue.existing import objections, undo
from assistant.dialogue.facts import Facts
from assistant.dialogue.question import QuestionKind
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing import times
from assistant.dialogue.waiting import wishes
from assistant.understanding.model import Direction, Intent, Understanding, UserAct

KEEPING = frozenset(
    {
        QuestionKind.CONFIRM_MOVE,
        QuestionKind.CONFIRM_CANCEL,
        QuestionKind.CONFIRM_SERIES_MOVE,
        QuestionKind.CONFIRM_SERIES_CANCEL,
    }
)
"""Questions to which a no leaves what stands as it is, and says so."""


def track_assent(state: DialogueState, before: DialogueState, heard: Understanding, facts: Facts) -> DialogueState:
    """Take yes, no and never mind, in the light of what the same message changed: "yes, but at 4" is no yes."""
    if state.turn.dropped and not before.turn.dropped:
        return _drop(state)
    if _is_changed(before, state):
        turn = replace(state.turn, changed=True)
        return replace(state, turn=turn if heard.selection else replace(turn, affirmed=False, negated=False))
    if _leaves(state, heard):
        return replace(_drop(state), waiting=())
    if UserAct.NEGATE_INTENT in heard.acts:
        return _drop(state)
    if _declines(state, heard):
        return _drop(replace(state, turn=replace(state.turn, negated=True)))
    if UserAct.UNDO in heard.acts and undo.restores(state):
        return affirm(state, facts)
    if {UserAct.NEGATE, UserAct.UNDO} & {*heard.acts} or (state.turn.negated and not before.turn.negated):
        return negate(state)
    if UserAct.AFFIRM not in heard.acts and objections.looks_forward(state, heard):
        intents = tuple(i for i in state.turn.intents if i is not Intent.GOODBYE)
        return replace(state, turn=replace(state.turn, asks_again=True, intents=intents))
    if UserAct.AFFIRM in heard.acts and heard.is_qualified:
        # "Yes, but is it £38?" is no yes yet: what is asked is asked again, with its price.
        return replace(state, turn=replace(state.turn, asks_again=True))
    return affirm(state, facts) if UserAct.AFFIRM in heard.acts else state


def affirm(state: DialogueState, facts: Facts) -> DialogueState:
    """Take a yes: to one offered time it picks it, to "shall I start with one?" it settles the party."""
    question = state.question
    state = replace(state, turn=replace(state.turn, affirmed=True, negated=False))
    if question and question.kind is QuestionKind.OFFER:
        return times.pick_only_option(state, question, facts.shop)
    if question and question.kind is QuestionKind.PARTY_SIZE and any(o.affirm for o in question.options):
        return wishes.start_with_one(state)
    if question and question.kind is QuestionKind.WHICH_BOOKING:
        ids = [o.booking_id for o in question.options if o.booking_id is not None]
        return replace(state, booking_id=ids[0]) if len(ids) == 1 else state
    return state


def _leaves(state: DialogueState, heard: Understanding) -> bool:
    """Return whether a goodbye breaks off what is going on: "yes, see you then" does not."""
    if objections.looks_forward(state, heard):
        return False
    return state.task is not None and Intent.GOODBYE in heard.intents and UserAct.AFFIRM not in heard.acts


def _declines(state: DialogueState, heard: Understanding) -> bool:
    """Return whether what is being planned is turned down altogether; a booking that stands is kept by a plain no."""
    keeps = state.question is not None and state.question.kind in KEEPING
    return heard.declines and state.task is not None and not keeps


def _drop(state: DialogueState) -> DialogueState:
    """Forget the task; a hold stays known until it is released."""
    state = wishes.drop_leaning(state)
    turn, kept = replace(state.turn, dropped=True), let_go.remember(state)
    return replace(state.forget_task(), hold=state.hold, let_go=kept, turn=turn)


def negate(state: DialogueState) -> DialogueState:
    """Take a no. To a time that is offered it means another time; to a move, that the booking stays."""
    kind = state.question.kind if state.question else None
    if kind in (QuestionKind.WHICH_BOOKING, QuestionKind.PARTY_SIZE):
        return _drop(state)
    state = replace(state, turn=replace(state.turn, negated=True, affirmed=False, refused=state.picked))
    is_about_time = kind in (QuestionKind.CONFIRM_BOOKING, QuestionKind.CONFIRM_SERIES, QuestionKind.OFFER)
    return times.want_other_times(state, Direction.ANY) if is_about_time else state


def _is_changed(before: DialogueState, after: DialogueState) -> bool:
    # A name counts where a booking under another one is to be confirmed: "no, my name is May" is no no to the time.
    asked = before.question.kind if before.question else None
    confirms = asked in (QuestionKind.CONFIRM_BOOKING, QuestionKind.CONFIRM_SERIES)

    def plan(state: DialogueState) -> tuple[object, ...]:
        who = (state.task, *list_plan(state))
        what = (state.booking_id, state.booking_ids, state.turn.chosen, state.scope, state.recurrence, state.fills)
        return (
            *who,
            *what,
            state.edit,
            state.amendment,
            state.then_service_ids,
            state.wish,
            state.picked,
            state.booking_name if confirms else "",
        )

    return plan(before) != plan(after)


def list_plan(state: DialogueState) -> tuple[object, ...]:
    """Return what is wanted, but for its time: where that changes, what was offered is of no use any more."""
    who = (state.person_ids, state.any_person, state.without_person_ids)
    return (state.service_ids, *who, state.party_size, state.party_sizes)
