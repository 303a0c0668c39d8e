"""The nouns of a shop: its hours, what it sells, and who or what does it.

Instants are aware datetimes in UTC. Civil values (a day, minutes after midnight) belong to the location's zone.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
SHOPS_MAX = 64
"""Of how many shops that are in use at once something is kept."""
SERVICES_MAX = 1024
"""The same of services."""


class ResourceKind(StrEnum):
    """What a resource is. A service takes one resource of each kind it names."""

    PERSON = "person"
    CHAIR = "chair"
    TABLE = "table"
    ROOM = "room"
    SEATS = "seats"
    """A pool of seats: a booking takes as many units as the party has heads."""


PARTY_KINDS = frozenset({ResourceKind.TABLE, ResourceKind.ROOM, ResourceKind.SEATS})
"""The kinds that decide how large a party can be; a person or a chair serves one at a time."""


class Interval(Struct, frozen=True, kw_only=True):
    """A stretch of time `[start, end)`, both aware instants, never empty."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(f"an interval ends after it starts, not {self.start} - {self.end}")

    def overlaps(self, other: "Interval") -> bool:
        """Return whether the two share an instant; touching ends do not."""
        return self.start < other.end and other.start < self.end


class CivilPeriod(Struct, frozen=True, kw_only=True):
    """Hours on a civil day, in minutes after its midnight: 09:00-17:30 is 540, 1050.

    `closes` may lie beyond 1440: 18:00-02:00 is 1080, 1560 and belongs to the day on which it opens.
    """

    opens: int
    closes: int


Week = tuple[tuple[CivilPeriod, ...], ...]
"""Seven days, Monday first; a day with no period is closed."""


class DateOverride(Struct, frozen=True, kw_only=True):
    """Special hours, or none, on one civil day: for the location, or for one resource."""

    day: date
    periods: tuple[CivilPeriod, ...]
    """Empty means closed, or not working."""
    resource_id: int | None = None
    """None: the location, and so everybody."""
    reason: str = ""


class Policy(Struct, frozen=True, kw_only=True):
    """The shop's rules for one service. A booking keeps those it was made under."""

    min_notice: timedelta
    """How long before its start a time can last be booked."""
    horizon: timedelta
    """How far ahead a time can be booked."""
    step: timedelta
    """Starts lie on multiples of this after civil midnight."""
    cancel_cutoff: timedelta
    """Until how long before its start the customer may cancel."""
    reschedule_cutoff: timedelta
    """Until how long before its start the customer may move it."""
    ask_rating_after: timedelta | None = None
    """How long after its end the customer is asked how it was; None: never. This holds for what was booked before."""


class Resource(Struct, frozen=True, kw_only=True, cache_hash=True):
    """Somebody or something that a booking occupies: a person, chair, table, room or pool of seats."""

    id: int
    slug: str
    name: str
    kind: ResourceKind
    units: int = 1
    """How many there are that can be taken independently."""
    aliases: tuple[str, ...] = ()
    party_min: int = 1
    party_max: int = 1
    """The smallest and largest party that one unit takes (tables and rooms)."""
    hours: Week | None = None
    """Working hours; None means whenever the location is open."""
    leave: tuple[Interval, ...] = ()
    active: bool = True
    """False once the shop file no longer names it: old bookings still do."""


class JoinedTables(Struct, frozen=True, kw_only=True):
    """Tables that are put together for a party that no single one takes: a booking takes them all."""

    resource_ids: tuple[int, ...]
    party_min: int
    party_max: int


class Sitting(Struct, frozen=True, kw_only=True):
    """How long parties of some sizes have what they book."""

    party_min: int
    party_max: int
    duration: timedelta


Timetable = tuple[tuple[int, ...], ...]
"""Seven days, Monday first: when a class starts, in minutes after civil midnight, ascending. Empty: it has none."""


class Service(Struct, frozen=True, kw_only=True, cache_hash=True):
    """Something the shop sells by appointment, or a class with a timetable."""

    id: int
    slug: str
    name: str
    duration: timedelta
    """For parties that no sitting speaks of: see `find_duration`."""
    policy: Policy
    resource_ids: tuple[int, ...]
    """Who or what can do it, in the order of preference. A booking takes one resource of each kind among them.

    A class has one pool of seats and perhaps a teacher: bookings take the seats, the timetable takes the teacher.
    """
    aliases: tuple[str, ...] = ()
    buffer_before: timedelta = timedelta(0)
    buffer_after: timedelta = timedelta(0)
    price_minor: int | None = None
    """In the currency's minor unit (pence, cents); None where the price is not fixed."""
    price_per_person: bool = False
    """Whether each head of a party pays the price, or the party does."""
    sittings: tuple[Sitting, ...] = ()
    """By party size, ascending."""
    timetable: Timetable = ()
    """When a class starts; where it is empty, the service can start on every step."""
    active: bool = True
    """False once the shop file no longer names it: old bookings still do."""

    @property
    def is_class(self) -> bool:
        """Whether it has a timetable, and starts at no other time."""
        return bool(self.timetable)

    @property
    def durations(self) -> tuple[timedelta, timedelta]:
        """The shortest and the longest that it can take."""
        spans = [self.duration, *(s.duration for s in self.sittings)]
        return min(spans), max(spans)

    def find_duration(self, party_size: int) -> timedelta:
        """Return how long a party of that size has what it books."""
        fitting = (s.duration for s in self.sittings if s.party_min <= party_size <= s.party_max)
        return next(fitting, self.duration)

    def find_price(self, party_size: int) -> int | None:
        """Return what a party of that size pays, in the currency's minor unit; None where it is not fixed."""
        if self.price_minor is None:
            return None
        return self.price_minor * party_size if self.price_per_person else self.price_minor


class Location(Struct, frozen=True, kw_only=True):
    """Where the shop is: it has the zone in which its hours and its customers' words are meant."""

    id: int
    name: str
    zone: ZoneInfo
    hours: Week
    address: str = ""
    phone: str = ""


class Shop(Struct, frozen=True, kw_only=True, cache_hash=True):
    """Everything about a business that a turn needs to know and that no customer changes.

    What follows from a shop alone is worked out once: its hash is kept, and so it makes a cheap key.
    """

    business_id: int
    version: int
    """Grows with each `shop load`: a cached shop is good as long as it has the newest."""
    slug: str
    name: str
    locale: str
    """A language tag, `en-GB`: decides 3/4 and how dates and times are written."""
    currency: str
    """ISO 4217: `GBP`."""
    location: Location
    services: tuple[Service, ...]
    resources: tuple[Resource, ...]
    overrides: tuple[DateOverride, ...] = ()
    joined_tables: tuple[JoinedTables, ...] = ()
    ask_phone: bool = False
    """Whether a booking needs a telephone number as well as a name."""
    hour_format: int = 12
    """12 or 24: how replies write the time of day."""

    def find_service(self, service_id: int) -> Service:
        """Return the service of that id; raises LookupError where the shop has none."""
        return _find(_index(self)[0], service_id)

    def find_resource(self, resource_id: int) -> Resource:
        """Return the resource of that id; raises LookupError where the shop has none."""
        return _find(_index(self)[1], resource_id)

    @property
    def offered_services(self) -> tuple[Service, ...]:
        """The services that can be booked today, in the shop's order."""
        return tuple(s for s in self.services if s.active)

    def find_party_max(self, service: Service) -> int:
        """Return the largest party that `service` takes: 1 where it needs no table, room or seats."""
        return _find_party_max(self, service)

    def find_joined_tables(self, service: Service) -> tuple[JoinedTables, ...]:
        """Return the tables that can be put together for `service`: it needs all of them, and all are in use."""
        if not self.joined_tables:
            return ()
        usable = {r for r in service.resource_ids if self.find_resource(r).active}
        return tuple(j for j in self.joined_tables if usable.issuperset(j.resource_ids))

    def find_people(self, service: Service | None = None) -> tuple[Resource, ...]:
        """Return the people of the shop, or those who do `service`, in the service's order of preference."""
        return _find_people(self, service)


@lru_cache(maxsize=SHOPS_MAX)
def _index(shop: Shop) -> tuple[dict[int, Service], dict[int, Resource]]:
    return {service.id: service for service in shop.services}, {resource.id: resource for resource in shop.resources}


@lru_cache(maxsize=SERVICES_MAX)
def _find_people(shop: Shop, service: Service | None) -> tuple[Resource, ...]:
    wanted = [shop.find_resource(r) for r in service.resource_ids] if service else shop.resources
    return tuple(r for r in wanted if r.kind is ResourceKind.PERSON and r.active)


@lru_cache(maxsize=SERVICES_MAX)
def _find_party_max(shop: Shop, service: Service) -> int:
    resources = [shop.find_resource(r) for r in service.resource_ids]
    sizes = [r.units if r.kind is ResourceKind.SEATS else r.party_max for r in resources if r.kind in PARTY_KINDS]
    joined = [j.party_max for j in shop.find_joined_tables(service)]
    return max([*sizes, *joined], default=1)


_Numbered = TypeVar("_Numbered", Service, Resource)


def _find(things: Mapping[int, _Numbered], thing_id: int) -> _Numbered:
    if thing_id not in things:
        raise LookupError(f"no {thing_id} among {list(things)}")
    return things[thing_id]
