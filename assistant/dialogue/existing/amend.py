"""Decide on edits of a booking that stands: whom a note is for, whether a party still fits, what was put with it."""

from datetime import date

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.booking.hours import civil_day
from assistant.booking.model import Shop
from assistant.booking.notes import add_note, is_too_long, list_notes
from assistant.booking.wanted import Wanted
from assistant.dialogue import choices
from assistant.dialogue.acts import (
    InformPartySize,
    InformWrongPerson,
    Reply,
    RequestSlot,
    SystemAct,
)
from assistant.dialogue.choices import ask, menu
from assistant.dialogue.existing.acts import (
    InformBookings,
    InformNoneToday,
    InformNotAmended,
    NoteKept,
    NotifyAmended,
)
from assistant.dialogue.facts import Facts
from assistant.dialogue.plan import Edit
from assistant.dialogue.question import QuestionKind, Task
from assistant.dialogue.series.members import list_following
from assistant.dialogue.services import (
    AmendBookings,
    Amended,
    AmendRefused,
    BookingsFound,
    FindBookings,
    ServiceCall,
    Unamendable,
)
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.times import matches_mention


def is_edited(booking: Booking, edited: Booking) -> bool:
    """Return whether another service, or another party, is wanted."""
    return (edited.service_id, edited.party_size) != (booking.service_id, booking.party_size)


def want_edited(wanted: Wanted, booking: Booking, shop: Shop) -> Wanted:
    """Return the wish where what is edited counts as a change too: then the booking's own time is no time to leave.

    Who does what was booked need not do what is wanted: then anybody will do.
    """
    if (wanted.service_id, wanted.party_size) == (booking.service_id, booking.party_size):
        return wanted
    is_able = wanted.resource_id in {p.id for p in shop.find_people(shop.find_service(wanted.service_id))}
    return replace(wanted, moving_from=None, resource_id=wanted.resource_id if is_able else None)


def tell_unable(booking: Booking, wanted: Wanted, shop: Shop) -> tuple[SystemAct, ...]:
    """Say that who does what was booked does not do what is wanted instead, where that is so."""
    person, service = booking.find_person(shop), shop.find_service(wanted.service_id)
    if person is None or service.id == booking.service_id or person in shop.find_people(service):
        return ()
    return (InformWrongPerson(service_id=service.id, person_id=person.id),)


def tell_too_long(booking: Booking, edit: Edit | None) -> tuple[SystemAct, ...]:
    """Say that what is to be noted with a change has no room there, where that is so: the change has."""
    is_long = edit is not None and bool(edit.note) and is_too_long(add_note(booking.note, edit.note))
    return (InformNotAmended(booking=booking, why=Unamendable.TOO_LONG),) if is_long else ()


def refuse_edit(booking: Booking, edited: Booking, facts: Facts) -> Reply | None:
    """Return that the party is too large for what is booked, and ask how many; None where it is not."""
    if not is_edited(booking, edited):
        return None
    largest = facts.shop.find_party_max(facts.shop.find_service(edited.service_id))
    if edited.party_size <= largest:
        return None
    act = InformPartySize(service_id=edited.service_id, party_max=largest, is_change=True)
    return Reply(acts=(act,), question=ask(QuestionKind.PARTY_SIZE, facts) if largest > 1 else None)


def decide_amend(state: DialogueState, facts: Facts) -> Reply | ServiceCall:
    """Find the booking, put the name or the note with it, and say so once its row has it."""
    edit, found = state.edit or Edit(), find_own_bookings(state)
    if found is None:
        return FindBookings()
    refused = next((r for r in reversed(state.turn.results) if isinstance(r, AmendRefused)), None)
    if refused and refused.why is Unamendable.TOO_LONG:
        return Reply(acts=(tell_refused(refused),))
    # Where the one that was meant has gone by, nothing is put with another one unasked.
    booking_ids = () if refused and not edit.is_late else _find_targets(state, found.bookings, facts)
    if edit.is_late and not booking_ids and not _list_on_day(state, found.bookings, facts):
        act = InformNoneToday(bookings=found.bookings, day=_find_other_day(state, facts))
        return Reply(acts=(act,), question=ask(QuestionKind.MENU, facts, menu()))
    if not booking_ids:
        return _ask_which(edit, found.bookings, facts, refused)
    if edit.renames and not edit.name:
        return Reply(acts=(RequestSlot(kind=QuestionKind.NEW_NAME),), question=ask(QuestionKind.NEW_NAME, facts))
    return _call(booking_ids, edit)


def amend_first(state: DialogueState) -> AmendBookings | None:
    """Put a name or a note with its booking before what else is wanted in the same turn."""
    if not state.turn.amendments:
        return None
    first = state.turn.amendments[0]
    return _call(first.booking_ids, first.edit)


def amend_found(state: DialogueState, booking_ids: tuple[int, ...]) -> AmendBookings | None:
    """Put with the bookings that are to be changed, now that it is known which, what was to be put with them."""
    if state.amendment is None or not state.amendment.is_amendment:
        return None
    return _call(booking_ids, state.amendment)


def _call(booking_ids: tuple[int, ...], edit: Edit) -> AmendBookings:
    return AmendBookings(
        booking_ids=booking_ids,
        name=edit.name,
        note=edit.note,
        note_change=edit.note_change,
        is_late=edit.is_late,
    )


def list_amended(state: DialogueState) -> tuple[SystemAct, ...]:
    """Return what was put with bookings in this turn, and what could not be put with them and why."""
    acts: list[SystemAct] = []
    for result in state.turn.results:
        match result:
            case Amended():
                acts.append(report_amended(result))
            case AmendRefused():
                acts.append(tell_refused(result))
            case _:
                pass
    return tuple(acts)


def report_amended(amended: Amended) -> NotifyAmended:
    """Return what was put with bookings, and what was taken from them."""
    now, old = amended.bookings[0], amended.olds[0]
    were, are = list_notes(old.note), list_notes(now.note)
    return NotifyAmended(
        bookings=amended.bookings,
        is_renamed=any(b.name != o.name for b, o in zip(amended.bookings, amended.olds, strict=True)),
        note=find_new_note(now, old),
        removed=tuple(note for note in were if note not in are),
        kept=are if len(were) > len(are) else (),
    )


def tell_refused(refused: AmendRefused) -> InformNotAmended:
    """Return why nothing was put with a booking."""
    return InformNotAmended(booking=refused.booking, why=refused.why)


def find_new_note(booking: Booking, old: Booking) -> str:
    """Return the note that was added, or nothing."""
    added = [note for note in list_notes(booking.note) if note not in list_notes(old.note)]
    return added[-1] if added else ""


def find_own_bookings(state: DialogueState) -> BookingsFound | None:
    """Return the customer's bookings as they were looked up in this turn, or None where they were not."""
    return next((r for r in reversed(state.turn.results) if isinstance(r, BookingsFound)), None)


def _find_targets(state: DialogueState, bookings: tuple[Booking, ...], facts: Facts) -> tuple[int, ...]:
    """Return the ids of the bookings that are meant: one, or those of a series or of all that was picked; else none."""
    chosen = next((b for b in bookings if b.id == state.booking_id), None)
    if chosen is None and state.edit and state.edit.is_late:
        chosen = _find_late(state, bookings, facts)
    if several := tuple(b.id for b in bookings if b.id in state.booking_ids):
        return several
    if chosen is None:
        return ()
    is_several = state.scope is not None and state.scope.is_several
    return tuple(b.id for b in list_following(chosen, bookings)) if is_several else (chosen.id,)


def _find_late(state: DialogueState, bookings: tuple[Booking, ...], facts: Facts) -> Booking | None:
    """Return the first of those that somebody may be late for; None where a time of day fits none of several."""
    able = [
        b for b in _list_on_day(state, bookings, facts) if b.service_id in state.service_ids or not state.service_ids
    ]
    timed = [b for b in able if matches_mention(state.mention, b.starts_at, facts.shop)]
    return next(iter(timed), None)


def _list_on_day(state: DialogueState, bookings: tuple[Booking, ...], facts: Facts) -> list[Booking]:
    """Return the bookings of the day that was named, or of today."""
    zone = facts.shop.location.zone
    today = civil_day(facts.now, zone)
    if not state.mention.days:
        return [b for b in bookings if civil_day(b.starts_at, zone) == today]
    day = replace(state.mention, clocks=())
    return [b for b in bookings if matches_mention(day, b.starts_at, facts.shop)]


def _find_other_day(state: DialogueState, facts: Facts) -> date | None:
    """Return the day that was named, unless it is today, or more than one."""
    first = state.mention.days[0] if state.mention.days else None
    is_other = first is not None and first.is_one_day and first.first != civil_day(facts.now, facts.shop.location.zone)
    return first.first if first is not None and is_other else None


def _ask_which(edit: Edit, bookings: tuple[Booking, ...], facts: Facts, refused: AmendRefused | None) -> Reply:
    told: tuple[SystemAct, ...] = (tell_refused(refused),) if refused else ()
    if not bookings and edit.note and not told and not edit.note_change:
        if is_too_long(edit.note):
            return Reply(acts=(InformNotAmended(booking=None, why=Unamendable.TOO_LONG),))
        return Reply(acts=(NoteKept(note=edit.note),), question=ask(QuestionKind.MENU, facts, menu()))
    if not bookings:
        return Reply(acts=told or (InformBookings(bookings=()),))
    question = ask(QuestionKind.WHICH_BOOKING, facts, [*choices.bookings(bookings), choices.NEVER_MIND])
    act = InformBookings(bookings=bookings, is_choice=True, task_name=str(Task.AMEND))
    return Reply(acts=(*told, act), question=question)


def find_kept_note(state: DialogueState, reply: Reply) -> str:
    """Return the note that waits for what is booked next: of who has nothing booked yet, or plans something."""
    kept = next((act.note for act in reply.acts if isinstance(act, NoteKept)), "")
    return kept or state.note
