"""Bookings that stand, as an insight needs them."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from assistant.booking.model import MINUTES_PER_HOUR


class Taken(Struct, frozen=True, kw_only=True):
    """What a booking takes of one resource."""

    resource_id: int
    minutes: float
    """Buffers included; of several units, what it takes of them together."""


class Booked(Struct, frozen=True, kw_only=True):
    """A confirmed booking, past or to come."""

    starts_at: datetime
    """Aware."""
    service_id: int
    taken: tuple[Taken, ...]


class Placed(Struct, frozen=True, kw_only=True):
    """A booking on one of some days."""

    place: int
    """Which of the days it starts on, from 0 on."""
    minute: int
    """When, in minutes after midnight."""
    service_id: int
    taken: tuple[Taken, ...]


def place_on_days(booked: Iterable[Booked], days: tuple[date, ...], zone: ZoneInfo) -> Iterator[Placed]:
    """Return those of the bookings that start on one of the civil days."""
    places = {day: place for place, day in enumerate(days)}
    for one in booked:
        civil = one.starts_at.astimezone(zone)
        place = places.get(civil.date())
        if place is not None:
            minute = civil.hour * MINUTES_PER_HOUR + civil.minute
            yield Placed(place=place, minute=minute, service_id=one.service_id, taken=one.taken)
