"""Which words are told of a message to a restaurant: those that the set marks, and as they were written."""

import pytest

from benchmarks.understanding.spans import predict


def list_told(text: str, *requested: str) -> list[tuple[str, str]]:
    row = {"id": "1", "text": text, "requested": list(requested)}
    return [(segment["type"], segment["text"]) for segment in predict(row)["segments"]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a table at 11:45 AM", [("time", "11:45")]),
        ("a table at 7 PM", [("time", "7 PM")]),
        ("anytime after 9pm", [("time", "9pm")]),
        ("at 8 in the morning", [("time", "8 in the morning")]),
        ("at 10:45 in the morning", [("time", "10:45")]),
        ("at 8:00 tonight", [("date", "tonight"), ("time", "8:00 tonight")]),
        ("tonight at 8pm", [("date", "tonight"), ("time", "8pm")]),
        ("a table tonight", [("date", "tonight")]),
        ("on Friday,  17 August", [("date", "Friday,  17 August")]),
        ("a table for 6 of us", [("people", "6")]),
    ],
)
def test_words_are_told_as_the_set_marks_them(text: str, told: list[tuple[str, str]]) -> None:
    assert list_told(text) == told


def test_one_name_is_the_last_name_where_that_was_asked() -> None:
    assert list_told("Golding", "last_name") == [("last_name", "Golding")]
    assert list_told("Golding", "first_name", "last_name") == [("last_name", "Golding")]
    assert list_told("Ida", "first_name") == [("first_name", "Ida")]
    assert list_told("my first name is Ida", "first_name", "last_name") == [("first_name", "Ida")]
