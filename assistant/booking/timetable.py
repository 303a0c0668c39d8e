"""When classes take place: the starts of a weekly timetable, and whom and what they keep busy."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from assistant.booking.hours import ONE_DAY, civil_instants, list_days, list_starts
from assistant.booking.model import Interval, Resource, ResourceKind, Service, Shop


def list_service_starts(service: Service, day: date, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the instants at which `service` can start on a civil day as far as its own rules go, in UTC.

    Of a class these are the starts of its timetable: of a time that clocks show twice the first, and none where they
    skip it. Of anything else, those on the policy's step: see `hours.list_starts`, also for what is raised.
    """
    if not service.is_class:
        return list_starts(day, service.policy.step, zone)
    minutes = service.timetable[day.weekday()]
    return tuple(start for minute in minutes for start in civil_instants(day, minute, zone)[:1])


def list_classes(shop: Shop, resource: Resource, asked: Service, days: tuple[date, date]) -> Iterator[Interval]:
    """Return when classes keep `resource` from doing `asked`, buffers included.

    Whoever teaches is not free for anything else, whether anybody has booked the class or not. A pool of seats is kept
    busy by what is booked alone, and one class does not keep anybody from another: the timetable says who teaches what.

    Args:
        shop: Has the classes.
        resource: Whoever, or whatever, may be busy.
        asked: What is to be booked.
        days: The first and last civil day on which it may start.
    """
    if asked.is_class or resource.kind is ResourceKind.SEATS:
        return
    for service in shop.services:
        if service.active and service.is_class and resource.id in service.resource_ids:
            span = service.buffer_before + service.duration + service.buffer_after
            first = days[0] - (asked.buffer_before + span) - ONE_DAY
            last = days[1] + (max(asked.durations) + asked.buffer_after + service.buffer_before) + 2 * ONE_DAY
            for start in (
                s for day in list_days(first, last) for s in list_service_starts(service, day, shop.location.zone)
            ):
                end = start + service.duration + service.buffer_after
                yield Interval(start=start - service.buffer_before, end=end)
