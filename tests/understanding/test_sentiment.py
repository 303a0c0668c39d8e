"""The mood of a message: what tells it, what turns it round, and what tells none."""

import pytest
from demo_salon import make_context

from assistant.understanding.model import Intent
from assistant.understanding.mood.sentiment import ANGRY, COMPLAINING, list_tellers, read_sentiment
from assistant.understanding.mood.words import WEIGHTS
from assistant.understanding.normalize import fold, normalize
from assistant.understanding.recognizer import understand


def read(text: str) -> float:
    seen = normalize(text)
    return read_sentiment(seen, fold(seen))


@pytest.mark.parametrize(
    "text",
    [
        "This is the third time I ask, it's ridiculous",
        "no one answers your phone, what a joke",
        "you have wasted my whole morning",
        "the girl at the desk was very rude to me",
        "WHAT A DISGRACE!!",
        "I'm fed up with this, never coming back",
        "for god's sake, are you deaf",
        "🤬🤬",
    ],
)
def test_who_is_angry_is_heard(text: str) -> None:
    assert read(text) <= ANGRY


@pytest.mark.parametrize(
    "text", ["I have been waiting for half an hour", "the fringe you cut is not good", "the colour is disappointing"]
)
def test_what_is_said_to_be_bad_is_below_calm(text: str) -> None:
    assert ANGRY < read(text) < 0


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "No thanks, not right now.",
        "cancel my appointment please, I can't make it",
        "sorry, I'll be late, the train is stuck",
        "can't do Friday, is Thursday no good?",
        "that doesn't work for me",
        "I missed my slot, could I move it",
        "my son is sick 😢 so we need another day",
        "never mind",
        "wrong day, I said Tuesday",
        "a dry cut for my thin hair",
        "I won't need the table anymore",
        "how expensive is a full colour?",
    ],
)
def test_a_calm_turn_of_a_booking_is_no_complaint(text: str) -> None:
    assert read(text) > COMPLAINING


@pytest.mark.parametrize(
    "text", ["great, thank you so much", "I love it! you're amazing", "see you then 😊", "not bad"]
)
def test_who_is_pleased_is_heard(text: str) -> None:
    assert read(text) > 0


def test_a_negation_turns_a_word_round_as_far_as_its_clause() -> None:
    assert read("you won't be disappointed") > 0 > read("not a friendly welcome")
    assert read("it was not that, friendly people") > 0


def test_what_comes_after_but_weighs_more() -> None:
    assert read("the cut is great but the service was terrible") < 0 < read("terrible weather but great people")


def test_shouting_makes_a_mood_stronger_and_none_by_itself() -> None:
    assert read("THIS IS USELESS AND RUDE") < read("this is useless and rude")
    assert read("BOOK ME IN FOR FRIDAY!!!") == 0


def test_the_mood_stays_between_its_ends() -> None:
    assert -1 <= read("awful rude horrible! " * 90) < -0.99
    assert 0.99 < read("wonderful lovely perfect! " * 70) <= 1


def test_no_word_of_booking_tells_a_mood() -> None:
    booking = (
        "no not cancel cancelled late wait miss missed move change wrong can't sorry sick dry cut trim treatment full"
    )
    assert WEIGHTS.keys() & set(booking.split()) == set()


def test_the_mood_stands_beside_what_is_wanted() -> None:
    heard = understand("cancel it, your receptionist was incredibly rude", make_context())
    assert heard.intents == (Intent.CANCEL,)
    assert heard.sentiment <= ANGRY
    assert understand("cancel it please", make_context()).sentiment == 0


def test_the_words_that_told_the_mood_are_listed_with_their_weights() -> None:
    assert list_tellers("a rude man, the third time today 😡") == [("rude", -2), ("third time today", -3), ("😡", -2)]
    assert list_tellers("tomorrow at 3") == []
