"""Who and what a booking takes: which resources fit a request, and which of their units are free."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from assistant.booking.intervals import IntervalSet
from assistant.booking.model import Assignment, Busy, Interval, Resource, ResourceKind, Rule, Service, Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRequest:
    """What a customer asks for, but for the time."""

    service: Service
    party_size: int = 1
    resource_id: int | None = None
    """The person (or table, room, ...) asked for; None leaves the choice to the shop."""


Plan = tuple[tuple[Resource, ...], ...]
"""For each kind of resource that a request needs, those that fit it, best first."""


def plan_resources(shop: Shop, request: BookingRequest) -> Plan | Rule:
    """Return for each kind of resource that the service needs those that fit the request, best first.

    Kinds come in the order in which the service first names them, and so do the resources of a kind; of tables, the
    smallest that takes the party comes first. Where a resource is asked for, it is the only one of its kind.

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
        if resource.active:
            kinds[resource.kind].append(resource)
    is_manned = bool(kinds) and all(kinds.values()) and request.service.active
    if not is_manned or request.resource_id not in (None, *(r.id for r in named if r.active)):
        return Rule.NOBODY_DOES_THIS
    plan = tuple(tuple(_list_fitting(resources, request)) for resources in kinds.values())
    return plan if all(plan) and request.party_size >= 1 else Rule.PARTY_SIZE


def _list_fitting(resources: Iterable[Resource], request: BookingRequest) -> list[Resource]:
    """Return those of `resources`, all of one kind, that fit the request, best first."""
    of_kind = {r.id: r for r in resources}
    asked = of_kind.get(request.resource_id) if request.resource_id is not None else None
    fitting = [r for r in ([asked] if asked else of_kind.values()) if _fits(r, request.party_size)]
    return sorted(fitting, key=lambda r: r.party_max if r.kind is ResourceKind.TABLE else 0)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One resource that fits a request, when it works, and what is taken of it."""

    resource: Resource
    needs: int
    """How many of its units the booking takes."""
    working: IntervalSet
    units: tuple[Assignment, ...]
    """All its units, the first one first."""
    taken: Mapping[Assignment, IntervalSet] = field(default_factory=dict)
    """A unit that is not among the keys is free at any time."""

    def find_free(self, occupied: Interval, *, without: Collection[Assignment] = ()) -> tuple[Assignment, ...]:
        """Return the lowest units free for all of `occupied`, at most as many as are needed, leaving out `without`."""
        free: list[Assignment] = []
        for unit in self.units:
            taken = self.taken.get(unit)
            if unit in without or (taken and taken.overlaps(occupied.start, occupied.end)):
                continue
            free.append(unit)
            if len(free) == self.needs:
                break
        return tuple(free)


def make_candidate(resource: Resource, request: BookingRequest, working: IntervalSet, busy: Busy) -> Candidate:
    """Return `resource` as a candidate for `request`, with what is taken of it."""
    units = tuple(Assignment(resource_id=resource.id, unit=unit) for unit in range(1, resource.units + 1))
    taken = {unit: busy.taken.get((resource.id, unit.unit), ()) for unit in units}
    return Candidate(
        resource=resource,
        needs=request.party_size if resource.kind is ResourceKind.SEATS else 1,
        working=working,
        units=units,
        taken={unit: IntervalSet.of(intervals) for unit, intervals in taken.items() if intervals},
    )


def choose_units(
    groups: Iterable[Iterable[Candidate]], occupied: Interval, *, without: Collection[Assignment] = ()
) -> tuple[Assignment, ...] | Rule:
    """Return the best units that are free for all of `occupied`, one resource of each kind, or why there are none.

    Args:
        groups: For each kind, the candidates that work at that time, best first.
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
    group: Iterable[Candidate], occupied: Interval, without: Collection[Assignment]
) -> tuple[Assignment, ...] | Rule:
    rule = Rule.TAKEN
    for candidate in group:
        free = candidate.find_free(occupied, without=without)
        if len(free) == candidate.needs:
            return free
        if free:
            rule = Rule.TOO_FEW_UNITS
    return rule


def list_choices(
    groups: Collection[Collection[Candidate]], occupied: Interval, refused: Collection[Assignment]
) -> Iterator[tuple[Assignment, ...]]:
    """Return choices of units one after the other, best first, each without what failed before.

    A choice that comes back has failed: the units of it that are in `refused` by then are not chosen again. Where none
    of them is, nobody knows which one failed, and none of them is.
    """
    failed: set[Assignment] = set()
    while not isinstance(chosen := choose_units(groups, occupied, without=failed | set(refused)), Rule):
        yield chosen
        failed.update(chosen if failed.isdisjoint(chosen) and set(refused).isdisjoint(chosen) else ())
