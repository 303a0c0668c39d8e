"""What comes next while a booking of the customer's own is being moved or cancelled."""

from msgspec.structs import replace

from assistant.booking.bookings import Booking
from assistant.booking.wanted import Wanted
from assistant.dialogue import choices
from assistant.dialogue.acts import (
    NotifyDropped,
    Reply,
    RequestMore,
    RequestSlot,
    SystemAct,
)
from assistant.dialogue.choices import ask, menu
from assistant.dialogue.existing.acts import (
    InformBookings,
    InformNoSuchBooking,
    InformNothingOf,
    InformTooLate,
    NoteKept,
    NotifyKept,
    RequestCancelConfirmation,
    RequestChangeConfirmation,
    RequestMoveConfirmation,
)
from assistant.dialogue.existing.amend import (
    amend_found,
    find_own_bookings,
    is_edited,
    refuse_edit,
    tell_too_long,
    tell_unable,
    want_edited,
)
from assistant.dialogue.existing.edits import edit_booking
from assistant.dialogue.existing.selection import is_of
from assistant.dialogue.existing.whom import find_whom, with_whom
from assistant.dialogue.facts import Facts
from assistant.dialogue.offer import ask_person, ask_which_time, offer
from assistant.dialogue.question import QuestionKind, Task
from assistant.dialogue.series.acts import (
    InformMovesSingly,
)
from assistant.dialogue.series.change import (
    agrees,
    ask_about,
    decide_series_change,
    is_one_series,
    is_still_about,
    is_too_late,
)
from assistant.dialogue.series.members import list_following
from assistant.dialogue.services import (
    BookingRefused,
    CancelBooking,
    FindBookings,
    FindTimeSlots,
    HoldReleased,
    MoveBooking,
    ServiceCall,
)
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.keeping import complete
from assistant.dialogue.timing.readings import Unclear, settle
from assistant.dialogue.timing.times import wish_for
from assistant.dialogue.timing.wishes import build_wanted


def decide_change(state: DialogueState, facts: Facts) -> Reply | ServiceCall:
    """Return the next step: find the booking, see that it may still be changed, then change it."""
    found = find_own_bookings(state)
    if found is None:
        return FindBookings()
    if several := tuple(b for b in found.bookings if b.id in state.booking_ids):
        return amend_found(state, tuple(b.id for b in several)) or _change_several(state, facts, several)
    booking = next((b for b in found.bookings if b.id == state.booking_id), None)
    if booking is None:
        return _ask_which(state, facts, found.bookings)
    following = list_following(booking, found.bookings)
    together = following if state.scope and state.scope.is_several else (booking,)
    if amended := amend_found(state, tuple(b.id for b in together)):
        return amended
    if state.scope and state.scope.is_several and len(following) > 1:
        return decide_series_change(state, facts, following)
    is_cancel = state.task is Task.CANCEL
    refused = next((r for r in reversed(state.turn.results) if isinstance(r, BookingRefused)), None)
    if refused and not refused.too_late:
        return Reply(acts=(InformNoSuchBooking(code=booking.code),))
    if refused or is_too_late(booking, facts, is_cancel=is_cancel):
        return Reply(acts=(InformTooLate(booking=booking, is_cancel=is_cancel),))
    asked = QuestionKind.CONFIRM_CANCEL if is_cancel else QuestionKind.CONFIRM_MOVE
    question = state.question if state.question and state.question.kind is asked else None
    if question and state.turn.negated:
        return Reply(acts=(NotifyKept(booking=booking),))
    is_agreed = question is not None and agrees(state) and is_still_about(question, [booking])
    if is_cancel:
        return decide_cancel(facts, booking, state.name, is_agreed=is_agreed)
    return decide_move(state, facts, booking, is_agreed=is_agreed)


def _change_several(state: DialogueState, facts: Facts, bookings: tuple[Booking, ...]) -> Reply | ServiceCall:
    """Change what was picked from a list; only those of one series can be moved together."""
    if state.task is Task.CANCEL or is_one_series(bookings):
        return decide_series_change(state, facts, bookings)
    asked = _ask_which(state, facts, bookings)
    return replace(asked, acts=(InformMovesSingly(), *asked.acts))


def decide_cancel(facts: Facts, booking: Booking, asked_by: str, *, is_agreed: bool) -> Reply | ServiceCall:
    """Ask whether to cancel, and do it on a yes."""
    if is_agreed:
        return CancelBooking(booking_id=booking.id)
    question = ask_about([booking], QuestionKind.CONFIRM_CANCEL, facts)
    return Reply(acts=(RequestCancelConfirmation(booking=booking, asked_by=asked_by),), question=question)


def decide_move(state: DialogueState, facts: Facts, booking: Booking, *, is_agreed: bool) -> Reply | ServiceCall:
    """Find the new time, ask whether to move, and do it on a yes."""
    edited = edit_booking(booking, state.edit)
    if refused := refuse_edit(booking, edited, facts):
        return refused
    service = facts.shop.find_service(edited.service_id)
    if missing := ask_person(state, facts, service):
        return missing
    wish = complete(
        state.wish, booking, facts, changes_else=bool(state.person_ids) or state.any_person or state.edit is not None
    )
    if wish.is_empty and wish.direction is None:
        return Reply(acts=(RequestSlot(kind=QuestionKind.TIME),), question=ask(QuestionKind.TIME, facts))
    settled = settle(wish, shop=facts.shop, now=facts.now, horizon=service.policy.horizon, service=service)
    if isinstance(settled, Unclear):
        return ask_which_time(settled, facts)
    wanted = build_wanted(replace(state, wish=wish), settled, booking=edited, shop=facts.shop)
    wanted = want_edited(wanted, booking, facts.shop)
    if state.picked is None:
        is_no_move = wanted.moving_from is not None and settled == settle(
            wish_for(wanted.moving_from, facts.shop),
            shop=facts.shop,
            now=facts.now,
            horizon=service.policy.horizon,
            service=service,
        )
        return Reply(acts=(NotifyKept(booking=booking),)) if is_no_move else offer(state, facts, wanted)
    price = service.find_price(edited.party_size) if is_edited(booking, edited) else None
    # The shop may have changed since: nobody agreed to a price that was not told.
    if is_agreed and state.question is not None and state.question.price_minor == price:
        note = state.edit.note if state.edit else ""
        return MoveBooking(booking_id=booking.id, wanted=with_whom(state, wanted), starts_at=state.picked, note=note)
    whom = find_whom(state, facts, wanted)
    if isinstance(whom, FindTimeSlots):
        return whom
    act: SystemAct = RequestMoveConfirmation(
        booking=booking,
        starts_at=state.picked,
        person_id=whom,
        is_other_person=_rules_out_present(booking, wanted),
    )
    if is_edited(booking, edited):
        act = RequestChangeConfirmation(booking=booking, edited=edited, starts_at=state.picked, person_id=whom)
    question = ask_about([booking], QuestionKind.CONFIRM_MOVE, facts, [choices.YES, choices.OTHER_TIMES, choices.NO])
    told = (*tell_unable(booking, wanted, facts.shop), *tell_too_long(booking, state.edit))
    question = replace(question, is_edit=is_edited(booking, edited), price_minor=price, person_id=whom)
    return Reply(acts=(*told, act), question=question)


def _rules_out_present(booking: Booking, wanted: Wanted) -> bool:
    """Return whether whoever has the booking now is ruled out for where it goes."""
    return not {*booking.resource_ids}.isdisjoint(wanted.without_resource_ids)


def _ask_which(state: DialogueState, facts: Facts, bookings: tuple[Booking, ...]) -> Reply:
    acts: tuple[SystemAct, ...] = ()
    if state.turn.code:
        acts = (InformNoSuchBooking(code=state.turn.code),)
    whose = state.turn.absent
    if whose and bookings and not any(is_of(booking, whose) for booking in bookings):
        acts = (InformNothingOf(name=whose),)
    if not bookings and state.amendment and state.amendment.note and not acts:
        return Reply(acts=(NoteKept(note=state.amendment.note),), question=ask(QuestionKind.MENU, facts, menu()))
    is_let_go = any(isinstance(r, HoldReleased) for r in state.turn.results)
    if not bookings and is_let_go and state.task is Task.CANCEL and not acts:
        return Reply(acts=(NotifyDropped(),))  # what was planned is all that could be meant
    if not bookings:
        told = acts or (InformBookings(bookings=()),)
        # "An hour later", of nothing: who writes so wants something all the same.
        return Reply(acts=(*told, RequestMore()) if state.shift else told)
    question = ask(QuestionKind.WHICH_BOOKING, facts, [*choices.bookings(bookings), choices.NEVER_MIND])
    task_name = str(Task.AMEND if state.edit else state.task)
    act = InformBookings(bookings=bookings, asked_by=state.name, is_choice=True, task_name=task_name)
    return Reply(acts=(*acts, act), question=question)
