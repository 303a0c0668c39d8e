"""Which bookings belong together as one series."""

from collections.abc import Iterable

from assistant.booking.bookings import Booking


def list_following(booking: Booking, bookings: Iterable[Booking]) -> tuple[Booking, ...]:
    """Return `booking` and those of `bookings` that follow it in its series, in their order."""
    same = (b for b in bookings if b.series == booking.series and b.starts_at >= booking.starts_at)
    return tuple(same) if booking.series else (booking,)
