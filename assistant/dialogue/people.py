"""Track whom somebody wants who is not here, or does not do it: said once, then the work goes on."""

from msgspec.structs import replace

from assistant.booking.model import Shop
from assistant.dialogue.question import QuestionKind
from assistant.dialogue.state import DialogueState
from assistant.understanding.model import Understanding


def track_unknown(state: DialogueState, heard: Understanding, shop: Shop) -> DialogueState:
    """Return `state` with the name of somebody who does not work here, where one was named; the shop is nobody."""
    name = heard.unknown_person
    if name is None or heard.person_ids or name.lower() in shop.name.lower():
        return state
    return replace(state, turn=replace(state.turn, unknown_person=name, understood=True))


def settle_unable(state: DialogueState, before: DialogueState, heard: Understanding) -> DialogueState:
    """Return `state` with anybody wanted where nobody was named to the question who, asked for want of the first.

    Whoever answers it with a time, or a yes, has heard that the one they named does not do it.
    """
    asked = before.question is not None and before.question.kind is QuestionKind.PERSON
    if not asked or before.question is None or not before.person_ids or heard.person_ids or heard.any_person:
        return state
    offered = {option.person_id for option in before.question.options}
    says_else = heard.times or heard.service_ids or heard.party_size or state.turn.affirmed or state.turn.negated
    if offered.intersection(before.person_ids) or not says_else or state.person_ids != before.person_ids:
        return state
    return replace(state, person_ids=(), any_person=True)
