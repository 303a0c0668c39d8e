"""The inbox: a message is committed here before its platform is answered, and waits for its turn."""

import asyncio
import random
from collections.abc import Sequence
from datetime import datetime

from assistant.ports import Inbound, RunAgainError, UnavailableError
from assistant.storage.rows import open_rows

PUT_ATTEMPTS_MAX = 4
"""Two deliveries of the same batch, in different orders, may deadlock: one of them is run again."""
ERROR_LENGTH_MAX = 500

PUT_CONVERSATIONS = """
    INSERT INTO conversation (business_id, account_id, address, sender, state, turns, attended_by, created_at)
    SELECT DISTINCT business_id, account_id, address, sender, '{}'::jsonb, 0, 'assistant', $5::timestamptz
      FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) AS e (business_id, account_id, address, sender)
     ORDER BY account_id, address, sender
    ON CONFLICT (account_id, address, sender) DO NOTHING"""
# Receipts of one conversation queue up, in no turn's way: their numbers are then in the order of their commits, and
# whoever has read up to one of them has missed none before it.
LOCK_RECEIPTS = """
    SELECT pg_advisory_xact_lock(1, (id % 2147483647)::int) FROM (
        SELECT DISTINCT c.id FROM unnest($1::text[], $2::text[], $3::bigint[]) AS e (address, sender, account_id)
          JOIN conversation c ON c.account_id = e.account_id AND c.address = e.address AND c.sender = e.sender
         ORDER BY c.id) AS receiving"""
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
     WHERE id = ANY ($1) AND status = 'pending' RETURNING attempts"""


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
        async with open_rows() as rows:
            await rows.all(PUT_CONVERSATIONS, *whose, *where, now)
            await rows.all(LOCK_RECEIPTS, *where, whose[1])
            new = await rows.all(PUT_MESSAGES, *whose, *where, *what, [e.occurred_at for e in events], now)
        return tuple(dict.fromkeys(row["conversation_id"] for row in new))

    async def find_waiting(self, now: datetime, limit: int) -> tuple[int, ...]:
        """See `ports.Inbox`."""
        async with open_rows() as rows:
            return tuple(row["id"] for row in await rows.all(FIND_WAITING, now, limit))

    async def count_failure(self, message_ids: Sequence[int], error: str, retry_at: datetime) -> int:
        """See `ports.Inbox`."""
        async with open_rows() as rows:
            failed = await rows.all(COUNT_FAILURE, list(message_ids), error[:ERROR_LENGTH_MAX], retry_at)
        return max((row["attempts"] for row in failed), default=0)
