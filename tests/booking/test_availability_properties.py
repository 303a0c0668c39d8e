"""Claims about availability that hold for any shop on any day, checked against the naive oracle.

They run Hypothesis's usual number of examples. For a longer run, register a profile with more and name it with
`--hypothesis-profile`.
"""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from booking_builders import minutes
from booking_strategies import ZONES, Scene, days_in, scenes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import Oracle, list_ticks, read_clock

from assistant.booking.availability import candidate_assignments, explain_days, explain_start, find_time_slots
from assistant.booking.bookings import Refusal, Rule, TimeSlot
from assistant.booking.hours import civil_instants, first_instant, nearest_valid_civil

REFUSALS_OF_A_RULE_MAX = 6
"""How many refused starts are asked about for each rule: `explain_start` works out its day anew each time."""

DAY = timedelta(days=1)
thorough = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])


def find(scene: Scene) -> list[TimeSlot]:
    return find_time_slots(scene.diary, scene.request, scene.first_day, scene.last_day)


def consult(scene: Scene) -> Oracle:
    return Oracle(scene.diary, scene.request, (scene.first_day, scene.last_day), scene.grain)


@thorough
@given(scenes())
def test_exactly_the_starts_that_no_rule_refuses_are_found_with_the_best_free_units(scene: Scene) -> None:
    oracle, wanted = consult(scene), scene.request.service
    found = find(scene)
    assert [slot.starts_at for slot in found] == [s for s in oracle.starts if oracle.find_rule(s) is None]
    for slot in found:
        assert slot.assignments == oracle.find_assignments(slot.starts_at)
        assert slot.ends_at == slot.starts_at + scene.request.duration
        assert slot.occupied.start == slot.starts_at - wanted.buffer_before
        assert slot.occupied.end == slot.ends_at + wanted.buffer_after


@thorough
@given(scenes())
def test_each_refused_start_names_the_first_rule_that_truly_applies(scene: Scene) -> None:
    oracle = consult(scene)
    refused: dict[Rule, list[datetime]] = defaultdict(list)
    for verdict in explain_days(scene.diary, scene.request, scene.first_day, scene.last_day):
        if isinstance(verdict, Refusal) and verdict.starts_at:
            assert verdict.rule is oracle.find_rule(verdict.starts_at)
            refused[verdict.rule].append(verdict.starts_at)
    off_step = {Rule.OFF_STEP: oracle.starts[1:2] + oracle.starts[-1:]}
    for starts in (refused | off_step).values():
        for start in starts[:: max(1, len(starts) // REFUSALS_OF_A_RULE_MAX)]:
            verdict = explain_start(scene.diary, scene.request, start)
            rule = verdict.rule if isinstance(verdict, Refusal) else None
            assert rule is oracle.find_rule(start)


@thorough
@given(scenes())
def test_what_is_found_is_also_what_is_explained_and_tried_first(scene: Scene) -> None:
    for slot in find(scene)[::7]:
        assert explain_start(scene.diary, scene.request, slot.starts_at) == slot
        assert next(candidate_assignments(scene.diary, scene.request, slot.starts_at)) == slot.assignments


@thorough
@given(scenes())
def test_the_days_of_a_search_do_not_change_what_each_day_has(scene: Scene) -> None:
    days = {scene.first_day, scene.last_day}
    single = [find_time_slots(scene.diary, scene.request, day, day) for day in sorted(days)]
    assert sorted((s for found in single for s in found), key=lambda s: s.starts_at) == find(scene)


@st.composite
def zoned_days(draw: st.DrawFn) -> tuple[ZoneInfo, date]:
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    return zone, draw(days_in(zone))


@thorough
@given(zoned_days(), st.lists(st.integers(0, 1440), min_size=1, max_size=20))
def test_civil_times_are_the_instants_at_which_clocks_show_them(place: tuple[ZoneInfo, date], asked: list[int]) -> None:
    zone, day = place
    noon = datetime.combine(day, time(12), UTC)
    clocks = {tick: read_clock(tick, zone) for tick in list_ticks(noon - 2 * DAY, noon + 2 * DAY, minutes(1))}
    for minute in asked:
        civil = datetime.combine(day, time.min) + minutes(minute)
        instants = tuple(tick for tick, shown in clocks.items() if shown == civil)
        later = next(tick for tick, shown in clocks.items() if shown >= civil)
        nearest = datetime.combine((near := nearest_valid_civil(day, minute, zone))[0], time.min) + minutes(near[1])
        assert civil_instants(day, minute, zone) == instants
        assert first_instant(day, minute, zone) == later
        assert nearest == clocks[later]
