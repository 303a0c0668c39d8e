"""The tables. What Tortoise cannot say (exclusion, checks, partial indexes, triggers) is SQL in `migrations/`.

Every table carries `business`, so that a fleet of shops can be spread over servers. Enumerations are text with a
CHECK. Nothing is deleted by cascade. Durations are whole minutes, instants are `timestamptz` in UTC, civil hours are
minutes after midnight of the civil day.
"""

from typing import Any

from tortoise import fields
from tortoise.models import Model


class Business(Model):
    """The tenant: one shop, with what a shop file says of it as a whole."""

    id = fields.BigIntField(primary_key=True)
    slug = fields.CharField(max_length=64, unique=True)
    name = fields.CharField(max_length=200)
    tagline = fields.CharField(max_length=200, default="")
    locale = fields.CharField(max_length=35)
    currency = fields.CharField(max_length=3)
    hour_format = fields.SmallIntField(default=12)
    ask_phone = fields.BooleanField(default=False)
    version = fields.IntField(default=0)
    """Grows with each load of the shop: what a process has cached is good as long as it has the newest."""
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "business"


class Location(Model):
    """Where the shop is; its zone is the one its hours and its customers' words are meant in."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name="locations", on_delete=fields.RESTRICT
    )
    slug = fields.CharField(max_length=64)
    name = fields.CharField(max_length=200)
    zone = fields.CharField(max_length=64)
    address = fields.TextField(default="")
    phone = fields.CharField(max_length=40, default="")
    joined_tables: Any = fields.JSONField(default=list)
    """Which tables can be put together: their slugs, and the smallest and largest party they then take."""

    class Meta:
        table = "location"
        unique_together = (("business", "slug"),)


class OpeningHours(Model):
    """One period in which a location is open on a weekday (0 is Monday)."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    location: fields.ForeignKeyRelation[Location] = fields.ForeignKeyField(
        "models.Location", related_name="hours", on_delete=fields.RESTRICT
    )
    weekday = fields.SmallIntField()
    opens = fields.SmallIntField()
    closes = fields.SmallIntField()

    class Meta:
        table = "opening_hours"


class Policy(Model):
    """The rules of booking: `default`, or a service's own under its slug."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name="policies", on_delete=fields.RESTRICT
    )
    slug = fields.CharField(max_length=64)
    min_notice_minutes = fields.IntField()
    horizon_minutes = fields.IntField()
    step_minutes = fields.IntField()
    cancel_cutoff_minutes = fields.IntField()
    reschedule_cutoff_minutes = fields.IntField()

    class Meta:
        table = "policy"
        unique_together = (("business", "slug"),)


class Resource(Model):
    """A person, chair, table, room or pool of seats: whatever a booking occupies."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name="resources", on_delete=fields.RESTRICT
    )
    location: fields.ForeignKeyRelation[Location] = fields.ForeignKeyField(
        "models.Location", related_name="resources", on_delete=fields.RESTRICT
    )
    slug = fields.CharField(max_length=64)
    name = fields.CharField(max_length=200)
    kind = fields.CharField(max_length=16)
    units = fields.SmallIntField(default=1)
    aliases: Any = fields.JSONField(default=list)
    party_min = fields.SmallIntField(default=1)
    party_max = fields.SmallIntField(default=1)
    own_hours = fields.BooleanField(default=False)
    """Whether `working_hours` hold for it; otherwise the location's do."""
    position = fields.SmallIntField(default=0)
    active = fields.BooleanField(default=True)

    class Meta:
        table = "resource"
        unique_together = (("business", "slug"),)


class WorkingHours(Model):
    """One period in which a resource works on a weekday (0 is Monday)."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    resource: fields.ForeignKeyRelation[Resource] = fields.ForeignKeyField(
        "models.Resource", related_name="hours", on_delete=fields.RESTRICT
    )
    weekday = fields.SmallIntField()
    opens = fields.SmallIntField()
    closes = fields.SmallIntField()

    class Meta:
        table = "working_hours"


class Leave(Model):
    """Time in which a resource is away, as instants."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    resource: fields.ForeignKeyRelation[Resource] = fields.ForeignKeyField(
        "models.Resource", related_name="leave", on_delete=fields.RESTRICT
    )
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    reason = fields.CharField(max_length=200, default="")

    class Meta:
        table = "leave"


class DateOverride(Model):
    """Special hours, or none, of a location or of one resource on one civil day."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    location: fields.ForeignKeyRelation[Location] = fields.ForeignKeyField(
        "models.Location", related_name="overrides", on_delete=fields.RESTRICT
    )
    resource: fields.ForeignKeyNullableRelation[Resource] = fields.ForeignKeyField(
        "models.Resource", related_name="overrides", null=True, on_delete=fields.RESTRICT
    )
    day = fields.DateField()
    periods: Any = fields.JSONField(default=list)
    """Pairs of minutes after midnight; none means closed."""
    reason = fields.CharField(max_length=200, default="")

    class Meta:
        table = "date_override"


class Service(Model):
    """Something sold by appointment."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name="services", on_delete=fields.RESTRICT
    )
    policy: fields.ForeignKeyRelation[Policy] = fields.ForeignKeyField(
        "models.Policy", related_name="services", on_delete=fields.RESTRICT
    )
    slug = fields.CharField(max_length=64)
    name = fields.CharField(max_length=200)
    aliases: Any = fields.JSONField(default=list)
    duration_minutes = fields.IntField()
    buffer_before_minutes = fields.IntField(default=0)
    buffer_after_minutes = fields.IntField(default=0)
    price_minor = fields.IntField(null=True)
    price_per_person = fields.BooleanField(default=False)
    sittings: Any = fields.JSONField(default=list)
    """Smallest party, largest party, minutes: how long parties have what they book, where it is not the duration."""
    timetable: Any = fields.JSONField(default=list)
    """Of a class: seven lists, Monday first, of starts in minutes after midnight. Empty for anything else."""
    position = fields.SmallIntField(default=0)
    active = fields.BooleanField(default=True)

    class Meta:
        table = "service"
        unique_together = (("business", "slug"),)


class ServiceResource(Model):
    """Who or what can do a service, in the order of preference."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    service: fields.ForeignKeyRelation[Service] = fields.ForeignKeyField(
        "models.Service", related_name="doers", on_delete=fields.RESTRICT
    )
    resource: fields.ForeignKeyRelation[Resource] = fields.ForeignKeyField(
        "models.Resource", related_name="does", on_delete=fields.RESTRICT
    )
    position = fields.SmallIntField(default=0)

    class Meta:
        table = "service_resource"
        unique_together = (("service", "resource"),)


class ChannelAccount(Model):
    """One line into the shop: a webhook account, the chat page, the terminal."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name="accounts", on_delete=fields.RESTRICT
    )
    location: fields.ForeignKeyRelation[Location] = fields.ForeignKeyField(
        "models.Location", related_name="accounts", on_delete=fields.RESTRICT
    )
    channel = fields.CharField(max_length=16)
    name = fields.CharField(max_length=64)
    secrets: Any = fields.JSONField(default=list)
    """The signing secrets, newest first: each is accepted, and each signs what goes out, until it is rotated away."""
    reply_url = fields.TextField(default="")
    active = fields.BooleanField(default=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "channel_account"
        unique_together = (("channel", "name"),)


class Customer(Model):
    """Somebody who books."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name="customers", on_delete=fields.RESTRICT
    )
    name = fields.CharField(max_length=200, default="")
    phone = fields.CharField(max_length=40, default="")
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "customer"


class CustomerAddress(Model):
    """Whose sender's address this is, on this account: what a customer may see hangs on it."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    account: fields.ForeignKeyRelation[ChannelAccount] = fields.ForeignKeyField(
        "models.ChannelAccount", related_name=False, on_delete=fields.RESTRICT
    )
    customer: fields.ForeignKeyRelation[Customer] = fields.ForeignKeyField(
        "models.Customer", related_name="addresses", on_delete=fields.RESTRICT
    )
    sender = fields.CharField(max_length=200)

    class Meta:
        table = "customer_address"
        unique_together = (("account", "sender"),)


class Conversation(Model):
    """One sender's dialogue with the shop. Its row is the lock under which turns are taken."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    account: fields.ForeignKeyRelation[ChannelAccount] = fields.ForeignKeyField(
        "models.ChannelAccount", related_name="conversations", on_delete=fields.RESTRICT
    )
    address = fields.CharField(max_length=200)
    """Where replies go: the platform's name for the chat."""
    sender = fields.CharField(max_length=200)
    """Who writes: in a group each sender has a dialogue of their own."""
    state: Any = fields.JSONField(default=dict)
    turns = fields.IntField(default=0)
    attended_by = fields.CharField(max_length=16, default="assistant")
    handed_over_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    last_turn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "conversation"
        unique_together = (("account", "address", "sender"),)


class InboxMessage(Model):
    """A customer's message, as it was acknowledged."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    account: fields.ForeignKeyRelation[ChannelAccount] = fields.ForeignKeyField(
        "models.ChannelAccount", related_name=False, on_delete=fields.RESTRICT
    )
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name="inbox", on_delete=fields.RESTRICT
    )
    dedupe_key = fields.CharField(max_length=300)
    text = fields.TextField()
    choice = fields.CharField(max_length=64, null=True)
    occurred_at = fields.DatetimeField(null=True)
    """When the platform says that it was written: kept, never trusted for order."""
    received_at = fields.DatetimeField()
    status = fields.CharField(max_length=16, default="pending")
    attempts = fields.SmallIntField(default=0)
    retry_at = fields.DatetimeField(null=True)
    turn = fields.IntField(null=True)
    done_at = fields.DatetimeField(null=True)
    error = fields.CharField(max_length=500, null=True)

    class Meta:
        table = "inbox"
        unique_together = (("account", "dedupe_key"),)


class OutboxMessage(Model):
    """A reply, written in the transaction of what it tells, and how its delivery goes."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    account: fields.ForeignKeyRelation[ChannelAccount] = fields.ForeignKeyField(
        "models.ChannelAccount", related_name=False, on_delete=fields.RESTRICT
    )
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name="outbox", on_delete=fields.RESTRICT
    )
    turn = fields.IntField()
    author = fields.CharField(max_length=16, default="assistant")
    body: Any = fields.JSONField()
    """`{"text": ..., "choices": [{"token", "title"}]}`"""
    status = fields.CharField(max_length=16, default="pending")
    attempts = fields.SmallIntField(default=0)
    unknown_sends = fields.SmallIntField(default=0)
    """Sends whose answer was lost: each may have arrived, so each may be a repeat."""
    retry_at = fields.DatetimeField()
    lease_until = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)
    error = fields.CharField(max_length=500, null=True)

    class Meta:
        table = "outbox"


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
    """A change of a booking: who made it, when, from what to what. Never updated, never deleted."""

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
