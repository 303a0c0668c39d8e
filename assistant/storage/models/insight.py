"""The tables of what the shop knows and hears: answers to questions, questions without an answer, ratings of visits."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from assistant.storage.models.diary import Booking
from assistant.storage.models.messages import Conversation, InboxMessage
from assistant.storage.models.shop import Business


class FaqEntry(Model):
    """A question that customers ask, and the shop's answer: of its file, or taught by the owner since."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name="faq_entries", on_delete=fields.RESTRICT
    )
    slug = fields.CharField(max_length=64)
    question = fields.TextField()
    wordings: Any = fields.JSONField(default=list)
    """Other ways in which the same is asked."""
    answer = fields.TextField()
    language = fields.CharField(max_length=35)
    valid_from = fields.DateField(null=True)
    """The first civil day of the location on which it holds; none: since ever."""
    valid_until = fields.DateField(null=True)
    """The last one."""
    taught = fields.BooleanField(default=False)
    """By the owner, outside of the shop's file: a load leaves it alone."""
    position = fields.SmallIntField(default=0)
    active = fields.BooleanField(default=True)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "faq_entry"
        unique_together = (("business", "slug"),)


class FaqGap(Model):
    """A question that could not be answered, or only guessed at, as it was asked."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    message: fields.ForeignKeyRelation[InboxMessage] = fields.ForeignKeyField(
        "models.InboxMessage", related_name=False, on_delete=fields.RESTRICT
    )
    text = fields.TextField()
    """The question alone, out of the message."""
    offered: Any = fields.JSONField(default=list)
    """The slugs of the entries that were offered instead of an answer."""
    asked_at = fields.DatetimeField()
    entry: fields.ForeignKeyNullableRelation[FaqEntry] = fields.ForeignKeyField(
        "models.FaqEntry", related_name="gaps", on_delete=fields.RESTRICT, null=True
    )
    """What answers it now: the entry that the customer chose, or the owner taught."""
    dismissed = fields.BooleanField(default=False)
    """The owner says that it needs no answer."""

    class Meta:
        table = "faq_gap"


class Rating(Model):
    """How a customer found a visit: asked once for each booking, answered by one tap or not at all."""

    id = fields.BigIntField(primary_key=True)
    business: fields.ForeignKeyRelation[Business] = fields.ForeignKeyField(
        "models.Business", related_name=False, on_delete=fields.RESTRICT
    )
    booking: fields.OneToOneRelation[Booking] = fields.OneToOneField(
        "models.Booking", related_name="rating", on_delete=fields.RESTRICT
    )
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, on_delete=fields.RESTRICT
    )
    asked_at = fields.DatetimeField()
    score = fields.SmallIntField(null=True)
    """1 (bad) to 5 (very good); none: not answered."""
    comment = fields.TextField(null=True)
    rated_at = fields.DatetimeField(null=True)

    class Meta:
        table = "rating"
