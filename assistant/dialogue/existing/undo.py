"""Undo: what was done last is taken back by asking for its opposite. Nothing is undone without a yes."""

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.booking.model import Shop
from assistant.dialogue.existing.objections import regrets
from assistant.dialogue.plan import (
    Done,
    DoneKind,
    Edit,
    Undoing,
)
from assistant.dialogue.question import QuestionKind, Task
from assistant.dialogue.services import (
    Booked,
    Cancelled,
    Moved,
    SeriesBooked,
    SeriesCancelled,
    SeriesMoved,
    ServiceResult,
)
from assistant.dialogue.state import DialogueState, begin
from assistant.dialogue.timing.times import wish_for
from assistant.understanding.model import Understanding, UserAct


def remember_done(result: ServiceResult, shop: Shop) -> Done | None:
    """Return what was done to the diary, with what it takes to undo it; None where nothing was."""
    match result:
        case Booked(booking=booking, others=others):
            return _note(DoneKind.BOOKED, (booking, *others), shop)
        case Moved(booking=booking, old=old):
            return _note(DoneKind.MOVED, (old,), shop, now_with=booking)
        case Cancelled(booking=booking):
            return _note(DoneKind.CANCELLED, (booking,), shop)
        case SeriesBooked(bookings=bookings):
            return _note(DoneKind.BOOKED, bookings, shop)
        case SeriesMoved(bookings=(booking,), olds=(old,)):
            return _note(DoneKind.MOVED, (old,), shop, now_with=booking)
        case SeriesMoved(olds=olds):
            return _note(DoneKind.MOVED, olds, shop)
        case SeriesCancelled(bookings=bookings) if bookings:
            return _note(DoneKind.CANCELLED, bookings, shop)
        case _:
            return None


def _note(kind: DoneKind, bookings: tuple[Booking, ...], shop: Shop, *, now_with: Booking | None = None) -> Done:
    """Return the record; of a move that kept the person, the person need not be asked for again."""
    first = bookings[0]
    is_class = shop.find_service(first.service_id).is_class
    person = None if is_class else first.find_person(shop)
    if now_with is not None and person == now_with.find_person(shop):
        person = None
    now = now_with or first
    return Done(
        kind=kind,
        is_edited=(now.service_id, now.party_size) != (first.service_id, first.party_size),
        booking_ids=tuple(b.id for b in bookings),
        service_id=first.service_id,
        person_id=person.id if person else None,
        party_size=first.party_size,
        starts_at=first.starts_at,
    )


def read_again(state: DialogueState, heard: Understanding) -> Understanding:
    """Return what was heard; "book it again", where something was just cancelled, means that, and not the usual."""
    return replace(heard, wants_usual=False) if _takes_back(state, heard) else heard


def track_undo(state: DialogueState, heard: Understanding, shop: Shop) -> DialogueState | None:
    """Return `state` asking for the opposite of what was done last; None where the message asks for no undoing.

    In the middle of something, and where the words name what they want instead, they correct that.
    """
    if not _takes_back(state, heard):
        return None
    done = state.done
    state = replace(state, turn=replace(state.turn, understood=True))
    if done is None:
        return replace(state, turn=replace(state.turn, undoing=Undoing.NOTHING))
    if len(done.booking_ids) > 1 and done.kind is not DoneKind.BOOKED:
        return replace(state, turn=replace(state.turn, undoing=Undoing.SEVERAL))
    return _ask_for_opposite(state, done, shop)


def _takes_back(state: DialogueState, heard: Understanding) -> bool:
    says_more = heard.times or heard.service_ids or heard.person_ids or heard.party_size or heard.code or heard.name
    is_undo = UserAct.UNDO in heard.acts or regrets(state, heard)
    return is_undo and not says_more and state.task is None


def restores(state: DialogueState) -> bool:
    """Return whether what is asked about is to book again what was cancelled: "put it back" says yes to that."""
    confirms = state.question is not None and state.question.kind is QuestionKind.CONFIRM_BOOKING
    is_cancelled = state.done is not None and state.done.kind is DoneKind.CANCELLED
    return confirms and is_cancelled and state.done is not None and state.picked == state.done.starts_at


def _ask_for_opposite(state: DialogueState, done: Done, shop: Shop) -> DialogueState:
    people = () if done.person_id is None else (done.person_id,)
    if done.kind is not DoneKind.CANCELLED and len(done.booking_ids) == 1:
        state = replace(state, turn=replace(state.turn, undoes=done.booking_ids[0]))
    match done.kind:
        case DoneKind.BOOKED if len(done.booking_ids) > 1:
            return replace(begin(state, Task.CANCEL), booking_ids=done.booking_ids)
        case DoneKind.BOOKED:
            return replace(begin(state, Task.CANCEL), booking_id=done.booking_ids[0])
        case DoneKind.MOVED:
            wish = wish_for(done.starts_at, shop)
            edit = Edit(party_size=done.party_size, service_id=done.service_id) if done.is_edited else None
            state = replace(begin(state, Task.RESCHEDULE), booking_id=done.booking_ids[0], person_ids=people)
            return replace(state, wish=wish, edit=edit)
        case DoneKind.CANCELLED:
            wish, service_ids = wish_for(done.starts_at, shop), (done.service_id,)
            state = replace(begin(state, Task.BOOK), service_ids=service_ids, person_ids=people, wish=wish)
            return replace(state, party_size=done.party_size)
