"""Track what takes no time from anybody: another name, a note, a late arrival. It is put with its booking at once."""

from msgspec.structs import replace

from assistant.booking.notes import is_too_long
from assistant.dialogue.plan import (
    Amendment,
    DoneKind,
    Edit,
    TimeWish,
)
from assistant.dialogue.question import QuestionKind, Task
from assistant.dialogue.state import DialogueState, begin
from assistant.understanding.identity.spelling import sounds_like
from assistant.understanding.model import Intent, NoteChange, Reference, Understanding

CHANGES = frozenset({Intent.RESCHEDULE, Intent.CANCEL, Intent.BOOK, Intent.AVAILABILITY, Intent.LIST_BOOKINGS})
"""What is wanted beside a late arrival, or a note: then that is what is done."""
POINTING = ("for", "my", "our", "the")
"""Before a time of day they say which booking is meant: "late for my 4pm"; "there at ten past" does not."""


def is_late_only(state: DialogueState, heard: Understanding) -> bool:
    """Return whether a message says that its writer is late, and wants nothing beside."""
    return heard.is_late and state.task in (None, Task.AMEND) and not CHANGES & {*heard.intents}


def track_late(state: DialogueState, heard: Understanding) -> tuple[DialogueState, Understanding]:
    """Return `state` with a late arrival to note, with the booking that is pointed to or else with today's."""
    old = state.edit if state.task is Task.AMEND and state.edit else Edit()
    state = begin(_understood(state), Task.AMEND)
    edit = replace(merge(old, Edit(note=", ".join(heard.text.split("\n")))), is_late=True)
    social = tuple(i for i in heard.intents if i not in CHANGES)
    state = replace(state, edit=edit, booking_id=None, service_ids=heard.service_ids, mention=_read_mention(heard))
    return state, Understanding(text=heard.text, intents=social)


def _read_mention(heard: Understanding) -> TimeWish:
    """Return when the booking is that somebody is late for, as far as they say: "late for my 4pm", "on Friday"."""
    days = next((w.days for w in heard.times if w.days), ())
    pointed = (w.clocks for w in heard.times if (heard.text[: w.start].lower().split() or [""])[-1] in POINTING)
    return TimeWish(days=days, clocks=next((c for c in pointed if c), ()))


def track_plan(
    state: DialogueState, before: DialogueState, heard: Understanding
) -> tuple[DialogueState, Understanding]:
    """Take a note, another name, and one more or fewer, for what is being planned: the name is for that alone."""
    if heard.note_change:
        state, heard = _change_kept(state, heard), strip(heard)
    elif heard.note:
        state = keep_note(_understood(state), heard.note)
    if heard.renames:
        state = replace(_understood(state), guest=heard.name or "", name=before.name)
        heard = heard if heard.name else strip(heard)
    if heard.party_change and state.party_size:
        size = max(1, state.party_size + heard.party_change)
        kept = tuple(i for i in heard.intents if i is not Intent.CANCEL)
        heard = replace(heard, party_size=size, intents=kept, other_person=False, direction=None, acts=())
        state = _understood(state)
    return state, heard


def keep_note(state: DialogueState, note: str) -> DialogueState:
    """Return `state` with a note that waits for what is booked next; without it where it has no room any more."""
    kept = join(state.note, note)
    if is_too_long(kept):
        return replace(state, turn=replace(state.turn, is_too_long=True))
    return replace(state, note=kept)


def _change_kept(state: DialogueState, heard: Understanding) -> DialogueState:
    """Return `state` with the notes that wait replaced, or gone."""
    gone = "" if heard.note_change is NoteChange.REPLACE and heard.note else state.note
    turn = replace(state.turn, understood=True, unnoted=(gone,) if not heard.note else ())
    return keep_note(replace(state, note="", turn=turn), heard.note or "")


def track_amendment(
    state: DialogueState, before: DialogueState, heard: Understanding, *, is_beside: bool = False
) -> tuple[DialogueState, Understanding]:
    """Put a name or a note with a booking that stands; a note beside a wish to book waits for that booking.

    Args:
        state: With what the message says of the customer.
        before: As it was: a name that a booking is put under need not be the customer's own.
        heard: The message.
        is_beside: Whether something else of the same booking is to be changed as well.
    """
    renames = is_rename(state, heard)
    if renames:
        turn = replace(state.turn, introduced=before.turn.introduced)
        # Who spells their own name is called so from now on.
        is_own = heard.respells and heard.name is not None and sounds_like(before.name, heard.name)
        state = replace(state, name=state.name if is_own else before.name, turn=turn)
    name = heard.name if renames else None
    new = Edit(name=name or "", renames=renames, note=heard.note or "", note_change=heard.note_change)
    if not (new.is_amendment or renames):
        return state, heard
    state = _understood(state)
    is_changing = state.task in (Task.RESCHEDULE, Task.CANCEL)
    points = heard.service_ids or heard.code or heard.reference is Reference.OWN
    if is_changing and state.booking_id is not None and not points:  # at once, whatever becomes of the move
        return _put(state, (state.booking_id,), new), _strip_written(heard, new)
    if is_beside or is_changing or _wants_change(heard, new):
        state = replace(state, amendment=merge(state.amendment or Edit(), new))
        return state, _strip_written(heard, new)
    if not (renames or heard.note_change) and _says_else(heard):
        return keep_note(state, new.note), heard
    return _amend(state, heard, new)


def is_rename(state: DialogueState, heard: Understanding) -> bool:
    """Return whether a booking that stands is to be under another name: "put it under Smith instead"."""
    if state.question is not None and state.question.kind is QuestionKind.NEW_NAME:
        return heard.name is not None
    books = Intent.BOOK in heard.intents
    if state.task is Task.BOOK or (books and heard.times and heard.reference is None):
        return False
    changes = Intent.RESCHEDULE in heard.intents or heard.amends
    says_else = heard.times or heard.service_ids or heard.person_ids or books
    renames = heard.name is not None and changes and not says_else and state.task in (None, Task.AMEND)
    respells = heard.respells and not says_else and state.task is None and state.last_booking_id is not None
    return heard.renames or renames or respells


def _wants_change(heard: Understanding, new: Edit) -> bool:
    """Return whether a booking is to be moved or cancelled as well."""
    if not {Intent.RESCHEDULE, Intent.CANCEL} & {*heard.intents}:
        return False
    names_what = heard.times or heard.person_ids or heard.new_service_ids or heard.shift or heard.party_size
    return bool(names_what) or not (new.renames or new.note_change)


def _says_else(heard: Understanding) -> bool:
    slots = heard.times or heard.service_ids or heard.person_ids or heard.party_size
    return bool(slots or CHANGES & {*heard.intents})


def _amend(state: DialogueState, heard: Understanding, new: Edit) -> tuple[DialogueState, Understanding]:
    """Write it where the booking is known, else find out which it is: the one of the last words, unless they point."""
    is_several = heard.scope is not None and heard.scope.is_several
    targets = () if heard.note and not new.renames else heard.service_ids
    own_time = heard.times if heard.reference is Reference.OWN or new.renames else ()
    points = bool(heard.code or targets or own_time or is_several)
    if state.task is Task.AMEND:
        edit = merge(state.edit or Edit(), new)
        return replace(state, edit=edit, scope=heard.scope if is_several else state.scope), strip(heard)
    if new.note_change and state.note and not points:
        return _change_kept(state, heard), strip(heard)
    known = list_last(state)
    if known and not points and (new.name or not new.renames):
        return _put(state, known, new), strip(heard)
    state = begin(state, Task.AMEND)
    state = replace(state, edit=new, service_ids=targets, scope=heard.scope if is_several else None)
    if own_time:
        state = replace(state, mention=TimeWish(days=own_time[0].days, clocks=own_time[0].clocks))
    return replace(state, booking_id=None if points else state.last_booking_id), strip(heard)


def list_last(state: DialogueState) -> tuple[int, ...]:
    """Return the booking that was spoken of last; of a visit that was just booked all that belongs to it."""
    last = state.last_booking_id
    if last is None:
        return ()
    is_apart = state.done is not None and state.done.kind is DoneKind.MOVED
    return state.visit_ids if last in state.visit_ids and not is_apart else (last,)


def _put(state: DialogueState, booking_ids: tuple[int, ...], new: Edit) -> DialogueState:
    """Return `state` with an amendment to write; what was said of the same bookings in this turn is one with it."""
    *others, last = state.turn.amendments or (Amendment(booking_ids=booking_ids, edit=Edit()),)
    if last.booking_ids != booking_ids:
        others, last = [*others, last], Amendment(booking_ids=booking_ids, edit=Edit())
    amendments = (*others, replace(last, edit=merge(last.edit, new)))
    return replace(state, turn=replace(state.turn, amendments=amendments))


def merge(old: Edit, new: Edit) -> Edit:
    """Return both as one: a note that is not written yet is replaced, or taken back, before it is."""
    if new.note_change and old.note:
        note, change = new.note, old.note_change
    else:
        note, change = join(old.note, new.note), new.note_change or old.note_change
    return replace(
        old,
        name=new.name or old.name,
        renames=old.renames or new.renames,
        note=note,
        note_change=change,
    )


def join(said: str, more: str) -> str:
    """Return both notes as one; what was said before is not said twice."""
    return "; ".join(dict.fromkeys(part for part in (*said.split("; "), more) if part))


def _understood(state: DialogueState) -> DialogueState:
    return replace(state, turn=replace(state.turn, understood=True))


def _strip_written(heard: Understanding, new: Edit) -> Understanding:
    """Return the message without the name and the note, for those who read the wish beside them."""
    acts = () if new.note_change or new.renames else heard.acts
    return replace(heard, name=None if new.renames else heard.name, note=None, note_change=None, acts=acts)


def strip(heard: Understanding) -> Understanding:
    """Return the message without what has been taken from it: nobody is to read it once more as a wish to book."""
    taken = (Intent.BOOK, Intent.RESCHEDULE, Intent.CANCEL)
    kept = tuple(i for i in heard.intents if i not in taken)
    return replace(heard, intents=kept, party_size=None, service_ids=(), name=None, acts=(), direction=None,
                   other_person=False, is_bare_cancel=False, times=(), shift=None, scope=None)  # fmt: skip
