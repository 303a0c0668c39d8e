"""Who and what a booking takes: which resources fit a request, and which of their units are free."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import lru_cache
from itertools import chain
from typing import assert_never

from msgspec import Struct, field

from assistant.booking.bookings import Assignment, Busy, Rule
from assistant.booking.intervals import IntervalSet
from assistant.booking.model import SERVICES_MAX, Interval, Resource, ResourceKind, Service, Shop


class BookingRequest(Struct, frozen=True, kw_only=True, cache_hash=True):
    """What a customer asks for, but for the time."""

    service: Service
    party_size: int = 1
    resource_id: int | None = None
    """The person (or table, room, ...) asked for; None leaves the choice to the shop."""
    without_ids: tuple[int, ...] = ()
    """Who is not wanted."""

    @property
    def duration(self) -> timedelta:
        """How long the service takes for this party, without buffers."""
        return self.service.find_duration(self.party_size)


Plan = tuple[tuple[tuple[Resource, ...], ...], ...]
"""For each kind of resource that a request needs, what fits it, best first: single resources, then joined tables."""


@lru_cache(maxsize=SERVICES_MAX)
def plan_resources(shop: Shop, request: BookingRequest) -> Plan | Rule:
    """Return for each kind of resource that the service needs those that fit the request, best first.

    Kinds come in the order in which the service first names them, and so do the resources of a kind; of tables, the
    smallest that takes the party comes first, and joined tables come after every single one, again the smallest first.
    Where a resource is asked for, it is the only one of its kind.

    A party's size matters to tables and rooms (`party_min` to `party_max`) and to pools of seats (as many units). A
    person or a chair serves one booking, however many heads it has.

    Returns:
        The plan, or the rule that refuses the request at any time: NOBODY_DOES_THIS or PARTY_SIZE. The former where
        the service or the resource asked for is not active, where the service does not name that resource, where it
        names none at all (it would occupy nothing), or where nobody is left of a kind that it needs.

    Raises:
        LookupError: The service names a resource that the shop does not have.
    """
    named = [shop.find_resource(resource_id) for resource_id in dict.fromkeys(request.service.resource_ids)]
    kinds: dict[ResourceKind, list[Resource]] = {resource.kind: [] for resource in named}
    for resource in named:
        if resource.active and resource.id not in request.without_ids:
            kinds[resource.kind].append(resource)
    is_manned = bool(kinds) and all(kinds.values()) and request.service.active
    if not is_manned or request.resource_id not in (None, *(r.id for r in named if r.active)):
        return Rule.NOBODY_DOES_THIS
    plan = tuple(
        (*_list_fitting(resources, request), *(_list_joined(shop, request) if kind is ResourceKind.TABLE else ()))
        for kind, resources in kinds.items()
    )
    return plan if all(plan) and request.party_size >= 1 else Rule.PARTY_SIZE


def _list_fitting(resources: Iterable[Resource], request: BookingRequest) -> list[tuple[Resource, ...]]:
    """Return those of `resources`, all of one kind, that fit the request, best first."""
    of_kind = {r.id: r for r in resources}
    asked = of_kind.get(request.resource_id) if request.resource_id is not None else None
    fitting = [r for r in ([asked] if asked else of_kind.values()) if _fits(r, request.party_size)]
    return [(r,) for r in sorted(fitting, key=lambda r: r.party_max if r.kind is ResourceKind.TABLE else 0)]


def _list_joined(shop: Shop, request: BookingRequest) -> list[tuple[Resource, ...]]:
    """Return the tables to be put together for the party, those for the smallest parties first, then the fewest."""
    named = map(shop.find_resource, request.service.resource_ids)
    if any(r.id == request.resource_id and r.kind is ResourceKind.TABLE for r in named):
        return []
    able = shop.find_joined_tables(request.service)
    fitting = [j for j in able if j.party_min <= request.party_size <= j.party_max]
    fitting.sort(key=lambda j: (j.party_max, len(j.resource_ids)))
    return [tuple(map(shop.find_resource, sorted(j.resource_ids))) for j in fitting]


def _fits(resource: Resource, party_size: int) -> bool:
    match resource.kind:
        case ResourceKind.PERSON | ResourceKind.CHAIR:
            return True
        case ResourceKind.TABLE | ResourceKind.ROOM:
            return resource.party_min <= party_size <= resource.party_max
        case ResourceKind.SEATS:
            return party_size <= resource.units
        case _:
            assert_never(resource.kind)


class Candidate(Struct, frozen=True, kw_only=True):
    """One resource that fits a request, when it works, and what is taken of it."""

    resource: Resource
    needs: int
    """How many of its units the booking takes; none of a teacher, whom a class takes as a whole."""
    working: IntervalSet
    units: tuple[Assignment, ...]
    """All its units, the first one first."""
    taken: Mapping[Assignment, IntervalSet] = field(default_factory=dict)
    """A unit that is not among the keys is free at any time."""

    def is_there(self, served: Interval, occupied: Interval) -> bool:
        """Return whether it works for all of `served`, and, where it teaches, has no appointment during `occupied`."""
        is_elsewhere = not self.needs and any(t.overlaps(occupied.start, occupied.end) for t in self.taken.values())
        return self.working.covers(served.start, served.end) and not is_elsewhere

    def find_free(self, occupied: Interval, *, without: Collection[Assignment] = ()) -> tuple[Assignment, ...]:
        """Return the lowest units free for all of `occupied`, at most as many as are needed, leaving out `without`."""
        free: list[Assignment] = []
        for unit in self.units if self.needs else ():
            taken = self.taken.get(unit)
            if unit in without or (taken and taken.overlaps(occupied.start, occupied.end)):
                continue
            free.append(unit)
            if len(free) == self.needs:
                break
        return tuple(free)


def make_candidate(
    resource: Resource, request: BookingRequest, *, working: IntervalSet, busy: Busy, classes: Iterable[Interval] = ()
) -> Candidate:
    """Return `resource` as a candidate for `request`, with what is taken of it by bookings and by `classes`."""
    units = tuple(Assignment(resource_id=resource.id, unit=unit) for unit in range(1, resource.units + 1))
    taught = tuple(classes)
    taken = {unit: (*busy.taken.get((resource.id, unit.unit), ()), *taught) for unit in units}
    return Candidate(
        resource=resource,
        needs=_count_needed(resource, request),
        working=working,
        units=units,
        taken={unit: IntervalSet.of(intervals) for unit, intervals in taken.items() if intervals},
    )


def _count_needed(resource: Resource, request: BookingRequest) -> int:
    if resource.kind is ResourceKind.SEATS:
        return request.party_size
    return 0 if request.service.is_class else 1


Option = tuple[Candidate, ...]
"""What is taken together: one resource, or all of some joined tables."""


def choose_units(
    groups: Iterable[Iterable[Option]], occupied: Interval, *, without: Collection[Assignment] = ()
) -> tuple[Assignment, ...] | Rule:
    """Return the best units that are free for all of `occupied`, one option of each kind, or why there are none.

    Args:
        groups: For each kind, the options that work at that time, best first.
        occupied: The time to be taken, buffers included.
        without: Units not to be chosen, free or not.

    Returns:
        The units, or a rule. TOO_FEW_UNITS means that a smaller party would find seats: so it gives way to TAKEN where
        some kind has nothing left at all.
    """
    chosen: list[Assignment] = []
    rules: set[Rule] = set()
    for group in groups:
        picked = _choose_of_kind(group, occupied, without)
        if isinstance(picked, Rule):
            rules.add(picked)
        else:
            chosen.extend(picked)
    return min(rules, key=(Rule.TAKEN, Rule.TOO_FEW_UNITS).index) if rules else tuple(chosen)


def _choose_of_kind(
    group: Iterable[Option], occupied: Interval, without: Collection[Assignment]
) -> tuple[Assignment, ...] | Rule:
    rule = Rule.TAKEN
    for option in group:
        free = [candidate.find_free(occupied, without=without) for candidate in option]
        if all(len(units) == candidate.needs for units, candidate in zip(free, option, strict=True)):
            return tuple(chain.from_iterable(free))
        if all(free):
            rule = Rule.TOO_FEW_UNITS
    return rule


def count_left(groups: Iterable[Iterable[Option]], occupied: Interval) -> int:
    """Return how many seats one pool has left for all of `occupied`, the best of those that have too few."""
    pools = (c for group in groups for option in group for c in option if c.resource.kind is ResourceKind.SEATS)
    return max((len(pool.find_free(occupied)) for pool in pools), default=0)


def list_choices(
    groups: Collection[Collection[Option]], occupied: Interval, refused: Collection[Assignment]
) -> Iterator[tuple[Assignment, ...]]:
    """Return choices of units one after the other, best first, each without what failed before.

    A choice that comes back has failed: the units of it that are in `refused` by then are not chosen again. Where none
    of them is, nobody knows which one failed, and none of them is.
    """
    failed: set[Assignment] = set()
    while not isinstance(chosen := choose_units(groups, occupied, without=failed | set(refused)), Rule):
        yield chosen
        failed.update(chosen if failed.isdisjoint(chosen) and set(refused).isdisjoint(chosen) else ())
