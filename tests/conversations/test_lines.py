"""The same conversations through the signed webhook and in the terminal.

All of them are talked in the process (`test_conversations`). A line is another way in, and not another understanding:
so some of every kind go through one of the others, in turn, and with `--effort 2` all of them through both.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from lines import TypedLine, WebhookLine
from script import Expect, Say, Script
from test_conversations import SCRIPTS, Player, open_world, template
from world import World

from assistant.app import create_app
from assistant.commands.chat import TerminalLine
from assistant.database import build_tortoise_config
from assistant.settings import Settings
from assistant.storage.accounts import change_account, ensure_account
from assistant.storage.connection import DatabaseCredentials
from assistant.turn import Rules

KIND_MAX = 8
"""Of each kind so many."""
WHOLE_KINDS = ("anger", "answers", "happy_paths", "questions", "races", "rating", "repeat", "return")
"""Of these all: in them a line has more to do than to hand on words."""


def _choose_scripts(*, everything: bool) -> list[Script]:
    kinds = [[*of_kind] for _, of_kind in groupby(SCRIPTS, key=lambda script: script.kind)]
    return [s for of in kinds for s in (of if everything or of[0].kind in WHOLE_KINDS else of[:KIND_MAX])]


def _is_for_terminal(script: Script) -> bool:
    """Whether it can be typed: one line at a time, no buttons of earlier messages, and no number that may be an hour.

    The terminal numbers what is offered, and there a number is the place.
    """
    offered: tuple[str, ...] = ()
    for step in script.steps:
        match step:
            case Expect(choices=choices):
                offered = choices or ()
            case Say(lines=(line,)) if "[" not in line and not _may_be_hour(line, offered):
                pass
            case Say():
                return False
    return True


def _may_be_hour(line: str, offered: tuple[str, ...]) -> bool:
    return line.isdecimal() and any(title.endswith((f"{line}am", f"{line}pm", f"{line} noon")) for title in offered)


@pytest_asyncio.fixture
async def world_of(database: DatabaseCredentials, request: pytest.FixtureRequest) -> World:
    assert database.database
    return await open_world(request.param)


@pytest_asyncio.fixture
async def webhook_line(
    world_of: World, database: DatabaseCredentials, settings: Settings
) -> AsyncIterator[WebhookLine]:
    chat = await ensure_account(world_of.shop_id, "chat", "page")
    config = build_tortoise_config(database, settings)
    allowing = replace(settings, allow_private_reply_urls=True)
    app = await create_app(allowing, config, chat, clock=world_of.clock)
    async with TestClient(TestServer(app)) as client:
        line = WebhookLine(client, world_of.account, world_of.clock)
        receiver = web.Application()
        receiver.router.add_post("/", line.receive)
        async with TestServer(receiver) as other_end:
            line.account = await change_account(world_of.account, reply_url=str(other_end.make_url("/")))
            yield line


__all__ = ("template",)  # the fixture: a database with the script's shop in it
LINES = ("webhook", "terminal")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each line its share of the conversations: what cannot be typed is sent."""
    both = metafunc.config.getoption("--effort") > 1
    line = next(name for name in LINES if name in metafunc.function.__name__)
    chosen = _choose_scripts(everything=both)
    typed = [s for s in chosen if _is_for_terminal(s)]
    sent = [s for s in chosen if both or s not in typed[1::2]]
    scripts = sent if line == "webhook" else typed if both else typed[1::2]
    ids = [script.name for script in scripts]
    metafunc.parametrize(("world_of", "script"), [(s, s) for s in scripts], indirect=["world_of"], ids=ids)


async def test_conversation_through_the_webhook(script: Script, world_of: World, webhook_line: WebhookLine) -> None:
    await Player(script, world_of, webhook_line).play()


async def test_conversation_in_the_terminal(script: Script, world_of: World) -> None:
    account = await ensure_account(world_of.shop_id, "terminal", "chat")
    terminal = TerminalLine(account, "joe", clock=world_of.clock, rules=Rules(hold_lasts=timedelta(minutes=10)))
    await Player(script, world_of, TypedLine(terminal)).play()
