"""Confirmed bookings, as a forecast counts them."""

from datetime import datetime

from assistant.insight.booked import Booked, Taken
from assistant.storage.rows import Row, run

# Which civil day and hour an instant is in the shop's zone is not for Postgres to say: it has time-zone data of its own
# (ADR-004). So the days' ends come as instants, and the bookings go out as they are. The planner reads the bookings of
# all times: their index is by customer.
FIND_BOOKED = """
    SELECT b.starts_at, b.service_id, array_agg(o.resource_id ORDER BY o.resource_id) AS resource_ids,
           array_agg(o.minutes ORDER BY o.resource_id) AS minutes
      FROM booking b
      LEFT JOIN LATERAL (
           SELECT resource_id, (sum(extract(epoch FROM ends_at - starts_at)) / 60)::float8 AS minutes
             FROM occupancy WHERE booking_id = b.id AND status = 'confirmed' GROUP BY resource_id) o ON true
     WHERE b.business_id = $1 AND b.status = 'confirmed' AND b.starts_at >= $2 AND b.starts_at < $3
     GROUP BY b.id ORDER BY b.starts_at, b.id"""


async def list_booked(business_id: int, start: datetime, end: datetime) -> list[Booked]:
    """Return the confirmed bookings of a business that start in `[start, end)`, the earliest first.

    What is held, cancelled or was moved away is not among them. Raises RunAgainError and UnavailableError.
    """
    return [_to_booked(row) for row in await run(FIND_BOOKED, business_id, start, end)]


def _to_booked(row: Row) -> Booked:
    pairs = zip(row["resource_ids"], row["minutes"], strict=True)
    taken = tuple(Taken(resource_id=number, minutes=minutes) for number, minutes in pairs if number is not None)
    return Booked(starts_at=row["starts_at"], service_id=row["service_id"], taken=taken)
