"""One transaction around one turn: it forgets everything unless it is told to commit."""

from datetime import datetime
from types import TracebackType

import structlog

from assistant.booking.model import Shop
from assistant.dialogue.services import RateVisit
from assistant.knowledge.gaps import Unanswered
from assistant.knowledge.model import Entry
from assistant.ports.turns import Closing, Conversation, Customer, Message
from assistant.storage.answers import note_gap, read_entries, settle_chosen
from assistant.storage.bookings import StoredBookings
from assistant.storage.failures import in_words_of_ports
from assistant.storage.memory import decode_memory, encode_memory
from assistant.storage.outbox import PUT, READ_CHANNELS, encode_reply
from assistant.storage.ratings import claim, rate
from assistant.storage.rows import Row, Rows, open_rows
from assistant.storage.shops import find_shop

# The row is locked and everything is read in one statement. Where a rival changed the row after the snapshot of the
# statement, the lock gives its newest version, but what else was read is as old as the snapshot: `is_seen` says so, and
# all is read once more, now under the lock.
BEGIN_TURN = """
    WITH locked AS (
        SELECT id, business_id, account_id, sender, turns, attended_by, state::text AS state, xmin AS version
          FROM conversation WHERE id = $1 FOR NO KEY UPDATE)
    SELECT c.id, c.business_id, c.account_id, c.sender, c.turns, c.attended_by, c.state,
           u.id AS customer_id, u.name, u.phone, b.xmin::text AS shop_stamp,
           EXISTS (SELECT FROM conversation s WHERE s.id = $1 AND s.xmin = c.version) AS is_seen,
           i.id AS message_id, i.dedupe_key, i.text, i.choice, i.attempts, i.retry_at
      FROM locked c JOIN business b ON b.id = c.business_id
      LEFT JOIN customer_address a ON a.account_id = c.account_id AND a.sender = c.sender
      LEFT JOIN customer u ON u.id = a.customer_id
      LEFT JOIN LATERAL (SELECT * FROM inbox WHERE conversation_id = $1 AND status = 'pending' ORDER BY id LIMIT $2) i
             ON true
     ORDER BY i.id"""
SAY = PUT.format(turn="$3", author="'assistant'", body="$6", now="$4", read_channels="$7")
CLOSE_TURN = f"""
    WITH closed AS (UPDATE inbox i SET status = 'done', done_at = $4, turn = $3, mood = m.mood
                      FROM unnest($5::bigint[], $8::float8[]) AS m (id, mood) WHERE i.id = m.id),
         said AS ({SAY})
    UPDATE conversation SET state = $2::jsonb, turns = $3, last_turn_at = $4, mood = $9 WHERE id = $1"""  # noqa: S608 - constants
HAND_OVER = "UPDATE conversation SET attended_by = 'person', handed_over_at = $2 WHERE id = $1"


_shops: dict[int, tuple[str | None, Shop]] = {}
"""Shops by business, each with the stamp that its row had: the transaction that wrote it, unlike any other of a server.

A shop that was loaded or restored since has another one, also where its version is the same.
"""
_answers: dict[int, tuple[str | None, tuple[Entry, ...]]] = {}
"""What shops answer, in the same way: whoever changes an answer writes the shop's row too."""


class StoredUnitOfWork:
    """The `UnitOfWork` of `ports`, on one Postgres transaction."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._shop_stamp: str | None = None

    async def begin_turn(self, conversation_id: int, limit: int) -> tuple[Conversation, tuple[Message, ...]] | None:
        """See `ports.turns.UnitOfWork`."""
        found = await self._rows.all(BEGIN_TURN, conversation_id, limit)
        if found and not found[0]["is_seen"]:
            found = await self._rows.all(BEGIN_TURN, conversation_id, limit)
        if not found:
            return None
        self._shop_stamp = found[0]["shop_stamp"]
        # Whatever is logged from here on is about these.
        keys = [row["dedupe_key"] for row in found if row["message_id"] is not None]
        structlog.contextvars.bind_contextvars(conversation=conversation_id, messages=keys)
        return _to_conversation(found[0]), tuple(_to_message(row) for row in found if row["message_id"] is not None)

    async def find_shop(self, business_id: int) -> Shop:
        """See `ports.turns.UnitOfWork`."""
        stamp, shop = _shops.get(business_id, (None, None))
        if shop is None or stamp is None or stamp != self._shop_stamp:
            with in_words_of_ports():
                shop = await find_shop(business_id)
            _shops[business_id] = self._shop_stamp, shop
        return shop

    async def find_answers(self, business_id: int) -> tuple[Entry, ...]:
        """See `ports.turns.UnitOfWork`."""
        stamp, entries = _answers.get(business_id, (None, ()))
        if stamp is None or stamp != self._shop_stamp:
            entries = await read_entries(self._rows, business_id)
            _answers[business_id] = self._shop_stamp, entries
        return entries

    async def note_gap(self, conversation: Conversation, question: Unanswered) -> int:
        """See `ports.turns.UnitOfWork`."""
        return await note_gap(self._rows, conversation.business_id, question)

    async def settle_gap(self, conversation: Conversation, entry: Entry) -> None:
        """See `ports.turns.UnitOfWork`."""
        await settle_chosen(self._rows, conversation.business_id, conversation.id, entry)

    def open_bookings(self, conversation: Conversation, now: datetime) -> StoredBookings:
        """See `ports.turns.UnitOfWork`."""
        return StoredBookings(self._rows, conversation, now)

    async def hand_over(self, conversation: Conversation, now: datetime) -> None:
        """See `ports.turns.UnitOfWork`."""
        await self._rows.all(HAND_OVER, conversation.id, now)

    async def claim_rating(self, conversation: Conversation, booking_id: int, now: datetime) -> bool:
        """See `ports.turns.UnitOfWork`."""
        return await claim(self._rows, conversation, booking_id, now)

    async def rate(self, conversation: Conversation, call: RateVisit, now: datetime) -> bool:
        """See `ports.turns.UnitOfWork`."""
        return await rate(self._rows, conversation, call, now)

    async def close_turn(self, conversation: Conversation, closing: Closing, now: datetime) -> None:
        """See `ports.turns.UnitOfWork`."""
        await self._rows.all(
            CLOSE_TURN,
            conversation.id,
            encode_memory(closing.memory),
            conversation.turns + 1,
            now,
            [message.id for message in closing.messages],
            encode_reply(closing.reply) if closing.reply else None,
            READ_CHANNELS,
            closing.moods or [None] * len(closing.messages),
            closing.memory.mood,
        )

    async def commit(self) -> None:
        """See `ports.turns.UnitOfWork`."""
        await self._rows.commit()


def _to_conversation(row: Row) -> Conversation:
    customer = Customer(id=None)
    if row["customer_id"] is not None:
        customer = Customer(id=row["customer_id"], name=row["name"], phone=row["phone"])
    return Conversation(
        id=row["id"],
        business_id=row["business_id"],
        account_id=row["account_id"],
        sender=row["sender"],
        turns=row["turns"],
        is_with_person=row["attended_by"] == "person",
        memory=decode_memory(row["state"]),
        customer=customer,
    )


def _to_message(row: Row) -> Message:
    return Message(
        id=row["message_id"],
        text=row["text"],
        choice=row["choice"],
        attempts=row["attempts"],
        retry_at=row["retry_at"],
    )


class open_unit_of_work:  # noqa: N801 - it is called like a function
    """Open a transaction; leaving without `commit` undoes all of it."""

    __slots__ = ("_context",)

    def __init__(self) -> None:
        self._context = open_rows(commits=False)

    async def __aenter__(self) -> StoredUnitOfWork:
        return StoredUnitOfWork(await self._context.__aenter__())

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._context.__aexit__(kind, error, trace)
