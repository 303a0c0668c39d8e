"""Comparing by meaning: where it is installed, where it is not, and that it is a setting's to choose."""

from collections.abc import Sequence
from typing import Any

import pytest
from shop_entries import ENTRIES, name_answer

from assistant.knowledge import encoding
from assistant.knowledge.encoding import AnswerMethod, Encoder, EncoderMissingError, load_encoder
from assistant.knowledge.index import Index

needs_encoder = pytest.mark.skipif(
    not encoding.is_encoder_installed(), reason="requirements/semantic.txt is not installed"
)


@pytest.fixture(scope="module")
def meaning() -> Index:
    return Index(ENTRIES, encoder=load_encoder(AnswerMethod.SEMANTIC))


class TwoTopics:
    """An encoder for whom all is either about animals or not."""

    def encode(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - as in the Protocol
        numpy = pytest.importorskip("numpy")
        return numpy.array([[1.0, 0.0] if "dog" in text or "hound" in text else [0.0, 1.0] for text in texts])


def test_without_the_encoder_words_are_compared_and_asking_for_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(encoding, "PACKAGES", ("no_such_encoder",))
    assert load_encoder(AnswerMethod.AUTO) is None
    assert load_encoder(AnswerMethod.LEXICAL) is None
    with pytest.raises(EncoderMissingError, match=r"install requirements/semantic\.txt"):
        load_encoder(AnswerMethod.SEMANTIC)


def test_what_means_the_same_is_found_without_a_common_word() -> None:
    encoder: Encoder = TwoTopics()
    assert Index(ENTRIES, encoder=encoder).rank("hound")[0].entry.slug == "dogs"
    assert "dogs" not in [match.entry.slug for match in Index(ENTRIES).rank("hound")]


def test_an_encoder_of_nothing_is_asked_nothing() -> None:
    assert Index([], encoder=TwoTopics()).rank("hound") == ()


@needs_encoder
@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("is there somewhere to park the car", "parking"),
        ("can I come with my dog", "dogs"),
        ("what's the code for the wireless", "wifi"),
        ("when do gift cards run out", "voucher_expiry"),
        ("can you trim my son's hair", "kids"),
    ],
)
def test_a_question_in_quite_other_words_is_named_by_meaning(meaning: Index, text: str, key: str) -> None:
    assert key in name_answer(text, meaning).split()


@needs_encoder
@pytest.mark.parametrize("text", ["tell me a joke", "my cat is ill", "yes please", "??", "", "book me in at 3"])
def test_what_is_off_the_topic_gets_no_answer_by_meaning_either(meaning: Index, text: str) -> None:
    assert name_answer(text, meaning) == "-"


@needs_encoder
def test_shouting_and_a_missing_question_mark_change_no_meaning(meaning: Index) -> None:
    assert meaning.rank("CAN I COME WITH MY DOG")[0] == meaning.rank("can i come with my dog?")[0]
