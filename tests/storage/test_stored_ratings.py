"""Visits are asked about once, whoever asks, whatever dies, and however the clock jumps."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from script import read_scripts
from test_conversations import FOLDER, DirectLine, open_world
from world import World

from assistant.calls.rating import ask_about
from assistant.ports.errors import UnavailableError
from assistant.ports.visits import DueVisit
from assistant.storage import models
from assistant.storage.ratings import ASK_AGAIN_AFTER, ASK_WITHIN, find_due_visits
from assistant.storage.unit_of_work import StoredUnitOfWork, open_unit_of_work
from assistant.telemetry.metrics import PrometheusMetrics
from assistant.worker.ratings import UNASKED, RatingAsker, is_day

SCRIPT = read_scripts(FOLDER / "rating.txt")[0]
BOOKS = "haircut with Ben tomorrow at 11am, I'm Joe"


def make_asker(world: World, on_reply: Callable[[int], None] = lambda _: None) -> RatingAsker:
    return RatingAsker(
        find_due=find_due_visits,
        open_unit_of_work=open_unit_of_work,
        read_clock=world.clock.now,
        metrics=PrometheusMetrics(),
        on_reply=on_reply,
    )


@pytest.fixture
async def line(database: object) -> DirectLine:
    """Joe's line, after a visit that ended at 11:45 on Tuesday; it is 2 pm."""
    assert database
    world = await open_world(SCRIPT)
    await world.ask_for_ratings("2")
    line = DirectLine(world.account, world.clock)
    line.world = world  # type: ignore[attr-defined]
    await line.say([(BOOKS, None)])
    await line.say([("yes", None)])
    world.clock.pass_time(timedelta(hours=29))
    return line


@pytest.fixture
def world(line: DirectLine) -> World:
    found: World = line.world  # type: ignore[attr-defined]
    return found


async def list_due(world: World) -> tuple[DueVisit, ...]:
    return await find_due_visits(world.clock.now(), UNASKED, 10)


async def count_questions() -> tuple[int, int]:
    return await models.Rating.all().count(), len(
        [row for row in await models.OutboxMessage.all() if "how was it?" in row.body["text"]]
    )


async def test_workers_that_race_ask_one_question(world: World) -> None:
    told: list[int] = []
    asked = await asyncio.gather(*(make_asker(world, told.append).ask_due() for _ in range(8)))
    assert (sum(asked), len(told)) == (1, 1)
    assert await count_questions() == (1, 1)
    assert await make_asker(world).ask_due() == 0


async def test_two_that_have_found_the_same_visit_ask_one_question(world: World) -> None:
    [visit] = await list_due(world)
    asked = await asyncio.gather(*(ask_about(visit, open_unit_of_work, world.clock.now()) for _ in range(4)))
    assert sorted(asked) == [False, False, False, True]
    assert await count_questions() == (1, 1)


async def test_a_crash_between_note_and_question_leaves_neither(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def die(*_: object) -> None:
        raise UnavailableError("the power is out")

    [visit] = await list_due(world)
    with monkeypatch.context() as patched:
        patched.setattr(StoredUnitOfWork, "close_turn", die)
        with pytest.raises(UnavailableError):
            await ask_about(visit, open_unit_of_work, world.clock.now())
    assert await count_questions() == (0, 0)
    assert await make_asker(world).ask_due() == 1
    assert await count_questions() == (1, 1)


async def test_one_that_cannot_be_asked_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StoredUnitOfWork, "find_shop", None)
    assert await make_asker(world).ask_due() == 0
    monkeypatch.undo()
    assert await make_asker(world).ask_due() == 1


@pytest.mark.parametrize("step", [timedelta(hours=-30), timedelta(days=-400), timedelta(days=29)])
async def test_a_clock_that_is_set_asks_nobody_twice(world: World, step: timedelta) -> None:
    assert await make_asker(world).ask_due() == 1
    world.clock.pass_time(step)
    assert await make_asker(world).ask_due() == 0
    world.clock.pass_time(-step)
    assert await make_asker(world).ask_due() == 0
    assert await count_questions() == (1, 1)


async def test_what_was_due_long_ago_is_let_go(world: World) -> None:
    world.clock.pass_time(ASK_WITHIN + timedelta(hours=1))
    assert await list_due(world) == ()


async def test_a_message_that_came_in_meanwhile_goes_first(line: DirectLine, world: World) -> None:
    [visit] = await list_due(world)
    await line.say([("a beard trim on Friday", None)])
    assert not await ask_about(visit, open_unit_of_work, world.clock.now())
    assert await count_questions() == (0, 0)


async def test_a_conversation_in_which_somebody_talks_at_this_moment_is_left_alone(world: World) -> None:
    [visit] = await list_due(world)
    async with open_unit_of_work() as work:
        assert await work.begin_turn(visit.conversation_id, 1)
        assert await list_due(world) == ()
    assert await list_due(world) == (visit,)


async def test_whoever_comes_back_after_a_month_is_asked_again(line: DirectLine, world: World) -> None:
    assert await make_asker(world).ask_due() == 1
    world.clock.pass_time(ASK_AGAIN_AFTER + timedelta(days=14))  # no holiday
    await line.say([("haircut with Ben tomorrow at 11am", None)])
    await line.say([("yes", None)])
    world.clock.pass_time(timedelta(hours=24))
    assert await make_asker(world).ask_due() == 1
    assert await count_questions() == (2, 2)


async def test_a_channel_that_is_not_listed_is_not_written_to_unasked(world: World) -> None:
    assert await find_due_visits(world.clock.now(), {"chat": None}, 10) == ()


async def test_a_platform_s_window_after_the_last_message_is_kept(world: World) -> None:
    assert await find_due_visits(world.clock.now(), {"standard": timedelta(hours=24)}, 10) == ()
    assert await find_due_visits(world.clock.now(), {"standard": timedelta(hours=30)}, 10) != ()


async def test_of_a_visit_s_services_the_last_is_asked_about(line: DirectLine, world: World) -> None:
    world.clock.pass_time(timedelta(hours=-28))
    await line.say([("beard trim with Ben tomorrow at 1pm", None)])
    await line.say([("yes", None)])
    world.clock.pass_time(timedelta(hours=30))
    [visit] = await list_due(world)
    booking = await models.Booking.get(id=visit.booking_id).prefetch_related("service")
    assert booking.service.name == "Beard trim"


def test_it_is_day_by_the_clocks_of_the_shop(world: World) -> None:
    at_two = world.clock.now()
    assert is_day(at_two, "Europe/London")
    assert not is_day(at_two, "Australia/Sydney")
