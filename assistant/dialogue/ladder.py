"""The steps after a message that meant nothing: an example of an answer, then choices, then a person."""

from msgspec.structs import replace

from assistant.dialogue import choices
from assistant.dialogue.acts import NotUnderstood, Reply
from assistant.dialogue.choices import ask
from assistant.dialogue.facts import Facts
from assistant.dialogue.question import Option
from assistant.dialogue.state import DialogueState
from assistant.understanding.model import Intent

CHOICES_FROM = 2
"""From this message in a row on there is something to tap, and a person among it."""
PERSON = Option(token="", intent=Intent.HUMAN_HANDOFF)


def help_along(reply: Reply, state: DialogueState, facts: Facts) -> Reply:
    """Return `reply` to a message that was not understood with the help that is due; who is upset may have a person."""
    question, times = reply.question, state.misunderstood + 1
    act = NotUnderstood(
        times=times,
        kind=question.kind if question else None,
        is_upset=state.is_upset,
        is_question=state.turn.wonders,
        service_id=question.offered_service_id if question else None,
    )
    reply = replace(reply, acts=(act, *reply.acts))
    if question is None or (times < CHOICES_FROM and not state.is_upset):
        return reply
    options = list(question.options) or [choices.NEVER_MIND]
    options += [] if any(o.intent is Intent.HUMAN_HANDOFF for o in options) else [PERSON]
    return replace(reply, question=replace(question, options=ask(question.kind, facts, options).options))
