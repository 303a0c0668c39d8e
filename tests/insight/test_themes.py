"""What complaints are about, by their words."""

import time

import pytest

from assistant.insight.themes import LENGTH_MAX, RIGHT, Theme, find_themes
from assistant.understanding.normalize import fold, normalize
from benchmarks.understanding.scorers import Half, find_half, read_rows
from benchmarks.understanding.sets import find_folder

SAID = {
    Theme.WAITING: "I waited 40 minutes | nobody answers | still waiting | Ben was half an hour late | so slow",
    Theme.NO_TIME: "I can never get an appointment on Saturday | always fully booked | no slots free for weeks ahead",
    Theme.CANCELLED: "you cancelled on me twice | you moved my appointment | you gave my slot to somebody else",
    Theme.PRICE: "way too expensive for a trim | what a rip-off | you overcharged me | not worth the money",
    Theme.RESULT: "the colour came out orange | the cut was uneven | my hair is ruined | not what I asked for",
    Theme.STAFF: "Ana was rude | she ignored me | nobody even apologised | the girl at the desk was so unfriendly",
    Theme.PLACE: "the place was filthy | hairs on the chair | far too noisy, very loud",
    Theme.ASSISTANT: "this bot is useless | you don't understand anything | third time I'm asking | I told you Friday",
}
CASES = [(text.strip(), theme) for theme, texts in SAID.items() for text in texts.split("|")]


@pytest.mark.parametrize(("text", "theme"), CASES)
def test_a_complaint_is_about_what_its_words_say(text: str, theme: Theme) -> None:
    assert theme in find_themes(fold(text))


@pytest.mark.parametrize("text", ["lovely, thanks", "book a trim on Friday", "this is awful", "no", ""])
def test_what_tells_no_theme_has_none(text: str) -> None:
    assert find_themes(fold(text)) == ()


def test_a_complaint_may_be_about_several_things() -> None:
    assert find_themes("ben was half an hour late and the cut was uneven") == (Theme.WAITING, Theme.RESULT)
    assert find_themes("the colour came out orange and nobody apologised") == (Theme.RESULT, Theme.STAFF)


@pytest.mark.parametrize(
    "unit", ["food a ", "waited ", "no one a ", "staff bad", "never ", "for 40 a minutes ", "a", "can't get a a a a "]
)
def test_hostile_texts_are_read_in_linear_time(unit: str) -> None:
    started = time.perf_counter()
    find_themes((unit * LENGTH_MAX)[: LENGTH_MAX * 10])
    assert time.perf_counter() - started < 0.5


@pytest.mark.skipif(find_folder() is None, reason="the public sets are not here")
def test_as_many_themes_are_found_in_the_open_half_as_were_read_one_by_one() -> None:
    folder = find_folder()
    assert folder is not None
    rows = read_rows(folder / "sentiment.jsonl")
    complaints = [r["text"] for r in rows if find_half(r["id"]) is Half.OPEN and r["label"] == "negative"]
    assert sum(len(find_themes(fold(normalize(text)))) for text in complaints) == RIGHT[1]
