"""The time grammar on its corpus, and what the rules' names tell the dialogue."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.understanding.times import ClockRange, DayRange, When, explain_times, read_all_times, read_times

CORPUS = Path(__file__).with_name("times_corpus.txt")
NOW = datetime(2026, 3, 4, 10, 37)  # noqa: DTZ001 - civil time at the shop
SAID = re.compile(r"\[(?P<now>[0-9-]+ [0-9:]+), (?P<locale>[A-Za-z-]+)(?P<asked>, asked for a time)?\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One line of the corpus."""

    line: int
    text: str
    expected: str
    now: datetime
    locale: str
    asked: bool


def read_corpus() -> Iterator[Example]:
    now, locale, asked = NOW, "en-GB", False
    for number, line in enumerate(CORPUS.read_text(encoding="utf-8").splitlines(), 1):
        if said := SAID.match(line):
            now, locale, asked = datetime.fromisoformat(said["now"]), said["locale"], bool(said["asked"])
        elif line and not line.startswith("# "):
            text, arrow, expected = line.partition(" => ")
            if not arrow and line != "#":
                raise ValueError(f"{CORPUS.name}, line {number}: no ' => ' in {line!r}; write 'words => what they say'")
            if arrow:
                yield Example(line=number, text=text.rstrip(), expected=expected, now=now, locale=locale, asked=asked)


EXAMPLES = tuple(read_corpus())


def write_times(times: Sequence[When]) -> str:
    """Return what a message says as the corpus writes it."""
    return " ; ".join(_write_when(when) for when in times) or "nothing"


def _write_when(when: When) -> str:
    impossible = [rule for rule in when.rules if rule.startswith("impossible_")]
    if impossible:
        assert not when.days
        assert not when.clocks
        return impossible[0].replace("_", " ")
    days = " | ".join(_write_days(days) for days in when.days)
    clocks = " | ".join(_write_clock(clock) for clock in when.clocks)
    return " ".join(part for part in (days, clocks and f"at {clocks}") if part)


def _write_days(days: DayRange) -> str:
    if days.is_one_day:
        return _write_day(days.first)
    return f"{_write_day(days.first)} .. {_write_day(days.last)}".strip()


def _write_day(day: date | None) -> str:
    return f"{day:%a %Y-%m-%d}" if day else ""


def _write_clock(clock: ClockRange) -> str:
    about = "about " if clock.about else ""
    if clock.is_point:
        return about + _write_minute(clock.start)
    return f"{about}{_write_minute(clock.start)}-{_write_minute(clock.end)}"


def _write_minute(minute: int | None) -> str:
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.line}: {e.text}")
def test_the_corpus_is_read_as_its_owner_means_it(example: Example) -> None:
    times = read_times(example.text, now=example.now, locale=example.locale, expecting_time=example.asked)

    assert write_times(times) == example.expected


def test_the_corpus_has_enough_examples_of_both_kinds() -> None:
    nothing = [e for e in EXAMPLES if e.expected == "nothing"]

    assert len(EXAMPLES) - len(nothing) >= 150
    assert len(nothing) >= 80


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.line}: {e.text}")
def test_shouting_a_message_changes_nothing(example: Example) -> None:
    shouted = example.text.upper()
    if example.text.upper().lower() != example.text.lower() or " may " in f" {example.text} ":
        pytest.skip("the text does not survive a change of case")

    times = read_times(shouted, now=example.now, locale=example.locale, expecting_time=example.asked)

    assert write_times(times) == example.expected


def read(text: str, *, expecting_time: bool = False) -> list[When]:
    return read_times(text, now=NOW, locale="en-GB", expecting_time=expecting_time)


def test_a_mention_knows_its_words() -> None:
    text = "trim w/ Ana tues 3ish for 2, I'm Joe"

    (when,) = read(text)

    assert text[when.start : when.end] == "tues 3ish"


def test_two_mentions_know_their_own_words() -> None:
    text = "move my Friday appointment to Monday at 4"

    old, new = read(text)

    assert text[old.start : old.end] == "Friday"
    assert text[new.start : new.end] == "Monday at 4"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Tuesday or Wednesday", "alternative"),
        ("3 or 4pm", "alternative"),
        ("Tuesday, no, Wednesday", "correction"),
        ("Tuesday at 3, actually make it Wednesday", "correction"),
        ("asap", "soonest"),
        ("the earliest on Friday", "soonest"),
        ("31 February", "impossible_date"),
        ("25:00", "impossible_time"),
    ],
)
def test_rules_say_how_a_mention_is_meant(text: str, rule: str) -> None:
    assert rule in read(text)[-1].rules


def test_a_plain_second_mention_is_neither_alternative_nor_correction() -> None:
    _, new = read("move my Friday appointment to Monday")

    assert not {"alternative", "correction"} & set(new.rules)


def test_vetoes_are_explained_by_name() -> None:
    findings = explain_times("number 3 for 2 people tomorrow", now=NOW, locale="en-GB")

    assert [finding.rules for finding in findings] == [("labelled_number",), ("count_of_things",), ("relative_day",)]


def test_an_excluded_day_is_explained_though_it_is_not_wanted() -> None:
    assert read("not Friday") == []
    assert [f.rules for f in explain_times("not Friday", now=NOW, locale="en-GB")] == [("weekday",)]


@pytest.mark.parametrize(
    "text",
    ["any weekday", "weekday evenings", "a weekday next week", "after 6 on weekdays", "during the week", "week days"],
)
def test_weekdays_rule_out_the_weekend_and_nothing_else(text: str) -> None:
    excluded = read_all_times(text, now=NOW, locale="en-GB").excluded
    assert [write_times([when]) for when in excluded] == ["Sat 2026-03-07 .. Sun 2026-03-08"]


@pytest.mark.parametrize("text", ["no weekdays", "weekdays don't work", "not on Friday but weekdays are bad"])
def test_weekdays_that_are_turned_down_leave_the_weekend(text: str) -> None:
    read = read_all_times(text, now=NOW, locale="en-GB")
    assert write_times(read.whens) == "Sat 2026-03-07 .. Sun 2026-03-08"


def test_between_one_and_three_but_not_two_rules_out_two() -> None:
    excluded = read_all_times("between 1 and 3 but not 2", now=NOW, locale="en-GB").excluded
    assert write_times(excluded) == "at 14:00 | 02:00"


@pytest.mark.parametrize("text", ["Monday, Tuesday, Friday", "Monday and Tuesday and Friday", "mon/tue/fri"])
def test_each_day_of_a_list_will_do(text: str) -> None:
    first, *others = read_times(text, now=NOW, locale="en-GB")
    assert "alternative" not in first.rules
    assert len(others) == 2
    assert all("alternative" in when.rules for when in others)


def test_a_bare_number_is_a_time_only_when_one_was_asked_for() -> None:
    assert read("4 works") == []
    assert write_times(read("4 works", expecting_time=True)) == "at 16:00 | 04:00"


def test_a_date_that_contradicts_its_weekday_has_both_readings() -> None:
    (when,) = read("Friday 12 March")

    assert [days.first for days in when.days] == [date(2026, 3, 12), date(2026, 3, 13)]


@pytest.mark.parametrize("locale", ["en-US", "en_US", "EN-us"])
def test_the_locale_decides_which_reading_of_a_date_comes_first(locale: str) -> None:
    (american,) = read_times("3/4", now=NOW, locale=locale)
    (british,) = read("3/4")

    assert american.days == british.days[::-1]
