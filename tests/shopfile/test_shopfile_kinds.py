"""Restaurants and class studios as shop files: read, refused with what to write, and printed as they are read."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.booking.model import Sitting
from assistant.clock import use_packaged_time_zones
from assistant.shopfile.model import JoinedEntry, ShopFile
from assistant.shopfile.problems import ShopFileError
from assistant.shopfile.read import DEMO_SHOP, parse_shop, read_shop_file
from assistant.shopfile.render import render_shop_file
from assistant.shopfile.values import PartySizes, StartTimes

OTHER_DEMOS = [DEMO_SHOP.with_name("restaurant.toml"), DEMO_SHOP.with_name("studio.toml")]
SHOP = """
[business]
slug = "place"
name = "Place"
currency = "EUR"
[location]
zone = "Europe/Paris"
[hours]
mon-sat = "09:00-22:00"
sun = "18:00-02:00"
[people.mia]
[people.zoe]
[seats.room]
units = 10
[seats.bikes]
units = 5
[tables.t1]
party_max = 2
[tables.t2]
party_max = 4
"""
CLASS = """
[services.yoga]
duration = "1h"
by = ["mia"]
needs = ["room"]
[services.yoga.timetable]
mon = ["10:00", "18:00"]
tue-thu = "10:00"
"""
DINNER = """
[services.dinner]
duration = "2h"
needs = ["tables"]
"""


@pytest.fixture(autouse=True, scope="module")
def _packaged_zones() -> None:
    use_packaged_time_zones()


def parse(text: str) -> ShopFile:
    return parse_shop(text, "place.toml")


@pytest.mark.parametrize("path", OTHER_DEMOS, ids=lambda path: path.stem)
def test_the_shipped_shops_are_printed_as_they_are_read(path: Path) -> None:
    shop = read_shop_file(path)
    assert parse(render_shop_file(shop)) == shop


def test_a_timetable_names_days_and_starts() -> None:
    yoga = parse(SHOP + CLASS).services[0]
    assert yoga.timetable == ((600, 1080), (600,), (600,), (600,), (), (), ())
    assert not yoga.price_per_person


def test_an_empty_timetable_is_none() -> None:
    assert parse(SHOP + CLASS.partition("mon =")[0]).services[0].timetable == ()


def test_sittings_are_sorted_by_party() -> None:
    dinner = parse(SHOP + DINNER + '[services.dinner.sittings]\n5-6 = "3h"\n1-2 = "90m"\n3 = "1h45m"\n').services[0]
    sizes = [(1, 2, 90), (3, 3, 105), (5, 6, 180)]
    assert dinner.sittings == tuple(
        Sitting(party_min=low, party_max=high, duration=timedelta(minutes=span)) for low, high, span in sizes
    )


def test_joined_tables_keep_the_order_of_the_file() -> None:
    shop = parse(SHOP + DINNER + '[[joined_tables]]\ntables = ["t2", "t1"]\nparty = "5-6"\n')
    assert shop.location.joined_tables == (JoinedEntry(tables=("t2", "t1"), party_min=5, party_max=6),)


JOINED = SHOP + DINNER + "[[joined_tables]]\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            JOINED + 'tables = ["t1", "t3"]\nparty = "5"',
            'joined_tables[1].tables: there is no "t3" in [tables]; add it there, or correct this',
        ),
        (
            JOINED + 'tables = ["t1", "room"]\nparty = "5"',
            'joined_tables[1].tables: there is no "room" in [tables]; add it there, or correct this',
        ),
        (JOINED + 'tables = ["t1"]\nparty = "5"', "joined_tables[1].tables: name two tables or more, each once"),
        (JOINED + 'tables = ["t1", "t1"]\nparty = "5"', "joined_tables[1].tables: name two tables or more, each once"),
        (
            JOINED + 'tables = ["t1", "t2"]\nparty = "6-5"',
            'joined_tables[1].party: expected sizes of a party such as "5-8" or "2", the smallest first, got "6-5"',
        ),
        (
            JOINED + 'tables = ["t1", "t2"]\nparty = 6',
            'joined_tables[1].party: expected sizes of a party such as "5-8" or "2", got 6',
        ),
        (
            SHOP + DINNER + '[services.dinner.sittings]\n1-3 = "1h"\n3-4 = "2h"',
            "services.dinner.sittings: 1-3 and 3-4 overlap; let one begin after the other ends",
        ),
        (
            SHOP + DINNER + '[services.dinner.sittings]\n1-3 = "0m"',
            "services.dinner.sittings: expected 1m to 24h, got 0m",
        ),
        (
            SHOP + CLASS + 'tue = "11:00"',
            "services.yoga.timetable: tue is given twice; write it once, alone or in a range",
        ),
        (
            SHOP + CLASS + 'fri = "25:00"',
            (
                'services.yoga.timetable.fri: expected a time such as "18:00", or several such as ["07:00", "18:00"], '
                'from 00:00 to 23:59, got "25:00"'
            ),
        ),
        (SHOP + CLASS + 'fri = ["11:00", "11:00"]', "services.yoga.timetable.fri: 11:00 is given twice; write it once"),
        (
            SHOP + CLASS + "fri = []",
            (
                'services.yoga.timetable.fri: expected a time such as "18:00", or several such as ["07:00", "18:00"], '
                "got nothing; leave the day out if there is no class on it"
            ),
        ),
        (
            SHOP + CLASS + 'fri = "21:30"',
            "services.yoga.timetable: fri 21:30 is not within [hours] for 1h; change one of them",
        ),
        (
            SHOP + CLASS.replace('["mia"]', '["everyone"]'),
            "services.yoga.by: a class has one teacher; write a class of its own for each",
        ),
        (
            SHOP + CLASS.replace('["room"]', '["seats"]'),
            "services.yoga.needs: a class needs one pool of seats only; write one short name out of [seats]",
        ),
        (
            SHOP + CLASS.replace('["room"]', '["room", "t1"]'),
            "services.yoga.needs: a class needs one pool of seats only; write one short name out of [seats]",
        ),
        (
            SHOP + CLASS + '[services.yoga.sittings]\n1-2 = "1h"',
            "services.yoga.sittings: a class lasts as long for everybody; write duration only",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_write(text: str, said: str) -> None:
    with pytest.raises(ShopFileError) as refusal:
        parse(text)
    assert [p.removeprefix("place.toml: ") for p in refusal.value.problems] == [said]


SECOND_CLASS = """
[services.spin]
duration = "45m"
buffer_before = "15m"
by = ["zoe"]
needs = ["bikes"]
[services.spin.timetable]
mon = "19:10"
"""


@pytest.mark.parametrize(
    ("change", "shared"),
    [
        (("", ""), None),
        (('by = ["zoe"]', 'by = ["mia"]'), "mia"),
        (('needs = ["bikes"]', 'needs = ["room"]'), "room"),
    ],
)
def test_two_classes_at_once_need_their_own_teacher_and_seats(change: tuple[str, str], shared: str | None) -> None:
    text = SHOP + CLASS + SECOND_CLASS.replace(*change)
    if shared is None:
        assert len(parse(text).services) == 2
        return
    with pytest.raises(
        ShopFileError, match=rf"mon 19:10 overlaps with yoga on mon 18:00, and both need {shared}; move"
    ):
        parse(text)


def test_a_class_after_midnight_belongs_to_the_next_day_and_the_late_hours_of_the_one_before() -> None:
    late = parse(SHOP + CLASS + 'sun = "23:30"\n' + SECOND_CLASS.replace("19:10", "00:15")).services
    assert [late[0].timetable[6], late[1].timetable[0]] == [(23 * 60 + 30,), (15,)]
    with pytest.raises(ShopFileError, match=r"mon 00:00 overlaps with yoga on sun 23:30, and both need room"):
        parse(
            SHOP + CLASS + 'sun = "23:30"\n' + SECOND_CLASS.replace("19:10", "00:00").replace('["bikes"]', '["room"]')
        )


@given(st.integers(1, 9999), st.integers(0, 50))
def test_party_sizes_are_written_as_they_are_read(low: int, more: int) -> None:
    sizes = PartySizes((low, min(low + more, 9999)))
    assert PartySizes.parse(str(sizes)) == sizes


@given(st.sets(st.integers(0, 1439), min_size=1))
def test_starts_are_written_as_they_are_read(minutes: set[int]) -> None:
    starts = StartTimes(sorted(minutes))
    written = str(starts).strip("[]").replace('"', "").split(", ")
    assert StartTimes.parse(written) == StartTimes.parse(written[0] if len(written) == 1 else written) == starts
