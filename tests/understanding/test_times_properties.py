"""What holds for the time grammar on any text: it never fails, stays within the text, and takes linear time."""

import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.understanding.times import explain_times, read_times
from assistant.understanding.times.grammar import STAGES
from assistant.understanding.times.tokens import WORDS_MAX
from assistant.understanding.times.wordings import PHRASES
from assistant.understanding.times.words import WORDS

NOW = datetime(2026, 3, 4, 10, 37)  # noqa: DTZ001 - civil time at the shop
MINUTES_PER_DAY = 24 * 60
LOCALES = ("en-GB", "en-US", "de-DE", "en", "")

moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2099, 12, 31))  # noqa: DTZ001 - the same
vocabulary = st.sampled_from(
    [*WORDS, *(phrase for phrase, _ in PHRASES), "3", "12", "31", "99", "815", "1815", "2026", "3pm", "3:30", "25:00",
     "3.30", "3/4", "30/2", "3/4/26", "2026-12-03", "12th", "32nd", "3ish", "07700 900123", "K7M2P", "\u0663"]
)  # fmt: skip
separators = st.sampled_from([" ", "", ", ", "-", "\n", ". "])


@st.composite
def _sentences(draw: st.DrawFn) -> str:
    """Return words of the grammar in any order: nearer to what it reads than random characters."""
    words = draw(st.lists(vocabulary, max_size=12))
    return "".join(word + draw(separators) for word in words)


texts = st.one_of(st.text(max_size=200), _sentences())


@settings(print_blob=True, max_examples=300, deadline=None)
@given(text=texts, now=moments, locale=st.sampled_from(LOCALES), expecting=st.booleans())
def test_any_text_is_read_sanely(text: str, now: datetime, locale: str, *, expecting: bool) -> None:
    times = read_times(text, now=now, locale=locale, expecting_time=expecting)

    assert [when.start for when in times] == sorted(when.start for when in times)
    for when in times:
        assert 0 <= when.start < when.end <= len(text)
        assert when.rules
        assert len(set(when.days)) == len(when.days)
        assert len(set(when.clocks)) == len(when.clocks)
        for days in when.days:
            assert days.first or days.last
            assert days.first is None or days.last is None or days.first <= days.last
        for clock in when.clocks:
            assert clock.start is not None or clock.end is not None
            assert clock.start is None or 0 <= clock.start < MINUTES_PER_DAY
            assert clock.end is None or 0 <= clock.end < 2 * MINUTES_PER_DAY
            assert clock.start is None or clock.end is None or clock.start <= clock.end


@settings(print_blob=True, max_examples=150, deadline=None)
@given(text=texts, now=moments)
def test_every_time_is_explained(text: str, now: datetime) -> None:
    findings = explain_times(text, now=now, locale="en-GB")

    for when in read_times(text, now=now, locale="en-GB"):
        assert any(finding.start >= when.start and finding.end <= when.end for finding in findings)


STYLES: tuple[tuple[str, Callable[[date], str]], ...] = (
    ("iso", lambda d: d.isoformat()),
    ("12 December 2026", lambda d: f"{d.day} {d:%B %Y}"),
    ("Dec 12, 2026", lambda d: f"{d:%b} {d.day}, {d.year}"),
    ("the 12th of December 2026", lambda d: f"the {_write_ordinal(d.day)} of {d:%B %Y}"),
    ("Saturday 12 December 2026", lambda d: f"{d:%A} {d.day} {d:%B %Y}"),
    ("12 Dec", lambda d: f"{d.day} {d:%b}"),
    ("Sat 12th Dec", lambda d: f"{d:%a} {_write_ordinal(d.day)} {d:%b}"),
    ("12/12/2026", lambda d: f"{d.day}/{d.month}/{d.year}"),
    ("12/12", lambda d: f"{d.day}/{d.month}"),
    ("in 9 days", lambda d: f"in {(d - NOW.date()).days} days"),
)


def _write_ordinal(day: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{day}{'th' if 10 < day < 14 else endings.get(day % 10, 'th')}"


@pytest.mark.parametrize("write", [write for _, write in STYLES], ids=[name for name, _ in STYLES])
@settings(print_blob=True, max_examples=60, deadline=None)
@given(days=st.integers(min_value=2, max_value=99))
def test_a_written_date_is_read_back(write: Callable[[date], str], days: int) -> None:
    wanted = NOW.date() + timedelta(days=days)

    (when,) = read_times(f"can I come {write(wanted)} please", now=NOW, locale="en-GB")

    assert when.days[0].is_one_day
    assert when.days[0].first == wanted


CLOCKS: tuple[tuple[str, Callable[[int, int], str]], ...] = (
    ("15:30", lambda h, m: f"{h:02}:{m:02}"),
    ("3:30pm", lambda h, m: f"{h % 12 or 12}:{m:02}{'pm' if h >= 12 else 'am'}"),
    ("3.30 p.m.", lambda h, m: f"{h % 12 or 12}.{m:02} {'p.m.' if h >= 12 else 'a.m.'}"),
    ("330pm", lambda h, m: f"{h % 12 or 12}{m:02}{'pm' if h >= 12 else 'am'}"),
    ("at 1530", lambda h, m: f"at {h:02}{m:02}"),
    ("at 3.30", lambda h, m: f"at {h % 12 or 12}.{m:02}"),
)


@pytest.mark.parametrize("write", [write for _, write in CLOCKS], ids=[name for name, _ in CLOCKS])
@settings(print_blob=True, max_examples=60, deadline=None)
@given(hour=st.integers(min_value=0, max_value=23), minute=st.integers(min_value=0, max_value=59))
def test_a_written_time_of_day_is_among_its_readings(write: Callable[[int, int], str], hour: int, minute: int) -> None:
    (when,) = read_times(f"tomorrow {write(hour, minute)}", now=NOW, locale="en-GB")

    assert 60 * hour + minute in {clock.start for clock in when.clocks}
    assert {clock.start for clock in when.clocks} <= {60 * hour + minute, (60 * hour + minute + 720) % 1440}


@settings(print_blob=True, max_examples=100, deadline=None)
@given(now=moments, weekday=st.sampled_from(["Monday", "tues", "Wed", "thurs", "Fri", "Saturday", "sun"]))
def test_a_weekday_is_one_of_the_next_seven_days(now: datetime, weekday: str) -> None:
    (when,) = read_times(f"on {weekday}", now=now, locale="en-GB")

    day = when.days[0].first
    assert day is not None
    assert 1 <= (day - now.date()).days <= 7
    assert f"{day:%A}".lower().startswith(weekday.lower()[:3])


@settings(print_blob=True, max_examples=100, deadline=None)
@given(now=moments, month=st.integers(min_value=1, max_value=12), day=st.integers(min_value=1, max_value=31))
def test_a_date_without_a_year_is_never_past(now: datetime, month: int, day: int) -> None:
    (when,) = read_times(f"{day} {date(2000, month, 1):%B}", now=now, locale="en-GB")

    for days in when.days:
        assert days.first is not None
        assert days.first >= now.date()
    assert when.days or "impossible_date" in when.rules


HARD = (
    "1 ", "1-", "1/2/", "3 to ", "at 3 or ", "Friday ", "half past ", "((((", "3pm ", "10 to 4 ", "after 3 before 5 ",
    "twenty ", "a.m ", "12:30", "not Friday or ", "the 12th of ", "sat ", "a week on ", "0", "x", "between 2 and ",
    "as soon as ", "'", "a'", "+1 (", "\n", "3.", "the week after ",
)  # fmt: skip
"""What might make a careless grammar look back again and again."""


def _count_steps(text: str) -> int:
    """Return how many calls reading `text` takes: the same on every machine."""
    steps = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read_times(text, now=NOW, locale="en-GB", expecting_time=True)
    finally:
        sys.setprofile(before)
    return steps


@pytest.mark.parametrize("seed", HARD)
def test_twice_the_text_takes_twice_the_steps(seed: str) -> None:
    words = WORDS_MAX // 8
    once, twice = _count_steps(seed * words), _count_steps(seed * words * 2)

    assert twice <= 2.2 * once + 100


@pytest.mark.parametrize("seed", HARD)
def test_beyond_a_limit_more_text_takes_no_more_steps(seed: str) -> None:
    full, huge = _count_steps(seed * WORDS_MAX * 4), _count_steps(seed * WORDS_MAX * 8)

    assert huge <= 2.2 * full + 100
    assert full < 150 * WORDS_MAX


def test_no_pattern_of_the_grammar_repeats() -> None:
    for stage in STAGES:
        for rule in stage.rules:
            for pattern in rule.patterns:
                assert not set("*+{") & set(pattern), f"{rule.name}: {pattern}"


def test_every_rule_has_its_own_name_and_says_what_it_reads() -> None:
    rules = [rule for stage in STAGES for rule in stage.rules]

    assert len({rule.name for rule in rules}) == len(rules)
    assert all(rule.produce.__doc__ for rule in rules)
