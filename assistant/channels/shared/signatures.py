"""Standard Webhooks signatures: were these bytes signed with a secret that we share, and just now?

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import hashlib
import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

ID_HEADER = "webhook-id"
TIMESTAMP_HEADER = "webhook-timestamp"
SIGNATURE_HEADER = "webhook-signature"
SECRET_PREFIX = "whsec_"  # noqa: S105 - the form of a secret, not one
KEY_BYTES_MIN = 24
"""The least that the specification allows. A shorter key is none: an empty one would let everybody in."""
TOLERANCE = timedelta(minutes=5)
"""How far the sender's clock may be from ours, either way: the reference libraries' figure."""

# No dot: the signed text is `id.timestamp.body`, and with one it could be read in two ways.
_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
# A cap, because Python refuses to read a number of thousands of digits.
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


class UnusableSecretError(Exception):
    """No secret is `whsec_` and the base64 of at least 24 bytes: make one with `make_secret`."""


def sign(*, secrets: Sequence[str], webhook_id: str, body: bytes, now: datetime) -> dict[str, str]:
    """Return the three headers that prove a request, signed with every secret.

    A receiver that has only the older or only the newer secret accepts it: so a rotation needs no common moment.

    Raises:
        UnusableSecretError: there is no secret to sign with.
    """
    timestamp = str(int(now.timestamp()))
    signatures = _make_signatures(secrets, webhook_id, timestamp, body)
    if not signatures:
        raise UnusableSecretError
    return {
        ID_HEADER: webhook_id,
        TIMESTAMP_HEADER: timestamp,
        SIGNATURE_HEADER: b" ".join(signatures).decode(),
    }


def find_signature_fault(
    *, headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime
) -> str | None:
    """Return what is wrong with a request's proof, or None where one of the secrets signed it just now.

    Total: it raises nothing, whatever the headers hold.

    Args:
        headers: By lower-case name. Bytes that are not UTF-8 stand in them as lone surrogates.
        body: The bytes as they came.
        secrets: Those accepted; several while one replaces another.
        now: This instant, aware.
    """
    webhook_id = headers.get(ID_HEADER, "")
    timestamp = headers.get(TIMESTAMP_HEADER, "")
    if not _ID.fullmatch(webhook_id):
        return f"{ID_HEADER} must be 1 to 128 letters, digits, _ and -"
    if not _TIMESTAMP.fullmatch(timestamp):
        return f"{TIMESTAMP_HEADER} must be whole seconds since 1970"
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        return f"{TIMESTAMP_HEADER} is more than {TOLERANCE.total_seconds():.0f} seconds from the time here"
    given = headers.get(SIGNATURE_HEADER, "").encode("utf-8", "surrogatepass").split(b" ")
    expected = _make_signatures(secrets, webhook_id, timestamp, body)
    # A list, so that each pair is compared and the time taken does not tell which one matched.
    if not any([hmac.compare_digest(one, other) for one in expected for other in given]):  # noqa: C419 - see above
        return f"{SIGNATURE_HEADER} does not hold a v1 signature of this request"
    return None


def _make_signatures(secrets: Sequence[str], webhook_id: str, timestamp: str, body: bytes) -> list[bytes]:
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    keys = [key for secret in secrets if (key := _read_key(secret))]
    return [b"v1," + b64encode(hmac.digest(key, signed, hashlib.sha256)) for key in keys]


def _read_key(secret: str) -> bytes | None:
    encoded = secret.removeprefix(SECRET_PREFIX)
    try:
        key = b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except ValueError:
        return None
    return key if len(key) >= KEY_BYTES_MIN else None
