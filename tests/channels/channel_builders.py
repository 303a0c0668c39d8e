"""What the tests of the signed webhook have in common: an account, its secret, and signed requests."""

import base64
import json
from datetime import UTC, datetime

from assistant.channels.shared.signatures import sign
from assistant.ports.accounts import Account
from assistant.ports.channels import RawRequest
from assistant.ports.messages import Outgoing
from assistant.responses.model import Choice, Rendered

NOW = datetime(2026, 3, 3, 14, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(b"the key of the first secret!").decode()
OLD_SECRET = "whsec_" + base64.b64encode(b"the key of the older secret!").decode()
ACCOUNT = Account(id=7, business_id=3, channel="standard", name="web", secrets=(SECRET,))


def write_body(data: object, **more: object) -> bytes:
    return json.dumps({"type": "message.created", "timestamp": "2026-03-03T13:59:58Z", "data": data} | more).encode()


def make_request(body: bytes, webhook_id: str = "msg_1") -> RawRequest:
    headers = sign(secrets=[SECRET], webhook_id=webhook_id, body=body, now=NOW)
    return RawRequest(headers=headers, body=body)


def make_reply(reply_url: str, *, reply_id: int = 34, secrets: tuple[str, ...] = (SECRET,)) -> Outgoing:
    return Outgoing(
        id=reply_id,
        conversation_id=5,
        account=Account(id=7, business_id=3, channel="standard", name="web", secrets=secrets, reply_url=reply_url),
        address="chat-1",
        sender="joe",
        author="assistant",
        rendered=Rendered(text="Tuesday at 3 — is that right?", choices=(Choice(token="t1", title="Yes"),)),
        created_at=datetime(2026, 3, 3, 13, 59, 59, tzinfo=UTC),
        attempts=1,
    )
