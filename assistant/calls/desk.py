"""Where calls are performed, and what all of them ask of the diary."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from assistant.booking.assignments import BookingRequest
from assistant.booking.availability import Diary, candidate_assignments, explain_start
from assistant.booking.bookings import Assignment, Booking, Busy, Refusal, TimeSlot
from assistant.booking.hours import ONE_DAY
from assistant.booking.model import Shop
from assistant.booking.search import build_request
from assistant.booking.wanted import Wanted
from assistant.ports.bookings import Bookings, Seating
from assistant.ports.turns import Conversation, UnitOfWork

ANY_HORIZON = timedelta(days=3660)
"""Further ahead than any hold was made."""


class Desk(Struct, frozen=True, kw_only=True):
    """Where calls are performed: this transaction, this customer, this shop, now."""

    work: UnitOfWork
    conversation: Conversation
    bookings: Bookings
    shop: Shop
    now: datetime
    hold_lasts: timedelta
    """How long a time is kept for a customer who is asked to confirm it."""


async def find_busy(wanted: Wanted, first: date, last: date, desk: Desk) -> Busy:
    """Return what is taken of all that could do what is wanted, on civil days `first` to `last` and around them."""
    services = [desk.shop.find_service(service_id) for service_id in (wanted.service_id, *wanted.then)]
    resource_ids = tuple(dict.fromkeys(resource_id for one in services for resource_id in one.resource_ids))
    # What starts on the last day may end days later, and still run into something there.
    takes = (one.buffer_before + max(one.durations) + one.buffer_after for one in services)
    reach = sum(takes, start=ONE_DAY)
    return await desk.bookings.find_busy(resource_ids, first - reach, last + reach, ignoring=wanted.ignoring_bookings)


async def seat(
    wanted: Wanted, starts_at: datetime, desk: Desk, *, beside: Iterable[TimeSlot] = ()
) -> Seating | Refusal:
    """Return the ways to seat that start, by the same rules that offered it, or the rule that refuses it now.

    What the time slots of `beside` would take counts as taken.
    """
    day = starts_at.astimezone(desk.shop.location.zone).date()
    busy = (await find_busy(wanted, day, day, desk)).and_taken(beside)
    diary = Diary(shop=desk.shop, busy=busy, now=desk.now)
    request = build_request(desk.shop, wanted)
    verdict = explain_start(diary, request, starts_at)
    if isinstance(verdict, Refusal):
        return verdict
    refused: set[Assignment] = set()
    ways = candidate_assignments(diary, request, starts_at, refused=refused)
    return Seating(request=request, time_slot=verdict, ways=ways, refused=refused)


async def can_stay(booking: Booking, desk: Desk) -> bool:
    """Return whether those who were to do a held booking still can: the shop may have changed since.

    Notice, horizon and step were judged when it was held: a customer who was asked "shall I book it?" in time may
    answer within the hold.
    """
    service = desk.shop.find_service(booking.service_id)
    # Nobody is booked for a class but its seats: that its teacher is there, and free, is a matter of the service.
    teachers = tuple(p.id for p in desk.shop.find_people(service)) if service.is_class else ()
    kept = replace(
        service,
        resource_ids=(*booking.resource_ids, *teachers),
        policy=replace(service.policy, min_notice=timedelta(0), horizon=ANY_HORIZON, step=timedelta(minutes=1)),
    )
    day = booking.starts_at.astimezone(desk.shop.location.zone).date()
    busy = await desk.bookings.find_busy(kept.resource_ids, day, day, ignoring=[booking.id])
    request = BookingRequest(service=kept, party_size=booking.party_size)
    verdict = explain_start(Diary(shop=desk.shop, busy=busy, now=desk.now), request, booking.starts_at)
    return not isinstance(verdict, Refusal)
