"""What the core asks of the outside, and the values that cross the border. `storage` and `channels` answer it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime, timedelta
from typing import Protocol

from msgspec import Struct

from assistant.booking.assignments import BookingRequest
from assistant.booking.bookings import Assignment, Booking, Busy, Series, TimeSlot
from assistant.booking.model import Shop
from assistant.dialogue.services import RateVisit
from assistant.dialogue.state import Memory
from assistant.knowledge import model as knowledge
from assistant.knowledge.gaps import Unanswered
from assistant.responses.model import Choice, Rendered

RETRY_WAIT_MAX = timedelta(minutes=1)
"""How long a message whose turn has failed may have to wait. A date further ahead is of a clock that was set back."""


class UnavailableError(Exception):
    """The database cannot be reached or cannot do this now. Nothing was done that is known of: try again later."""


class RunAgainError(Exception):
    """The database undid the transaction in favour of a rival (deadlock, lost serialisation): run it again at once."""


class Account(Struct, frozen=True, kw_only=True):
    """One line into the shop: a webhook account, the chat page, the terminal."""

    id: int
    business_id: int
    channel: str
    name: str
    secrets: tuple[str, ...] = ()
    """Signing secrets that are accepted, newest first."""
    reply_url: str = ""


class Inbound(Struct, frozen=True, kw_only=True):
    """One event that a platform delivered: never a whole request, which may carry many."""

    account_id: int
    business_id: int
    dedupe_key: str
    """Unique for the account: the same event delivered again has the same key."""
    address: str
    """Where replies go: the platform's name for the chat."""
    sender: str
    """Who wrote it: their bookings are theirs alone."""
    text: str
    choice: str | None = None
    """The token of a tapped button."""
    occurred_at: datetime | None = None
    """When the platform says it was written; order is that of receipt."""


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


class Outgoing(Struct, frozen=True, kw_only=True):
    """A reply on its way to a customer."""

    id: int
    conversation_id: int
    account: Account
    address: str
    sender: str
    author: str
    """`assistant` or `person`."""
    rendered: Rendered
    created_at: datetime
    attempts: int
    """This one included."""
    messages: tuple[str, ...] = ()
    """The keys of the messages that it answers, for the log."""


class DueVisit(Struct, frozen=True, kw_only=True):
    """A visit whose customer may be asked how it was."""

    booking_id: int
    conversation_id: int
    """Where they wrote last."""
    zone: str
    """In which the shop's day and night are meant."""


class Seating(Struct, frozen=True, kw_only=True):
    """A time that the rules allow, and every way to staff it: rivals may have taken some since."""

    request: BookingRequest
    time_slot: TimeSlot
    ways: Iterator[tuple[Assignment, ...]]
    """Best first. Ask for the next only when one was refused."""
    refused: set[Assignment]
    """Put a unit that was refused in here before asking for the next way."""


class Bookings(Protocol):
    """The diary as it is stored. Every change writes an event row in the same transaction."""

    async def find_busy(self, resource_ids: Iterable[int], first: date, last: date, *, ignoring: Iterable[int]) -> Busy:
        """Return what is taken on civil days `first` to `last` in UTC; `ignoring` leaves these bookings' time out."""

    async def find_own(self, booking_id: int) -> Booking | None:
        """Return that booking, locked for this transaction, or None where it is not the customer's."""

    async def find_upcoming(self) -> tuple[Booking, ...]:
        """Return the customer's confirmed bookings that have not ended, earliest first."""

    async def find_last(self) -> Booking | None:
        """Return the customer's confirmed booking that began last; where none has begun, their next one."""

    async def hold(self, seating: Seating, lasting: timedelta, *, replacing: Booking | None = None) -> Booking | None:
        """Return the hold, with `replacing` let go, or None where every way to seat it is taken: nothing changed."""

    async def hold_visit(
        self, seatings: Sequence[Seating], lasting: timedelta, *, replacing: Sequence[Booking]
    ) -> tuple[Booking, ...] | None:
        """Return a hold for each seating, with those of `replacing` let go, or None where one is taken.

        Then nothing changed: what was held is held. The locks for all of them are taken in one order.
        """

    async def open_series(self, every_weeks: int) -> Series:
        """Return a new series, which has no bookings yet."""

    async def hold_series(
        self, seatings: Sequence[Seating], lasting: timedelta, series: Series, *, replacing: Sequence[Booking]
    ) -> tuple[Booking | None, ...]:
        """Return a hold of `series` for each seating, all with one expiry; None for those that are taken.

        Those of `replacing` are let go, whatever becomes of the others.
        """

    async def keep_hold(self, booking: Booking, lasting: timedelta) -> Booking | None:
        """Return the hold with a new expiry, or None where it no longer stands."""

    async def release(self, booking: Booking) -> None:
        """Let a hold go, with all holds of its series; one that no longer stands is left as it is."""

    async def confirm(
        self, booking: Booking, *, name: str, phone: str, note: str = "", is_for_other: bool = False
    ) -> Booking:
        """Return the booking that the hold has become; the customer goes by its name, unless it is for another."""

    async def amend(self, booking: Booking, *, name: str, note: str) -> Booking:
        """Return the booking with that name and that note: what it takes stays as it is."""

    async def cancel(self, booking: Booking) -> Booking:
        """Return the booking, cancelled, its time free."""

    async def move(self, booking: Booking, seating: Seating) -> Booking | None:
        """Return the booking as it is seated now, or None where that is taken and the old place still stands.

        Its service and its party are those of the seating.
        """

    async def move_series(self, moves: Sequence[tuple[Booking, Seating]]) -> tuple[Booking, ...] | None:
        """Return the bookings at their new times, or None where one of these is taken: then all stand as they stood."""


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

    async def find_answers(self, business_id: int) -> tuple[knowledge.Entry, ...]:
        """Return what the shop answers to questions, on any day: the same tuple as long as nothing has changed."""

    async def note_gap(self, conversation: Conversation, question: Unanswered) -> int:
        """Note a question that could not be answered, and return its id."""

    async def settle_gap(self, conversation: Conversation, entry: knowledge.Entry) -> None:
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


class Inbox(Protocol):
    """Where messages are kept from their acknowledgement to their turn."""

    async def put(self, events: Sequence[Inbound], now: datetime) -> tuple[int, ...]:
        """Commit events, in their order, and return for each that is new its conversation.

        An event that is known by its account and key changes nothing. Raises UnavailableError.
        """

    async def find_waiting(self, now: datetime, limit: int) -> tuple[int, ...]:
        """Return conversations with pending messages that are due and that nobody is answering at the moment."""

    async def count_failure(self, message_ids: Sequence[int], error: str, retry_at: datetime) -> int:
        """Note that a turn failed on these messages; return how often turns have failed on the worst of them."""


class Outbox(Protocol):
    """Where replies are kept from the turn that wrote them to their delivery."""

    async def claim(
        self,
        channels: Sequence[str],
        now: datetime,
        lease: timedelta,
        limit: int,
        busy: Sequence[int] = (),
    ) -> list[Outgoing]:
        """Return the oldest undelivered reply of conversations, each ours until the lease ends, at most `limit`.

        `busy` has an account's id for each reply that is being sent already. No account gets more than its part of
        these and the new ones together, so that one whose receiver is gone does not hold up the others.

        A reply whose lease ended while it was being sent comes again: it may have arrived, and that is counted.
        """

    async def mark_sent(self, reply: Outgoing, now: datetime) -> None:
        """Note the delivery. A claim that has passed to somebody else is left alone."""

    async def mark_retry(self, reply: Outgoing, retry_at: datetime, error: str, *, is_unknown: bool) -> None:
        """Let it be sent again later; `is_unknown` where it may have arrived."""

    async def mark_failed(self, reply: Outgoing, error: str) -> None:
        """Give up on it: later replies of the conversation go on."""


class Accounts(Protocol):
    """The lines into the shop."""

    async def find(self, channel: str, name: str, *, newest: bool = False) -> Account | None:
        """Return the active account of that name, or None. Raises UnavailableError.

        It may be some seconds old, unless the newest is asked for: before a delivery is refused for its signature.
        """


class RawRequest(Struct, frozen=True, kw_only=True):
    """A webhook request as it came, before anybody believes it."""

    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes


class Rejected(Struct, frozen=True, kw_only=True):
    """A request that nobody will read: its signature, its time or its form is wrong."""

    status: int
    """The HTTP status that answers it."""
    reason: str
    """For metrics and the sender's log: never what was expected, never a secret."""


class Sent(Struct, frozen=True, kw_only=True):
    """The platform has it."""


class Retry(Struct, frozen=True, kw_only=True):
    """The platform did not take it, and may later."""

    reason: str
    after_s: float | None = None
    """What the platform asked for."""


class Refused(Struct, frozen=True, kw_only=True):
    """The platform will never take it."""

    reason: str


class Unknown(Struct, frozen=True, kw_only=True):
    """It was written to the platform and the answer was lost: it may have arrived."""

    reason: str


SendResult = Sent | Retry | Refused | Unknown


class Channel(Protocol):
    """One platform's way of speaking. `verify` and `parse` are pure and total: they never raise."""

    kind: str
    """Its name in paths and tables: `standard`."""

    def verify(self, request: RawRequest, account: Account, now: datetime) -> Rejected | None:
        """Return why the request is not from the account's platform, or None where it is."""

    def parse(self, request: RawRequest, account: Account) -> tuple[Inbound, ...] | Rejected:
        """Return the events that a verified request carries, in their order, or what is wrong with its form."""

    async def send(self, reply: Outgoing, now: datetime) -> SendResult:
        """Deliver a reply; raises nothing that a network can cause."""


class Entry(Struct, frozen=True, kw_only=True):
    """One line of a conversation, as its log has it."""

    id: str
    """`i12` for the customer's message 12, `o34` for reply 34."""
    author: str
    """`customer`, `assistant` or `person`."""
    text: str
    choices: tuple[Choice, ...]
    at: datetime
    client_message_id: str | None
    """What the customer's client called its message."""


class Position(Struct, frozen=True, kw_only=True):
    """How far somebody has read a conversation's log: the last message and the last reply."""

    message: int = 0
    reply: int = 0


class Log(Struct, frozen=True, kw_only=True):
    """A part of a conversation, in the order of time."""

    entries: tuple[Entry, ...]
    position: Position
    """Where the next part begins."""
    is_busy: bool
    """Whether the assistant has something to answer."""
    conversation_id: int | None = None
    """The newest conversation at the address; None where nothing was written yet."""


class Logs(Protocol):
    """What was said, for channels whose clients read it here."""

    async def read(self, account: Account, address: str, *, after: Position, limit: int) -> Log:
        """Return the newest entries after a position, at most `limit`. Raises UnavailableError."""


class Metrics(Protocol):
    """Counts what happens. Names and labels are those of `telemetry.metrics`."""

    def count(self, name: str, **labels: str) -> None:
        """Add one."""

    def observe(self, name: str, value: float, **labels: str) -> None:
        """Note a measured value, in the unit that the name ends with."""
