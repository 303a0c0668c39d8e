"""Messages in: each becomes one event with a key of its own, and a wrong one is refused with the field's name."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from channel_builders import ACCOUNT, NOW, SECRET, make_request, write_body
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.channels.shared.sender import HttpSender
from assistant.channels.standard import StandardChannel
from assistant.ports.channels import Channel, RawRequest, Rejected
from assistant.ports.messages import Inbound

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "channels" / "standard_webhooks"
CHANNEL = StandardChannel(HttpSender.__new__(HttpSender))
"""Nothing here sends."""


def parse(body: bytes, webhook_id: str = "msg_1") -> tuple[Inbound, ...] | Rejected:
    return CHANNEL.parse(make_request(body, webhook_id), ACCOUNT)


def parse_data(data: object, webhook_id: str = "msg_1") -> tuple[Inbound, ...]:
    events = parse(write_body(data), webhook_id)
    assert not isinstance(events, Rejected), events
    return events


def test_it_is_a_channel() -> None:
    channel: Channel = CHANNEL
    assert channel.kind == "standard"


def test_a_whole_message_becomes_an_event() -> None:
    data = {"conversation": "c1", "sender": "joe", "text": "trim tues 3ish", "choice": "t9", "client_message_id": "m1"}
    assert parse_data(data) == (
        Inbound(
            account_id=7,
            business_id=3,
            dedupe_key="message:m1",
            address="c1",
            sender="joe",
            text="trim tues 3ish",
            choice="t9",
            occurred_at=datetime(2026, 3, 3, 13, 59, 58, tzinfo=UTC),
        ),
    )


def test_the_conversation_is_the_sender_where_none_is_named() -> None:
    assert parse_data({"conversation": "c1", "text": "hi"})[0].sender == "c1"


def test_a_tapped_button_needs_no_text() -> None:
    event = parse_data({"conversation": "c1", "choice": "t9"})[0]
    assert (event.text, event.choice) == ("", "t9")


def test_a_batch_keeps_its_order() -> None:
    events = parse_data([{"conversation": "c1", "text": str(n)} for n in range(100)])
    assert [event.text for event in events] == [str(n) for n in range(100)]
    assert len({event.dedupe_key for event in events}) == 100


def test_an_empty_batch_is_no_message() -> None:
    assert parse_data([]) == ()


def test_without_a_name_of_its_own_a_message_is_known_by_its_delivery_and_place() -> None:
    batch = [{"conversation": "c1", "text": "a"}, {"conversation": "c1", "text": "b"}]
    keys = [event.dedupe_key for event in parse_data(batch, "msg_9")]
    assert keys == ["webhook:msg_9:0", "webhook:msg_9:1"]


def test_a_delivery_repeated_has_the_same_keys_and_another_has_others() -> None:
    data = {"conversation": "c1", "text": "yes"}
    assert parse_data(data, "msg_1") == parse_data(data, "msg_1")
    assert parse_data(data, "msg_1")[0].dedupe_key != parse_data(data, "msg_2")[0].dedupe_key


def test_a_senders_name_for_a_message_is_never_mistaken_for_a_delivery() -> None:
    named = parse_data({"conversation": "c1", "text": "a", "client_message_id": "webhook:msg_1:0"})
    unnamed = parse_data({"conversation": "c1", "text": "a"}, "msg_1")
    assert named[0].dedupe_key != unnamed[0].dedupe_key


@pytest.mark.parametrize("text", ["👍🏽", "שלום עולם", "Z̸̢͠a̵l̷g̴o", "a\u200bb", "١٢", "\u202egnp.exe", "x" * 16_384, " "])
def test_a_text_is_kept_as_it_was_written(text: str) -> None:
    assert parse_data({"conversation": "c1", "text": text})[0].text == text


def test_a_type_that_is_not_known_is_accepted_and_carries_nothing() -> None:
    assert parse(b'{"type": "contact.created", "data": {"id": 1}}') == ()


def test_fields_that_are_not_known_are_left_alone() -> None:
    assert parse_data({"conversation": "c1", "text": "hi", "mood": {"deep": [1, 2]}})[0].text == "hi"


@pytest.mark.parametrize("media", ["image", "audio", "video", "file", "sticker", "location", "contact"])
def test_what_is_no_words_comes_in_by_its_kind_and_a_text_beside_it_counts(media: str) -> None:
    assert parse_data({"conversation": "c1", "media": media})[0].text == f"<{media}>"
    assert parse_data({"conversation": "c1", "media": media, "text": "like this"})[0].text == "like this"


def test_a_time_of_writing_is_not_needed() -> None:
    events = parse(b'{"type": "message.created", "data": {"conversation": "c1", "text": "hi"}}')
    assert not isinstance(events, Rejected)
    assert events[0].occurred_at is None


REASONS = {
    "data: expected object | array, got str": write_body("hi"),
    "data: expected object | array, got null": write_body(None),
    "data: object missing required field conversation": write_body({"text": "hi"}),
    "data.conversation: expected str, got int": write_body({"conversation": 5, "text": "hi"}),
    "data.conversation: expected str of length >= 1": write_body({"conversation": "", "text": "hi"}),
    "data.conversation: expected str of length <= 200": write_body({"conversation": "c" * 201, "text": "hi"}),
    "data[2].conversation: expected str, got array": write_body(
        [{"conversation": "c1", "text": "a"}] * 2 + [{"conversation": [], "text": "a"}]
    ),
    "data[1]: has no text, no choice and no media": write_body(
        [{"conversation": "c", "text": "a"}, {"conversation": "c"}]
    ),
    "data: has no text, no choice and no media": write_body({"conversation": "c", "text": "", "choice": ""}),
    "data.text: expected str of length <= 16384": write_body({"conversation": "c", "text": "x" * 16_385}),
    "data.media: invalid enum value 'smell'": write_body({"conversation": "c", "media": "smell"}),
    "data.choice: expected str of length <= 64": write_body({"conversation": "c", "choice": "x" * 65}),
    "data: expected array of length <= 100": write_body([{"conversation": "c", "text": "a"}] * 101),
    "timestamp: invalid RFC3339 encoded datetime": write_body({"conversation": "c", "text": "a"}, timestamp="today"),
    "timestamp: expected datetime with a timezone component": write_body(
        {"conversation": "c", "text": "a"}, timestamp="2026-03-03T14:00:00"
    ),
    "timestamp: out of range": write_body({"conversation": "c", "text": "a"}, timestamp="0001-01-01T00:00:00+14:00"),
    "the body: expected object, got array": b"[]",
    "the body: object missing required field type": b"{}",
    "type: expected str, got int": b'{"type": 5}',
    "the body is not UTF-8 at byte 0": b"\xff",
}


@pytest.mark.parametrize(("reason", "body"), REASONS.items(), ids=list(REASONS))
def test_a_wrong_form_is_refused_by_the_name_of_the_field(reason: str, body: bytes) -> None:
    assert parse(body) == Rejected(status=400, reason=reason)


def test_a_stranger_is_told_401() -> None:
    request = RawRequest(headers={}, body=b"{}")
    rejected = CHANNEL.verify(request, ACCOUNT, NOW)
    assert rejected
    assert rejected.status == 401
    assert SECRET not in rejected.reason


def test_the_accounts_own_sender_is_let_in() -> None:
    assert CHANNEL.verify(make_request(b"{}"), ACCOUNT, NOW) is None


@pytest.mark.skipif(not FIXTURES.exists(), reason=f"{FIXTURES} is not here: it holds the specification's examples")
def test_the_specifications_examples_are_accepted_or_refused_by_name() -> None:
    for path in sorted(FIXTURES.glob("*.json")):
        fixture = json.loads(path.read_text())
        request = make_request(fixture["request"]["body"].encode())
        assert CHANNEL.verify(request, ACCOUNT, NOW) is None
        # One of them is the payload of the signature's example: it has no type.
        without_type = Rejected(status=400, reason="the body: object missing required field type")
        assert CHANNEL.parse(request, ACCOUNT) == (
            () if "expect" in fixture and "type" in request.body.decode() else without_type
        )


scraps = st.sampled_from(["type", "message.created", "data", "timestamp", "conversation", "text", "choice", "sender"])
junk: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | scraps,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(scraps | st.text(max_size=3), inner, max_size=5),
    max_leaves=15,
)


@given(data=junk, more=st.dictionaries(scraps, junk, max_size=3), webhook_id=st.text(max_size=10))
@settings(print_blob=True)
def test_any_json_is_parsed_or_refused(data: object, more: dict[str, object], webhook_id: str) -> None:
    body = json.dumps({"type": "message.created", "data": data} | more).encode()
    outcome = CHANNEL.parse(RawRequest(headers={"webhook-id": webhook_id}, body=body), ACCOUNT)
    assert isinstance(outcome, tuple) or outcome.status == 400


@given(body=st.binary(max_size=100))
@settings(print_blob=True)
def test_any_bytes_are_parsed_or_refused(body: bytes) -> None:
    outcome = CHANNEL.parse(RawRequest(headers={}, body=body), ACCOUNT)
    assert isinstance(outcome, Rejected)
