"""One platform's way of speaking."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from assistant.ports.accounts import Account
from assistant.ports.messages import Inbound, Outgoing


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
