"""Decide on edits of a booking that stands: whom a note is for, whether a party still fits, what was put with it."""

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.booking.hours import civil_day
from assistant.booking.model import Shop
from assistant.booking.wanted import Wanted
from assistant.dialogue import choices
from assistant.dialogue.acts import (
    InformBookings,
    InformNoneToday,
    InformNoSuchBooking,
    InformPartySize,
    InformWrongPerson,
    NoteKept,
    NotifyAmended,
    Reply,
    SystemAct,
)
from assistant.dialogue.choices import ask, menu
from assistant.dialogue.services import AmendBooking, Amended, BookingRefused, BookingsFound, FindBookings, ServiceCall
from assistant.dialogue.state import DialogueState, Edit, QuestionKind, Task
from assistant.dialogue.track import Facts


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
    booking = next((b for b in found.bookings if b.id == state.booking_id), None)
    if state.turn.is_late:
        booking = _find_today(found.bookings, facts)
        if booking is None:
            return Reply(
                acts=(InformNoneToday(bookings=found.bookings),), question=ask(QuestionKind.MENU, facts, menu())
            )
    if booking is None:
        return _ask_which(edit, found.bookings, facts)
    if any(isinstance(r, BookingRefused) for r in state.turn.results):
        return Reply(acts=(InformNoSuchBooking(code=booking.code),))
    return AmendBooking(booking_id=booking.id, name=edit.name, note=edit.note)


def amend_first(state: DialogueState) -> AmendBooking | None:
    """Put a name or a note with its booking before what a later message of the same turn wants."""
    is_done = any(isinstance(r, Amended | BookingRefused) for r in state.turn.results)
    if state.turn.amended is None or state.task is Task.AMEND or is_done:
        return None
    booking_id, edit = state.turn.amended
    return AmendBooking(booking_id=booking_id, name=edit.name, note=edit.note)


def report_amended(amended: Amended) -> NotifyAmended:
    """Return what was put with a booking."""
    old = amended.old
    is_renamed = amended.booking.name != old.name
    return NotifyAmended(booking=amended.booking, is_renamed=is_renamed, note=find_new_note(amended.booking, old))


def find_new_note(booking: Booking, old: Booking) -> str:
    """Return the note that was added, or nothing."""
    return booking.note.split("\n")[-1] if booking.note != old.note else ""


def find_own_bookings(state: DialogueState) -> BookingsFound | None:
    """Return the customer's bookings as they were looked up in this turn, or None where they were not."""
    return next((r for r in reversed(state.turn.results) if isinstance(r, BookingsFound)), None)


def _find_today(bookings: tuple[Booking, ...], facts: Facts) -> Booking | None:
    zone = facts.shop.location.zone
    today = civil_day(facts.now, zone)
    return next((b for b in bookings if civil_day(b.starts_at, zone) == today), None)


def _ask_which(edit: Edit, bookings: tuple[Booking, ...], facts: Facts) -> Reply:
    if not bookings and edit.note:
        return Reply(acts=(NoteKept(note=edit.note),), question=ask(QuestionKind.MENU, facts, menu()))
    if not bookings:
        return Reply(acts=(InformBookings(bookings=()),))
    question = ask(QuestionKind.WHICH_BOOKING, facts, [*choices.bookings(bookings), choices.NEVER_MIND])
    return Reply(
        acts=(InformBookings(bookings=bookings, is_choice=True, task_name=str(Task.AMEND)),), question=question
    )


def keep_note(state: DialogueState, reply: Reply) -> str:
    """Return the note that waits for what is booked next: of who has nothing booked yet, or plans something."""
    kept = next((act.note for act in reply.acts if isinstance(act, NoteKept)), "")
    return kept or state.note
