"""Visits whose customers may be asked how they were."""

from msgspec import Struct


class DueVisit(Struct, frozen=True, kw_only=True):
    """A visit whose customer may be asked how it was."""

    booking_id: int
    conversation_id: int
    """Where they wrote last."""
    zone: str
    """In which the shop's day and night are meant."""
