"""What can be booked, worked out a second time: naively, tick by tick, sharing only the types with what it checks.

Opening hours are read off a clock that never goes back (`shown`); all else is asked of every tick of time on its own.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import product
from typing import assert_never
from zoneinfo import ZoneInfo

from assistant.booking.assignments import BookingRequest
from assistant.booking.availability import Diary
from assistant.booking.bookings import Assignment, Rule
from assistant.booking.model import CivilPeriod, Interval, Resource, ResourceKind, Service

ONE_DAY = timedelta(days=1)
HEADS_COUNT = (ResourceKind.TABLE, ResourceKind.ROOM)
Option = tuple[Resource, ...]
HoursOn = Callable[[date], tuple[CivilPeriod, ...]]


def list_ticks(start: datetime, end: datetime, grain: timedelta) -> list[datetime]:
    return [start + grain * index for index in range(-((start - end) // grain))]


def read_clock(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return the civil time in `zone`, naive."""
    return instant.astimezone(zone).replace(tzinfo=None)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


class Oracle:
    """Answers for starts on some civil days; every time in the diary must be a multiple of `grain`."""

    def __init__(self, diary: Diary, request: BookingRequest, days: tuple[date, date], grain: timedelta) -> None:
        self.diary, self.request, self.grain = diary, request, grain
        self.shop, self.service = diary.shop, request.service
        lasting = {n: s.duration for s in self.service.sittings for n in range(s.party_min, s.party_max + 1)}
        self.duration = lasting.get(request.party_size, self.service.duration)
        zone = self.shop.location.zone
        start = midnight(days[0] - 2 * ONE_DAY).replace(tzinfo=UTC)
        end = midnight(days[1] + 3 * ONE_DAY).replace(tzinfo=UTC) + self.duration
        self.civil: dict[datetime, datetime] = {}
        self.shown: dict[datetime, datetime] = {}
        latest = datetime.min  # noqa: DTZ901  # civil times are naive
        for tick in list_ticks(start, end, grain):
            self.civil[tick] = read_clock(tick, zone)
            latest = self.shown[tick] = max(latest, self.civil[tick])
        taught = [s for s in self.shop.services if s.is_class and not self.service.is_class]
        self.sessions = [(s, tick) for s in taught for tick in self.civil if self.is_session(s, tick)]
        self.starts = [tick for tick, civil in self.civil.items() if days[0] <= civil.date() <= days[1]]
        self.is_open = cache(self._is_open)
        self.works = cache(self._works)
        self.list_working = cache(self._list_working)
        self.count_free = cache(self._count_free)

    def find_rule(self, start: datetime) -> Rule | None:
        """Return the first rule, in the order of `Rule`, that truly refuses `start`; None where it can be booked."""
        return next((rule for rule in Rule if self.applies(rule, start)), None)

    def applies(self, rule: Rule, start: datetime) -> bool:
        policy, ahead, civil = self.service.policy, start - self.diary.now, self.civil[start]
        match rule:
            case Rule.NO_SUCH_TIME:
                return False  # an instant always has a civil time
            case Rule.PAST:
                return start < self.diary.now
            case Rule.TOO_SOON:
                return ahead < policy.min_notice
            case Rule.TOO_FAR:
                return ahead > policy.horizon
            case Rule.NOBODY_DOES_THIS:
                return self.request.resource_id not in (None, *self.service.resource_ids)
            case Rule.PARTY_SIZE:
                return not all(self.list_options(kind) for kind in self.list_kinds())
            case Rule.NO_SESSION:
                return self.service.is_class and not self.is_session(self.service, start)
            case Rule.CLOSED:
                return not all(self.is_open(tick) for tick in self.serve(start))
            case Rule.NOT_WORKING:
                return not all(self.list_working(kind, start) for kind in self.list_kinds())
            case Rule.OFF_STEP:
                return not self.service.is_class and bool((civil - midnight(civil.date())) % policy.step)
            case Rule.TAKEN:
                return any(self.count_free(kind, start) == 0 for kind in self.list_kinds())
            case Rule.TOO_FEW_UNITS:
                return any(self.count_free(kind, start) is not None for kind in self.list_kinds())
            case _:
                assert_never(rule)

    def _count_free(self, kind: ResourceKind, start: datetime) -> int | None:
        """Return how many units of a kind are free where they are not enough; None where they are."""
        counted = 0
        for option in self.list_working(kind, start):
            if self.is_free(option, start):
                return None
            counted += len(self.list_free(option[0], start)) if len(option) == 1 else 0
        return counted

    def is_session(self, service: Service, tick: datetime) -> bool:
        """Return whether a class starts, by its timetable, the first time that clocks show the time."""
        civil = self.civil[tick]
        minute = (civil - midnight(civil.date())) // timedelta(minutes=1)
        if minute not in service.timetable[civil.weekday()]:
            return False
        return all(self.civil.get(tick - self.grain * n) != civil for n in range(1, timedelta(hours=6) // self.grain))

    def is_free(self, option: Option, start: datetime) -> bool:
        return all(len(self.list_free(r, start)) >= self.needs(r) for r in option)

    def find_assignments(self, start: datetime) -> tuple[Assignment, ...]:
        """Return the best units for a start that can be booked."""
        chosen: list[Assignment] = []
        for kind in self.list_kinds():
            best = next(option for option in self.list_working(kind, start) if self.is_free(option, start))
            for resource in best:
                units = self.list_free(resource, start)[: self.needs(resource)]
                chosen += [Assignment(resource_id=resource.id, unit=unit) for unit in units]
        return tuple(chosen)

    def serve(self, start: datetime) -> list[datetime]:
        return list_ticks(start, start + self.duration, self.grain)

    def list_kinds(self) -> list[ResourceKind]:
        kinds = [self.shop.find_resource(r).kind for r in self.service.resource_ids]
        return [kind for index, kind in enumerate(kinds) if kind not in kinds[:index]]

    def list_fitting(self, kind: ResourceKind) -> list[Resource]:
        able = [r for r in map(self.shop.find_resource, self.service.resource_ids) if r.kind is kind]
        if any(r.id == self.request.resource_id for r in able):
            able = [r for r in able if r.id == self.request.resource_id]
        return [r for r in able if self.fits(r)]

    def list_options(self, kind: ResourceKind) -> list[Option]:
        """Return all that would do of a kind, best first: small tables before large ones, joined ones at last."""
        options: list[Option] = [(r,) for r in self.list_fitting(kind)]
        if kind is not ResourceKind.TABLE:
            return options
        options = [option for size in range(1, 100) for option in options if option[0].party_max == size]
        usable = {r for r in self.service.resource_ids if self.shop.find_resource(r).kind is kind}
        if self.request.resource_id in usable:
            return options
        for size, count in product(range(1, 100), range(2, 10)):
            for joined in self.shop.joined_tables:
                is_next = (joined.party_max, len(joined.resource_ids)) == (size, count)
                if is_next and joined.party_min <= self.request.party_size <= size and usable >= {*joined.resource_ids}:
                    options.append(tuple(self.shop.find_resource(r) for r in sorted(joined.resource_ids)))
        return options

    def fits(self, resource: Resource) -> bool:
        party = self.request.party_size
        if resource.kind in HEADS_COUNT:
            return resource.party_min <= party <= resource.party_max
        return party >= 1 and self.needs(resource) <= resource.units

    def needs(self, resource: Resource) -> int:
        if resource.kind is ResourceKind.SEATS:
            return self.request.party_size
        return 0 if self.service.is_class else 1

    def _list_working(self, kind: ResourceKind, start: datetime) -> list[Option]:
        ticks = self.serve(start)
        working = [o for o in self.list_options(kind) if all(self.works(r.id, tick) for r in o for tick in ticks)]
        # A class takes no unit of its teacher, and yet needs all of her.
        return [o for o in working if all(self.needs(r) or len(self.list_free(r, start)) == r.units for r in o)]

    def list_free(self, resource: Resource, start: datetime) -> list[int]:
        first = start - self.service.buffer_before
        last = start + self.duration + self.service.buffer_after
        if resource.kind is not ResourceKind.SEATS and any(
            begun - s.buffer_before < last and first < begun + s.duration + s.buffer_after
            for s, begun in self.sessions
            if resource.id in s.resource_ids
        ):
            return []
        ticks = list_ticks(first, last, self.grain)
        busy = self.diary.busy.taken
        return [
            unit
            for unit in range(1, resource.units + 1)
            if not any(_is_in(tick, i) for i in busy.get((resource.id, unit), ()) for tick in ticks)
        ]

    def _is_open(self, tick: datetime) -> bool:
        return self._is_within(tick, self._list_location_hours)

    def _works(self, resource_id: int, tick: datetime) -> bool:
        resource = self.shop.find_resource(resource_id)

        def list_hours(day: date) -> tuple[CivilPeriod, ...]:
            special = [o.periods for o in self.shop.overrides if (o.day, o.resource_id) == (day, resource_id)]
            usual = resource.hours[day.weekday()] if resource.hours else self._list_location_hours(day)
            return special[-1] if special else usual

        on_leave = any(_is_in(tick, leave) for leave in resource.leave)
        return self.is_open(tick) and self._is_within(tick, list_hours) and not on_leave

    def _list_location_hours(self, day: date) -> tuple[CivilPeriod, ...]:
        special = [o.periods for o in self.shop.overrides if (o.day, o.resource_id) == (day, None)]
        return special[-1] if special else self.shop.location.hours[day.weekday()]

    def _is_within(self, tick: datetime, hours_on: HoursOn) -> bool:
        shown = self.shown[tick]
        for day in (shown.date(), shown.date() - ONE_DAY):
            minute = (shown - midnight(day)) // timedelta(minutes=1)
            if any(period.opens <= minute < period.closes for period in hours_on(day)):
                return True
        return False


def _is_in(tick: datetime, interval: Interval) -> bool:
    return interval.start <= tick < interval.end
