"""Take up what has waited, when what was talked about has ended; and say what waits."""

from msgspec.structs import replace

from assistant.dialogue.acts import (
    InformWaiting,
    NotifyHandedOver,
    Reply,
    ResumeWaiting,
    SystemAct,
)
from assistant.dialogue.facts import Facts
from assistant.dialogue.question import QuestionKind
from assistant.dialogue.state import (
    DialogueState,
    Turn,
    begin_turn,
)
from assistant.dialogue.track import track


def ends_task(reply: Reply) -> bool:
    """Return whether nothing is left open by `reply`, of what the conversation was busy with."""
    return reply.question is None or reply.question.kind is QuestionKind.MENU


def take_up(state: DialogueState, reply: Reply, facts: Facts) -> DialogueState | None:
    """Return the state in which the next wish that waits is heard; None where none does, or something is still open.

    It is heard as it was understood when it was said, in a turn of its own: what agreed to the last agrees to nothing.
    """
    is_over = ends_task(reply) and not any(isinstance(act, NotifyHandedOver) for act in reply.acts)
    if not (state.waiting and is_over):
        return None
    wish, *others = state.waiting
    idle = begin_turn(replace(state.forget_task(), waiting=tuple(others)))
    idle = replace(idle, turn=Turn(understood=True, taken_up=wish))
    return track(idle, wish, facts)


def tell_waiting(state: DialogueState, reply: Reply) -> tuple[SystemAct, ...]:
    """Say what waits since this turn, where something else is asked first; or what is talked about now."""
    turn = state.turn
    if turn.let_go:
        return (InformWaiting(wishes=turn.let_go, is_let_go=True),)
    if turn.taken_up:
        return (ResumeWaiting(wish=turn.taken_up),)
    if not turn.put_off or ends_task(reply):
        return ()
    return (InformWaiting(wishes=turn.put_off, is_overfull=turn.is_overfull),)
