"""What an open chat page is told, and when."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from unittest.mock import Mock

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from assistant.ports.accounts import Account
from assistant.ports.logs import Entry, Log, Position
from assistant.web.chat import COOKIE, ChatPage, in_conversation
from assistant.web.hub import Hub
from assistant.web.limits import TokenBuckets

NOW = datetime(2026, 3, 3, 14, tzinfo=UTC)
QUESTION = Entry(id="i1", author="customer", text="Are you open?", choices=(), at=NOW, client_message_id="a")
ANSWER = Entry(id="o1", author="assistant", text="Yes, until 6.", choices=(), at=NOW, client_message_id=None)
CONVERSATION = 1


@dataclass
class QuickWorker:
    """A log that is answered right behind the first reading's back: before the page could follow the conversation."""

    hub: Hub
    entries: list[Entry] = field(default_factory=lambda: [QUESTION])

    async def read(self, account: Account, address: str, *, after: Position, limit: int) -> Log:  # noqa: ARG002
        new = [e for e in self.entries if int(e.id[1:]) > (after.message if e.author == "customer" else after.reply)]
        position = Position(message=1, reply=len(self.entries) - 1)
        if ANSWER not in self.entries:
            self.entries.append(ANSWER)
            self.hub.notify([in_conversation(CONVERSATION)])
        return Log(entries=tuple(new), position=position, is_busy=False, conversation_id=CONVERSATION)


async def test_an_answer_that_comes_before_the_page_follows_the_conversation_is_shown_at_once() -> None:
    hub = Hub()
    hub.hears_others = True  # it looks by itself every 15 s only
    page = ChatPage(
        account=Account(id=1, business_id=1, channel="chat", name="page"),
        find_shop=Mock(),
        inbox=Mock(),
        logs=QuickWorker(hub),
        hub=hub,
        read_clock=lambda: NOW,
        on_received=Mock(),
        on_news=Mock(),
        metrics=Mock(),
        has_secure_cookies=False,
        senders=TokenBuckets(burst=9, per_second=9),
        streams={},
    )
    app = web.Application()
    page.add_routes(app)
    async with TestClient(TestServer(app), cookies={COOKIE: "s" * 43}) as browser, asyncio.timeout(5):
        stream = await browser.get("/chat/stream")
        seen = b""
        while ANSWER.text.encode() not in seen:
            seen += await stream.content.readline()
        hub.close()
    assert QUESTION.text.encode() in seen
