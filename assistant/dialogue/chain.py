"""Track several services that are wanted one after the other: "haircut and colour", "and a beard trim too".

What is said of a part of the visit changes that part: naming one service leaves the others as they are.
"""

from msgspec.structs import replace

from assistant.booking.model import Shop
from assistant.dialogue.plan import LeftOut, VisitLimit
from assistant.dialogue.question import Task
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.times import wish_for
from assistant.dialogue.waiting.beside import find_start_before, goes_before
from assistant.understanding.model import Intent, Reference, Understanding

SERVICES_MAX = 3
"""So many services one visit may have."""
CHANGES = frozenset({Intent.CANCEL, Intent.RESCHEDULE})
"""What words of a part of the visit may sound like: nothing that stands is changed by them."""


def track_chain(state: DialogueState, heard: Understanding, shop: Shop) -> tuple[DialogueState, Understanding]:
    """Return `state` with the services that follow the first, and the message with the first service alone."""
    if state.task not in (None, Task.BOOK):
        return state, heard
    if heard.recurrence or state.recurrence:
        state, heard = _leave_rhythm_out(state, heard, shop)
        if heard.recurrence or state.recurrence:
            return state, heard
    if len(heard.several_services) > 1 and _are_bookable(heard.several_services, shop):
        first, *others = heard.several_services[:SERVICES_MAX]
        state = _leave_out(state, VisitLimit.FULL, heard.several_services[SERVICES_MAX:])
        return replace(state, then_service_ids=tuple(others)), replace(heard, service_ids=(first,))
    visit = _list_visit(state)
    if heard.adds_service and visit:
        return _add(state, heard, visit, shop)
    if visit and _drops_all(visit, heard):
        return replace(state, turn=replace(state.turn, dropped=True, understood=True)), _strip(heard)
    changed = _change(visit, heard) if visit else None
    if changed and _are_bookable(changed, shop):
        return _settle(state, heard, changed)
    return replace(state, then_service_ids=() if heard.service_ids else state.then_service_ids), heard


def _list_visit(state: DialogueState) -> tuple[int, ...]:
    """Return the services of what is being planned, in their order; none where it is not settled what the first is."""
    if state.task is not Task.BOOK or len(state.service_ids) != 1:
        return ()
    return (*state.service_ids, *state.then_service_ids)


def _add(
    state: DialogueState, heard: Understanding, visit: tuple[int, ...], shop: Shop
) -> tuple[DialogueState, Understanding]:
    """Put a service behind those of the visit, or before them; say so where it has no room."""
    is_first = goes_before(heard.text)
    chained = (*heard.service_ids, *visit) if is_first else (*visit, *heard.service_ids)
    is_new = len(heard.service_ids) == 1 and len({*chained}) == len(chained)
    if is_new and len(chained) > SERVICES_MAX:
        state = _leave_out(state, VisitLimit.FULL, heard.service_ids)
        return state, replace(heard, service_ids=())
    if is_new and _are_bookable(chained, shop):
        if is_first and state.picked:  # what was planned stays when it is
            starts_at = find_start_before(state.picked, heard.service_ids[0], shop)
            state = replace(state, wish=wish_for(starts_at, shop), picked=None)
        return _settle(state, heard, chained)
    return replace(state, then_service_ids=()), heard


def _change(visit: tuple[int, ...], heard: Understanding) -> tuple[int, ...] | None:
    """Return the visit as it is to be by the services that a message names; None where it is not about a part of it."""
    named = tuple(s for s in heard.service_ids if s not in heard.without_service_ids)
    out = {s for s in visit if s in heard.without_service_ids}
    if heard.new_service_ids:  # "change the colour to a beard trim"
        out |= {s for s in named if s in visit and s not in heard.new_service_ids}
    new = tuple(s for s in named if s not in visit)
    if out and len(new) == 1:
        place = next(n for n, s in enumerate(visit) if s in out)
        kept = [s for s in visit if s not in out]
        return (*kept[:place], *new, *kept[place:])
    if out and not new:
        return tuple(s for s in visit if s not in out) or None
    if not named or new or len(visit) == 1:
        return None
    if heard.is_only_service:
        return named
    # What is named with a time begins the visit then.
    return (*named, *(s for s in visit if s not in named)) if heard.times and len(named) == 1 else visit


def _settle(state: DialogueState, heard: Understanding, visit: tuple[int, ...]) -> tuple[DialogueState, Understanding]:
    """Return `state` with that visit, and the message without what said so."""
    turn = replace(state.turn, understood=True)
    state = replace(state, service_ids=visit[:1], then_service_ids=visit[1:], turn=turn)
    return state, _strip(heard)


def _strip(heard: Understanding) -> Understanding:
    kept = tuple(i for i in heard.intents if i not in CHANGES)
    return replace(heard, intents=kept, service_ids=(), acts=(), direction=None, is_bare_cancel=False)


def _drops_all(visit: tuple[int, ...], heard: Understanding) -> bool:
    """Return whether nothing is left of the visit: "forget the haircut", where that is all that is planned."""
    points_elsewhere = heard.reference is Reference.OWN or heard.code or {*heard.service_ids} - {*visit}
    drops = Intent.CANCEL in heard.intents or not heard.service_ids
    return drops and not points_elsewhere and {*visit} <= {*heard.without_service_ids}


def _leave_rhythm_out(state: DialogueState, heard: Understanding, shop: Shop) -> tuple[DialogueState, Understanding]:
    """Return both with what cannot be had together left out: a visit of several services is no series."""
    is_visit = len(heard.several_services) > 1 and _are_bookable(heard.several_services, shop)
    if heard.recurrence and not state.recurrence and (is_visit or (state.then_service_ids and not heard.service_ids)):
        return _leave_out(state, VisitLimit.ONCE, ()), replace(heard, recurrence=None)
    adds = heard.adds_service and _list_visit(state) and not {*heard.service_ids} & {*state.service_ids}
    if state.recurrence and adds:
        state = _leave_out(state, VisitLimit.SERIES, heard.service_ids)
        return state, replace(heard, service_ids=(), adds_service=False)
    return state, heard


def _leave_out(state: DialogueState, limit: VisitLimit, service_ids: tuple[int, ...]) -> DialogueState:
    if limit is VisitLimit.FULL and not service_ids:
        return state
    left_out = LeftOut(limit=limit, service_ids=service_ids)
    return replace(state, turn=replace(state.turn, understood=True, left_out=left_out))


def _are_bookable(service_ids: tuple[int, ...], shop: Shop) -> bool:
    """Return whether each is done by a person for one customer: tables and classes do not follow one another."""
    services = [shop.find_service(s) for s in service_ids]
    return all(shop.find_people(s) and not s.is_class and shop.find_party_max(s) == 1 for s in services)
