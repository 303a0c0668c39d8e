"""The diary in Postgres: holds, bookings, moves and cancellations, each with its event.

No double booking is the exclusion constraint's promise. Here rivals are met politely: inserts say ON CONFLICT DO
NOTHING, because a plain insert against an exclusion constraint can deadlock with its rival; whoever takes units first
takes an advisory lock for each resource and day, in ascending order: of a series for all its days before the first.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from assistant.booking.codes import draw_code
from assistant.booking.model import Assignment, Booking, BookingStatus, Busy, Interval, Series
from assistant.ports import Conversation, Seating
from assistant.storage.booking_events import BookingChange, put_event
from assistant.storage.rows import Row, Rows

ONE_DAY = timedelta(days=1)
ZONES_REACH = timedelta(hours=26)
"""A civil day may begin 14 hours before the same day in UTC and end 12 hours after it."""

FIND_BUSY = """
    SELECT o.resource_id, o.unit, o.starts_at, o.ends_at FROM occupancy o
      LEFT JOIN booking b ON o.status = 'held' AND b.id = o.booking_id
     WHERE o.resource_id = ANY ($1) AND o.status IN ('held', 'confirmed') AND o.ends_at > $2 AND o.starts_at < $3
       AND o.booking_id <> ALL ($4) AND (b.id IS NULL OR b.hold_expires_at > $5)"""
COLUMNS = """
    b.id, b.code, b.status, b.service_id, b.starts_at, b.ends_at, b.party_size, b.price_minor, b.name,
    b.hold_expires_at, b.cancel_cutoff_minutes, b.reschedule_cutoff_minutes, b.series_id,
    (SELECT s.every_weeks FROM booking_series s WHERE s.id = b.series_id) AS every_weeks,
    ARRAY (SELECT DISTINCT o.resource_id FROM occupancy o WHERE o.booking_id = b.id AND o.status = b.status
            ORDER BY o.resource_id) AS resource_ids"""
# Locked first and read in a statement of its own: what was waited for is then seen whole, units and all.
LOCK_OWN = "SELECT id FROM booking WHERE id = $1 AND customer_id = $2 FOR NO KEY UPDATE"
FIND_UPCOMING = f"""
    SELECT {COLUMNS} FROM booking b
     WHERE b.customer_id = $1 AND b.status = 'confirmed' AND b.ends_at > $2 ORDER BY b.starts_at, b.id"""  # noqa: S608 - constants
FIND_ONE = f"SELECT {COLUMNS} FROM booking b WHERE b.id = $1"  # noqa: S608 - constants
# A function's rows come in its own order, so the locks are taken in that of the arrays.
LOCK_RESOURCE_DAYS = """
    SELECT pg_advisory_xact_lock((l.resource_id % 2147483647)::int, l.day)
      FROM unnest($1::bigint[], $2::int[]) AS l (resource_id, day)"""
# Whoever owns an expired hold may be confirming it right now: their lock is respected, and the time stays taken.
EXPIRE_HOLDS = """
    WITH expired AS (
        SELECT b.id FROM booking b
         WHERE b.status = 'held' AND b.hold_expires_at <= $1 AND EXISTS (
               SELECT FROM occupancy o WHERE o.booking_id = b.id AND o.status = 'held' AND o.resource_id = ANY ($2)
                  AND o.starts_at < $4 AND o.ends_at > $3)
           FOR NO KEY UPDATE SKIP LOCKED),
    freed AS (UPDATE occupancy SET status = 'expired' WHERE status = 'held' AND booking_id IN (SELECT id FROM expired))
    UPDATE booking SET status = 'expired', updated_at = $1 WHERE id IN (SELECT id FROM expired) RETURNING id"""
PUT_HOLD = """
    INSERT INTO booking (business_id, location_id, service_id, customer_id, code, status, starts_at, ends_at,
                         party_size, price_minor, currency, name, phone, hold_expires_at, cancel_cutoff_minutes,
                         reschedule_cutoff_minutes, created_at, updated_at, series_id)
    SELECT $1, a.location_id, $3, $4, $5, 'held', $6, $7, $8, $9, b.currency, '', '', $10, $11, $12, $13, $13, $14
      FROM channel_account a JOIN business b ON b.id = a.business_id WHERE a.id = $2
    ON CONFLICT (business_id, code) DO NOTHING RETURNING id"""
OCCUPY = """
    INSERT INTO occupancy (business_id, booking_id, resource_id, unit, starts_at, ends_at, status)
    SELECT $1, $2, resource_id, unit, $5, $6, $7 FROM unnest($3::bigint[], $4::int[]) AS u (resource_id, unit)
     ORDER BY resource_id, unit
    ON CONFLICT ON CONSTRAINT occupancy_no_overlap DO NOTHING RETURNING resource_id, unit"""
END = """
    WITH taken AS (UPDATE occupancy SET status = $3 WHERE booking_id = $1 AND status = $2)
    UPDATE booking SET status = $3, updated_at = $4 WHERE id = $1 AND status = $2 RETURNING id"""
CONFIRM = """
    WITH taken AS (UPDATE occupancy SET status = 'confirmed' WHERE booking_id = $1 AND status = 'held'),
         known AS (UPDATE customer SET name = $3, phone = CASE WHEN $4 = '' THEN phone ELSE $4 END WHERE id = $5)
    UPDATE booking SET status = 'confirmed', hold_expires_at = NULL, name = $3, phone = $4, updated_at = $2
     WHERE id = $1"""
PUT_SERIES = """
    INSERT INTO booking_series (business_id, every_weeks, created_at) VALUES ($1, $2, $3) RETURNING id"""
FIND_HELD_OF_SERIES = """
    SELECT id FROM booking WHERE series_id = $1 AND customer_id = $2 AND status = 'held' ORDER BY id
       FOR NO KEY UPDATE"""
MOVE = "UPDATE booking SET starts_at = $2, ends_at = $3, updated_at = $4 WHERE id = $1"
KEEP_HOLD = "UPDATE booking SET hold_expires_at = $2, updated_at = $3 WHERE id = $1 AND status = 'held' RETURNING id"
PUT_CUSTOMER = """
    INSERT INTO customer (business_id, name, phone, created_at) VALUES ($1, '', '', $2) RETURNING id"""
# Two conversations of one sender may get here together: the second finds the first one's customer.
PUT_ADDRESS = """
    INSERT INTO customer_address (business_id, account_id, customer_id, sender) VALUES ($1, $2, $3, $4)
    ON CONFLICT (account_id, sender) DO UPDATE SET sender = excluded.sender RETURNING customer_id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What an occupancy needs beside its units."""

    booking_id: int
    period: Interval
    status: BookingStatus


class StoredBookings:
    """The `Bookings` of `ports`: sees and changes what belongs to one conversation's customer."""

    def __init__(self, rows: Rows, conversation: Conversation, now: datetime) -> None:
        self._rows = rows
        self._conversation = conversation
        self._customer_id = conversation.customer.id
        self._now = now

    async def find_busy(self, resource_ids: Iterable[int], first: date, last: date, *, ignoring: Iterable[int]) -> Busy:
        """See `ports.Bookings`."""
        start = datetime.combine(first, time(), UTC) - ZONES_REACH
        end = datetime.combine(last, time(), UTC) + ONE_DAY + ZONES_REACH
        taken: dict[tuple[int, int], list[Interval]] = {}
        for row in await self._rows.all(FIND_BUSY, list(resource_ids), start, end, list(ignoring), self._now):
            period = Interval(start=row["starts_at"], end=row["ends_at"])
            taken.setdefault((row["resource_id"], row["unit"]), []).append(period)
        return Busy(taken={key: tuple(periods) for key, periods in taken.items()})

    async def find_own(self, booking_id: int) -> Booking | None:
        """See `ports.Bookings`."""
        if await self._rows.first(LOCK_OWN, booking_id, self._customer_id) is None:
            return None
        return _to_booking(await self._rows.one(FIND_ONE, booking_id))

    async def find_upcoming(self) -> tuple[Booking, ...]:
        """See `ports.Bookings`."""
        return tuple(map(_to_booking, await self._rows.all(FIND_UPCOMING, self._customer_id, self._now)))

    async def hold(self, seating: Seating, lasting: timedelta, *, replacing: Booking | None = None) -> Booking | None:
        """See `ports.Bookings`."""
        await self._ensure_customer()
        await self._prepare([seating])
        await self._rows.all("SAVEPOINT replacing")
        if replacing:  # first, so that a longer service or a later start may overlap what this customer held
            await self.release(replacing)
        held = await self._hold(seating, lasting, series=None)
        if held is None:
            await self._rows.all("ROLLBACK TO SAVEPOINT replacing")
        return held

    async def open_series(self, every_weeks: int) -> Series:
        """See `ports.Bookings`."""
        row = await self._rows.one(PUT_SERIES, self._conversation.business_id, every_weeks, self._now)
        return Series(id=row["id"], every_weeks=every_weeks)

    async def hold_series(
        self, seatings: Sequence[Seating], lasting: timedelta, series: Series, *, replacing: Sequence[Booking]
    ) -> tuple[Booking | None, ...]:
        """See `ports.Bookings`."""
        await self._ensure_customer()
        await self._prepare(seatings)
        for booking in replacing:
            await self._release(booking)
        return tuple([await self._hold(seating, lasting, series) for seating in seatings])

    async def _hold(self, seating: Seating, lasting: timedelta, series: Series | None) -> Booking | None:
        """Return the hold, or None where every way to seat it is taken: nothing changed."""
        await self._rows.all("SAVEPOINT hold")
        booking_id = await self._put_hold(seating, lasting, series)
        place = _Place(booking_id=booking_id, period=seating.time_slot.occupied, status=BookingStatus.HELD)
        if not await self._occupy(seating, place):
            await self._rows.all("ROLLBACK TO SAVEPOINT hold")
            return None
        return await self._changed(booking_id, "held", before=None)

    async def keep_hold(self, booking: Booking, lasting: timedelta) -> Booking | None:
        """See `ports.Bookings`."""
        expires_at = self._now + lasting
        kept = await self._rows.first(KEEP_HOLD, booking.id, expires_at, self._now)
        return replace(booking, hold_expires_at=expires_at) if kept else None

    async def release(self, booking: Booking) -> None:
        """See `ports.Bookings`."""
        if booking.series is None:
            await self._release(booking)
            return
        for row in await self._rows.all(FIND_HELD_OF_SERIES, booking.series.id, self._customer_id):
            await self._release(_to_booking(await self._rows.one(FIND_ONE, row["id"])))

    async def _release(self, booking: Booking) -> None:
        # What was read of it may be old: a hold that ran out may have been cleared away since, in this very turn.
        if await self._rows.first(END, booking.id, str(BookingStatus.HELD), str(BookingStatus.RELEASED), self._now):
            await self._changed(booking.id, "released", before=booking)

    async def confirm(self, booking: Booking, *, name: str, phone: str) -> Booking:
        """See `ports.Bookings`."""
        await self._rows.all(CONFIRM, booking.id, self._now, name, phone, self._customer_id)
        return await self._changed(booking.id, "confirmed", before=booking)

    async def cancel(self, booking: Booking) -> Booking:
        """See `ports.Bookings`."""
        await self._rows.all(END, booking.id, str(BookingStatus.CONFIRMED), str(BookingStatus.CANCELLED), self._now)
        return await self._changed(booking.id, "cancelled", before=booking)

    async def move(self, booking: Booking, seating: Seating) -> Booking | None:
        """See `ports.Bookings`."""
        moved = await self.move_series([(booking, seating)])
        return moved[0] if moved else None

    async def move_series(self, moves: Sequence[tuple[Booking, Seating]]) -> tuple[Booking, ...] | None:
        """See `ports.Bookings`."""
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
        slot = seating.time_slot
        await self._rows.all(MOVE, booking.id, slot.starts_at, slot.ends_at, self._now)
        return await self._changed(booking.id, "moved", before=booking)

    async def _prepare(self, seatings: Sequence[Seating]) -> None:
        """Queue up behind rivals for everything at once, and clear away the expired holds that are in the way."""
        locks = sorted({lock for seating in seatings for lock in _list_locks(seating)})
        await self._rows.all(LOCK_RESOURCE_DAYS, [resource_id for resource_id, _ in locks], [day for _, day in locks])
        for seating in seatings:
            period, resource_ids = seating.time_slot.occupied, list(seating.request.service.resource_ids)
            for row in await self._rows.all(EXPIRE_HOLDS, self._now, resource_ids, period.start, period.end):
                await self._record(row["id"], "expired", actor="system")

    async def _put_hold(self, seating: Seating, lasting: timedelta, series: Series | None) -> int:
        """Return the id of a new held booking that occupies nothing yet."""
        service, slot, policy = seating.request.service, seating.time_slot, seating.request.service.policy
        customer_id = await self._ensure_customer()
        while True:  # a code that is taken is drawn again
            row = await self._rows.first(
                PUT_HOLD,
                self._conversation.business_id,
                self._conversation.account_id,
                service.id,
                customer_id,
                draw_code(secrets.choice),
                slot.starts_at,
                slot.ends_at,
                seating.request.party_size,
                service.find_price(seating.request.party_size),
                self._now + lasting,
                policy.cancel_cutoff // timedelta(minutes=1),
                policy.reschedule_cutoff // timedelta(minutes=1),
                self._now,
                series.id if series else None,
            )
            if row:
                return int(row["id"])

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
        return {Assignment(resource_id=r["resource_id"], unit=r["unit"]) for r in rows}

    async def _ensure_customer(self) -> int:
        if self._customer_id is None:
            who = self._conversation
            made = await self._rows.one(PUT_CUSTOMER, who.business_id, self._now)
            row = await self._rows.one(PUT_ADDRESS, who.business_id, who.account_id, made["id"], who.sender)
            self._customer_id = int(row["customer_id"])
        return self._customer_id

    async def _changed(self, booking_id: int, action: str, *, before: Booking | None) -> Booking:
        """Return the booking as it stands now, its change on record."""
        booking = _to_booking(await self._rows.one(FIND_ONE, booking_id))
        await self._record(booking_id, action, before=before, after=booking)
        return booking

    async def _record(
        self,
        booking_id: int,
        action: str,
        *,
        actor: str = "customer",
        before: Booking | None = None,
        after: Booking | None = None,
    ) -> None:
        change = BookingChange(
            business_id=self._conversation.business_id,
            booking_id=booking_id,
            at=self._now,
            actor=actor,
            action=action,
            before=before,
            after=after,
        )
        await put_event(self._rows, change)


def _list_locks(seating: Seating) -> list[tuple[int, int]]:
    """Return the resources and days whose locks a seating takes: of all who could do it, whoever will."""
    period = seating.time_slot.occupied
    days = {period.start.date().toordinal(), period.end.date().toordinal()}
    return [(resource_id, day) for resource_id in seating.request.service.resource_ids for day in days]


def _to_booking(row: Row) -> Booking:
    derived = ("cancel_cutoff_minutes", "reschedule_cutoff_minutes", "series_id", "every_weeks")
    values = {k: v for k, v in row.items() if k not in derived}
    return Booking(
        **{**values, "status": BookingStatus(row["status"]), "resource_ids": tuple(row["resource_ids"])},
        cancel_cutoff=timedelta(minutes=row["cancel_cutoff_minutes"]),
        reschedule_cutoff=timedelta(minutes=row["reschedule_cutoff_minutes"]),
        series=Series(id=row["series_id"], every_weeks=row["every_weeks"]) if row["series_id"] else None,
    )
