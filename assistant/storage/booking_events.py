"""The record of what happened to a booking: who, when, from what to what."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from assistant.booking.model import Booking
from assistant.storage.rows import Rows

PUT_EVENT = """
    INSERT INTO booking_event (business_id, booking_id, at, actor, action, before, after)
    VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingChange:
    """One change of a booking."""

    business_id: int
    booking_id: int
    at: datetime
    actor: str
    """`customer`, `owner` or `system`."""
    action: str
    """`held`, `confirmed`, `moved`, `cancelled`, `released` or `expired`."""
    before: Booking | None = None
    """As it stood; None where it did not stand, or where only its status changed."""
    after: Booking | None = None
    """As it stands; None where only its status changed."""


async def put_event(rows: Rows, change: BookingChange) -> None:
    """Put a change on record, in the transaction of the change itself."""
    after = _encode(change.after) if change.after else msgspec.json.encode({"status": change.action}).decode()
    before = _encode(change.before) if change.before else None
    what = (change.business_id, change.booking_id, change.at, change.actor, change.action)
    await rows.all(PUT_EVENT, *what, before, after)


def _encode(booking: Booking) -> str:
    facts = {
        "status": booking.status,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "resource_ids": booking.resource_ids,
        "party_size": booking.party_size,
        "name": booking.name,
    }
    return msgspec.json.encode(facts).decode()
