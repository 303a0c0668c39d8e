"""What the assistant says of bookings that stand, as values."""

from datetime import date, datetime

from msgspec import Struct

from assistant.booking.bookings import Booking
from assistant.dialogue.services import Unamendable


class RequestMoveConfirmation(Struct, frozen=True, kw_only=True):
    """Shall I move it?"""

    booking: Booking
    starts_at: datetime
    person_id: int | None
    is_other_person: bool = False
    """Whether it is to be with somebody else than now, whoever that is."""


class RequestChangeConfirmation(Struct, frozen=True, kw_only=True):
    """Shall I change it to another service, or for another party?"""

    booking: Booking
    edited: Booking
    starts_at: datetime
    person_id: int | None


class RequestCancelConfirmation(Struct, frozen=True, kw_only=True):
    """Shall I cancel it?"""

    booking: Booking
    asked_by: str = ""
    """The name of the customer: whom it is for is said where that is somebody else."""


class NotifyMoved(Struct, frozen=True, kw_only=True):
    """It is moved."""

    booking: Booking
    old: Booking


class NotifyChanged(Struct, frozen=True, kw_only=True):
    """It is of another service now, or for another party."""

    booking: Booking
    old: Booking


class NotifyAmended(Struct, frozen=True, kw_only=True):
    """They are under another name now, or a note is with them, or is not any more."""

    bookings: tuple[Booking, ...]
    is_renamed: bool = False
    note: str = ""
    """What was noted now; empty where nothing was."""
    removed: tuple[str, ...] = ()
    """What is not noted any more."""
    kept: tuple[str, ...] = ()
    """What is still noted, where something was removed."""

    @property
    def booking(self) -> Booking:
        """The first of them."""
        return self.bookings[0]


class InformNotAmended(Struct, frozen=True, kw_only=True):
    """Nothing was put with it, and why."""

    booking: Booking | None
    why: Unamendable


class InformUnnoted(Struct, frozen=True, kw_only=True):
    """It will not be noted with what is booked next."""

    note: str
    """Empty: there was nothing to note."""


class InformNote(Struct, frozen=True, kw_only=True):
    """What will be noted with the booking that is being confirmed."""

    note: str


class NoteKept(Struct, frozen=True, kw_only=True):
    """Nothing is booked that the note could be put with: it waits for what is booked next."""

    note: str


class InformNoneToday(Struct, frozen=True, kw_only=True):
    """They are late, and have nothing booked today, or on the day that they name."""

    bookings: tuple[Booking, ...]
    day: date | None = None
    """None is today."""


class NotifyCancelled(Struct, frozen=True, kw_only=True):
    """It is cancelled."""

    booking: Booking


class NotifyKept(Struct, frozen=True, kw_only=True):
    """The booking stands as it was."""

    booking: Booking


class InformNothingUndone(Struct, frozen=True, kw_only=True):
    """There is nothing that one question could take back."""

    is_several: bool
    """Several bookings were changed at once; otherwise nothing was."""


class InformBookings(Struct, frozen=True, kw_only=True):
    """What you have booked."""

    bookings: tuple[Booking, ...]
    asked_by: str = ""
    """The name of the customer: whom each is for is said where one is for somebody else."""
    is_part: bool = False
    """Whether these are only those that were asked about: "when is the second one?"."""
    is_choice: bool = False
    """Whether one of them is asked for."""
    task_name: str = ""
    """`reschedule` or `cancel`, with `is_choice`."""


class InformTooLate(Struct, frozen=True, kw_only=True):
    """It can no longer be moved or cancelled, by the policy it was made under."""

    booking: Booking
    is_cancel: bool


class InformNoSuchBooking(Struct, frozen=True, kw_only=True):
    """No booking of yours has that code."""

    code: str


class InformNothingOf(Struct, frozen=True, kw_only=True):
    """They have nothing booked: whose booking was meant, where only others are of the customer's."""

    name: str


ChangeAct = (
    InformBookings
    | RequestMoveConfirmation
    | RequestCancelConfirmation
    | NotifyMoved
    | NotifyCancelled
    | NotifyKept
    | InformNothingUndone
    | InformTooLate
    | InformNoSuchBooking
    | InformNothingOf
)
"""What is booked, and its time and place in the diary."""

AmendAct = (
    RequestChangeConfirmation
    | NotifyChanged
    | NotifyAmended
    | InformNotAmended
    | InformUnnoted
    | InformNote
    | NoteKept
    | InformNoneToday
)
"""What else of a booking is changed: its service, its party, its name, its note."""
