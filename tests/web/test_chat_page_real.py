"""The chat page in a real browser, in front of the real server and a real database."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from chat_page import open_page, write
from lines import wait_until_quiet
from playwright.async_api import BrowserContext, Page, expect
from script import Say, Script
from test_conversations import SCRIPTS, Player, open_world
from world import World

from assistant.app import create_app
from assistant.database import build_tortoise_config
from assistant.responses.model import Choice, Rendered
from assistant.settings import Settings
from assistant.storage import models
from assistant.storage.accounts import ensure_account
from assistant.storage.connection import DatabaseCredentials

pytest_plugins = ["chat_fixtures"]


OF_OTHERS_MAX = 4
"""Of questions and of anger so many: the page is another way in, and not another understanding."""


def _is_for_page(script: Script) -> bool:
    """Whether one thumb can play it: one message at a time. (The page shows no buttons but the newest.)"""
    return all(not isinstance(s, Say) or len(s.lines) == 1 for s in script.steps)


def _list_of(kind: str) -> list[Script]:
    return [s for s in SCRIPTS if s.name.startswith(f"{kind}: ") and _is_for_page(s)]


ON_PAGE = [
    *_list_of("happy_paths"),
    *(s for kind in ("answers", "anger") for s in _list_of(kind)[:OF_OTHERS_MAX]),
]


@dataclass
class PageLine:
    """Types and taps on the page, and reads what it shows."""

    page: Page
    shown: int = field(default=0)

    async def say(self, messages: list[tuple[str, str | None]]) -> list[Rendered]:
        """Write, or tap the button of that title; return what the assistant says next."""
        before = await models.OutboxMessage.all().count()
        for text, choice in messages:
            if choice:
                await self.page.get_by_role("button", name=text, exact=True).tap()
            else:
                await write(self.page, text)
        await self._wait_for_answer(before)
        return await self.hear()

    async def hear(self) -> list[Rendered]:
        replies = self.page.locator(".assistant .bubble, .bubble.assistant")
        await expect(replies).to_have_count(await models.OutboxMessage.all().count())
        texts = (await replies.all_inner_texts())[self.shown :]
        self.shown += len(texts)
        titles = await self.page.locator(".choices button").all_inner_texts()
        choices = tuple(Choice(token=t, title=t) for t in titles)
        return [*(Rendered(text=t) for t in texts[:-1]), *(Rendered(text=t, choices=choices) for t in texts[-1:])]

    async def _wait_for_answer(self, before: int) -> None:
        async with asyncio.timeout(20):
            while await models.OutboxMessage.all().count() <= before:  # noqa: ASYNC110 - the page tells us nothing
                await asyncio.sleep(0.02)
        await wait_until_quiet()


@pytest_asyncio.fixture
async def world(database: DatabaseCredentials, request: pytest.FixtureRequest) -> World:
    assert database.database
    return await open_world(getattr(request, "param", SCRIPTS[0]))


@pytest_asyncio.fixture
async def shop_page(
    world: World, database: DatabaseCredentials, settings: Settings, phone: BrowserContext
) -> AsyncIterator[Page]:
    account = await ensure_account(world.shop_id, "chat", "page")
    app = await create_app(settings, build_tortoise_config(database, settings), account, clock=world.clock)
    async with TestServer(app) as server:
        yield await open_page(phone, str(server.make_url("/")))


@pytest.mark.parametrize(("world", "script"), [(s, s) for s in ON_PAGE], indirect=["world"], ids=lambda s: s.name)
async def test_conversation_on_the_page(script: Script, world: World, shop_page: Page) -> None:
    await Player(script, world, PageLine(shop_page)).play()


async def test_a_reload_shows_the_conversation_again_with_its_buttons(shop_page: Page) -> None:
    await PageLine(shop_page).say([("Haircut with Ana tomorrow at 3, I'm Joe", None)])
    await shop_page.reload()
    await expect(shop_page.locator(".bubble")).to_have_count(2)
    await expect(shop_page.get_by_role("button", name="Yes, book it")).to_be_visible()


async def test_two_browsers_do_not_see_each_other(shop_page: Page, phone: BrowserContext) -> None:
    await PageLine(shop_page).say([("Haircut with Ana tomorrow at 3, I'm Joe", None)])
    await phone.clear_cookies()
    stranger = await open_page(phone, shop_page.url)
    await expect(stranger.locator(".bubble")).to_have_count(0)
