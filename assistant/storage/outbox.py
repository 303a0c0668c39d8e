"""The outbox: replies wait here, in the order of their conversation, until they are delivered."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from assistant.ports.accounts import Account
from assistant.ports.messages import Outgoing
from assistant.responses.model import Rendered
from assistant.storage.groups import Groups
from assistant.storage.rows import Row, Rows, run

ERROR_LENGTH_MAX = 500
ACCOUNTS_AT_ONCE_MIN = 4
"""For how many accounts there is always room: none has more than such a part of all sends."""
GROUP_MAX = 64
"""How many replies are marked as sent in one statement at most."""
_log = logging.getLogger(__name__)
READ_CHANNELS = ["chat", "terminal"]
"""Channels whose clients read the outbox themselves: a reply that is committed there is delivered.

So is one of an account without a reply URL: there is nowhere to send it.
"""

PUT = """
    INSERT INTO outbox (business_id, account_id, conversation_id, turn, author, body, status, attempts,
                        unknown_sends, retry_at, created_at, sent_at)
    SELECT c.business_id, c.account_id, c.id, {turn}, {author}, {body}::jsonb,
           CASE WHEN is_read THEN 'sent' ELSE 'pending' END, 0, 0, {now}::timestamptz, {now}::timestamptz,
           CASE WHEN is_read THEN {now}::timestamptz END
      FROM conversation c JOIN channel_account a ON a.id = c.account_id,
           LATERAL (SELECT a.channel = ANY ({read_channels}::text[]) OR a.reply_url = '' AS is_read) r
     WHERE c.id = $1 AND {body}::text IS NOT NULL"""
"""With the places of its parameters still to be filled in; the first is the conversation."""
PUT_OF_PERSON = PUT.format(turn="$2::int", author="'person'", body="$3", now="$4", read_channels="$5")
# An older lease that has ended belonged to a process that died, or lost its connection, while sending. A clock that was
# set back holds nothing up: what nobody has tried is due, and a lease longer than two was taken before that. One and a
# half would be another process, whose clock is ahead of ours.
#
# Each account has a share of the sends at a time, those under way counted, so that one whose receiver is slow or gone
# does not hold up the others.
CLAIM = """
    WITH due AS (
        SELECT o.id FROM channel_account a, LATERAL (
            SELECT o.id, o.retry_at FROM outbox o
             WHERE o.account_id = a.id AND o.status = 'pending'
               AND (o.retry_at <= $2 OR o.attempts = 0 OR o.lease_until IS NOT NULL)
               AND (o.lease_until IS NULL OR NOT o.lease_until BETWEEN $2 AND $2::timestamptz + 2 * $3::interval)
               AND NOT EXISTS (SELECT FROM outbox e WHERE e.conversation_id = o.conversation_id
                                  AND e.status = 'pending' AND e.id < o.id)
             ORDER BY o.retry_at, o.id
             LIMIT greatest(0, $5 - (SELECT count(*) FROM unnest($6::bigint[]) AS busy WHERE busy = a.id))
               FOR UPDATE OF o SKIP LOCKED) o
         WHERE a.channel = ANY ($1) ORDER BY o.retry_at, o.id LIMIT $4),
    claimed AS (
        UPDATE outbox o SET attempts = o.attempts + 1, lease_until = $2::timestamptz + $3::interval,
               unknown_sends = o.unknown_sends + CASE WHEN o.lease_until IS NULL THEN 0 ELSE 1 END
          FROM due WHERE o.id = due.id
        RETURNING o.id, o.conversation_id, o.account_id, o.author, o.body::text AS body, o.created_at, o.attempts,
                  o.turn)
    SELECT o.*, c.address, c.sender, a.business_id, a.channel, a.name, a.secrets::text AS secrets, a.reply_url,
           ARRAY(SELECT i.dedupe_key FROM (SELECT * FROM inbox WHERE conversation_id = o.conversation_id
                                            ORDER BY id DESC LIMIT 50) i
                  WHERE i.turn = o.turn ORDER BY i.id) AS messages
      FROM claimed o JOIN conversation c ON c.id = o.conversation_id JOIN channel_account a ON a.id = o.account_id
     ORDER BY o.id"""
# `attempts` is the fence: whoever claimed it since has raised it.
MARK_SENT = """
    UPDATE outbox o SET status = 'sent', sent_at = s.sent_at, lease_until = NULL, error = NULL
      FROM unnest($1::bigint[], $2::int[], $3::timestamptz[]) AS s (id, attempts, sent_at)
     WHERE o.id = s.id AND o.attempts = s.attempts AND o.status = 'pending'"""
MARK_RETRY = """
    UPDATE outbox SET retry_at = $3, lease_until = NULL, error = $4, unknown_sends = unknown_sends + $5
     WHERE id = $1 AND attempts = $2 AND status = 'pending'"""
MARK_FAILED = """
    UPDATE outbox SET status = 'failed', lease_until = NULL, error = $3
     WHERE id = $1 AND attempts = $2 AND status = 'pending'"""


async def put_answer(rows: Rows, conversation_id: int, turn: int, rendered: Rendered, now: datetime) -> None:
    """Put what a person answers into the outbox."""
    await rows.all(PUT_OF_PERSON, conversation_id, turn, encode_reply(rendered), now, READ_CHANNELS)


def encode_reply(rendered: Rendered) -> str:
    """Return the JSON text that is stored."""
    return msgspec.json.encode(rendered).decode()


class StoredOutbox:
    """The `Outbox` of `ports`. What is sent at the same time is marked so together."""

    def __init__(self) -> None:
        self._sent = Groups(_mark_sent, size_max=GROUP_MAX)

    async def claim(
        self,
        channels: Sequence[str],
        now: datetime,
        lease: timedelta,
        limit: int,
        busy: Sequence[int] = (),
    ) -> list[Outgoing]:
        """See `ports.messages.Outbox`."""
        share = max(1, (limit + len(busy)) // ACCOUNTS_AT_ONCE_MIN)
        claimed = []
        for row in await run(CLAIM, list(channels), now, lease, limit, share, list(busy)):
            try:
                claimed.append(_to_outgoing(row))
            except msgspec.DecodeError as error:  # one that this version cannot read must not stop the others
                _log.exception("Reply %d cannot be read and was given up", row["id"])
                await run(MARK_FAILED, row["id"], row["attempts"], f"cannot be read: {error}"[:ERROR_LENGTH_MAX])
        return claimed

    async def mark_sent(self, reply: Outgoing, now: datetime) -> None:
        """See `ports.messages.Outbox`."""
        await self._sent.ask((reply, now))

    async def mark_retry(self, reply: Outgoing, retry_at: datetime, error: str, *, is_unknown: bool) -> None:
        """See `ports.messages.Outbox`."""
        await run(MARK_RETRY, reply.id, reply.attempts, retry_at, error[:ERROR_LENGTH_MAX], int(is_unknown))

    async def mark_failed(self, reply: Outgoing, error: str) -> None:
        """See `ports.messages.Outbox`."""
        await run(MARK_FAILED, reply.id, reply.attempts, error[:ERROR_LENGTH_MAX])


async def _mark_sent(sent: Sequence[tuple[Outgoing, datetime]]) -> Sequence[None]:
    replies, times = [reply for reply, _ in sent], [sent_at for _, sent_at in sent]
    await run(MARK_SENT, [reply.id for reply in replies], [reply.attempts for reply in replies], times)
    return [None] * len(sent)


def _to_outgoing(row: Row) -> Outgoing:
    return Outgoing(
        id=row["id"],
        conversation_id=row["conversation_id"],
        account=Account(
            id=row["account_id"],
            business_id=row["business_id"],
            channel=row["channel"],
            name=row["name"],
            secrets=tuple(msgspec.json.decode(row["secrets"], type=list[str])),
            reply_url=row["reply_url"],
        ),
        address=row["address"],
        sender=row["sender"],
        author=row["author"],
        rendered=msgspec.json.decode(row["body"], type=Rendered),
        created_at=row["created_at"],
        attempts=row["attempts"],
        messages=tuple(row["messages"]),
    )
