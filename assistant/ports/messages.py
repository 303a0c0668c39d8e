"""Where messages wait for their turn, and replies for their delivery."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from assistant.ports.accounts import Account
from assistant.responses.model import Rendered


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
