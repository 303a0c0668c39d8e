"""Put a name or a note with bookings that stand: with all of them, or with none."""

from typing import assert_never

from assistant.booking.bookings import Booking, BookingStatus
from assistant.booking.notes import add_note, is_too_long, list_notes, replace_note
from assistant.calls.desk import Desk
from assistant.dialogue.services import AmendBookings, Amended, AmendRefused, Unamendable
from assistant.understanding.model import NoteChange


async def amend(call: AmendBookings, desk: Desk) -> Amended | AmendRefused:
    """Write the name and the notes on all bookings of `call`; where one refuses, nothing is written."""
    found = [await desk.bookings.find_own(booking_id) for booking_id in sorted(call.booking_ids)]
    for booking in found:
        if why := _explain(booking, call, desk):
            return AmendRefused(booking=booking, why=why)
    olds = tuple(b for b in found if b)
    amended = [
        await desk.bookings.amend(b, name=call.name or b.name, note=change_notes(b.note, call.note, call.note_change))
        for b in olds
    ]
    return Amended(bookings=tuple(amended), olds=olds, is_late=call.is_late)


def _explain(booking: Booking | None, call: AmendBookings, desk: Desk) -> Unamendable | None:
    if booking is None:
        return Unamendable.UNKNOWN
    if booking.status is not BookingStatus.CONFIRMED:
        return Unamendable.CANCELLED
    if booking.ends_at <= desk.now:
        return Unamendable.OVER
    is_long = is_too_long(change_notes(booking.note, call.note, call.note_change))
    return Unamendable.TOO_LONG if is_long and call.note else None


def change_notes(notes: str, note: str, change: NoteChange | None) -> str:
    """Return the notes of a booking as they are to be.

    Args:
        notes: Those that are there.
        note: What is to be noted; may be empty.
        change: What becomes of the last that is there; None: it stays.
    """
    match change:
        case NoteChange.REPLACE:
            return replace_note(notes, note)
        case NoteChange.REMOVE:
            return add_note("\n".join(list_notes(notes)[:-1]), note)
        case NoteChange.CLEAR:
            return note
        case None:
            return add_note(notes, note)
    assert_never(change)


async def put_with(booking: Booking, note: str, desk: Desk) -> Booking:
    """Return the booking with `note` among its notes; without it where there is none, or no room for it."""
    notes = add_note(booking.note, note)
    if not note or is_too_long(notes):
        return booking
    return await desk.bookings.amend(booking, name=booking.name, note=notes)
