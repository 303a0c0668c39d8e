"""The words of a shop file: what each means, and what its owner is told to write instead."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.booking.model import CivilPeriod
from assistant.shopfile.values import (
    CurrencyCode,
    DayHours,
    Days,
    Line,
    LocaleTag,
    Minutes,
    Moment,
    Price,
    Slug,
    ZoneName,
    format_price,
    price_to_minor,
)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45m", 45),
        ("1h30m", 90),
        ("24h", 1440),
        ("60d", 86400),
        ("1d12h", 2160),
        ("0m", 0),
        ("1h 15m", 75),
        ("90m", 90),
    ],
)
def test_a_duration_is_what_people_write(text: str, minutes: int) -> None:
    assert Minutes.parse(text) == minutes


@pytest.mark.parametrize("wrong", ["", "45", "m", "1.5h", "-5m", "30m1h", "45 minutes", "1 000m1", 45, True, None, []])
def test_anything_else_is_no_duration(wrong: object) -> None:
    with pytest.raises(ValueError, match=r'expected a duration such as "45m" or "1h30m", got '):
        Minutes.parse(wrong)


@given(st.integers(0, 730 * 1440))
@settings(print_blob=True)
def test_a_printed_duration_reads_as_itself(minutes: int) -> None:
    assert Minutes.parse(str(Minutes(minutes))) == minutes


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0m"), (45, "45m"), (90, "1h30m"), (1440, "24h"), (2160, "36h"), (86400, "60d")]
)
def test_a_duration_is_printed_as_people_write_it(minutes: int, text: str) -> None:
    assert str(Minutes(minutes)) == text


@pytest.mark.parametrize(
    ("raw", "periods"),
    [
        ("09:00-17:30", [(540, 1050)]),
        ("9:00 - 17:30", [(540, 1050)]),
        ("09:00\u201317:30", [(540, 1050)]),
        (["13:00-17:30", "09:00-12:00"], [(540, 720), (780, 1050)]),
        (["09:00-12:00", "12:00-17:00"], [(540, 720), (720, 1020)]),
        ("18:00-02:00", [(1080, 1560)]),
        ("18:00-24:00", [(1080, 1440)]),
        ("18:00-00:00", [(1080, 1440)]),
        ("00:00-24:00", [(0, 1440)]),
        ("closed", []),
        ([], []),
    ],
)
def test_hours_are_minutes_after_midnight(raw: object, periods: list[tuple[int, int]]) -> None:
    assert DayHours.parse(raw) == tuple(CivilPeriod(opens=opens, closes=closes) for opens, closes in periods)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("9-17", "expected hours such as"),
        ("09:00-25:00", "a day has hours from 00:00 to 24:00"),
        ("24:00-02:00", "a day has hours from 00:00 to 24:00"),
        ("09:00-24:30", "a day has hours from 00:00 to 24:00"),
        ("09:60-10:00", "expected hours such as"),
        ("09:00-09:00", 'write "00:00-24:00" for a whole day'),
        (["09:00-13:00", "12:30-17:00"], "09:00-13:00 and 12:30-17:00 overlap"),
        (["18:00-02:00", "23:00-23:30"], "18:00-02:00 and 23:00-23:30 overlap"),
        (["closed", "09:00-12:00"], 'got "closed"'),
        (9, "got 9"),
    ],
)
def test_hours_that_make_no_sense_are_refused(wrong: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        DayHours.parse(wrong)


@pytest.mark.parametrize(
    ("text", "days"),
    [("mon", [0]), ("Sun", [6]), ("mon-fri", [0, 1, 2, 3, 4]), ("sat-mon", [5, 6, 0]), ("tue - wed", [1, 2])],
)
def test_weekdays_can_be_a_range(text: str, days: list[int]) -> None:
    assert Days.parse(text) == tuple(days)


@pytest.mark.parametrize("wrong", ["monday", "mon-", "-mon", "mon,tue", "", 1])
def test_other_words_are_no_weekdays(wrong: object) -> None:
    with pytest.raises(ValueError, match="expected a weekday such as mon, or several such as mon-fri"):
        Days.parse(wrong)


@pytest.mark.parametrize(
    ("raw", "currency", "minor"),
    [
        (32, "GBP", 3200),
        ("32.00", "GBP", 3200),
        (Decimal("38.1"), "GBP", 3810),
        ("3000", "JPY", 3000),
        ("3000.00", "JPY", 3000),
        ("1.234", "KWD", 1234),
        (0, "EUR", 0),
    ],
)
def test_a_price_is_exact_in_the_minor_unit(raw: object, currency: str, minor: int) -> None:
    assert price_to_minor(Price.parse(raw), currency) == minor


@given(st.integers(0, 2**31 - 1), st.sampled_from(["GBP", "JPY", "KWD"]))
@settings(print_blob=True)
def test_a_printed_price_reads_as_itself(minor: int, currency: str) -> None:
    assert price_to_minor(Price.parse(format_price(minor, currency)), currency) == minor


@pytest.mark.parametrize("wrong", [-1, "-0.01", "free", "", True, Decimal("NaN"), "1e99", "Infinity", "12 GBP", [1]])
def test_what_is_no_amount_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r'expected a price such as 32 or "32\.50"'):
        Price.parse(wrong)


def test_a_price_with_more_decimals_than_the_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="has more decimals than JPY has; write at most 0"):
        price_to_minor(Decimal("30.5"), "JPY")


def test_a_price_that_the_database_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match=r"is too large; write at most 21474836\.47"):
        price_to_minor(Decimal(30_000_000), "GBP")


def test_every_zone_that_can_be_loaded_can_be_written() -> None:
    known = {zone for zone in available_timezones() if zone != "localtime"}
    assert {str(ZoneName.parse(zone)) for zone in known} == known


def test_a_mistyped_zone_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r'got "Europe/Londno" \(did you mean "Europe/London"\?\)'):
        ZoneName.parse("Europe/Londno")


@pytest.mark.parametrize("tag", ["en-GB", "en", "pt-BR", "zh-Hant-TW", "es-419"])
def test_a_locale_is_a_language_tag(tag: str) -> None:
    assert LocaleTag.parse(tag) == tag


@pytest.mark.parametrize("wrong", ["en_GB", "EN-gb", "english", "", 1])
def test_other_forms_are_no_locale(wrong: object) -> None:
    with pytest.raises(ValueError, match='expected a language and country such as "en-GB"'):
        LocaleTag.parse(wrong)


@pytest.mark.parametrize("wrong", ["gbp", "£", "POUND", ""])
def test_a_currency_is_three_capital_letters(wrong: str) -> None:
    with pytest.raises(ValueError, match="expected the three letters of a currency"):
        CurrencyCode.parse(wrong)


@pytest.mark.parametrize("wrong", ["Beard", "beard trim", "-x", "", "x" * 65, "café"])
def test_a_slug_is_small_and_plain(wrong: str) -> None:
    with pytest.raises(ValueError, match="expected a short name of small letters"):
        Slug.parse(wrong)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [("  ", "got nothing"), ("a\nb", "control character"), ("a\0", "control"), ("x" * 201, "at most 200")],
)
def test_a_line_is_one_line_that_the_database_can_hold(wrong: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Line.parse(wrong)


def test_a_moment_is_a_day_or_a_local_time() -> None:
    assert Moment.parse(date(2026, 12, 25)) == Moment(date(2026, 12, 25))
    assert Moment.parse(datetime.fromisoformat("2026-12-25T13:30:00")) == Moment(date(2026, 12, 25), 13 * 60 + 30)


@pytest.mark.parametrize(
    "wrong",
    [datetime.fromisoformat("2026-12-25T13:00:00Z"), datetime.fromisoformat("2026-12-25T13:00:30"), "2026-12-25", 2026],
)
def test_a_moment_has_neither_offset_nor_seconds_nor_quotes(wrong: object) -> None:
    with pytest.raises(ValueError, match="expected a date such as 2026-12-25, or a local time"):
        Moment.parse(wrong)
