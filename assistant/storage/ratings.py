"""Ratings: whose visit is due to be asked about, that it is asked once, and what was answered."""

# ruff: noqa: S608 - the statements are made of constants

from collections.abc import Mapping
from datetime import datetime, timedelta

from assistant.dialogue.services import RateVisit
from assistant.ports.turns import Conversation
from assistant.ports.visits import DueVisit
from assistant.storage.rows import Rows, run

ASK_WITHIN = timedelta(hours=24)
"""How late it may be asked: what was due longer ago, because the server was down or the rule is new, is let go."""
ASK_AGAIN_AFTER = timedelta(days=30)
"""A customer is asked once in so long at most, however often they come."""
QUIET_FOR = timedelta(minutes=15)
"""So long nothing was said in the conversation: nobody is interrupted."""
LATEST = timedelta(days=8)
"""No shop asks later than seven days after a visit: what ended before need not be looked at."""
COMMENT_LENGTH_MAX = 4000
"""Characters of all that was told of a visit: what comes after them is cut."""
CLOCK_AHEAD = timedelta(days=1)
"""What was asked further in the future than this was asked by a clock that was wrong."""

# Who may be asked now: the visit stands, has ended so and so long ago, is the customer's last one, and the conversation
# is at rest. $1 is now, $2 ASK_WITHIN, $3 ASK_AGAIN_AFTER, $4 QUIET_FOR, $5 CLOCK_AHEAD.
_MAY_BE_ASKED = """
        b.status = 'confirmed' AND b.ends_at <= $1
    AND b.ends_at + p.ask_rating_after_minutes * interval '1 minute' BETWEEN $1::timestamptz - $2::interval AND $1
    AND c.attended_by = 'assistant' AND c.state ->> 'task' IS NULL
    AND coalesce(jsonb_array_length(c.state -> 'waiting'), 0) = 0
    AND NOT coalesce(c.last_turn_at BETWEEN $1::timestamptz - $4::interval AND $1, false)
    AND NOT EXISTS (SELECT FROM inbox i WHERE i.conversation_id = c.id AND i.status = 'pending')
    AND NOT EXISTS (SELECT FROM customer u WHERE u.id = b.customer_id AND u.ratings_refused_at IS NOT NULL)
    AND NOT EXISTS (SELECT FROM rating r WHERE r.booking_id = b.id)
    AND NOT EXISTS (SELECT FROM rating r JOIN booking o ON o.id = r.booking_id WHERE o.customer_id = b.customer_id
                       AND r.asked_at BETWEEN $1::timestamptz - $3::interval AND $1::timestamptz + $5::interval)
    AND NOT EXISTS (SELECT FROM booking o WHERE o.customer_id = b.customer_id AND o.status = 'confirmed'
                       AND o.starts_at <= $1 AND (o.ends_at, o.id) > (b.ends_at, b.id))"""
_JOINS = """
      JOIN service s ON s.id = b.service_id JOIN policy p ON p.id = s.policy_id
      JOIN customer_address d ON d.customer_id = b.customer_id
      JOIN channel_account a ON a.id = d.account_id AND a.active
      JOIN conversation c ON c.account_id = d.account_id AND c.sender = d.sender"""
# A customer who writes on several lines is asked on the one that they wrote on last. Where a platform lets nobody write
# unasked later than so long after the customer's last message ($7, for the channels of $6), that is kept; a channel
# that is not listed is not written to.
FIND_DUE = f"""
    SELECT DISTINCT ON (b.id) b.id AS booking_id, c.id AS conversation_id, l.zone
      FROM booking b JOIN location l ON l.id = b.location_id {_JOINS}
      JOIN unnest($6::text[], $7::interval[]) AS w (channel, within) ON w.channel = a.channel
     WHERE b.ends_at > $1::timestamptz - $8::interval AND {_MAY_BE_ASKED}
       AND (w.within IS NULL OR EXISTS (SELECT FROM inbox i WHERE i.conversation_id = c.id
                                           AND i.received_at BETWEEN $1::timestamptz - w.within AND $1))
     ORDER BY b.id, c.last_turn_at DESC NULLS LAST, c.id DESC LIMIT $9"""
SKIP_BUSY = "SELECT id FROM conversation WHERE id = ANY ($1) FOR NO KEY UPDATE SKIP LOCKED"
# Under this lock the customer is asked on one line at a time.
LOCK_CUSTOMER = "SELECT id FROM customer WHERE id = $1 FOR NO KEY UPDATE"
CLAIM = f"""
    INSERT INTO rating (business_id, booking_id, conversation_id, asked_at)
    SELECT b.business_id, b.id, c.id, $1 FROM booking b {_JOINS}
     WHERE b.id = $6 AND c.id = $7 AND b.customer_id = $8 AND {_MAY_BE_ASKED}
    ON CONFLICT (booking_id) DO NOTHING RETURNING id"""
RATE = """
    UPDATE rating SET score = coalesce($3::smallint, score), rated_at = CASE WHEN $3 IS NULL THEN rated_at ELSE $4 END,
           comment = left(nullif(concat_ws(E'\n', comment, nullif($5, '')), ''), $6)
     WHERE booking_id = $1 AND conversation_id = $2 RETURNING id"""
REFUSE = """
    UPDATE customer SET ratings_refused_at = coalesce(ratings_refused_at, $2)
     WHERE id = (SELECT customer_id FROM booking WHERE id = $1)"""


async def find_due_visits(now: datetime, channels: Mapping[str, timedelta | None], limit: int) -> tuple[DueVisit, ...]:
    """Return whose visits may be asked about now, as far as the database knows: the hour of day is not looked at.

    Args:
        now: UTC.
        channels: Where unasked messages may be sent, and how long after the customer's last one; None: at any time.
        limit: How many at most.
    """
    rules = (now, ASK_WITHIN, ASK_AGAIN_AFTER, QUIET_FOR, CLOCK_AHEAD)
    found = await run(FIND_DUE, *rules, list(channels), list(channels.values()), LATEST, limit)
    if not found:
        return ()
    # Whom somebody is talking to at this moment, or another process is asking, is left alone.
    free = {row["id"] for row in await run(SKIP_BUSY, [row["conversation_id"] for row in found])}
    return tuple(
        DueVisit(booking_id=row["booking_id"], conversation_id=row["conversation_id"], zone=row["zone"])
        for row in found
        if row["conversation_id"] in free
    )


async def claim(rows: Rows, conversation: Conversation, booking_id: int, now: datetime) -> bool:
    """Write down that it is asked; False where it was, or must not be any more. The conversation is locked already."""
    customer_id = conversation.customer.id
    if customer_id is None:
        return False
    await rows.all(LOCK_CUSTOMER, customer_id)
    rules = (now, ASK_WITHIN, ASK_AGAIN_AFTER, QUIET_FOR, CLOCK_AHEAD)
    return bool(await rows.all(CLAIM, *rules, booking_id, conversation.id, customer_id))


async def rate(rows: Rows, conversation: Conversation, call: RateVisit, now: datetime) -> bool:
    """Write down what the customer answers; return whether they were asked in this conversation."""
    said = call.score, now, call.comment, COMMENT_LENGTH_MAX
    is_known = bool(await rows.all(RATE, call.booking_id, conversation.id, *said))
    if is_known and call.is_last:
        await rows.all(REFUSE, call.booking_id, now)
    return is_known
