"""Which of the bookable times to name, where there are too many to name them all."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from assistant.booking.bookings import TimeSlot

AFTERNOON_STARTS_HOUR = 12
EVENING_STARTS_HOUR = 17


class DayPart(StrEnum):
    """A part of the day, as people divide it when they choose a time."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class _Placed(NamedTuple):
    """A slot, and where people would place it."""

    starts_at: datetime
    day: date
    part: DayPart
    slot: TimeSlot


def nearest_time_slots(slots: Iterable[TimeSlot], wanted: datetime, count: int) -> list[TimeSlot]:
    """Return the `count` slots that start nearest to the instant `wanted`, earliest first.

    Of two that are equally near, the earlier one is taken. Fewer come back where there are fewer.
    """
    nearest = sorted(slots, key=lambda s: (abs(s.starts_at - wanted), s.starts_at))[:count]
    return sorted(nearest, key=lambda s: s.starts_at)


def spread_time_slots(slots: Sequence[TimeSlot], count: int, zone: ZoneInfo) -> list[TimeSlot]:
    """Return up to `count` slots that differ usefully, earliest first, for somebody who named no time.

    The soonest is always among them. Then come, from the first `count` days that have any, slots on days not yet
    named, in parts of the day not yet named; on a single day, the first of the morning, afternoon and evening.
    The same slots always give the same answer.

    Args:
        slots: In order of time, as `find_time_slots` returns them.
        count: How many to name.
        zone: The location's: days and their parts are civil.
    """
    placed = [_place(slot, zone) for slot in slots]
    days = sorted({p.day for p in placed})[:count]
    rest = [p for p in placed if p.day in days]
    chosen: list[_Placed] = []
    while rest and len(chosen) < count:
        named = Counter[date | DayPart](place for p in chosen for place in (p.day, p.part))
        best = min(rest, key=lambda p: (named[p.day], named[p.part], p.starts_at))
        rest.remove(best)
        chosen.append(best)
    return [p.slot for p in sorted(chosen, key=lambda p: p.starts_at)]


def _place(slot: TimeSlot, zone: ZoneInfo) -> _Placed:
    civil = slot.starts_at.astimezone(zone)
    late = DayPart.AFTERNOON if civil.hour < EVENING_STARTS_HOUR else DayPart.EVENING
    part = DayPart.MORNING if civil.hour < AFTERNOON_STARTS_HOUR else late
    return _Placed(slot.starts_at, civil.date(), part, slot)
