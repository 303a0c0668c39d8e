"""The floor's statements. A message takes four of them, each prepared once for a connection, and two commits.

RECEIVE, one statement that commits itself, before the delivery is answered. Then, in one transaction, LOCK, READ, and
one of WRITE. What is sent is marked for many replies at once by MARK. EXPIRE, FIND_WAITING and CLAIM are for the rare
cases: a hold in the way that ran out, and what a dead process left behind.
"""

# ruff: noqa: S608 - the statements are made of constants

from benchmarks.conversations import Deed

# Receipts of one conversation queue up, so that their numbers are in the order of their commits. No row comes back
# where a rival has just made the conversation: then it is run again.
RECEIVE = """
    WITH known AS (SELECT id FROM conversation WHERE account_id = $1 AND address = $3 AND sender = $3),
    made AS (
        INSERT INTO conversation (business_id, account_id, address, sender, state, turns, attended_by, created_at)
        SELECT $2, $1, $3, $3, '{}', 0, 'assistant', $6 WHERE NOT EXISTS (SELECT FROM known)
        ON CONFLICT (account_id, address, sender) DO NOTHING RETURNING id),
    target AS (
        SELECT id, pg_advisory_xact_lock(1, (id % 2147483647)::int)
          FROM (SELECT id FROM known UNION ALL SELECT id FROM made) AS either),
    put AS (
        INSERT INTO inbox (business_id, account_id, conversation_id, dedupe_key, text, received_at, status, attempts)
        SELECT $2, $1, id, $4, $5, $6, 'pending', 0 FROM target
        ON CONFLICT (account_id, dedupe_key) DO NOTHING RETURNING id)
    SELECT target.id, EXISTS (SELECT FROM put) AS is_new FROM target"""

LOCK = "SELECT sender, address, turns, state::text AS state FROM conversation WHERE id = $1 FOR NO KEY UPDATE"

# After the lock, in a statement of its own: what the turn that was waited for has done must be seen.
READ = """
    SELECT i.id, i.text, a.customer_id,
           (SELECT b.id FROM booking b WHERE b.customer_id = a.customer_id AND b.status = 'confirmed'
               AND b.ends_at > $4 ORDER BY b.starts_at, b.id LIMIT 1) AS upcoming_id
      FROM inbox i LEFT JOIN customer_address a ON a.account_id = $2 AND a.sender = $3
     WHERE i.conversation_id = $1 AND i.status = 'pending' ORDER BY i.id LIMIT 2"""

# $1 account, $2 business, $3 conversation, $4 message, $5 turn, $6 now, $7 state, $8 reply, $9 replies that have been
# sent and are not marked yet. The reply is born with its lease, and sent by the process that wrote it, unless an older
# one still waits: then it waits too, and is claimed in its order.
_CLOSE = """
    closed AS (UPDATE inbox SET status = 'done', done_at = $6, turn = $5 WHERE id = $4),
    remembered AS (UPDATE conversation SET state = {state}, turns = $5, last_turn_at = $6 WHERE id = $3)
    INSERT INTO outbox (business_id, account_id, conversation_id, turn, author, body, status, attempts, unknown_sends,
                        retry_at, created_at, lease_until)
    SELECT $2, $1, $3, $5, 'assistant', {body}, 'pending', is_first::int, 0, $6, $6,
           CASE WHEN is_first THEN $6::timestamptz + interval '60 s' END
      FROM (SELECT NOT EXISTS (SELECT FROM outbox o WHERE o.conversation_id = $3 AND o.status = 'pending'
                                  AND o.id <> ALL ($9::bigint[])) AS is_first) AS place
    RETURNING id, body::text AS body, lease_until IS NOT NULL AS is_ours"""
_CLOSE_PLAINLY = _CLOSE.format(state="$7::jsonb", body="$8::jsonb")

_SAY = f"WITH {_CLOSE_PLAINLY}"

# $10 from, $11 to: what is taken in between is read, as any search for free times must.
_LOOK = f"""
    WITH taken AS (
        SELECT array_agg((resource_id, unit, starts_at, ends_at)) AS busy FROM occupancy
         WHERE resource_id = ANY ($12) AND status IN ('held', 'confirmed') AND ends_at > $10 AND starts_at < $11),
    {_CLOSE_PLAINLY}, (SELECT array_length(busy, 1) FROM taken) AS busy"""

# $10 resource, $11 starts, $12 ends, $13 occupied until, $14 code, $15 service, $16 customer or NULL, $17 sender,
# $18 price, $19 location, $20 reply where the time is taken. The occupancy comes first: where the exclusion
# constraint refuses it, there is no booking either, and the rest of the statement says so to the customer.
_HOLD = (
    """
    WITH new AS (SELECT nextval(pg_get_serial_sequence('booking', 'id')) AS id),
    taken AS (
        INSERT INTO occupancy (business_id, booking_id, resource_id, unit, starts_at, ends_at, status)
        SELECT $2, id, $10, 1, $11, $13, 'held' FROM new
        ON CONFLICT ON CONSTRAINT occupancy_no_overlap DO NOTHING RETURNING booking_id),
    known AS (
        INSERT INTO customer (business_id, name, phone, created_at)
        SELECT $2, '', '', $6 FROM taken WHERE $16::bigint IS NULL RETURNING id),
    addressed AS (
        INSERT INTO customer_address (business_id, account_id, customer_id, sender)
        SELECT $2, $1, id, $17 FROM known
        ON CONFLICT (account_id, sender) DO UPDATE SET sender = excluded.sender RETURNING customer_id),
    booked AS (
        INSERT INTO booking (id, business_id, location_id, service_id, customer_id, code, status, starts_at, ends_at,
                             party_size, price_minor, currency, name, phone, hold_expires_at, cancel_cutoff_minutes,
                             reschedule_cutoff_minutes, created_at, updated_at)
        SELECT booking_id, $2, $19, $15, coalesce($16, (SELECT customer_id FROM addressed)), $14, 'held', $11, $12, 1,
               $18, 'GBP', '', '', $6::timestamptz + interval '10 min', 120, 120, $6, $6 FROM taken),
    recorded AS (
        INSERT INTO booking_event (business_id, booking_id, at, actor, action, after)
        SELECT $2, booking_id, $6, 'customer', 'held', jsonb_build_object(
               'status', 'held', 'starts_at', $11::timestamptz, 'ends_at', $12::timestamptz,
               'resource_ids', ARRAY[$10::bigint], 'party_size', 1, 'name', '') FROM taken),
"""
    + _CLOSE.format(
        state="coalesce((SELECT $7::jsonb || jsonb_build_object('booking', booking_id) FROM taken), '{}'::jsonb)",
        body="CASE WHEN EXISTS (SELECT FROM taken) THEN $8::jsonb ELSE $20::jsonb END",
    )
    + ", EXISTS (SELECT FROM taken) AS is_held"
)

# $10 booking, $11 customer.
_NAME = f"""
    WITH held AS (UPDATE booking SET hold_expires_at = $6::timestamptz + interval '10 min', updated_at = $6
                   WHERE id = $10 AND customer_id = $11 AND status = 'held'),
    {_CLOSE_PLAINLY}"""

_RECORDED = """
    recorded AS (
        INSERT INTO booking_event (business_id, booking_id, at, actor, action, before, after)
        SELECT $2, b.id, $6, 'customer', '{to}', facts || jsonb_build_object('status', '{of}'),
               facts || jsonb_build_object('status', '{to}', 'name', changed.name)
          FROM changed JOIN booking b ON b.id = changed.id,
               LATERAL (SELECT jsonb_build_object('starts_at', b.starts_at, 'ends_at', b.ends_at, 'resource_ids',
                        (SELECT array_agg(resource_id) FROM occupancy WHERE booking_id = b.id),
                        'party_size', b.party_size, 'name', b.name) AS facts) AS as_it_was),"""

# $10 booking, $11 customer, $12 name.
_CONFIRM = f"""
    WITH changed AS (
        UPDATE booking SET status = 'confirmed', hold_expires_at = NULL, name = $12, updated_at = $6
         WHERE id = $10 AND customer_id = $11 AND status = 'held' AND hold_expires_at > $6 RETURNING id, name),
    taken AS (UPDATE occupancy SET status = 'confirmed' FROM changed WHERE booking_id = changed.id AND status = 'held'),
    known AS (UPDATE customer SET name = $12 FROM changed WHERE customer.id = $11),
    {_RECORDED.format(of="held", to="confirmed")}
    {
    _CLOSE.format(state="$7::jsonb", body="CASE WHEN EXISTS (SELECT FROM changed) THEN $8::jsonb ELSE $13::jsonb END")
}"""

# $10 booking, $11 customer.
_CANCEL = f"""
    WITH changed AS (
        UPDATE booking SET status = 'cancelled', updated_at = $6
         WHERE id = $10 AND customer_id = $11 AND status = 'confirmed' RETURNING id, name),
    freed AS (UPDATE occupancy SET status = 'cancelled' FROM changed WHERE booking_id = changed.id),
    {_RECORDED.format(of="confirmed", to="cancelled")}
    {_CLOSE_PLAINLY}"""

WRITE = {
    Deed.SAY: _SAY,
    Deed.LIST: _SAY,
    Deed.ASK: _SAY,
    Deed.LOOK: _LOOK,
    Deed.HOLD: _HOLD,
    Deed.NAME: _NAME,
    Deed.CONFIRM: _CONFIRM,
    Deed.CANCEL: _CANCEL,
}

# Whoever owns an expired hold may be confirming it right now: their lock is respected.
EXPIRE = """
    WITH expired AS (
        SELECT b.id FROM booking b WHERE b.status = 'held' AND b.hold_expires_at <= $1 AND EXISTS (
               SELECT FROM occupancy o WHERE o.booking_id = b.id AND o.status = 'held' AND o.resource_id = $2
                  AND o.starts_at < $4 AND o.ends_at > $3)
           FOR NO KEY UPDATE SKIP LOCKED),
    freed AS (UPDATE occupancy SET status = 'expired' WHERE status = 'held' AND booking_id IN (SELECT id FROM expired)),
    recorded AS (
        INSERT INTO booking_event (business_id, booking_id, at, actor, action, after)
        SELECT $5, id, $1, 'system', 'expired', '{"status": "expired"}' FROM expired)
    UPDATE booking SET status = 'expired', updated_at = $1 WHERE id IN (SELECT id FROM expired) RETURNING id"""

MARK = """
    UPDATE outbox o SET status = 'sent', sent_at = $3, lease_until = NULL
      FROM unnest($1::bigint[], $2::smallint[]) AS s (id, attempts)
     WHERE o.id = s.id AND o.attempts = s.attempts AND o.status = 'pending'"""

FIND_WAITING = """
    SELECT id FROM conversation c WHERE EXISTS (
           SELECT FROM inbox i WHERE i.conversation_id = c.id AND i.status = 'pending')
     ORDER BY id LIMIT 100 FOR NO KEY UPDATE SKIP LOCKED"""

CLAIM = """
    WITH due AS (
        SELECT o.id FROM outbox o
         WHERE o.status = 'pending' AND o.retry_at <= $1 AND (o.lease_until IS NULL OR o.lease_until <= $1)
           AND NOT EXISTS (SELECT FROM outbox e WHERE e.conversation_id = o.conversation_id AND e.status = 'pending'
                              AND e.id < o.id)
         ORDER BY o.id LIMIT 16 FOR UPDATE OF o SKIP LOCKED)
    UPDATE outbox o SET attempts = o.attempts + 1, lease_until = $1::timestamptz + interval '60 s',
           unknown_sends = o.unknown_sends + (o.lease_until IS NOT NULL)::int
      FROM due, conversation c WHERE o.id = due.id AND c.id = o.conversation_id
    RETURNING o.id, o.attempts, o.body::text AS body, c.address"""
