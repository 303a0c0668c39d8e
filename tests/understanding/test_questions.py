"""What else a message asks: the shop may have an answer to it, and what it wants is read as before."""

import pytest
from demo_salon import make_context

from assistant.understanding.context import Expecting
from assistant.understanding.questions import QUESTIONS_MAX
from assistant.understanding.recognizer import understand


def list_asked(text: str, expecting: Expecting = Expecting.NOTHING) -> list[str]:
    return [asked.text for asked in understand(text, make_context(expecting)).questions]


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Is there parking?", ["Is there parking?"]),
        ("haircut tomorrow at 3, and can I bring my dog?", ["can I bring my dog?"]),
        ("do you take cards? and is there a lift?", ["do you take cards?", "is there a lift?"]),
        ("Hi, do you sell gift vouchers", ["do you sell gift vouchers"]),
        ("we have a pram with us, is that alright?", ["we have a pram with us, is that alright?"]),
        ("parking", ["parking"]),
    ],
)
def test_what_is_asked_beside_a_wish_is_found_apart(message: str, asked: list[str]) -> None:
    assert list_asked(message) == asked


@pytest.mark.parametrize(
    "message",
    [
        "can I come at 4 instead?",
        "is Thursday at 3 free?",
        "where are you?",
        "are you open on Sunday?",
        "could I have another stylist?",
        "can you cancel my haircut",
        "do you have anything later?",
    ],
)
def test_what_is_wanted_or_stands_in_the_tables_is_no_question_to_the_entries(message: str) -> None:
    assert list_asked(message) == []


def test_a_yes_and_a_question_are_both_heard() -> None:
    heard = understand("yes please. is there step-free access?", make_context(Expecting.CONFIRMATION))
    assert heard.acts
    assert [asked.text for asked in heard.questions] == ["is there step-free access?"]


def test_a_question_about_what_is_open_is_none_of_its_own() -> None:
    asked = understand("yes but is it £38?", make_context(Expecting.CONFIRMATION)).questions
    assert not any(one.is_question for one in asked)


def test_who_asks_without_end_is_looked_up_only_so_often() -> None:
    assert len(list_asked("is there tea? " * 50)) == QUESTIONS_MAX


def test_a_service_that_is_named_in_a_question_alone_belongs_to_it() -> None:
    (asked,) = understand("Hi! do I need a test before a full colour?", make_context()).questions
    assert asked.service_ids == (5,)
    (asked,) = understand("a full colour on Friday. do I need a test before a full colour?", make_context()).questions
    assert asked.service_ids == ()
