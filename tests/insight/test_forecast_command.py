"""`forecast` against a real database, as a process."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from command_line import CommandLine
from made_history import make_history
from stored_history import store_history

from assistant.booking.hours import civil_day, first_instant
from assistant.booking.model import Shop
from assistant.clock import SystemClock
from assistant.commands.forecast import stack
from assistant.commands.reports import WIDE
from assistant.shopfile.read import DEMO_SHOP, read_shop_file
from assistant.storage.booked import list_booked
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.shops import find_shop, load_shop_file

PNG = b"\x89PNG"
NOW = SystemClock().now()


@pytest.fixture
def line(database: DatabaseCredentials, tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path, database)


@pytest.fixture
async def shop(line: CommandLine) -> Shop:
    assert line.database
    return await find_shop((await load_shop_file(read_shop_file(DEMO_SHOP), NOW)).business_id)


async def live_through(shop: Shop, days: int, *, ahead: int = 6) -> None:
    """Store so many days of bookings up to yesterday, and some for the days ahead."""
    today = civil_day(NOW, shop.location.zone)
    history = make_history(shop, today - timedelta(days=days), today - timedelta(days=1))
    history += make_history(shop, today, today + timedelta(days=ahead), seed=2, busy=0.4)
    await store_history(shop, history, NOW)


async def test_a_shop_with_a_history_is_told_its_days_how_sure_that_is_and_shown_a_picture(
    line: CommandLine, shop: Shop, tmp_path: Path
) -> None:
    await live_through(shop, 150)
    picture = tmp_path / "out.png"
    told = await line.assistant("forecast", "--weeks", "2", "--plot", str(picture), "--by", "service")
    assert told.code == 0, told.err
    assert told.err == ""
    assert told.out.startswith("Hairline, ")
    assert "Tried on its own past" in told.out
    assert "closed" in told.out
    assert "Root touch-up" in told.out
    assert max(map(len, told.out.replace(str(picture), "").splitlines())) <= WIDE
    assert picture.read_bytes().startswith(PNG)
    assert f"The picture is in {picture}." in told.out


def test_columns_without_room_follow_below_with_their_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    rows = [("", *(f"Service {n}" for n in range(5))), ("Mon 23 Nov", *(f"{n} (0-9)" for n in range(5)))]
    lines = list(stack(rows))
    assert all(len(line) <= 40 for line in lines)
    assert [line.split()[:2] for line in lines if line].count(["Mon", "23"]) == 3
    assert all(f"Service {n}" in "\n".join(lines) for n in range(5))


async def test_json_has_every_day_and_part_and_nothing_else_is_printed(line: CommandLine, shop: Shop) -> None:
    await live_through(shop, 60)
    told = await line.assistant("forecast", "--weeks", "1", "--json")
    outlook = json.loads(told.out)
    assert len(outlook["days"]) == 7
    assert {"day", "share", "booked", "forecast", "capacity", "load"} <= set(outlook["days"][0])
    assert {part["kind"] for part in outlook["parts"]} == {"hours", "service", "resource"}
    assert outlook["forecast"]["method"] in ("smoothing", "same_weekday")


async def test_a_shop_of_some_days_is_told_that_it_is_too_early_and_what_is_booked(
    line: CommandLine, shop: Shop, tmp_path: Path
) -> None:
    await live_through(shop, 9)
    told = await line.assistant("forecast", "--plot", str(tmp_path / "early.png"))
    assert told.code == 0, told.err
    assert "too early for a forecast: it takes 14 days" in told.out
    assert (tmp_path / "early.png").read_bytes().startswith(PNG)


async def test_a_shop_without_bookings_is_told_so(line: CommandLine, shop: Shop) -> None:
    assert shop.name == "Hairline"
    told = await line.assistant("forecast")
    assert (told.code, told.err) == (0, "")
    assert "no booking has taken place yet" in told.out


async def test_without_a_shop_the_forecast_says_how_to_load_one(line: CommandLine) -> None:
    told = await line.assistant("forecast")
    assert (told.code, told.out) == (1, "")
    assert told.err == "There is no shop in the database. Load one: python -m assistant shop load FILE\n"


async def test_a_database_that_is_away_is_said_to_be_so(tmp_path: Path) -> None:
    told = await CommandLine(tmp_path).assistant("forecast", APP_DB_URL="postgresql://nobody@127.0.0.1:1/none")
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith("The database cannot do this now")


@pytest.mark.parametrize(
    ("plot", "said"),
    [("out.gif", "--plot is a file that ends in .png"), ("missing/out.png", "There is no directory")],
)
async def test_a_picture_that_cannot_be_written_is_refused_before_anything_is_done(
    plot: str, said: str, tmp_path: Path
) -> None:
    told = await CommandLine(tmp_path).assistant("forecast", "--plot", str(tmp_path / plot))
    assert (told.code, told.out) == (1, "")
    assert said in told.err


async def test_only_confirmed_bookings_of_the_days_asked_for_are_counted_with_what_they_take(shop: Shop) -> None:
    today = civil_day(NOW, shop.location.zone)
    week = make_history(shop, today - timedelta(days=14), today - timedelta(days=8))
    await store_history(shop, week, NOW)
    for seed, status in enumerate(("cancelled", "expired", "released"), start=5):
        await store_history(shop, make_history(shop, today - timedelta(days=7), today, seed=seed), NOW, status=status)
    await store_history(
        shop, make_history(shop, today + timedelta(days=1), today + timedelta(days=7)), NOW, status="held"
    )
    start, end = (first_instant(today + timedelta(days=n), 0, shop.location.zone) for n in (-14, 8))
    found = await list_booked(shop.business_id, start, end)
    assert sorted(found, key=repr) == sorted((one.to_booked() for one in week), key=repr)
    assert [one.starts_at for one in found] == sorted(one.starts_at for one in week)
    assert await list_booked(shop.business_id + 1, start, end) == []
    assert await list_booked(shop.business_id, start, start) == []
