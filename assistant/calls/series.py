"""Series, held, confirmed, moved and cancelled: in one transaction, all of what was agreed to, or nothing."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from assistant.booking.assignments import BookingRequest
from assistant.booking.availability import Diary, candidate_assignments
from assistant.booking.bookings import Assignment, Booking, BookingStatus, Refusal, Rule, TimeSlot
from assistant.booking.hours import civil_day, civil_instants
from assistant.booking.search import build_request
from assistant.booking.series import (
    Conflict,
    SeriesWish,
    find_last_bookable,
    list_series_days,
    plan_series,
)
from assistant.booking.wanted import Wanted
from assistant.calls.desk import Desk, can_stay, find_busy, seat
from assistant.dialogue.services import (
    CancelSeries,
    ConfirmSeries,
    HoldSeries,
    MoveSeries,
    PlannedMove,
    PlanSeriesMove,
    SeriesBooked,
    SeriesCancelled,
    SeriesHeld,
    SeriesMoved,
    SeriesMovePlanned,
    SeriesTarget,
    ServiceResult,
)
from assistant.ports.bookings import Seating

SeriesCall = HoldSeries | ConfirmSeries | PlanSeriesMove | MoveSeries | CancelSeries


async def perform_series(call: SeriesCall, desk: Desk) -> ServiceResult:
    """Return what came of a call about several bookings."""
    match call:
        case HoldSeries(wanted=wanted, series=series, held=ids):
            holder = _Holder(wanted=wanted, series=series, desk=desk)
            return await holder.hold(await _find_all(ids, desk))
        case ConfirmSeries():
            return await _confirm(call, desk)
        case PlanSeriesMove(booking_ids=ids, target=target):
            return _tell(await _plan_moves(ids, target, desk))
        case MoveSeries(booking_ids=ids, target=target):
            return await _move(ids, target, desk)
        case CancelSeries(booking_ids=ids):
            return await _cancel(ids, desk)
    assert_never(call)


async def _find_all(booking_ids: Iterable[int], desk: Desk) -> list[Booking]:
    """Return the customer's own bookings of these ids, locked in ascending order, earliest first."""
    found = [await desk.bookings.find_own(booking_id) for booking_id in sorted(booking_ids)]
    return sorted((b for b in found if b), key=lambda b: b.starts_at)


class _Holder(Struct, frozen=True, kw_only=True):
    """Holds the times of one series."""

    wanted: Wanted
    series: SeriesWish
    desk: Desk

    async def hold(self, held: list[Booking]) -> SeriesHeld:
        """Return every time that can be had, held; of what was held already, what is still wanted is kept."""
        shop, minute = self.desk.shop, self.series.minute
        service = shop.find_service(self.wanted.service_id)
        last = find_last_bookable(service, minute, now=self.desk.now, zone=shop.location.zone)
        on = list_series_days(self.series, last)
        wanted = [b for b in held if self.fits(b, on.days)]
        kept = [b for b in [await self.keep(b) for b in wanted] if b]
        made, conflicts = await self.make(on.days, held, kept)
        bookings = tuple(sorted((*kept, *made), key=lambda b: b.starts_at))
        starts = {b.starts_at for b in bookings}
        return SeriesHeld(
            bookings=bookings,
            conflicts=conflicts,
            lost=tuple(b for b in wanted if b.starts_at not in starts),
            is_beyond=on.is_beyond,
            is_long=on.is_long,
        )

    def fits(self, booking: Booking, days: Sequence[date]) -> bool:
        """Return whether `booking` is one of the series as it is wanted now."""
        series, wanted = self.series, self.wanted
        civil = booking.starts_at.astimezone(self.desk.shop.location.zone)
        is_same = booking.series is not None and booking.series.every_weeks == series.every_weeks
        lasting = self.desk.shop.find_service(wanted.service_id).find_duration(wanted.party_size)
        what = (booking.service_id, booking.party_size, booking.ends_at - booking.starts_at)
        is_service = what == (wanted.service_id, wanted.party_size, lasting)
        is_person = wanted.resource_id is None or wanted.resource_id in booking.resource_ids
        is_time = civil.date() in days and (series.fills or civil.hour * 60 + civil.minute == series.minute)
        return is_same and is_service and is_person and is_time

    async def keep(self, booking: Booking) -> Booking | None:
        """Return a hold with a new expiry, or None where it is gone, or nobody can do it any more."""
        if booking.status is not BookingStatus.HELD or not await can_stay(booking, self.desk):
            return None
        return await self.desk.bookings.keep_hold(booking, self.desk.hold_lasts)

    async def make(
        self, days: Sequence[date], held: list[Booking], kept: list[Booking]
    ) -> tuple[list[Booking], tuple[Conflict, ...]]:
        """Hold what can be had on the days that nothing is kept on, letting go of what is not kept."""
        desk = self.desk
        kept_ids, kept_days = {b.id for b in kept}, {_day_of(b, desk) for b in kept}
        replaced = [b for b in held if b.id not in kept_ids]
        missing = [day for day in days if day not in kept_days]
        seatings, conflicts = await self.plan(missing, held, kept)
        row = kept[0].series if kept else None
        if row is None and seatings:
            row = await desk.bookings.open_series(self.series.every_weeks)
        if row is None:
            for booking in replaced:
                await desk.bookings.release(booking)
            return [], conflicts
        made = await desk.bookings.hold_series(seatings, desk.hold_lasts, row, replacing=replaced)
        gone = [self.explain_gone(s.time_slot) for s, b in zip(seatings, made, strict=True) if b is None]
        return [b for b in made if b], tuple(sorted((*conflicts, *gone), key=lambda c: c.day))

    async def plan(
        self, days: Sequence[date], held: list[Booking], kept: list[Booking]
    ) -> tuple[list[Seating], tuple[Conflict, ...]]:
        """Return how to seat what is free on these days, and what is not."""
        if not days:
            return [], ()
        desk, request = self.desk, build_request(self.desk.shop, self.wanted)
        ignoring = replace(self.wanted, ignoring_bookings=tuple(b.id for b in held))
        busy = await find_busy(ignoring, days[0], days[-1], desk)
        diary = Diary(shop=desk.shop, busy=busy, now=desk.now)
        planned = plan_series(diary, request, self.series, days)
        person = next((p for b in kept if (p := b.find_person(desk.shop))), None)
        same = replace(request, resource_id=person.id if person else planned.person_id)
        # The same person throughout, if possible; else whoever can.
        requests = (same, request) if same != request else (request,)
        return [_seat(diary, requests, slot) for slot in planned.time_slots], planned.conflicts

    def explain_gone(self, slot: TimeSlot) -> Conflict:
        """Return that a rival was quicker."""
        civil = slot.starts_at.astimezone(self.desk.shop.location.zone)
        return Conflict(day=civil.date(), minute=civil.hour * 60 + civil.minute, rule=Rule.TAKEN)


def _seat(diary: Diary, requests: Sequence[BookingRequest], slot: TimeSlot) -> Seating:
    """Return every way to seat `slot`: those of the first request, then those of the next."""
    refused: set[Assignment] = set()
    ways = (candidate_assignments(diary, one, slot.starts_at, refused=refused) for one in requests)
    return Seating(request=requests[-1], time_slot=slot, ways=chain.from_iterable(ways), refused=refused)


async def _confirm(call: ConfirmSeries, desk: Desk) -> SeriesBooked | SeriesHeld:
    """Book exactly what was agreed to; where some of it is gone, nothing is booked, and what can be had is held."""
    holder = _Holder(wanted=call.wanted, series=call.series, desk=desk)
    held = await _find_all(call.held, desk)
    kept = [b for b in [await holder.keep(b) for b in held] if b]
    if len(kept) < len(call.held):
        return await holder.hold(held)
    told = {"name": call.name, "phone": call.phone, "note": call.note}
    bookings = [await desk.bookings.confirm(b, **told, is_for_other=call.is_for_other) for b in kept]
    return SeriesBooked(bookings=tuple(bookings))


class _Move(Struct, frozen=True, kw_only=True):
    """A planned move, and how to seat it where it can be."""

    planned: PlannedMove
    seating: Seating | None


async def _plan_moves(booking_ids: Iterable[int], target: SeriesTarget, desk: Desk) -> list[_Move]:
    """Return where each booking would go; one that has gone, may not be moved or is there already is left out."""
    moves: list[_Move] = []
    for booking in await _find_all(booking_ids, desk):
        is_late = desk.now > booking.starts_at - booking.reschedule_cutoff
        if booking.status is BookingStatus.CONFIRMED and not is_late:
            planned = [move.seating.time_slot for move in moves if move.seating]
            move = await _plan_move(booking, target, planned, desk)
            moves += [move] if move else []
    return moves


async def _plan_move(booking: Booking, target: SeriesTarget, planned: Iterable[TimeSlot], desk: Desk) -> _Move | None:
    """Return where `booking` would go beside what is `planned` already; None where it is there."""
    zone = desk.shop.location.zone
    civil = booking.starts_at.astimezone(zone)
    weekday = civil.weekday() if target.weekday is None else target.weekday
    minute = civil.hour * 60 + civil.minute if target.minute is None else target.minute
    day = date.fromordinal(civil.toordinal() - civil.weekday() + weekday)
    person = booking.find_person(desk.shop)
    person_id = target.resource_id or (person.id if person and not target.any_person else None)
    instants = civil_instants(day, minute, zone)
    if booking.starts_at in instants and person_id == (person.id if person else None):
        return None
    rule: Rule | None = None if instants else Rule.NO_SUCH_TIME
    seating: Seating | Refusal | None = None
    if len(instants) == 1:
        wanted = Wanted(
            service_id=booking.service_id,
            resource_id=person_id,
            without_resource_ids=target.without_resource_ids,
            party_size=booking.party_size,
            ignoring_bookings=(booking.id,),
        )
        seating = await seat(wanted, instants[0], desk, beside=planned)
    if isinstance(seating, Refusal):
        rule, seating = seating.rule, None
    starts_at = seating.time_slot.starts_at if seating else None
    move = PlannedMove(booking=booking, day=day, minute=minute, starts_at=starts_at, rule=rule)
    return _Move(planned=move, seating=seating)


def _tell(moves: Iterable[_Move]) -> SeriesMovePlanned:
    return SeriesMovePlanned(moves=tuple(move.planned for move in moves))


async def _move(booking_ids: tuple[int, ...], target: SeriesTarget, desk: Desk) -> SeriesMoved | SeriesMovePlanned:
    """Move exactly what was agreed to; where one of them cannot go there any more, say so, and none is moved."""
    moves = await _plan_moves(booking_ids, target, desk)
    seated = [(move.planned.booking, move.seating) for move in moves if move.seating]
    if len(seated) < len(booking_ids):
        return _tell(moves)
    moved = await desk.bookings.move_series(seated)
    if moved is None:  # a rival was quicker: now the diary knows which of them
        return _tell(await _plan_moves(booking_ids, target, desk))
    return SeriesMoved(bookings=moved, olds=tuple(booking for booking, _ in seated))


async def _cancel(booking_ids: Iterable[int], desk: Desk) -> SeriesCancelled:
    found = [b for b in await _find_all(booking_ids, desk) if b.status is BookingStatus.CONFIRMED]
    able = [b for b in found if desk.now <= b.starts_at - b.cancel_cutoff]
    cancelled = tuple([await desk.bookings.cancel(b) for b in able])
    return SeriesCancelled(bookings=cancelled, refused=tuple(b for b in found if b not in able))


def _day_of(booking: Booking, desk: Desk) -> date:
    return civil_day(booking.starts_at, desk.shop.location.zone)
