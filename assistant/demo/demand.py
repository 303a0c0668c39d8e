"""How many would like to come, and when they say so: weekdays, seasons, days before holidays, growth, and luck."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import exp
from random import Random
from statistics import fmean

from msgspec import Struct
from msgspec.structs import replace

from assistant.booking.hours import ONE_DAY, ONE_MINUTE, first_instant, list_days, working_intervals
from assistant.booking.model import DateOverride, ResourceKind, Service, Shop
from assistant.booking.timetable import list_service_starts

BUSY_BY_WEEKDAY = (0.5, 0.55, 0.65, 0.78, 1.0, 1.4, 0.9)
"""Which part of the time there is would be taken, Monday first; over 1 is more than there is."""
BUSY_BY_MONTH = (0.84, 0.88, 0.96, 1.0, 1.05, 1.08, 1.02, 0.92, 1.0, 1.0, 1.04, 1.2)
"""At the middle of each month, January first."""
DAYS_PER_MONTH = 30.4
GREW_FROM = 0.72
"""The trade on the first day, as a part of today's."""
EVE = 1.2
"""The day before a closed one."""
LUCK = 0.08
"""The spread of what nobody can explain, beside the toss of who comes."""
LEADS = ((0, 0.12), (3, 0.3), (10, 0.33), (28, 0.2), (50, 0.05))
"""Up to how many days before people write, and which part of them; each range begins where the last one ended."""
WAKING = (7 * 60 + 30, 22 * 60)
"""When people write, in minutes after midnight."""


class Wish(Struct, frozen=True, kw_only=True):
    """Somebody wants to come on a day."""

    at: datetime
    """When they say so."""
    day: date
    service_id: int | None = None
    """The class, where the shop has classes."""


def keep_holidays(shop: Shop, first: date) -> Shop:
    """Return the shop with its special and closed days in the years before as well, back to the day `first`.

    A shop's file names this year's Christmas; that it was closed at the last one goes without saying.
    """
    before = [
        replace(one, day=day)
        for one in shop.overrides
        for year in range(first.year, one.day.year)
        if (day := _in_year(one, year)) and day >= first
    ]
    # Of several for one day the last one counts: what the file says.
    return replace(shop, overrides=(*before, *shop.overrides))


def _in_year(one: DateOverride, year: int) -> date | None:
    try:
        return one.day.replace(year=year)
    except ValueError:  # the 29th of February
        return None


def list_wishes(shop: Shop, first: date, today: date, last: date, random: Random) -> Iterator[Wish]:
    """Return who wants to come on the days `first` to `last`, in no order."""
    for day in list_days(first, last):
        busy = _rate_day(shop, day) * exp(_growth(first, today) * (day - today).days) * random.gauss(1, LUCK)
        for service_id, mean in _list_means(shop, day):
            for _ in range(_toss_count(max(0.0, mean * busy), random)):
                yield Wish(at=_draw_moment(shop, day, random), day=day, service_id=service_id)


def rank_services(shop: Shop) -> dict[int, float]:
    """Return how much each service is in demand: what stands first and costs less is booked more."""
    offered = shop.offered_services
    usual = fmean([s.price_minor for s in offered if s.price_minor] or [1])
    return {s.id: (place + 1) ** -0.7 * (usual / (s.price_minor or usual)) ** 0.5 for place, s in enumerate(offered)}


def wake(shop: Shop, instant: datetime) -> datetime:
    """Return the instant, or the next morning's where people are asleep then."""
    zone = shop.location.zone
    civil = instant.astimezone(zone)
    minute = civil.hour * 60 + civil.minute
    if minute < WAKING[0]:
        return first_instant(civil.date(), WAKING[0] + minute // 8, zone)
    if minute >= WAKING[1]:
        return first_instant(civil.date() + ONE_DAY, WAKING[0] + minute % 60, zone)
    return instant


def _growth(first: date, today: date) -> float:
    """Return the growth of a day, as an exponent."""
    return (1 - GREW_FROM) / max(1, (today - first).days)


def _rate_day(shop: Shop, day: date) -> float:
    closed = {one.day for one in shop.overrides if one.resource_id is None and not one.periods}
    eve = EVE if day + ONE_DAY in closed else 1.0
    return BUSY_BY_WEEKDAY[day.weekday()] * _rate_season(day) * eve


def _rate_season(day: date) -> float:
    """Return the season's rate, which changes little by little from the middle of a month to that of the next."""
    place = day.month - 1 + (day.day - 1) / DAYS_PER_MONTH - 0.5
    month, part = int(place // 1), place % 1
    return BUSY_BY_MONTH[month % 12] * (1 - part) + BUSY_BY_MONTH[(month + 1) % 12] * part


def _list_means(shop: Shop, day: date) -> Iterator[tuple[int | None, float]]:
    """Yield how many bookings would take all the time there is: of each class, and of all else together."""
    others = [s for s in shop.offered_services if not s.is_class]
    for service in shop.offered_services:
        if service.is_class:
            starts = list_service_starts(service, day, shop.location.zone)
            yield service.id, len(starts) * shop.find_party_max(service) * 0.7
    if others:
        yield None, _count_minutes(shop, others, day) / _mean_minutes(shop, others)


def _count_minutes(shop: Shop, services: list[Service], day: date) -> float:
    """Return how long those who can be booked work: people, or where there are none, tables."""
    ids = {number for s in services for number in s.resource_ids}
    able = [r for r in shop.resources if r.active and r.id in ids]
    people = [r for r in able if r.kind is ResourceKind.PERSON]
    spans = (
        (stretch.end - stretch.start) * (1 if people else one.units)
        for one in people or able
        for stretch in working_intervals(shop, one, day, day)
    )
    return sum(spans, timedelta()) / ONE_MINUTE


def _mean_minutes(shop: Shop, services: list[Service]) -> float:
    """Return how long a booking takes on average, buffers included."""
    ranks = rank_services(shop)
    spans = [(s.buffer_before + s.duration + s.buffer_after) / ONE_MINUTE * ranks[s.id] for s in services]
    return sum(spans) / sum(ranks[s.id] for s in services)


def _toss_count(mean: float, random: Random) -> int:
    """Return a number around `mean`, as many as come who know nothing of each other (Poisson, by Knuth's product)."""
    limit, count, product = exp(-mean), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count


def _draw_moment(shop: Shop, day: date, random: Random) -> datetime:
    """Return when somebody writes who wants to come on a day."""
    zone, begin = shop.location.zone, 0
    toss = random.random()
    for until, part in LEADS:
        if toss < part:
            break
        toss, begin = toss - part, until + 1
    else:
        until = begin
    written = day - random.randint(begin, until) * ONE_DAY
    minute = int(random.triangular(*WAKING, 17 * 60)) if written < day else random.randint(WAKING[0], 14 * 60)
    return first_instant(written, minute, zone) + timedelta(seconds=random.randint(0, 59))


def find_cut(shop: Shop, today: date) -> datetime:
    """Return up to when the past reaches: the midnight at which today began, whatever the clock says now."""
    return first_instant(today, 0, shop.location.zone)


def find_civil_hour(shop: Shop, instant: datetime) -> float:
    """Return the hour of the day at the shop, with its part."""
    civil = instant.astimezone(shop.location.zone)
    return civil.hour + civil.minute / 60
