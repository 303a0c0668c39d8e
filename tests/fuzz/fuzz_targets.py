"""What the fuzzer calls, each with bytes, and what must hold of whatever comes back."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

from assistant.channels.shared.sender import HttpSender
from assistant.channels.shared.signatures import find_signature_fault, sign
from assistant.channels.standard import NAME_LENGTH_MAX, TEXT_LENGTH_MAX, StandardChannel
from assistant.clock import use_packaged_time_zones
from assistant.ports.accounts import Account
from assistant.ports.channels import RawRequest, Rejected
from assistant.shopfile.model import ShopFile
from assistant.shopfile.problems import ShopFileError
from assistant.shopfile.read import parse_shop
from assistant.strict_json import MalformedError, parse_json
from assistant.understanding.context import Context, Entry, Expecting
from assistant.understanding.normalize import normalize
from assistant.understanding.recognizer import understand
from assistant.understanding.times import explain_times, read_times

use_packaged_time_zones()

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CIVIL_NOW = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - civil time at the shop, naive
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ACCOUNT = Account(id=1, business_id=1, channel="standard", name="web", secrets=(SECRET,))
DEDUPE_KEY_LENGTH_MAX = 300
"""What the inbox holds."""
SERVICES = (
    Entry(id=1, name="Haircut", aliases=("cut", "trim")),
    Entry(id=2, name="Full colour", aliases=("hair dye",)),
    Entry(id=3, name="Change of style"),
)
PEOPLE = (Entry(id=1, name="Ana"), Entry(id=2, name="Ben", aliases=("Benjamin",)), Entry(id=3, name="Will"))
LOCALES = ("en-GB", "en-US")


def parse_delivery(data: bytes) -> None:
    """Read a proved delivery: events that the tables can hold, or a 400 that quotes nothing."""
    channel = StandardChannel(cast("HttpSender", None))  # it sends nothing here
    parsed = channel.parse(RawRequest(headers={"webhook-id": "msg_1"}, body=data), ACCOUNT)
    if isinstance(parsed, Rejected):
        assert parsed.status == 400
        return
    for event in parsed:
        assert 0 < len(event.address) <= NAME_LENGTH_MAX
        assert 0 < len(event.sender) <= NAME_LENGTH_MAX
        assert len(event.text) <= TEXT_LENGTH_MAX
        assert len(event.dedupe_key) <= DEDUPE_KEY_LENGTH_MAX
        whole = event.text + event.address + event.sender + event.dedupe_key + (event.choice or "")
        assert "\0" not in whole
        whole.encode()


def verify_signature(data: bytes) -> None:
    """Look at a proof: what a stranger makes up is refused, what we signed is accepted."""
    head, _, body = data.partition(b"\n\n")
    values = [part.decode("utf-8", "surrogateescape") for part in head.split(b"\n")]
    headers = dict(zip(("webhook-id", "webhook-timestamp", "webhook-signature"), values, strict=False))
    assert find_signature_fault(headers=headers, body=body, secrets=(SECRET,), now=NOW) is not None
    signed = sign(secrets=(SECRET,), webhook_id="msg_1", body=data, now=NOW)
    assert find_signature_fault(headers=signed, body=data, secrets=(SECRET,), now=NOW) is None
    assert find_signature_fault(headers={**signed, **headers}, body=data, secrets=(SECRET,), now=NOW) != ""
    assert find_signature_fault(headers=signed, body=data + b" ", secrets=(SECRET,), now=NOW) is not None


def read_json(data: bytes) -> None:
    """Read JSON strictly: what is accepted is what every reader accepts, and can be written again."""
    try:
        value = parse_json(data)
    except MalformedError:
        return
    assert value == json.loads(data)
    assert json.loads(json.dumps(value, ensure_ascii=False, allow_nan=False).encode()) == value


def read_shop(data: bytes) -> None:
    """Read a shop file: a shop, or problems that say what to do."""
    try:
        assert isinstance(parse_shop(data.decode("utf-8", "replace"), "shop.toml"), ShopFile)
    except ShopFileError as error:
        assert str(error).strip()  # noqa: PT017 - whichever of the two comes


def read_message(data: bytes) -> None:
    """Understand a message after a byte that says what was asked: every finding quotes the text."""
    expectings = list(Expecting)
    expecting = expectings[data[0] % len(expectings)] if data else Expecting.NOTHING
    text = _decode(data[1:])
    context = Context(
        now=CIVIL_NOW, locale="en-GB", services=SERVICES, people=PEOPLE, expecting=expecting, options=("3pm", "Ana")
    )
    read = understand(text, context)
    assert understand(read.text, context) == read, "what was read reads the same"
    assert all(0 <= when.start < when.end <= len(read.text) for when in read.times)
    quotes = [line.partition(': "')[2].removesuffix('"') for line in read.trace]
    assert all(quote in read.text for quote in quotes)
    assert read.party_size is None or read.party_size >= 0


def read_when(data: bytes) -> None:
    """Read times: mentions in order, each with days and clocks that can be; "a Friday in April" is several."""
    text = normalize(_decode(data[1:]))
    locale, expecting = (LOCALES[data[0] % 2], bool(data[0] & 2)) if data else (LOCALES[0], False)
    mentions = read_times(text, now=CIVIL_NOW, locale=locale, expecting_time=expecting)
    spans = list(dict.fromkeys((when.start, when.end) for when in mentions))
    ends = [0] + [end for _, end in spans]
    assert all(before <= start < end <= len(text) for before, (start, end) in zip(ends, spans, strict=False))
    for when in mentions:
        for day in when.days:
            assert day.first is None or day.last is None or day.first <= day.last
        for clock in when.clocks:
            assert clock.start is None or clock.end is None or clock.start <= clock.end
    explain_times(text, now=CIVIL_NOW, locale=locale, expecting_time=expecting)


def _decode(data: bytes) -> str:
    """Return text with every kind of oddity that JSON lets through."""
    return data.decode("utf-8", "replace")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "delivery": parse_delivery,
    "signature": verify_signature,
    "json": read_json,
    "shop-file": read_shop,
    "message": read_message,
    "times": read_when,
}
