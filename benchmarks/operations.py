"""What must not become dearer as the database grows: looking for times, booking, a whole turn, the look for work."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from assistant.booking.model import Shop
from assistant.booking.wanted import Wanted
from assistant.calls.desk import Desk
from assistant.calls.perform import perform
from assistant.clock import SystemClock
from assistant.dialogue.services import (
    Booked,
    ConfirmBooking,
    FindTimeSlots,
    HoldTimeSlot,
    TimeSlotHeld,
    TimeSlotsFound,
)
from assistant.dialogue.state import Memory
from assistant.ports.accounts import Account
from assistant.ports.messages import Inbound
from assistant.ports.turns import Conversation, Customer, UnitOfWork
from assistant.storage.inbox import StoredInbox
from assistant.storage.outbox import StoredOutbox
from assistant.storage.unit_of_work import open_unit_of_work
from assistant.turn import Rules, take_turn
from benchmarks.conversations import name_day

HOLD_LASTS = timedelta(minutes=10)
"""The assistant's default."""


class OperationError(Exception):
    """An operation did not do what is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Salon:
    """Whose diary it is, and the times in it that nobody has taken yet."""

    shop: Shop
    account: Account
    today: date
    times: Iterator[tuple[str, int, int]]
    inbox: StoredInbox
    outbox: StoredOutbox

    def next_time(self) -> tuple[str, datetime, Wanted]:
        """Return somebody, and a free time of theirs as an instant and as a wish for it."""
        person, days, hour = next(self.times)
        day = self.today + timedelta(days=days)
        who = next(r for r in self.shop.resources if r.name == person)
        service = next(s for s in self.shop.services if s.slug == "haircut")
        minute = hour * 60
        wanted = Wanted(
            first_day=day,
            last_day=day,
            first_minute=minute,
            last_minute=minute,
            service_id=service.id,
            resource_id=who.id,
        )
        starts_at = datetime(day.year, day.month, day.day, hour, tzinfo=self.shop.location.zone)
        return person, starts_at, wanted

    def open_desk(self, work: UnitOfWork, sender: str, now: datetime) -> Desk:
        """Return a desk at which somebody stands who has never booked."""
        conversation = Conversation(
            id=0,
            business_id=self.shop.business_id,
            account_id=self.account.id,
            sender=sender,
            turns=0,
            is_with_person=False,
            memory=Memory(),
            customer=Customer(id=None),
        )
        return Desk(
            work=work,
            conversation=conversation,
            bookings=work.open_bookings(conversation, now),
            shop=self.shop,
            now=now,
            hold_lasts=HOLD_LASTS,
        )


async def search(salon: Salon, sender: str) -> None:
    """Look for anybody's free times on a day: the whole salon's diary around it is read."""
    _, _, wanted = salon.next_time()
    anybody = replace(wanted, resource_id=None, first_minute=None, last_minute=None)
    async with open_unit_of_work() as work:
        found = await perform(FindTimeSlots(wanted=anybody), salon.open_desk(work, sender, SystemClock().now()))
        if not isinstance(found, TimeSlotsFound) or not found.offers.time_slots:
            raise OperationError(f"nothing is free: {found}")


async def book(salon: Salon, sender: str) -> None:
    """Hold a time and confirm it, as two turns do, in one transaction."""
    _, starts_at, wanted = salon.next_time()
    async with open_unit_of_work() as work:
        desk = salon.open_desk(work, sender, SystemClock().now())
        held = await perform(HoldTimeSlot(wanted=wanted, starts_at=starts_at, replacing=None), desk)
        if not isinstance(held, TimeSlotHeld):
            raise OperationError(f"no hold: {held}")
        confirm = ConfirmBooking(booking_id=held.booking.id, wanted=wanted, name="Joe", phone="")
        booked = await perform(confirm, desk)
        if not isinstance(booked, Booked):
            raise OperationError(f"no booking: {booked}")
        await work.commit()


async def answer(salon: Salon, sender: str) -> None:
    """Take a message in and answer it with a hold: receipt and turn, without HTTP and delivery."""
    person, starts_at, _ = salon.next_time()
    text = f"Haircut with {person} on {name_day(starts_at.date())} at {starts_at.hour}:00"
    event = Inbound(
        account_id=salon.account.id,
        business_id=salon.shop.business_id,
        dedupe_key=f"{sender}:1",
        address=sender,
        sender=sender,
        text=text,
    )
    for conversation_id in await salon.inbox.put([event], SystemClock().now()):
        rules = Rules(hold_lasts=HOLD_LASTS)
        await take_turn(conversation_id, open_unit_of_work, read_clock=SystemClock().now, rules=rules)


async def look_for_work(salon: Salon, _: str) -> None:
    """Look once for messages and for replies that somebody left behind, as the server does every second."""
    now = SystemClock().now()
    await salon.inbox.find_waiting(now, 100)
    await salon.outbox.claim(["standard"], now, timedelta(seconds=60), 0)


OPERATIONS: Mapping[str, Callable[[Salon, str], Awaitable[None]]] = {
    "search": search,
    "booking": book,
    "turn": answer,
    "look for work": look_for_work,
}
