"""What is to change of a booking that stands, beside its time: read as itself, and not as a wish to book."""

import pytest
from demo_salon import make_context

from assistant.understanding.recognizer import understand

CONTEXT = make_context()


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("one more is coming", 1),
        ("can we add one more person to our table", 1),
        ("there'll be another person coming", 1),
        ("one of us can't make it", -1),
        ("2 of us cant come anymore", -2),
    ],
)
def test_one_more_and_one_less_change_the_party(text: str, change: int) -> None:
    read = understand(text, CONTEXT)
    assert (read.party_change, read.party_size) == (change, None)


@pytest.mark.parametrize(
    "text", ["there could be 4 people coming", "one of us couldnt make it party is now just for 6"]
)
def test_a_number_of_all_is_no_change(text: str) -> None:
    assert understand(text, CONTEXT).party_change is None


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("I'm allergic to latex", "I'm allergic to latex"),
        ("please note I use a wheelchair", "I use a wheelchair"),
        ("haircut tomorrow at 3, I'm allergic to latex and im Joe", "I'm allergic to latex"),
        ("table for 4 tomorrow at 7 with a high chair", "a high chair"),
        ("do you have a high chair?", None),
        ("is it wheelchair accessible", None),
        ("I don't care about vegan options", None),
    ],
)
def test_a_note_is_kept_in_its_own_words_and_a_question_is_none(text: str, note: str | None) -> None:
    assert understand(text, CONTEXT).note == note


@pytest.mark.parametrize("text", ["running 10 mins late", "stuck in traffic, be there at ten past", "im gonna be late"])
def test_who_is_late_is_late(text: str) -> None:
    assert understand(text, CONTEXT).is_late


@pytest.mark.parametrize(
    "text", ["are you open late on friday", "is it too late to cancel", "can i come late afternoon"]
)
def test_late_hours_are_no_lateness(text: str) -> None:
    assert not understand(text, CONTEXT).is_late


@pytest.mark.parametrize("text", ["this is ridiculous", "third time im asking", "useless bot", "for gods sake"])
def test_a_complaint_is_heard(text: str) -> None:
    assert understand(text, CONTEXT).sentiment < 0


@pytest.mark.parametrize(
    "text", ["I want to cancel", "no", "is 3 wrong?", "sorry, can't make it", "can we have more time"]
)
def test_a_calm_message_is_no_complaint(text: str) -> None:
    assert understand(text, CONTEXT).sentiment == 0
