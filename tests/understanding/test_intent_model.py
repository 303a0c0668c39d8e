"""The trained model: what ships is whole, and is asked only where no rule has read anything."""

from datetime import datetime

import msgspec
import pytest

from assistant.settings import ROOT
from assistant.understanding.context import Context, Expecting
from assistant.understanding.intents.guesses import MEANINGS, Heard, guess, weigh
from assistant.understanding.intents.trained import Card, IntentModel, list_buckets, load_model
from assistant.understanding.model import Hunch, Intent, UserAct
from assistant.understanding.recognizer import understand

CONTEXT = Context(now=datetime(2026, 11, 23, 9), locale="en-GB")  # noqa: DTZ001 - civil time


def test_the_likelihoods_of_all_labels_are_one_and_the_likeliest_comes_first() -> None:
    for text in ("we won't be coming after all", "", "x", "a" * 2000, "word " * 400):
        likely = list(load_model().guess(text).values())
        assert sum(likely) == pytest.approx(1)
        assert likely == sorted(likely, reverse=True)


def test_every_label_that_means_something_is_one_of_the_model() -> None:
    assert MEANINGS.keys() <= load_model().guess("hello").keys()


def test_a_model_says_what_its_weights_say() -> None:
    """Two labels, and one feature of "yes" that speaks for the second."""
    weights = bytearray(2 * 16)
    (first, *_) = list_buckets("yes", 16)
    weights[2 * first + 1] = 100
    card = Card(labels=("no", "yes"), buckets=16, scale=0.1, biases=(0.0, 0.0))
    model = IntentModel(msgspec.json.decode(msgspec.json.encode(card), type=Card), bytes(weights))
    assert next(iter(model.guess("yes"))) == "yes"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Sincere apologies, something came up and we have to give up our table", Intent.CANCEL),
        ("could somebody from the team ring me, this is going nowhere", Intent.HUMAN_HANDOFF),
    ],
)
def test_a_wish_that_no_rule_reads_is_guessed(text: str, intent: Intent) -> None:
    assert intent in understand(text, CONTEXT).intents


@pytest.mark.parametrize(
    "text", ["do not cancel", "please don't move my appointment", "what is the capital of France", "is there parking"]
)
def test_no_wish_is_guessed_where_there_is_none(text: str) -> None:
    found = guess(text, Expecting.NOTHING, Heard())
    assert found is None or isinstance(found.value, Hunch)


def test_a_wish_beside_a_greeting_is_guessed_as_if_it_stood_alone() -> None:
    read = understand("Hi, I need help finding a doctor to visit.", CONTEXT)
    assert read.intents == (Intent.BOOK, Intent.GREETING)


def test_one_look_instead_of_another_takes_less_than_a_wish_against_a_rule() -> None:
    text = "can you check my schedule and see when I have an opening?"
    assert guess(text, Expecting.NOTHING, Heard(wishes=frozenset({Intent.LIST_BOOKINGS}), is_unread=False))
    assert guess(text, Expecting.NOTHING, Heard(wishes=frozenset({Intent.HELP}), is_unread=False)) is None


def test_an_answer_is_not_guessed_at() -> None:
    context = Context(now=CONTEXT.now, locale="en-GB", expecting=Expecting.NAME)
    assert understand("Willow Marsh", context).intents == ()


@pytest.mark.parametrize(
    ("text", "hunch"),
    [
        ("where could I leave my bike", Hunch.QUESTION),
        ("what is the capital of Peru", Hunch.OUT_OF_SCOPE),
    ],
)
def test_what_has_no_answer_is_a_hunch_and_no_wish(text: str, hunch: Hunch) -> None:
    read = understand(text, CONTEXT)
    assert (read.hunch, read.intents, read.acts) == (hunch, (), ())


def test_a_guessed_yes_agrees_to_nothing() -> None:
    read = understand("my answer to that is yes", msgspec.structs.replace(CONTEXT, expecting=Expecting.CONFIRMATION))
    assert (read.hunch, read.acts) == (Hunch.AFFIRM, ())


@pytest.mark.parametrize(
    ("text", "expecting", "heard", "reason"),
    [
        (
            "cancel it",
            Expecting.NOTHING,
            Heard(wishes=frozenset({Intent.RESCHEDULE})),
            "what the rules have read stands",
        ),
        ("Willow", Expecting.NAME, Heard(), "a time, a name or a number"),
        ("do not cancel", Expecting.NOTHING, Heard(), "what is not to be done"),
        ("zebra", Expecting.NOTHING, Heard(), "too unlikely, it takes 0.40"),
        ("I'm free on Friday", Expecting.NOTHING, Heard(), "when the customer is free"),
        ("what have I booked", Expecting.NOTHING, Heard(wishes=frozenset({Intent.LIST_BOOKINGS})), "says the same"),
    ],
)
def test_a_guess_that_does_not_count_says_why(text: str, expecting: Expecting, heard: Heard, reason: str) -> None:
    verdict = weigh(text.lower(), expecting, heard)
    assert verdict.finding is None
    assert reason in verdict.reason


def test_a_question_whether_one_can_book_begins_a_booking() -> None:
    read = understand("is it possible to make reservations at the Copper Kettle", CONTEXT)
    assert (read.hunch, read.intents) == (Hunch.QUESTION, (Intent.BOOK,))


def test_a_booking_that_names_something_is_no_question() -> None:
    assert guess("do you take reservations", Expecting.NOTHING, Heard(wishes=frozenset({Intent.BOOK})))
    heard = Heard(wishes=frozenset({Intent.BOOK}), names_slot=True, is_unread=False)
    assert guess("do you take reservations", Expecting.NOTHING, heard) is None


def test_what_names_a_service_of_ours_is_our_business() -> None:
    text, heard = "what is the capital of Peru", Heard(names_ours=True, is_unread=False)
    found = guess(text, Expecting.NOTHING, heard)
    assert found is None or found.value is not Hunch.OUT_OF_SCOPE


def test_what_an_answer_confirms_is_looked_up_by_no_guess() -> None:
    heard = Heard(acts=frozenset({UserAct.AFFIRM}), is_unread=False)
    assert guess("show me my bookings", Expecting.CONFIRMATION, heard) is None


def test_a_wish_of_the_rules_that_changes_the_diary_is_not_guessed_away() -> None:
    for wish in (Intent.RESCHEDULE, Intent.CANCEL, Intent.HUMAN_HANDOFF):
        assert guess("what is the capital of Peru", Expecting.NOTHING, Heard(wishes=frozenset({wish}))) is None


def test_no_wish_of_the_tests_was_trained_on() -> None:
    """Those are the lines that the model could be taught by heart; what a rule reads it is not asked about."""
    corpus = (ROOT / "tests/understanding/messages_corpus.txt").read_text(encoding="utf-8").splitlines()
    tested = {line.rpartition(" => ")[0].strip().lower() for line in corpus if line.endswith(" => nothing")}
    files = (ROOT / "training" / "sentences").glob("*.txt")
    trained = {line.strip().lower() for file in files for line in file.read_text(encoding="utf-8").splitlines()}
    assert tested & trained == set()
