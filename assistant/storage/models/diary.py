"""The tables of the diary: bookings, what they take, and what happened to them."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from assistant.storage.models.messages import Customer
from assistant.storage.models.shop import Business, Location, Resource, Service


class BookingSeries(Model):
    """A recurring appointment: what holds its bookings together, each of which stands for itself."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    every_weeks = fields.SmallIntField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "booking_series"


class Booking(Model):
    """An appointment, or the hold that may become one, with the policy it was made under."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    location: fields.ForeignKeyRelation[Location] = fields.ForeignKeyField(
        "models.Location", related_name="bookings", on_delete=fields.RESTRICT
    )
    service: fields.ForeignKeyRelation[Service] = fields.ForeignKeyField(
        "models.Service", related_name="bookings", on_delete=fields.RESTRICT
    )
    customer: fields.ForeignKeyRelation[Customer] = fields.ForeignKeyField(
        "models.Customer", related_name="bookings", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=8)
    status = fields.CharField(max_length=16)
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    party_size = fields.SmallIntField(default=1)
    price_minor = fields.IntField(null=True)
    currency = fields.CharField(max_length=3)
    name = fields.CharField(max_length=200, default="")
    phone = fields.CharField(max_length=40, default="")
    hold_expires_at = fields.DatetimeField(null=True)
    cancel_cutoff_minutes = fields.IntField()
    reschedule_cutoff_minutes = fields.IntField()
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    series: fields.ForeignKeyNullableRelation[BookingSeries] = fields.ForeignKeyField(
        "models.BookingSeries", related_name="bookings", on_delete=fields.RESTRICT, null=True
    )
    note = fields.TextField(null=True)
    """What the shop is to know, in the customer's words."""

    class Meta:
        table = "booking"
        unique_together = (("business", "code"),)


class Occupancy(Model):
    """One unit of one resource, taken by a booking for a period with its buffers: what the exclusion guards."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    booking: fields.ForeignKeyRelation[Booking] = fields.ForeignKeyField(
        "models.Booking", related_name="occupancies", on_delete=fields.RESTRICT
    )
    resource: fields.ForeignKeyRelation[Resource] = fields.ForeignKeyField(
        "models.Resource", related_name="occupancies", on_delete=fields.RESTRICT
    )
    unit = fields.SmallIntField()
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    status = fields.CharField(max_length=16)

    class Meta:
        table = "occupancy"


class BookingEvent(Model):
    """A change of a booking: who made it, when, from what to what. Never updated; deleted with a made-up past alone."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    booking: fields.ForeignKeyRelation[Booking] = fields.ForeignKeyField(
        "models.Booking", related_name="events", on_delete=fields.RESTRICT
    )
    at = fields.DatetimeField()
    actor = fields.CharField(max_length=64)
    """`customer`, `owner`, or `system` (an expired hold)."""
    action = fields.CharField(max_length=16)
    before: Any = fields.JSONField(null=True)
    after: Any = fields.JSONField()

    class Meta:
        table = "booking_event"
