"""Claims about which times can be booked, and why others cannot."""

from datetime import date, datetime, timedelta

import pytest
from booking_builders import (
    ANA,
    BEN,
    CHAIRS,
    LONDON,
    MONDAY,
    NOW,
    POOL,
    TABLE_2,
    TABLE_6,
    TRIM,
    TUESDAY,
    ask,
    at,
    chairs,
    clock,
    diary,
    every_day,
    minutes,
    person,
    policy,
    rule,
    seats,
    service,
    shop,
    starts,
    table,
    taken,
    unit,
)
from msgspec.structs import replace

from assistant.booking.availability import (
    AmbiguousTime,
    explain_civil,
    explain_days,
    explain_start,
    find_time_slots,
)
from assistant.booking.bookings import Refusal, Rule, TimeSlot
from assistant.booking.hours import list_starts
from assistant.booking.model import Interval


class TestTaken:
    def test_touching_bookings_do_not_clash(self) -> None:
        of_diary = diary(shop([person(ANA)]), {(ANA, 1): (taken("09:00", "10:00"), taken("11:00", "17:00"))})
        assert starts(of_diary, ask(TRIM)) == ["10:00"]
        assert rule(of_diary, ask(TRIM), "10:30") is Rule.TAKEN

    def test_buffers_keep_clear_of_other_bookings(self) -> None:
        of_diary = diary(shop([person(ANA)]), {(ANA, 1): (taken("09:00", "10:00"), taken("11:30", "17:00"))})
        assert starts(of_diary, ask(service(ANA, after=30))) == ["10:00"]
        assert starts(of_diary, ask(service(ANA, before=30))) == ["10:30"]
        assert starts(of_diary, ask(service(ANA, before=30, after=5))) == []

    def test_what_is_occupied_includes_the_buffers_and_the_end_does_not(self) -> None:
        slot = explain_start(diary(shop([person(ANA)])), ask(service(ANA, before=10, after=5)), at("10:00"))
        assert slot == TimeSlot(
            starts_at=at("10:00"),
            ends_at=at("11:00"),
            occupied=Interval(start=at("09:50"), end=at("11:05")),
            assignments=(unit(ANA),),
        )

    def test_a_booking_can_move_by_half_its_length_once_its_own_time_is_left_out(self) -> None:
        own, others = taken("15:00", "16:00"), (taken("14:00", "15:00"),)
        before = diary(shop([person(ANA)]), {(ANA, 1): (*others, own)})
        moving = diary(shop([person(ANA)]), {(ANA, 1): others})
        assert rule(before, ask(TRIM), "15:30") is Rule.TAKEN
        assert rule(moving, ask(TRIM), "15:30") is None
        assert rule(moving, ask(TRIM), "14:30") is Rule.TAKEN

    def test_a_service_needs_a_person_and_a_chair(self) -> None:
        cut = service(ANA, BEN, CHAIRS)
        salon = shop([person(ANA), person(BEN), chairs(1)])
        slot = explain_start(diary(salon), ask(cut), at("10:00"))
        assert isinstance(slot, TimeSlot)
        assert slot.assignments == (unit(ANA), unit(CHAIRS))
        assert rule(diary(salon, {(CHAIRS, 1): (taken("09:00", "12:00"),)}), ask(cut), "10:00") is Rule.TAKEN

    def test_the_lowest_free_unit_is_taken(self) -> None:
        of_diary = diary(shop([chairs(3)]), {(CHAIRS, 1): (taken("09:00", "12:00"),)})
        slot = explain_start(of_diary, ask(service(CHAIRS)), at("10:00"))
        assert isinstance(slot, TimeSlot)
        assert slot.assignments == (unit(CHAIRS, 2),)

    def test_overlapping_occupancies_in_any_order_are_understood(self) -> None:
        mess = (taken("12:00", "17:00"), taken("09:00", "10:00"), taken("09:30", "11:00"), taken("13:00", "13:30"))
        assert starts(diary(shop([person(ANA)]), {(ANA, 1): mess}), ask(TRIM)) == ["11:00"]


class TestParties:
    DINNER = service(TABLE_6, TABLE_2)
    ROOM = shop([table(TABLE_6, 3, 6), table(TABLE_2, 1, 2, units=2)])

    def test_the_smallest_table_that_fits_is_taken(self) -> None:
        small_first = shop([table(TABLE_6, 1, 6), table(TABLE_2, 1, 2)])
        slot = explain_start(diary(small_first), ask(self.DINNER, party_size=2), at("12:00"))
        assert isinstance(slot, TimeSlot)
        assert slot.assignments == (unit(TABLE_2),)

    def test_a_larger_table_is_taken_where_the_small_one_is_not_free(self) -> None:
        both_fit = shop([table(TABLE_6, 1, 6), table(TABLE_2, 1, 2)])
        of_diary = diary(both_fit, {(TABLE_2, 1): (taken("12:00", "14:00"),)})
        slot = explain_start(of_diary, ask(self.DINNER, party_size=2), at("12:00"))
        assert isinstance(slot, TimeSlot)
        assert slot.assignments == (unit(TABLE_6),)

    def test_tables_of_one_size_come_in_the_services_order(self) -> None:
        equal = shop([table(TABLE_2, 1, 4), table(TABLE_6, 1, 4)])
        slot = explain_start(diary(equal), ask(self.DINNER, party_size=2), at("12:00"))
        assert isinstance(slot, TimeSlot)
        assert slot.assignments == (unit(TABLE_6),)

    @pytest.mark.parametrize("party_size", [7, 0, -1, 10**12])
    def test_a_party_that_no_table_takes_is_refused_for_its_size(self, party_size: int) -> None:
        assert rule(diary(self.ROOM), ask(self.DINNER, party_size=party_size), "12:00") is Rule.PARTY_SIZE
        assert starts(diary(self.ROOM), ask(self.DINNER, party_size=party_size)) == []

    def test_the_table_asked_for_must_fit_too(self) -> None:
        request = ask(self.DINNER, party_size=4, resource_id=TABLE_2)
        assert rule(diary(self.ROOM), request, "12:00") is Rule.PARTY_SIZE

    def test_a_person_serves_a_party_as_one(self) -> None:
        assert rule(diary(shop([person(ANA)])), ask(TRIM, party_size=3), "12:00") is None

    def test_a_party_takes_as_many_seats_as_it_has_heads(self) -> None:
        of_diary = diary(shop([seats(5)]), {(POOL, 2): (taken("09:00", "17:00"),)})
        slot = explain_start(of_diary, ask(service(POOL), party_size=3), at("12:00"))
        assert isinstance(slot, TimeSlot)
        assert slot.assignments == (unit(POOL, 1), unit(POOL, 3), unit(POOL, 4))

    def test_too_few_seats_are_not_the_same_as_none(self) -> None:
        busy = taken("12:00", "13:00")
        few = diary(shop([seats(3)]), {(POOL, n): (busy,) for n in (1, 2)})
        none = diary(shop([seats(3)]), {(POOL, n): (busy,) for n in (1, 2, 3)})
        assert rule(few, ask(service(POOL), party_size=2), "12:00") is Rule.TOO_FEW_UNITS
        assert rule(none, ask(service(POOL), party_size=2), "12:00") is Rule.TAKEN
        assert rule(few, ask(service(POOL), party_size=4), "12:00") is Rule.PARTY_SIZE

    def test_a_smaller_party_does_not_help_where_the_teacher_is_taken(self) -> None:
        busy = taken("12:00", "13:00")
        of_diary = diary(shop([person(ANA), seats(3)]), {(POOL, 1): (busy,), (POOL, 2): (busy,), (ANA, 1): (busy,)})
        assert rule(of_diary, ask(service(ANA, POOL), party_size=2), "12:00") is Rule.TAKEN


class TestRules:
    def test_a_time_gone_by_is_past(self) -> None:
        of_diary = diary(shop([person(ANA)]), now=at("12:00"))
        assert rule(of_diary, ask(TRIM), "11:30") is Rule.PAST
        assert starts(of_diary, ask(TRIM))[0] == "12:00"

    def test_the_minimum_notice_is_kept_to_the_minute(self) -> None:
        request = ask(service(ANA, rules=policy(notice=minutes(90))))
        assert rule(diary(shop([person(ANA)]), now=at("09:30")), request, "11:00") is None
        assert rule(diary(shop([person(ANA)]), now=at("09:31")), request, "11:00") is Rule.TOO_SOON

    def test_the_horizon_is_kept_to_the_minute(self) -> None:
        request = ask(service(ANA, rules=policy(horizon=timedelta(days=1))))
        assert rule(diary(shop([person(ANA)]), now=at("2026-03-01 10:00")), request, "10:00") is None
        assert rule(diary(shop([person(ANA)]), now=at("2026-03-01 09:59")), request, "10:00") is Rule.TOO_FAR

    def test_a_window_without_end_stops_at_the_horizon(self) -> None:
        request = ask(service(ANA, rules=policy(horizon=timedelta(days=3))))
        found = find_time_slots(diary(shop([person(ANA)])), request, date.min, date.max)
        assert found[0].starts_at == at("2026-03-01 12:00")
        assert found[-1].starts_at == at("2026-03-04 12:00")

    def test_a_window_that_ends_before_it_starts_is_empty(self) -> None:
        assert find_time_slots(diary(shop([person(ANA)])), ask(TRIM), TUESDAY, MONDAY) == []

    def test_who_does_not_do_a_service_is_not_offered_for_it(self) -> None:
        of_diary = diary(shop([person(ANA), person(BEN)]))
        assert rule(of_diary, ask(TRIM, resource_id=BEN), "10:00") is Rule.NOBODY_DOES_THIS
        assert rule(of_diary, ask(TRIM, resource_id=99), "10:00") is Rule.NOBODY_DOES_THIS

    def test_what_was_retired_is_not_offered(self) -> None:
        gone, here = replace(person(ANA), active=False), person(BEN)
        of_diary = diary(shop([gone, here, chairs(1)]))
        slot = explain_start(of_diary, ask(service(ANA, BEN)), at("10:00"))
        assert isinstance(slot, TimeSlot)
        assert slot.assignments == (unit(BEN),)
        for request in (
            ask(service(ANA, BEN), resource_id=ANA),
            ask(service(ANA, CHAIRS)),
            ask(replace(service(BEN), active=False)),
        ):
            assert rule(of_diary, request, "10:00") is Rule.NOBODY_DOES_THIS

    def test_a_service_that_would_occupy_nothing_cannot_be_booked(self) -> None:
        assert rule(diary(shop([])), ask(service()), "10:00") is Rule.NOBODY_DOES_THIS

    def test_a_service_of_a_resource_the_shop_lacks_is_an_error(self) -> None:
        with pytest.raises(LookupError, match="99"):
            explain_start(diary(shop([])), ask(service(99)), at("10:00"))

    @pytest.mark.parametrize("text", ["10:10", "2026-03-02 10:30:01"])
    def test_a_start_off_the_step_is_refused_for_that(self, text: str) -> None:
        assert rule(diary(shop([person(ANA)])), ask(TRIM), text) is Rule.OFF_STEP

    def test_closed_is_said_before_taken_and_off_before_off_step(self) -> None:
        busy = {(ANA, 1): (taken("08:00", "18:00"),)}
        of_diary = diary(shop([person(ANA, hours=every_day("09:00-12:00"))]), busy)
        assert rule(of_diary, ask(TRIM), "08:10") is Rule.CLOSED
        assert rule(of_diary, ask(TRIM), "14:10") is Rule.NOT_WORKING
        assert rule(of_diary, ask(TRIM), "10:10") is Rule.OFF_STEP
        assert rule(of_diary, ask(TRIM), "10:00") is Rule.TAKEN

    @pytest.mark.parametrize("year", [1, 9999])
    def test_the_ends_of_the_calendar_are_past_and_too_far(self, year: int) -> None:
        expected = Rule.PAST if year == 1 else Rule.TOO_FAR
        far = datetime(year, 6, 1, tzinfo=NOW.tzinfo)
        assert explain_start(diary(shop([person(ANA)])), ask(TRIM), far) == Refusal(starts_at=far, rule=expected)

    def test_any_zone_will_do_for_an_instant(self) -> None:
        of_diary = diary(shop([person(ANA)]))
        slot = explain_start(of_diary, ask(TRIM), at("10:00").astimezone(LONDON))
        assert isinstance(slot, TimeSlot)
        assert slot.starts_at.utcoffset() == timedelta(0)
        with pytest.raises(ValueError, match="no zone"):
            explain_start(of_diary, ask(TRIM), at("10:00").replace(tzinfo=None))


class TestDays:
    def test_every_start_of_a_day_is_explained_in_order(self) -> None:
        of_diary = diary(shop([person(ANA)]), {(ANA, 1): (taken("09:00", "16:00"),)})
        verdicts = list(explain_days(of_diary, ask(TRIM), MONDAY, MONDAY))
        assert [v.starts_at for v in verdicts] == list(list_starts(MONDAY, minutes(30), LONDON))
        assert verdicts == [
            explain_start(of_diary, ask(TRIM), start) for start in list_starts(MONDAY, minutes(30), LONDON)
        ]

    @pytest.mark.parametrize(("day", "expected"), [(date(2, 1, 1), Rule.PAST), (date(9998, 1, 1), Rule.TOO_FAR)])
    def test_days_near_the_ends_of_the_calendar_are_past_or_too_far(self, day: date, expected: Rule) -> None:
        verdicts = list(explain_days(diary(shop([person(ANA)])), ask(TRIM), day, day))
        assert len(verdicts) == 48
        assert {v.rule for v in verdicts if isinstance(v, Refusal)} == {expected}


class TestCivilTimes:
    NIGHT = shop([person(ANA)], hours=every_day("00:00-04:00"))
    AUTUMN = date(2026, 10, 25)
    EVE = at("2026-10-24 12:00")

    def test_an_ordinary_time_is_judged_as_its_instant(self) -> None:
        of_diary = diary(shop([person(ANA)]))
        assert explain_civil(of_diary, ask(TRIM), MONDAY, clock("10:00")) == explain_start(
            of_diary, ask(TRIM), at("10:00")
        )

    def test_a_time_the_clocks_skip_does_not_exist(self) -> None:
        of_diary = diary(self.NIGHT, now=at("2026-03-28 12:00"))
        verdict = explain_civil(of_diary, ask(TRIM), date(2026, 3, 29), clock("01:30"))
        assert verdict == Refusal(starts_at=None, rule=Rule.NO_SUCH_TIME)

    def test_a_time_that_comes_twice_is_asked_about(self) -> None:
        verdict = explain_civil(diary(self.NIGHT, now=self.EVE), ask(TRIM), self.AUTUMN, clock("01:30"))
        assert isinstance(verdict, AmbiguousTime)
        both = (at("2026-10-25 01:30"), at("2026-10-25 01:30", fold=1))
        assert tuple(slot.starts_at for slot in verdict.time_slots) == both

    def test_nothing_is_asked_where_only_one_of_two_can_be_booked(self) -> None:
        first = Interval(start=at("2026-10-25 01:00"), end=at("2026-10-25 01:00", fold=1))
        of_diary = diary(self.NIGHT, {(ANA, 1): (first,)}, now=self.EVE)
        verdict = explain_civil(of_diary, ask(TRIM), self.AUTUMN, clock("01:30"))
        assert isinstance(verdict, TimeSlot)
        assert verdict.starts_at == at("2026-10-25 01:30", fold=1)

    def test_of_two_refusals_the_one_nearer_to_a_booking_is_told(self) -> None:
        second = Interval(start=at("2026-10-25 01:00", fold=1), end=at("2026-10-25 03:00"))
        of_diary = diary(self.NIGHT, {(ANA, 1): (second,)}, now=at("2026-10-25 01:45"))
        verdict = explain_civil(of_diary, ask(TRIM), self.AUTUMN, clock("01:30"))
        assert verdict == Refusal(starts_at=at("2026-10-25 01:30", fold=1), rule=Rule.TAKEN)

    @pytest.mark.parametrize(("day", "expected"), [(date.min, Rule.PAST), (date.max, Rule.TOO_FAR)])
    def test_times_beyond_the_calendar_are_past_or_too_far(self, day: date, expected: Rule) -> None:
        verdict = explain_civil(diary(shop([person(ANA)])), ask(TRIM), day, -600 if day == date.min else 3000)
        assert verdict == Refusal(starts_at=None, rule=expected)
