"""What must hold when the dust has settled: in the rows, and between the rows and what customers were told."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
from line import Platform, Receiver, Told
from shop_line import OVERLAPS

ZONE = ZoneInfo("Europe/London")
"""The demo salon's."""

PENDING = """
    SELECT (SELECT count(*) FROM inbox WHERE status = 'pending')
         + (SELECT count(*) FROM outbox WHERE status = 'pending')"""
BROKEN_BY_ROWS: Mapping[str, str] = {
    "messages without exactly one turn": "SELECT count(*) FROM inbox WHERE status <> 'done' OR turn IS NULL",
    "replies that were not delivered": "SELECT count(*) FROM outbox WHERE status <> 'sent'",
    "turns without exactly one reply": """
        SELECT count(*) FROM conversation c
         WHERE turns <> (SELECT count(*) FROM outbox o WHERE o.conversation_id = c.id)
            OR turns <> (SELECT count(DISTINCT turn) FROM outbox o WHERE o.conversation_id = c.id)
            OR turns <> (SELECT count(DISTINCT turn) FROM inbox i WHERE i.conversation_id = c.id)""",
    "messages answered out of their order": """
        SELECT count(*) FROM inbox a JOIN inbox b USING (conversation_id) WHERE a.id < b.id AND a.turn > b.turn""",
    "conversations given up": "SELECT count(*) FROM conversation WHERE attended_by <> 'assistant'",
    "overlaps": OVERLAPS,
    "units that are not those of their booking": """
        SELECT count(*) FROM booking b WHERE b.status IN ('held', 'confirmed') AND NOT EXISTS (
               SELECT FROM occupancy o WHERE o.booking_id = b.id AND o.status = b.status
                  AND o.starts_at <= b.starts_at AND o.ends_at >= b.ends_at)
            OR EXISTS (SELECT FROM occupancy o WHERE o.booking_id = b.id AND o.status IN ('held', 'confirmed')
                          AND (o.status <> b.status OR o.starts_at > b.starts_at OR o.ends_at < b.ends_at))""",
}
"""What must not be, each with a query that counts it."""
NEXT_ACTIONS: Mapping[str | None, tuple[str, ...]] = {
    None: ("held",),
    "held": ("confirmed", "released", "expired"),
    "confirmed": ("moved", "cancelled"),
    "moved": ("moved", "cancelled"),
}
STATUS_AFTER = {"moved": "confirmed"}

_MOMENT = r"\w+ (\d+ \w+)(?: \d{4})? at (\d[\d:]*[ap]m|12 noon)"
_BOOKED = re.compile(rf"Booked: .*?, {_MOMENT}.*? Your code is (\w+)\.")
_MOVED = re.compile(rf"Moved: .*? is now on {_MOMENT} .*? Your code is still (\w+)\.")
_CANCELLED = re.compile(rf"Cancelled: .*?, {_MOMENT}\.")

Diary = dict[str, str]
"""A customer's bookings: by code, "24 November at 3:15pm"."""


async def count_pending(database: asyncpg.Connection) -> int:
    """Return how many messages and replies are not through yet."""
    return int(await database.fetchval(PENDING))


async def find_broken(database: asyncpg.Connection, platform: Platform, receiver: Receiver) -> dict[str, int]:
    """Return what does not hold, and how often; empty where all is well."""
    found = {name: int(await database.fetchval(sql)) for name, sql in BROKEN_BY_ROWS.items()}
    found |= await _compare_messages(database, platform)
    found |= await _compare_replies(database, receiver)
    found |= await _compare_claims(database, receiver)
    found["bookings whose record is no chain"] = await _count_broken_records(database)
    return {name: times for name, times in found.items() if times}


async def _compare_messages(database: asyncpg.Connection, platform: Platform) -> dict[str, int]:
    rows = await database.fetch("SELECT dedupe_key FROM inbox")
    kept = Counter(row["dedupe_key"].removeprefix("message:") for row in rows)
    return {
        "acknowledged messages that are lost": len(platform.acknowledged - kept.keys()),
        "messages that nobody sent": len(kept.keys() - platform.said.keys()),
        "messages kept twice": sum(times > 1 for times in kept.values()),
    }


async def _compare_replies(database: asyncpg.Connection, receiver: Receiver) -> dict[str, int]:
    rows = await database.fetch(
        "SELECT o.id, o.unknown_sends, o.body->>'text' AS text, c.address FROM outbox o "
        "JOIN conversation c ON c.id = o.conversation_id"
    )
    told = {reply.id: (address, reply.text) for address, replies in receiver.told.items() for reply in replies}
    written = {row["id"]: (row["address"], row["text"]) for row in rows}
    return {
        "replies written but never told": len(written.keys() - told.keys()),
        "replies told but never written": sum(written.get(i) != what for i, what in told.items()),
        "replies doubled without being counted": sum(receiver.arrivals[r["id"]] > 1 + r["unknown_sends"] for r in rows),
        "replies with a wrong signature": receiver.forged,
        "replies told out of their order": sum(
            a.id > b.id for replies in receiver.told.values() for a, b in pairwise(replies)
        ),
    }


async def _compare_claims(database: asyncpg.Connection, receiver: Receiver) -> dict[str, int]:
    rows = await database.fetch(
        "SELECT a.sender, b.code, b.starts_at FROM booking b JOIN customer_address a USING (customer_id) "
        "WHERE b.status = 'confirmed'"
    )
    stands: dict[str, Diary] = {}
    for row in rows:
        stands.setdefault(row["sender"], {})[row["code"]] = _write_moment(row["starts_at"])
    believed = {address: read_diary(replies) for address, replies in receiver.told.items()}
    pairs = [(believed.get(who, {}), stands.get(who, {})) for who in believed.keys() | stands.keys()]
    claims = Counter(c for replies in receiver.told.values() for reply in replies for c in _count_claims(reply.text))
    actions = "SELECT action, count(*) AS times FROM booking_event WHERE action = ANY ($1) GROUP BY action"
    done = {row["action"]: row["times"] for row in await database.fetch(actions, ["confirmed", "moved", "cancelled"])}
    return {
        "bookings told but not true": sum(len(told.items() - true.items()) for told, true in pairs),
        "bookings true but never told": sum(len(true.items() - told.items()) for told, true in pairs),
        **{
            f"{action}: done and told differ in number": abs(claims[action] - done.get(action, 0))
            for action in ("confirmed", "moved", "cancelled")
        },
    }


def read_diary(replies: Sequence[Told]) -> Diary:
    """Return what a customer believes to have booked, after all that they were told."""
    diary: Diary = {}
    for reply in sorted(replies, key=lambda reply: reply.id):
        for day, clock, code in [*_BOOKED.findall(reply.text), *_MOVED.findall(reply.text)]:
            diary[code] = f"{day} at {clock}"
        for day, clock in _CANCELLED.findall(reply.text):
            gone = next((code for code, moment in diary.items() if moment == f"{day} at {clock}"), f"?{day} at {clock}")
            diary.pop(gone, None)
    return diary


def _count_claims(text: str) -> list[str]:
    patterns = {"confirmed": _BOOKED, "moved": _MOVED, "cancelled": _CANCELLED}
    return [action for action, pattern in patterns.items() for _ in pattern.findall(text)]


def _write_moment(instant: datetime) -> str:
    civil = instant.astimezone(ZONE)
    minutes = f":{civil.minute:02}" if civil.minute else ""
    clock = f"{civil.hour % 12 or 12}{minutes}{'pm' if civil.hour >= 12 else 'am'}"
    return f"{civil.day} {civil:%B} at {'12 noon' if clock == '12pm' else clock}"


async def _count_broken_records(database: asyncpg.Connection) -> int:
    bookings = await database.fetch("SELECT id, status, starts_at FROM booking")
    events: dict[int, list[asyncpg.Record]] = {}
    for event in await database.fetch("SELECT booking_id, action, before, after FROM booking_event ORDER BY id"):
        events.setdefault(event["booking_id"], []).append(event)
    return sum(not _is_chain(booking, events.get(booking["id"], [])) for booking in bookings)


def _is_chain(booking: asyncpg.Record, events: Sequence[asyncpg.Record]) -> bool:
    """Return whether a booking's events follow from each other, and lead to how it stands."""
    action: str | None = None
    known: dict[str, Any] = {}
    for event in events:
        before = json.loads(event["before"] or "{}")
        if event["action"] not in NEXT_ACTIONS.get(action, ()) or (before and before != known):
            return False
        action, known = event["action"], known | json.loads(event["after"])
    if not known:
        return False
    stands = (STATUS_AFTER.get(action or "", action), datetime.fromisoformat(known["starts_at"]))
    return known["status"] == stands[0] and (booking["status"], booking["starts_at"]) == stands
