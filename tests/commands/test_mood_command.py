"""`mood`, on what customers wrote and rated."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from command_line import CommandLine

from assistant.clock import SystemClock
from assistant.shopfile.read import DEMO_SHOP
from assistant.storage import models
from assistant.storage.connection import DatabaseCredentials


@pytest.fixture
async def shop(database: DatabaseCredentials, tmp_path: Path) -> CommandLine:
    line = CommandLine(tmp_path, database)
    loaded = await line.assistant("shop", "load", str(DEMO_SHOP))
    assert loaded.code == 0, loaded.err
    return line


async def test_a_shop_that_nobody_wrote_to_is_told_so(shop: CommandLine) -> None:
    told = await shop.assistant("mood")
    assert told.code == 0, told.err
    assert "No visit was asked about." in told.out
    assert "Nobody complained." in told.out


async def test_complaints_are_counted_quoted_and_drawn(shop: CommandLine, tmp_path: Path) -> None:
    talk = "this bot is useless\nI waited 40 minutes, awful\nperfect, thank you\n"
    assert (await shop.assistant("chat", "--as", "joe", stdin=talk)).code == 0
    told = await shop.assistant("mood", "--weeks", "2", "--plot", str(tmp_path / "mood.png"))
    assert told.code == 0, told.err
    assert "What 2 complaints are about" in told.out
    assert "1  misunderstood" in told.out
    assert "this bot is useless" in told.out
    assert "So few complaints" in told.out
    assert (tmp_path / "mood.png").read_bytes().startswith(b"\x89PNG")


async def test_the_same_can_be_had_as_json(shop: CommandLine) -> None:
    assert (await shop.assistant("chat", "--as", "joe", stdin="haircut tomorrow at 3, I'm Joe\nyes\n")).code == 0
    now = SystemClock().now()
    conversation, booking = await models.Conversation.get(), await models.Booking.get()
    await models.Rating.create(
        business_id=booking.business_id,  # type: ignore[attr-defined]  # Tortoise's
        booking=booking,
        conversation=conversation,
        asked_at=now - timedelta(minutes=1),
        score=2,
        comment="Ana was rude",
        rated_at=now,
    )
    told = await shop.assistant("mood", "--weeks", "1", "--json")
    found = json.loads(told.out)
    assert found["scores"] == [0, 1, 0, 0, 0]
    assert [theme["theme"] for theme in found["themes"]] == ["staff"]
    assert found["weeks"][0]["messages"] == 2


@pytest.mark.parametrize(
    ("arguments", "why"), [(("--weeks", "0"), "a number from 1"), (("--plot", "mood.txt"), "ends in .png")]
)
async def test_what_cannot_be_is_refused(shop: CommandLine, arguments: tuple[str, str], why: str) -> None:
    told = await shop.assistant("mood", *arguments)
    assert told.code == 1
    assert why in told.err
