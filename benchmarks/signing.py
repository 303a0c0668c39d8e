"""Standard Webhooks signatures by hand, for the load generator and the contenders that use no library."""

import hashlib
import hmac
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
TOLERANCE_S = 300


def read_key(secret: str) -> bytes:
    """Return the key in a secret like `whsec_...`."""
    return b64decode(secret.removeprefix("whsec_"))


def sign(key: bytes, webhook_id: str, body: bytes) -> dict[str, str]:
    """Return the headers that prove a delivery, as of now."""
    timestamp = str(int(time.time()))
    return {ID: webhook_id, TIMESTAMP: timestamp, SIGNATURE: _make_signature(key, webhook_id, timestamp, body)}


def is_signed(key: bytes, headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether these bytes were signed with the key within the last minutes."""
    timestamp = headers.get(TIMESTAMP, "")
    if not timestamp.isascii() or not timestamp.isdigit() or abs(time.time() - int(timestamp)) > TOLERANCE_S:
        return False
    expected = _make_signature(key, headers.get(ID, ""), timestamp, body).encode()
    given = headers.get(SIGNATURE, "").encode("utf-8", "surrogatepass").split(b" ")
    return any([hmac.compare_digest(expected, one) for one in given])  # noqa: C419 - the time taken tells nothing


def _make_signature(key: bytes, webhook_id: str, timestamp: str, body: bytes) -> str:
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
