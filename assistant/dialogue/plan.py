"""What is planned, held, changed and done: the parts of what a conversation remembers."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from assistant.booking.series import SeriesWish
from assistant.booking.wanted import Without
from assistant.understanding.model import (
    Direction,
    NoteChange,
)
from assistant.understanding.times.model import ClockRange, DayRange, Recurrence


class TimeWish(Struct, frozen=True, kw_only=True):
    """The customer's words about time so far: readings that are not settled yet stand side by side."""

    days: tuple[DayRange, ...] = ()
    clocks: tuple[ClockRange, ...] = ()
    either: tuple["TimeWish", ...] = ()
    """Others that would do as well: "Tuesday at 3, or Wednesday"."""
    is_weekday: bool = False
    """Whether the day was said as a weekday and nothing else: "Friday", not "next Friday" or "the 4th"."""
    instant: datetime | None = None
    """Which of two, where the clocks show the wanted time twice."""
    without: tuple[Without, ...] = ()
    """What is not wanted: "not Friday"."""
    ends: tuple[ClockRange, ...] = ()
    """Until when it has to be over, in each reading."""
    soonest: bool = False
    """As early as possible."""
    latest: bool = False
    """As late as possible on the day."""
    direction: Direction | None = None
    """Earlier or later than what was shown."""
    than: datetime | None = None
    """The earliest, or the latest, of what was offered when such times were asked for; UTC."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said about time."""
        return not (self.days or self.clocks or self.ends or self.is_outermost)

    @property
    def is_outermost(self) -> bool:
        """Whether the first time, or the last, is wanted."""
        return self.soonest or self.latest


class Hold(Struct, frozen=True, kw_only=True):
    """The time that is kept for the customer while they decide."""

    booking_id: int
    starts_at: datetime
    service_id: int
    person_id: int | None
    """Whom the customer asked for when it was made; None is anybody."""
    without_person_ids: tuple[int, ...] = ()
    """Who was ruled out."""
    party_size: int
    series: SeriesWish | None = None
    """The series that it is the first time of."""
    booking_ids: tuple[int, ...] = ()
    """Of a series, or of services that follow one another, all that is held."""
    then: tuple[int, ...] = ()
    """The services that follow."""


class SeriesPlace(Struct, frozen=True, kw_only=True):
    """A place in a series."""

    series_id: int
    starts_at: datetime


class Edit(Struct, frozen=True, kw_only=True):
    """What is to be different of a booking that stands, beside its time and who does it."""

    party_size: int | None = None
    party_change: int = 0
    """By how many its party is to grow, or to shrink, where it was not said how many they are."""
    service_id: int | None = None
    name: str = ""
    note: str = ""
    note_change: NoteChange | None = None
    """What becomes of the note that is there."""
    renames: bool = False
    """Whether it is to be under another name; where none is told, it is asked for."""
    is_late: bool = False
    """Whether the note is that the customer will not be there in time."""

    @property
    def is_amendment(self) -> bool:
        """Whether there is something to write that takes nothing from the diary."""
        return bool(self.name or self.note or self.note_change)


class LetGo(Struct, frozen=True, kw_only=True):
    """What was planned, or where a booking was to be moved, when it was let go: "go on then" wants it after all."""

    service_ids: tuple[int, ...] = ()
    then_service_ids: tuple[int, ...] = ()
    person_ids: tuple[int, ...] = ()
    any_person: bool = False
    without_person_ids: tuple[int, ...] = ()
    party_size: int | None = None
    wish: TimeWish
    picked: datetime | None = None
    recurrence: Recurrence | None = None
    guest: str | None = None
    booking_id: int | None = None
    """The booking that was to be moved; None: it was to be booked."""
    edit: Edit | None = None


class Amendment(Struct, frozen=True, kw_only=True):
    """What is to be put with bookings that are known."""

    booking_ids: tuple[int, ...]
    edit: Edit


class RatingAsked(Struct, frozen=True, kw_only=True):
    """The visit that was asked about last."""

    booking_id: int
    turn: int
    """In which turn: its buttons count as long as no other visit is asked about, and the last tap is what counts."""
    score: int | None = None
    """What it was found, from 1 to 5; None: it was not rated."""
    passed: int = 0
    """How many messages came while it was open that did not answer it."""


class DoneKind(StrEnum):
    """What a conversation did to the diary."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"


class Done(Struct, frozen=True, kw_only=True):
    """What was done last, and what it takes to ask for its opposite."""

    kind: DoneKind
    booking_ids: tuple[int, ...]
    service_id: int
    person_id: int | None
    """Who was to do it before; None where that is nobody in particular, or still the same."""
    party_size: int
    starts_at: datetime
    """UTC; of a move, where it was before."""
    is_edited: bool = False
    """Whether another service, or another party, was put in its place."""


class Undoing(StrEnum):
    """Why nothing can be undone."""

    NOTHING = "nothing"
    """Nothing was done."""
    SEVERAL = "several"
    """Several bookings were moved or cancelled: there is no one question that takes that back."""


class VisitLimit(StrEnum):
    """Why something cannot be part of a visit of several services."""

    FULL = "full"
    """It has as many services as a visit may have."""
    SERIES = "series"
    """What is planned is an appointment again and again: no service can be added to that."""
    ONCE = "once"
    """A visit of several services is booked one at a time."""


class LeftOut(Struct, frozen=True, kw_only=True):
    """What was wanted of a visit and cannot be had with it."""

    limit: VisitLimit
    service_ids: tuple[int, ...] = ()


class Last(Struct, frozen=True, kw_only=True):
    """What was booked last, as far as another booking may be like it."""

    service_ids: tuple[int, ...]
    """Several: one after the other."""
    person_ids: tuple[int, ...] = ()
    """Whom the customer had asked for."""
    starts_at: datetime | None = None
    """UTC."""
    party_size: int | None = None
