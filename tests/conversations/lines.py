"""Other ways to talk to the shop than straight to the inbox: through the signed webhook, and in the terminal."""

import json
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestClient
from standardwebhooks import Webhook
from world import FrozenClock

from assistant.channels.shared.signatures import sign
from assistant.commands.chat import TerminalLine
from assistant.ports.accounts import Account
from assistant.responses.model import Choice, Rendered
from assistant.storage import models


@dataclass
class WebhookLine:
    """Posts signed messages, and takes signed replies."""

    client: TestClient[web.Request, web.Application]
    account: Account
    clock: FrozenClock
    replies: list[Rendered] = field(default_factory=list)
    count: int = 0

    async def say(self, messages: list[tuple[str, str | None]]) -> list[Rendered]:
        self.count += 1
        listed = [
            {"conversation": "joe", "text": text, "client_message_id": f"{self.count}-{n}"}
            | ({"choice": choice} if choice else {})
            for n, (text, choice) in enumerate(messages)
        ]
        body = json.dumps({"type": "message.created", "timestamp": "2026-11-23T09:00:00Z", "data": listed}).encode()
        headers = sign(secrets=self.account.secrets, webhook_id=f"msg_{self.count}", body=body, now=self.clock.now())
        headers["content-type"] = "application/json"
        answer = await self.client.post(f"/webhooks/standard/{self.account.name}", data=body, headers=headers)
        assert answer.status == 200, await answer.text()
        return await self.hear()

    async def hear(self) -> list[Rendered]:
        await wait_until_quiet()
        replies, self.replies = self.replies, []
        return replies

    async def receive(self, request: web.Request) -> web.Response:
        """Take a reply, if the reference library finds its signature right."""
        # The library looks at the real time; the shop's clock stands still, so the age is not checked here.
        body = await request.read()
        signed = Webhook(self.account.secrets[0]).sign(request.headers["webhook-id"], self.clock.now(), body.decode())
        assert signed in request.headers["webhook-signature"].split()
        data = json.loads(body)["data"]
        self.replies.append(Rendered(text=data["text"], choices=tuple(Choice(**c) for c in data["choices"])))
        return web.json_response({})


@dataclass
class TypedLine:
    """Types into the terminal: a button is its number."""

    terminal: TerminalLine
    last: Rendered = field(default_factory=lambda: Rendered(text=""))

    async def say(self, messages: list[tuple[str, str | None]]) -> list[Rendered]:
        replies: list[Rendered] = []
        for text, choice in messages:
            tokens = [c.token for c in self.last.choices]
            replies += await self.terminal.say(str(tokens.index(choice) + 1) if choice else text)
            self.last = replies[-1] if replies else self.last
        return replies

    async def hear(self) -> list[Rendered]:
        replies = await self.terminal.catch_up()
        self.last = replies[-1] if replies else self.last
        return replies


async def is_quiet() -> bool:
    """Whether everything is answered and delivered."""
    waits = await models.InboxMessage.filter(status="pending").exists()
    return not waits and not await models.OutboxMessage.filter(status="pending").exists()


async def wait_until_quiet() -> None:
    """Wait for it."""
    import asyncio

    async with asyncio.timeout(30):
        while not await is_quiet():  # noqa: ASYNC110 - the server tells nobody when it has nothing to do
            await asyncio.sleep(0.01)
