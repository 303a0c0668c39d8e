"""A shop file is refused with a line for each thing that is wrong: file, key, what to write."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from smallest_shop import BUSINESS, HOURS, SERVICE, SMALLEST, TABLE, parse

from assistant.clock import use_packaged_time_zones
from assistant.shopfile.problems import ShopFileError
from assistant.shopfile.read import DEMO_SHOP, read_shop_file


@pytest.fixture(autouse=True, scope="module")
def _packaged_zones() -> None:
    use_packaged_time_zones()


def problems(text: str) -> tuple[str, ...]:
    """What is said of a file that is not accepted, without the file's name."""
    with pytest.raises(ShopFileError) as refusal:
        parse(text)
    assert all(problem.startswith("bistro.toml: ") for problem in refusal.value.problems)
    assert str(refusal.value) == "\n".join(refusal.value.problems)
    return tuple(problem.removeprefix("bistro.toml: ") for problem in refusal.value.problems)


def test_every_wrong_key_is_named_not_only_the_first() -> None:
    assert problems("""
lunch = "12:00"
[business]
slug = "bistro"
nam = "Bistro"
currency = "EUR"
[location]
zone = "Europe/Pariss"
[hours]
tue-sat = "18-23"
[tables.small]
units = true
[services.dinner]
duration = 30
needs = "tables"
[[closed]]
date = "Christmas"
""") == (
        (
            "lunch: unknown key; known here are business, location, hours, policy, people, chairs, tables, rooms, "
            "seats, joined_tables, services, answers, closed, special_hours"
        ),
        (
            'business.nam: unknown key (did you mean "name"?); known here are slug, name, tagline, locale, currency, '
            "hour_format, ask_phone"
        ),
        'business.name: missing; expected text in quotes on one line, such as "Ana"',
        (
            'location.zone: expected a time zone such as "Europe/London", got "Europe/Pariss" '
            '(did you mean "Europe/Paris"?)'
        ),
        'hours.tue-sat: expected hours such as "09:00-17:30", ["09:00-12:00", "13:00-17:30"] or "closed", got "18-23"',
        "tables.small.units: expected a whole number such as 3, got true",
        "tables.small.party_max: missing; expected a whole number such as 3",
        'services.dinner.duration: expected a duration such as "45m" or "1h30m", got 30',
        'services.dinner.needs: expected a list in brackets such as ["one", "two"], got "tables"',
        'closed[1].date: expected a date such as 2026-12-25, got "Christmas"',
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('a = 1\nb = "x\n', "line 2, column 7: is not TOML"),
        ("a = [", "end of the file: is not TOML"),
        ("[people.ana]\n[people.ana]\n", "line 2, column 12: is not TOML: Cannot declare"),
    ],
)
def test_what_is_not_toml_is_refused_with_its_line(text: str, said: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            SMALLEST.replace('"tables"', '"smal"'),
            (
                'services.dinner.needs: there is no "smal" (did you mean "small"?) in [chairs], [tables], [rooms] and '
                "[seats]; add it there, or correct this"
            ),
        ),
        (
            SMALLEST + 'by = ["ana"]\n',
            'services.dinner.by: there is no "ana" in [people]; add it there, or correct this',
        ),
        (
            SMALLEST + 'by = ["everyone"]\n',
            'services.dinner.by: there is no "everyone" in [people]; add it there, or correct this',
        ),
        (
            SMALLEST.replace('needs = ["tables"]', ""),
            'services.dinner: nobody and nothing does it; write by = ["everyone"], or needs = ["tables"]',
        ),
        (
            SMALLEST + '[services.supper]\nduration = "1h"\nneeds = ["small"]\naliases = [" DINNER"]\n',
            'services.supper.aliases: services.dinner is called "DINNER" too; choose another word for one of them',
        ),
        (
            SMALLEST + '[people.ana]\n[people.anna]\naliases = ["Ana"]\n',
            'people.anna.aliases: people.ana is called "Ana" too; choose another word for one of them',
        ),
        (
            SMALLEST + "[rooms.small]\nname = 'Back room'\n",
            "rooms.small: cannot be called small: tables.small is; choose another name",
        ),
        (
            SMALLEST + "[rooms.seats]\n",
            "rooms.seats: cannot be called seats: it has a meaning of its own in by and needs; choose another name",
        ),
        (
            SMALLEST.replace("party_max = 2", "party_max = 2\nparty_min = 3"),
            "tables.small.party_min: the smallest party, 3, is larger than party_max, 2; correct one",
        ),
        (SMALLEST.replace("= 2\n", "= 1001\n"), "tables.small.party_max: expected 1 to 1000, got 1001"),
        (SMALLEST + "[seats.bar]\nunits = 1001\n", "seats.bar.units: expected 1 to 1000, got 1001"),
        (
            SMALLEST.replace('"EUR"', '"EUR"\nhour_format = 13'),
            "business.hour_format: expected 12 or 24, got 13",
        ),
        (
            SMALLEST.replace("[hours]", '[hours]\nfri = "12:00-15:00"'),
            "hours: fri is given twice; write it once, alone or in a range",
        ),
        (
            SMALLEST.replace("[hours]", '[hours]\nsun = "20:00-03:00"\nmon = "02:00-05:00"'),
            "hours: sun 20:00-03:00 runs into mon 02:00-05:00; let one end where the other begins",
        ),
        (
            SMALLEST.replace('"2h"', '"25h"'),
            "services.dinner.duration: expected 1m to 24h, got 25h",
        ),
        (SMALLEST.replace('"2h"', '"0m"'), "services.dinner.duration: expected 1m to 24h, got 0m"),
        (SMALLEST + 'price = "9.999"\n', "services.dinner.price: has more decimals than EUR has; write at most 2"),
        (SMALLEST + '[policy]\nstep = "1m"\n', "policy.step: expected 5m to 24h, got 1m"),
        (
            SMALLEST + '[policy]\nmin_notice = "3d"\nhorizon = "2d"\n',
            (
                "policy.min_notice: nothing could ever be booked: 3d of notice, and no further ahead than the horizon "
                "of 2d; write less notice or a longer horizon"
            ),
        ),
        (
            SMALLEST + '[services.dinner.policy]\nhorizon = "1h"\n',
            (
                "services.dinner.policy.min_notice: nothing could ever be booked: 2h of notice, and no further ahead "
                "than the horizon of 1h; write less notice or a longer horizon"
            ),
        ),
        (
            BUSINESS + HOURS + TABLE + SERVICE.replace("dinner", "default"),
            "services.default: a service cannot be called default: the shop's own policy is; choose another name",
        ),
        (BUSINESS + HOURS + "[services]\n", "services: there is none; add a table such as [services.haircut]"),
        (
            SMALLEST + "[[closed]]\ndate = 2026-12-25\n[[special_hours]]\ndate = 2026-12-25\nhours = '18:00-20:00'\n",
            "special_hours[1]: 2026-12-25 is given twice, here and at closed[1]; remove one",
        ),
        (
            SMALLEST + "[[closed]]\nfrom = 2026-12-25\nuntil = 2026-12-24\n",
            "closed[1]: expected up to 366 days, the earliest first, got 2026-12-25 to 2026-12-24",
        ),
        (
            SMALLEST + "[[closed]]\nfrom = 2026-12-25\n",
            "closed[1]: expected either a date, or from and until; write date = 2026-12-25",
        ),
        (
            SMALLEST + "[[closed]]\ndate = 0226-12-25\n",
            "closed[1]: expected a year from 2000 to 2100, got 0226-12-25; correct the year",
        ),
        (
            SMALLEST + "[[tables.small.leave]]\nfrom = 2026-12-25\nuntil = 2026-12-24\n",
            "tables.small.leave[1]: until is not after from; swap them, or correct one",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(text: str, said: str) -> None:
    assert problems(text) == (said,)


def test_everything_that_does_not_fit_together_is_named_at_once() -> None:
    text = SMALLEST.replace('"tables"', '"smal"').replace("party_max = 2", "party_max = 0") + '[policy]\nstep = "1m"\n'
    assert [problem.split(": ")[0] for problem in problems(text)] == [
        "policy.step",
        "tables.small.party_max",
        "tables.small.party_min",
        "services.dinner.needs",
    ]


def test_a_path_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ShopFileError, match=r"cannot be read \(No such file or directory\); check the path"):
        read_shop_file(tmp_path / "none.toml")


def test_a_file_that_is_not_utf8_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "salon.toml"
    path.write_bytes(SMALLEST.replace('"Bistro"', '"Café"').encode("latin-1"))
    with pytest.raises(ShopFileError, match=r"^salon.toml: byte \d+ is not UTF-8; save the file as UTF-8$"):
        read_shop_file(path)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "salon.toml"
    path.write_bytes(b"#" * ((1 << 20) + 1))
    with pytest.raises(ShopFileError, match="has 1048577 bytes; a shop file has at most 1048576"):
        read_shop_file(path)


def test_a_file_nested_without_end_is_refused() -> None:
    (problem,) = problems("a = " + "[" * 100_000)
    assert "stand too deep in one another" in problem


LINES = [n for n, line in enumerate(DEMO_SHOP.read_text(encoding="utf-8").splitlines()) if "=" in line[:20]]
VALUES = [
    "0",
    "-1",
    "1",
    "24",
    "9223372036854775808",
    "1e400",
    "1e99999999999999999999",
    "nan",
    "-inf",
    "0.5",
    "true",
    "''",
    "'x'",
    "'closed'",
    "'0m'",
    "'9:00-9:00'",
    "'99999d'",
    "[]",
    "[[]]",
    "{}",
    "[{}]",
    "['ana','ana']",
    "[1]",
    "{a=1}",
    "2026-12-25",
    "9999-12-31",
    "0001-01-01",
    "9999-12-31T23:59:00",
    "2026-12-25T09:00:00Z",
    "09:00:00",
    '"\\u0000"',
]


@given(line=st.sampled_from(LINES), value=st.one_of(st.sampled_from(VALUES), st.just("9" * 5000)), cut=st.booleans())
@settings(print_blob=True, deadline=None)
def test_whatever_a_key_is_given_is_read_or_refused(line: int, value: str, *, cut: bool) -> None:
    lines = DEMO_SHOP.read_text(encoding="utf-8").splitlines()
    lines[line] = f"{lines[line].partition('=')[0]} = {value}"
    try:
        parse("\n".join(lines[: line + 1] if cut else lines))
    except ShopFileError as refusal:
        assert refusal.problems  # noqa: PT017 - both outcomes are fine; an error without a line is not
