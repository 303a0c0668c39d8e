"""A shop that many customers write to at once, in this process and on the real database."""

import asyncio
import itertools
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import msgspec

from assistant.ports.accounts import Account
from assistant.ports.messages import Inbound
from assistant.responses.model import Rendered
from assistant.shopfile.read import DEMO_SHOP, read_shop_file
from assistant.storage import models
from assistant.storage.accounts import ensure_account
from assistant.storage.inbox import StoredInbox
from assistant.storage.shops import load_shop_file
from assistant.storage.unit_of_work import open_unit_of_work
from assistant.telemetry.metrics import PrometheusMetrics
from assistant.turn import Rules
from assistant.worker.turns import TurnTaker

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
PATIENCE_S = 60
_versions = itertools.count(1_000_000, 1000)
OVERLAPS = """
    SELECT count(*) AS overlaps FROM occupancy a JOIN occupancy b
        ON a.resource_id = b.resource_id AND a.unit = b.unit AND a.id < b.id
       AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
     WHERE a.status IN ('held', 'confirmed') AND b.status IN ('held', 'confirmed')"""


class ShopLine:
    """Puts messages into the inbox and lets turns be taken as the server does."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.metrics = PrometheusMetrics()
        self.inbox = StoredInbox()
        self.now = MONDAY
        self.turns = TurnTaker(
            inbox=self.inbox,
            open_unit_of_work=open_unit_of_work,
            read_clock=lambda: self.now,
            rules=Rules(hold_lasts=timedelta(minutes=10)),
            metrics=self.metrics,
            on_reply=lambda _: None,
        )

    def make_event(self, customer: str, key: str, text: str) -> Inbound:
        return Inbound(
            account_id=self.account.id,
            business_id=self.account.business_id,
            dedupe_key=f"{customer}:{key}",
            address=customer,
            sender=customer,
            text=text,
        )

    async def deliver(self, event: Inbound) -> None:
        self.turns.wake(await self.inbox.put([event], self.now))

    async def wait_until_answered(self) -> None:
        """Wait until nothing is pending, or fail loudly."""
        await wait_for(lambda: _is_none_pending(self.turns))

    async def find_replies(self, customer: str) -> list[Rendered]:
        rows = await models.OutboxMessage.filter(conversation__address=customer).order_by("id")
        return [msgspec.convert(row.body, Rendered) for row in rows]


async def _is_none_pending(turns: TurnTaker) -> bool:
    waiting = await models.InboxMessage.filter(status="pending").values_list("conversation_id", flat=True)
    turns.wake({int(str(i)) for i in waiting})  # as the sweep does
    return not waiting


async def wait_for(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until what is elsewhere, in the database or another process, is so."""
    async with asyncio.timeout(PATIENCE_S):
        while not await condition():  # noqa: ASYNC110 - nobody there could set an event of ours
            await asyncio.sleep(0.02)


def throw_dice() -> random.Random:
    """Return a source of chance whose seed is printed, so that a failure can be run again."""
    seed = random.randrange(10**6)  # noqa: S311 - not a secret
    print(f"seed {seed}")  # noqa: T201
    return random.Random(seed)  # noqa: S311


async def open_shop(name: str = DEMO_SHOP.stem) -> ShopLine:
    """Load a demo shop: the salon, or another."""
    report = await load_shop_file(read_shop_file(DEMO_SHOP.with_stem(name)), MONDAY)
    # The process caches shops by version, and this is another database than the one before.
    await models.Business.all().update(version=next(_versions))
    return ShopLine(await ensure_account(report.business_id, "standard", "demo"))
