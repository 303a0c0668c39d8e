"""What is taken at a moment of a made-up past, and which times are free: by the product's own rules."""

from collections.abc import Iterator
from datetime import date, datetime
from random import Random

from assistant.booking.assignments import BookingRequest
from assistant.booking.availability import Diary, explain_start, find_time_slots
from assistant.booking.bookings import Busy, TimeSlot
from assistant.booking.hours import civil_day, open_intervals
from assistant.booking.model import Interval, Shop
from assistant.booking.timetable import list_service_starts
from assistant.demo.demand import find_civil_hour

Taken = dict[tuple[int, int], tuple[Interval, ...]]
TRIED_FIRST = 5
ABOUT_HOURS = 1.5
"""How far from the hour they like people come."""


class Calendar:
    """The times that are taken, day by day."""

    def __init__(self, shop: Shop, random: Random) -> None:
        self._shop, self._random = shop, random
        self._days: dict[date, Taken] = {}
        self._full: dict[date, set[BookingRequest]] = {}

    def choose(self, request: BookingRequest, day: date, hour: float, at: datetime) -> TimeSlot | None:
        """Return a time of a day that is free at the instant `at`, near the hour that is liked; None: there is none."""
        wanted = self._random.gauss(hour, ABOUT_HOURS)
        if request in self._full.get(day, ()):
            return None

        def rate(starts_at: datetime) -> float:
            return abs(find_civil_hour(self._shop, starts_at) - wanted)

        starts = sorted(self._list_starts(request, day), key=rate)
        # Most find what they want at once: a look at the whole day costs several times as much.
        likely = (slot for start in starts[:TRIED_FIRST] if (slot := self.find(request, start, at)))
        found = next(likely, None)
        if found:
            return found
        slots = find_time_slots(self._open(day, at), request, day, day)
        if not slots and civil_day(at + request.service.policy.horizon, self._shop.location.zone) > day:
            self._full.setdefault(day, set()).add(request)  # until something is given up: time makes no more of it
        return min(slots, key=lambda slot: rate(slot.starts_at), default=None)

    def find(self, request: BookingRequest, starts_at: datetime, at: datetime) -> TimeSlot | None:
        """Return the time that starts then, or None where it cannot be had."""
        day = civil_day(starts_at, self._shop.location.zone)
        found = explain_start(self._open(day, at), request, starts_at)
        return found if isinstance(found, TimeSlot) else None

    def take(self, slot: TimeSlot) -> None:
        """Take a time."""
        for day in self._list_days(slot):
            taken = self._days.setdefault(day, {})
            for unit in slot.assignments:
                key = unit.resource_id, unit.unit
                taken[key] = (*taken.get(key, ()), slot.occupied)

    def free(self, slot: TimeSlot) -> None:
        """Let a time go that was taken."""
        for day in self._list_days(slot):
            self._full.pop(day, None)
            for unit in slot.assignments:
                key = unit.resource_id, unit.unit
                self._days[day][key] = tuple(one for one in self._days[day][key] if one != slot.occupied)

    def _list_starts(self, request: BookingRequest, day: date) -> Iterator[datetime]:
        """Yield the times of a day at which the shop is open for as long as it takes."""
        hours = open_intervals(self._shop, day, day)
        starts = list_service_starts(request.service, day, self._shop.location.zone)
        return (start for start in starts if hours.covers(start, start + request.duration))

    def _open(self, day: date, at: datetime) -> Diary:
        return Diary(shop=self._shop, busy=Busy(taken=self._days.get(day, {})), now=at)

    def _list_days(self, slot: TimeSlot) -> set[date]:
        """Return the days that a time lies on: more than one where it goes on past midnight."""
        zone = self._shop.location.zone
        return {civil_day(slot.occupied.start, zone), civil_day(slot.occupied.end, zone)}
