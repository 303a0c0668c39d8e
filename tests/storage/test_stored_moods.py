"""The mood of messages and of conversations, in their rows."""

from datetime import datetime

import pytest
from script import read_scripts
from test_conversations import FOLDER, DirectLine, open_world
from world import World

from assistant.ports.turns import Closing, Conversation
from assistant.storage import models
from assistant.storage.rows import Row, Rows
from assistant.storage.unit_of_work import StoredUnitOfWork
from assistant.understanding.mood.trend import has_turned_bad

SCRIPT = read_scripts(FOLDER / "anger.txt")[0]


@pytest.fixture
async def world(database: object) -> World:
    assert database
    return await open_world(SCRIPT)


async def test_each_message_keeps_its_score_and_the_conversation_its_trend(world: World) -> None:
    line = DirectLine(world.account, world.clock)
    [reply] = await line.say([("this is ridiculous", None), ("haircut tomorrow", None)])
    await line.say([(reply.choices[0].title, reply.choices[0].token)])
    bad, calm, tap = [row.mood for row in await models.InboxMessage.all().order_by("id")]
    assert bad is not None
    assert bad < -0.3
    assert (calm, tap) == (0.0, None)
    conversation = await models.Conversation.get()
    assert conversation.mood == pytest.approx(bad * 0.6 * 0.3)
    assert conversation.state["mood"] == conversation.mood


async def test_a_conversation_that_nothing_has_told_of_has_no_trend(world: World) -> None:
    await DirectLine(world.account, world.clock).say([("haircut tomorrow", None)])
    assert (await models.Conversation.get()).mood is None


async def test_what_is_written_to_a_person_is_scored_as_well(world: World) -> None:
    line = DirectLine(world.account, world.clock)
    await line.say([("I want to talk to a person", None)])
    assert await line.say([("nobody answers, this is awful", None)]) == []
    _, last = await models.InboxMessage.all().order_by("id")
    assert last.mood is not None
    assert last.mood < -0.7
    assert has_turned_bad((await models.Conversation.get()).mood)


async def test_a_turn_takes_no_more_statements_for_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    statements: list[str] = []
    close, run = StoredUnitOfWork.close_turn, Rows.all

    async def count(self: Rows, sql: str, *values: object) -> list[Row]:
        statements.append(sql)
        return await run(self, sql, *values)

    async def close_counted(
        self: StoredUnitOfWork, conversation: Conversation, closing: Closing, now: datetime
    ) -> None:
        statements.clear()
        await close(self, conversation, closing, now)

    monkeypatch.setattr(Rows, "all", count)
    monkeypatch.setattr(StoredUnitOfWork, "close_turn", close_counted)
    await DirectLine(world.account, world.clock).say([("this is rubbish", None)])
    assert len(statements) == 1
