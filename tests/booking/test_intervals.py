"""Claims about sets of instants."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.booking.intervals import IntervalSet
from assistant.booking.model import Interval

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = 24


def hour(index: int) -> datetime:
    return EPOCH + timedelta(hours=index)


def make(*pairs: tuple[int, int]) -> IntervalSet:
    return IntervalSet.of(Interval(start=hour(a), end=hour(b)) for a, b in pairs)


PAIRS = st.lists(
    st.tuples(st.integers(0, HOURS - 1), st.integers(1, 6)).map(lambda p: (p[0], min(p[0] + p[1], HOURS))), max_size=6
)


def hours_in(intervals: IntervalSet) -> set[int]:
    return {h for h in range(HOURS) if any(i.start <= hour(h) < i.end for i in intervals)}


def hours_of(pairs: list[tuple[int, int]]) -> set[int]:
    return {h for a, b in pairs for h in range(a, b)}


def test_stretches_that_touch_become_one() -> None:
    assert make((3, 5), (1, 3), (2, 4)) == make((1, 5))


def test_touching_is_not_overlapping() -> None:
    assert not make((1, 3)).overlaps(hour(3), hour(4))
    assert not make((3, 4)).overlaps(hour(1), hour(3))


def test_two_stretches_with_a_break_do_not_cover_a_time_across_it() -> None:
    assert not make((1, 3), (4, 6)).covers(hour(2), hour(5))
    assert make((1, 3), (3, 6)).covers(hour(1), hour(6))


@settings(max_examples=200, print_blob=True)
@given(PAIRS, PAIRS)
def test_sets_of_intervals_are_sets_of_instants(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    a, b = make(*left), make(*right)
    assert hours_in(a) == hours_of(left)
    assert hours_in(a.intersect(b)) == hours_of(left) & hours_of(right)
    assert hours_in(a.subtract(b)) == hours_of(left) - hours_of(right)
    for result in (a, a.intersect(b), a.subtract(b)):
        assert all(end < start for end, start in zip(result.ends, result.starts[1:], strict=False))


@settings(max_examples=200, print_blob=True)
@given(PAIRS, st.integers(0, HOURS - 1), st.integers(1, 8))
def test_covers_and_overlaps_ask_about_every_instant(pairs: list[tuple[int, int]], start: int, span: int) -> None:
    asked = set(range(start, start + span))
    assert make(*pairs).covers(hour(start), hour(start + span)) == (asked <= hours_of(pairs))
    assert make(*pairs).overlaps(hour(start), hour(start + span)) == bool(asked & hours_of(pairs))
