"""Track that some of a group will not come: of several that is a smaller party, and no cancellation."""

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.dialogue.plan import Edit
from assistant.dialogue.question import Task
from assistant.dialogue.state import DialogueState
from assistant.understanding.model import Intent, Understanding


def read_leaving(state: DialogueState, heard: Understanding) -> Understanding:
    """Return the message with who leaves the party that is planned as so many fewer: "my friend can't make it"."""
    if not heard.leaving or state.task is not Task.BOOK or (state.party_size or 1) <= heard.leaving:
        return heard
    kept = tuple(intent for intent in heard.intents if intent is not Intent.CANCEL)
    change = None if heard.party_size else -heard.leaving
    return replace(heard, party_change=change, leaving=0, intents=kept, is_bare_cancel=False, acts=())


def begin_leaving(state: DialogueState, heard: Understanding) -> DialogueState:
    """Return `state`, in which a cancellation was begun, with how many of that booking leave, where some of it do."""
    if not heard.leaving:
        return state
    return replace(
        state, edit=Edit(party_size=heard.party_size, party_change=0 if heard.party_size else -heard.leaving)
    )


def settle_leaving(state: DialogueState, bookings: tuple[Booking, ...]) -> DialogueState:
    """Return `state` with the cancellation turned into a smaller party, where the booking is for more than who leaves.

    Of one who has a booking of their own it stays a cancellation.
    """
    if state.task is not Task.CANCEL or state.edit is None:
        return state
    ids = (state.booking_id,) if state.booking_id is not None else (state.last_booking_id,)
    booking = next((one for one in bookings if one.id in ids), None)
    if booking is None or not _leaves_some(booking, state.edit):
        return state
    return replace(state, task=Task.RESCHEDULE, booking_id=booking.id, booking_ids=())


def _leaves_some(booking: Booking, edit: Edit) -> bool:
    left = edit.party_size or booking.party_size + edit.party_change
    return 0 < left < booking.party_size
