"""The answers of a shop file: read with their defaults, or refused with what to write."""

from datetime import date

import pytest

from assistant.clock import use_packaged_time_zones
from assistant.shopfile.facts import find_held_fact
from assistant.shopfile.model import AnswerEntry, ShopFile
from assistant.shopfile.problems import ShopFileError
from assistant.shopfile.read import DEMO_SHOP, parse_shop, read_shop_file

SHOP = """
[business]
slug = "bistro"
name = "Bistro"
locale = "en-IE"
currency = "EUR"
[location]
zone = "Europe/Dublin"
[hours]
tue-sat = "18:00-23:00"
[tables.small]
party_max = 2
[services.dinner]
duration = "2h"
needs = ["tables"]
"""
PARKING = """
[answers.parking]
question = "Is there parking?"
answer = "Yes."
"""


@pytest.fixture(autouse=True, scope="module")
def _packaged_zones() -> None:
    use_packaged_time_zones()


def parse(answers: str) -> ShopFile:
    return parse_shop(SHOP + answers, "bistro.toml")


def problems(answers: str) -> list[str]:
    with pytest.raises(ShopFileError) as refusal:
        parse(answers)
    return [problem.removeprefix("bistro.toml: ") for problem in refusal.value.problems]


def shop(name: str) -> ShopFile:
    return read_shop_file(DEMO_SHOP.with_stem(name))


def test_an_answer_has_the_documented_defaults() -> None:
    assert parse(PARKING).answers == (
        AnswerEntry(slug="parking", question="Is there parking?", answer="Yes.", language="en-IE"),
    )


def test_all_that_an_answer_can_say_is_read() -> None:
    text = PARKING + 'also = ["Where to park?"]\nlanguage = "de"\nfrom = 2026-12-01\nuntil = 2026-12-01\n'
    (answer,) = parse(text).answers
    assert (answer.wordings, answer.language) == (("Where to park?",), "de")
    assert answer.valid_from == answer.valid_until == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("[answers.parking]\nquestion = 'Parking?'\n", "answers.parking.answer: missing; expected an answer in quotes"),
        (PARKING.replace('"Yes."', '" "'), 'answers.parking.answer: expected an answer in quotes, such as "Yes'),
        (
            PARKING.replace('"Yes."', f'"{"x" * 1001}"'),
            "answers.parking.answer: has 1001 characters; write at most 1000",
        ),
        (
            PARKING.replace("Is there parking?", "x" * 201),
            "answers.parking.question: has 201 characters; write at most 200",
        ),
        (
            PARKING.replace("Is there", "Is there\\n"),
            "answers.parking.question: holds a control character; expected a question in quotes on one line",
        ),
        (PARKING + 'also = "Park?"\n', "answers.parking.also: expected a list in brackets"),
        (PARKING + 'also = ["Park?", ""]\n', "answers.parking.also[2]: expected a question in quotes on one line"),
        (
            PARKING + f"also = {['Park?'] * 101}\n",
            "answers.parking.also: there are 101; write at most 100",
        ),
        (
            PARKING + 'wordings = ["Park?"]\n',
            "answers.parking.wordings: unknown key; known here are question, also, answer, language, from, until",
        ),
        (PARKING + "untill = 2026-12-01\n", 'answers.parking.untill: unknown key (did you mean "until"?)'),
        (PARKING + 'until = "Christmas"\n', "answers.parking.until: expected a date such as 2026-12-25"),
        (PARKING + "until = 0226-12-25\n", "answers.parking.until: expected a year from 2000 to 2100, got 0226-12-25"),
        (
            PARKING + "from = 2026-12-02\nuntil = 2026-12-01\n",
            "answers.parking: until, 2026-12-01, is before from, 2026-12-02; swap them, or correct one",
        ),
        (
            PARKING + 'language = "English"\n',
            'answers.parking.language: expected a language and country such as "en-GB"',
        ),
        (PARKING.replace("parking]", "Parking]"), "answers.Parking: expected a short name of small letters"),
        (
            PARKING + "[answers.cars]\nquestion = 'By car?'\nalso = ['IS THERE PARKING']\nanswer = 'No.'\n",
            'answers.cars: answers.parking is asked "IS THERE PARKING" too; choose another wording for one of them',
        ),
        (
            "[answers.when]\nquestion = 'Are you open on Mondays?'\nanswer = 'No, from Tuesday on at 18:00.'\n",
            (
                'answers.when: "Are you open on Mondays?" asks for the opening hours, and the answer states a number; '
                "that stands in [hours], [[closed]] and [[special_hours]]: write it there only, and no number here"
            ),
        ),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_with_what_to_write(answers: str, said: str) -> None:
    (problem,) = problems(answers)
    assert problem.startswith(said)


def test_more_answers_than_anybody_needs_are_refused() -> None:
    many = "".join(f"[answers.a{n}]\nquestion = 'About {n}?'\nanswer = 'Yes.'\n" for n in range(1001))
    assert problems(many) == ["answers: there are 1001; write at most 1000"]


def test_the_same_words_may_be_answered_differently_on_other_days() -> None:
    later = PARKING.replace("parking]", "building-site]")
    text = f"{PARKING}until = 2026-12-31\n{later}from = 2027-01-01\n"
    assert [answer.slug for answer in parse(text).answers] == ["parking", "building-site"]


@pytest.mark.parametrize(
    ("name", "question", "topic"),
    [
        ("salon", "When are you open?", "the opening hours"),
        ("salon", "what time do you close on Christmas Eve", "the opening hours"),
        ("salon", "How much is a haircut?", "a price"),
        ("salon", "What are your prices?", "a price"),
        ("salon", "How long does a beard trim take?", "how long something takes"),
        ("salon", "What's your address?", "the address"),
        ("salon", "Where are you?", "the address"),
        ("studio", "When is yoga on Mondays?", "when a class is"),
    ],
)
def test_a_number_is_no_answer_to_what_the_tables_hold(name: str, question: str, topic: str) -> None:
    found = find_held_fact(["Hello?", question], "It is 12.", shop(name))
    assert found
    assert (found.topic, found.wording) == (topic, question)
    in_words = find_held_fact([question], "It is twelve.", shop(name))
    assert in_words, "a number may be written out"
    assert find_held_fact([question], "See the sign at the door.", shop(name)) is None


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("salon", "How much is parking?"),
        ("salon", "Is there a charge for late cancellations?"),
        ("salon", "How long does colour last?"),
        ("salon", "How long is the wait?"),
        ("salon", "Where can I park?"),
        ("salon", "What is your email address?"),
        ("salon", "When can I come for a patch test?"),
        ("restaurant", "How much is dinner?"),
        ("restaurant", "When does the kitchen close?"),
        ("studio", "What time should I arrive for yoga?"),
    ],
)
def test_a_number_is_an_answer_to_what_the_tables_do_not_hold(name: str, question: str) -> None:
    assert find_held_fact([question], "It is 12.", shop(name)) is None


def test_an_address_that_the_shop_does_not_have_can_be_told_in_an_answer() -> None:
    assert find_held_fact(["Where are you?"], "At pier 4.", parse("")) is None
