"""Fill a database with years of a busy salon: all constraints in force, as if it had been lived through.

However large the database, the next sixty days look the same, half full: what grows is the past. Every booking has its
conversation, with a message and a reply; a quarter as many customers wrote them.
"""

from collections.abc import Callable, Iterator
from datetime import date

import asyncpg

from assistant.storage.connection import DatabaseCredentials
from benchmarks.conversations import HOURS, PEOPLE

BATCH = 50_000
FUTURE_DAYS = 60
FUTURE_BOOKINGS = FUTURE_DAYS * len(PEOPLE) * len(HOURS) // 2

_MAKE_PLACES = """
    CREATE TEMPORARY TABLE place (k bigint, sender text, customer_id bigint, resource_id bigint, starts_at timestamptz,
                                  written_at timestamptz, status text)"""
# $1 first and $2 last number, $3 today, $4 how many customers, $5 how many bookings lie ahead. Ahead every other hour
# of everybody's day is taken; the past is full, and goes backwards.
_PUT_PLACES = """
    INSERT INTO place
    SELECT k, 'past-' || k, 1 + k % $4, people.ids[1 + who], starts_at, least(starts_at, now()),
           CASE WHEN k <= $5 OR k % 10 > 1 THEN 'confirmed' WHEN k % 10 = 1 THEN 'expired' ELSE 'cancelled' END
      FROM generate_series($1::bigint, $2::bigint) AS k,
           (SELECT array_agg(id ORDER BY id) AS ids FROM resource) AS people,
           LATERAL (SELECT k - 1 AS n, k - 1 - $5 AS m) AS number,
           LATERAL (SELECT (CASE WHEN m < 0 THEN n / 120 + 1 ELSE -1 - m / 240 END)::int AS day,
                           (CASE WHEN m < 0 THEN n / 6 % 20 ELSE m % 20 END)::int AS who) AS whose,
           LATERAL (SELECT (8 + CASE WHEN m < 0 THEN 2 * (n % 6) + (who + day) % 2 ELSE m / 20 % 12 END)::int AS hour)
                AS clock,
           LATERAL (SELECT ($3::date + day + make_interval(hours => hour)) AT TIME ZONE 'Europe/London' AS starts_at)
                AS instant"""
_STEPS = (
    """
    INSERT INTO customer (id, business_id, name, phone, created_at)
    SELECT k, b.id, 'Joe', '', now() FROM generate_series(1, $1::bigint) AS k, business b""",
    """
    INSERT INTO customer_address (business_id, account_id, customer_id, sender)
    SELECT a.business_id, a.id, k, 'past-' || k FROM generate_series(1, $1::bigint) AS k, channel_account a""",
)
"""Once, for so many customers."""
_BATCH_STEPS = (
    """
    INSERT INTO conversation (id, business_id, account_id, address, sender, state, turns, attended_by, created_at,
                              last_turn_at)
    SELECT k, a.business_id, a.id, p.sender, p.sender, '{}', 1, 'assistant', written_at, written_at
      FROM place p, channel_account a""",
    """
    INSERT INTO inbox (business_id, account_id, conversation_id, dedupe_key, text, received_at, status, attempts, turn,
                       done_at)
    SELECT a.business_id, a.id, k, p.sender, 'Haircut with Ana on 3 December at 10:00', written_at, 'done', 0, 1,
           written_at
      FROM place p, channel_account a""",
    """
    INSERT INTO outbox (business_id, account_id, conversation_id, turn, author, body, status, attempts, unknown_sends,
                        retry_at, created_at, sent_at)
    SELECT a.business_id, a.id, k, 1, 'assistant', '{"text": "Booked: Haircut with Ana.", "choices": []}', 'sent', 1, 0,
           written_at, written_at, written_at
      FROM place p, channel_account a""",
    """
    INSERT INTO booking (id, business_id, location_id, service_id, customer_id, code, status, starts_at, ends_at,
                         party_size, price_minor, currency, name, phone, cancel_cutoff_minutes,
                         reschedule_cutoff_minutes, created_at, updated_at)
    SELECT k, a.business_id, a.location_id, s.id, p.customer_id, lpad(to_hex(k), 8, 'x'), p.status, p.starts_at,
           p.starts_at + interval '45 min', 1, 3800, 'GBP', 'Joe', '', 120, 120, written_at, written_at
      FROM place p, channel_account a, service s WHERE s.slug = 'haircut'""",
    """
    INSERT INTO occupancy (business_id, booking_id, resource_id, unit, starts_at, ends_at, status)
    SELECT b.id, k, p.resource_id, 1, p.starts_at, p.starts_at + interval '1 hour', p.status
      FROM place p, business b""",
    """
    INSERT INTO booking_event (business_id, booking_id, at, actor, action, after)
    SELECT b.id, k, written_at, 'customer', 'confirmed', '{"status": "confirmed"}' FROM place p, business b""",
)
_NUMBERED = ("customer", "conversation", "booking")


async def fill(database: DatabaseCredentials, bookings: int, today: date, say: Callable[[str], None]) -> None:
    """Put so many bookings, and as many conversations, into a copy of the template; `say` is told how it goes on."""
    connection = await asyncpg.connect(**database.arguments())
    try:
        await connection.execute(_MAKE_PLACES)
        for step in _STEPS:
            await connection.execute(step, bookings // 4)
        for first in range(1, bookings + 1, BATCH):
            last = min(first + BATCH - 1, bookings)
            async with connection.transaction():
                await connection.execute("TRUNCATE place")
                await connection.execute(_PUT_PLACES, first, last, today, bookings // 4, FUTURE_BOOKINGS)
                for step in _BATCH_STEPS:
                    await connection.execute(step)
            say(f"{last:,} of {bookings:,} bookings are in")
        for table in _NUMBERED:
            await connection.execute("SELECT setval(pg_get_serial_sequence($1, 'id'), $2)", table, bookings)
        await connection.execute("VACUUM (ANALYZE)")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


def list_free_times() -> Iterator[tuple[str, int, int]]:
    """Yield the times that `fill` leaves free: the person, how many days ahead, the hour; spread over all days."""
    for who, person in enumerate(PEOPLE):
        for hour in range(len(HOURS)):
            for day in range(7, FUTURE_DAYS + 1):
                if (hour + who + day) % 2 == 1:
                    yield person, day, HOURS[hour]
