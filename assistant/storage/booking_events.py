"""The record of what happened to a booking: who, when, from what to what. Written in the statement of the change."""

import msgspec

from assistant.booking.bookings import Booking, BookingStatus

EXPIRED = msgspec.json.encode({"status": BookingStatus.EXPIRED}).decode()
"""What is noted of a hold that ran out: only its status changed."""


def note(  # noqa: PLR0913 - a record is these facts
    changed: str, *, at: str, actor: str, action: str, after: str, before: str = "NULL"
) -> str:
    """Return the SQL that puts a change on record for each row of a relation.

    Args:
        changed: The relation: it has the booking's `id` and its `business_id`.
        at: SQL of the instant, as are the others of their part of the record.
        actor: `customer`, `owner` or `system`.
        action: `held`, `confirmed`, `moved`, `amended`, `cancelled`, `released` or `expired`.
        after: The facts as they stand.
        before: The facts as they stood; NULL where it did not stand, or where only its status changed.
    """
    return f"""INSERT INTO booking_event (business_id, booking_id, at, actor, action, before, after)
    SELECT business_id, id, {at}::timestamptz, {actor}, {action}, {before}::jsonb, {after}::jsonb FROM {changed}
    RETURNING booking_id"""  # noqa: S608 - the callers' constants


def encode_facts(booking: Booking) -> str:
    """Return what is recorded of a booking, as JSON."""
    facts = {
        "status": booking.status,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "resource_ids": booking.resource_ids,
        "service_id": booking.service_id,
        "party_size": booking.party_size,
        "name": booking.name,
        "note": booking.note,
    }
    return msgspec.json.encode(facts).decode()
