"""Answers to "how was it?", read as a number from 1 to 5."""

import pytest
from demo_salon import make_context
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.mood.ratings import find_rating, find_score, wishes
from assistant.understanding.recognizer import understand

SAID = """
5: 5 | five | 5/5 | 10/10 | ten out of ten | 5 stars
5: ⭐⭐⭐⭐⭐ | great thanks | Loved it! | amazing | perfect, thank you | 100 out of 100
4: 4 | a 4 | 4 stars | 4/5 | 8/10 | ★★★★ | good | it was good | very happy | pretty nice
3: 3 | three | it was ok | fine | meh | alright | 3 out of 5 | not bad | so so
2: 2 | not great | not very good | 2 stars | bad
1: 1 | one star | 0 stars | it was awful | terrible | the worst haircut ever, disgusting | 1/10 | very bad
"""
CASES = [
    (text.strip(), int(line[0])) for line in SAID.strip().splitlines() for text in line[2:].split("|") if text.strip()
]
NO_RATING = [
    "can I book a haircut on Friday?",
    "thanks",
    "hello",
    "6",
    "12/5",
    "yes",
    "Friday at 3",
    "glorp",
    "15 out of 10",
]


@pytest.mark.parametrize(("text", "score"), CASES)
def test_what_is_said_is_a_rating(text: str, score: int) -> None:
    assert find_rating(understand(text, make_context())) == score


@pytest.mark.parametrize("text", NO_RATING)
def test_what_says_something_else_is_no_rating(text: str) -> None:
    assert find_rating(understand(text, make_context())) is None


@pytest.mark.parametrize(
    "text",
    ["book me a trim", "cancel my appointment", "trim on Friday at 3", "what time do you close?", "I want a person"],
)
def test_what_is_wanted_is_no_comment(text: str) -> None:
    assert wishes(understand(text, make_context()))


@pytest.mark.parametrize(
    "text",
    [
        "the colour came out orange",
        "I waited 40 minutes and nobody said a word",
        "Ana was on the phone all the time",
        "way too expensive for a haircut",
        "you cancelled on me twice, awful",
    ],
)
def test_what_went_wrong_is_no_wish(text: str) -> None:
    assert not wishes(understand(text, make_context()))


@given(st.text(max_size=60))
def test_whatever_is_said_a_rating_is_one_of_five(text: str) -> None:
    assert find_score(text) in {None, 1, 2, 3, 4, 5}
