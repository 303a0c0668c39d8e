"""What was said, for clients that read it here."""

from datetime import datetime
from typing import Protocol

from msgspec import Struct

from assistant.ports.accounts import Account
from assistant.responses.model import Choice


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
