"""A diary in memory for replays: whatever was not refused is free, and what is confirmed is kept."""

from collections.abc import Iterable
from datetime import datetime
from itertools import count

from msgspec.structs import replace

from assistant.booking.availability import Diary, explain_start
from assistant.booking.bookings import Booking, BookingStatus, Busy, Refusal, Rule
from assistant.booking.model import Interval
from assistant.booking.search import build_request, find_offers, is_enough, list_looks
from assistant.booking.wanted import Offers, Wanted
from assistant.dialogue.facts import Facts
from assistant.dialogue.services import (
    Booked,
    BookingRefused,
    BookingsFound,
    CancelBooking,
    Cancelled,
    ConfirmBooking,
    FindBookings,
    FindTimeSlots,
    HandedOver,
    HandOver,
    HoldReleased,
    HoldTimeSlot,
    KeepHold,
    MoveBooking,
    Moved,
    ReleaseHold,
    ServiceCall,
    ServiceResult,
    TimeSlotHeld,
    TimeSlotRefused,
    TimeSlotsFound,
)


class MemoryDiary:
    """Answers the calls of one conversation, with the answers that `assistant.calls` would give."""

    def __init__(self, facts: Facts, refused: Iterable[datetime]) -> None:
        self._facts = facts
        self._refused = frozenset(refused)
        self._rows: dict[int, Booking] = {}
        self._numbers = count(1)

    @property
    def confirmed(self) -> list[Booking]:
        """What stands, the newest last."""
        return [row for row in self._rows.values() if row.status is BookingStatus.CONFIRMED]

    def perform(self, call: ServiceCall) -> ServiceResult:
        """Return what came of `call`; series are not among what the sets hold."""
        match call:
            case FindTimeSlots(wanted=wanted):
                return TimeSlotsFound(offers=self._find_offers(wanted))
            case HoldTimeSlot(wanted=wanted, starts_at=starts_at, replacing=replacing):
                return self._hold(wanted, starts_at, replacing)
            case KeepHold(booking_id=booking_id):
                return TimeSlotHeld(booking=self._rows[booking_id])
            case ConfirmBooking(booking_id=booking_id, name=name):
                held = self._rows[booking_id]
                return Booked(booking=self._put(replace(held, status=BookingStatus.CONFIRMED, name=name)))
            case ReleaseHold(booking_id=booking_id):
                self._rows.pop(booking_id, None)
                return HoldReleased()
            case FindBookings():
                return BookingsFound(bookings=tuple(sorted(self.confirmed, key=lambda b: b.starts_at)))
            case MoveBooking(booking_id=booking_id, wanted=wanted, starts_at=starts_at):
                return self._move(booking_id, wanted, starts_at)
            case CancelBooking(booking_id=booking_id):
                return Cancelled(booking=replace(self._rows.pop(booking_id), status=BookingStatus.CANCELLED))
            case HandOver():
                return HandedOver()
            case _:
                return BookingRefused(booking=None, too_late=False)

    def _find_offers(self, wanted: Wanted) -> Offers:
        shop, now = self._facts.shop, self._facts.now
        offers = Offers(wanted=wanted)
        for look in list_looks(shop, wanted, now):
            offers = find_offers(self._open(), wanted, look.first, look.last)
            if is_enough(offers, look):
                break
        return offers

    def _open(self) -> Diary:
        """Return the diary: at a refused start all units are taken for a minute."""
        shop = self._facts.shop
        minutes = tuple(Interval(start=start, end=start + shop.services[0].policy.step) for start in self._refused)
        taken = {(r.id, unit): minutes for r in shop.resources for unit in range(1, r.units + 1)}
        return Diary(shop=shop, busy=Busy(taken=taken), now=self._facts.now)

    def _judge(self, wanted: Wanted, starts_at: datetime) -> Refusal | None:
        verdict = explain_start(self._open(), build_request(self._facts.shop, wanted), starts_at)
        if isinstance(verdict, Refusal):
            return verdict
        return Refusal(starts_at=starts_at, rule=Rule.TAKEN) if starts_at in self._refused else None

    def _hold(self, wanted: Wanted, starts_at: datetime, replacing: int | None) -> ServiceResult:
        if refusal := self._judge(wanted, starts_at):
            return TimeSlotRefused(refusal=refusal)
        self._rows.pop(replacing or 0, None)
        service = self._facts.shop.find_service(wanted.service_id)
        number = next(self._numbers)
        held = Booking(
            id=number,
            code=f"C{number:04}",
            status=BookingStatus.HELD,
            service_id=service.id,
            starts_at=starts_at,
            ends_at=starts_at + service.find_duration(wanted.party_size),
            party_size=wanted.party_size,
            price_minor=None,
            name="",
            resource_ids=service.resource_ids,
            hold_expires_at=None,
            cancel_cutoff=service.policy.cancel_cutoff,
            reschedule_cutoff=service.policy.reschedule_cutoff,
        )
        return TimeSlotHeld(booking=self._put(held))

    def _move(self, booking_id: int, wanted: Wanted, starts_at: datetime) -> ServiceResult:
        if refusal := self._judge(wanted, starts_at):
            return TimeSlotRefused(refusal=refusal)
        old = self._rows[booking_id]
        moved = replace(old, starts_at=starts_at, ends_at=starts_at + (old.ends_at - old.starts_at))
        return Moved(booking=self._put(moved), old=old)

    def _put(self, row: Booking) -> Booking:
        self._rows[row.id] = row
        return row
