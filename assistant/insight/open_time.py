"""How long the shop, and who works in it, can be booked on each day: hours, special hours, leave, classes."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from statistics import median_low

from msgspec.structs import replace

from assistant.booking.hours import ONE_DAY, ONE_MINUTE, first_instant, open_intervals, working_intervals
from assistant.booking.intervals import IntervalSet
from assistant.booking.model import MINUTES_PER_DAY, Interval, Resource, ResourceKind, Service, Shop
from assistant.booking.timetable import list_classes, list_service_starts

Minutes = tuple[float, ...]
"""Of each day."""
WHOLE_DAY = (0, MINUTES_PER_DAY)


def make_usual(shop: Shop) -> Shop:
    """Return the shop as it would be if no day had special hours and nobody were ever away."""
    return replace(shop, overrides=(), resources=tuple(replace(r, leave=()) for r in shop.resources))


def measure_open(shop: Shop, days: tuple[date, ...], span: tuple[int, int] = WHOLE_DAY) -> Minutes:
    """Return how many minutes the shop is open on each of the days, between two times of day in minutes."""
    return _split(shop, open_intervals(shop, days[0] - ONE_DAY, days[-1]), days, span)


def measure_working(shop: Shop, resource: Resource, days: tuple[date, ...]) -> Minutes:
    """Return how many minutes the resource works on each of the days, whatever it is booked for."""
    return _split(shop, working_intervals(shop, resource, days[0] - ONE_DAY, days[-1]), days)


def measure_bookable(shop: Shop, resource: Resource, days: tuple[date, ...]) -> Minutes:
    """Return how many minutes of the resource can be booked on each of the days, all its units together.

    Of whom or what a class keeps busy, that is the rest; of a pool of seats that only classes fill, the classes. What
    no service on offer needs cannot be booked.
    """
    used_by = [s for s in shop.offered_services if resource.id in s.resource_ids] if resource.active else []
    free = next((s for s in used_by if not s.is_class), None)
    if free is not None:
        working = working_intervals(shop, resource, days[0] - ONE_DAY, days[-1])
        busy = IntervalSet.of(list_classes(shop, resource, free, (days[0], days[-1])))
        return _times(resource.units, _split(shop, working.subtract(busy), days))
    if resource.kind is not ResourceKind.SEATS:
        return (0.0,) * len(days)
    held = (_split(shop, IntervalSet.of(list_sessions(shop, one, days)), days) for one in used_by)
    return _times(
        resource.units, (sum(minutes) for minutes in zip(*held, strict=True)) if used_by else [0.0] * len(days)
    )


def list_sessions(shop: Shop, service: Service, days: tuple[date, ...]) -> Iterator[Interval]:
    """Return when a class takes place: the shop is open, and somebody who gives it is there."""
    around = days[0] - ONE_DAY, days[-1] + ONE_DAY
    is_open = open_intervals(shop, *around)
    teachers = [working_intervals(shop, person, *around) for person in shop.find_people(service)]
    for start in (s for day in days for s in list_service_starts(service, day, shop.location.zone)):
        end = start + service.duration
        if is_open.covers(start, end) and (not teachers or any(t.covers(start, end) for t in teachers)):
            yield Interval(start=start, end=end)


def find_shares(actual: Minutes, usual: Minutes) -> tuple[float, ...]:
    """Return how long each day is, against what is usual on it: 0 is closed, 1 as usual.

    A day that is usually closed is held against a common one of those that are usually open or, of a shop that has no
    usual hours at all, of those that are open.
    """
    known = [minutes for minutes in usual if minutes] or [minutes for minutes in actual if minutes]
    # One of them, and no mean: so that a day as long as most is exactly as usual.
    common = median_low(known) if known else 1.0
    return tuple(is_ / (was or common) for is_, was in zip(actual, usual, strict=True))


def _times(units: int, minutes: Iterable[float]) -> Minutes:
    return tuple(units * one for one in minutes)


def _split(shop: Shop, times: IntervalSet, days: tuple[date, ...], span: tuple[int, int] = WHOLE_DAY) -> Minutes:
    """Return how many minutes of `times` lie on each civil day, between two times of day."""
    return tuple(_measure(times, shop, day, span) for day in days)


def _measure(times: IntervalSet, shop: Shop, day: date, span: tuple[int, int]) -> float:
    start, end = (first_instant(day, minute, shop.location.zone) for minute in span)
    if start >= end:
        return 0.0
    parts = (min(one.end, end) - max(one.start, start) for one in times.between(start, end))
    return sum(parts, timedelta(0)) / ONE_MINUTE
