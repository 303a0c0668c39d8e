"""Claims about when the shop is open, when its people work, and what that leaves to be booked."""

from datetime import date

from booking_builders import (
    ANA,
    BEN,
    MONDAY,
    TRIM,
    TUESDAY,
    ask,
    at,
    diary,
    every_day,
    off,
    periods,
    person,
    rule,
    service,
    shop,
    starts,
    taken,
    unit,
)

from assistant.booking.availability import (
    explain_start,
    find_time_slots,
)
from assistant.booking.bookings import Rule, TimeSlot


class TestHours:
    def test_starts_lie_on_the_step_within_opening_hours(self) -> None:
        of_diary = diary(shop([person(ANA)], hours=every_day("09:15-11:30")))
        assert starts(of_diary, ask(TRIM)) == ["09:30", "10:00", "10:30"]

    def test_a_service_does_not_run_over_a_break(self) -> None:
        of_diary = diary(shop([person(ANA)], hours=every_day("09:00-11:00", "12:00-14:00")))
        assert starts(of_diary, ask(TRIM)) == ["09:00", "09:30", "10:00", "12:00", "12:30", "13:00"]
        assert rule(of_diary, ask(TRIM), "10:30") is Rule.CLOSED

    def test_hours_that_touch_are_one_stretch(self) -> None:
        of_diary = diary(shop([person(ANA)], hours=every_day("09:00-10:00", "10:00-11:00")))
        assert starts(of_diary, ask(TRIM)) == ["09:00", "09:30", "10:00"]

    def test_hours_past_midnight_belong_to_the_day_they_open_on(self) -> None:
        week = (periods("22:00-25:00"), *(((),) * 6))
        of_diary = diary(shop([person(ANA)], hours=week))
        assert starts(of_diary, ask(TRIM)) == ["22:00", "22:30", "23:00", "23:30"]
        assert starts(of_diary, ask(TRIM), TUESDAY) == ["00:00"]

    def test_a_shop_that_never_closes_is_open_across_midnight(self) -> None:
        of_diary = diary(shop([person(ANA)], hours=every_day("00:00-24:00")))
        assert len(starts(of_diary, ask(TRIM))) == 48

    def test_special_hours_replace_the_usual_ones(self) -> None:
        of_diary = diary(shop([person(ANA)], overrides=(off(MONDAY, "18:00-20:00"),)))
        assert starts(of_diary, ask(TRIM)) == ["18:00", "18:30", "19:00"]
        assert rule(of_diary, ask(TRIM), "10:00") is Rule.CLOSED

    def test_a_closed_day_leaves_what_opened_the_evening_before(self) -> None:
        of_diary = diary(shop([person(ANA)], hours=every_day("20:00-25:30"), overrides=(off(TUESDAY),)))
        assert starts(of_diary, ask(TRIM), TUESDAY) == ["00:00", "00:30"]

    def test_the_last_of_two_overrides_of_a_day_counts(self) -> None:
        of_diary = diary(shop([person(ANA)], overrides=(off(MONDAY), off(MONDAY, "10:00-11:00"))))
        assert starts(of_diary, ask(TRIM)) == ["10:00"]

    def test_buffers_may_lie_outside_opening_hours(self) -> None:
        of_diary = diary(shop([person(ANA)], hours=every_day("09:00-10:00")))
        assert starts(of_diary, ask(service(ANA, before=15, after=30))) == ["09:00"]

    def test_both_instants_of_a_repeated_hour_are_offered(self) -> None:
        day = date(2026, 10, 25)
        of_diary = diary(shop([person(ANA)], hours=every_day("00:00-04:00")), now=at("2026-10-24 12:00"))
        found = [s.starts_at for s in find_time_slots(of_diary, ask(TRIM), day, day)]
        assert {at("2026-10-25 01:30"), at("2026-10-25 01:30", fold=1)} <= set(found)
        assert len(found) == 9  # 00:00 to 03:00 takes four hours that day

    def test_an_hours_service_before_the_clocks_go_on_ends_two_hours_later_by_the_clock(self) -> None:
        of_diary = diary(shop([person(ANA)], hours=every_day("00:00-02:30")), now=at("2026-03-28 12:00"))
        found = find_time_slots(of_diary, ask(TRIM), date(2026, 3, 29), date(2026, 3, 29))
        assert [s.starts_at for s in found] == [at("2026-03-29 00:00"), at("2026-03-29 00:30")]
        assert found[-1].ends_at == at("2026-03-29 02:30")


class TestPeople:
    def test_working_hours_bound_a_person(self) -> None:
        of_diary = diary(shop([person(ANA, hours=every_day("13:00-19:00"))]))
        assert starts(of_diary, ask(TRIM))[0] == "13:00"
        assert starts(of_diary, ask(TRIM))[-1] == "16:00"
        assert rule(of_diary, ask(TRIM), "10:00") is Rule.NOT_WORKING

    def test_leave_is_no_working_time(self) -> None:
        away = person(ANA, leave=(taken("10:00", "16:00"),))
        assert starts(diary(shop([away])), ask(TRIM)) == ["09:00", "16:00"]
        assert rule(diary(shop([away])), ask(TRIM), "09:30") is Rule.NOT_WORKING

    def test_an_override_of_a_person_replaces_her_hours_and_nobody_elses(self) -> None:
        two = shop(
            [person(ANA, hours=every_day("09:00-12:00")), person(BEN)],
            overrides=(off(MONDAY, "15:00-17:00", resource_id=ANA),),
        )
        both = service(ANA, BEN)
        assert starts(diary(two), ask(both, resource_id=ANA)) == ["15:00", "15:30", "16:00"]
        assert starts(diary(two), ask(both, resource_id=BEN))[0] == "09:00"

    def test_a_person_without_hours_can_have_a_day_off(self) -> None:
        of_diary = diary(shop([person(ANA)], overrides=(off(MONDAY, resource_id=ANA),)))
        assert starts(of_diary, ask(TRIM)) == []
        assert rule(of_diary, ask(TRIM), "10:00") is Rule.NOT_WORKING
        assert starts(of_diary, ask(TRIM), TUESDAY) != []

    def test_nobody_works_while_the_shop_is_closed(self) -> None:
        of_diary = diary(shop([person(ANA, hours=every_day("08:00-20:00"))], overrides=(off(MONDAY, "12:00-13:00"),)))
        assert starts(of_diary, ask(TRIM)) == ["12:00"]

    def test_longer_special_hours_make_nobody_work_who_has_hours_of_their_own(self) -> None:
        two = shop([person(ANA, hours=every_day("09:00-17:00")), person(BEN)], overrides=(off(MONDAY, "17:00-19:00"),))
        assert starts(diary(two), ask(service(ANA, BEN), resource_id=ANA)) == []
        assert starts(diary(two), ask(service(ANA, BEN), resource_id=BEN)) == ["17:00", "17:30", "18:00"]

    def test_a_day_off_leaves_the_special_hours_of_other_days_to_who_has_no_hours_of_their_own(self) -> None:
        days = (off(TUESDAY, resource_id=ANA), off(MONDAY, "17:00-19:00"))
        assert starts(diary(shop([person(ANA)], overrides=days)), ask(TRIM)) == ["17:00", "17:30", "18:00"]

    def test_anybody_free_will_do_where_nobody_is_asked_for(self) -> None:
        both = service(ANA, BEN)
        of_diary = diary(shop([person(ANA), person(BEN)]), {(ANA, 1): (taken("09:00", "17:00"),)})
        slot = explain_start(of_diary, ask(both), at("10:00"))
        assert isinstance(slot, TimeSlot)
        assert slot.assignments == (unit(BEN),)
        assert rule(of_diary, ask(both, resource_id=ANA), "10:00") is Rule.TAKEN
