"""The product's own way to the rows, for the machine that holds them against its model."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import msgspec
from diary_model import NOW, SHOP, Entry, Wish
from shop_line import OVERLAPS
from slot_race import OUT_OF_BOUNDS
from tortoise import connections

from assistant.booking.model import Shop
from assistant.booking.wanted import Wanted
from assistant.calls.desk import Desk
from assistant.calls.perform import perform
from assistant.dialogue.services import ServiceCall, ServiceResult
from assistant.ports.accounts import Account
from assistant.ports.messages import Inbound
from assistant.responses.model import Rendered
from assistant.shopfile.read import parse_shop
from assistant.storage import models
from assistant.storage.accounts import ensure_account
from assistant.storage.inbox import StoredInbox
from assistant.storage.shops import find_shop, load_shop_file
from assistant.storage.unit_of_work import open_unit_of_work
from assistant.turn import Rules, Waiting, take_turn

HOLD_LASTS = timedelta(minutes=10)
ALL_ROWS = f"""
    SELECT ({OVERLAPS}) + ({OUT_OF_BOUNDS}) AS wrongs,
           b.id, b.status, b.starts_at, b.ends_at, b.hold_expires_at, b.party_size, s.slug AS service, a.sender,
           (SELECT array_agg(r.slug || ':' || o.unit ORDER BY r.slug, o.unit) FROM occupancy o
              JOIN resource r ON r.id = o.resource_id
             WHERE o.booking_id = b.id AND o.status IN ('held', 'confirmed')) AS units,
           (SELECT count(*) FROM occupancy o WHERE o.booking_id = b.id AND o.status IN ('held', 'confirmed')
               AND (o.status <> b.status OR o.starts_at <> b.starts_at - s.buffer_before_minutes * interval '1 minute'
                    OR o.ends_at <> b.ends_at + s.buffer_after_minutes * interval '1 minute')) AS strange,
           (SELECT array_agg(e.action ORDER BY e.id) FROM booking_event e WHERE e.booking_id = b.id) AS events,
           (SELECT e.after ->> 'status' FROM booking_event e WHERE e.booking_id = b.id ORDER BY e.id DESC LIMIT 1)
             AS last_status
      FROM booking b JOIN service s ON s.id = b.service_id JOIN customer_address a ON a.customer_id = b.customer_id
     ORDER BY b.id"""  # noqa: S608 - constants
TABLES = (
    "faq_gap",
    "rating",
    "booking_event",
    "occupancy",
    "booking",
    "inbox",
    "outbox",
    "customer_address",
    "customer",
    "conversation",
)


_openings = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A booking as the tables have it, with everything that hangs on it."""

    entry: Entry
    ends_at: datetime
    strange: int
    """How many of its units do not have its status or its time."""
    events: tuple[str, ...]
    last_status: str
    wrongs: int
    """How many units, of this booking or of any, are taken twice or do not exist."""


class DiaryDesk:
    """A small shop on the real database: calls are performed, messages answered, rows read."""

    def __init__(self, account: Account, shop: Shop) -> None:
        self._account = account
        self._shop = shop
        self._services = {s.slug: s.id for s in shop.services}
        self._resources = {r.slug: r.id for r in shop.resources}
        self._messages = 0

    @classmethod
    async def open(cls, shop: str = SHOP) -> "DiaryDesk":
        """Return the desk of an empty diary: every day is open, nobody has ever written."""
        database = connections.get("default")
        for table in TABLES:
            await database.execute_query(f"DELETE FROM {table}")  # noqa: S608 - constants
        report = await load_shop_file(parse_shop(shop, "small.toml"), NOW)
        # A process remembers shops by id and version: the shop of another test's database may have had the same ones.
        await database.execute_query(f"UPDATE business SET version = {1000 * next(_openings)}")  # noqa: S608 - a number
        account = await ensure_account(report.business_id, "standard", "small")
        return cls(account, await find_shop(report.business_id))

    async def close_days(self, days: set[date], now: datetime) -> None:
        """Load the shop's file anew, with these days closed and all others open."""
        closed = "".join(f"\n[[closed]]\ndate = {day}\n" for day in sorted(days))
        await load_shop_file(parse_shop(SHOP + closed, "small.toml"), now)

    async def perform(self, customer: str, call: ServiceCall, now: datetime, *, commits: bool = True) -> ServiceResult:
        """Return what came of a call in a transaction of its own, undone at the end where it is not to be committed."""
        row, _ = await models.Conversation.get_or_create(
            business_id=self._account.business_id, account_id=self._account.id, address=customer, sender=customer
        )
        async with open_unit_of_work() as work:
            begun = await work.begin_turn(row.id, 1)
            assert begun is not None
            conversation, _ = begun
            bookings = work.open_bookings(conversation, now)
            shop = await work.find_shop(self._account.business_id)
            desk = Desk(
                work=work, conversation=conversation, bookings=bookings, shop=shop, now=now, hold_lasts=HOLD_LASTS
            )
            result = await perform(call, desk)
            if commits:
                await work.commit()
        return result

    async def say(self, customer: str, text: str, now: datetime) -> str:
        """Return the reply to a message."""
        self._messages += 1
        event = Inbound(
            account_id=self._account.id,
            business_id=self._account.business_id,
            dedupe_key=f"{customer}:{self._messages}",
            address=customer,
            sender=customer,
            text=text,
        )
        (conversation,) = await StoredInbox().put([event], now)
        waiting = await take_turn(
            conversation, open_unit_of_work, read_clock=lambda: now, rules=Rules(hold_lasts=HOLD_LASTS)
        )
        assert waiting is Waiting.ANSWERED
        reply = await models.OutboxMessage.filter(conversation_id=conversation).order_by("-id").first()
        assert reply is not None
        return msgspec.convert(reply.body, Rendered).text

    async def find_shop(self) -> Shop:
        """Return the shop as it is now."""
        return await find_shop(self._account.business_id)

    def want(self, wish: Wish, *, ignoring: int | None) -> Wanted:
        """Return a wish in the product's words."""
        minute = wish.starts_at.hour * 60 + wish.starts_at.minute
        day = wish.starts_at.date()
        return Wanted(
            service_id=self._services[wish.service],
            resource_id=self._resources[wish.person] if wish.person else None,
            party_size=wish.party,
            first_day=day,
            last_day=day,
            first_minute=minute,
            last_minute=minute,
            ignoring_bookings=(ignoring,) if ignoring else (),
        )

    async def read_all(self) -> dict[int, Row]:
        """Return all bookings, by id."""
        rows = await connections.get("default").execute_query_dict(ALL_ROWS)
        return {row["id"]: _to_row(row) for row in rows}


def _to_row(row: dict[str, Any]) -> Row:
    units = frozenset((name, int(unit)) for name, _, unit in (text.partition(":") for text in row["units"] or ()))
    entry = Entry(
        id=row["id"],
        customer=row["sender"],
        wish=Wish(service=row["service"], starts_at=row["starts_at"], party=row["party_size"]),
        units=units,
        status=row["status"],
        expires_at=row["hold_expires_at"],
    )
    return Row(
        entry=entry,
        ends_at=row["ends_at"],
        strange=row["strange"],
        events=tuple(row["events"] or ()),
        last_status=row["last_status"],
        wrongs=row["wrongs"],
    )
