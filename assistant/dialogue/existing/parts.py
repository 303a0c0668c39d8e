"""What is said of a part of what was just booked: it is not wanted any more, or was to be something else."""

import re

from msgspec.structs import replace

from assistant.dialogue.existing.amendments import list_last, strip
from assistant.dialogue.existing.objections import is_just_done
from assistant.dialogue.question import Task
from assistant.dialogue.state import DialogueState, begin
from assistant.understanding.model import Intent, Understanding

_MEANT = re.compile(r"\b(?:meant|mean)\b", re.IGNORECASE)
_NAMES_ANEW = frozenset({Intent.RESCHEDULE, Intent.AVAILABILITY, Intent.LIST_BOOKINGS})


def track_part(state: DialogueState, heard: Understanding) -> tuple[DialogueState, Understanding]:
    """Return `state` with the cancellation begun of what is not wanted of a visit: "no blow dry", "just the cut".

    Where another service is named in its place, the message is returned as the change that it is.
    """
    if not is_just_done(state) or heard.times or heard.wishes or heard.absent or _NAMES_ANEW & {*heard.intents}:
        return state, heard
    booked = state.last.service_ids if state.last else ()
    new = tuple(s for s in heard.service_ids if s not in booked and s not in heard.without_service_ids)
    if len(new) == 1 and not heard.adds_service and _replaces(booked, heard):
        return state, _read_change(heard, booked, new)
    out = _list_unwanted(booked, heard)
    if not out or new or len(booked) == 1:  # of one service there is no part
        return state, heard
    begun = begin(replace(state, turn=replace(state.turn, understood=True)), Task.CANCEL)
    ids = _find_parts(state, booked, out)
    begun = replace(begun, service_ids=out, booking_id=ids[0] if len(ids) == 1 else None, booking_ids=ids[1:] and ids)
    return begun, replace(strip(heard), without_service_ids=(), is_only_service=False)


def _replaces(booked: tuple[int, ...], heard: Understanding) -> bool:
    """Return whether a service was to be had in place of the one that is booked: "I meant a beard trim, not a cut"."""
    is_ruled_out = {*heard.without_service_ids} & {*booked}
    return len(booked) == 1 and bool(is_ruled_out or _MEANT.search(heard.text))


def _read_change(heard: Understanding, booked: tuple[int, ...], new: tuple[int, ...]) -> Understanding:
    """Return the message as the change of the booking to another service, and to another name where one is told."""
    kept = tuple(i for i in heard.intents if i not in (Intent.BOOK, Intent.CANCEL))
    return replace(
        heard, intents=kept, amends=True, service_ids=(*booked, *new), new_service_ids=new, without_service_ids=(),
        renames=heard.renames or heard.for_other, for_other=False, another=False, is_only_service=False, acts=(),
    )  # fmt: skip


def _list_unwanted(booked: tuple[int, ...], heard: Understanding) -> tuple[int, ...]:
    """Return the services that are not wanted any more: those that are named so, or all but the only one."""
    if heard.without_service_ids:
        return heard.without_service_ids
    is_kept = heard.is_only_service and {*heard.service_ids} <= {*booked}
    return tuple(s for s in booked if s not in heard.service_ids) if is_kept else ()


def _find_parts(state: DialogueState, booked: tuple[int, ...], out: tuple[int, ...]) -> tuple[int, ...]:
    """Return the bookings of those services in the visit that was just booked; none where it is not about that."""
    ids = list_last(state)
    if len(ids) != len(booked):
        return ()
    return tuple(i for i, service_id in zip(ids, booked, strict=True) if service_id in out)
