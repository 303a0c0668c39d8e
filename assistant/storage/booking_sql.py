"""The statements of `bookings`. A change and its record are one statement, and so one round trip."""

# ruff: noqa: S608 - they are made of constants

from assistant.storage.booking_events import note

# Not a join: among a million bookings it reads all of them. An occupancy is held exactly while its booking is.
FIND_BUSY = """
    SELECT o.resource_id, o.unit, o.starts_at, o.ends_at FROM occupancy o
     WHERE o.resource_id = ANY ($1) AND o.status IN ('held', 'confirmed') AND o.ends_at > $2 AND o.starts_at < $3
       AND o.booking_id <> ALL ($4)
       AND NOT EXISTS (SELECT FROM booking b WHERE b.id = o.booking_id AND b.status = 'held'
                          AND b.hold_expires_at <= $5)"""
COLUMNS = """
    b.id, b.code, b.status, b.service_id, b.starts_at, b.ends_at, b.party_size, b.price_minor, b.name,
    b.hold_expires_at, b.cancel_cutoff_minutes, b.reschedule_cutoff_minutes, b.series_id, coalesce(b.note, '') AS note,
    (SELECT s.every_weeks FROM booking_series s WHERE s.id = b.series_id) AS every_weeks,
    ARRAY (SELECT DISTINCT o.resource_id FROM occupancy o WHERE o.booking_id = b.id AND o.status = b.status
            ORDER BY o.resource_id) AS resource_ids"""
# Locked and read in one statement. Where the lock was waited for, what was read is as old as the statement: `is_seen`
# says so, and it is read once more, units and all.
FIND_OWN = f"""
    WITH locked AS (SELECT id, xmin AS version FROM booking WHERE id = $1 AND customer_id = $2 FOR NO KEY UPDATE)
    SELECT {COLUMNS}, b.xmin = l.version AS is_seen FROM locked l JOIN booking b ON b.id = l.id"""
FIND_UPCOMING = f"""
    SELECT {COLUMNS} FROM booking b
     WHERE b.customer_id = $1 AND b.status = 'confirmed' AND b.ends_at > $2 ORDER BY b.starts_at, b.id"""
# Of those that have begun the last, and only where none has, the next.
FIND_LAST = f"""
    SELECT {COLUMNS} FROM booking b WHERE b.customer_id = $1 AND b.status = 'confirmed'
     ORDER BY b.starts_at > $2, CASE WHEN b.starts_at > $2 THEN b.starts_at - $2 ELSE $2 - b.starts_at END, b.id
     LIMIT 1"""
FIND_ONE = f"SELECT {COLUMNS} FROM booking b WHERE b.id = $1"
# A function's rows come in its own order, so the locks are taken in that of the arrays.
LOCK_RESOURCE_DAYS = """
    SELECT pg_advisory_xact_lock((l.resource_id % 2147483647)::int, l.day)
      FROM unnest($1::bigint[], $2::int[]) AS l (resource_id, day)"""
# Whoever owns an expired hold may be confirming it right now: their lock is respected, and the time stays taken.
EXPIRE_HOLDS = f"""
    WITH expired AS (
        SELECT b.id FROM booking b
         WHERE b.status = 'held' AND b.hold_expires_at <= $1 AND EXISTS (
               SELECT FROM occupancy o WHERE o.booking_id = b.id AND o.status = 'held' AND o.resource_id = ANY ($2)
                  AND o.starts_at < $4 AND o.ends_at > $3)
           FOR NO KEY UPDATE SKIP LOCKED),
    freed AS (UPDATE occupancy SET status = 'expired' WHERE status = 'held' AND booking_id IN (SELECT id FROM expired)),
    ended AS (
        UPDATE booking SET status = 'expired', updated_at = $1 WHERE id IN (SELECT id FROM expired)
        RETURNING id, business_id)
    {note("ended", at="$1", actor="'system'", action="'expired'", after="$5")}"""
# A booking without its units is undone: the caller rolls back to its savepoint.
HOLD = f"""
    WITH made AS (
        INSERT INTO booking (business_id, location_id, service_id, customer_id, code, status, starts_at, ends_at,
                             party_size, price_minor, currency, name, phone, hold_expires_at, cancel_cutoff_minutes,
                             reschedule_cutoff_minutes, created_at, updated_at, series_id)
        SELECT $1, a.location_id, $3, $4, $5, 'held', $6, $7, $8, $9, b.currency, '', '', $10, $11, $12, $13, $13, $14
          FROM channel_account a JOIN business b ON b.id = a.business_id WHERE a.id = $2
        ON CONFLICT (business_id, code) DO NOTHING RETURNING id, business_id),
    taken AS (
        INSERT INTO occupancy (business_id, booking_id, resource_id, unit, starts_at, ends_at, status)
        SELECT m.business_id, m.id, u.resource_id, u.unit, $17, $18, 'held'
          FROM made m, unnest($15::bigint[], $16::int[]) AS u (resource_id, unit) ORDER BY u.resource_id, u.unit
        ON CONFLICT ON CONSTRAINT occupancy_no_overlap DO NOTHING RETURNING resource_id, unit),
    noted AS ({note("made", at="$13", actor="'customer'", action="'held'", after="$19")})
    SELECT m.id, t.resource_id, t.unit FROM made m LEFT JOIN taken t ON true"""
OCCUPY = """
    INSERT INTO occupancy (business_id, booking_id, resource_id, unit, starts_at, ends_at, status)
    SELECT $1, $2, resource_id, unit, $5, $6, $7 FROM unnest($3::bigint[], $4::int[]) AS u (resource_id, unit)
     ORDER BY resource_id, unit
    ON CONFLICT ON CONSTRAINT occupancy_no_overlap DO NOTHING RETURNING resource_id, unit"""
END = f"""
    WITH taken AS (UPDATE occupancy SET status = $3 WHERE booking_id = $1 AND status = $2),
    ended AS (
        UPDATE booking SET status = $3, updated_at = $4 WHERE id = $1 AND status = $2 RETURNING id, business_id)
    {note("ended", at="$4", actor="'customer'", action="$3", before="$5", after="$6")}"""
CONFIRM = f"""
    WITH taken AS (UPDATE occupancy SET status = 'confirmed' WHERE booking_id = $1 AND status = 'held'),
    known AS (UPDATE customer SET name = COALESCE(NULLIF($9, ''), name),
                                  phone = CASE WHEN $4 = '' THEN phone ELSE $4 END WHERE id = $5),
    confirmed AS (
        UPDATE booking SET status = 'confirmed', hold_expires_at = NULL, name = $3, phone = $4, updated_at = $2,
                           note = NULLIF($8, '')
         WHERE id = $1 AND status = 'held' RETURNING id, business_id)
    {note("confirmed", at="$2", actor="'customer'", action="'confirmed'", before="$6", after="$7")}"""
PUT_SERIES = """
    INSERT INTO booking_series (business_id, every_weeks, created_at) VALUES ($1, $2, $3) RETURNING id"""
FIND_HELD_OF_SERIES = """
    SELECT id FROM booking WHERE series_id = $1 AND customer_id = $2 AND status = 'held' ORDER BY id
       FOR NO KEY UPDATE"""
NOTE_MOVE = f"""
    WITH moved AS (SELECT id, business_id FROM booking WHERE id = $1)
    {note("moved", at="$2", actor="'customer'", action="'moved'", before="$3", after="$4")}"""
MOVE = """
    UPDATE booking SET starts_at = $2, ends_at = $3, updated_at = $4, service_id = $5, party_size = $6, price_minor = $7
     WHERE id = $1"""
AMEND = f"""
    WITH amended AS (
        UPDATE booking SET name = $3, note = NULLIF($4, ''), updated_at = $2 WHERE id = $1 AND status = 'confirmed'
        RETURNING id, business_id)
    {note("amended", at="$2", actor="'customer'", action="'amended'", before="$5", after="$6")}"""
KEEP_HOLD = "UPDATE booking SET hold_expires_at = $2, updated_at = $3 WHERE id = $1 AND status = 'held' RETURNING id"
# Two conversations of one sender may get here together: the second finds the first one's customer.
ENSURE_CUSTOMER = """
    WITH made AS (INSERT INTO customer (business_id, name, phone, created_at) VALUES ($1, '', '', $2) RETURNING id)
    INSERT INTO customer_address (business_id, account_id, customer_id, sender) SELECT $1, $3, id, $4 FROM made
    ON CONFLICT (account_id, sender) DO UPDATE SET sender = excluded.sender RETURNING customer_id"""
