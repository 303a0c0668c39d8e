"""A conversation that is only played: the diary is read as it stands, and what would be written stays in memory."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import count

from msgspec.structs import replace

from assistant.booking.bookings import Assignment, Booking, BookingStatus, Busy, Series, TimeSlot
from assistant.booking.model import Shop
from assistant.dialogue.services import RateVisit
from assistant.knowledge.gaps import Unanswered
from assistant.knowledge.model import Entry
from assistant.ports.bookings import Bookings, Seating
from assistant.ports.turns import Closing, Conversation, Message, UnitOfWork
from assistant.turn import Rules, answer

CODE = "A1B2C"
"""Of every booking that is only played."""
HOLD_LASTS = timedelta(minutes=10)


class RehearsedBookings:
    """The `Bookings` of `ports`: sees what is stored, and keeps what is done to itself. Nobody rivals it."""

    def __init__(self, stored: Bookings, now: datetime) -> None:
        self._stored = stored
        self._now = now
        self._done: dict[int, Booking] = {}
        self._taken: dict[int, TimeSlot] = {}
        self._ids = count(-1, -1)

    async def find_busy(self, resource_ids: Iterable[int], first: date, last: date, *, ignoring: Iterable[int]) -> Busy:
        """See `ports.bookings.Bookings`."""
        ignored = tuple(ignoring)
        busy = await self._stored.find_busy(
            resource_ids, first, last, ignoring=[*(i for i in ignored if i > 0), *(i for i in self._done if i > 0)]
        )
        return busy.and_taken(slot for booking_id, slot in self._taken.items() if booking_id not in ignored)

    async def find_own(self, booking_id: int) -> Booking | None:
        """See `ports.bookings.Bookings`."""
        return self._done.get(booking_id) or (await self._stored.find_own(booking_id) if booking_id > 0 else None)

    async def find_upcoming(self) -> tuple[Booking, ...]:
        """See `ports.bookings.Bookings`."""
        stored = [one for one in await self._stored.find_upcoming() if one.id not in self._done]
        done = [b for b in self._done.values() if b.status is BookingStatus.CONFIRMED and b.ends_at > self._now]
        return tuple(sorted([*stored, *done], key=lambda booking: booking.starts_at))

    async def find_last(self) -> Booking | None:
        """See `ports.bookings.Bookings`."""
        upcoming = await self.find_upcoming()
        return await self._stored.find_last() or next(iter(upcoming), None)

    async def hold(self, seating: Seating, lasting: timedelta, *, replacing: Booking | None = None) -> Booking | None:
        """See `ports.bookings.Bookings`."""
        if replacing:
            await self.release(replacing)
        return self._seat(seating, next(self._ids), lasting)

    async def hold_visit(
        self, seatings: Sequence[Seating], lasting: timedelta, *, replacing: Sequence[Booking]
    ) -> tuple[Booking, ...] | None:
        """See `ports.bookings.Bookings`."""
        for booking in replacing:
            await self.release(booking)
        held = tuple(self._seat(seating, next(self._ids), lasting) for seating in seatings)
        seated = tuple(booking for booking in held if booking)
        return seated if len(seated) == len(held) else None

    async def open_series(self, every_weeks: int) -> Series:
        """See `ports.bookings.Bookings`."""
        return Series(id=next(self._ids), every_weeks=every_weeks)

    async def hold_series(
        self, seatings: Sequence[Seating], lasting: timedelta, series: Series, *, replacing: Sequence[Booking]
    ) -> tuple[Booking | None, ...]:
        """See `ports.bookings.Bookings`."""
        for booking in replacing:
            self._end(booking, BookingStatus.RELEASED)
        return tuple(self._seat(seating, next(self._ids), lasting, series) for seating in seatings)

    async def keep_hold(self, booking: Booking, lasting: timedelta) -> Booking | None:
        """See `ports.bookings.Bookings`."""
        return self._keep(replace(booking, hold_expires_at=self._now + lasting))

    async def release(self, booking: Booking) -> None:
        """See `ports.bookings.Bookings`."""
        for one in [b for b in self._done.values() if booking.series and b.series == booking.series] or [booking]:
            self._end(one, BookingStatus.RELEASED)

    async def confirm(
        self,
        booking: Booking,
        *,
        name: str,
        phone: str,  # noqa: ARG002
        note: str = "",
        is_for_other: bool = False,  # noqa: ARG002
    ) -> Booking:
        """See `ports.bookings.Bookings`."""
        confirmed = BookingStatus.CONFIRMED
        return self._keep(replace(booking, status=confirmed, name=name, note=note, hold_expires_at=None))

    async def amend(self, booking: Booking, *, name: str, note: str) -> Booking:
        """See `ports.bookings.Bookings`."""
        return self._keep(replace(booking, name=name, note=note))

    async def cancel(self, booking: Booking) -> Booking:
        """See `ports.bookings.Bookings`."""
        return self._end(booking, BookingStatus.CANCELLED)

    async def move(self, booking: Booking, seating: Seating) -> Booking | None:
        """See `ports.bookings.Bookings`."""
        seated = self._seat(seating, booking.id, timedelta())
        if seated is None:
            return None
        keeps = {name: getattr(booking, name) for name in ("code", "status", "name", "note", "series")}
        return self._keep(replace(seated, **keeps, hold_expires_at=None))

    async def move_series(self, moves: Sequence[tuple[Booking, Seating]]) -> tuple[Booking, ...] | None:
        """See `ports.bookings.Bookings`."""
        moved = [await self.move(booking, seating) for booking, seating in moves]
        return tuple(one for one in moved if one)

    def _seat(
        self, seating: Seating, booking_id: int, lasting: timedelta, series: Series | None = None
    ) -> Booking | None:
        way: tuple[Assignment, ...] | None = next(iter(seating.ways), None)
        if way is None:
            return None
        request, slot = seating.request, seating.time_slot
        self._taken[booking_id] = replace(slot, assignments=tuple(way))
        policy = request.service.policy
        return self._keep(
            Booking(
                id=booking_id,
                code=CODE,
                status=BookingStatus.HELD,
                service_id=request.service.id,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                party_size=request.party_size,
                price_minor=request.service.find_price(request.party_size),
                name="",
                resource_ids=tuple(dict.fromkeys(one.resource_id for one in way)),
                hold_expires_at=self._now + lasting,
                cancel_cutoff=policy.cancel_cutoff,
                reschedule_cutoff=policy.reschedule_cutoff,
                series=series,
            )
        )

    def _keep(self, booking: Booking) -> Booking:
        self._done[booking.id] = booking
        return booking

    def _end(self, booking: Booking, status: BookingStatus) -> Booking:
        self._taken.pop(booking.id, None)
        return self._keep(replace(booking, status=status))


class RehearsedWork:
    """The `UnitOfWork` of `ports`, of which nothing is ever committed."""

    def __init__(self, work: UnitOfWork, conversation: Conversation, now: datetime) -> None:
        self._work = work
        self._bookings = RehearsedBookings(work.open_bookings(conversation, now), now)
        self.is_handed_over = False

    async def begin_turn(self, conversation_id: int, limit: int) -> tuple[Conversation, tuple[Message, ...]] | None:
        """See `ports.turns.UnitOfWork`."""
        return await self._work.begin_turn(conversation_id, limit)

    async def find_shop(self, business_id: int) -> Shop:
        """See `ports.turns.UnitOfWork`."""
        return await self._work.find_shop(business_id)

    async def find_answers(self, business_id: int) -> tuple[Entry, ...]:
        """See `ports.turns.UnitOfWork`."""
        return await self._work.find_answers(business_id)

    async def note_gap(self, conversation: Conversation, question: Unanswered) -> int:  # noqa: ARG002
        """Note nothing."""
        return 0

    async def settle_gap(self, conversation: Conversation, entry: Entry) -> None:
        """Settle nothing."""

    def open_bookings(self, conversation: Conversation, now: datetime) -> RehearsedBookings:  # noqa: ARG002
        """Return the one diary of the whole conversation."""
        return self._bookings

    async def hand_over(self, conversation: Conversation, now: datetime) -> None:  # noqa: ARG002
        """Remember that a person would have it."""
        self.is_handed_over = True

    async def claim_rating(self, conversation: Conversation, booking_id: int, now: datetime) -> bool:  # noqa: ARG002
        """Ask nobody how it was."""
        return False

    async def rate(self, conversation: Conversation, call: RateVisit, now: datetime) -> bool:  # noqa: ARG002
        """Take a rating, and note it nowhere."""
        return True

    async def close_turn(self, conversation: Conversation, closing: Closing, now: datetime) -> None:
        """Save nothing."""

    async def commit(self) -> None:
        """Make nothing so."""


async def play(
    work: RehearsedWork, conversation: Conversation, texts: Sequence[str], now: datetime
) -> tuple[Conversation, list[str]]:
    """Return the conversation after these messages, each in a turn of its own, and what was answered to each."""
    answers = []
    for text in texts:
        message = Message(id=0, text=text, choice=None, attempts=0, retry_at=None)
        closing: Closing = await answer(work, conversation, (message,), now, Rules(hold_lasts=HOLD_LASTS))
        answers.append(closing.reply.text if closing.reply else "")
        conversation = replace(
            conversation, memory=closing.memory, turns=conversation.turns + 1, is_with_person=work.is_handed_over
        )
    return conversation, answers
