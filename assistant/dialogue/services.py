"""What the dialogue may ask of the world, and what the world may answer: the only way from words to rows."""

from dataclasses import dataclass
from datetime import datetime

from assistant.booking.model import Booking, Refusal
from assistant.booking.wanted import Offers, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class FindTimeSlots:
    """Look for bookable times. Answered by `TimeSlotsFound`."""

    wanted: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTimeSlot:
    """Take a time while the customer decides, letting go of an earlier hold. `TimeSlotHeld` or `TimeSlotRefused`."""

    wanted: Wanted
    starts_at: datetime
    replacing: int | None
    """The booking id of the hold that this one takes the place of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepHold:
    """Look at a hold again and let it last longer. `TimeSlotHeld`, or `TimeSlotRefused` where it is gone for good."""

    booking_id: int
    wanted: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHold:
    """Let a hold go. Answered by `HoldReleased`."""

    booking_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmBooking:
    """Turn a hold into a booking. `Booked` or `TimeSlotRefused`; `TimeSlotHeld` where the hold had to be made anew."""

    booking_id: int
    wanted: Wanted
    name: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindBookings:
    """Look up the customer's own bookings that are yet to come. Answered by `BookingsFound`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveBooking:
    """Move the customer's own booking. `Moved`, `TimeSlotRefused` or `BookingRefused`."""

    booking_id: int
    wanted: Wanted
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelBooking:
    """Cancel the customer's own booking. `Cancelled` or `BookingRefused`."""

    booking_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Give the conversation to a person. Answered by `HandedOver`."""


ServiceCall = (
    FindTimeSlots
    | HoldTimeSlot
    | KeepHold
    | ReleaseHold
    | ConfirmBooking
    | FindBookings
    | MoveBooking
    | CancelBooking
    | HandOver
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSlotsFound:
    """What is free, near what was wanted."""

    offers: Offers


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSlotHeld:
    """The time is the customer's until the hold expires."""

    booking: Booking


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSlotRefused:
    """The time cannot be had, and nothing changed."""

    refusal: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReleased:
    """The hold no longer takes time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """The booking stands."""

    booking: Booking


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingsFound:
    """The customer's own confirmed bookings that have not ended, earliest first."""

    bookings: tuple[Booking, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The booking stands at its new time."""

    booking: Booking
    old: Booking


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """The booking no longer stands."""

    booking: Booking


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRefused:
    """The booking is not the customer's to change any more, and stands as it stood."""

    booking: Booking | None
    """None where the customer has no such booking."""
    too_late: bool
    """Past the cut-off it was made under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A person has the conversation now."""


ServiceResult = (
    TimeSlotsFound
    | TimeSlotHeld
    | TimeSlotRefused
    | HoldReleased
    | Booked
    | BookingsFound
    | Moved
    | Cancelled
    | BookingRefused
    | HandedOver
)
