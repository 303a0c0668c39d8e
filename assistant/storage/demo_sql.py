"""The statements of `demo_history`."""

# ruff: noqa: S608 - they are made of constants

LOCK = "SELECT id FROM business WHERE id = $1 FOR UPDATE"
MAKE_ACCOUNT = """
    INSERT INTO channel_account (business_id, location_id, channel, name, secrets, reply_url, active, created_at)
    VALUES ($1, $2, $3, $4, '[]'::jsonb, '', false, $5) RETURNING id"""
FIND_ACCOUNT = "SELECT id FROM channel_account WHERE business_id = $1 AND channel = $2 AND name = $3"
CAN_FORGET = "SELECT has_table_privilege('booking_event', 'DELETE') AS can"
FIND_OWN = """
    SELECT EXISTS (SELECT FROM booking) OR EXISTS (SELECT FROM customer) OR EXISTS (SELECT FROM conversation)
        AS found"""
NUMBERS = "SELECT nextval($1::text::regclass) AS id FROM generate_series(1, $2::int)"
_CONVERSATIONS = "(SELECT id FROM conversation WHERE account_id = $1)"
_CUSTOMERS = "(SELECT customer_id FROM customer_address WHERE account_id = $1)"
_BOOKINGS = f"(SELECT id FROM booking WHERE customer_id IN {_CUSTOMERS})"
# Those that point at others first. What the shop was taught by one of the questions stays.
_WHICH = {
    "rating": f"conversation_id IN {_CONVERSATIONS}",
    "faq_gap": "message_id IN (SELECT id FROM inbox WHERE account_id = $1)",
    "inbox": "account_id = $1",
    "outbox": "account_id = $1",
    "booking_event": f"booking_id IN {_BOOKINGS}",
    "occupancy": f"booking_id IN {_BOOKINGS}",
}
# What an account's customers and series are is known by what points at them alone: both go in one statement.
_DELETE = "WITH gone AS (DELETE FROM {} WHERE {} RETURNING 1) SELECT count(*) FROM gone"
FORGET = {
    **{table: _DELETE.format(table, which) for table, which in _WHICH.items()},
    "booking": f"""
        WITH gone AS (DELETE FROM booking WHERE customer_id IN {_CUSTOMERS} RETURNING series_id),
        series AS (DELETE FROM booking_series WHERE id IN (SELECT series_id FROM gone))
        SELECT count(*) FROM gone""",
    "customer": """
        WITH gone AS (DELETE FROM customer_address WHERE account_id = $1 RETURNING customer_id),
        people AS (DELETE FROM customer WHERE id IN (SELECT customer_id FROM gone))
        SELECT count(*) FROM gone""",
    "conversation": _DELETE.format("conversation", "account_id = $1"),
    "channel_account": _DELETE.format("channel_account", "id = $1"),
}
"""By the table that is told of, in their order: each returns how many rows it took away."""
LEARN = """
    ANALYZE booking, occupancy, booking_event, booking_series, rating, faq_gap, inbox, outbox, customer,
            customer_address, conversation"""
