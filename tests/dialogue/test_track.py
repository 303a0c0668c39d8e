"""What one message makes of what the conversation knows."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from small_salon import (
    ANA,
    BEARD,
    BEN,
    FACTS,
    HAIRCUT,
    SHOP,
    at,
    booking,
    civil_day,
    confirming,
    hear,
    offering,
    tap,
    without_question,
)

from assistant.dialogue.question import Task
from assistant.dialogue.results import track_result
from assistant.dialogue.services import BookingsFound, FindBookings
from assistant.dialogue.state import DialogueState
from assistant.dialogue.timing.times import REFUSED_MAX, want_other_times, wish_for
from assistant.understanding.model import Direction

FRESH = DialogueState()
TUESDAY, THURSDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 26), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("I'd like a haircut", Task.BOOK),
        ("haircut tomorrow?", Task.BOOK),
        ("tomorrow at 3?", Task.BOOK),
        ("is Ana free on Friday?", Task.BOOK),
        ("cancel my appointment", Task.CANCEL),
        ("can I move my appointment", Task.RESCHEDULE),
        ("hello", None),
        ("thanks, bye", None),
    ],
)
def test_a_message_begins_the_task_it_speaks_of(text: str, task: Task | None) -> None:
    assert hear(FRESH, text).task is task


def test_one_message_fills_every_slot() -> None:
    state = hear(FRESH, "trim with Ben tomorrow at 3 for 2, I'm Joe")
    assert (state.service_ids, state.person_ids, state.party_size, state.name) == ((HAIRCUT,), (BEN,), 2, "Joe")
    assert civil_day(state) == TUESDAY


@pytest.mark.parametrize("text", ["yes", "👍", "go ahead", "yes please, at 3", "1"])
def test_a_yes_to_what_is_asked_affirms_it(text: str) -> None:
    state = hear(confirming(), text)
    assert state.turn.affirmed
    assert state.picked == at("24 15:00")


@pytest.mark.parametrize("text", ["yes, but make it 4", "yes but with Ben", "ok but on Thursday", "yes, a beard trim"])
def test_a_yes_that_changes_something_is_a_correction(text: str) -> None:
    assert not hear(confirming(), text).turn.affirmed
    assert hear(confirming(), text).picked != at("24 15:00")


def test_no_thursday_keeps_the_time_of_day() -> None:
    state = hear(confirming(), "no, Thursday")
    assert (civil_day(state), state.wish.clocks) == (THURSDAY, wish_for(at("24 15:00"), SHOP).clocks)


def test_no_and_thursday_in_two_messages_of_one_turn_mean_the_same() -> None:
    assert hear(confirming(), "no", "Thursday").wish == hear(confirming(), "no, Thursday").wish


def test_a_bare_no_to_a_time_wants_other_times_that_day_and_not_that_one() -> None:
    state = hear(confirming(), "no")
    assert state.turn.negated
    assert (civil_day(state), state.wish.clocks, state.wish.direction) == (TUESDAY, (), Direction.ANY)
    assert state.shown == (at("24 15:00"),)


def test_never_mind_forgets_the_task_but_not_the_hold_that_must_be_released() -> None:
    state = hear(confirming(), "never mind")
    assert (state.task, state.picked, state.turn.dropped) == (None, None, True)
    assert state.hold is not None


def test_never_mind_does_not_swallow_the_next_message_of_the_turn() -> None:
    state = hear(confirming(), "never mind", "beard trim Friday at 10")
    assert (state.task, state.service_ids, civil_day(state)) == (Task.BOOK, (BEARD,), FRIDAY)


@pytest.mark.parametrize(
    ("text", "picked"),
    [
        ("the second one", "24 12:00"),
        ("2", "24 12:00"),
        ("12:00", "24 12:00"),
        ("noon works", "24 12:00"),
        ("the last one", "24 17:00"),
        ("5pm please", "24 17:00"),
    ],
)
def test_an_offered_time_is_picked_by_place_or_by_time(text: str, picked: str) -> None:
    assert hear(offering("24 09:00", "24 12:00", "24 17:00"), text).picked == at(picked)


def test_yes_to_several_times_picks_none() -> None:
    assert hear(offering("24 09:00", "24 12:00"), "yes").picked is None


def test_yes_to_one_time_picks_it() -> None:
    assert hear(offering("24 09:00"), "yes").picked == at("24 09:00")


def test_other_times_leave_out_what_is_offered_now() -> None:
    state = hear(offering("24 09:00", "24 12:00"), "other times")
    assert state.shown == (at("24 09:00"), at("24 12:00"))


def test_however_often_other_times_are_asked_for_only_the_newest_are_remembered() -> None:
    state = DialogueState(task=Task.BOOK, service_ids=(HAIRCUT,))
    starts = tuple(at("24 09:00") + timedelta(minutes=15 * n) for n in range(500))
    for start in starts:
        state = want_other_times(replace(state, picked=start), Direction.LATER)
    assert state.shown == state.refused == starts[-REFUSED_MAX:]


def test_a_button_of_an_earlier_message_changes_nothing_but_is_noted() -> None:
    before = offering("24 09:00", "24 12:00")
    state = tap(before, "3.1")
    assert state.turn.stale_choice
    assert (state.wish, state.picked) == (before.wish, None)


def test_a_number_beyond_the_list_is_not_understood() -> None:
    assert not hear(replace(offering("24 09:00"), wish=FRESH.wish), "99").turn.understood


def test_someone_else_leaves_out_who_was_asked_for() -> None:
    state = hear(replace(confirming(), person_ids=(ANA,)), "someone else please")
    assert state.person_ids == (BEN,)


def test_a_time_right_after_the_booking_moves_it() -> None:
    just_booked = DialogueState(last_booking_id=5, name="Joe")
    state = hear(just_booked, "actually make it 4")
    assert (state.task, state.booking_id) == (Task.RESCHEDULE, 5)


def test_it_is_the_booking_that_was_spoken_of_last() -> None:
    assert hear(DialogueState(last_booking_id=5), "cancel it").booking_id == 5
    assert hear(DialogueState(last_booking_id=5), "cancel my appointment").booking_id is None


@pytest.mark.parametrize("text", ["cancel", "cancel it", "please cancel that"])
def test_a_bare_cancel_while_booking_drops_the_booking_in_progress(text: str) -> None:
    assert hear(confirming(), text).turn.dropped


def test_a_cancel_of_my_appointment_while_booking_is_about_one_that_stands() -> None:
    assert hear(confirming(), "cancel my appointment").task is Task.CANCEL


def test_goodbye_breaks_off_but_not_with_a_yes() -> None:
    assert hear(confirming(), "bye").task is None
    assert hear(confirming(), "yes, see you then").turn.affirmed


@pytest.mark.parametrize(
    ("text", "booking_id"),
    [
        ("move my Tuesday appointment to Monday at 4", 1),
        ("move my Friday appointment", 2),
        ("cancel my appointment on Friday", 2),
        ("cancel booking AB2D7", 1),
        ("cancel booking AB9D7", None),
        ("cancel my beard trim", None),
        ("cancel my appointment", None),
        ("move my appointment to Friday", None),
    ],
)
def test_the_words_tell_which_booking(text: str, booking_id: int | None) -> None:
    found = BookingsFound(bookings=(booking(1, "24 15:00"), booking(2, "27 10:00")))
    state = track_result(hear(FRESH, text), FindBookings(), found, FACTS)
    assert state.booking_id == booking_id


def test_where_a_booking_is_to_go_is_not_which_it_is() -> None:
    found = BookingsFound(bookings=(booking(1, "24 15:00"),))
    state = track_result(hear(FRESH, "move my appointment to Friday at 4"), FindBookings(), found, FACTS)
    assert (state.booking_id, civil_day(state)) == (1, FRIDAY)


def test_a_change_of_service_gives_up_the_picked_time_but_keeps_the_wish() -> None:
    state = hear(confirming(), "actually a beard trim")
    assert (state.service_ids, state.picked, civil_day(state)) == ((BEARD,), None, TUESDAY)
    assert without_question(confirming()).service_ids == (HAIRCUT,)
