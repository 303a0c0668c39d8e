"""What the assistant says of several appointments at once, as values."""

from msgspec import Struct

from assistant.booking.bookings import Booking
from assistant.booking.series import SeriesWish
from assistant.booking.wanted import Wanted
from assistant.dialogue.services import PlannedMove, SeriesHeld


class OfferSeries(Struct, frozen=True, kw_only=True):
    """What of a series is free, and held, and what of it cannot be had."""

    held: SeriesHeld
    series: SeriesWish
    wanted: Wanted


class RequestSeriesConfirmation(Struct, frozen=True, kw_only=True):
    """Shall I book these?"""

    bookings: tuple[Booking, ...]
    """The holds."""
    name: str
    """Whom they will be booked for."""


class RequestSeriesMoveConfirmation(Struct, frozen=True, kw_only=True):
    """Shall I move these?"""

    moves: tuple[PlannedMove, ...]
    """Those that can be."""
    person_id: int | None
    """Whom they are to be with, where that was said."""


class RequestSeriesCancelConfirmation(Struct, frozen=True, kw_only=True):
    """Shall I cancel these?"""

    bookings: tuple[Booking, ...]


class NotifySeriesBooked(Struct, frozen=True, kw_only=True):
    """They are booked, all of them."""

    bookings: tuple[Booking, ...]


class NotifySeriesMoved(Struct, frozen=True, kw_only=True):
    """They are moved, all of them."""

    bookings: tuple[Booking, ...]
    olds: tuple[Booking, ...]


class NotifySeriesCancelled(Struct, frozen=True, kw_only=True):
    """They are cancelled, all of them."""

    bookings: tuple[Booking, ...]


class InformSeriesTooLate(Struct, frozen=True, kw_only=True):
    """These can no longer be moved or cancelled, by the policy they were made under."""

    bookings: tuple[Booking, ...]
    is_cancel: bool


class InformSeriesStays(Struct, frozen=True, kw_only=True):
    """These cannot go where they were to go, and stay as they are."""

    moves: tuple[PlannedMove, ...]


class InformMovesOnce(Struct, frozen=True, kw_only=True):
    """One booking is moved to one time: it does not become a series."""


class InformMovesSingly(Struct, frozen=True, kw_only=True):
    """Bookings that are not of one series are moved one after the other."""


SeriesAct = (
    OfferSeries
    | RequestSeriesConfirmation
    | RequestSeriesMoveConfirmation
    | RequestSeriesCancelConfirmation
    | NotifySeriesBooked
    | NotifySeriesMoved
    | NotifySeriesCancelled
    | InformSeriesTooLate
    | InformSeriesStays
    | InformMovesOnce
    | InformMovesSingly
)
"""What is said of several appointments at once."""
