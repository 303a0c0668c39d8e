"""The lines into the shop."""

from typing import Protocol

from msgspec import Struct


class Account(Struct, frozen=True, kw_only=True):
    """One line into the shop: a webhook account, the chat page, the terminal."""

    id: int
    business_id: int
    channel: str
    name: str
    secrets: tuple[str, ...] = ()
    """Signing secrets that are accepted, newest first."""
    reply_url: str = ""


class Accounts(Protocol):
    """The lines into the shop."""

    async def find(self, channel: str, name: str, *, newest: bool = False) -> Account | None:
        """Return the active account of that name, or None. Raises UnavailableError.

        It may be some seconds old, unless the newest is asked for: before a delivery is refused for its signature.
        """
