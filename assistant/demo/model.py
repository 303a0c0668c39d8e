"""What a made-up past consists of, before it is rows. Instants are aware datetimes in UTC."""

from datetime import date, datetime

from msgspec import Struct

from assistant.booking.bookings import Booking, TimeSlot
from assistant.responses.model import Rendered


class Customer(Struct, kw_only=True):
    """Somebody who comes back, or does not."""

    number: int
    """From 0 on: other parts of the past call them by it."""
    name: str
    phone: str
    since: datetime
    """When they first wrote."""
    service_id: int
    """What they usually book."""
    person_id: int | None
    """Whom they like to go to."""
    hour: float
    """When in the day they like to come, in hours after midnight."""
    rhythm_days: int
    """How often they come."""
    warmth: float
    """How easily they are pleased, around 0."""
    is_tidy: bool
    """Whether they write with capitals and full stops."""
    booked_on: tuple[date, ...] = ()
    """Their visits, as they were booked last."""


class Change(Struct, frozen=True, kw_only=True):
    """What happened to a booking, as its record has it."""

    at: datetime
    action: str
    """`held`, `confirmed`, `moved`, `cancelled` or `no_show`."""
    after: Booking
    before: Booking | None = None
    actor: str = "customer"


class Visit(Struct, kw_only=True):
    """A booking with all that happened to it."""

    number: int
    """Its place among the past's visits."""
    customer: int
    booking: Booking
    """As it stands in the end."""
    slot: TimeSlot
    """What it takes, or took when it was cancelled."""
    changes: tuple[Change, ...]
    left: tuple[TimeSlot, ...] = ()
    """What it took before it was moved."""
    series: int | None = None
    """The place among the past's series."""

    @property
    def made_at(self) -> datetime:
        """When it was asked for."""
        return self.changes[0].at

    @property
    def updated_at(self) -> datetime:
        """When the customer changed it last."""
        return max(change.at for change in self.changes if change.actor == "customer")


class Series(Struct, frozen=True, kw_only=True):
    """A recurring appointment."""

    every_weeks: int
    made_at: datetime


class Line(Struct, frozen=True, kw_only=True):
    """A message of a conversation, or a reply."""

    customer: int
    at: datetime
    author: str
    """`customer`, `assistant` or `person`."""
    said: Rendered
    turn: int
    """Of its conversation, from 1 on."""
    mood: float | None = None
    """Of a customer's message, from -1 to 1."""
    unanswered: str = ""
    """The question in it that had no answer."""


class VisitRating(Struct, frozen=True, kw_only=True):
    """How a visit was found; without a score it was asked in vain."""

    visit: int
    """The place among the past's visits."""
    asked_at: datetime
    score: int | None = None
    rated_at: datetime | None = None
    comment: str | None = None


class Past(Struct, frozen=True, kw_only=True):
    """All of it. Lines are in the order of their instants."""

    customers: tuple[Customer, ...]
    series: tuple[Series, ...]
    visits: tuple[Visit, ...]
    lines: tuple[Line, ...]
    ratings: tuple[VisitRating, ...]
    moods: dict[int, float]
    """The trend of each conversation in which something told a mood, by its customer."""
