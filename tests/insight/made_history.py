"""A lived-in shop, made from a seed: bookings that keep to hours and people, busier towards the end of the week."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import cos, pi
from random import Random

from assistant.booking.hours import list_days, working_intervals
from assistant.booking.model import Interval, Resource, ResourceKind, Service, Shop
from assistant.insight.booked import Booked, Taken

BUSY_BY_WEEKDAY = (0.35, 0.4, 0.5, 0.6, 0.75, 0.85, 0.5)
"""How much of the time is taken, Monday first."""
STEP = timedelta(minutes=30)
DAYS_PER_YEAR = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A booking, with everything that a row of it needs."""

    service: Service
    starts_at: datetime
    ends_at: datetime
    occupied: Interval
    units: tuple[tuple[int, int], ...]
    """Resources, each with the number of the unit."""

    def to_booked(self) -> Booked:
        minutes = (self.occupied.end - self.occupied.start) / timedelta(minutes=1)
        taken = tuple(Taken(resource_id=number, minutes=minutes) for number, _ in self.units)
        return Booked(starts_at=self.starts_at, service_id=self.service.id, taken=taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """A day that is being filled."""

    shop: Shop
    random: Random
    chance: float
    """How likely it is that somebody who is free is booked."""
    made: list[Made] = field(default_factory=list)


def make_history(shop: Shop, first: date, last: date, *, seed: int = 1, busy: float = 1.0) -> list[Made]:
    """Return bookings with people on the days `first` to `last`, none of which are in each other's way.

    `busy` says how much of the usual trade there is; a wave of a year and the luck of the day are on top of it.
    """
    random = Random(seed)  # noqa: S311 - the same each time
    made: list[Made] = []
    for date_ in list_days(first, last):
        wave = 1 + 0.15 * cos(2 * pi * date_.timetuple().tm_yday / DAYS_PER_YEAR)
        chance = busy * wave * BUSY_BY_WEEKDAY[date_.weekday()] * random.uniform(0.8, 1.2)
        day = _Day(shop=shop, random=random, chance=chance)
        for person in shop.find_people():
            for stretch in working_intervals(shop, person, date_, date_):
                _fill(day, person, stretch)
        made += day.made
    return made


def _fill(day: _Day, person: Resource, stretch: Interval) -> None:
    """Book a stretch of somebody's work."""
    at = stretch.start
    offered = [s for s in day.shop.offered_services if person.id in s.resource_ids and not s.is_class]
    while at < stretch.end:
        service = day.random.choice(offered)
        start = at + service.buffer_before
        end = start + service.duration
        occupied = Interval(start=at, end=end + service.buffer_after)
        units = _find_units(day, person, service, occupied) if day.random.random() < day.chance else None
        if units and end <= stretch.end:
            day.made.append(Made(service=service, starts_at=start, ends_at=end, occupied=occupied, units=units))
            at = occupied.end
        else:
            at += STEP


def _find_units(
    day: _Day, person: Resource, service: Service, occupied: Interval
) -> tuple[tuple[int, int], ...] | None:
    """Return the person and a free unit of all else that the service needs, or None where something is taken."""
    units = [(person.id, 1)]
    for needed in (day.shop.find_resource(number) for number in service.resource_ids):
        if needed.kind is not ResourceKind.PERSON:
            busy = {u for one in day.made if one.occupied.overlaps(occupied) for u in one.units}
            free = [(needed.id, n) for n in range(1, needed.units + 1) if (needed.id, n) not in busy]
            if not free:
                return None
            units.append(free[0])
    return tuple(units)
