"""The mood of a conversation, over its messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.mood.sentiment import COMPLAINING, read_mood
from assistant.understanding.mood.trend import calm_down, follow, follow_all, has_turned_bad, is_very_bad

SCORES = st.floats(min_value=-1, max_value=1)


@given(st.lists(SCORES, max_size=20))
def test_a_trend_stays_within_the_scores(scores: list[float]) -> None:
    trend = follow_all(None, scores)
    assert trend is None or min([0.0, *scores]) - 1e-9 <= trend <= max([0.0, *scores]) + 1e-9


@given(SCORES)
def test_what_tells_no_mood_changes_no_trend(trend: float) -> None:
    assert follow(trend, 0.0) == trend


def test_as_long_as_nothing_tells_there_is_no_trend() -> None:
    assert follow_all(None, [0.0, None, 0.0]) is None
    assert calm_down(None) is None
    assert not has_turned_bad(None)


def test_one_complaint_turns_the_mood_bad_and_one_served_turn_ends_it() -> None:
    trend = follow(None, COMPLAINING)
    assert has_turned_bad(trend)
    assert not has_turned_bad(calm_down(trend))
    assert not has_turned_bad(calm_down(follow(None, -0.99)))


def test_no_single_message_is_enough_for_a_very_bad_mood() -> None:
    assert not is_very_bad(follow(None, -0.999))
    assert is_very_bad(follow_all(None, [-0.8, -0.8]))


def test_praise_makes_up_for_a_complaint() -> None:
    assert not has_turned_bad(follow_all(None, [-0.67, 0.8]))


@pytest.mark.parametrize("text", ["no", "cancel it please", "I'll be late", "Tuesday at 3", "wrong day, Friday"])
def test_what_a_booking_is_changed_with_does_not_sour_a_trend(text: str) -> None:
    assert follow(None, read_mood(text)) is None
