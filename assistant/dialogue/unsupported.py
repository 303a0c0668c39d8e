"""Track what the assistant cannot do: it is said, with what it can, and what is open goes on."""

from msgspec.structs import replace

from assistant.dialogue.state import DialogueState
from assistant.understanding.model import Intent, Understanding

BESIDE = frozenset({Intent.HELP, Intent.AVAILABILITY, Intent.BOOK})
"""What such a request may look like, where no service and no time is named: "can I get an invoice"."""


def track_unsupported(state: DialogueState, heard: Understanding) -> tuple[DialogueState, Understanding]:
    """Return `state` with what was asked for in vain, and the message without what only looked like a wish."""
    if heard.media is None and heard.topic is None:
        return state, heard
    turn = replace(state.turn, understood=True, media=heard.media, topic=heard.topic)
    if not (heard.service_ids or heard.times):
        kept = tuple(i for i in heard.intents if i not in BESIDE)
        heard = replace(heard, intents=kept)
        turn = replace(turn, intents=tuple(i for i in turn.intents if i not in BESIDE))
    return replace(state, turn=turn), heard
