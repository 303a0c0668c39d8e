"""The inbox: a message is committed here before its platform is answered, and waits for its turn."""

import asyncio
import random
from collections.abc import Sequence
from datetime import datetime

from tortoise.transactions import in_transaction

from assistant.ports import Inbound, RunAgainError, UnavailableError
from assistant.storage.failures import in_words_of_ports
from assistant.storage.rows import Rows

PUT_ATTEMPTS_MAX = 4
"""Two deliveries of the same batch, in different orders, may deadlock: one of them is run again."""
ERROR_LENGTH_MAX = 500

PUT_CONVERSATIONS = """
    INSERT INTO conversation (business_id, account_id, address, sender, state, turns, attended_by, created_at)
    SELECT DISTINCT business_id, account_id, address, sender, '{}'::jsonb, 0, 'assistant', $5::timestamptz
      FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) AS e (business_id, account_id, address, sender)
     ORDER BY account_id, address, sender
    ON CONFLICT (account_id, address, sender) DO NOTHING"""
PUT_MESSAGES = """
    INSERT INTO inbox (business_id, account_id, conversation_id, dedupe_key, text, choice, occurred_at, received_at,
                       status, attempts)
    SELECT e.business_id, e.account_id, c.id, e.dedupe_key, e.text, e.choice, e.occurred_at, $9::timestamptz,
           'pending', 0
      FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                  $8::timestamptz[]) WITH ORDINALITY
           AS e (business_id, account_id, address, sender, dedupe_key, text, choice, occurred_at, position)
      JOIN conversation c ON c.account_id = e.account_id AND c.address = e.address AND c.sender = e.sender
     ORDER BY e.position
    ON CONFLICT (account_id, dedupe_key) DO NOTHING RETURNING conversation_id"""
FIND_WAITING = """
    SELECT c.id FROM conversation c
     WHERE EXISTS (SELECT FROM inbox i WHERE i.conversation_id = c.id AND i.status = 'pending'
                      AND (i.retry_at IS NULL OR i.retry_at <= $1))
     ORDER BY c.id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED"""
COUNT_FAILURE = """
    UPDATE inbox SET attempts = attempts + 1, retry_at = $3, error = $2
     WHERE conversation_id = $1 AND status = 'pending' RETURNING id, attempts"""


class StoredInbox:
    """The `Inbox` of `ports`."""

    async def put(self, events: Sequence[Inbound], now: datetime) -> tuple[int, ...]:
        """See `ports.Inbox`."""
        for attempt in range(PUT_ATTEMPTS_MAX):
            try:
                return await self._put_once(events, now)
            except RunAgainError:
                # Jitter parts the two that ran into each other.
                await asyncio.sleep(random.uniform(0, 0.02 * (attempt + 1)))  # noqa: S311 - not a secret
        raise UnavailableError(f"deliveries ran into each other {PUT_ATTEMPTS_MAX} times")

    async def _put_once(self, events: Sequence[Inbound], now: datetime) -> tuple[int, ...]:
        whose = ([e.business_id for e in events], [e.account_id for e in events])
        where = ([e.address for e in events], [e.sender for e in events])
        what = ([e.dedupe_key for e in events], [e.text for e in events], [e.choice for e in events])
        with in_words_of_ports():
            async with in_transaction() as transaction:
                rows = Rows(transaction)
                await rows.all(PUT_CONVERSATIONS, *whose, *where, now)
                new = await rows.all(PUT_MESSAGES, *whose, *where, *what, [e.occurred_at for e in events], now)
        return tuple(dict.fromkeys(row["conversation_id"] for row in new))

    async def find_waiting(self, now: datetime, limit: int) -> tuple[int, ...]:
        """See `ports.Inbox`."""
        with in_words_of_ports():
            async with in_transaction() as transaction:
                return tuple(row["id"] for row in await Rows(transaction).all(FIND_WAITING, now, limit))

    async def count_failure(self, conversation_id: int, error: str, retry_at: datetime) -> int:
        """See `ports.Inbox`."""
        with in_words_of_ports():
            async with in_transaction() as transaction:
                rows = await Rows(transaction).all(COUNT_FAILURE, conversation_id, error[:ERROR_LENGTH_MAX], retry_at)
        return int(min(rows, key=lambda r: r["id"])["attempts"]) if rows else 0
