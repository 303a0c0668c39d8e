"""The tables of a shop: what its file says."""

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
    ask_rating_after_minutes = fields.IntField(null=True)
    """How long after a visit's end its customer is asked how it was; none: never."""

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
