"""What else is said to "how was it?": put right, not told, missed, or never to be asked again."""

import pytest
from demo_salon import make_context

from assistant.understanding.model import Understanding
from assistant.understanding.mood.verdicts import (
    declines_rating,
    find_correction,
    find_first_score,
    find_passing_rating,
    missed_visit,
    refuses_ratings,
)
from assistant.understanding.recognizer import understand


def hear(text: str) -> Understanding:
    return understand(text, make_context())


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("actually 2", 2),
        ("sorry, I meant 4", 4),
        ("no wait, it was bad", 2),
        ("make it a 5", 5),
        ("3", 3),
        ("actually make it Friday", None),
        ("the coffee was great", None),
        ("no", None),
    ],
)
def test_a_rating_is_put_right_by_a_number_or_by_words_that_take_it_back(text: str, score: int | None) -> None:
    assert find_correction(hear(text)) == score


@pytest.mark.parametrize("text", ["I'd rather not say", "no comment", "skip", "nothing", "no thanks", "maybe later"])
def test_who_declines_rates_nothing(text: str) -> None:
    assert declines_rating(hear(text))


@pytest.mark.parametrize("text", ["nothing was good", "good", "Friday", "3", "skip the queue next time, awful wait"])
def test_what_tells_something_declines_nothing(text: str) -> None:
    assert not declines_rating(hear(text))


@pytest.mark.parametrize("text", ["I wasn't there", "I couldn't make it", "we didn't come", "I missed my appointment"])
def test_who_was_not_there_rates_nothing(text: str) -> None:
    assert missed_visit(hear(text))


@pytest.mark.parametrize("text", ["it was great", "Ben was not nice", "2, I couldn't get there in time because of you"])
def test_who_was_there_does(text: str) -> None:
    assert not missed_visit(hear(text)) or find_first_score(hear(text))


@pytest.mark.parametrize(
    "text",
    [
        "stop asking me",
        "please don't ask me again",
        "never ask me that again",
        "no more surveys",
        "stop sending me these questions",
        "don't ask me for feedback",
        "unsubscribe",
        "STOP",
        "opt out",
    ],
)
def test_who_is_asked_can_ask_for_it_to_stop(text: str) -> None:
    assert refuses_ratings(hear(text), is_asked=True)


@pytest.mark.parametrize("text", ["great, I'd ask for Ben again", "ask me again tomorrow", "it never stops hurting"])
def test_what_is_told_of_a_visit_refuses_nothing(text: str) -> None:
    assert not refuses_ratings(hear(text), is_asked=True)


@pytest.mark.parametrize(
    ("text", "refuses"),
    [("stop asking me for ratings", True), ("stop asking me", False), ("stop", False), ("unsubscribe", False)],
)
def test_who_is_asked_something_else_says_what_is_to_stop(text: str, refuses: bool) -> None:  # noqa: FBT001 - a table
    assert refuses_ratings(hear(text), is_asked=False) is refuses


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Ben was amazing, can you book me again next Tuesday at 3", 5),
        ("worst cut ever, I want to speak to the manager", 1),
        ("I'd love a haircut tomorrow", None),
        ("I was hoping for a nice time on Friday", None),
        ("is Ben good?", None),
    ],
)
def test_a_rating_beside_a_wish_is_told_by_what_was(text: str, score: int | None) -> None:
    assert find_passing_rating(hear(text)) == score


def test_a_score_may_come_first() -> None:
    assert find_first_score(hear("4, and don't ask me again")) == 4
    assert find_first_score(hear("don't ask me again")) is None
