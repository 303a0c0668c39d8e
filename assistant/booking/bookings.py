"""The nouns of bookings: what a time takes, what is taken, where a booking stands, and why a time cannot be had.

Instants are aware datetimes in UTC.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from msgspec import Struct, field
from msgspec.structs import replace

from assistant.booking.model import Interval, Resource, ResourceKind, Shop


class BookingStatus(StrEnum):
    """Where a booking stands. Only `held` and `confirmed` occupy time."""

    HELD = "held"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    """A hold that nobody confirmed in time."""
    RELEASED = "released"
    """A hold that the customer let go: another time was wanted, or none."""


class Assignment(Struct, frozen=True, kw_only=True):
    """One unit of one resource that a booking takes."""

    resource_id: int
    unit: int
    """From 1 to the resource's units."""


class TimeSlot(Struct, frozen=True, kw_only=True):
    """A bookable time: when the service starts and ends, and what it would take."""

    starts_at: datetime
    """UTC."""
    ends_at: datetime
    """UTC; without buffers."""
    occupied: Interval
    """With buffers."""
    assignments: tuple[Assignment, ...]


class Busy(Struct, frozen=True, kw_only=True):
    """What is taken, as `(resource id, unit)` to intervals in any order; they may overlap."""

    taken: Mapping[tuple[int, int], tuple[Interval, ...]] = field(default_factory=dict)

    def is_free(self, resource_id: int, unit: int, period: Interval) -> bool:
        """Return whether nothing that is taken on that unit overlaps `period`."""
        return not any(period.overlaps(other) for other in self.taken.get((resource_id, unit), ()))

    def and_taken(self, time_slots: Iterable[TimeSlot]) -> Self:
        """Return the same, with what these would take taken as well."""
        taken = dict(self.taken)
        for slot in time_slots:
            for unit in slot.assignments:
                key = unit.resource_id, unit.unit
                taken[key] = (*taken.get(key, ()), slot.occupied)
        return replace(self, taken=taken)


class Series(Struct, frozen=True, kw_only=True):
    """What holds the bookings of a recurring appointment together."""

    id: int
    every_weeks: int
    """From one booking to the next, as it was asked for: single ones may have been moved or cancelled since."""


class Booking(Struct, frozen=True, kw_only=True):
    """A booking as its committed row says it: what replies about bookings are rendered from."""

    id: int
    code: str
    status: BookingStatus
    service_id: int
    starts_at: datetime
    """UTC."""
    ends_at: datetime
    party_size: int
    price_minor: int | None
    """What the customer was told, in the currency's minor unit."""
    name: str
    resource_ids: tuple[int, ...]
    """What it occupies, each once."""
    hold_expires_at: datetime | None
    cancel_cutoff: timedelta
    reschedule_cutoff: timedelta
    """The policy it was made under."""
    series: Series | None = None
    """The recurring appointment that it is one of."""
    note: str = ""
    """What the shop is to know, in the customer's words."""

    def find_person(self, shop: Shop) -> Resource | None:
        """Return the person who does it, or None where nobody in particular does; a class has its teacher."""
        service = shop.find_service(self.service_id)
        resources = map(shop.find_resource, service.resource_ids if service.is_class else self.resource_ids)
        return next((r for r in resources if r.kind is ResourceKind.PERSON), None)


class Rule(StrEnum):
    """Why a time cannot be booked. Ordered: the first that applies is what the customer hears."""

    NO_SUCH_TIME = "no_such_time"
    """The clocks skip it on that day."""
    PAST = "past"
    TOO_SOON = "too_soon"
    """Inside the minimum notice."""
    TOO_FAR = "too_far"
    """Beyond the horizon."""
    NOBODY_DOES_THIS = "nobody_does_this"
    """The person asked for does not do this service, or nobody does."""
    PARTY_SIZE = "party_size"
    """No table, room or pool takes a party of this size."""
    NO_SESSION = "no_session"
    """The class does not start then, by its timetable."""
    CLOSED = "closed"
    """The location is closed for some of the time."""
    NOT_WORKING = "not_working"
    """The person asked for, or everybody who does this, is off; a class: its teacher has an appointment."""
    OFF_STEP = "off_step"
    """Starts lie on other minutes."""
    TAKEN = "taken"
    TOO_FEW_UNITS = "too_few_units"
    """Some seats are free, but not enough for the party."""


RULES = tuple(Rule)
"""In their order: the later one stands, the nearer the time is to being booked."""


class Refusal(Struct, frozen=True, kw_only=True):
    """A time that cannot be booked, and the rule that says so."""

    starts_at: datetime | None
    """UTC; None for a civil time that does not exist."""
    rule: Rule
    is_full_class: bool = False
    """Whether a class takes place then, and has no seats left, or too few."""
    seats_left: int | None = None
    """How many there are, where they are too few for the party."""
