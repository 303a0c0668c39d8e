"""What the assistant says, as values: `responses` turns them into words, and only from what they carry."""

from dataclasses import dataclass
from datetime import date, datetime

from assistant.booking.model import Booking
from assistant.booking.series import SeriesWish
from assistant.booking.wanted import Offers, Wanted
from assistant.dialogue.services import PlannedMove, SeriesHeld
from assistant.dialogue.state import Option, Question, QuestionKind
from assistant.understanding.times.model import ClockRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Greet:
    """Hello."""

    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeThanks:
    """You're welcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SayGoodbye:
    """Goodbye."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InformHelp:
    """What the assistant does, and the services with duration and price."""

    service_ids: tuple[int, ...] = ()
    """Those that were asked about; empty is all of them, and what the assistant does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestMore:
    """Is there anything else?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSlot:
    """Asks for what is missing."""

    kind: QuestionKind
    service_ids: tuple[int, ...] = ()
    """Between which, for a service."""
    person_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClarifyTime:
    """Did you mean 3 April or 4 March? 9 in the morning or in the evening?"""

    days: tuple[date, ...] = ()
    clocks: tuple[ClockRange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTimes:
    """What is free; why not, where the wanted time is not."""

    offers: Offers
    is_gone: bool = False
    """The time was offered, or held, and somebody else has it now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InformFree:
    """The wanted time can be had."""

    booking: Booking
    """The hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestConfirmation:
    """Shall I book it?"""

    booking: Booking
    """The hold."""
    name: str
    """Whom it will be booked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestMoveConfirmation:
    """Shall I move it?"""

    booking: Booking
    starts_at: datetime
    person_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCancelConfirmation:
    """Shall I cancel it?"""

    booking: Booking


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyBooked:
    """It is booked."""

    booking: Booking


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyMoved:
    """It is moved."""

    booking: Booking
    old: Booking


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyCancelled:
    """It is cancelled."""

    booking: Booking


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSeries:
    """What of a series is free, and held, and what of it cannot be had."""

    held: SeriesHeld
    series: SeriesWish
    wanted: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSeriesConfirmation:
    """Shall I book these?"""

    bookings: tuple[Booking, ...]
    """The holds."""
    name: str
    """Whom they will be booked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSeriesMoveConfirmation:
    """Shall I move these?"""

    moves: tuple[PlannedMove, ...]
    """Those that can be."""
    person_id: int | None
    """Whom they are to be with, where that was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSeriesCancelConfirmation:
    """Shall I cancel these?"""

    bookings: tuple[Booking, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifySeriesBooked:
    """They are booked, all of them."""

    bookings: tuple[Booking, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifySeriesMoved:
    """They are moved, all of them."""

    bookings: tuple[Booking, ...]
    olds: tuple[Booking, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifySeriesCancelled:
    """They are cancelled, all of them."""

    bookings: tuple[Booking, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InformSeriesTooLate:
    """These can no longer be moved or cancelled, by the policy they were made under."""

    bookings: tuple[Booking, ...]
    is_cancel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InformSeriesStays:
    """These cannot go where they were to go, and stay as they are."""

    moves: tuple[PlannedMove, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InformMovesOnce:
    """One booking is moved to one time: it does not become a series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyHoldReleased:
    """It isn't booked, and the time is free again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyDropped:
    """Never mind: nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyKept:
    """The booking stands as it was."""

    booking: Booking


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyHandedOver:
    """A person will answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InformBookings:
    """What you have booked."""

    bookings: tuple[Booking, ...]
    is_choice: bool = False
    """Whether one of them is asked for."""
    task_name: str = ""
    """`reschedule` or `cancel`, with `is_choice`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InformTooLate:
    """It can no longer be moved or cancelled, by the policy it was made under."""

    booking: Booking
    is_cancel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InformNoSuchBooking:
    """No booking of yours has that code."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InformPartySize:
    """The service takes parties of these sizes."""

    service_id: int
    party_max: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InformWrongPerson:
    """That person does not do that service."""

    service_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InformImpossibleTime:
    """No calendar has that time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InformStaleChoice:
    """That button is from an earlier message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """Sorry?"""

    times: int
    """How often in a row: from the second on the reply says what it can do, from the third it offers a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apologise:
    """Something went wrong here; a person will look at it."""


SystemAct = (
    Greet
    | WelcomeThanks
    | SayGoodbye
    | InformHelp
    | RequestMore
    | RequestSlot
    | ClarifyTime
    | OfferTimes
    | InformFree
    | RequestConfirmation
    | RequestMoveConfirmation
    | RequestCancelConfirmation
    | NotifyBooked
    | NotifyMoved
    | NotifyCancelled
    | OfferSeries
    | RequestSeriesConfirmation
    | RequestSeriesMoveConfirmation
    | RequestSeriesCancelConfirmation
    | NotifySeriesBooked
    | NotifySeriesMoved
    | NotifySeriesCancelled
    | InformSeriesTooLate
    | InformSeriesStays
    | InformMovesOnce
    | NotifyHoldReleased
    | NotifyDropped
    | NotifyKept
    | NotifyHandedOver
    | InformBookings
    | InformTooLate
    | InformNoSuchBooking
    | InformPartySize
    | InformWrongPerson
    | InformImpossibleTime
    | InformStaleChoice
    | NotUnderstood
    | Apologise
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What to say, and the question it leaves open (None: nothing is asked)."""

    acts: tuple[SystemAct, ...]
    question: Question | None = None

    @property
    def options(self) -> tuple[Option, ...]:
        """The choices to show, first to last."""
        return self.question.options if self.question else ()
