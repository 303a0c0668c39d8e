"""How many bookings fit into a day: what can be booked of who and what works, by how long a booking takes."""

from collections import defaultdict
from datetime import date

from msgspec import Struct

from assistant.booking.model import ResourceKind, Shop
from assistant.insight.open_time import Minutes, list_sessions, measure_bookable
from assistant.insight.scene import Scene

RECENT_DAYS = 90
"""How long bookings take is taken from those of so many days back, and of those to come."""


class DayCapacity(Struct, frozen=True, kw_only=True):
    """What one day holds, of the kind of resource of which it has the least."""

    bookings: int
    """How many it holds: those that are booked, and as many of the usual length as still fit in."""
    minutes: float
    """How many minutes of that kind can be booked, whether they are or not."""
    minutes_taken: float
    """How many of them are booked."""
    minutes_each: float
    """How many a booking takes in the mean."""
    short_of: ResourceKind

    def find_load(self, more: float) -> float | None:
        """Return which share of the time is taken once so many more bookings come; None where there is no time."""
        return (self.minutes_taken + more * self.minutes_each) / self.minutes if self.minutes else None


class BookableTime(Struct, frozen=True, kw_only=True):
    """How many minutes can be booked of each kind of resource, on each of some days."""

    days: tuple[date, ...]
    by_kind: dict[ResourceKind, Minutes]
    can_book: tuple[bool, ...]
    """Whether anything at all can be had on the day: on the others the shop is as good as closed."""


def measure_bookable_time(shop: Shop, days: tuple[date, ...]) -> BookableTime:
    """Return what can be booked on each of the days, whatever is booked already."""
    of = {r.id: measure_bookable(shop, r, days) for r in shop.resources if r.active}
    by_kind: dict[ResourceKind, Minutes] = {}
    for resource in (r for r in shop.resources if r.active):
        so_far = by_kind.get(resource.kind, (0.0,) * len(days))
        by_kind[resource.kind] = tuple(a + b for a, b in zip(so_far, of[resource.id], strict=True))
    can_book = [False] * len(days)
    for place in _list_bookable_places(shop, days, of):
        can_book[place] = True
    return BookableTime(days=days, by_kind=by_kind, can_book=tuple(can_book))


def _list_bookable_places(shop: Shop, days: tuple[date, ...], of: dict[int, Minutes]) -> set[int]:
    """Return on which of the days some service can be had: one of each kind that it needs is there."""
    places: set[int] = set()
    for service in shop.offered_services:
        if service.is_class:
            held = {one.start.astimezone(shop.location.zone).date() for one in list_sessions(shop, service, days)}
            places |= {place for place, day in enumerate(days) if day in held}
            continue
        kinds: dict[ResourceKind, set[int]] = defaultdict(set)
        for resource_id in service.resource_ids:
            minutes = of.get(resource_id, ())
            kinds[shop.find_resource(resource_id).kind] |= {place for place, one in enumerate(minutes) if one}
        places |= set.intersection(*kinds.values()) if kinds else set()
    return places


def measure_minutes(scene: Scene) -> dict[ResourceKind, float]:
    """Return how many minutes of each kind of resource a booking takes in the mean, buffers included.

    A booking that takes none of a kind counts along. Of the past only the newest days count; without any booking,
    nothing is known.
    """
    first = scene.today - RECENT_DAYS
    recent = [one for one in scene.placed if one.place >= first] or scene.placed
    total: dict[ResourceKind, float] = defaultdict(float)
    for one in recent:
        for taken in one.taken:
            total[scene.shop.find_resource(taken.resource_id).kind] += taken.minutes
    return {kind: minutes / len(recent) for kind, minutes in total.items() if minutes}


def list_capacities(scene: Scene, bookable: BookableTime) -> list[DayCapacity | None]:
    """Return what each coming day holds; None where nothing is known yet of what a booking takes."""
    each = measure_minutes(scene)
    taken = {kind: scene.add_minutes(kind) for kind in each}
    booked = scene.count_coming(lambda _: True)
    return [
        min(
            (
                DayCapacity(
                    bookings=int(count + max(0.0, minutes[place] - taken[kind][place]) / each[kind]),
                    minutes=minutes[place],
                    minutes_taken=taken[kind][place],
                    minutes_each=each[kind],
                    short_of=kind,
                )
                for kind, minutes in bookable.by_kind.items()
                if kind in each
            ),
            key=lambda one: (one.minutes - one.minutes_taken) / one.minutes_each,
            default=None,
        )
        for place, count in enumerate(booked, start=scene.today)
    ]
