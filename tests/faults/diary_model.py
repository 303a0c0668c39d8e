"""What must be true of a small shop's diary, worked out once more, in the plainest way, and kept beside the rows.

It shares nothing with the product but names of states: days and minutes are counted here by hand. The shop lies in
London in winter, where civil time is UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""A Monday."""
STEP = timedelta(minutes=30)
NOTICE = timedelta(hours=1)
CUTOFF = timedelta(hours=2)
OPENS, CLOSES = 10, 16
BEN_STARTS = 12
SHOP = """
[business]
slug = "small"
name = "Small"
locale = "en-GB"
currency = "GBP"
[location]
zone = "Europe/London"
[hours]
mon-sun = "10:00-16:00"
[policy]
min_notice = "1h"
horizon = "60d"
step = "30m"
cancel_cutoff = "2h"
reschedule_cutoff = "2h"
[people.ana]
[people.ben]
[people.ben.hours]
mon-sun = "12:00-16:00"
[chairs.chair]
units = 1
[seats.mat]
units = 3
[services.trim]
duration = "60m"
buffer_after = "15m"
price = 20
by = ["ana", "ben"]
needs = ["chair"]
[services.massage]
duration = "30m"
buffer_before = "15m"
by = ["ana", "ben"]
[services.yoga]
duration = "60m"
price = 8
needs = ["mat"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A service, as `SHOP` has it."""

    lasts: timedelta
    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)
    has_person: bool = False
    has_chair: bool = False
    has_mats: bool = False


KINDS = {
    "trim": Kind(lasts=timedelta(hours=1), after=timedelta(minutes=15), has_person=True, has_chair=True),
    "massage": Kind(lasts=timedelta(minutes=30), before=timedelta(minutes=15), has_person=True),
    "yoga": Kind(lasts=timedelta(hours=1), has_mats=True),
}
UNITS = {"ana": 1, "ben": 1, "chair": 1, "mat": 3}
Unit = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a customer wants."""

    service: str
    starts_at: datetime
    person: str | None = None
    party: int = 1

    @property
    def kind(self) -> Kind:
        return KINDS[self.service]

    def overlaps(self, other: "Wish") -> bool:
        """Return whether the two, buffers and all, share an instant."""
        start, end = self.starts_at - self.kind.before, self.starts_at + self.kind.lasts + self.kind.after
        other_start = other.starts_at - other.kind.before
        return start < other.starts_at + other.kind.lasts + other.kind.after and other_start < end


@dataclass(slots=True, kw_only=True)
class Entry:
    """A booking, as it must stand in the tables."""

    id: int
    customer: str
    wish: Wish
    units: frozenset[Unit]
    status: str
    expires_at: datetime | None


@dataclass(slots=True)
class DiaryModel:
    """Everything that was booked, and the clock."""

    now: datetime = NOW
    entries: dict[int, Entry] = field(default_factory=dict)
    closed: set[date] = field(default_factory=set)

    def is_taking(self, entry: Entry) -> bool:
        """Return whether an entry takes its time now: a hold that ran out does not."""
        runs = entry.expires_at is not None and entry.expires_at > self.now
        return entry.status == "confirmed" or (entry.status == "held" and runs)

    def is_free(self, unit: Unit, wish: Wish, *, ignoring: int | None = None) -> bool:
        """Return whether nobody has a unit when a wish wants it."""
        others = (e for e in self.entries.values() if e.id != ignoring and self.is_taking(e))
        return not any(unit in other.units and wish.overlaps(other.wish) for other in others)

    def can_have(self, wish: Wish, *, ignoring: int | None = None) -> bool:
        """Return whether a wish can be granted now."""
        midnight = wish.starts_at.replace(hour=0, minute=0)
        on_step = (wish.starts_at - midnight) % STEP == timedelta(0)
        in_time = wish.starts_at - self.now >= NOTICE
        return on_step and in_time and self.is_staffed(wish, ignoring=ignoring)

    def is_staffed(self, wish: Wish, *, ignoring: int | None = None) -> bool:
        """Return whether the shop is open for a wish, with somebody and something for it."""
        if not self._is_within(wish, OPENS):
            return False
        people = [wish.person] if wish.person else ["ana", "ben"]
        has_person = not wish.kind.has_person or any(self._is_in(p, wish, ignoring) for p in people)
        has_chair = not wish.kind.has_chair or self.is_free(("chair", 1), wish, ignoring=ignoring)
        mats = sum(self.is_free(("mat", n), wish, ignoring=ignoring) for n in range(1, UNITS["mat"] + 1))
        return has_person and has_chair and (not wish.kind.has_mats or mats >= wish.party)

    def can_stay(self, entry: Entry) -> bool:
        """Return whether those who were to do what is held still can, however soon it is."""
        person = next((name for name, _ in entry.units if name in ("ana", "ben")), None)
        wish = Wish(service=entry.wish.service, starts_at=entry.wish.starts_at, person=person, party=entry.wish.party)
        return wish.starts_at >= self.now and self.is_staffed(wish, ignoring=entry.id)

    def can_change(self, entry: Entry) -> bool:
        """Return whether it is early enough to move or cancel."""
        return self.now <= entry.wish.starts_at - CUTOFF

    def find_faults(self, entry: Entry) -> Iterator[str]:
        """Yield what is wrong with the units that an entry was given, before it is put among the others."""
        names = [name for name, _ in entry.units]
        kind, wish = entry.wish.kind, entry.wish
        wanted = kind.has_person + kind.has_chair + kind.has_mats * wish.party
        if len(names) != wanted or names.count("mat") != kind.has_mats * wish.party:
            yield f"{wish} was given {sorted(entry.units)}"
        if wish.person and wish.person not in names:
            yield f"{wish} was given {sorted(entry.units)}, and not the person asked for"
        for unit in sorted(entry.units):
            if not 1 <= unit[1] <= UNITS[unit[0]]:
                yield f"there is no {unit}"
            if not self.is_free(unit, wish, ignoring=entry.id):
                yield f"{unit} was taken when {wish} was given it"

    def _is_in(self, person: str, wish: Wish, ignoring: int | None) -> bool:
        starts = BEN_STARTS if person == "ben" else OPENS
        return self._is_within(wish, starts) and self.is_free((person, 1), wish, ignoring=ignoring)

    def _is_within(self, wish: Wish, opens: int) -> bool:
        day = wish.starts_at.replace(hour=0, minute=0)
        start, end = day + timedelta(hours=opens), day + timedelta(hours=CLOSES)
        return day.date() not in self.closed and start <= wish.starts_at <= end - wish.kind.lasts
