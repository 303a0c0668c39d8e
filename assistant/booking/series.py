"""Recurring appointments: which days they fall on, which of these can be had, and why the others cannot. Pure.

The civil time of day is the same on every day, whatever the clocks do in between. A day on which they skip it, or show
it twice, is a conflict like any other.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from assistant.booking.assignments import BookingRequest
from assistant.booking.availability import Diary, explain_civil, find_time_slots
from assistant.booking.bookings import Booking, Refusal, Rule, TimeSlot
from assistant.booking.hours import ONE_WEEK, civil_day, first_instant
from assistant.booking.model import Service
from assistant.booking.offers import nearest_time_slots
from assistant.booking.wanted import Without

OCCURRENCES_MAX = 52
"""A series has at most so many bookings: a year of weeks."""


class SeriesWish(Struct, frozen=True, kw_only=True):
    """A time that is wanted again and again. Civil values are meant in the location's zone."""

    first_day: date
    minute: int
    """Minutes after civil midnight."""
    every_weeks: int
    count: int | None = None
    """How many times; None is open."""
    last_day: date | None = None
    """The last day that may be one of them; None is open."""
    without: tuple[Without, ...] = ()
    """Days and hours that are not wanted: they are left out, and no time of them takes the place of another."""
    fills: bool = False
    """Whether a time that cannot be had is to be replaced by the nearest free one of its day."""


class Conflict(Struct, frozen=True, kw_only=True):
    """A time of a series that cannot be had."""

    day: date
    minute: int
    rule: Rule | None
    """Why; None where the clocks show the time twice that day."""
    instead: TimeSlot | None = None
    """The nearest time of that day that is free."""


class SeriesPlan(Struct, frozen=True, kw_only=True):
    """What a series would be, as far as the diary is known."""

    time_slots: tuple[TimeSlot, ...]
    conflicts: tuple[Conflict, ...]
    person_id: int | None
    """Who can do the most of it, where anybody will do."""


class SeriesDays(Struct, frozen=True, kw_only=True):
    """The days of a series."""

    days: tuple[date, ...]
    is_beyond: bool
    """Whether more are wanted, further ahead than can be booked."""
    is_long: bool
    """Whether more are wanted than a series may have."""


def list_series_days(wish: SeriesWish, last_bookable: date) -> SeriesDays:
    """Return the civil days of `wish` up to `last_bookable`, at most `OCCURRENCES_MAX`, earliest first."""
    days: list[date] = []
    count = OCCURRENCES_MAX if wish.count is None else min(wish.count, OCCURRENCES_MAX)
    last = wish.last_day or date.max
    day = wish.first_day
    while len(days) < count and day <= min(last, last_bookable):
        if not _is_left_out(day, wish.minute, wish.without):
            days.append(day)
        day += wish.every_weeks * ONE_WEEK
    is_more = day <= last and (wish.count is None or len(days) < wish.count)
    is_beyond = is_more and day > last_bookable
    return SeriesDays(days=tuple(days), is_beyond=is_beyond, is_long=is_more and not is_beyond)


def group_series(bookings: Iterable[Booking]) -> list[list[Booking]]:
    """Return the bookings with those of one series together, in the order of the first of each."""
    groups: dict[tuple[bool, int], list[Booking]] = {}
    for booking in bookings:
        key = (True, booking.series.id) if booking.series else (False, booking.id)
        groups.setdefault(key, []).append(booking)
    return list(groups.values())


def find_last_bookable(service: Service, minute: int, *, now: datetime, zone: ZoneInfo) -> date:
    """Return the last civil day on which a start at `minute` lies within the service's horizon."""
    end = now + service.policy.horizon
    day = civil_day(end, zone)
    return day if first_instant(day, minute, zone) <= end else day - timedelta(days=1)


def plan_series(diary: Diary, request: BookingRequest, wish: SeriesWish, days: Collection[date]) -> SeriesPlan:
    """Return what of `wish` can be had on `days`, and the conflicts, each in the order of the days.

    Args:
        diary: The shop, what is taken on these days, and the current instant.
        request: The service, the party and perhaps the person asked for.
        wish: The time of day, and whether the nearest time of a day will do.
        days: Which of its days to plan.
    """
    slots: list[TimeSlot] = []
    conflicts: list[Conflict] = []
    for day in days:
        verdict = explain_civil(diary, request, day, wish.minute)
        if isinstance(verdict, TimeSlot):
            slots.append(verdict)
            continue
        instead = _find_nearest(diary, request, wish, day)
        if wish.fills and instead:
            slots.append(instead)
        else:
            rule = verdict.rule if isinstance(verdict, Refusal) else None
            conflicts.append(Conflict(day=day, minute=wish.minute, rule=rule, instead=instead))
    person_id = request.resource_id or _choose_person(diary, request, wish, [_day_of(s, diary) for s in slots])
    return SeriesPlan(time_slots=tuple(slots), conflicts=tuple(conflicts), person_id=person_id)


def _is_left_out(day: date, minute: int, without: Iterable[Without]) -> bool:
    return any(one.contains(day, minute) for one in without)


def _find_nearest(diary: Diary, request: BookingRequest, wish: SeriesWish, day: date) -> TimeSlot | None:
    zone = diary.shop.location.zone

    def is_wanted(slot: TimeSlot) -> bool:
        civil = slot.starts_at.astimezone(zone)
        return not _is_left_out(civil.date(), civil.hour * 60 + civil.minute, wish.without)

    slots = filter(is_wanted, find_time_slots(diary, request, day, day))
    return next(iter(nearest_time_slots(slots, first_instant(day, wish.minute, zone), 1)), None)


def _choose_person(diary: Diary, request: BookingRequest, wish: SeriesWish, days: Collection[date]) -> int | None:
    """Return who of those that do the service is free on most of `days`, the first in the shop's order of these."""
    # Of a class the seats are booked: who teaches it, the timetable says.
    able = [] if request.service.is_class else [p.id for p in diary.shop.find_people(request.service)]
    people = [p for p in able if p not in request.without_ids]

    def count_free(person_id: int) -> int:
        own = BookingRequest(service=request.service, party_size=request.party_size, resource_id=person_id)
        return sum(isinstance(explain_civil(diary, own, day, wish.minute), TimeSlot) for day in days)

    return max(people, key=count_free, default=None)


def _day_of(slot: TimeSlot, diary: Diary) -> date:
    return civil_day(slot.starts_at, diary.shop.location.zone)
