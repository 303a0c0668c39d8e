"""What a shop file says, checked and resolved: the form in which files and the database are compared.

Weekdays, civil days and hours are those of the location's zone; leave is instants in UTC; money is in minor units.
"""

from datetime import date, timedelta

from msgspec import Struct

from assistant.booking.model import CivilPeriod, Interval, Policy, ResourceKind, Sitting, Timetable, Week

SECTIONS = {
    "people": ResourceKind.PERSON,
    "chairs": ResourceKind.CHAIR,
    "tables": ResourceKind.TABLE,
    "rooms": ResourceKind.ROOM,
    "seats": ResourceKind.SEATS,
}
"""The section of the file for each kind of resource, in the order in which the shop lists them."""
SECTION_OF = {kind: section for section, kind in SECTIONS.items()}
DEFAULT_POLICY = "default"
"""The name of the shop's own policy in the database; a service's own has the service's slug, which is never this."""


class DayEntry(Struct, frozen=True, kw_only=True):
    """Special hours of one civil day, or none: closed."""

    day: date
    periods: tuple[CivilPeriod, ...]
    reason: str = ""


class LeaveEntry(Struct, frozen=True, kw_only=True):
    """Time in which a resource is away, as instants."""

    interval: Interval
    reason: str = ""


class JoinedEntry(Struct, frozen=True, kw_only=True):
    """Tables that can be put together, by their slugs, and the parties that they then take."""

    tables: tuple[str, ...]
    party_min: int
    party_max: int


class LocationEntry(Struct, frozen=True, kw_only=True):
    """Where the shop is, with its hours, the days that differ, earliest first, and which tables can be joined."""

    name: str
    zone: str
    hours: Week
    overrides: tuple[DayEntry, ...] = ()
    joined_tables: tuple[JoinedEntry, ...] = ()
    address: str = ""
    phone: str = ""


class ResourceEntry(Struct, frozen=True, kw_only=True):
    """A person, chair, table, room or pool of seats."""

    slug: str
    name: str
    kind: ResourceKind
    units: int = 1
    aliases: tuple[str, ...] = ()
    party_min: int = 1
    party_max: int = 1
    hours: Week | None = None
    """None: whenever the location is open."""
    leave: tuple[LeaveEntry, ...] = ()
    """In order of time."""
    overrides: tuple[DayEntry, ...] = ()
    """In order of time."""


class ServiceEntry(Struct, frozen=True, kw_only=True):
    """Something sold by appointment."""

    slug: str
    name: str
    duration: timedelta
    resources: tuple[str, ...]
    """Slugs of who and what can do it, in the order of preference: people first, then the things it needs."""
    aliases: tuple[str, ...] = ()
    buffer_before: timedelta = timedelta(0)
    buffer_after: timedelta = timedelta(0)
    price_minor: int | None = None
    price_per_person: bool = False
    sittings: tuple[Sitting, ...] = ()
    """By party size, ascending."""
    timetable: Timetable = ()
    policy: Policy | None = None
    """None: the shop's. Never equal to it."""


class AnswerEntry(Struct, frozen=True, kw_only=True):
    """A question that customers ask, and what the shop answers."""

    slug: str
    question: str
    answer: str
    language: str
    wordings: tuple[str, ...] = ()
    """Other ways in which the same is asked."""
    valid_from: date | None = None
    """The first civil day on which it holds; None: since ever."""
    valid_until: date | None = None
    """The last one; None: for ever."""


class ShopFile(Struct, frozen=True, kw_only=True):
    """A whole shop. `slug` says which one: loading a file changes the shop of that slug, or makes it."""

    slug: str
    name: str
    locale: str
    currency: str
    location: LocationEntry
    policy: Policy
    resources: tuple[ResourceEntry, ...]
    services: tuple[ServiceEntry, ...]
    answers: tuple[AnswerEntry, ...] = ()
    tagline: str = ""
    hour_format: int = 12
    ask_phone: bool = False
