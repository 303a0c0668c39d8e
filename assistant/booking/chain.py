"""Several services one after the other, of one customer: what follows a time slot, all of it or nothing. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from assistant.booking.assignments import BookingRequest
from assistant.booking.availability import Diary, explain_start
from assistant.booking.bookings import TimeSlot
from assistant.booking.model import Shop
from assistant.booking.wanted import Wanted

GAP_MAX = timedelta(minutes=30)
"""So long a customer may be asked to wait between two services."""


def build_next_request(shop: Shop, wanted: Wanted, service_id: int) -> BookingRequest:
    """Return the wish for a service that follows: with the person asked for, where they do it."""
    service = shop.find_service(service_id)
    able = {p.id for p in shop.find_people(service)}
    person_id = wanted.resource_id if wanted.resource_id in able else None
    return BookingRequest(service=service, party_size=1, resource_id=person_id, without_ids=wanted.without_resource_ids)


def list_next_starts(ends_at: datetime, request: BookingRequest, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield when what follows may start: at once, and then at each step for as long as one can be asked to wait.

    Steps are counted from civil midnight, as those of any start are.
    """
    step = request.service.policy.step
    civil = ends_at.astimezone(zone)
    late = timedelta(hours=civil.hour, minutes=civil.minute, seconds=civil.second) % step
    start = ends_at + (step - late if late else timedelta(0))
    while start <= ends_at + GAP_MAX:
        yield start
        start += step


def find_following(diary: Diary, wanted: Wanted, first: TimeSlot) -> tuple[TimeSlot, ...] | None:
    """Return the time slots of all that is to follow `first`, or None where some of it cannot be had."""
    slots: list[TimeSlot] = []
    for service_id in wanted.then:
        last = slots[-1] if slots else first
        request = build_next_request(diary.shop, wanted, service_id)
        after = replace(diary, busy=diary.busy.and_taken([first, *slots]))
        found = (
            explain_start(after, request, start)
            for start in list_next_starts(last.ends_at, request, diary.shop.location.zone)
        )
        slot = next((one for one in found if isinstance(one, TimeSlot)), None)
        if slot is None:
            return None
        slots.append(slot)
    return tuple(slots)
