"""The signed webhook, in and out: any system that can sign a POST can be a line into the shop.

Both ways the body is `{"type": ..., "timestamp": ..., "data": ...}`, signed as in Standard Webhooks. In comes the type
`message.created`, whose data is a message (`_Message`) or a list of them; out goes `message.sent` (`_write_body`).
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from assistant.channels.shared.sender import Answer, HttpSender, read_retry_after
from assistant.channels.shared.signatures import ID_HEADER, UnusableSecretError, find_signature_fault, sign
from assistant.ports.accounts import Account
from assistant.ports.channels import RawRequest, Refused, Rejected, Retry, SendResult, Sent
from assistant.ports.messages import Inbound, Outgoing
from assistant.strict_json import MalformedError, parse_json, read_as

MESSAGE_CREATED = "message.created"
MESSAGE_SENT = "message.sent"
MESSAGES_MAX = 100
"""In one delivery."""
NAME_LENGTH_MAX = 200
"""Characters of a conversation's, a sender's or a message's name: what the tables hold."""
CHOICE_LENGTH_MAX = 64
"""Characters of a button's token: what the tables hold."""
TEXT_LENGTH_MAX = 16_384
"""Characters of a message; longer is refused, not cut, so that nobody believes it was read."""

NEVER_TAKEN = frozenset({400, 410, 413, 422})
"""Answers to this very reply: it is malformed, too large, or its receiver is gone for good."""

_Name = Annotated[str, Meta(min_length=1, max_length=NAME_LENGTH_MAX)]


class _Envelope(Struct, frozen=True, kw_only=True):
    type: str


class _Message(Struct, frozen=True, kw_only=True):
    conversation: _Name
    sender: _Name | None = None
    text: Annotated[str, Meta(max_length=TEXT_LENGTH_MAX)] | None = None
    choice: Annotated[str, Meta(max_length=CHOICE_LENGTH_MAX)] | None = None
    client_message_id: _Name | None = None
    media: Literal["image", "audio", "video", "file", "sticker", "location", "contact"] | None = None
    """What the message holds beside its text: none of it is looked at."""


class _Created(Struct, frozen=True, kw_only=True):
    timestamp: Annotated[datetime, Meta(tz=True)] | None = None
    data: _Message | Annotated[list[_Message], Meta(max_length=MESSAGES_MAX)]


class StandardChannel:
    """The `Channel` of `ports` for signed webhooks."""

    kind = "standard"

    def __init__(self, sender: HttpSender) -> None:
        self._sender = sender

    def verify(self, request: RawRequest, account: Account, now: datetime) -> Rejected | None:
        """See `ports.channels.Channel`: 401 where the proof is wrong."""
        fault = find_signature_fault(headers=request.headers, body=request.body, secrets=account.secrets, now=now)
        return Rejected(status=401, reason=fault) if fault else None

    def parse(self, request: RawRequest, account: Account) -> tuple[Inbound, ...] | Rejected:
        """See `ports.channels.Channel`: 400 where the form is wrong, no events where the type is not known here."""
        try:
            value = parse_json(request.body)
            if read_as(value, _Envelope).type != MESSAGE_CREATED:
                return ()
            created = read_as(value, _Created)
            return _read_events(created, account, request.headers.get(ID_HEADER, ""))
        except MalformedError as error:
            return Rejected(status=400, reason=str(error))

    async def send(self, reply: Outgoing, now: datetime) -> SendResult:
        """See `ports.channels.Channel`: a signed POST to the account's reply URL."""
        if not reply.account.reply_url:
            return Refused(reason="the account has no reply URL: set one")
        body = _write_body(reply)
        try:
            proof = sign(secrets=reply.account.secrets, webhook_id=_name_reply(reply), body=body, now=now)
        except UnusableSecretError:
            return Refused(reason="the account has no secret to sign with: rotate its secret")
        answer = await self._sender.post(
            reply.account.reply_url, body, {**proof, "Content-Type": "application/json; charset=utf-8"}
        )
        return _judge(answer, now) if isinstance(answer, Answer) else answer


def _read_events(created: _Created, account: Account, webhook_id: str) -> tuple[Inbound, ...]:
    messages = created.data if isinstance(created.data, list) else [created.data]
    occurred_at = _read_instant(created.timestamp)
    for index, message in enumerate(messages):
        if not (message.text or message.choice or message.media):
            where = f"data[{index}]" if isinstance(created.data, list) else "data"
            raise MalformedError(f"{where}: has no text, no choice and no media")
    return tuple(
        Inbound(
            account_id=account.id,
            business_id=account.business_id,
            # The prefixes keep a sender's own names apart from those that we make.
            dedupe_key=f"message:{message.client_message_id}"
            if message.client_message_id
            else f"webhook:{webhook_id}:{index}",
            address=message.conversation,
            sender=message.sender or message.conversation,
            text=message.text or (f"<{message.media}>" if message.media else ""),
            choice=message.choice or None,
            occurred_at=occurred_at,
        )
        for index, message in enumerate(messages)
    )


def _read_instant(timestamp: datetime | None) -> datetime | None:
    try:
        return timestamp.astimezone(UTC) if timestamp else None
    except OverflowError:
        # The first and the last hours that a datetime holds have no counterpart in UTC.
        raise MalformedError("timestamp: out of range") from None


def _name_reply(reply: Outgoing) -> str:
    """Return the name by which a receiver knows a reply again, however often it is sent."""
    return f"reply_{reply.id}"


def _write_body(reply: Outgoing) -> bytes:
    data: dict[str, Any] = {
        "id": _name_reply(reply),
        "conversation": reply.address,
        "sender": reply.sender,
        "text": reply.rendered.text,
        "choices": reply.rendered.choices,
        "author": reply.author,
    }
    return msgspec.json.encode({"type": MESSAGE_SENT, "timestamp": reply.created_at, "data": data})


def _judge(answer: Answer, now: datetime) -> SendResult:
    reason = f"the receiver answered {answer.status}"
    if answer.status // 100 == 2:  # noqa: PLR2004 - the class of success
        return Sent()
    if answer.status in NEVER_TAKEN:
        return Refused(reason=reason)
    # A wrong path, a lapsed permission or a redirect is the owner's to mend: until then the reply waits.
    return Retry(reason=reason, after_s=read_retry_after(answer.retry_after, now))
