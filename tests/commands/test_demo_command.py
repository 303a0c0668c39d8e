"""`demo` as a process: a past that can be shown, a forecast that can be made of it, and nothing left afterwards."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
from command_line import CommandLine

from assistant.settings import ROOT
from assistant.shopfile.read import DEMO_SHOP
from assistant.storage import models
from assistant.storage.connection import DatabaseCredentials


@pytest.fixture
async def line(database: DatabaseCredentials, tmp_path: Path) -> CommandLine:
    made = CommandLine(tmp_path, database)
    await made.assistant("shop", "load", str(DEMO_SHOP))
    return made


async def test_a_forecast_of_the_made_up_past_errs_less_than_last_week_would(line: CommandLine) -> None:
    made = await line.assistant("demo", "history", "--days", "200")
    assert made.code == 0, made.err
    assert made.out.startswith("Hairline has a made-up past of 200 days now. None of it is real.\n")
    assert "made up: 80 %" in made.err
    assert "outbox: " in made.err
    told = await line.assistant("forecast", "--weeks", "2")
    assert told.code == 0, told.err
    assert "% less than" in told.out
    waits = await line.assistant("answers")
    assert "asked " in waits.out
    print(told.out.splitlines()[-1])  # noqa: T201
    forgotten = await line.assistant("demo", "forget")
    assert forgotten.code == 0, forgotten.err
    assert "Nothing else was touched." in forgotten.out
    assert not await models.Booking.exists()


@pytest.mark.parametrize(("days", "moment"), [("400", "made up: 20 %"), ("30", "booking: ")])
async def test_an_interrupted_run_ends_at_once_and_leaves_nothing(
    line: CommandLine, database: DatabaseCredentials, days: str, moment: str
) -> None:
    # Who holds the table that is written last keeps the run from its end until it is interrupted.
    holder = await asyncpg.connect(**database.arguments())
    held = holder.transaction()
    await held.start()
    await holder.execute("LOCK TABLE outbox IN SHARE MODE")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "assistant", "demo", "history", "--days", days),
        cwd=ROOT,
        env=line.environment,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr
    while told := await process.stderr.readline():
        if told.decode().startswith(moment):
            process.send_signal(signal.SIGINT)
            break
    async with asyncio.timeout(60):
        await process.communicate()
    await held.rollback()
    await holder.close()
    assert not await models.Booking.exists()
    assert not await models.Customer.exists()


async def test_a_shop_of_ones_own_gets_no_made_up_past(line: CommandLine, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(DEMO_SHOP.read_text().replace('name = "Hairline"', 'name = "Cut above"'))
    await line.assistant("shop", "load", str(mine))
    refused = await line.assistant("demo", "history", "--days", "3")
    assert refused.code == 1
    assert refused.err.startswith("Cut above is a shop of your own: a past is made up for ")
    assert "Hairline" in refused.err
    assert not await models.Booking.exists()


@pytest.fixture
async def limited(line: CommandLine) -> AsyncIterator[CommandLine]:
    """The same shop, by way of a role that cannot delete what happened to bookings."""
    assert line.database
    owner = await asyncpg.connect(**line.database.arguments())
    await owner.execute(
        "CREATE ROLE limited LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO limited;"
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO limited; REVOKE DELETE ON booking_event FROM limited"
    )
    yield replace(line, database=replace(line.database, user="limited"))
    await owner.execute("DROP OWNED BY limited; DROP ROLE limited")
    await owner.close()


async def test_a_role_that_could_not_take_it_away_again_makes_none(limited: CommandLine) -> None:
    refused = await limited.assistant("demo", "history", "--days", "3")
    assert refused.code == 1
    assert refused.err.startswith("The database's role may not delete what happened to bookings")
    assert not await models.Booking.exists()


async def test_forgetting_what_was_never_made_up_says_so(line: CommandLine) -> None:
    refused = await line.assistant("demo", "forget")
    assert refused.code == 1
    assert refused.err == "There is no made-up past to forget. Make one: python -m assistant demo history\n"


@pytest.mark.parametrize("days", ["0", "1001", "-3", "many"])
async def test_how_long_a_past_can_be_is_said(line: CommandLine, days: str) -> None:
    refused = await line.assistant("demo", "history", "--days", days)
    assert refused.code == 2
    assert "must be a whole number from 1 to 1000" in refused.err or "expected one argument" in refused.err
