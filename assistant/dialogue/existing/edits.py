"""Edits of a booking that stands, beyond its time: its party, its service, its name, a note, a late arrival.

Party and service are a move to the same time: the old place is kept until the new one is secured. Name and note take
no time from anybody, and are put with the booking at once.
"""

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.dialogue.state import DialogueState, Edit, QuestionKind, Task, begin
from assistant.understanding.model import Intent, Reference, Understanding

CHANGES = frozenset({Intent.RESCHEDULE, Intent.CANCEL, Intent.BOOK, Intent.AVAILABILITY, Intent.LIST_BOOKINGS})
"""What is wanted beside a late arrival: then that is what is done."""


def track_edits(
    state: DialogueState, before: DialogueState, heard: Understanding
) -> tuple[DialogueState, Understanding]:
    """Return `state` with what is to be edited, and what is left of the message for the other readers of it.

    `before` is the state as it was: a name that a booking is put under need not be the customer's own.
    """
    if heard.is_late and state.task is None and not CHANGES & {*heard.intents}:
        return _track_late(state, heard)
    if state.task is Task.BOOK:
        return _track_plan(state, heard)
    edit = _read_edit(state, heard)
    if edit is not None:
        state = _begin_edit(state, heard, Task.RESCHEDULE)
        return replace(state, edit=edit), _strip(heard)
    if heard.note is None and not _renames(state, heard):
        return state, heard
    return _track_amend(state, before, heard)


def _track_late(state: DialogueState, heard: Understanding) -> tuple[DialogueState, Understanding]:
    state = begin(replace(state, turn=replace(state.turn, is_late=True, understood=True)), Task.AMEND)
    social = tuple(i for i in heard.intents if i not in CHANGES)
    rest = Understanding(text=heard.text, intents=social)
    return replace(state, edit=Edit(note=heard.text[:NOTE_LENGTH_MAX])), rest


NOTE_LENGTH_MAX = 300
"""Characters of a note about a late arrival."""


def _track_plan(state: DialogueState, heard: Understanding) -> tuple[DialogueState, Understanding]:
    """Take a note, and one more or fewer, for what is being planned."""
    if heard.note:
        state = replace(state, note=_add_note(state.note, heard.note), turn=replace(state.turn, understood=True))
    if heard.party_change and state.party_size:
        size = max(1, state.party_size + heard.party_change)
        kept = tuple(i for i in heard.intents if i is not Intent.CANCEL)
        state = replace(state, turn=replace(state.turn, understood=True))
        heard = replace(heard, party_size=size, intents=kept, other_person=False, direction=None, acts=())
    return state, heard


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
        note=_add_note(old.note, heard.note or ""),
    )


def _add_note(said: str, more: str) -> str:
    """Return both notes as one; what was said before is not said twice."""
    return "; ".join(dict.fromkeys(part for part in (*said.split("; "), more) if part))


def _speaks_of_standing(state: DialogueState, heard: Understanding) -> bool:
    """Return whether a message is about changing what stands, and not about booking something anew."""
    if Intent.CANCEL in heard.intents:
        return False
    is_just_done = state.last_booking_id is not None and state.question is None
    if Intent.BOOK in heard.intents and not (heard.reference or is_just_done):
        return False
    changes = Intent.RESCHEDULE in heard.intents or state.task is Task.RESCHEDULE
    return changes or (heard.amends and (is_just_done or heard.reference is not None or bool(heard.party_size)))


def _renames(state: DialogueState, heard: Understanding) -> bool:
    """Return whether a booking that stands is to be under another name: "put it under Smith instead"."""
    changes = Intent.RESCHEDULE in heard.intents or heard.amends
    says_else = heard.times or heard.service_ids or heard.person_ids or Intent.BOOK in heard.intents
    return heard.name is not None and changes and not says_else and state.task in (None, Task.AMEND)


def _track_amend(
    state: DialogueState, before: DialogueState, heard: Understanding
) -> tuple[DialogueState, Understanding]:
    """Put a name or a note with a booking that stands; a note beside a wish to book waits for that booking."""
    says_else = heard.times or heard.service_ids or heard.person_ids or heard.party_size or CHANGES & {*heard.intents}
    name = heard.name if _renames(state, heard) else None
    old = state.turn.amended[1] if state.turn.amended else Edit()
    edit = replace(old, name=name or old.name, note=_add_note(old.note, heard.note or ""))
    if name is None and state.task in (Task.RESCHEDULE, Task.CANCEL) and state.booking_id is not None:
        # Put with the booking at once, whatever becomes of the move.
        return replace(state, turn=replace(state.turn, amended=(state.booking_id, edit), understood=True)), heard
    if name is None and (says_else or state.task not in (None, Task.AMEND)):
        note = _add_note(state.note, heard.note or "")
        return replace(state, note=note, turn=replace(state.turn, understood=True)), heard
    if name is None and state.edit is not None and state.turn.amended is None:  # which booking is still asked
        edit = replace(state.edit, note=_add_note(state.edit.note, heard.note or ""))
    turn = replace(state.turn, introduced=before.turn.introduced)
    state = _begin_edit(replace(state, name=before.name, turn=turn), heard, Task.AMEND)
    amended = (state.booking_id, edit) if state.booking_id is not None else None
    return replace(state, edit=edit, turn=replace(state.turn, amended=amended)), _strip(heard)


def _begin_edit(state: DialogueState, heard: Understanding, task: Task) -> DialogueState:
    """Return `state` with `task` begun, about the booking that was spoken of last unless another is pointed to."""
    begun = begin(replace(state, turn=replace(state.turn, understood=True)), task)
    targets = _list_targets(heard)
    points_elsewhere = heard.code or targets or (heard.reference is Reference.OWN and heard.times)
    if begun.booking_id is None and not points_elsewhere:
        begun = replace(begun, booking_id=state.last_booking_id)
    return replace(begun, service_ids=targets)


def _list_targets(heard: Understanding) -> tuple[int, ...]:
    """Return the services that tell which booking is meant: "change my haircut to a colour" is about the haircut."""
    return tuple(s for s in heard.service_ids if s not in heard.new_service_ids)


def _strip(heard: Understanding) -> Understanding:
    """Return the message without what has been taken from it: nobody is to read it once more as a wish to book."""
    taken = (Intent.BOOK, Intent.RESCHEDULE, Intent.CANCEL)
    kept = tuple(i for i in heard.intents if i not in taken)
    return replace(heard, intents=kept, party_size=None, service_ids=(), name=None, acts=(), direction=None,
                   other_person=False)  # fmt: skip


def edit_booking(booking: Booking, edit: Edit | None) -> Booking:
    """Return the booking as it is to be: of another service, or for another party."""
    if edit is None:
        return booking
    size = edit.party_size or max(1, booking.party_size + edit.party_change)
    return replace(booking, party_size=size, service_id=edit.service_id or booking.service_id)
