"""Signatures: whoever shares a secret gets in, nobody else does, and nothing that a header holds raises."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from channel_builders import NOW, OLD_SECRET, SECRET
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from assistant.channels.shared.signatures import UnusableSecretError, find_signature_fault, sign
from assistant.clock import SystemClock

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "channels"
BODY = b'{"type": "message.created"}'


def find_fault(headers: dict[str, str], *, body: bytes = BODY, secrets: tuple[str, ...] = (SECRET,)) -> str | None:
    return find_signature_fault(headers=headers, body=body, secrets=secrets, now=NOW)


def signed(**changes: str) -> dict[str, str]:
    headers = sign(secrets=[SECRET], webhook_id="msg_1", body=BODY, now=NOW)
    return headers | {f"webhook-{name}": value for name, value in changes.items()}


def test_what_we_sign_we_accept() -> None:
    assert find_fault(signed()) is None


def test_what_the_reference_library_signs_we_accept() -> None:
    proof = Webhook(SECRET).sign("msg_1", NOW, BODY.decode())
    assert find_fault(signed(signature=proof)) is None


def test_what_we_sign_the_reference_library_accepts() -> None:
    headers = sign(secrets=[SECRET], webhook_id="msg_1", body=BODY, now=SystemClock().now())
    assert Webhook(SECRET).verify(BODY, headers) == {"type": "message.created"}


def test_the_reference_library_refuses_another_body_of_ours() -> None:
    headers = sign(secrets=[SECRET], webhook_id="msg_1", body=BODY, now=SystemClock().now())
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY + b" ", headers)


def test_the_published_example_verifies() -> None:
    if not FIXTURES.exists():
        pytest.skip(f"{FIXTURES} is not here: it holds the published example")
    vector = json.loads((FIXTURES / "vectors.json").read_text())["standard_webhooks"]
    headers = {f"webhook-{name}": vector[name] for name in ("id", "timestamp", "signature")}
    now = datetime.fromtimestamp(int(vector["timestamp"]), UTC)
    body = vector["body"].encode()
    assert find_signature_fault(headers=headers, body=body, secrets=[vector["secret"]], now=now) is None
    assert sign(secrets=[vector["secret"]], webhook_id=vector["id"], body=body, now=now) == headers


@pytest.mark.parametrize("secrets", [(SECRET, OLD_SECRET), (OLD_SECRET, SECRET)])
def test_while_a_secret_is_replaced_both_are_accepted(secrets: tuple[str, ...]) -> None:
    assert find_fault(signed(), secrets=secrets) is None


@pytest.mark.parametrize("secret", [SECRET, OLD_SECRET])
def test_a_receiver_with_either_secret_accepts_what_we_sign_with_both(secret: str) -> None:
    headers = sign(secrets=[SECRET, OLD_SECRET], webhook_id="reply_1", body=BODY, now=SystemClock().now())
    assert Webhook(secret).verify(BODY, headers)


def test_one_right_signature_among_others_is_enough() -> None:
    right = signed()["webhook-signature"]
    assert find_fault(signed(signature=f"v1a,AAAA v1,AAAA {right} v9,AAAA")) is None


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
def test_clocks_may_differ_by_five_minutes(seconds: int) -> None:
    headers = sign(secrets=[SECRET], webhook_id="msg_1", body=BODY, now=NOW + timedelta(seconds=seconds))
    assert find_fault(headers) is None


@pytest.mark.parametrize("seconds", [-86400, -301, 301, 86400])
def test_a_request_from_another_time_is_refused_though_its_signature_is_right(seconds: int) -> None:
    headers = sign(secrets=[SECRET], webhook_id="msg_1", body=BODY, now=NOW + timedelta(seconds=seconds))
    assert find_fault(headers) == "webhook-timestamp is more than 300 seconds from the time here"


@pytest.mark.parametrize(
    "secrets",
    [
        pytest.param((), id="no secret"),
        pytest.param(("",), id="an empty secret"),
        pytest.param(("whsec_",), id="a prefix alone"),
        pytest.param(("whsec_" + base64.b64encode(b"short").decode(),), id="a short key"),
        pytest.param(("whsec_not base64 at all, but long enough",), id="no base64"),
        pytest.param(("whsec_ünïcödé" * 5,), id="no ASCII"),
    ],
)
def test_without_a_usable_secret_nobody_gets_in_and_nothing_is_signed(secrets: tuple[str, ...]) -> None:
    with pytest.raises(UnusableSecretError):
        sign(secrets=secrets, webhook_id="msg_1", body=BODY, now=NOW)
    empty_key = "v1," + base64.b64encode(b"").decode()
    assert find_fault(signed(signature=empty_key), secrets=secrets) is not None
    assert find_fault(signed(), secrets=secrets) is not None


def test_a_secret_without_prefix_or_padding_is_the_same_secret() -> None:
    key = b"a key that needs its padding"
    padded = base64.b64encode(key).decode()
    assert padded.endswith("=")
    headers = sign(secrets=[f"whsec_{padded}"], webhook_id="msg_1", body=BODY, now=NOW)
    assert find_fault(headers, secrets=(padded.rstrip("="),)) is None


def test_no_fault_tells_the_expected_signature_or_the_secret() -> None:
    right = signed()["webhook-signature"].removeprefix("v1,")
    fault = find_fault(signed(signature="v1,AAAA"))
    assert fault
    assert right not in fault
    assert SECRET not in fault


header_values = st.text(alphabet=st.characters(), max_size=200) | st.sampled_from(["", "v1,", "\udcff", "9" * 5000])


@given(webhook_id=header_values, timestamp=header_values, signature=header_values, body=st.binary(max_size=50))
@settings(print_blob=True)
def test_no_stranger_gets_in_and_no_header_raises(webhook_id: str, timestamp: str, signature: str, body: bytes) -> None:
    headers = {"webhook-id": webhook_id, "webhook-timestamp": timestamp, "webhook-signature": signature}
    assert find_fault(headers, body=body) is not None


@given(position=st.integers(0, 400), flip=st.integers(1, 127))
@settings(print_blob=True)
def test_a_changed_byte_anywhere_in_the_proof_is_noticed(position: int, flip: int) -> None:
    headers = signed()
    whole = "\n".join(headers.values())
    at = position % len(whole)
    changed = whole[:at] + chr(ord(whole[at]) ^ flip) + whole[at + 1 :]
    parts = changed.split("\n")
    if len(parts) == 3:
        assert find_fault(dict(zip(headers, parts, strict=True))) is not None
