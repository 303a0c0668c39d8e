"""What holds for every text: total, bounded, tidy, and fair to names that look like something else."""

import re
import unicodedata

import pytest
from demo_salon import make_context
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.understanding.context import Entry, Expecting
from assistant.understanding.model import Intent, Selection, UserAct
from assistant.understanding.normalize import TEXT_LENGTH_MAX, fold, normalize
from assistant.understanding.recognizer import understand

FRAGMENTS = (
    "can I book", "cancel", "a haircut", "w/ Ana", "tomorrow at 3", "for 2", "I'm Joe", "yes", "no", "never mind",
    "the second one", "07700 900123", "7K2MX", "don't want to", "move it", "anything later", "my name is", "under",
    "what have you got", "me and my wife", "👍", "?", ",", "\n", "é", "\u0301", "\u200d", "2", "first", "thanks", "hi",
)  # fmt: skip
any_text = st.text(st.characters(), max_size=200) | st.lists(st.sampled_from(FRAGMENTS), max_size=12).map(" ".join)
any_expecting = st.sampled_from(list(Expecting))


@settings(max_examples=400, print_blob=True, deadline=None)
@given(text=any_text, expecting=any_expecting, options=st.lists(st.text(max_size=12), max_size=4))
def test_no_text_makes_it_raise_and_every_finding_quotes_the_text(
    text: str, expecting: Expecting, options: list[str]
) -> None:
    read = understand(text, make_context(expecting, tuple(options)))
    quotes = [re.fullmatch(r'[a-z_.+0-9]+: "(.*)"', line, re.DOTALL) for line in read.trace]
    assert all(quote is not None and quote[1] in read.text for quote in quotes)
    assert len(set(read.intents)) == len(read.intents)
    assert (UserAct.SELECT in read.acts) == (read.selection is not None)
    assert (UserAct.REQUEST_ALTERNATIVES in read.acts) == (read.direction is not None)
    assert all(0 <= when.start < when.end <= len(read.text) for when in read.times)


@settings(max_examples=200, print_blob=True, deadline=None)
@given(text=any_text, expecting=any_expecting)
def test_reading_what_was_read_reads_the_same(text: str, expecting: Expecting) -> None:
    read = understand(text, make_context(expecting))
    assert understand(read.text, make_context(expecting)) == read


@settings(max_examples=400, print_blob=True, deadline=None)
@given(text=st.text(st.characters(), max_size=100))
def test_normal_text_is_composed_visible_trimmed_and_stays_so(text: str) -> None:
    normal = normalize(text)
    assert normalize(normal) == normal
    assert normal == normal.strip()
    assert unicodedata.is_normalized("NFKC", normal)
    assert not {unicodedata.category(char) for char in normal if char != "\n"} & {"Cc", "Cf", "Cs", "Co"}
    normal.encode()  # no lone surrogate is left


@settings(max_examples=400, print_blob=True, deadline=None)
@given(text=st.text(st.characters(), max_size=100))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_a_long_text_is_cut_and_a_huge_one_costs_no_more() -> None:
    assert len(normalize("ab " * 10_000_00)) <= TEXT_LENGTH_MAX
    assert len(normalize("\ufdfa" * 5000)) <= TEXT_LENGTH_MAX


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("  hi \u200b there\x00 ", "hi there"),
        ("\uff22\uff4f\uff4f\uff4b", "Book"),
        ("one\r\n\r\ntwo", "one\ntwo"),
        ("tr\u00adim", "trim"),
        ("\ud83d", ""),
        ("\ue000\ue001", ""),
    ],
)
def test_what_cannot_be_seen_is_not_read(written: str, normal: str) -> None:
    assert normalize(written) == normal


def test_digits_of_any_script_are_digits() -> None:
    assert understand("table for ٤", make_context()).party_size == 4


def test_a_tapped_button_selects_and_its_label_is_not_read() -> None:
    read = understand("Cancel my booking", make_context(Expecting.CONFIRMATION), choice="t0k3n")
    assert read.acts == (UserAct.SELECT,)
    assert read.selection == Selection(token="t0k3n")
    assert read.intents == ()


def test_a_service_named_like_a_wish_is_only_a_service() -> None:
    services = (Entry(id=1, name="Change of style"), Entry(id=2, name="Cancel culture workshop"))
    read = understand("a change of style tomorrow please", make_context(services=services))
    assert read.intents == (Intent.BOOK,)
    assert read.service_ids == (1,)


def test_words_that_fit_several_services_name_them_all() -> None:
    services = (Entry(id=1, name="Full colour"), Entry(id=2, name="Colour touch-up"), Entry(id=3, name="Trim"))
    assert understand("I'd like a colour", make_context(services=services)).service_ids == (1, 2)
    assert understand("a full colour please", make_context(services=services)).service_ids == (1,)


def test_two_people_of_one_first_name_are_both_meant() -> None:
    people = (Entry(id=1, name="Ana Lopez"), Entry(id=2, name="Ana Silva"), Entry(id=3, name="Dr. Chen"))
    context = make_context(people=people)
    assert understand("with Ana please", context).person_ids == (1, 2)
    assert understand("with Ana Silva please", context).person_ids == (2,)
    assert understand("when and then, Chen", context).person_ids == (3,)


@pytest.mark.parametrize(
    ("text", "found"),
    [("a cut with Will", True), ("is Will in tomorrow", True), ("will you be open", False), ("I will", False)],
)
def test_a_name_that_is_a_word_needs_words_that_speak_of_a_person(text: str, *, found: bool) -> None:
    people = (Entry(id=1, name="Will"),)
    assert understand(text, make_context(people=people)).person_ids == ((1,) if found else ())


@pytest.mark.parametrize("name", ["Highlights", "Bridal styling", "Root touch-up", "Deep tissue massage"])
def test_one_slip_in_a_long_name_is_forgiven(name: str) -> None:
    context = make_context(services=(Entry(id=1, name=name),))
    for place in range(2, len(name) - 1):
        if " " not in name[place : place + 2]:
            swapped = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
            assert understand(f"can I get {swapped} please", context).service_ids == (1,), swapped


def test_a_short_name_must_be_spelt_right() -> None:
    for text in ("any", "an", "can Amy", "band", "been", "bean"):
        assert understand(text, make_context()).person_ids == ()


@pytest.mark.parametrize(
    ("locale", "number"), [("en-GB", "+442079460958"), ("en-US", None), ("en", None), ("en-XX", None)]
)
def test_a_number_is_read_as_one_dials_at_the_shop(locale: str, number: str | None) -> None:
    assert understand("020 7946 0958", make_context(locale=locale)).phone == number


def test_times_inside_numbers_and_codes_are_no_times() -> None:
    read = understand("call me on 020 7946 0958 about 7K2MX", make_context())
    assert read.times == ()
    assert (read.phone, read.code) == ("+442079460958", "7K2MX")


def test_intents_come_in_the_order_of_the_message() -> None:
    read = understand("thanks, but I need to cancel, and can I book for Friday? Bye", make_context())
    assert read.intents == (Intent.THANKS, Intent.CANCEL, Intent.BOOK, Intent.GOODBYE)
    read = understand("can I book for Friday and cancel Tuesday", make_context())
    assert read.intents == (Intent.BOOK, Intent.CANCEL)


def test_a_position_beyond_the_list_selects_nothing() -> None:
    context = make_context(Expecting.CHOICE, ("Ana", "Ben"))
    assert understand("3", context).selection is None
    assert understand("2", context).selection == Selection(position=2)
