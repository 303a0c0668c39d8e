"""What comes next while a booking of the customer's own is being moved or cancelled."""

from datetime import timedelta

from assistant.booking.model import Booking
from assistant.dialogue import choices
from assistant.dialogue.acts import (
    InformBookings,
    InformNoSuchBooking,
    InformTooLate,
    NotifyKept,
    Reply,
    RequestCancelConfirmation,
    RequestMoveConfirmation,
    RequestSlot,
    SystemAct,
)
from assistant.dialogue.choices import ask
from assistant.dialogue.offer import ask_which_time, offer
from assistant.dialogue.readings import Unclear, settle
from assistant.dialogue.services import (
    BookingRefused,
    BookingsFound,
    CancelBooking,
    FindBookings,
    MoveBooking,
    ServiceCall,
)
from assistant.dialogue.state import DialogueState, QuestionKind, Task
from assistant.dialogue.track import Facts
from assistant.dialogue.wishes import build_wanted


def decide_change(state: DialogueState, facts: Facts) -> Reply | ServiceCall:
    """Return the next step: find the booking, see that it may still be changed, then change it."""
    found = find_own_bookings(state)
    if found is None:
        return FindBookings()
    booking = next((b for b in found.bookings if b.id == state.booking_id), None)
    if booking is None:
        return _ask_which(state, facts, found.bookings)
    is_cancel = state.task is Task.CANCEL
    if is_too_late(booking, facts, is_cancel=is_cancel) or _is_refused(state):
        return Reply(acts=(InformTooLate(booking=booking, is_cancel=is_cancel),))
    if is_cancel:
        return decide_cancel(state, facts, booking)
    return decide_move(state, facts, booking)


def decide_cancel(state: DialogueState, facts: Facts, booking: Booking) -> Reply | ServiceCall:
    """Ask whether to cancel, and do it on a yes."""
    asked = state.question is not None and state.question.kind is QuestionKind.CONFIRM_CANCEL
    if asked and state.turn.affirmed:
        return CancelBooking(booking_id=booking.id)
    if asked and state.turn.negated:
        return Reply(acts=(NotifyKept(booking=booking),))
    question = ask(QuestionKind.CONFIRM_CANCEL, facts, [choices.YES, choices.NO])
    return Reply(acts=(RequestCancelConfirmation(booking=booking),), question=question)


def decide_move(state: DialogueState, facts: Facts, booking: Booking) -> Reply | ServiceCall:
    """Find the new time, ask whether to move, and do it on a yes."""
    asked = state.question is not None and state.question.kind is QuestionKind.CONFIRM_MOVE
    has_wish = not state.wish.is_empty or state.wish.direction or state.person_ids or state.picked
    if not has_wish:
        acts: tuple[SystemAct, ...] = (NotifyKept(booking=booking),) if asked and state.turn.negated else ()
        return Reply(acts=(*acts, RequestSlot(kind=QuestionKind.TIME)), question=ask(QuestionKind.TIME, facts))
    service = facts.shop.find_service(booking.service_id)
    settled = settle(state.wish, shop=facts.shop, now=facts.now, horizon=service.policy.horizon)
    if isinstance(settled, Unclear):
        return ask_which_time(settled, facts)
    wanted = build_wanted(state, settled, booking=booking, shop=facts.shop)
    if state.picked is None:
        return offer(state, facts, wanted)
    if asked and state.turn.affirmed:
        return MoveBooking(booking_id=booking.id, wanted=wanted, starts_at=state.picked)
    act = RequestMoveConfirmation(booking=booking, starts_at=state.picked, person_id=wanted.resource_id)
    question = ask(QuestionKind.CONFIRM_MOVE, facts, [choices.YES, choices.OTHER_TIMES, choices.NO])
    return Reply(acts=(act,), question=question)


def _ask_which(state: DialogueState, facts: Facts, bookings: tuple[Booking, ...]) -> Reply:
    acts: tuple[SystemAct, ...] = ()
    if state.turn.code:
        acts = (InformNoSuchBooking(code=state.turn.code),)
    if not bookings:
        return Reply(acts=(*acts, InformBookings(bookings=())))
    task_name = str(state.task)
    question = ask(QuestionKind.WHICH_BOOKING, facts, choices.bookings(bookings))
    return Reply(
        acts=(*acts, InformBookings(bookings=bookings, is_choice=True, task_name=task_name)), question=question
    )


def find_own_bookings(state: DialogueState) -> BookingsFound | None:
    """Return the customer's bookings as they were looked up in this turn, or None where they were not."""
    return next((r for r in reversed(state.turn.results) if isinstance(r, BookingsFound)), None)


def is_too_late(booking: Booking, facts: Facts, *, is_cancel: bool) -> bool:
    """Return whether the policy under which `booking` was made forbids the change by now."""
    cutoff: timedelta = booking.cancel_cutoff if is_cancel else booking.reschedule_cutoff
    return facts.now > booking.starts_at - cutoff


def _is_refused(state: DialogueState) -> bool:
    return any(isinstance(r, BookingRefused) for r in state.turn.results)
