"""What is passed by unread: a pattern is not tried on a text without the words that it needs, and finds nothing less.

The words are read off the patterns. Here each pattern is asked for texts that it matches, made from its own regular
expression, and each must be let through; and messages are read with all gates open, as if there were none.
"""

import gc
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from demo_salon import make_context

from assistant.understanding import recognizer
from assistant.understanding.context import Expecting
from assistant.understanding.gates import Gates
from assistant.understanding.needs import find_needs, split_words, squeeze
from assistant.understanding.phrases import SERVICE, TIME, Pattern, Phrasebook, compile_phrases

HERE = Path(__file__).parent
SAMPLES = 40
"""Of each pattern."""
MATCHED_AT_LEAST = 0.6
"""So many of the texts made for patterns match: what is looked around at is not heeded in making them."""


def list_patterns() -> list[Pattern]:
    return [one for one in gc.get_objects() if isinstance(one, Pattern)]


def make_text(nodes: Iterable[tuple[Any, Any]], chance: random.Random) -> str:
    """Return a text that the nodes of a regular expression match, but for what they look around at."""
    return "".join(_make(operation, operand, chance) for operation, operand in nodes)


def _make(operation: Any, operand: Any, chance: random.Random) -> str:  # noqa: ANN401 - as the parser has them
    match operation:
        case _constants.LITERAL:
            return chr(operand)
        case _constants.NOT_LITERAL | _constants.ANY:
            return "e"
        case _constants.IN:
            return _make_one_of(operand, chance)
        case _constants.BRANCH:
            return make_text(chance.choice(operand[1]), chance)
        case _constants.SUBPATTERN:
            return make_text(operand[-1], chance)
        case _constants.ATOMIC_GROUP:
            return make_text(operand, chance)
        case _constants.MAX_REPEAT | _constants.MIN_REPEAT | _constants.POSSESSIVE_REPEAT:
            least, most, inner = operand
            times = chance.randint(least, min(most, least + 2))
            return "".join(make_text(inner, chance) for _ in range(times))
        case _:
            return ""


def _make_one_of(members: list[tuple[Any, Any]], chance: random.Random) -> str:
    if members[0][0] is _constants.NEGATE:
        return "e"
    kind, member = chance.choice(members)
    match kind:
        case _constants.LITERAL:
            return chr(member)
        case _constants.RANGE:
            return chr(chance.randint(*member))
    return {_constants.CATEGORY_SPACE: " ", _constants.CATEGORY_DIGIT: "7"}.get(member, "e")


def list_matching(pattern: Pattern, chance: random.Random) -> Iterator[str]:
    plain, parsed = re.compile(pattern.regex), _parser.parse(pattern.regex)
    for _ in range(SAMPLES):
        made = make_text(parsed, chance)
        texts = (made, f"well {made} then", f"{made}?", f"hi, {made}!", f"3{made}3")
        yield from (text for text in texts if plain.search(text))


def list_messages() -> list[str]:
    corpora = [line.split("=>")[0] for path in HERE.glob("*_corpus.txt") for line in _list_lines(path) if "=>" in line]
    conversations = HERE.parent / "conversations"
    said = [line[2:] for path in conversations.glob("*.txt") for line in _list_lines(path) if line.startswith("> ")]
    return sorted({text.strip() for text in (*corpora, *said)})


def _list_lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_every_text_that_a_pattern_matches_passes_its_gate() -> None:
    chance, patterns = random.Random(1), list_patterns()  # noqa: S311 - texts, no secrets
    made = {pattern.regex: list(list_matching(pattern, chance)) for pattern in patterns}
    refused = [
        (pattern.regex, text) for pattern in patterns for text in made[pattern.regex] if not pattern.may_find(text)
    ]
    assert refused == []
    assert sum(bool(texts) for texts in made.values()) > MATCHED_AT_LEAST * len(made)


CONTEXTS = [
    make_context(),
    make_context(Expecting.CONFIRMATION),
    make_context(Expecting.CHOICE, ("3pm", "4pm")),
    *map(make_context, (Expecting.NAME, Expecting.PERSON, Expecting.PARTY_SIZE, Expecting.TIME)),
]


def test_messages_mean_the_same_where_every_gate_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    messages = [(text, CONTEXTS[place % len(CONTEXTS)]) for place, text in enumerate(list_messages())]
    gated = [recognizer.understand(text, context) for text, context in messages]
    monkeypatch.setattr("assistant.understanding.phrases._find_open", lambda _: -1)
    ungated = [recognizer.understand(text, context) for text, context in messages]
    assert [one for one in zip(gated, ungated, strict=True) if one[0] != one[1]] == []
    assert len(messages) > 2000


@pytest.mark.parametrize(
    ("regex", "needs"),
    [
        (r"\bcancel\b", [{"cancel"}]),
        (r"\w can (?:i|we) get\b", [{"can"}, {"i", "we"}, {"get"}]),
        (r"\bappointments?\b", [{"apointment", "apointments"}]),
        (r"\byes+\b", [{"yes"}]),
        (r"\bfor [0-9]{1,2}\b", [{"for"}, {"0"}]),
        (rf"\bnot {TIME}++", [{"not"}, {TIME}]),
        (r"\bhelp(?: me)?(?=\?)", [{"help"}, {"help", "me"}, {"?"}]),
        (r"\bthe \w+ one\b", [{"the"}, {"one"}]),
        (r"cancel", []),
        (r"\bcancel\w*", []),
        (r"\bcancel(?![^\w])", []),
        (r"(?i)\bcancel\b", []),
        (r"(?:\bplease )?", []),
    ],
)
def test_what_a_pattern_needs_is_read_off_its_expression(regex: str, needs: list[set[str]]) -> None:
    (found,) = find_needs(regex)
    assert {frozenset(clause) for clause in needs} == set(found)


def test_each_phrase_has_its_own_way_through_the_gate() -> None:
    pattern = compile_phrases("call off", "cancel {noun}")
    assert [pattern.may_find(text) for text in ("call it off", "cancel my table", "call my table")] == [
        True,
        True,
        False,
    ]


def test_a_row_of_a_book_is_open_by_its_own_words() -> None:
    book = Phrasebook((("off", compile_phrases("call off")), ("on", compile_phrases("go ahead", "go on"))))
    assert [value for value, _ in book.list_open("go on, call them")] == ["on"]
    assert book.search("we go ahead") is not None
    assert book.search("we go back") is None


def test_what_is_searched_up_to_a_place_is_not_passed_by_for_a_word_cut_in_two() -> None:
    found = compile_phrases("cancel").search("cancelling", 0, 6)
    assert found is not None
    assert found[0] == "cancel"


def test_a_gate_that_comes_later_is_told_of_a_text_that_was_seen_before() -> None:
    gates = Gates()
    first = gates.add([(frozenset(["one"]),)])
    assert gates.find_open("one two") & first
    second = gates.add([(frozenset(["two"]),)])
    assert gates.find_open("one two") & second
    assert not gates.find_open("one") & second


def test_a_way_is_open_where_each_of_its_clauses_is_met() -> None:
    gates = Gates()
    ways = [tuple(frozenset([word]) for word in "abc"), (frozenset(["d", "e"]), frozenset(["f"]))]
    gate = gates.add(ways)
    assert [bool(gates.find_open(text) & gate) for text in ("a b c", "a b", "d f", "e f", "a f", "")] == [
        True, False, True, True, False, False,
    ]  # fmt: skip


def test_words_are_letters_in_a_row_and_signs_by_themselves() -> None:
    words = {squeeze(word) for word in split_words(f"yesss, at 3:30 {TIME * 4}{SERVICE * 2}")}
    assert words == {"yes", ",", "at", "0", ":", TIME, SERVICE}
