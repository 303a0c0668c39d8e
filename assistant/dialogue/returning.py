"""Track that somebody comes back after a long while: what was asked has grown old, and is looked at anew."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from assistant.dialogue.question import Task
from assistant.dialogue.state import DialogueState

LONG_WHILE = timedelta(hours=6)
"""After this a customer no longer has in mind what exactly a yes was asked for: it is told and asked again."""


def track_return(state: DialogueState, now: datetime) -> DialogueState:
    """Return `state` as heard now; after a long while nothing counts as agreed, and a move is looked for again."""
    if state.heard_at is None or now - state.heard_at < LONG_WHILE:
        return replace(state, heard_at=now)
    picked = None if state.task is Task.RESCHEDULE else state.picked
    return replace(state, heard_at=now, picked=picked, turn=replace(state.turn, returned=True))
