"""When two questions are the same one, and what a question is called."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge.model import Entry
from assistant.knowledge.wordings import (
    WORDING_LENGTH_MAX,
    Clash,
    find_clashes,
    list_telling_words,
    name_question,
    pick_wordings,
    tidy_wording,
    wording_key,
)


def entry(slug: str, question: str, *wordings: str, **values: object) -> Entry:
    return Entry(id=1, slug=slug, question=question, wordings=wordings, answer="Yes.", **{"language": "en-GB"} | values)  # type: ignore[arg-type]


def test_capitals_accents_and_punctuation_make_no_other_question() -> None:
    assert wording_key("Is there a CAFÉ?!") == wording_key("is there a cafe") != wording_key("is there a bar")


def test_the_telling_words_are_what_it_is_about_or_all_there_are() -> None:
    assert list_telling_words("Do you have any parking near you?") == ("parking", "near")
    assert list_telling_words("Can you?") == ("can", "you")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Is there parking near you?", "parking-near"),
        ("Where's the crèche?", "creche"),
        ("有停车场吗", "answer"),
        ("?", "answer"),
        ("internationalisation " * 3, "internationalisation-internationalisatio"),
    ],
)
def test_a_question_is_called_by_its_telling_words(question: str, name: str) -> None:
    assert name_question(question, ()) == name


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert name_question("Parking?", {"parking", "parking-2"}) == "parking-3"


def test_each_wording_is_picked_once_and_none_that_is_known() -> None:
    assert pick_wordings(["Parking?", "parking", " \n", "a car\npark? "], known=["A car-park"]) == ("Parking?",)


@given(st.text(max_size=500))
def test_a_tidy_wording_fits_on_a_line_of_a_shop_file(text: str) -> None:
    tidied = tidy_wording(text)
    assert len(tidied) <= WORDING_LENGTH_MAX
    assert tidied == tidied.strip()
    assert tidy_wording(tidied) == tidied
    tidied.encode()


def test_a_long_wording_ends_with_a_word() -> None:
    assert tidy_wording("parking " * 50) == ("parking " * 25).strip()


def test_two_entries_that_are_asked_in_the_same_words_cannot_be_told_apart() -> None:
    entries = [entry("a", "Parking?"), entry("b", "Cars?", "PARKING", "cars"), entry("c", "Bikes?")]
    assert list(find_clashes(entries)) == [Clash(earlier="a", later="b", wording="PARKING")]


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ({"language": "en-GB"}, {"language": "de-DE"}, False),
        ({"language": "en-GB"}, {"language": "en-US"}, True),
        ({"valid_until": date(2026, 12, 31)}, {"valid_from": date(2027, 1, 1)}, False),
        ({"valid_until": date(2027, 1, 1)}, {"valid_from": date(2027, 1, 1)}, True),
        ({"valid_from": date(2026, 12, 1)}, {}, True),
    ],
)
def test_the_same_words_are_fine_in_another_language_or_on_other_days(
    first: dict[str, object], second: dict[str, object], *, clash: bool
) -> None:
    entries = [entry("a", "Parking?", **first), entry("b", "Parking?", **second)]
    assert bool(list(find_clashes(entries))) is clash
