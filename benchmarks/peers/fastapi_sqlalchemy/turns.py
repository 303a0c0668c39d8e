"""A turn: the oldest message that waits takes effect, and its reply is put into the outbox, in one transaction."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.conversations import REPLIES, TAKEN, Deed, Meaning, read_message
from benchmarks.peers.fastapi_sqlalchemy.models import (
    Booking,
    BookingEvent,
    Conversation,
    Customer,
    CustomerAddress,
    InboxMessage,
    Occupancy,
    OutboxMessage,
    Resource,
    Service,
)

CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 6
HOLD_LASTS, ONE_DAY = timedelta(minutes=10), timedelta(days=1)


class TurnService:
    """Answers one conversation, in the session's transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.now = datetime.now(UTC)

    async def take_turn(self, conversation_id: int) -> OutboxMessage | None:
        """Return the reply to the oldest message that waits, not committed yet, or None where none does."""
        conversation = await self.session.get(Conversation, conversation_id, with_for_update={"key_share": True})
        message = await self.session.scalar(
            select(InboxMessage)
            .where(InboxMessage.conversation_id == conversation_id, InboxMessage.status == "pending")
            .order_by(InboxMessage.id)
            .limit(1)
        )
        if conversation is None or message is None:
            return None
        text = await self._act(conversation, message)
        conversation.turns += 1
        conversation.last_turn_at = self.now
        message.status, message.done_at, message.turn = "done", self.now, conversation.turns
        return self._put_reply(conversation, text)

    def _put_reply(self, conversation: Conversation, text: str) -> OutboxMessage:
        reply = OutboxMessage(
            business_id=conversation.business_id,
            account_id=conversation.account_id,
            conversation_id=conversation.id,
            turn=conversation.turns,
            author="assistant",
            body={"text": text, "choices": []},
            status="pending",
            attempts=1,
            unknown_sends=0,
            retry_at=self.now,
            created_at=self.now,
        )
        self.session.add(reply)
        return reply

    async def _act(self, conversation: Conversation, message: InboxMessage) -> str:
        """Let a message take effect; return what is said to it."""
        state = conversation.state
        meaning = read_message(message.text, awaits=state.get("awaits", ""), today=self.now.date())
        conversation.state = {}
        customer = await self._find_customer(conversation)
        match meaning.deed:
            case Deed.HOLD:
                return await self._hold(conversation, customer, meaning)
            case Deed.LOOK:
                await self._look(conversation, meaning)
            case Deed.NAME | Deed.CONFIRM | Deed.CANCEL:
                booking = await self._find_booking(state.get("booking"), customer)
                if booking is None:
                    return TAKEN
                self._change(conversation, booking, customer, meaning, state)
            case Deed.LIST | Deed.ASK:
                upcoming = await self._find_upcoming(customer)
                if meaning.deed is Deed.ASK and upcoming:
                    conversation.state = {"awaits": Deed.CANCEL, "booking": upcoming[0].id}
            case _:
                pass
        return REPLIES[meaning.deed]

    async def _find_customer(self, conversation: Conversation) -> Customer | None:
        address = await self.session.scalar(
            select(CustomerAddress).where(
                CustomerAddress.account_id == conversation.account_id, CustomerAddress.sender == conversation.sender
            )
        )
        return address.customer if address else None

    async def _make_customer(self, conversation: Conversation) -> Customer:
        customer = Customer(business_id=conversation.business_id, name="", phone="", created_at=self.now)
        self.session.add(customer)
        await self.session.flush()
        address = CustomerAddress(
            business_id=conversation.business_id,
            account_id=conversation.account_id,
            customer_id=customer.id,
            sender=conversation.sender,
        )
        self.session.add(address)
        return customer

    async def _find_booking(self, booking_id: int | None, customer: Customer | None) -> Booking | None:
        if customer is None:
            return None
        return await self.session.scalar(
            select(Booking).where(Booking.id == booking_id, Booking.customer_id == customer.id).with_for_update()
        )

    async def _find_upcoming(self, customer: Customer | None) -> list[Booking]:
        if customer is None:
            return []
        found = await self.session.scalars(
            select(Booking)
            .where(Booking.customer_id == customer.id, Booking.status == "confirmed", Booking.ends_at > self.now)
            .order_by(Booking.starts_at)
        )
        return list(found)

    async def _look(self, conversation: Conversation, meaning: Meaning) -> None:
        if meaning.starts_at is None:
            return
        people = select(Resource.id).where(Resource.business_id == conversation.business_id)
        taken = select(Occupancy).where(
            Occupancy.resource_id.in_(people),
            Occupancy.status.in_(["held", "confirmed"]),
            Occupancy.ends_at > meaning.starts_at,
            Occupancy.starts_at < meaning.starts_at + ONE_DAY,
        )
        list(await self.session.scalars(taken))

    async def _hold(self, conversation: Conversation, customer: Customer | None, meaning: Meaning) -> str:
        if meaning.starts_at is None:
            return TAKEN
        person = await self.session.scalar(
            select(Resource).where(
                Resource.business_id == conversation.business_id, func.lower(Resource.name) == meaning.person.lower()
            )
        )
        service = await self.session.scalar(select(Service).where(Service.slug == "haircut"))
        if person is None or service is None:
            return TAKEN
        customer = customer or await self._make_customer(conversation)
        account = await conversation.awaitable_attrs.account
        ends_at = meaning.starts_at + timedelta(minutes=service.duration_minutes)
        booking = Booking(
            business_id=conversation.business_id,
            location_id=account.location_id,
            service_id=service.id,
            customer_id=customer.id,
            code="".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
            status="held",
            starts_at=meaning.starts_at,
            ends_at=ends_at,
            party_size=1,
            price_minor=service.price_minor,
            currency="GBP",
            name="",
            phone="",
            hold_expires_at=self.now + HOLD_LASTS,
            cancel_cutoff_minutes=120,
            reschedule_cutoff_minutes=120,
            created_at=self.now,
            updated_at=self.now,
            occupancies=[
                Occupancy(
                    business_id=conversation.business_id,
                    resource_id=person.id,
                    unit=1,
                    starts_at=meaning.starts_at,
                    ends_at=ends_at + timedelta(minutes=service.buffer_after_minutes),
                    status="held",
                )
            ],
        )
        try:
            async with self.session.begin_nested():
                self.session.add(booking)
        except IntegrityError:  # the exclusion constraint: somebody else has the time
            return TAKEN
        self._record(booking, "held", before=None)
        conversation.state = {"awaits": Deed.CONFIRM, "name": meaning.name, "booking": booking.id}
        return REPLIES[Deed.HOLD]

    def _change(
        self,
        conversation: Conversation,
        booking: Booking,
        customer: Customer | None,
        meaning: Meaning,
        state: dict[str, Any],
    ) -> None:
        """Keep, confirm or cancel a booking that is the customer's."""
        if meaning.deed is Deed.NAME:
            booking.hold_expires_at, booking.updated_at = self.now + HOLD_LASTS, self.now
            conversation.state = {**state, "awaits": Deed.CONFIRM, "name": meaning.name}
            return
        before = _describe(booking)
        booking.status = "confirmed" if meaning.deed is Deed.CONFIRM else "cancelled"
        booking.hold_expires_at, booking.updated_at = None, self.now
        for occupancy in booking.occupancies:
            occupancy.status = booking.status
        if customer and meaning.deed is Deed.CONFIRM:
            booking.name = customer.name = state["name"]
        self._record(booking, booking.status, before=before)

    def _record(self, booking: Booking, action: str, *, before: dict[str, Any] | None) -> None:
        event = BookingEvent(
            business_id=booking.business_id,
            booking_id=booking.id,
            at=self.now,
            actor="customer",
            action=action,
            before=before,
            after=_describe(booking),
        )
        self.session.add(event)


def _describe(booking: Booking) -> dict[str, Any]:
    return {
        "status": booking.status,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "resource_ids": [occupancy.resource_id for occupancy in booking.occupancies],
        "party_size": booking.party_size,
        "name": booking.name,
    }
