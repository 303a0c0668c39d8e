"""Which of the shop's entries answers a message, which two are offered, and when nothing is said."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from shop_entries import ENTRIES, SALON, TODAY, name_answer, teach

from assistant.knowledge.answers import OFFERED_MAX, find_answer
from assistant.knowledge.index import RIVALS, Index, index_languages
from assistant.knowledge.model import Entry, Match, Sure, Unknown
from assistant.knowledge.weights import LEXICAL, SEMANTIC
from assistant.understanding.normalize import normalize

OFF_TOPIC = [
    "tell me a joke",
    "my cat is ill",
    "who won the match last night",
    "what is the capital of Peru",
    "I want to book a haircut tomorrow at 3",
    "yes please",
    "fine by me",
    "thanks a lot, see you",
    "asdf qwer",
    "??",
    "",
    "\U0001f44d",
]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_a_question_in_the_words_of_an_entry_gets_its_answer(entry: Entry) -> None:
    assert name_answer(entry.question) == entry.slug
    assert name_answer(f"  {entry.question.upper().rstrip('?')}!! ") == entry.slug


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Is there any parking nearby", "parking"),
        ("is the salon accessible for wheelchairs?", "wheelchair"),
        ("what's the wifi password", "wifi"),
        ("how long are vouchers valid for", "voucher_expiry"),
        ("whats ur cancellation policy", "cancel_policy"),
        ("do you sell vouchers for gifts", "vouchers"),
        ("is a patch test needed before colouring", "patch"),
        ("are all the products vegan", "vegan"),
        ("student discount?", "student"),
        ("ur walk-ins ok?", "walk_in"),
    ],
)
def test_a_question_in_other_forms_of_the_words_gets_its_answer(text: str, key: str) -> None:
    assert name_answer(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("is there a bathroom", "toilet"),
        ("do you have a car park", "parking"),
        ("can my puppy come along", "dogs"),
        ("is there internet?", "wifi"),
        ("any deals for students", "student"),
        ("where can I find your address", "address"),
        ("do you have any jobs going", "jobs"),
    ],
)
def test_a_question_in_words_that_ask_for_the_same_is_offered_its_entry(text: str, key: str) -> None:
    assert key in name_answer(text).split()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("is there pakring nearby", "parking"),
        ("what is the wifi pasword", "wifi"),
        ("is the salon wheelchiar acessible", "wheelchair"),
        ("do you sell gift vuochers", "vouchers"),
        ("what is your cancelation polciy", "cancel_policy"),
        ("is there a discuont for studnets", "student"),
    ],
)
def test_slips_of_the_finger_are_forgiven(text: str, key: str) -> None:
    assert name_answer(text) == key


@pytest.mark.parametrize("text", OFF_TOPIC)
def test_what_is_off_the_topic_gets_no_answer(text: str) -> None:
    assert name_answer(text) == "-"


@pytest.mark.parametrize("text", ["fine, thanks", "hell no", "he wins", "nine of us", "my wife and me"])
def test_a_short_word_is_not_taken_for_one_that_looks_like_it(text: str) -> None:
    assert name_answer(text) == "-"


def test_a_word_in_passing_is_not_answered_as_if_it_had_been_asked_about() -> None:
    for text in ("the dog is fine, thanks", "I left my coffee and my keys on your chair", "sorry, my child is late"):
        assert name_answer(text)[0] in "-?", text


def test_two_entries_that_may_be_meant_are_offered_the_likelier_first() -> None:
    index = Index(
        [
            Entry(slug="mens", question="How much is a men's cut?", answer="20 pounds."),
            Entry(slug="womens", question="How much is a women's cut?", answer="30 pounds."),
        ]
    )
    assert name_answer("how much is a cut", index) == "? mens womens"
    assert name_answer("price of a women's cut", index).split()[-1] == "womens"


@pytest.mark.parametrize("wording", ["Can I come in with my ferret?", "Do moggies have to stay at home?", "ruff ruff?"])
def test_a_wording_that_was_taught_is_found_from_then_on(wording: str) -> None:
    assert name_answer(wording) != "dogs"
    assert name_answer(wording, teach("dogs", wording)) == "dogs"
    assert name_answer(f"{wording.lower().rstrip('?')} ", teach("dogs", wording)) == "dogs"


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("Can I come in with my ferret?", "is it ok to come in with ferrets"),
        ("Where do I leave my bike?", "where to leave bikes"),
        ("Do you do balayage?", "what about balyage"),
    ],
)
def test_a_wording_that_was_taught_is_found_in_other_words_too(wording: str, text: str) -> None:
    assert name_answer(text) == "-"
    assert "dogs" in name_answer(text, teach("dogs", wording)).split()


def test_further_wordings_take_nothing_from_an_entry() -> None:
    taught = teach("dogs", "Are dogs welcome?", "Do you allow dogs?", "Dog friendly?")
    asked = "may I bring the dog"
    assert taught.rank(asked)[0].score == pytest.approx(SALON.rank(asked)[0].score, abs=1e-3)


@pytest.mark.parametrize(
    ("first", "last", "is_told"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY + timedelta(days=1), None, False),
        (None, TODAY - timedelta(days=1), False),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), False),
    ],
)
def test_an_entry_answers_only_on_the_days_on_which_it_holds(
    first: date | None, last: date | None, *, is_told: bool
) -> None:
    entry = Entry(slug="xmas", question="Are you open on Boxing Day?", answer="No.", valid_from=first, valid_until=last)
    index = Index([*ENTRIES, entry])
    for text in (entry.question, "open on boxing day??", "boxing day"):
        assert ("xmas" in name_answer(text, index).split()) is is_told


def test_an_old_answer_does_not_stand_in_the_way_of_the_new_one() -> None:
    old = Entry(slug="old", question="Is there parking?", answer="No.", valid_until=TODAY - timedelta(days=1))
    new = replace(old, slug="new", answer="Yes.", valid_from=TODAY, valid_until=None)
    assert name_answer("is there parking", Index([old, new])) == "new"
    assert name_answer("is there any parking there", Index([old, new])) == "new"
    assert name_answer("is there parking", Index([old, new]), TODAY - timedelta(days=1)) == "old"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Gibt es hier Parkplätze?", "de"),
        ("gibt es denn parkplatze", "de"),
        ("is there parking nearby?", "parking"),
        ("Parking?", ""),
        ("y a-t-il un parking", "fr"),
        ("do you have valet parking lot attendants", ""),
    ],
)
def test_who_writes_in_another_language_is_answered_in_it_where_that_is_sure(text: str, slug: str) -> None:
    german = Entry(slug="de", question="Gibt es hier Parkplätze?", answer="Ja.", language="de")
    french = Entry(slug="fr", question="Y a-t-il un parking ?", answer="Oui.", language="fr-FR")
    index = index_languages([*ENTRIES, german, french], "en")
    found = find_answer(text, index, TODAY)
    assert (found.entry.slug if isinstance(found, Sure) else "") == slug


def test_entries_of_another_language_are_left_out() -> None:
    german = Entry(slug="de", question="Gibt es hier Parkplätze?", answer="Ja.", language="de")
    assert name_answer("Gibt es hier Parkplätze?", Index([*ENTRIES, german])) == "-"
    assert name_answer("gibt es parkplatze", Index([*ENTRIES, german], language="de")).split()[-1] == "de"
    assert [match.entry for match in Index([german], language="de").rank("parkplätze?")] == [german]


def test_a_shop_that_has_written_nothing_answers_nothing() -> None:
    assert find_answer("is there parking", Index([]), TODAY) == Unknown()


def test_one_entry_alone_does_not_answer_everything() -> None:
    index = Index(ENTRIES[:1])
    assert name_answer("is there parking nearby", index) == "parking"
    assert [name_answer(text, index) for text in OFF_TOPIC] == ["-"] * len(OFF_TOPIC)


def test_a_thousand_entries_do_not_drown_one() -> None:
    crowd = [Entry(slug=f"n{n}", question=f"Do you have model {n} in shade {n * 7}?", answer="") for n in range(1000)]
    index = Index([*crowd, *ENTRIES])
    assert name_answer("is there any parking nearby", index) == "parking"
    assert name_answer("tell me a joke", index) == "-"


def test_the_same_is_answered_the_same_way_whatever_was_asked_before_and_however_often_it_is_built() -> None:
    again = Index(ENTRIES)
    for text in ("is there parking", "vouchers", *OFF_TOPIC):
        assert SALON.rank(text) == SALON.rank(text) == again.rank(text)


@given(st.text(max_size=200))
def test_scores_are_likelihoods_in_falling_order(text: str) -> None:
    matches: tuple[Match, ...] = SALON.rank(text)
    scores = [match.score for match in matches]
    assert len(matches) <= RIVALS
    assert all(0 <= score <= 1 for score in scores)
    assert sum(scores) <= 1 + 1e-9
    assert all(first >= second for first, second in pairwise(scores))
    assert len({match.entry.slug for match in matches}) == len(matches)


@given(
    st.lists(st.sampled_from(["is", "there", "parking", "a", "dog", "wifi", "late", "?", "how", "long"]), max_size=8)
)
def test_how_a_text_is_spaced_and_normalised_changes_nothing(words: list[str]) -> None:
    text = " ".join(words)
    assert name_answer(text) == name_answer(normalize(f" {text}\n")) == name_answer(text.replace(" ", "  "))


@pytest.mark.parametrize("weights", [LEXICAL, SEMANTIC])
def test_what_is_offered_is_less_certain_than_what_is_answered(weights: object) -> None:
    assert isinstance(weights, type(LEXICAL))
    assert 0 < weights.unsure < weights.sure < 1
    assert OFFERED_MAX == 2
