"""Edits of a booking that stands, beyond its time: its party, its service, its name, a note, a late arrival.

Party and service are a move to the same time: the old place is kept until the new one is secured. Name and note take
no time from anybody, and are put with the booking at once.
"""

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.dialogue.existing import amendments
from assistant.dialogue.existing.objections import is_just_done
from assistant.dialogue.plan import Edit
from assistant.dialogue.question import QuestionKind, Task
from assistant.dialogue.state import DialogueState, begin
from assistant.understanding.model import Intent, Reference, Understanding


def track_edits(
    state: DialogueState, before: DialogueState, heard: Understanding
) -> tuple[DialogueState, Understanding]:
    """Return `state` with what is to be edited, and what is left of the message for the other readers of it.

    `before` is the state as it was: a name that a booking is put under need not be the customer's own.
    """
    if amendments.is_late_only(state, heard):
        return amendments.track_late(state, heard)
    if state.task is Task.BOOK:
        return amendments.track_plan(state, before, heard)
    edit = None if heard.note_change else _read_edit(state, heard)
    if edit is None:
        return amendments.track_amendment(state, before, heard)
    if amendments.is_rename(state, heard):  # beside the edit, and written at once
        state, heard = amendments.track_amendment(state, before, replace(heard, note=None), is_beside=True)
    state = _begin_edit(state, heard)
    return replace(state, edit=edit), _strip(heard)


def _strip(heard: Understanding) -> Understanding:
    """Return the message without its edit: the time that it may name beside it is still to be read."""
    return replace(amendments.strip(heard), times=heard.times, shift=heard.shift, scope=heard.scope)


def _read_edit(state: DialogueState, heard: Understanding) -> Edit | None:
    """Return what is to be another party or another service of a booking that stands; None where that is not said."""
    asked_size = state.question is not None and state.question.kind is QuestionKind.PARTY_SIZE
    edits = bool(heard.party_change) or _speaks_of_standing(state, heard)
    if not (edits or (state.task is Task.RESCHEDULE and asked_size)):
        return None
    party_size = heard.party_size if not heard.new_service_ids else None
    service_id = heard.new_service_ids[0] if len(heard.new_service_ids) == 1 else None
    if party_size is None and not heard.party_change and service_id is None:
        return None
    old = state.edit or Edit()
    change = heard.party_change or 0
    size, more = (party_size, 0) if party_size else (old.party_size, old.party_change + change)
    if size and more:  # "make it 4" ... "one more": five
        size, more = max(1, size + more), 0
    return replace(
        old,
        party_size=size,
        party_change=more,
        service_id=service_id or old.service_id,
        note=amendments.join(old.note, heard.note or ""),
    )


def _speaks_of_standing(state: DialogueState, heard: Understanding) -> bool:
    """Return whether a message is about changing what stands, and not about booking something anew."""
    if Intent.CANCEL in heard.intents:
        return False
    is_done = is_just_done(state)
    if Intent.BOOK in heard.intents and not (heard.reference or is_done):
        return False
    changes = Intent.RESCHEDULE in heard.intents or state.task is Task.RESCHEDULE
    return changes or (heard.amends and (is_done or heard.reference is not None or bool(heard.party_size)))


def _begin_edit(state: DialogueState, heard: Understanding) -> DialogueState:
    """Return `state` with a change begun, of the booking that was spoken of last unless another is pointed to."""
    begun = begin(replace(state, turn=replace(state.turn, understood=True)), Task.RESCHEDULE)
    targets = _list_targets(heard)
    points_elsewhere = heard.code or targets or (heard.reference is Reference.OWN and heard.times)
    if begun.booking_id is None and not points_elsewhere:
        begun = replace(begun, booking_id=state.last_booking_id)
    return replace(begun, service_ids=targets)


def _list_targets(heard: Understanding) -> tuple[int, ...]:
    """Return the services that tell which booking is meant: "change my haircut to a colour" is about the haircut."""
    return tuple(s for s in heard.service_ids if s not in heard.new_service_ids)


def edit_booking(booking: Booking, edit: Edit | None) -> Booking:
    """Return the booking as it is to be: of another service, or for another party."""
    if edit is None:
        return booking
    size = edit.party_size or max(1, booking.party_size + edit.party_change)
    return replace(booking, party_size=size, service_id=edit.service_id or booking.service_id)
