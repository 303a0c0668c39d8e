"""Made bookings as rows, for the tests that have a database."""

from collections.abc import Sequence
from datetime import datetime

from made_history import Made

from assistant.booking.model import Shop
from assistant.storage import models


async def store_history(shop: Shop, history: Sequence[Made], now: datetime, *, status: str = "confirmed") -> None:
    """Write bookings of one customer, with what they occupy."""
    customer = await models.Customer.create(business_id=shop.business_id, name="Joe", phone="", created_at=now)
    taken = await models.Booking.all().count()
    await models.Booking.bulk_create(
        models.Booking(
            business_id=shop.business_id,
            location_id=shop.location.id,
            service_id=one.service.id,
            customer_id=customer.id,
            code=f"T{taken + number:07}",
            status=status,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            currency=shop.currency,
            hold_expires_at=now if status == "held" else None,
            cancel_cutoff_minutes=0,
            reschedule_cutoff_minutes=0,
            created_at=now,
            updated_at=now,
        )
        for number, one in enumerate(history)
    )
    ids = {row.code: row.id for row in await models.Booking.filter(business_id=shop.business_id)}
    await models.Occupancy.bulk_create(
        models.Occupancy(
            business_id=shop.business_id,
            booking_id=ids[f"T{taken + number:07}"],
            resource_id=resource_id,
            unit=unit,
            starts_at=one.occupied.start,
            ends_at=one.occupied.end,
            status=status,
        )
        for number, one in enumerate(history)
        for resource_id, unit in one.units
    )
