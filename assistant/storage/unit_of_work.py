"""One transaction around one turn: it forgets everything unless it is told to commit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from assistant.booking.model import Shop
from assistant.dialogue.state import Memory
from assistant.ports import Conversation, Customer, Message
from assistant.responses.model import Rendered
from assistant.storage.bookings import StoredBookings
from assistant.storage.failures import in_words_of_ports
from assistant.storage.memory import decode_memory, encode_memory
from assistant.storage.outbox import put_outgoing
from assistant.storage.rows import Rows, open_rows
from assistant.storage.shops import find_shop

LOCK_CONVERSATION = """
    SELECT id, business_id, account_id, sender, turns, attended_by, state::text AS state
      FROM conversation WHERE id = $1 FOR NO KEY UPDATE"""
# A statement of its own after the lock: a customer made by the turn we waited for must be seen.
FIND_CUSTOMER = """
    SELECT c.id, c.name, c.phone FROM customer_address a JOIN customer c ON c.id = a.customer_id
     WHERE a.account_id = $1 AND a.sender = $2"""
TAKE_PENDING = """
    SELECT id, text, choice, attempts, retry_at FROM inbox
     WHERE conversation_id = $1 AND status = 'pending' ORDER BY id LIMIT $2"""
CLOSE_TURN = """
    WITH closed AS (UPDATE inbox SET status = 'done', done_at = $4, turn = $3 WHERE id = ANY ($5))
    UPDATE conversation SET state = $2::jsonb, turns = $3, last_turn_at = $4 WHERE id = $1"""
HAND_OVER = "UPDATE conversation SET attended_by = 'person', handed_over_at = $2 WHERE id = $1"


_shops: dict[int, Shop] = {}
"""Shops by business: each is looked at again as soon as the business has a newer version."""


class StoredUnitOfWork:
    """The `UnitOfWork` of `ports`, on one Postgres transaction."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.is_committed = False

    async def lock_conversation(self, conversation_id: int) -> Conversation | None:
        """See `ports.UnitOfWork`."""
        row = await self._rows.first(LOCK_CONVERSATION, conversation_id)
        if row is None:
            return None
        customer = await self._rows.first(FIND_CUSTOMER, row["account_id"], row["sender"])
        return Conversation(
            id=row["id"],
            business_id=row["business_id"],
            account_id=row["account_id"],
            sender=row["sender"],
            turns=row["turns"],
            is_with_person=row["attended_by"] == "person",
            memory=decode_memory(row["state"]),
            customer=Customer(**customer) if customer else Customer(id=None),
        )

    async def take_pending(self, conversation_id: int, limit: int) -> tuple[Message, ...]:
        """See `ports.UnitOfWork`."""
        return tuple(Message(**row) for row in await self._rows.all(TAKE_PENDING, conversation_id, limit))

    async def find_shop(self, business_id: int) -> Shop:
        """See `ports.UnitOfWork`."""
        with in_words_of_ports():
            shop = await find_shop(business_id, cached=_shops.get(business_id))
        _shops[business_id] = shop
        return shop

    def open_bookings(self, conversation: Conversation, now: datetime) -> StoredBookings:
        """See `ports.UnitOfWork`."""
        return StoredBookings(self._rows, conversation, now)

    async def hand_over(self, conversation: Conversation, now: datetime) -> None:
        """See `ports.UnitOfWork`."""
        await self._rows.all(HAND_OVER, conversation.id, now)

    async def close_turn(
        self, conversation: Conversation, messages: tuple[Message, ...], memory: Memory, now: datetime
    ) -> None:
        """See `ports.UnitOfWork`."""
        ids = [m.id for m in messages]
        await self._rows.all(CLOSE_TURN, conversation.id, encode_memory(memory), conversation.turns + 1, now, ids)

    async def put_reply(self, conversation: Conversation, rendered: Rendered, now: datetime) -> None:
        """See `ports.UnitOfWork`."""
        await put_outgoing(self._rows, conversation.id, "assistant", conversation.turns + 1, rendered, now)

    async def commit(self) -> None:
        """See `ports.UnitOfWork`."""
        await self._rows.commit()
        self.is_committed = True


@asynccontextmanager
async def open_unit_of_work() -> AsyncIterator[StoredUnitOfWork]:
    """Open a transaction; leaving without `commit` undoes all of it."""
    async with open_rows() as rows:
        work = StoredUnitOfWork(rows)
        yield work
        if not work.is_committed:
            await rows.roll_back()
