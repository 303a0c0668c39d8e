"""The diary, as the core asks for it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Protocol

from msgspec import Struct

from assistant.booking.assignments import BookingRequest
from assistant.booking.bookings import Assignment, Booking, Busy, Series, TimeSlot


class Seating(Struct, frozen=True, kw_only=True):
    """A time that the rules allow, and every way to staff it: rivals may have taken some since."""

    request: BookingRequest
    time_slot: TimeSlot
    ways: Iterator[tuple[Assignment, ...]]
    """Best first. Ask for the next only when one was refused."""
    refused: set[Assignment]
    """Put a unit that was refused in here before asking for the next way."""


class Bookings(Protocol):
    """The diary as it is stored. Every change writes an event row in the same transaction."""

    async def find_busy(self, resource_ids: Iterable[int], first: date, last: date, *, ignoring: Iterable[int]) -> Busy:
        """Return what is taken on civil days `first` to `last` in UTC; `ignoring` leaves these bookings' time out."""

    async def find_own(self, booking_id: int) -> Booking | None:
        """Return that booking, locked for this transaction, or None where it is not the customer's."""

    async def find_upcoming(self) -> tuple[Booking, ...]:
        """Return the customer's confirmed bookings that have not ended, earliest first."""

    async def find_last(self) -> Booking | None:
        """Return the customer's confirmed booking that began last; where none has begun, their next one."""

    async def hold(self, seating: Seating, lasting: timedelta, *, replacing: Booking | None = None) -> Booking | None:
        """Return the hold, with `replacing` let go, or None where every way to seat it is taken: nothing changed."""

    async def hold_visit(
        self, seatings: Sequence[Seating], lasting: timedelta, *, replacing: Sequence[Booking]
    ) -> tuple[Booking, ...] | None:
        """Return a hold for each seating, with those of `replacing` let go, or None where one is taken.

        Then nothing changed: what was held is held. The locks for all of them are taken in one order.
        """

    async def open_series(self, every_weeks: int) -> Series:
        """Return a new series, which has no bookings yet."""

    async def hold_series(
        self, seatings: Sequence[Seating], lasting: timedelta, series: Series, *, replacing: Sequence[Booking]
    ) -> tuple[Booking | None, ...]:
        """Return a hold of `series` for each seating, all with one expiry; None for those that are taken.

        Those of `replacing` are let go, whatever becomes of the others.
        """

    async def keep_hold(self, booking: Booking, lasting: timedelta) -> Booking | None:
        """Return the hold with a new expiry, or None where it no longer stands."""

    async def release(self, booking: Booking) -> None:
        """Let a hold go, with all holds of its series; one that no longer stands is left as it is."""

    async def confirm(
        self, booking: Booking, *, name: str, phone: str, note: str = "", is_for_other: bool = False
    ) -> Booking:
        """Return the booking that the hold has become; the customer goes by its name, unless it is for another."""

    async def amend(self, booking: Booking, *, name: str, note: str) -> Booking:
        """Return the booking with that name and that note: what it takes stays as it is."""

    async def cancel(self, booking: Booking) -> Booking:
        """Return the booking, cancelled, its time free."""

    async def move(self, booking: Booking, seating: Seating) -> Booking | None:
        """Return the booking as it is seated now, or None where that is taken and the old place still stands.

        Its service and its party are those of the seating.
        """

    async def move_series(self, moves: Sequence[tuple[Booking, Seating]]) -> tuple[Booking, ...] | None:
        """Return the bookings at their new times, or None where one of these is taken: then all stand as they stood."""
