"""Civil time and opening hours turned into instants: the one place of the diary that knows clocks change.

Opening hours follow a clock that never goes back: while an hour repeats, it stands still. So hours open and close at
the *first* time that clocks show them, and a time that clocks skip means the instant of the change.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from assistant.booking.intervals import IntervalSet
from assistant.booking.model import CivilPeriod, Interval, Resource, Shop

ONE_WEEK = timedelta(weeks=1)
ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
ONE_SECOND = timedelta(seconds=1)
PERIOD_SPAN = 2 * ONE_DAY
"""How far after the midnight of its day a period may reach: it is over by the end of the next day."""
STRETCHES_MAX = 256
"""Of how many stretches of days hours are kept: one search asks for the same as the next, and for each person."""


def civil_instants(day: date, minute: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return every instant at which clocks in `zone` show `minute` minutes after midnight of `day`, earliest first.

    Args:
        day: A civil date in `zone`.
        minute: May lie beyond 1440: 1500 is 01:00 on the next day.
        zone: Says how clocks change; its data are those of the time zone database that `zoneinfo` reads.

    Returns:
        UTC instants: none where the clocks skip that time, two where they show it twice, else one.

    Raises:
        OverflowError: The instant lies outside the years 1 to 9999.
    """
    midnight = _steady_midnight(day, zone) if 0 <= minute < PERIOD_SPAN // ONE_MINUTE else None
    return _find_instants(day, minute, zone) if midnight is None else (midnight + minute * ONE_MINUTE,)


def _find_instants(day: date, minute: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    civil = _civil(day, minute)
    # On both sides of a change `fold` picks the offset; only an offset that leads back to the same time is real.
    instants = {civil.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(sorted(i for i in instants if i.astimezone(zone).replace(tzinfo=None) == civil))


def first_instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the first instant at which clocks in `zone` show that time or, where they skip it, a later one.

    Args and errors are those of `civil_instants`; the instant is in UTC.
    """
    instants = civil_instants(day, minute, zone)
    return instants[0] if instants else _find_change(_civil(day, minute), zone)


def nearest_valid_civil(day: date, minute: int, zone: ZoneInfo) -> tuple[date, int]:
    """Return the civil time nearest to a given one that clocks in `zone` do show, as a day and minutes after midnight.

    A time that exists is its own nearest. Where the clocks go from 01:00 to 02:00, the nearest to 01:10 and to 01:50 is
    02:00: both edges of the gap are one instant, and the clocks show it as 02:00. Raises OverflowError as
    `civil_instants` does.
    """
    civil = _civil(day, minute)
    if not civil_instants(day, minute, zone):
        civil = _find_change(civil, zone).astimezone(zone).replace(tzinfo=None)
    return civil.date(), civil.hour * 60 + civil.minute


def civil_day(instant: datetime, zone: ZoneInfo) -> date:
    """Return the civil date in `zone` at `instant`."""
    return instant.astimezone(zone).date()


def to_utc(instant: datetime) -> datetime:
    """Return the same instant in UTC.

    Raises:
        ValueError: `instant` is naive: nobody can say which instant it is.
    """
    if instant.utcoffset() is None:
        raise ValueError(f"{instant!r} has no zone: pass an aware datetime, such as one in UTC")
    return instant.astimezone(UTC)


@lru_cache(maxsize=1024)  # every search asks for the same days
def list_starts(day: date, step: timedelta, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the instants at which clocks in `zone` show a multiple of `step` on `day`, earliest first, in UTC.

    Both instants of a time that is shown twice are among them. Raises ValueError for a step that is not a whole number
    of minutes, or none.
    """
    if step < ONE_MINUTE or step % ONE_MINUTE:
        raise ValueError(f"the policy's step is {step}: make it a whole number of minutes, at least one")
    minutes = range(0, ONE_DAY // ONE_MINUTE, step // ONE_MINUTE)
    return tuple(sorted(instant for minute in minutes for instant in civil_instants(day, minute, zone)))


def open_interval(day: date, period: CivilPeriod, zone: ZoneInfo) -> Interval | None:
    """Return the instants of one opening period of a civil day, in UTC.

    Args:
        day: The day on which the period opens; it may close on the next.
        period: Opens from 0 to 1440 and closes up to 2880 minutes after the day's midnight.
        zone: The location's.

    Returns:
        None where nothing is left of the period: it lies where the clocks skip, or does not end after it starts.
    """
    start, end = (first_instant(day, minute, zone) for minute in (period.opens, period.closes))
    return Interval(start=start, end=end) if start < end else None


@lru_cache(maxsize=STRETCHES_MAX)
def open_intervals(shop: Shop, first_day: date, last_day: date) -> IntervalSet:
    """Return when the location is open, by the periods that open on civil days `first_day` to `last_day`.

    Special hours of a day replace its usual hours: the periods that open on it. What opened the evening before still
    closes when it was to close. Where a day has several overrides, the last one counts.
    """
    return _open(shop, None, first_day, last_day)


@lru_cache(maxsize=STRETCHES_MAX)
def working_intervals(shop: Shop, resource: Resource, first_day: date, last_day: date) -> IntervalSet:
    """Return when `resource` works, by the periods that open on civil days `first_day` to `last_day`.

    Its own hours, or the location's where it has none; on a day with an override of its own, that. Whatever they say,
    the location's hours bound everybody: nobody works in a closed shop. Special hours of the location that are longer
    than usual do not make anybody work who has hours of their own. Leave is taken out last.
    """
    has_overrides = any(o.resource_id == resource.id for o in shop.overrides)
    location_open = open_intervals(shop, first_day, last_day)
    own = _open(shop, resource, first_day, last_day) if resource.hours is not None or has_overrides else None
    working = location_open if own is None else location_open.intersect(own)
    return working.subtract(IntervalSet.of(resource.leave)) if resource.leave else working


def _open(shop: Shop, resource: Resource | None, first_day: date, last_day: date) -> IntervalSet:
    """Return the hours of the location (None), or of a resource before anything else bounds them."""
    special = {o.day: o.periods for o in shop.overrides if o.resource_id is None}
    week = shop.location.hours
    if resource is not None:
        own = {o.day: o.periods for o in shop.overrides if o.resource_id == resource.id}
        # Who has no hours of their own keeps the location's, special ones too.
        special = special | own if resource.hours is None else own
        week = week if resource.hours is None else resource.hours
    zone = shop.location.zone
    periods = ((day, p) for day in list_days(first_day, last_day) for p in special.get(day, week[day.weekday()]))
    opened = (open_interval(day, period, zone) for day, period in periods)
    return IntervalSet.of(interval for interval in opened if interval)


def list_days(first: date, last: date) -> Iterable[date]:
    """Return the civil days `first` to `last`, both included; none where `last` comes first."""
    return (date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1))


def _civil(day: date, minute: int) -> datetime:
    return datetime.combine(day, time.min) + minute * ONE_MINUTE


def _find_change(civil: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant, in UTC, at which the clocks of `zone` skip the civil time `civil`."""
    after, before = (civil.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    old = before.astimezone(zone).utcoffset()
    while after - before > ONE_SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


@lru_cache(maxsize=4096)  # ten years of days: a search asks for the same ones for each person
def _steady_midnight(day: date, zone: ZoneInfo) -> datetime | None:
    """Return the instant of midnight, in UTC, where clocks in `zone` do not change for two days from it, else None.

    On such a day civil arithmetic is plain addition. No zone in the database changes and changes back within two days.
    """
    try:
        midnights = _find_instants(day, 0, zone)
        offsets = {(m + span).astimezone(zone).utcoffset() for m in midnights for span in (timedelta(0), PERIOD_SPAN)}
    except OverflowError:  # at the ends of the calendar
        return None
    if len(midnights) != 1:
        return None
    return midnights[0] if len(offsets) == 1 else None
