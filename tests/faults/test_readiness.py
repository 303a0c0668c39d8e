"""What a server says of itself is so: to who asks for its readiness, and to who reads its metrics."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from shop_line import MONDAY, ShopLine, open_shop, wait_for

from assistant.app import Role, create_app
from assistant.database import build_tortoise_config
from assistant.settings import Settings
from assistant.storage import models
from assistant.storage.accounts import ensure_account
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.readiness import INBOX_AGE_MAX, Condition
from assistant.storage.readiness import check_database as look_truly

Page = TestClient[web.Request, web.Application]
OpenPage = Callable[[], AbstractAsyncContextManager[Page]]
WAITING = "assistant_inbox_waiting_seconds"


class FrozenClock:
    """Stands on Monday morning."""

    def now(self) -> datetime:
        return MONDAY


@pytest_asyncio.fixture
async def shop(database: DatabaseCredentials) -> ShopLine:
    assert database.database
    return await open_shop()


@pytest.fixture
def open_web_only(shop: ShopLine, database: DatabaseCredentials, settings: Settings) -> OpenPage:
    """Opens a process that takes messages in and leaves them to workers, of which there is none."""

    @asynccontextmanager
    async def open_page() -> AsyncIterator[Page]:
        chat = await ensure_account(shop.account.business_id, "chat", "chat")
        config = build_tortoise_config(database, settings)
        app = await create_app(settings, config, chat, clock=FrozenClock(), role=Role(has_background=False))
        async with TestClient(TestServer(app)) as client:
            yield client

    return open_page


async def read_metric(page: Page, name: str) -> float:
    lines = (await (await page.get("/metrics")).text()).splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


def expect_metric(page: Page, name: str, value: float) -> Callable[[], Awaitable[bool]]:
    async def is_so() -> bool:
        return await read_metric(page, name) == value

    return is_so


async def test_messages_that_nobody_answers_are_told_and_more_can_come_in(
    shop: ShopLine, open_web_only: OpenPage
) -> None:
    since = MONDAY - INBOX_AGE_MAX - timedelta(minutes=1)
    await shop.inbox.put([shop.make_event("joe", "1", "hello")], since)
    async with open_web_only() as page:
        answer = await page.get("/health/ready")
        warnings = (await answer.json())["warnings"]
        assert answer.status == 200
        assert (
            warnings["inbox"] == f"messages wait for an answer since {since:%Y-%m-%d %H:%M} UTC: is a worker running?"
        )
        assert await read_metric(page, WAITING) == (MONDAY - since).total_seconds()


async def test_messages_that_have_just_come_in_are_nothing_to_tell(shop: ShopLine, open_web_only: OpenPage) -> None:
    await shop.inbox.put([shop.make_event("joe", "1", "hello")], MONDAY - INBOX_AGE_MAX)
    async with open_web_only() as page:
        answer = await page.get("/health/ready")
        assert "inbox" not in (await answer.json()).get("warnings", {})


async def test_a_message_whose_next_try_is_still_to_come_does_not_wait(shop: ShopLine, open_web_only: OpenPage) -> None:
    await shop.inbox.put([shop.make_event("joe", "1", "hello")], MONDAY - timedelta(hours=1))
    message = await models.InboxMessage.get()
    assert await shop.inbox.count_failure([message.id], "failed", MONDAY + timedelta(seconds=2)) == 1
    async with open_web_only() as page:
        answer = await page.get("/health/ready")
        assert "inbox" not in (await answer.json()).get("warnings", {})
        assert await read_metric(page, WAITING) == 0


async def test_a_server_that_nobody_asks_says_that_it_is_ready(open_web_only: OpenPage) -> None:
    async with open_web_only() as page:
        await wait_for(expect_metric(page, "assistant_ready", 1))


async def test_a_server_that_cannot_look_at_itself_is_not_ready_until_it_can(
    open_web_only: OpenPage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(folder: Path, now: datetime) -> Condition:
        raise FileNotFoundError(f"{folder} at {now}")

    monkeypatch.setattr("assistant.app.CHECK_EVERY_S", 0.01)
    async with open_web_only() as page:
        await wait_for(expect_metric(page, "assistant_ready", 1))
        monkeypatch.setattr("assistant.app.check_database", fail)
        await wait_for(expect_metric(page, "assistant_ready", 0))
        monkeypatch.setattr("assistant.app.check_database", look_truly)
        await wait_for(expect_metric(page, "assistant_ready", 1))
    assert "The server could not look at itself" in caplog.text
