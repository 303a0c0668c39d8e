"""The tables as entities: those columns that the service touches. The schema is the assistant's own migrations'."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(AsyncAttrs, DeclarativeBase):
    """The registry."""

    type_annotation_map = {datetime: DateTime(timezone=True), dict[str, Any]: JSONB, list[str]: JSONB}  # noqa: RUF012 - SQLAlchemy's way


class ChannelAccount(Base):
    """One line into the shop."""

    __tablename__ = "channel_account"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int]
    location_id: Mapped[int]
    channel: Mapped[str]
    name: Mapped[str]
    secrets: Mapped[list[str]]
    reply_url: Mapped[str]
    active: Mapped[bool]


class Resource(Base):
    """A person."""

    __tablename__ = "resource"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int]
    name: Mapped[str]


class Service(Base):
    """Something sold by appointment."""

    __tablename__ = "service"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int]
    slug: Mapped[str]
    duration_minutes: Mapped[int]
    buffer_after_minutes: Mapped[int]
    price_minor: Mapped[int | None]


class Customer(Base):
    """Somebody who books."""

    __tablename__ = "customer"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int]
    name: Mapped[str]
    phone: Mapped[str]
    created_at: Mapped[datetime]


class CustomerAddress(Base):
    """Whose sender's address this is."""

    __tablename__ = "customer_address"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int]
    account_id: Mapped[int]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    sender: Mapped[str]
    customer: Mapped[Customer] = relationship(lazy="joined", innerjoin=True)


class Conversation(Base):
    """One sender's dialogue with the shop."""

    __tablename__ = "conversation"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("channel_account.id"))
    address: Mapped[str]
    sender: Mapped[str]
    state: Mapped[dict[str, Any]]
    turns: Mapped[int]
    attended_by: Mapped[str]
    created_at: Mapped[datetime]
    last_turn_at: Mapped[datetime | None]
    account: Mapped[ChannelAccount] = relationship()


class InboxMessage(Base):
    """A customer's message."""

    __tablename__ = "inbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int]
    account_id: Mapped[int]
    conversation_id: Mapped[int]
    dedupe_key: Mapped[str]
    text: Mapped[str]
    received_at: Mapped[datetime]
    status: Mapped[str]
    attempts: Mapped[int]
    turn: Mapped[int | None]
    done_at: Mapped[datetime | None]


class OutboxMessage(Base):
    """A reply."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int]
    account_id: Mapped[int]
    conversation_id: Mapped[int]
    turn: Mapped[int]
    author: Mapped[str]
    body: Mapped[dict[str, Any]]
    status: Mapped[str]
    attempts: Mapped[int]
    unknown_sends: Mapped[int]
    retry_at: Mapped[datetime]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Occupancy(Base):
    """One unit of one resource, taken for a period."""

    __tablename__ = "occupancy"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int]
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    resource_id: Mapped[int]
    unit: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[str]


class Booking(Base):
    """An appointment, or the hold that may become one."""

    __tablename__ = "booking"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int]
    location_id: Mapped[int]
    service_id: Mapped[int]
    customer_id: Mapped[int]
    code: Mapped[str]
    status: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    party_size: Mapped[int]
    price_minor: Mapped[int | None]
    currency: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str]
    hold_expires_at: Mapped[datetime | None]
    cancel_cutoff_minutes: Mapped[int]
    reschedule_cutoff_minutes: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    occupancies: Mapped[list[Occupancy]] = relationship(lazy="selectin")


class BookingEvent(Base):
    """A change of a booking."""

    __tablename__ = "booking_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int]
    booking_id: Mapped[int]
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any]]
