"""Claims about restaurants and class studios: joined tables, sittings by party size, timetables."""

from datetime import UTC, datetime

from booking_builders import (
    ANA,
    LONDON,
    MONDAY,
    POOL,
    TABLE_2,
    TABLE_6,
    ask,
    at,
    diary,
    every_day,
    minutes,
    person,
    seats,
    service,
    shop,
    table,
    taken,
    unit,
)
from msgspec.structs import replace

from assistant.booking.availability import (
    Diary,
    candidate_assignments,
    explain_civil,
    explain_days,
    explain_start,
    find_time_slots,
)
from assistant.booking.bookings import Assignment, Refusal, Rule, TimeSlot
from assistant.booking.model import JoinedTables, Service, Shop, Sitting

TABLE_4, OTHER_4 = 21, 22
TEN = at("10:00")
NOON = 12 * 60


def join(*resource_ids: int, low: int, high: int) -> JoinedTables:
    return JoinedTables(resource_ids=resource_ids, party_min=low, party_max=high)


DINNER = service(TABLE_6, OTHER_4, TABLE_2, TABLE_4)
RESTAURANT = replace(
    shop([table(TABLE_6, 3, 6), table(OTHER_4, 2, 4), table(TABLE_2, 1, 2), table(TABLE_4, 1, 4)]),
    joined_tables=(
        join(OTHER_4, TABLE_4, TABLE_6, low=5, high=14),
        join(OTHER_4, TABLE_4, low=4, high=8),
        join(TABLE_2, TABLE_4, low=5, high=6),
    ),
)


def seat(of_shop: Shop, party_size: int, *busy: int, wanted: Service = DINNER) -> tuple[int, ...] | Rule:
    """Return the resources that a party gets at ten where some are taken, or why it gets none."""
    of_diary = diary(of_shop, {(resource_id, 1): (taken("09:00", "11:00"),) for resource_id in busy})
    verdict = explain_start(of_diary, ask(wanted, party_size=party_size), TEN)
    return verdict.rule if isinstance(verdict, Refusal) else tuple(a.resource_id for a in verdict.assignments)


def test_the_smallest_table_comes_first_whatever_the_order_of_the_file() -> None:
    assert seat(RESTAURANT, 2) == (TABLE_2,)
    assert seat(RESTAURANT, 2, TABLE_2) == (OTHER_4,)
    assert seat(RESTAURANT, 2, TABLE_2, OTHER_4) == (TABLE_4,)


def test_joined_tables_come_after_every_single_one_the_smallest_first() -> None:
    assert seat(RESTAURANT, 5) == (TABLE_6,)
    assert seat(RESTAURANT, 5, TABLE_6) == (TABLE_2, TABLE_4)
    assert seat(RESTAURANT, 5, TABLE_6, TABLE_2) == (TABLE_4, OTHER_4)
    assert seat(RESTAURANT, 14) == (TABLE_6, TABLE_4, OTHER_4)


def test_joined_tables_are_free_only_where_all_of_them_are() -> None:
    assert seat(RESTAURANT, 8, TABLE_4) is Rule.TAKEN
    assert seat(RESTAURANT, 15) is Rule.PARTY_SIZE
    on_leave = replace(RESTAURANT.find_resource(TABLE_4), leave=(taken("09:00", "11:00"),))
    others = tuple(r for r in RESTAURANT.resources if r.id != TABLE_4)
    assert seat(replace(RESTAURANT, resources=(*others, on_leave)), 8) is Rule.NOT_WORKING


def test_tables_are_joined_only_where_the_service_has_them_all() -> None:
    assert seat(RESTAURANT, 8, wanted=service(OTHER_4, TABLE_2)) is Rule.PARTY_SIZE
    retired = replace(RESTAURANT.find_resource(OTHER_4), active=False)
    others = tuple(r for r in RESTAURANT.resources if r.id != OTHER_4)
    assert seat(replace(RESTAURANT, resources=(*others, retired)), 8) is Rule.PARTY_SIZE


def test_the_largest_party_counts_joined_tables() -> None:
    assert RESTAURANT.find_party_max(DINNER) == 14
    assert replace(RESTAURANT, joined_tables=()).find_party_max(DINNER) == 6


def test_a_rival_at_one_of_the_joined_tables_leaves_the_other_ways() -> None:
    request, rivals = ask(DINNER, party_size=5), {unit(TABLE_6), unit(TABLE_2)}
    refused: set[Assignment] = set()
    tried = []
    for way in candidate_assignments(diary(RESTAURANT), request, TEN, refused=refused):
        tried.append(tuple(a.resource_id for a in way))
        if not rivals.intersection(way):
            break
        refused |= rivals.intersection(way)
    assert tried == [(TABLE_6,), (TABLE_2, TABLE_4), (TABLE_4, OTHER_4)]


def sit(low: int, high: int, span: int) -> Sitting:
    return Sitting(party_min=low, party_max=high, duration=minutes(span))


def test_a_party_size_decides_how_long_the_table_is_theirs() -> None:
    timed = replace(DINNER, duration=minutes(150), sittings=(sit(1, 2, 90), sit(3, 6, 120)))
    lasting = {}
    for size in (1, 2, 3, 6, 7):
        slot = explain_start(diary(RESTAURANT), ask(timed, party_size=size), TEN)
        assert isinstance(slot, TimeSlot)
        assert slot.occupied.end == slot.ends_at
        lasting[size] = (slot.ends_at - slot.starts_at) // minutes(1)
    assert lasting == {1: 90, 2: 90, 3: 120, 6: 120, 7: 150}
    last = {n: find_time_slots(diary(RESTAURANT), ask(timed, party_size=n), MONDAY, MONDAY)[-1] for n in (2, 8)}
    assert {n: s.starts_at for n, s in last.items()} == {2: at("15:30"), 8: at("14:30")}


YOGA = replace(service(POOL, ANA), timetable=((7 * 60, 18 * 60), (), (NOON,), (), (), (), (90,)))
STUDIO = replace(shop([seats(4), person(ANA)], hours=every_day("06:00-21:00")), services=(YOGA,))


def left(of_diary: Diary, party_size: int, text: str) -> tuple[Rule, int | None, bool] | None:
    verdict = explain_start(of_diary, ask(YOGA, party_size=party_size), at(text))
    return (verdict.rule, verdict.seats_left, verdict.is_full_class) if isinstance(verdict, Refusal) else None


def test_a_class_starts_at_the_times_of_its_timetable_and_at_no_other() -> None:
    found = find_time_slots(diary(STUDIO), ask(YOGA), MONDAY, MONDAY.replace(day=5))
    assert [s.starts_at for s in found] == [at("07:00"), at("18:00"), at("2026-03-04 12:00")]
    assert left(diary(STUDIO), 1, "12:00") == (Rule.NO_SESSION, None, False)
    verdicts = list(explain_days(diary(STUDIO), ask(YOGA), MONDAY, MONDAY))
    assert [isinstance(v, TimeSlot) for v in verdicts] == [True, True]


def test_several_seats_are_all_had_or_none_and_what_is_left_is_told() -> None:
    three_taken = diary(STUDIO, {(POOL, n): (taken("18:00", "19:00"),) for n in (1, 2, 4)})
    assert left(three_taken, 1, "18:00") is None
    assert left(three_taken, 2, "18:00") == (Rule.TOO_FEW_UNITS, 1, True)
    assert left(three_taken, 4, "07:00") is None
    full = diary(STUDIO, {(POOL, n): (taken("18:00", "19:00"),) for n in (1, 2, 3, 4)})
    assert left(full, 1, "18:00") == (Rule.TAKEN, None, True)


def test_a_booking_takes_seats_and_not_the_teacher() -> None:
    slot = explain_start(diary(STUDIO), ask(YOGA, party_size=2), at("18:00"))
    assert isinstance(slot, TimeSlot)
    assert slot.assignments == (unit(POOL, 1), unit(POOL, 2))


def test_a_class_does_not_take_place_without_its_teacher_or_in_a_closed_shop() -> None:
    away = replace(STUDIO, resources=(seats(4), person(ANA, leave=(taken("18:30", "18:45"),))))
    assert left(diary(away), 1, "18:00") == (Rule.NOT_WORKING, None, False)
    assert left(diary(away), 1, "07:00") is None
    shut = replace(STUDIO, location=replace(STUDIO.location, hours=every_day("08:00-21:00")))
    assert left(diary(shut), 1, "07:00") == (Rule.CLOSED, None, False)


def test_whoever_teaches_does_nothing_else_meanwhile_whether_anybody_comes_or_not() -> None:
    lesson = replace(service(ANA, before=10, after=10), id=2)
    rules = {
        text: v.rule if isinstance(v := explain_start(diary(STUDIO), ask(lesson), at(text)), Refusal) else None
        for text in ("16:30", "17:00", "18:00", "19:00", "19:30")
    }
    assert rules == {"16:30": None, "17:00": Rule.TAKEN, "18:00": Rule.TAKEN, "19:00": Rule.TAKEN, "19:30": None}


def test_a_class_does_not_take_place_while_its_teacher_has_an_appointment() -> None:
    rules = {
        text: left(diary(STUDIO, {(ANA, 1): (taken(*text.split("-")),)}), 1, "18:00")
        for text in ("17:00-18:00", "17:30-18:15", "18:45-20:00", "19:00-20:00")
    }
    busy = (Rule.NOT_WORKING, None, False)
    assert rules == {"17:00-18:00": None, "17:30-18:15": busy, "18:45-20:00": busy, "19:00-20:00": None}
    prepared = replace(YOGA, buffer_before=minutes(10))
    just_before = diary(replace(STUDIO, services=(prepared,)), {(ANA, 1): (taken("17:00", "18:00"),)})
    assert isinstance(explain_start(just_before, ask(prepared), at("18:00")), Refusal)


def test_a_long_class_reaches_into_the_days_after() -> None:
    retreat = replace(YOGA, duration=minutes(24 * 60), buffer_after=minutes(23 * 60), timetable=((1400,), *[()] * 6))
    lesson = replace(service(ANA), id=2)
    studio = replace(STUDIO, location=replace(STUDIO.location, hours=every_day("00:00-24:00")), services=(retreat,))
    verdicts = [explain_start(diary(studio), ask(lesson), at(f"2026-03-0{day} 22:00")) for day in (3, 4, 5)]
    assert [isinstance(v, TimeSlot) for v in verdicts] == [False, False, True]


def test_a_class_in_the_hour_that_repeats_is_the_first_and_in_the_hour_that_is_skipped_is_none() -> None:
    night = replace(STUDIO, location=replace(STUDIO.location, hours=every_day("00:00-24:00")))
    october = Diary(shop=night, busy=diary(night).busy, now=datetime(2026, 10, 24, tzinfo=UTC))
    back = explain_civil(october, ask(YOGA), datetime(2026, 10, 25, tzinfo=LONDON).date(), 90)
    assert isinstance(back, TimeSlot)
    assert back.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    march = datetime(2026, 3, 29, tzinfo=LONDON).date()
    assert find_time_slots(diary(night), ask(YOGA), march, march) == []


def test_each_head_pays_where_the_price_is_for_one() -> None:
    assert replace(YOGA, price_minor=1400, price_per_person=True).find_price(3) == 4200
    assert replace(YOGA, price_minor=1400).find_price(3) == 1400
    assert replace(YOGA, price_per_person=True).find_price(3) is None
