"""The inbox: a message is committed here before its platform is answered, and waits for its turn."""

import asyncio
import random
from collections.abc import Sequence
from datetime import datetime

from assistant.ports.errors import RunAgainError, UnavailableError
from assistant.ports.messages import Inbound
from assistant.ports.turns import RETRY_WAIT_MAX
from assistant.storage.groups import Groups
from assistant.storage.pools import FRONT
from assistant.storage.rows import Row, run

PUT_ATTEMPTS_MAX = 4
"""Two deliveries of the same batch, in different orders, may deadlock: one of them is run again."""
ERROR_LENGTH_MAX = 500

PUT_TIMEOUT_S = 2.5
"""How long a receipt may take before the sender is told to come again: some platforms wait for three seconds only."""
GROUP_MAX = 64
"""How many receipts are committed together at most."""

# One statement, so that a receipt is one round trip and one commit. What holds the order: a conversation's receipts
# take its advisory lock, in no turn's way, before any of them has a number; so numbers are in the order of commits,
# and whoever has read up to one of them has missed none before it. First all new conversations are made, then the
# locks are taken, each in one order: receipts do not deadlock. A conversation that a rival makes at the same moment
# is not seen yet: its events are not put, and are tried again.
PUT = """
    WITH event AS (
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                             $8::timestamptz[]) WITH ORDINALITY
            AS e (business_id, account_id, address, sender, dedupe_key, text, choice, occurred_at, position)),
    line AS (SELECT DISTINCT business_id, account_id, address, sender FROM event),
    known AS (
        SELECT c.id, c.account_id, c.address, c.sender FROM line l
          JOIN conversation c ON c.account_id = l.account_id AND c.address = l.address AND c.sender = l.sender),
    made AS (
        INSERT INTO conversation (business_id, account_id, address, sender, state, turns, attended_by, created_at)
        SELECT l.business_id, l.account_id, l.address, l.sender, '{}'::jsonb, 0, 'assistant', $9::timestamptz
          FROM line l
         WHERE NOT EXISTS (SELECT FROM known k WHERE k.account_id = l.account_id AND k.address = l.address
                              AND k.sender = l.sender)
         ORDER BY l.account_id, l.address, l.sender
        ON CONFLICT (account_id, address, sender) DO NOTHING RETURNING id, account_id, address, sender),
    receiving AS (
        SELECT c.*, pg_advisory_xact_lock(1, (c.id % 2147483647)::int)
          FROM (SELECT * FROM known UNION ALL SELECT * FROM made ORDER BY id) AS c),
    put AS (
        INSERT INTO inbox (business_id, account_id, conversation_id, dedupe_key, text, choice, occurred_at, received_at,
                           status, attempts)
        SELECT e.business_id, e.account_id, c.id, e.dedupe_key, e.text, e.choice, e.occurred_at, $9::timestamptz,
               'pending', 0
          FROM event e JOIN receiving c
            ON c.account_id = e.account_id AND c.address = e.address AND c.sender = e.sender
         ORDER BY e.position
        ON CONFLICT (account_id, dedupe_key) DO NOTHING RETURNING account_id, dedupe_key, conversation_id)
    SELECT e.account_id, e.dedupe_key, p.conversation_id, c.id IS NOT NULL AS is_placed FROM event e
      LEFT JOIN receiving c ON c.account_id = e.account_id AND c.address = e.address AND c.sender = e.sender
      LEFT JOIN put p ON p.account_id = e.account_id AND p.dedupe_key = e.dedupe_key
     ORDER BY e.position"""
FIND_WAITING = """
    SELECT c.id FROM conversation c
     WHERE EXISTS (SELECT FROM inbox i WHERE i.conversation_id = c.id AND i.status = 'pending'
                      AND (i.retry_at IS NULL OR i.retry_at <= $1 OR i.retry_at > $1::timestamptz + $3::interval))
     ORDER BY c.id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED"""
COUNT_FAILURE = """
    UPDATE inbox SET attempts = attempts + 1, retry_at = $3, error = $2
     WHERE id = ANY ($1) AND status = 'pending' RETURNING attempts"""


class StoredInbox:
    """The `Inbox` of `ports`. Receipts that come in together are committed together."""

    def __init__(self) -> None:
        self._groups = Groups(self._put_group, size_max=GROUP_MAX)

    async def put(self, events: Sequence[Inbound], now: datetime) -> tuple[int, ...]:
        """See `ports.messages.Inbox`."""
        try:
            async with asyncio.timeout(PUT_TIMEOUT_S):
                return await self._groups.ask((events, now))
        except TimeoutError:
            raise UnavailableError(f"a receipt took longer than {PUT_TIMEOUT_S} s") from None

    async def _put_group(self, receipts: Sequence[tuple[Sequence[Inbound], datetime]]) -> list[tuple[int, ...]]:
        events = [event for group, _ in receipts for event in group]
        placed = await self._put_all(events, receipts[-1][1])
        answers, start = [], 0
        for group, _ in receipts:
            found = placed[start : start + len(group)]
            answers.append(tuple(conversation_id for conversation_id in found if conversation_id is not None))
            start += len(group)
        return answers

    async def _put_all(self, events: Sequence[Inbound], now: datetime) -> list[int | None]:
        """Return for each event the conversation in which it is new, or None where it was known."""
        placed: dict[int, int | None] = {}
        for attempt in range(PUT_ATTEMPTS_MAX):
            missing = [n for n in range(len(events)) if n not in placed]
            try:
                rows = await _put([events[n] for n in missing], now)
            except RunAgainError:
                # Jitter parts the two that ran into each other.
                await asyncio.sleep(random.uniform(0, 0.02 * (attempt + 1)))  # noqa: S311 - not a secret
                continue
            placed |= {n: row["conversation_id"] for n, row in zip(missing, rows, strict=True) if row["is_placed"]}
            if len(placed) == len(events):
                return [placed[n] for n in range(len(events))]
        raise UnavailableError(f"deliveries ran into each other {PUT_ATTEMPTS_MAX} times")

    async def find_waiting(self, now: datetime, limit: int) -> tuple[int, ...]:
        """See `ports.messages.Inbox`."""
        return tuple(row["id"] for row in await run(FIND_WAITING, now, limit, RETRY_WAIT_MAX))

    async def count_failure(self, message_ids: Sequence[int], error: str, retry_at: datetime) -> int:
        """See `ports.messages.Inbox`."""
        failed = await run(COUNT_FAILURE, list(message_ids), error[:ERROR_LENGTH_MAX], retry_at)
        return max((row["attempts"] for row in failed), default=0)


async def _put(events: Sequence[Inbound], now: datetime) -> list[Row]:
    whose = ([e.business_id for e in events], [e.account_id for e in events])
    where = ([e.address for e in events], [e.sender for e in events])
    what = ([e.dedupe_key for e in events], [e.text for e in events], [e.choice for e in events])
    return await run(PUT, *whose, *where, *what, [e.occurred_at for e in events], now, pool=FRONT)
