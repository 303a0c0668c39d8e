"""Replies out: signed so that the reference library believes them, and each ending is told apart."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from channel_builders import OLD_SECRET, SECRET, make_reply
from receiver import Fault, Receiver, answer, cut, hang, reset, run_receiver

from assistant.channels.shared.sender import HttpSender, read_retry_after
from assistant.channels.standard import StandardChannel
from assistant.clock import SystemClock
from assistant.ports.channels import Refused, Retry, SendResult, Sent, Unknown
from assistant.ports.messages import Outgoing

NOW = datetime(2026, 3, 3, 14, tzinfo=UTC)


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with run_receiver(SECRET) as running:
        yield running


async def send(reply: Outgoing, *, timeout_s: float = 5) -> SendResult:
    async with HttpSender(allow_private=True, timeout_s=timeout_s) as sender:
        # The reference library reads the real clock.
        return await StandardChannel(sender).send(reply, SystemClock().now())


async def test_a_reply_arrives_whole_and_signed(receiver: Receiver) -> None:
    assert await send(make_reply(receiver.url)) == Sent()
    assert receiver.received == [
        {
            "type": "message.sent",
            "timestamp": "2026-03-03T13:59:59Z",
            "data": {
                "id": "reply_34",
                "conversation": "chat-1",
                "sender": "joe",
                "text": "Tuesday at 3 — is that right?",
                "choices": [{"token": "t1", "title": "Yes"}],
                "author": "assistant",
            },
        }
    ]
    assert receiver.headers[0]["content-type"] == "application/json; charset=utf-8"


async def test_a_reply_sent_again_has_the_same_id_and_body(receiver: Receiver) -> None:
    receiver.fault = answer(500)
    await send(make_reply(receiver.url))
    receiver.fault = None
    await send(make_reply(receiver.url))
    await send(make_reply(receiver.url, reply_id=35))
    assert receiver.ids == ["reply_34", "reply_34", "reply_35"]
    assert receiver.received[0] == receiver.received[1]


async def test_a_receiver_that_still_has_the_older_secret_believes_us() -> None:
    async with run_receiver(OLD_SECRET) as receiver:
        assert await send(make_reply(receiver.url, secrets=(SECRET, OLD_SECRET))) == Sent()
        assert receiver.ids == ["reply_34"]


async def test_without_a_reply_url_nothing_is_sent() -> None:
    assert await send(make_reply("")) == Refused(reason="the account has no reply URL: set one")


async def test_without_a_secret_nothing_is_sent(receiver: Receiver) -> None:
    assert isinstance(await send(make_reply(receiver.url, secrets=())), Refused)
    assert receiver.ids == []


ENDINGS: dict[str, tuple[Fault, SendResult]] = {
    "200": (answer(200), Sent()),
    "202": (answer(202), Sent()),
    "299": (answer(299), Sent()),
    "gone for good": (answer(410), Refused(reason="the receiver answered 410")),
    "malformed": (answer(400), Refused(reason="the receiver answered 400")),
    "too large": (answer(413), Refused(reason="the receiver answered 413")),
    "not acceptable": (answer(422), Refused(reason="the receiver answered 422")),
    "too many, wait 7 s": (answer(429, Retry_After="7"), Retry(reason="the receiver answered 429", after_s=7)),
    "too many, wait for days": (
        answer(429, Retry_After="999999"),
        Retry(reason="the receiver answered 429", after_s=3600),
    ),
    "too many, wait for nonsense": (answer(429, Retry_After="soon"), Retry(reason="the receiver answered 429")),
    "busy": (answer(503, Retry_After="0"), Retry(reason="the receiver answered 503", after_s=0)),
    "broken": (answer(500), Retry(reason="the receiver answered 500")),
    "not implemented": (answer(501), Retry(reason="the receiver answered 501")),
    "slow to read": (answer(408), Retry(reason="the receiver answered 408")),
    "too early": (answer(425), Retry(reason="the receiver answered 425")),
    "no permission": (answer(401), Retry(reason="the receiver answered 401")),
    "forbidden": (answer(403), Retry(reason="the receiver answered 403")),
    "not found": (answer(404), Retry(reason="the receiver answered 404")),
    "reset before the answer": (reset, Unknown(reason="the receiver's answer was lost (ClientOSError)")),
    "garbage for an answer": (
        cut(b"SMTP ready\r\n\r\n"),
        Unknown(reason="the receiver's answer was lost (ClientResponseError)"),
    ),
}


@pytest.mark.parametrize(("fault", "ending"), ENDINGS.values(), ids=list(ENDINGS))
async def test_every_ending_of_a_send_is_told_apart(receiver: Receiver, fault: Fault, ending: SendResult) -> None:
    receiver.fault = fault
    assert await send(make_reply(receiver.url)) == ending
    assert receiver.ids == ["reply_34"]


@pytest.mark.parametrize("sent", [b"HTTP/1.1 2", b"HTTP/1.1 200 OK\r\nContent-Le"], ids=["status line", "headers"])
async def test_an_answer_cut_before_its_headers_end_may_mean_that_it_arrived(receiver: Receiver, sent: bytes) -> None:
    receiver.fault = cut(sent)
    assert isinstance(await send(make_reply(receiver.url)), Unknown)


async def test_an_answer_cut_in_its_body_is_an_answer(receiver: Receiver) -> None:
    receiver.fault = cut(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nhalf")
    assert await send(make_reply(receiver.url)) == Sent()


async def test_a_receiver_that_hangs_is_left_and_may_have_it(receiver: Receiver) -> None:
    receiver.fault = hang
    ending = await send(make_reply(receiver.url), timeout_s=0.2)
    assert isinstance(ending, Unknown)
    assert receiver.ids == ["reply_34"]


async def test_a_receiver_that_is_not_there_certainly_has_nothing(unused_tcp_port: int) -> None:
    ending = await send(make_reply(f"http://127.0.0.1:{unused_tcp_port}/"))
    assert isinstance(ending, Retry)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(receiver: Receiver, status: int) -> None:
    receiver.fault = answer(status, Location=f"{receiver.url}/elsewhere")
    assert await send(make_reply(receiver.url)) == Retry(reason=f"the receiver answered {status}")
    assert len(receiver.ids) == 1


async def test_no_ending_tells_the_url_or_a_secret(receiver: Receiver) -> None:
    for fault in (hang, reset, cut(b"?\r\n\r\n"), answer(500)):
        receiver.fault = fault
        ending = await send(make_reply(f"{receiver.url}?token=CANARY"), timeout_s=0.3)
        assert not re.search(f"CANARY|{SECRET}", str(ending))


RETRY_AFTER = {
    "0": 0.0,
    "120": 120.0,
    "3600": 3600.0,
    "3601": 3600.0,
    "999999999": 3600.0,
    "Tue, 03 Mar 2026 14:01:00 GMT": 60.0,
    "Tue, 03 Mar 2026 14:01:00": 60.0,
    "Tue, 03 Mar 2026 13:00:00 GMT": 0.0,
    "Fri, 31 Dec 9999 23:59:59 GMT": 3600.0,
    "Fri, 31 Dec 9999 23:59:59 -1400": 3600.0,
    "": None,
    "-5": None,
    "1.5": None,
    "9" * 5000: None,
    "١٢": None,
    "Tue, 99 Mar 2026 14:01:00 GMT": None,
}


@pytest.mark.parametrize(("value", "wait_s"), RETRY_AFTER.items(), ids=[value[:40] for value in RETRY_AFTER])
def test_a_receiver_may_ask_for_a_pause_of_an_hour_at_most(value: str, wait_s: float | None) -> None:
    assert read_retry_after(value, NOW) == wait_s
