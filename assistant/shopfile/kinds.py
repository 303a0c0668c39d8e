"""What restaurants and class studios have of their own: joined tables, sittings by party size, timetables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from assistant.booking.hours import ONE_MINUTE
from assistant.booking.model import MINUTES_PER_DAY, ResourceKind, Sitting, Timetable
from assistant.shopfile.model import JoinedEntry, ResourceEntry, ServiceEntry, ShopFile
from assistant.shopfile.problems import Key, Problems, suggest
from assistant.shopfile.tables import JoinedTable
from assistant.shopfile.values import WEEKDAYS, Days, Minutes, PartySizes, StartTimes

_MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
_JOINED_TABLES_MIN = 2


def resolve_joined_tables(
    tables: Iterable[JoinedTable], resources: Sequence[ResourceEntry], problems: Problems
) -> tuple[JoinedEntry, ...]:
    """Return which tables can be put together, in the order of the file; each must be a table of it."""
    known = {r.slug for r in resources if r.kind is ResourceKind.TABLE}
    entries = []
    for index, table in enumerate(tables):
        key = Key("joined_tables").item(index)
        slugs = tuple(map(str, table.tables))
        for slug in slugs:
            problems.refuse(
                key / "tables",
                unless=slug in known,
                message=f'there is no "{slug}"{suggest(slug, known)} in [tables]; add it there, or correct this',
            )
        problems.refuse(
            key / "tables",
            unless=len(set(slugs)) == len(slugs) >= _JOINED_TABLES_MIN,
            message="name two tables or more, each once",
        )
        entries.append(JoinedEntry(tables=slugs, party_min=table.party[0], party_max=table.party[1]))
    return tuple(entries)


def resolve_sittings(sittings: Mapping[PartySizes, Minutes], key: Key, problems: Problems) -> tuple[Sitting, ...]:
    """Return the durations by party size, smallest first; a size may be named once."""
    for first, second in pairwise(sorted(sittings)):
        problems.refuse(
            key,
            unless=first[1] < second[0],
            message=f"{first} and {second} overlap; let one begin after the other ends",
        )
    return tuple(
        Sitting(party_min=sizes[0], party_max=sizes[1], duration=minutes * ONE_MINUTE)
        for sizes, minutes in sorted(sittings.items())
    )


def resolve_timetable(timetable: Mapping[Days, StartTimes], key: Key, problems: Problems) -> Timetable:
    """Return the seven days of a timetable, or nothing where there is none."""
    week: list[tuple[int, ...]] = [()] * 7
    for day, starts in ((day, starts) for days, starts in timetable.items() for day in days):
        problems.refuse(
            key,
            unless=not week[day],
            message=f"{WEEKDAYS[day]} is given twice; write it once, alone or in a range",
        )
        week[day] = tuple(starts)
    return tuple(week) if timetable else ()


def check_classes(shop: ShopFile, problems: Problems) -> None:
    """Refuse classes that could not be booked or taught, as far as the week tells."""
    classes = [service for service in shop.services if service.timetable]
    kinds = {r.slug: r.kind for r in shop.resources}
    for service in classes:
        _check_needs(service, kinds, problems)
        _check_hours(service, shop, problems)
    sessions = [session for service in classes for session in _list_sessions(service)]
    for first, second in combinations(sessions, 2):
        _check_apart(first, second, problems)


def _check_needs(service: ServiceEntry, kinds: Mapping[str, ResourceKind], problems: Problems) -> None:
    key = Key("services") / service.slug
    of_kind = [kinds[slug] for slug in service.resources]
    teachers, pools = (of_kind.count(kind) for kind in (ResourceKind.PERSON, ResourceKind.SEATS))
    problems.refuse(
        key / "by", unless=teachers <= 1, message="a class has one teacher; write a class of its own for each"
    )
    problems.refuse(
        key / "needs",
        unless=pools == 1 and len(of_kind) == teachers + pools,
        message="a class needs one pool of seats only; write one short name out of [seats]",
    )
    problems.refuse(
        key / "sittings",
        unless=not service.sittings,
        message="a class lasts as long for everybody; write duration only",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Session:
    service: ServiceEntry
    start: int
    """Minutes after midnight of Monday, without buffers."""

    @property
    def busy(self) -> tuple[int, int]:
        """From when to when teacher and seats are busy, buffers included."""
        service = self.service
        end = self.start + (service.duration + service.buffer_after) // ONE_MINUTE
        return self.start - service.buffer_before // ONE_MINUTE, end

    def __str__(self) -> str:
        day, minute = divmod(self.start, MINUTES_PER_DAY)
        return f"{WEEKDAYS[day]} {minute // 60:02}:{minute % 60:02}"


def _list_sessions(service: ServiceEntry) -> Iterator[_Session]:
    for day, starts in enumerate(service.timetable):
        for minute in starts:
            yield _Session(service=service, start=day * MINUTES_PER_DAY + minute)


def _check_hours(service: ServiceEntry, shop: ShopFile, problems: Problems) -> None:
    open_times = [
        (day * MINUTES_PER_DAY + period.opens, day * MINUTES_PER_DAY + period.closes)
        for day, periods in enumerate(shop.location.hours)
        for period in periods
    ]
    takes = Minutes(service.duration // ONE_MINUTE)
    for session in _list_sessions(service):
        end = session.start + service.duration // ONE_MINUTE
        # Sunday's late hours are Monday's early ones.
        is_open = any(
            opens <= session.start + week and end + week <= closes
            for opens, closes in open_times
            for week in (0, _MINUTES_PER_WEEK)
        )
        problems.refuse(
            Key("services") / service.slug / "timetable",
            unless=is_open,
            message=f"{session} is not within [hours] for {takes}; change one of them",
        )


def _check_apart(first: _Session, second: _Session, problems: Problems) -> None:
    """Refuse two sessions that overlap where they have the teacher or the seats in common."""
    shared = [slug for slug in first.service.resources if slug in second.service.resources]
    starts, ends = first.busy
    overlap = any(
        starts < second.busy[1] + week and second.busy[0] + week < ends
        for week in (-_MINUTES_PER_WEEK, 0, _MINUTES_PER_WEEK)
    )
    if shared and overlap:
        problems.add(
            Key("services") / second.service.slug / "timetable",
            f"{second} overlaps with {first.service.slug} on {first}, and both need {shared[0]}; move one of them",
        )
