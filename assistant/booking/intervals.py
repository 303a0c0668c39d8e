"""Sets of instants, kept as sorted stretches of time that never touch: open hours, working hours, what is taken."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Self

from msgspec import Struct

from assistant.booking.model import Interval


class IntervalSet(Struct, frozen=True):
    """A set of instants. Build it with `IntervalSet.of`, which sorts and joins.

    Kept as two tuples, because a search over two months asks a hundred thousand times, and `bisect` is quickest there.
    """

    starts: tuple[datetime, ...] = ()
    """Where each stretch starts, ascending."""
    ends: tuple[datetime, ...] = ()
    """Where each stretch ends; always before the next one starts."""

    @classmethod
    def of(cls, intervals: Iterable[Interval]) -> Self:
        """Return the union of `intervals`, in any order; those that overlap or touch become one stretch."""
        starts: list[datetime] = []
        ends: list[datetime] = []
        for interval in sorted(intervals, key=lambda i: i.start):
            if ends and interval.start <= ends[-1]:
                ends[-1] = max(ends[-1], interval.end)
            else:
                starts.append(interval.start)
                ends.append(interval.end)
        return cls(tuple(starts), tuple(ends))

    def __iter__(self) -> Iterator[Interval]:
        return (Interval(start=s, end=e) for s, e in zip(self.starts, self.ends, strict=True))

    def covers(self, start: datetime, end: datetime) -> bool:
        """Return whether every instant of `[start, end)` is in the set; `start` is before `end`."""
        index = bisect_right(self.starts, start) - 1
        return index >= 0 and end <= self.ends[index]

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Return whether some instant of `[start, end)` is in the set; touching ends are not."""
        index = bisect_left(self.starts, end) - 1
        return index >= 0 and start < self.ends[index]

    def intersect(self, other: Self) -> Self:
        """Return the instants that are in both sets."""
        return type(self).of(
            Interval(start=max(a.start, b.start), end=min(a.end, b.end))
            for a in self
            for b in other.between(a.start, a.end)
        )

    def subtract(self, other: Self) -> Self:
        """Return the instants of this set that are not in `other`."""
        return type(self).of(piece for a in self for piece in _cut(a, other.between(a.start, a.end)))

    def between(self, start: datetime, end: datetime) -> Iterator[Interval]:
        """Return the stretches that overlap `[start, end)`, whole, in order."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        return (Interval(start=self.starts[i], end=self.ends[i]) for i in range(first, last))


def _cut(whole: Interval, holes: Iterable[Interval]) -> Iterator[Interval]:
    """Return what is left of `whole` without `holes`, which are sorted and apart."""
    start = whole.start
    for hole in holes:
        if start < hole.start:
            yield Interval(start=start, end=hole.start)
        start = hole.end
    if start < whole.end:
        yield Interval(start=start, end=whole.end)
