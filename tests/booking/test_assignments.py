"""Claims about the order in which a booking tries people, tables and units."""

from booking_builders import (
    ANA,
    BEN,
    CHAIRS,
    POOL,
    TABLE_2,
    TABLE_6,
    ask,
    at,
    chairs,
    diary,
    every_day,
    person,
    seats,
    service,
    shop,
    table,
    taken,
    unit,
)

from assistant.booking.assignments import BookingRequest
from assistant.booking.availability import CANDIDATES_MAX, Diary, candidate_assignments, explain_start
from assistant.booking.bookings import Assignment, TimeSlot
from assistant.booking.model import Interval

CUT = service(ANA, BEN, CHAIRS)
SALON = shop([person(ANA), person(BEN), chairs(2)])
TEN = at("10:00")


def try_all(of_diary: Diary, request: BookingRequest, rivals: set[Assignment]) -> list[tuple[Assignment, ...]]:
    """Try as a booking does: an insert fails at the first unit that a rival has, and says which."""
    refused: set[Assignment] = set()
    tried = []
    for choice in candidate_assignments(of_diary, request, TEN, refused=refused):
        tried.append(choice)
        clash = next((a for a in choice if a in rivals), None)
        if clash is None:
            break
        refused.add(clash)
    return tried


def test_the_first_choice_is_that_of_the_time_slot() -> None:
    of_diary = diary(SALON, {(ANA, 1): (taken("09:00", "11:00"),)})
    slot = explain_start(of_diary, ask(CUT), TEN)
    assert isinstance(slot, TimeSlot)
    assert next(candidate_assignments(of_diary, ask(CUT), TEN)) == slot.assignments == (unit(BEN), unit(CHAIRS, 1))


def test_only_the_unit_that_was_refused_is_left_out_of_the_next_choice() -> None:
    assert try_all(diary(SALON), ask(CUT), {unit(CHAIRS, 1), unit(ANA)}) == [
        (unit(ANA), unit(CHAIRS, 1)),
        (unit(BEN), unit(CHAIRS, 1)),
        (unit(BEN), unit(CHAIRS, 2)),
    ]


def test_without_word_of_what_was_refused_the_next_choice_shares_nothing_with_the_last() -> None:
    assert list(candidate_assignments(diary(SALON), ask(CUT), TEN)) == [
        (unit(ANA), unit(CHAIRS, 1)),
        (unit(BEN), unit(CHAIRS, 2)),
    ]


def test_the_person_asked_for_is_the_only_choice() -> None:
    choices = try_all(diary(SALON), ask(CUT, resource_id=BEN), {unit(CHAIRS, 1), unit(CHAIRS, 2)})
    assert [choice[0] for choice in choices] == [unit(BEN), unit(BEN)]


def test_who_is_off_is_no_choice() -> None:
    part_time = shop([person(ANA, hours=every_day("12:00-17:00")), person(BEN)])
    assert list(candidate_assignments(diary(part_time), ask(service(ANA, BEN)), TEN)) == [(unit(BEN),)]


def test_a_request_that_nobody_can_do_has_no_choices() -> None:
    assert list(candidate_assignments(diary(SALON), ask(CUT, resource_id=99), TEN)) == []
    assert list(candidate_assignments(diary(SALON), ask(CUT), at("03:00"))) == []


def test_larger_tables_are_tried_after_smaller_ones() -> None:
    room = shop([table(TABLE_6, 1, 6), table(TABLE_2, 1, 2, units=2)])
    choices = list(candidate_assignments(diary(room), ask(service(TABLE_6, TABLE_2), party_size=2), TEN))
    assert choices == [(unit(TABLE_2, 1),), (unit(TABLE_2, 2),), (unit(TABLE_6),)]


def test_a_party_finds_seats_around_those_that_rivals_take() -> None:
    request = ask(service(POOL), party_size=2)
    tried = try_all(diary(shop([seats(4)])), request, {unit(POOL, 1), unit(POOL, 3)})
    assert tried[-1] == (unit(POOL, 2), unit(POOL, 4))
    assert len(try_all(diary(shop([seats(4)])), request, {unit(POOL, n) for n in (1, 2, 3)})) == 3


def test_what_a_rival_took_before_is_no_choice() -> None:
    of_diary = diary(shop([chairs(2)]), {(CHAIRS, 1): (Interval(start=TEN, end=at("10:30")),)})
    assert list(candidate_assignments(of_diary, ask(service(CHAIRS)), TEN)) == [(unit(CHAIRS, 2),)]


def test_the_choices_are_bounded() -> None:
    choices = list(candidate_assignments(diary(shop([chairs(CANDIDATES_MAX + 5)])), ask(service(CHAIRS)), TEN))
    assert len(choices) == CANDIDATES_MAX
