"""Settle what words about time may mean: opening hours and the present decide, and what they leave open is asked."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from assistant.booking.hours import ONE_DAY, ONE_MINUTE, civil_day, first_instant, open_intervals
from assistant.booking.intervals import IntervalSet
from assistant.booking.model import MINUTES_PER_DAY, Interval, Service, Shop
from assistant.booking.timetable import list_service_starts
from assistant.dialogue.plan import TimeWish
from assistant.understanding.times.model import ClockRange, DayRange

ANY_DAY_SPAN = timedelta(days=13)
"""Where no day was said, the next fortnight's opening hours decide between readings of a time of day."""


class Settled(Struct, frozen=True, kw_only=True):
    """One meaning: None where nothing was said."""

    day: DayRange | None
    clock: ClockRange | None
    either: tuple["Settled", ...] = ()
    """Others that would do as well."""
    end: int | None = None
    """Until when it has to be over, in minutes after civil midnight."""


class Unclear(Struct, frozen=True, kw_only=True):
    """Readings that remain, of which the customer must pick one. One of the two is empty."""

    days: tuple[DayRange, ...] = ()
    clocks: tuple[ClockRange, ...] = ()


def settle(
    wish: TimeWish, *, shop: Shop, now: datetime, horizon: timedelta, service: Service | None = None
) -> Settled | Unclear:
    """Return what `wish` means, or what is left to ask.

    Of several days those are kept that can be booked, from today to the horizon; of several times of day, those at
    which the shop is open, or the class takes place, and which are not past. Where none is kept the likeliest reading
    stands: it will be refused aloud, with its reason. Days come first: hours depend on them.

    Args:
        wish: What the customer said, readings side by side.
        shop: Its zone and opening hours decide.
        now: The current instant.
        horizon: How far ahead times can be booked.
        service: What is wanted, where that is known: the timetable of a class decides too.
    """
    today = civil_day(now, shop.location.zone)
    days = _prefer(wish.days, lambda day: _is_bookable(day, today, today + horizon))
    if len(days) > 1:
        return Unclear(days=days)
    day = days[0] if days else None
    clocks = wish.clocks
    if len(clocks) > 1:
        hours = _Hours(day, today + horizon, shop, now, service)
        clocks = hours.choose(clocks)
    if len(clocks) > 1:
        return Unclear(clocks=clocks)
    # Of an alternative ("or Thursday at 9") the likelier reading stands: what is offered names its day and time.
    either = tuple(
        _settle_likeliest(other, shop=shop, now=now, horizon=horizon, service=service) for other in wish.either
    )
    ends = wish.ends
    if len(ends) > 1:
        ends = _Hours(day, today + horizon, shop, now, None).choose(ends)
    end = ends[0].end if ends else None
    return Settled(day=day, clock=clocks[0] if clocks else None, either=either, end=end)


def _settle_likeliest(
    wish: TimeWish, *, shop: Shop, now: datetime, horizon: timedelta, service: Service | None
) -> Settled:
    settled = settle(wish, shop=shop, now=now, horizon=horizon, service=service)
    if isinstance(settled, Settled):
        return settled
    first = replace(wish, days=settled.days[:1] or wish.days, clocks=settled.clocks[:1] or wish.clocks)
    return _settle_likeliest(first, shop=shop, now=now, horizon=horizon, service=service)


def may_start(
    clocks: tuple[ClockRange, ...], days: tuple[DayRange, ...], service: Service, shop: Shop, now: datetime
) -> bool:
    """Return whether the shop is open, or the class takes place, at any reading of a time of day on any of the days.

    `days` are readings of the day that is spoken of; none where that may be any in the next fortnight.
    """
    last = civil_day(now, shop.location.zone) + service.policy.horizon
    hours = [_Hours(day, last, shop, now, service) for day in days or (None,)]
    return any(one.overlap(clock) for one in hours for clock in clocks)


def narrow(readings: tuple[ClockRange, ...], said: Iterable[ClockRange]) -> tuple[ClockRange, ...]:
    """Return those of `readings` that fit something `said`: after "9?", "in the morning" leaves 09:00.

    Where none lies within what was said, those in the same half of the day do: 21:00 is still "in the evening".
    """
    wanted = tuple(said)
    within = tuple(r for r in readings if any(_lies_within(r, s) for s in wanted))
    return within or tuple(r for r in readings if any(_is_afternoon(r) is _is_afternoon(s) for s in wanted))


_Reading = TypeVar("_Reading", DayRange, ClockRange)


def _prefer(readings: tuple[_Reading, ...], is_likely: Callable[[_Reading], bool]) -> tuple[_Reading, ...]:
    """Return the likely ones of `readings`; where that is none, the first, which words alone make the likeliest."""
    if len(readings) < 2:  # noqa: PLR2004 - nothing to choose between
        return readings
    kept = tuple(r for r in readings if is_likely(r))
    return kept or readings[:1]


def _is_bookable(day: DayRange, today: date, last: date) -> bool:
    return (day.last is None or day.last >= today) and (day.first is None or day.first <= last)


class _Hours:
    """The opening hours of the days that a time of day may be meant on, and the starts of a class on them."""

    def __init__(
        self, day: DayRange | None, last_bookable: date, shop: Shop, now: datetime, service: Service | None
    ) -> None:
        self.zone = shop.location.zone
        self.now = now
        today = civil_day(now, self.zone)
        first = max(day.first if day and day.first else today, today)
        last = min(day.last if day and day.last else last_bookable, last_bookable)
        self.days = _days(first, min(last, first + ANY_DAY_SPAN)) if first <= last else []
        self.open = open_intervals(shop, first - ONE_DAY, self.days[-1]) if self.days else IntervalSet()
        self.usable = _list_class_starts(service, self.days, self.zone) if service and service.is_class else self.open

    def choose(self, clocks: tuple[ClockRange, ...]) -> tuple[ClockRange, ...]:
        """Return the likeliest readings: of bounds that all say nothing the one that is nearest to being open.

        "After 5", of a day that ends at 4pm, is after 5pm: nobody is told that after 5am all of it will do.
        """
        possible = tuple(clock for clock in clocks if self.overlap(clock))
        if possible and all(map(_is_bound, clocks)) and not any(map(self.hold_bounds, clocks)):
            return (min(clocks, key=self._measure_gap),)
        return _prefer(possible or clocks[:1], self.hold_bounds)

    def overlap(self, clock: ClockRange) -> bool:
        """Return whether the shop is open, or a class starts, at some time of `clock` that is still to come."""
        return any(self._overlap_on(clock, day) for day in self.days)

    def hold_bounds(self, clock: ClockRange) -> bool:
        """Return whether the shop is open at the bounds of `clock`: "before 10pm" says nothing where it shuts at 6."""
        return any(self._hold_bounds_on(clock, day) for day in self.days)

    def _measure_gap(self, clock: ClockRange) -> timedelta:
        """Return how far from the nearest time at which the shop is open the bounds of `clock` are, on any day."""
        bounds = [
            first_instant(day, minute, self.zone)
            for day in self.days
            for minute in (clock.start, clock.end)
            if minute is not None
        ]
        return min(max(part.start - bound, bound - part.end, timedelta()) for bound in bounds for part in self.open)

    def _overlap_on(self, clock: ClockRange, day: date) -> bool:
        start = first_instant(day, clock.start or 0, self.zone)
        end = first_instant(day, MINUTES_PER_DAY if clock.end is None else clock.end + 1, self.zone)
        return end > self.now and start < end and self.usable.overlaps(max(start, self.now), end)

    def _hold_bounds_on(self, clock: ClockRange, day: date) -> bool:
        bounds = [first_instant(day, minute, self.zone) for minute in (clock.start, clock.end) if minute is not None]
        return all(self.open.covers(bound, bound + ONE_MINUTE) for bound in bounds)


def _list_class_starts(service: Service, days: Iterable[date], zone: ZoneInfo) -> IntervalSet:
    starts = (start for day in days for start in list_service_starts(service, day, zone))
    return IntervalSet.of(Interval(start=start, end=start + ONE_MINUTE) for start in starts)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _is_bound(clock: ClockRange) -> bool:
    return (clock.start is None) is not (clock.end is None)


def _is_afternoon(clock: ClockRange) -> bool:
    return (clock.start if clock.start is not None else clock.end or 0) >= MINUTES_PER_DAY // 2


def _lies_within(reading: ClockRange, said: ClockRange) -> bool:
    after = said.start is None or (reading.start is not None and reading.start >= said.start)
    before = said.end is None or (reading.end is not None and reading.end <= said.end)
    return after and before
