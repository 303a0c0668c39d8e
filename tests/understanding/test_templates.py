"""The patterns from which sentences are made for the intent model."""

import random

from assistant.settings import ROOT
from training.templates import SLOTS, make_sentence, misspell, read_patterns, read_slots

FOLDER = ROOT / "training" / "templates"


def test_a_pattern_picks_one_of_each_choice_and_fills_each_slot() -> None:
    dice = random.Random(1)  # noqa: S311 - not a secret
    made = {make_sentence("(a|an) {thing}( today|)", {"thing": ["egg"]}, dice).strip("?.") for _ in range(40)}
    assert made == {"an egg", "an egg today"}


def test_the_sentences_are_the_same_each_time_and_leave_nothing_unfilled() -> None:
    made = list(read_patterns(FOLDER, each=3, seed=1))
    assert made == list(read_patterns(FOLDER, each=3, seed=1))
    assert not [text for _, text in made if set(text) & set("(){}|")]


def test_every_label_of_the_patterns_has_sentences_of_its_own() -> None:
    labels = {file.stem for file in (ROOT / "training" / "sentences").glob("*.txt")}
    assert {label for label, _ in read_patterns(FOLDER, each=1, seed=1)} == labels


def test_slots_name_words_and_each_other() -> None:
    slots = read_slots(FOLDER / SLOTS)
    assert "Monday" in slots["day"]
    assert any("{" in words for words in slots["mine"])


def test_a_slip_changes_one_place() -> None:
    dice = random.Random(1)  # noqa: S311 - not a secret
    assert all(abs(len(misspell("reservation", dice)) - len("reservation")) <= 1 for _ in range(50))
    assert misspell("3", dice) == "3"
