"""What comes next while a series is booked, moved or cancelled: one row of the policy for each claim."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from small_salon import ANA, FACTS, at, booking, hear
from test_decide import names, run

from assistant.booking.bookings import Booking, BookingStatus, Rule, Series
from assistant.booking.series import Conflict, SeriesWish
from assistant.dialogue.acts import Reply
from assistant.dialogue.policy import decide, end_turn
from assistant.dialogue.question import QuestionKind
from assistant.dialogue.results import track_result
from assistant.dialogue.series.acts import (
    OfferSeries,
    RequestSeriesConfirmation,
)
from assistant.dialogue.services import (
    BookingsFound,
    CancelSeries,
    ConfirmSeries,
    FindBookings,
    FindTimeSlots,
    HoldReleased,
    HoldSeries,
    HoldTimeSlot,
    MoveSeries,
    PlannedMove,
    PlanSeriesMove,
    ReleaseHold,
    SeriesBooked,
    SeriesCancelled,
    SeriesHeld,
    SeriesMovePlanned,
    SeriesTarget,
)
from assistant.dialogue.state import DialogueState, begin_turn
from assistant.understanding.model import Scope

SERIES = Series(id=3, every_weeks=1)
ASKED = "haircut with Ana every Tuesday at 3pm, 2 times, I'm Joe"


def weekly(status: BookingStatus = BookingStatus.CONFIRMED) -> tuple[Booking, ...]:
    """Return haircuts on 24 November and 1 December."""
    first = replace(booking(1, "24 15:00", status), series=SERIES)
    week = timedelta(days=7)
    return first, replace(first, id=2, code="AB3D8", starts_at=first.starts_at + week, ends_at=first.ends_at + week)


HELD = SeriesHeld(bookings=weekly(BookingStatus.HELD), conflicts=())
FOUND = BookingsFound(bookings=weekly())


def confirming() -> DialogueState:
    """Return the state in which both are held, and the yes is asked for."""
    state = hear(DialogueState(), ASKED)
    call = decide(state, FACTS)
    assert isinstance(call, HoldSeries)
    held = track_result(state, call, HELD, FACTS)
    reply = decide(held, FACTS)
    assert isinstance(reply, Reply)
    return begin_turn(end_turn(held, reply))


def changing(text: str, scope_text: str = "yes") -> DialogueState:
    """Return the state after a change was asked for, its question put, and answered."""
    state = track_result(hear(DialogueState(), text), FindBookings(), FOUND, FACTS)
    reply = decide(state, FACTS)
    if isinstance(reply, PlanSeriesMove):
        state = track_result(state, reply, PLANNED, FACTS)
        reply = decide(state, FACTS)
    assert isinstance(reply, Reply)
    return track_result(hear(begin_turn(end_turn(state, reply)), scope_text), FindBookings(), FOUND, FACTS)


PLANNED = SeriesMovePlanned(
    moves=tuple(
        PlannedMove(booking=b, day=b.starts_at.date(), minute=960, starts_at=b.starts_at + timedelta(hours=1))
        for b in weekly()
    )
)


def test_all_of_a_series_is_held_in_one_call() -> None:
    call = decide(hear(DialogueState(), ASKED), FACTS)
    wish = SeriesWish(first_day=date(2026, 11, 24), minute=15 * 60, every_weeks=1, count=2)
    assert isinstance(call, HoldSeries)
    assert (call.series, call.held, call.wanted.resource_id) == (wish, (), ANA)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("haircut with Ana every Tuesday at 3pm", QuestionKind.SERIES_END),
        ("haircut with Ana every Tuesday at 3pm until yesterday", QuestionKind.SERIES_END),
        ("haircut with Ana once a month on Tuesday at 3pm", QuestionKind.RHYTHM),
        ("haircut with Ana every Tuesday and Friday at 3pm", QuestionKind.RHYTHM),
    ],
)
def test_what_a_series_lacks_is_asked_for(text: str, kind: QuestionKind) -> None:
    reply = run(hear(DialogueState(), text))
    assert reply.question is not None
    assert reply.question.kind is kind


def test_a_series_without_a_time_of_day_begins_with_an_offer_of_times() -> None:
    assert isinstance(decide(hear(DialogueState(), "a haircut every Tuesday, 3 times"), FACTS), FindTimeSlots)


@pytest.mark.parametrize(
    ("answer", "count", "last"),
    [("4 times", 4, None), ("4", 4, None), ("until 8 December", None, date(2026, 12, 8)),
     ("for 3 weeks", None, date(2026, 12, 14))],
)  # fmt: skip
def test_the_end_may_be_a_day_a_number_or_a_length(answer: str, count: int | None, last: date | None) -> None:
    state = hear(DialogueState(), "haircut with Ana every Tuesday at 3pm, I'm Joe")
    asked = begin_turn(end_turn(state, run(state)))
    call = decide(hear(asked, answer), FACTS)
    assert isinstance(call, HoldSeries)
    assert (call.series.count, call.series.last_day) == (count, last)


def test_just_once_is_one_booking() -> None:
    call = decide(hear(confirming(), "actually just once"), FACTS)
    assert isinstance(call, HoldTimeSlot)
    assert call.replacing == 1


def test_what_is_held_and_what_cannot_be_had_is_told_before_the_question() -> None:
    conflict = Conflict(day=date(2026, 12, 1), minute=900, rule=Rule.TAKEN)
    reply = run(hear(DialogueState(), ASKED), replace(HELD, conflicts=(conflict,)))
    assert names(reply) == [OfferSeries.__name__, RequestSeriesConfirmation.__name__]
    assert not any(o.fills for o in reply.options), "there is nothing near to take instead"
    assert reply.question is not None
    assert reply.question.booking_ids == (1, 2)


def test_a_yes_books_exactly_what_was_asked_about() -> None:
    call = decide(hear(confirming(), "yes"), FACTS)
    assert isinstance(call, ConfirmSeries)
    assert (call.held, call.name) == ((1, 2), "Joe")


@pytest.mark.parametrize("text", ["yes, but at 4pm", "yes, but every second week", "yes with the nearest times"])
def test_a_yes_with_a_change_holds_anew_and_books_nothing(text: str) -> None:
    call = decide(hear(confirming(), text), FACTS)
    assert isinstance(call, HoldSeries)
    assert call.held == (1, 2)


def test_what_is_lost_is_asked_about_anew() -> None:
    state = hear(confirming(), "yes")
    first, second = weekly(BookingStatus.HELD)
    lost = SeriesHeld(bookings=(first,), conflicts=(), lost=(second,))
    assert names(run(state, lost)) == [OfferSeries.__name__, RequestSeriesConfirmation.__name__]


def test_only_booked_rows_are_called_booked() -> None:
    assert names(run(hear(confirming(), "yes"), SeriesBooked(bookings=weekly()))) == ["NotifySeriesBooked"]
    assert names(run(hear(confirming(), "yes"), SeriesBooked(bookings=weekly()[:1]))) == ["NotifyBooked"]


@pytest.mark.parametrize("text", ["never mind", "no", "cancel them", "can I talk to a person"])
def test_an_unwanted_series_is_let_go_first(text: str) -> None:
    state = hear(confirming(), text)
    call = decide(state, FACTS)
    assert call == ReleaseHold(booking_id=1)
    assert track_result(state, call, HoldReleased(), FACTS).hold is None


@pytest.mark.parametrize("text", ["cancel them all", "cancel all from 24 November", "cancel every Tuesday haircut"])
def test_several_are_cancelled_only_after_a_yes(text: str) -> None:
    state = track_result(hear(DialogueState(), text), FindBookings(), FOUND, FACTS)
    assert names(run(state)) == ["RequestSeriesCancelConfirmation"]
    assert decide(changing(text), FACTS) == CancelSeries(booking_ids=(1, 2))
    assert names(run(changing(text, "no"))) == ["NotifyDropped"]


def test_those_past_the_cut_off_are_named_and_left_out_of_the_question() -> None:
    late = replace(FACTS, now=at("24 14:00"))
    state = track_result(hear(DialogueState(), "cancel them all"), FindBookings(), FOUND, late)
    reply = run(state, facts=late)
    assert names(reply) == ["InformSeriesTooLate", "RequestSeriesCancelConfirmation"]
    assert reply.question is not None
    assert reply.question.booking_ids == (2,)


def test_what_was_refused_at_the_yes_is_told_beside_what_was_cancelled() -> None:
    first, second = weekly()
    reply = run(changing("cancel them all"), SeriesCancelled(bookings=(second,), refused=(first,)))
    assert names(reply) == ["NotifyCancelled", "InformSeriesTooLate"]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("move them all to 4pm", SeriesTarget(minute=16 * 60)),
        ("move all following to Thursday", SeriesTarget(weekday=3)),
        ("move all of them to Thursday at 4pm", SeriesTarget(weekday=3, minute=16 * 60)),
        ("move all of them to Ben", SeriesTarget(resource_id=12)),
    ],
)
def test_several_are_planned_asked_about_and_moved(text: str, target: SeriesTarget) -> None:
    state = track_result(hear(DialogueState(), text), FindBookings(), FOUND, FACTS)
    assert decide(state, FACTS) == PlanSeriesMove(booking_ids=(1, 2), target=target)
    assert decide(changing(text), FACTS) == MoveSeries(booking_ids=(1, 2), target=target)


def test_a_yes_after_a_correction_in_the_same_turn_moves_and_cancels_nothing() -> None:
    state = track_result(hear(DialogueState(), "move them all to 4pm"), FindBookings(), FOUND, FACTS)
    asked = begin_turn(end_turn(state, run(state, PLANNED)))
    corrected = track_result(hear(asked, "no wait, make it 12", "yes"), FindBookings(), FOUND, FACTS)
    assert decide(corrected, FACTS) == PlanSeriesMove(booking_ids=(1, 2), target=SeriesTarget(minute=12 * 60))
    cancelling = track_result(hear(DialogueState(), "cancel them all"), FindBookings(), FOUND, FACTS)
    asked = begin_turn(end_turn(cancelling, run(cancelling)))
    corrected = track_result(hear(asked, "only the one on 1 December", "yes"), FindBookings(), FOUND, FACTS)
    assert names(run(corrected)) == ["RequestCancelConfirmation"]


def test_a_yes_to_a_series_of_which_one_was_moved_meanwhile_is_asked_for_anew() -> None:
    first, second = weekly()
    moved = BookingsFound(bookings=(first, replace(second, starts_at=second.starts_at + timedelta(days=2))))
    moving = track_result(hear(DialogueState(), "move them all to 4pm"), FindBookings(), FOUND, FACTS)
    asked = begin_turn(end_turn(moving, run(moving, PLANNED)))
    answered = track_result(hear(asked, "yes"), FindBookings(), moved, FACTS)
    assert isinstance(decide(answered, FACTS), PlanSeriesMove)
    cancelling = track_result(hear(DialogueState(), "cancel them all"), FindBookings(), FOUND, FACTS)
    asked = begin_turn(end_turn(cancelling, run(cancelling)))
    answered = track_result(hear(asked, "yes"), FindBookings(), moved, FACTS)
    assert names(run(answered)) == ["RequestSeriesCancelConfirmation"]


def test_those_that_cannot_move_are_told_and_left_out_of_the_question() -> None:
    able, unable = PLANNED.moves
    planned = SeriesMovePlanned(moves=(able, replace(unable, starts_at=None, rule=Rule.TAKEN)))
    state = track_result(hear(DialogueState(), "move them all to 4pm"), FindBookings(), FOUND, FACTS)
    reply = run(state, planned)
    assert names(reply) == ["InformSeriesStays", "RequestSeriesMoveConfirmation"]
    assert reply.question is not None
    assert reply.question.booking_ids == (1,)


def test_without_a_place_to_go_it_is_asked_for() -> None:
    state = track_result(hear(DialogueState(), "move all of them"), FindBookings(), FOUND, FACTS)
    assert names(run(state)) == ["RequestSlot"]


@pytest.mark.parametrize(
    ("text", "booking_id", "scope"),
    [
        ("cancel the next one", 1, Scope.NEXT),
        ("cancel the one on 1 December", 2, None),
        ("cancel all from 25 November", 2, Scope.ALL),
        ("cancel my haircut", None, None),
    ],
)
def test_which_booking_of_a_series_is_meant(text: str, booking_id: int | None, scope: Scope | None) -> None:
    state = track_result(hear(DialogueState(), text), FindBookings(), FOUND, FACTS)
    assert (state.booking_id, state.scope) == (booking_id, scope)


def test_of_a_series_the_next_one_or_all_can_be_chosen() -> None:
    state = track_result(hear(DialogueState(), "cancel my haircut"), FindBookings(), FOUND, FACTS)
    reply = run(state)
    assert [(o.booking_id, o.following) for o in reply.options] == [(1, False), (1, True), (None, False)]
    assert hear(begin_turn(end_turn(state, reply)), "2").scope is Scope.ALL
