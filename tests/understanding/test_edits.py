"""What is to change of a booking that stands, beside its time: read as itself, and not as a wish to book."""

import pytest
from demo_salon import make_context

from assistant.understanding.model import NoteChange
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


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("note: ring the bell\nsecond floor", "ring the bell, second floor"),
        ("add a note: use the side door. I have a big dog", "use the side door. I have a big dog"),
        ("please note I'm allergic\nmove it to friday", "I'm allergic"),
        ("I'm allergic to latex. I also use a wheelchair. Thanks!", "I'm allergic to latex. I also use a wheelchair"),
        ("can u add a note that I'm bringing my dog", "I'm bringing my dog"),
        ("put a note: no small talk please", "no small talk please"),
        ("cancel it and tell them I'm allergic to latex", "I'm allergic to latex"),
        ("note: " + "ring the bell " * 40, ("ring the bell " * 40).strip()),
    ],
)
def test_a_note_is_read_to_its_end_and_no_further(text: str, note: str) -> None:
    assert understand(text, CONTEXT).note == note


@pytest.mark.parametrize(
    ("text", "change", "note"),
    [
        ("remove the note", NoteChange.REMOVE, None),
        ("forget the note", NoteChange.REMOVE, None),
        ("take the note off", NoteChange.REMOVE, None),
        ("delete my notes", NoteChange.CLEAR, None),
        ("change the note to I'm bringing my cat", NoteChange.REPLACE, "I'm bringing my cat"),
        ("the note should say: ring once", NoteChange.REPLACE, "ring once"),
        ("please note I use a wheelchair", None, "I use a wheelchair"),
        ("no need to note anything", None, None),
    ],
)
def test_a_note_that_is_there_can_be_changed_and_taken_back(
    text: str, change: NoteChange | None, note: str | None
) -> None:
    read = understand(text, CONTEXT)
    assert (read.note_change, read.note) == (change, note)


def test_what_a_new_note_says_is_not_wanted() -> None:
    read = understand("change the note to 2 high chairs needed", CONTEXT)
    assert (read.times, read.party_size, read.intents) == ((), None, ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("change name to Smith", "Smith"),
        ("it should be under Smith", "Smith"),
        ("put it in Maria's name", "Maria"),
        ("put it in maria's name", "Maria"),
        ("my sister will come instead", None),
        ("can you put it in my sister's name", None),
        ("my brother Tom is coming instead of me", "Tom"),
        ("its for my sister Maria actually", "Maria"),
        ("put all of them under Smith", "Smith"),
        ("move it to 5 and put it under Smith", "Smith"),
        ("put my thursday appointment under Jones", "Jones"),
        ("can i change the booking name to Peter Pan", "Peter Pan"),
    ],
)
def test_a_booking_that_is_to_be_under_another_name_is_heard(text: str, name: str | None) -> None:
    read = understand(text, CONTEXT)
    assert (read.renames, read.name) == (True, name)


@pytest.mark.parametrize(
    "text",
    ["my sister will come too", "I'm Joe", "haircut for my son Tom", "can I come on friday instead", "use my name"],
)
def test_who_tells_a_name_renames_nothing(text: str) -> None:
    assert not understand(text, CONTEXT).renames


@pytest.mark.parametrize(
    "text", ["no beard trim", "skip the beard trim", "cancel the beard trim", "not the beard trim"]
)
def test_a_service_that_is_not_wanted_is_named(text: str) -> None:
    read = understand(text, CONTEXT)
    assert len(read.without_service_ids) == 1


@pytest.mark.parametrize("text", ["and a beard trim straight after", "beard trim right after that", "beard trim too"])
def test_a_service_is_wanted_beside_another(text: str) -> None:
    assert understand(text, CONTEXT).adds_service


def test_a_service_after_a_time_is_not_beside_another() -> None:
    assert not understand("beard trim after 3", CONTEXT).adds_service


@pytest.mark.parametrize("text", ["i'll be 10 mins late on friday", "might be running late"])
def test_who_is_late_on_another_day_is_late(text: str) -> None:
    assert understand(text, CONTEXT).is_late


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
