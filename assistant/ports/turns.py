"""What a turn reads and leaves, in one transaction."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from assistant.booking.model import Shop
from assistant.dialogue.services import RateVisit
from assistant.dialogue.state import Memory
from assistant.knowledge.gaps import Unanswered
from assistant.knowledge.model import Entry
from assistant.ports.bookings import Bookings
from assistant.responses.model import Rendered

RETRY_WAIT_MAX = timedelta(minutes=1)
"""How long a message whose turn has failed may have to wait. A date further ahead is of a clock that was set back."""


class Message(Struct, frozen=True, kw_only=True):
    """A customer's message that waits for its turn."""

    id: int
    text: str
    choice: str | None
    attempts: int
    """How many turns have failed on it."""
    retry_at: datetime | None
    """When the next one may be tried; None: at once."""


class Customer(Struct, frozen=True, kw_only=True):
    """Who a conversation is with, as far as it is known."""

    id: int | None
    """None until they book."""
    name: str = ""
    phone: str = ""


class Conversation(Struct, frozen=True, kw_only=True):
    """A conversation whose row is locked for this turn."""

    id: int
    business_id: int
    account_id: int
    sender: str
    turns: int
    """How many turns it has had."""
    is_with_person: bool
    """A person answers it: the assistant is silent."""
    memory: Memory
    customer: Customer


class Closing(Struct, frozen=True, kw_only=True):
    """What a turn leaves."""

    messages: tuple[Message, ...]
    """They are done."""
    memory: Memory
    reply: Rendered | None
    """For the outbox; None where a person answers."""
    moods: tuple[float | None, ...] = ()
    """How each message sounds, from -1 to 1; None for a tap. Left out: nobody has read them."""


class UnitOfWork(Protocol):
    """One transaction. It forgets everything unless `commit` is called."""

    async def begin_turn(self, conversation_id: int, limit: int) -> tuple[Conversation, tuple[Message, ...]] | None:
        """Return the conversation, its row locked until the end, and what waits in it; None where there is none.

        The messages are in the order of receipt, at most `limit`, and nothing that came in before is missing.
        """

    async def find_shop(self, business_id: int) -> Shop:
        """Return the shop as it is now."""

    async def find_answers(self, business_id: int) -> tuple[Entry, ...]:
        """Return what the shop answers to questions, on any day: the same tuple as long as nothing has changed."""

    async def note_gap(self, conversation: Conversation, question: Unanswered) -> int:
        """Note a question that could not be answered, and return its id."""

    async def settle_gap(self, conversation: Conversation, entry: Entry) -> None:
        """Take the newest open question of the conversation to which `entry` was offered as answered by it."""

    def open_bookings(self, conversation: Conversation, now: datetime) -> Bookings:
        """Return the diary as the conversation's customer may see and change it."""

    async def hand_over(self, conversation: Conversation, now: datetime) -> None:
        """Give the conversation to a person."""

    async def claim_rating(self, conversation: Conversation, booking_id: int, now: datetime) -> bool:
        """Note that the customer is asked how a visit was; False where they were, or must not be."""

    async def rate(self, conversation: Conversation, call: RateVisit, now: datetime) -> bool:
        """Note how they found it; False where they were not asked."""

    async def close_turn(self, conversation: Conversation, closing: Closing, now: datetime) -> None:
        """Count the turn and save what it leaves."""

    async def commit(self) -> None:
        """Make all of it so."""


class OpenUnitOfWork(Protocol):
    """Opens transactions."""

    def __call__(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Return a new unit of work."""
