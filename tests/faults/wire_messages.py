"""Postgres's messages, as far as somebody between a client and a server must understand them.

Source: PostgreSQL's documentation, "Frontend/Backend Protocol" (version 3) and its "Message Formats".
"""

import asyncio
from dataclasses import dataclass, field

CANCEL_REQUEST = 80877102
ENCRYPTION_REQUESTS = (80877103, 80877104)  # TLS, GSSAPI
ENDS_ROUND_TRIP = (b"Q", b"S", b"F", b"H")
"""Query, Sync and FunctionCall are answered up to a ReadyForQuery; Flush, up to the answer to what stands before it."""
BELONGS_TO_ROUND_TRIP = (b"P", b"B", b"D", b"E", b"C")
"""Parse, Bind, Describe, Execute, Close: they wait for the Sync or the Flush behind them."""
FLUSH = b"H"
READY_FOR_QUERY = b"Z"
ERROR = b"E"
COMPLETES_ONE = (b"1", b"2", b"3", b"T", b"n", b"C", b"I", b"s")
"""The last answer to a Parse, Bind, Close, Describe (two ways) or Execute (three ways)."""
NEEDS_CLIENT = (b"R", b"G", b"W")
"""Authentication and the beginnings of COPY: the server waits for the client before it can become ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message after the start-up, as it came."""

    kind: bytes
    raw: bytes

    @property
    def body(self) -> bytes:
        return self.raw[5:]


async def read_message(reader: asyncio.StreamReader) -> Message:
    """Return the next message; raises IncompleteReadError where the other side has gone."""
    head = await reader.readexactly(5)
    rest = await reader.readexactly(int.from_bytes(head[1:]) - 4)
    return Message(kind=head[:1], raw=head + rest)


async def read_startup(reader: asyncio.StreamReader) -> tuple[int, Message]:
    """Return what a client says first, which has no kind, and its code: a protocol's version, or a request."""
    head = await reader.readexactly(8)
    rest = await reader.readexactly(int.from_bytes(head[:4]) - 8)
    return int.from_bytes(head[4:]), Message(kind=b"", raw=head + rest)


@dataclass(slots=True, kw_only=True)
class Answer:
    """Recognises the end of the answer to a round trip."""

    left: int | None
    """How many messages are to be completed, where it ends with a Flush; None: the ReadyForQuery does it."""

    @classmethod
    def to(cls, request: list[Message]) -> "Answer":
        return cls(left=len(request) - 1 if request[-1].kind == FLUSH else None)

    def is_ended_by(self, message: Message) -> bool:
        """Return whether this message, which is the next of the answer, is its last."""
        if self.left is None:
            return message.kind == READY_FOR_QUERY
        self.left = 0 if message.kind == ERROR else self.left - (message.kind in COMPLETES_ONE)
        return self.left == 0


@dataclass(slots=True)
class Statements:
    """What one connection has prepared, so that a round trip which only binds can be named too."""

    _prepared: dict[bytes, str] = field(default_factory=dict)

    def read(self, messages: list[Message]) -> str:
        """Return the SQL that a round trip's messages run, empty where they run none."""
        sql = ""
        for message in messages:
            match message.kind:
                case b"Q":
                    sql = _decode(message.body)
                case b"P":
                    name, text, _ = message.body.split(b"\0", 2)
                    sql = self._prepared[name] = _decode(text)
                case b"B":
                    _, name, _ = message.body.split(b"\0", 2)
                    sql = self._prepared.get(name, "")
        return sql


def _decode(text: bytes) -> str:
    return text.rstrip(b"\0").decode(errors="replace")
