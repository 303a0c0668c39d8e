"""The tables of what is said: lines, customers, conversations, inbox and outbox."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from assistant.storage.models.shop import Business, Location


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
    ratings_refused_at = fields.DatetimeField(null=True)
    """Since when they are not to be asked how visits were; none: they may be."""

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
    mood = fields.FloatField(null=True)
    """The trend over its messages, from -1 to 1; none: nothing has told yet."""

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
    mood = fields.FloatField(null=True)
    """How the customer sounds, from -1 to 1; none: a tap, or older than the column."""

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
