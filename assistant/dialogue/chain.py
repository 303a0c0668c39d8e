"""Track several services that are wanted one after the other: "haircut and colour", "and a beard trim too"."""

from msgspec.structs import replace

from assistant.booking.model import Shop
from assistant.dialogue.state import DialogueState, Task
from assistant.understanding.model import Understanding

SERVICES_MAX = 3
"""So many services one visit may have."""


def track_chain(state: DialogueState, heard: Understanding, shop: Shop) -> tuple[DialogueState, Understanding]:
    """Return `state` with the services that follow the first, and the message with the first service alone."""
    if state.task not in (None, Task.BOOK) or heard.recurrence or state.recurrence:
        return state, heard
    if len(heard.several_services) > 1 and _are_bookable(heard.several_services, shop):
        first, *others = heard.several_services[:SERVICES_MAX]
        return replace(state, then_service_ids=tuple(others)), replace(heard, service_ids=(first,))
    adds = heard.adds_service and state.task is Task.BOOK and len(state.service_ids) == 1
    chained = (*state.service_ids, *state.then_service_ids, *heard.service_ids)
    is_new = len(heard.service_ids) == 1 and len({*chained}) == len(chained) <= SERVICES_MAX
    if adds and is_new and _are_bookable(chained, shop):
        state = replace(state, then_service_ids=chained[1:], turn=replace(state.turn, understood=True))
        return state, replace(heard, service_ids=())
    return replace(state, then_service_ids=() if heard.service_ids else state.then_service_ids), heard


def _are_bookable(service_ids: tuple[int, ...], shop: Shop) -> bool:
    """Return whether each is done by a person for one customer: tables and classes do not follow one another."""
    services = [shop.find_service(s) for s in service_ids]
    return all(shop.find_people(s) and not s.is_class and shop.find_party_max(s) == 1 for s in services)
