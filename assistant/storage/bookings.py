"""The diary in Postgres: holds, bookings, moves and cancellations, each with its event.

No double booking is the exclusion constraint's promise. Here rivals are met politely: inserts say ON CONFLICT DO
NOTHING, because a plain insert against an exclusion constraint can deadlock with its rival; whoever takes units first
takes an advisory lock for each resource and day, in ascending order: of a series for all its days before the first.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from assistant.booking.bookings import Assignment, Booking, BookingStatus, Busy, Series
from assistant.booking.codes import draw_code
from assistant.booking.hours import ONE_DAY, ONE_MINUTE
from assistant.booking.model import Interval
from assistant.ports.bookings import Seating
from assistant.ports.turns import Conversation
from assistant.storage.booking_events import EXPIRED, encode_facts
from assistant.storage.booking_sql import (
    AMEND,
    CONFIRM,
    END,
    ENSURE_CUSTOMER,
    EXPIRE_HOLDS,
    FIND_BUSY,
    FIND_HELD_OF_SERIES,
    FIND_LAST,
    FIND_ONE,
    FIND_OWN,
    FIND_UPCOMING,
    HOLD,
    KEEP_HOLD,
    LOCK_RESOURCE_DAYS,
    MOVE,
    NOTE_MOVE,
    OCCUPY,
    PUT_SERIES,
)
from assistant.storage.rows import Row, Rows

ZONES_REACH = timedelta(hours=26)
"""A civil day may begin 14 hours before the same day in UTC and end 12 hours after it."""


class _Place(Struct, frozen=True, kw_only=True):
    """What an occupancy needs beside its units."""

    booking_id: int
    period: Interval
    status: BookingStatus


class _Seen(Struct, frozen=True, kw_only=True):
    """What was read of the diary, and where."""

    resource_ids: frozenset[int]
    start: datetime
    end: datetime
    ignoring: tuple[int, ...]
    busy: Busy = field(default_factory=Busy)

    def covers(self, asked: "_Seen") -> bool:
        """Return whether what is asked for has been read with it."""
        return (
            asked.resource_ids <= self.resource_ids
            and self.start <= asked.start
            and asked.end <= self.end
            and asked.ignoring == self.ignoring
        )


class StoredBookings:
    """The `Bookings` of `ports`: sees and changes what belongs to one conversation's customer."""

    def __init__(self, rows: Rows, conversation: Conversation, now: datetime) -> None:
        self._rows = rows
        self._conversation = conversation
        self._customer_id = conversation.customer.id
        self._now = now
        self._seen: _Seen | None = None

    async def find_busy(self, resource_ids: Iterable[int], first: date, last: date, *, ignoring: Iterable[int]) -> Busy:
        """See `ports.bookings.Bookings`."""
        asked = _Seen(
            resource_ids=frozenset(resource_ids),
            start=datetime.combine(first, time(), UTC) - ZONES_REACH,
            end=datetime.combine(last, time(), UTC) + ONE_DAY + ZONES_REACH,
            ignoring=tuple(ignoring),
        )
        # A search that found its time is followed by a hold: nothing was written in between, and rivals are met there.
        if self._seen is None or not self._seen.covers(asked):
            self._seen = replace(asked, busy=await self._read_busy(asked))
        return self._seen.busy

    async def _read_busy(self, asked: "_Seen") -> Busy:
        taken: dict[tuple[int, int], list[Interval]] = {}
        where = list(asked.resource_ids), asked.start, asked.end, list(asked.ignoring)
        for row in await self._rows.all(FIND_BUSY, *where, self._now):
            period = Interval(start=row["starts_at"], end=row["ends_at"])
            taken.setdefault((row["resource_id"], row["unit"]), []).append(period)
        return Busy(taken={key: tuple(periods) for key, periods in taken.items()})

    async def find_own(self, booking_id: int) -> Booking | None:
        """See `ports.bookings.Bookings`."""
        row = await self._rows.first(FIND_OWN, booking_id, self._customer_id)
        if row and not row["is_seen"]:
            row = await self._rows.first(FIND_OWN, booking_id, self._customer_id)
        return _to_booking(row) if row else None

    async def find_upcoming(self) -> tuple[Booking, ...]:
        """See `ports.bookings.Bookings`."""
        return tuple(map(_to_booking, await self._rows.all(FIND_UPCOMING, self._customer_id, self._now)))

    async def find_last(self) -> Booking | None:
        """See `ports.bookings.Bookings`."""
        row = await self._rows.first(FIND_LAST, self._customer_id, self._now)
        return _to_booking(row) if row else None

    async def hold(self, seating: Seating, lasting: timedelta, *, replacing: Booking | None = None) -> Booking | None:
        """See `ports.bookings.Bookings`."""
        await self._ensure_customer()
        await self._prepare([seating])
        await self._rows.all("SAVEPOINT replacing")
        if replacing:  # first, so that a longer service or a later start may overlap what this customer held
            await self.release(replacing)
        held = await self._hold(seating, lasting, series=None)
        if held is None:
            await self._rows.all("ROLLBACK TO SAVEPOINT replacing")
        return held

    async def hold_visit(
        self, seatings: Sequence[Seating], lasting: timedelta, *, replacing: Sequence[Booking]
    ) -> tuple[Booking, ...] | None:
        """See `ports.bookings.Bookings`."""
        await self._ensure_customer()
        await self._prepare(seatings)
        await self._rows.all("SAVEPOINT visit")
        for booking in replacing:
            await self.release(booking)
        held: list[Booking] = []
        for seating in seatings:
            one = await self._hold(seating, lasting, series=None)
            if one is None:
                await self._rows.all("ROLLBACK TO SAVEPOINT visit")
                return None
            held.append(one)
        return tuple(held)

    async def open_series(self, every_weeks: int) -> Series:
        """See `ports.bookings.Bookings`."""
        row = await self._rows.one(PUT_SERIES, self._conversation.business_id, every_weeks, self._now)
        return Series(id=row["id"], every_weeks=every_weeks)

    async def hold_series(
        self, seatings: Sequence[Seating], lasting: timedelta, series: Series, *, replacing: Sequence[Booking]
    ) -> tuple[Booking | None, ...]:
        """See `ports.bookings.Bookings`."""
        await self._ensure_customer()
        await self._prepare(seatings)
        for booking in replacing:
            await self._release(booking)
        return tuple([await self._hold(seating, lasting, series) for seating in seatings])

    async def _hold(self, seating: Seating, lasting: timedelta, series: Series | None) -> Booking | None:
        """Return the hold on the first way that no rival is in, or None where there is none: nothing changed."""
        for way in seating.ways:
            await self._rows.all("SAVEPOINT way")
            held, taken = await self._put_hold(seating, way, lasting, series)
            if len(taken) == len(way):
                return held
            await self._rows.all("ROLLBACK TO SAVEPOINT way")
            seating.refused.update(a for a in way if a not in taken)
        return None

    async def _put_hold(
        self, seating: Seating, way: Sequence[Assignment], lasting: timedelta, series: Series | None
    ) -> tuple[Booking, set[Assignment]]:
        """Return a new hold, its change on record, and those units of `way` that it could take."""
        customer_id, occupied = await self._ensure_customer(), seating.time_slot.occupied
        while True:  # a code that is taken is drawn again
            held = _make_hold(seating, way, self._now + lasting, series)
            rows = await self._rows.all(
                HOLD,
                self._conversation.business_id,
                self._conversation.account_id,
                held.service_id,
                customer_id,
                held.code,
                held.starts_at,
                held.ends_at,
                held.party_size,
                held.price_minor,
                held.hold_expires_at,
                held.cancel_cutoff // ONE_MINUTE,
                held.reschedule_cutoff // ONE_MINUTE,
                self._now,
                series.id if series else None,
                [a.resource_id for a in way],
                [a.unit for a in way],
                occupied.start,
                occupied.end,
                encode_facts(held),
            )
            if rows:
                return replace(held, id=rows[0]["id"]), _to_assignments(rows)

    async def keep_hold(self, booking: Booking, lasting: timedelta) -> Booking | None:
        """See `ports.bookings.Bookings`."""
        expires_at = self._now + lasting
        kept = await self._rows.first(KEEP_HOLD, booking.id, expires_at, self._now)
        return replace(booking, hold_expires_at=expires_at) if kept else None

    async def release(self, booking: Booking) -> None:
        """See `ports.bookings.Bookings`."""
        if booking.series is None:
            await self._release(booking)
            return
        for row in await self._rows.all(FIND_HELD_OF_SERIES, booking.series.id, self._customer_id):
            await self._release(_to_booking(await self._rows.one(FIND_ONE, row["id"])))

    async def _release(self, booking: Booking) -> None:
        # What was read of it may be old: a hold that ran out may have been cleared away since, in this very turn.
        await self._end(booking, BookingStatus.HELD, BookingStatus.RELEASED)

    async def confirm(
        self, booking: Booking, *, name: str, phone: str, note: str = "", is_for_other: bool = False
    ) -> Booking:
        """See `ports.bookings.Bookings`."""
        confirmed = replace(booking, status=BookingStatus.CONFIRMED, hold_expires_at=None, name=name, note=note)
        facts = encode_facts(booking), encode_facts(confirmed)
        known = "" if is_for_other else name
        await self._rows.one(CONFIRM, booking.id, self._now, name, phone, self._customer_id, *facts, note, known)
        return confirmed

    async def amend(self, booking: Booking, *, name: str, note: str) -> Booking:
        """See `ports.bookings.Bookings`."""
        amended = replace(booking, name=name, note=note)
        facts = encode_facts(booking), encode_facts(amended)
        await self._rows.one(AMEND, booking.id, self._now, name, note, *facts)
        return amended

    async def cancel(self, booking: Booking) -> Booking:
        """See `ports.bookings.Bookings`."""
        return await self._end(booking, BookingStatus.CONFIRMED, BookingStatus.CANCELLED)

    async def _end(self, booking: Booking, status: BookingStatus, becomes: BookingStatus) -> Booking:
        """Return the booking as it becomes if it still stands at `status`; it takes nothing any more."""
        self._seen = None
        ended = replace(booking, status=becomes)
        facts = encode_facts(booking), encode_facts(ended)
        await self._rows.all(END, booking.id, str(status), str(becomes), self._now, *facts)
        return ended

    async def move(self, booking: Booking, seating: Seating) -> Booking | None:
        """See `ports.bookings.Bookings`."""
        moved = await self.move_series([(booking, seating)])
        return moved[0] if moved else None

    async def move_series(self, moves: Sequence[tuple[Booking, Seating]]) -> tuple[Booking, ...] | None:
        """See `ports.bookings.Bookings`."""
        await self._prepare([seating for _, seating in moves])
        await self._rows.all("SAVEPOINT moves")
        moved: list[Booking] = []
        for booking, seating in moves:
            now = await self._move(booking, seating)
            if now is None:
                await self._rows.all("ROLLBACK TO SAVEPOINT moves")
                return None
            moved.append(now)
        return tuple(moved)

    async def _move(self, booking: Booking, seating: Seating) -> Booking | None:
        """Return the booking at its new time, or None where that is taken: the caller rolls back."""
        release = "UPDATE occupancy SET status = 'released' WHERE booking_id = $1 AND status = 'confirmed'"
        await self._rows.all(release, booking.id)
        place = _Place(booking_id=booking.id, period=seating.time_slot.occupied, status=BookingStatus.CONFIRMED)
        if not await self._occupy(seating, place):
            return None
        slot, service, party = seating.time_slot, seating.request.service, seating.request.party_size
        is_same = (service.id, party) == (booking.service_id, booking.party_size)
        price = booking.price_minor if is_same else service.find_price(party)  # what was told stays told
        place_of = slot.starts_at, slot.ends_at, self._now, service.id, party, price
        await self._rows.all(MOVE, booking.id, *place_of)
        moved = _to_booking(await self._rows.one(FIND_ONE, booking.id))
        await self._rows.all(NOTE_MOVE, booking.id, self._now, encode_facts(booking), encode_facts(moved))
        return moved

    async def _prepare(self, seatings: Sequence[Seating]) -> None:
        """Queue up behind rivals for everything at once, and clear away the expired holds that are in the way."""
        locks = sorted({lock for seating in seatings for lock in _list_locks(seating)})
        self._seen = None  # what comes now changes it
        await self._rows.all(LOCK_RESOURCE_DAYS, [resource_id for resource_id, _ in locks], [day for _, day in locks])
        for seating in seatings:
            period, resource_ids = seating.time_slot.occupied, list(seating.request.service.resource_ids)
            await self._rows.all(EXPIRE_HOLDS, self._now, resource_ids, period.start, period.end, EXPIRED)

    async def _occupy(self, seating: Seating, place: _Place) -> bool:
        """Take the units of the first way that no rival is in; return False where there is none."""
        for way in seating.ways:
            await self._rows.all("SAVEPOINT way")
            taken = await self._insert_occupancies(way, place)
            if len(taken) == len(way):
                return True
            await self._rows.all("ROLLBACK TO SAVEPOINT way")
            seating.refused.update(a for a in way if a not in taken)
        return False

    async def _insert_occupancies(self, way: Sequence[Assignment], place: _Place) -> set[Assignment]:
        resource_ids, units = [a.resource_id for a in way], [a.unit for a in way]
        period = place.period
        rows = await self._rows.all(
            OCCUPY,
            self._conversation.business_id,
            place.booking_id,
            resource_ids,
            units,
            period.start,
            period.end,
            str(place.status),
        )
        return _to_assignments(rows)

    async def _ensure_customer(self) -> int:
        if self._customer_id is None:
            who = self._conversation
            row = await self._rows.one(ENSURE_CUSTOMER, who.business_id, self._now, who.account_id, who.sender)
            self._customer_id = int(row["customer_id"])
        return self._customer_id


def _list_locks(seating: Seating) -> list[tuple[int, int]]:
    """Return the resources and days whose locks a seating takes: of all who could do it, whoever will."""
    period = seating.time_slot.occupied
    days = {period.start.date().toordinal(), period.end.date().toordinal()}
    return [(resource_id, day) for resource_id in seating.request.service.resource_ids for day in days]


def _make_hold(seating: Seating, way: Sequence[Assignment], expires_at: datetime, series: Series | None) -> Booking:
    """Return the hold that is to be written, with a fresh code and no number yet."""
    request, slot = seating.request, seating.time_slot
    service, party_size = request.service, request.party_size
    return Booking(
        id=0,
        code=draw_code(secrets.choice),
        status=BookingStatus.HELD,
        service_id=service.id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        party_size=party_size,
        price_minor=service.find_price(party_size),
        name="",
        resource_ids=tuple(sorted({a.resource_id for a in way})),
        hold_expires_at=expires_at,
        cancel_cutoff=service.policy.cancel_cutoff,
        reschedule_cutoff=service.policy.reschedule_cutoff,
        series=series,
    )


def _to_assignments(rows: Iterable[Row]) -> set[Assignment]:
    return {Assignment(resource_id=r["resource_id"], unit=r["unit"]) for r in rows if r["resource_id"] is not None}


def _to_booking(row: Row) -> Booking:
    derived = ("cancel_cutoff_minutes", "reschedule_cutoff_minutes", "series_id", "every_weeks", "is_seen")
    values = {k: v for k, v in row.items() if k not in derived}
    return Booking(
        **{**values, "status": BookingStatus(row["status"]), "resource_ids": tuple(row["resource_ids"])},
        cancel_cutoff=timedelta(minutes=row["cancel_cutoff_minutes"]),
        reschedule_cutoff=timedelta(minutes=row["reschedule_cutoff_minutes"]),
        series=Series(id=row["series_id"], every_weeks=row["every_weeks"]) if row["series_id"] else None,
    )
