"""What the dialogue may ask of the world, and what the world may answer: the only way from words to rows."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from assistant.booking.bookings import Booking, Refusal, Rule
from assistant.booking.series import Conflict, SeriesWish
from assistant.booking.wanted import Offers, Wanted
from assistant.understanding.model import NoteChange


class FindTimeSlots(Struct, frozen=True, kw_only=True):
    """Look for bookable times. Answered by `TimeSlotsFound`."""

    wanted: Wanted


class HoldTimeSlot(Struct, frozen=True, kw_only=True):
    """Take a time while the customer decides, letting go of an earlier hold. `TimeSlotHeld` or `TimeSlotRefused`."""

    wanted: Wanted
    starts_at: datetime
    replacing: int | None
    """The booking id of the hold that this one takes the place of."""


class KeepHold(Struct, frozen=True, kw_only=True):
    """Look at a hold again and let it last longer. `TimeSlotHeld`, or `TimeSlotRefused` where it is gone for good."""

    booking_id: int
    wanted: Wanted


class ReleaseHold(Struct, frozen=True, kw_only=True):
    """Let a hold go. Answered by `HoldReleased`."""

    booking_id: int
    others: tuple[int, ...] = ()
    """What follows it."""


class ConfirmBooking(Struct, frozen=True, kw_only=True):
    """Turn a hold into a booking. `Booked` or `TimeSlotRefused`; `TimeSlotHeld` where the hold had to be made anew."""

    booking_id: int
    wanted: Wanted
    name: str
    phone: str
    note: str = ""
    """What the shop is to know, in the customer's words."""
    is_for_other: bool = False
    """Whether the name is of somebody else than who writes: the customer keeps their own."""


class HoldSeries(Struct, frozen=True, kw_only=True):
    """Take all times of a series that can be had, while the customer decides. Answered by `SeriesHeld`."""

    wanted: Wanted
    """Who and what; its day and time are the first of the series."""
    series: SeriesWish
    held: tuple[int, ...]
    """The ids of what is held: it is kept where it is one of the series, else let go."""


class ConfirmSeries(Struct, frozen=True, kw_only=True):
    """Turn all holds of a series into bookings. `SeriesBooked`; `SeriesHeld` where one of them is gone: none is."""

    wanted: Wanted
    series: SeriesWish
    held: tuple[int, ...]
    name: str
    phone: str
    note: str = ""
    is_for_other: bool = False


class FindBookings(Struct, frozen=True, kw_only=True):
    """Look up the customer's own bookings that are yet to come. Answered by `BookingsFound`."""


class FindLastBooking(Struct, frozen=True, kw_only=True):
    """Look up what the customer had last: "the usual", "same time next week". Answered by `LastBookingFound`."""

    booking_id: int | None
    """The booking that was spoken of last, where there is one: it is the one that is meant."""


class MoveBooking(Struct, frozen=True, kw_only=True):
    """Move the customer's own booking, or let it be of another service or party: all or nothing.

    `Moved`, `TimeSlotRefused` or `BookingRefused`.
    """

    booking_id: int
    wanted: Wanted
    starts_at: datetime
    note: str = ""
    """Put with it where it can be had."""


class AmendBookings(Struct, frozen=True, kw_only=True):
    """Put another name on the customer's own bookings, or change their notes: all or none.

    `Amended` or `AmendRefused`.
    """

    booking_ids: tuple[int, ...]
    name: str = ""
    """Empty: it stays as it is."""
    note: str = ""
    """Empty: nothing is added to what is noted already."""
    note_change: NoteChange | None = None
    """What becomes of the last note that is there; None: it stays."""
    is_late: bool = False
    """Whether the note is that the customer will not be there in time."""


class CancelBooking(Struct, frozen=True, kw_only=True):
    """Cancel the customer's own booking. `Cancelled` or `BookingRefused`."""

    booking_id: int


class RateVisit(Struct, frozen=True, kw_only=True):
    """Write down how the customer found a visit that they were asked about. Answered by `VisitRated`."""

    booking_id: int
    score: int | None
    """From 1 to 5; the last one counts. None: it stays as it is."""
    comment: str = ""
    """What was told of it: it is put with what was told before."""
    is_last: bool = False
    """Whether they want to be asked about no other visit."""


class SeriesTarget(Struct, frozen=True, kw_only=True):
    """Where bookings of a series are to go, each within its own week. What is None stays as it is."""

    weekday: int | None = None
    """Monday is 0."""
    minute: int | None = None
    """Minutes after civil midnight."""
    resource_id: int | None = None
    """Whom it is to be with."""
    any_person: bool = False
    without_resource_ids: tuple[int, ...] = ()
    """Whom it is not to be with."""


class PlanSeriesMove(Struct, frozen=True, kw_only=True):
    """See which of the customer's own bookings can be moved. Answered by `SeriesMovePlanned`."""

    booking_ids: tuple[int, ...]
    target: SeriesTarget


class MoveSeries(Struct, frozen=True, kw_only=True):
    """Move the customer's own bookings, all or none. `SeriesMoved`, or `SeriesMovePlanned` where one cannot be."""

    booking_ids: tuple[int, ...]
    target: SeriesTarget


class CancelSeries(Struct, frozen=True, kw_only=True):
    """Cancel those of the customer's own bookings that may still be cancelled. Answered by `SeriesCancelled`."""

    booking_ids: tuple[int, ...]


class HandOver(Struct, frozen=True, kw_only=True):
    """Give the conversation to a person. Answered by `HandedOver`."""


ServiceCall = (
    FindTimeSlots
    | HoldTimeSlot
    | KeepHold
    | ReleaseHold
    | ConfirmBooking
    | FindBookings
    | FindLastBooking
    | MoveBooking
    | AmendBookings
    | CancelBooking
    | HoldSeries
    | ConfirmSeries
    | PlanSeriesMove
    | MoveSeries
    | CancelSeries
    | HandOver
    | RateVisit
)


class TimeSlotsFound(Struct, frozen=True, kw_only=True):
    """What is free, near what was wanted."""

    offers: Offers


class TimeSlotHeld(Struct, frozen=True, kw_only=True):
    """The time is the customer's until the hold expires."""

    booking: Booking
    others: tuple[Booking, ...] = ()
    """What follows it, held as well."""


class TimeSlotRefused(Struct, frozen=True, kw_only=True):
    """The time cannot be had, and nothing changed."""

    refusal: Refusal


class HoldReleased(Struct, frozen=True, kw_only=True):
    """The hold no longer takes time."""


class Booked(Struct, frozen=True, kw_only=True):
    """The booking stands."""

    booking: Booking
    others: tuple[Booking, ...] = ()
    """What follows it, booked as well."""


class BookingsFound(Struct, frozen=True, kw_only=True):
    """The customer's own confirmed bookings that have not ended, earliest first."""

    bookings: tuple[Booking, ...]


class LastBookingFound(Struct, frozen=True, kw_only=True):
    """What the customer had last."""

    booking: Booking | None
    """None where they have had nothing."""


class Moved(Struct, frozen=True, kw_only=True):
    """The booking stands at its new time."""

    booking: Booking
    old: Booking


class Amended(Struct, frozen=True, kw_only=True):
    """The bookings stand where they stood, under their new name or with their new notes."""

    bookings: tuple[Booking, ...]
    olds: tuple[Booking, ...]
    """As they were, in the same order."""
    is_late: bool = False
    """Whether it was noted that the customer will not be there in time."""


class Unamendable(StrEnum):
    """Why nothing can be put with a booking."""

    UNKNOWN = "unknown"
    """The customer has no such booking."""
    CANCELLED = "cancelled"
    OVER = "over"
    TOO_LONG = "too_long"
    """There would be more noted than a booking can have."""


class AmendRefused(Struct, frozen=True, kw_only=True):
    """Nothing was put with any booking: they stand as they stood."""

    booking: Booking | None
    """The first that it could not be put with; None where the customer has no such booking."""
    why: Unamendable


class Cancelled(Struct, frozen=True, kw_only=True):
    """The booking no longer stands."""

    booking: Booking


class BookingRefused(Struct, frozen=True, kw_only=True):
    """The booking is not the customer's to change any more, and stands as it stood."""

    booking: Booking | None
    """None where the customer has no such booking."""
    too_late: bool
    """Past the cut-off it was made under."""


class SeriesHeld(Struct, frozen=True, kw_only=True):
    """These times are the customer's until their holds expire, all at once."""

    bookings: tuple[Booking, ...]
    """Earliest first; none where nothing of the series can be had."""
    conflicts: tuple[Conflict, ...]
    """The times that cannot be had, and stand for themselves: nothing is held for them."""
    lost: tuple[Booking, ...] = ()
    """What was held, and somebody else has now."""
    is_beyond: bool = False
    """Whether more is wanted, further ahead than can be booked."""
    is_long: bool = False
    """Whether more is wanted than a series may have."""


class SeriesBooked(Struct, frozen=True, kw_only=True):
    """The bookings stand, all of them."""

    bookings: tuple[Booking, ...]


class PlannedMove(Struct, frozen=True, kw_only=True):
    """One booking, and where it would go."""

    booking: Booking
    day: date
    minute: int
    starts_at: datetime | None
    """UTC; None where it cannot go there."""
    rule: Rule | None = None
    """Why it cannot; None where it can, or where the clocks show the time twice."""


class SeriesMovePlanned(Struct, frozen=True, kw_only=True):
    """What a move of several bookings would be. Nothing has changed. A booking that is there already is left out."""

    moves: tuple[PlannedMove, ...]


class SeriesMoved(Struct, frozen=True, kw_only=True):
    """The bookings stand at their new times, all of them."""

    bookings: tuple[Booking, ...]
    olds: tuple[Booking, ...]
    """As they were, in the same order."""


class SeriesCancelled(Struct, frozen=True, kw_only=True):
    """The bookings no longer stand."""

    bookings: tuple[Booking, ...]
    refused: tuple[Booking, ...]
    """Past the cut-off they were made under: they stand."""


class VisitRated(Struct, frozen=True, kw_only=True):
    """The rating stands as the customer said it last."""

    score: int | None
    """None: only the comment is new."""
    comment: str
    is_last: bool = False
    """Whether no other visit will be asked about."""
    is_known: bool = True
    """Whether there is such a question: otherwise nothing was written."""


class HandedOver(Struct, frozen=True, kw_only=True):
    """A person has the conversation now."""


ServiceResult = (
    TimeSlotsFound
    | TimeSlotHeld
    | TimeSlotRefused
    | HoldReleased
    | Booked
    | BookingsFound
    | LastBookingFound
    | Moved
    | Amended
    | AmendRefused
    | Cancelled
    | BookingRefused
    | SeriesHeld
    | SeriesBooked
    | SeriesMovePlanned
    | SeriesMoved
    | SeriesCancelled
    | VisitRated
    | HandedOver
)
