"""What comes next: one row of the policy for each claim."""

import pytest
from msgspec.structs import replace
from small_salon import ANA, BEARD, BRIDAL, FACTS, HAIRCUT, NOW, SHOP, at, booking, confirming, hear, offering, slot

from assistant.booking.bookings import BookingStatus, Refusal, Rule
from assistant.booking.wanted import Offers, Wanted
from assistant.dialogue.acts import (
    InformFree,
    InformPartySize,
    InformWrongPerson,
    NotifyBooked,
    NotifyHandedOver,
    NotifyHoldReleased,
    OfferTimes,
    Reply,
    RequestConfirmation,
    RequestSlot,
    SayGoodbye,
)
from assistant.dialogue.existing.acts import (
    InformNoSuchBooking,
    InformTooLate,
    NotifyKept,
    RequestCancelConfirmation,
)
from assistant.dialogue.facts import Facts
from assistant.dialogue.policy import decide, end_turn
from assistant.dialogue.question import (
    Question,
    QuestionKind,
    Task,
)
from assistant.dialogue.results import track_result
from assistant.dialogue.services import (
    Booked,
    BookingsFound,
    CancelBooking,
    ConfirmBooking,
    FindBookings,
    FindTimeSlots,
    HandedOver,
    HandOver,
    HoldReleased,
    HoldTimeSlot,
    KeepHold,
    MoveBooking,
    ReleaseHold,
    ServiceResult,
    TimeSlotHeld,
    TimeSlotRefused,
    TimeSlotsFound,
)
from assistant.dialogue.state import (
    DialogueState,
    Turn,
    begin_turn,
)
from assistant.dialogue.timing.times import wish_for

WANTED = Wanted(service_id=HAIRCUT)


def run(state: DialogueState, *results: ServiceResult, facts: Facts = FACTS) -> Reply:
    """Decide, answering each call with the next of `results`, and return the reply."""
    for result in results:
        call = decide(state, facts)
        assert not isinstance(call, Reply), call
        state = track_result(state, call, result, facts)
    reply = decide(state, facts)
    assert isinstance(reply, Reply), reply
    return reply


def names(reply: Reply) -> list[str]:
    return [type(act).__name__ for act in reply.acts]


def change(task: Task, kind: QuestionKind | None = None) -> DialogueState:
    question = Question(kind=kind, booking_ids=(1,), starts=(at("24 15:00"),)) if kind else None
    return DialogueState(task=task, booking_id=1, question=question, name="Joe", turn=Turn(understood=True))


FOUND = BookingsFound(bookings=(booking(1, "24 15:00"),))
HELD = TimeSlotHeld(booking=booking(5, "24 15:00", BookingStatus.HELD))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("book me in", QuestionKind.SERVICE),
        ("a haircut with Ana or Ben", QuestionKind.PERSON),
        ("a beard trim with Ana", QuestionKind.PERSON),
        ("bridal styling", QuestionKind.PARTY_SIZE),
        ("bridal styling for 9", QuestionKind.PARTY_SIZE),
    ],
)
def test_what_is_missing_is_asked_for(text: str, kind: QuestionKind) -> None:
    reply = run(hear(DialogueState(), text))
    assert reply.question is not None
    assert reply.question.kind is kind


def test_nothing_is_asked_that_was_said() -> None:
    call = decide(hear(DialogueState(), "I'd like a haircut with Ana tomorrow at 3, I'm Joe"), FACTS)
    assert isinstance(call, FindTimeSlots)
    assert (call.wanted.resource_id, call.wanted.is_point) == (ANA, True)


def test_who_does_not_do_it_is_said_before_another_is_asked_for() -> None:
    assert names(run(hear(DialogueState(), "beard trim with Ana"))) == [InformWrongPerson.__name__, "RequestSlot"]


def test_a_party_for_a_service_of_one_may_start_with_one() -> None:
    reply = run(hear(DialogueState(), "haircut for 2 people"))
    assert names(reply) == [InformPartySize.__name__]
    again = hear(begin_turn(end_turn(hear(DialogueState(), "haircut for 2 people"), reply)), "yes")
    assert again.party_size == 1


def test_the_one_free_time_that_fits_is_held_and_confirmed() -> None:
    state = hear(DialogueState(), "haircut tomorrow at 3, I'm Joe")
    found = TimeSlotsFound(offers=Offers(wanted=WANTED, exact=(slot("24 15:00"),)))
    assert names(run(state, found, HELD)) == [RequestConfirmation.__name__]


def test_without_a_name_it_says_that_the_time_is_free_and_asks_for_the_name() -> None:
    state = hear(DialogueState(), "haircut tomorrow at 3")
    found = TimeSlotsFound(offers=Offers(wanted=WANTED, exact=(slot("24 15:00"),)))
    assert names(run(state, found, HELD)) == [InformFree.__name__, RequestSlot.__name__]


def test_a_time_that_clocks_show_twice_is_asked_about() -> None:
    exact = (slot("24 15:00"), slot("24 16:00"))
    reply = run(
        hear(DialogueState(), "haircut tomorrow at 3"), TimeSlotsFound(offers=Offers(wanted=WANTED, exact=exact))
    )
    assert [o.starts_at for o in reply.options] == [at("24 15:00"), at("24 16:00"), None]


def test_a_yes_books_what_is_held() -> None:
    call = decide(hear(confirming(), "yes"), FACTS)
    assert isinstance(call, ConfirmBooking)
    assert (call.booking_id, call.name) == (5, "Joe")


def test_a_yes_without_the_question_books_nothing() -> None:
    state = hear(replace(confirming(), question=None), "yes")
    assert isinstance(decide(state, FACTS), KeepHold)


def test_a_yes_said_in_a_burst_before_the_question_books_nothing() -> None:
    state = hear(DialogueState(name="Joe"), "haircut tomorrow at 3", "yes")
    found = TimeSlotsFound(offers=Offers(wanted=WANTED, exact=(slot("24 15:00"),)))
    assert names(run(state, found, HELD)) == ["RequestConfirmation"]


def test_what_had_to_be_held_anew_is_confirmed_anew() -> None:
    """Somebody else may do it now: the yes was not said to them."""
    state = hear(confirming(), "yes")
    anew = TimeSlotHeld(booking=booking(6, "24 15:00", BookingStatus.HELD))
    assert names(run(state, anew)) == ["RequestConfirmation"]


def test_only_a_booked_row_is_called_booked() -> None:
    assert names(run(hear(confirming(), "yes"), Booked(booking=booking(5, "24 15:00")))) == [NotifyBooked.__name__]


@pytest.mark.parametrize("text", ["with Ben", "a kids cut, no, a beard trim", "for 3 people"])
def test_a_hold_for_another_wish_is_not_kept(text: str) -> None:
    state = hear(confirming(), text)
    assert not isinstance(decide(replace(state, picked=at("24 15:00")), FACTS), KeepHold | ConfirmBooking)


def test_a_new_time_takes_the_place_of_the_hold() -> None:
    state = hear(confirming(), "make it 4")
    call = decide(track_result(state, FindTimeSlots(wanted=WANTED), _exact("24 16:00"), FACTS), FACTS)
    assert isinstance(call, HoldTimeSlot)
    assert call.replacing == 5


def _exact(text: str) -> TimeSlotsFound:
    return TimeSlotsFound(offers=Offers(wanted=WANTED, exact=(slot(text),)))


@pytest.mark.parametrize("text", ["never mind", "no", "cancel my appointment", "can I talk to a person", "bye"])
def test_an_unwanted_hold_is_released_first(text: str) -> None:
    assert isinstance(decide(hear(confirming(), text), FACTS), ReleaseHold)


def test_a_no_lets_the_time_go_and_offers_others() -> None:
    others = TimeSlotsFound(offers=Offers(wanted=WANTED, time_slots=(slot("24 09:00"), slot("24 12:00"))))
    reply = run(hear(confirming(), "no"), HoldReleased(), others)
    assert names(reply) == [NotifyHoldReleased.__name__, OfferTimes.__name__]


def test_a_time_that_is_gone_is_said_so_with_alternatives() -> None:
    refused = TimeSlotRefused(refusal=Refusal(starts_at=at("24 15:00"), rule=Rule.TAKEN))
    others = TimeSlotsFound(offers=Offers(wanted=WANTED, time_slots=(slot("24 12:00"),), is_beyond=True))
    reply = run(hear(confirming(), "yes"), refused, others)
    act = reply.acts[0]
    assert isinstance(act, OfferTimes)
    assert act.is_gone
    assert reply.options[0].starts_at == at("24 12:00")


def test_the_same_offer_comes_back_as_long_as_the_wish_is_the_same() -> None:
    state = hear(offering("24 09:00", "24 12:00"), "other times")
    call = decide(state, FACTS)
    memory = end_turn(state, Reply(acts=(), question=offering("24 10:00").question))
    again = decide(hear(begin_turn(memory), "hello"), FACTS)
    assert isinstance(call, FindTimeSlots)
    assert again == call


def test_a_cancellation_is_confirmed_first() -> None:
    reply = run(change(Task.CANCEL), FOUND)
    assert names(reply) == [RequestCancelConfirmation.__name__]


def test_a_yes_cancels_and_a_no_keeps() -> None:
    asked = change(Task.CANCEL, QuestionKind.CONFIRM_CANCEL)
    yes = track_result(hear(asked, "yes"), FindBookings(), FOUND, FACTS)
    assert decide(yes, FACTS) == CancelBooking(booking_id=1)
    assert names(run(hear(asked, "no"), FOUND)) == [NotifyKept.__name__]


def test_a_yes_moves_and_a_no_keeps() -> None:
    asked = replace(
        change(Task.RESCHEDULE, QuestionKind.CONFIRM_MOVE), picked=at("27 16:00"), wish=wish_for(at("27 16:00"), SHOP)
    )
    call = decide(track_result(hear(asked, "yes"), FindBookings(), FOUND, FACTS), FACTS)
    assert isinstance(call, MoveBooking)
    assert (call.booking_id, call.starts_at, call.wanted.resource_id) == (1, at("27 16:00"), ANA)
    assert names(run(hear(asked, "no"), FOUND)) == ["NotifyKept"]


def test_a_yes_after_a_correction_in_the_same_turn_is_asked_for_anew() -> None:
    moving = replace(
        change(Task.RESCHEDULE, QuestionKind.CONFIRM_MOVE), picked=at("27 16:00"), wish=wish_for(at("27 16:00"), SHOP)
    )
    moved = track_result(hear(moving, "no wait, make it 12", "yes"), FindBookings(), FOUND, FACTS)
    assert isinstance(decide(replace(moved, picked=at("27 12:00")), FACTS), Reply)
    both = BookingsFound(bookings=(*FOUND.bookings, replace(booking(2, "26 10:00"), service_id=BEARD)))
    for texts in (["I meant the beard trim", "yes"], ["no, the beard trim"], ["AB3D7", "yes"], ["yes, AB3D7"]):
        reply = run(hear(change(Task.CANCEL, QuestionKind.CONFIRM_CANCEL), *texts), both)
        assert names(reply) == ["RequestCancelConfirmation"], texts
        assert reply.question is not None
        assert reply.question.booking_ids == (2,), texts


@pytest.mark.parametrize("task", [Task.CANCEL, Task.RESCHEDULE])
def test_a_yes_to_a_booking_that_was_moved_meanwhile_is_asked_for_anew(task: Task) -> None:
    kind = QuestionKind.CONFIRM_CANCEL if task is Task.CANCEL else QuestionKind.CONFIRM_MOVE
    asked = replace(change(task, kind), picked=at("27 16:00"), wish=wish_for(at("27 16:00"), SHOP))
    moved = BookingsFound(bookings=(booking(1, "26 15:00"),))
    reply = run(hear(asked, "yes"), moved)
    assert names(reply) == ["RequestCancelConfirmation" if task is Task.CANCEL else "RequestMoveConfirmation"]
    assert reply.question is not None
    assert reply.question.starts == (at("26 15:00"),)


def test_another_time_for_a_booking_is_on_its_day() -> None:
    state = track_result(hear(change(Task.RESCHEDULE), "make it 4"), FindBookings(), FOUND, FACTS)
    call = decide(state, FACTS)
    assert isinstance(call, FindTimeSlots)
    assert (call.wanted.first_day, call.wanted.first_minute) == (at("24 15:00").date(), 16 * 60)


def test_the_service_and_party_of_a_booking_do_not_change_with_its_time() -> None:
    state = track_result(hear(change(Task.RESCHEDULE), "Friday at 4, for 3 people"), FindBookings(), FOUND, FACTS)
    call = decide(state, FACTS)
    assert isinstance(call, FindTimeSlots)
    assert (call.wanted.service_id, call.wanted.party_size) == (HAIRCUT, 1)


@pytest.mark.parametrize("task", [Task.CANCEL, Task.RESCHEDULE])
def test_past_its_cutoff_a_booking_stays(task: Task) -> None:
    late = replace(FACTS, now=at("24 13:30"))
    assert names(run(change(task), FOUND, facts=late)) == [InformTooLate.__name__]


def test_somebody_elses_code_finds_nothing_and_lists_ones_own() -> None:
    reply = run(hear(DialogueState(), "cancel booking AB9D7"), FOUND)
    assert names(reply) == [InformNoSuchBooking.__name__, "InformBookings"]


def test_a_reply_that_asks_nothing_ends_the_task() -> None:
    state = hear(change(Task.CANCEL, QuestionKind.CONFIRM_CANCEL), "no")
    assert end_turn(state, run(state, FOUND)).task is None


def test_handing_over_comes_first_and_is_said() -> None:
    state = hear(DialogueState(), "haircut tomorrow at 3, or can I talk to a person?")
    assert decide(state, FACTS) == HandOver()
    assert names(run(state, HandedOver())) == [NotifyHandedOver.__name__]


@pytest.mark.parametrize("text", ["bye", "no thanks"])
def test_with_nothing_going_on_goodbye_is_answered(text: str) -> None:
    assert names(run(hear(DialogueState(), text)))[-1] == SayGoodbye.__name__


def test_tokens_name_the_turn_so_that_old_ones_are_known() -> None:
    reply = run(hear(DialogueState(), "book me in"))
    assert [o.token for o in reply.options] == ["7.1", "7.2", "7.3"]
    assert [o.service_id for o in reply.options] == [HAIRCUT, BEARD, BRIDAL]
    assert FACTS.now == NOW
