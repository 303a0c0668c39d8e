"""Strangers and broken senders: a 4xx in time, nothing stored, nothing of theirs or ours in an answer or a log."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from webhook_corpus import Hostile, all_hostile, prove
from webhook_doubles import CANARY, GOOD_BODY, SECRET, Door, open_door, write_request

CORPUS = all_hostile()


@pytest_asyncio.fixture
async def door() -> AsyncIterator[Door]:
    async with open_door() as running:
        yield running


def test_the_corpus_is_large_and_each_name_stands_for_one_delivery() -> None:
    names = Counter(hostile.name for hostile in CORPUS)
    assert [name for name, count in names.items() if count > 1] == []
    assert len(names) >= 220


@pytest.mark.parametrize("hostile", CORPUS, ids=[hostile.name for hostile in CORPUS])
async def test_nothing_of_it_is_taken_told_or_logged(
    door: Door, caplog: pytest.LogCaptureFixture, hostile: Hostile
) -> None:
    caplog.set_level(logging.DEBUG)
    reply = await door.exchange(hostile.raw)
    assert reply.status in hostile.statuses, reply
    assert (door.inbox.kept, door.woken) == ({}, [])
    assert CANARY not in caplog.text
    assert "Traceback" not in caplog.text
    assert len(caplog.records) < 10
    assert SECRET not in repr(reply)
    if reply.headers.get("content-type") == "application/json; charset=utf-8":
        # What the server's own parser and Expect handler say in plain text quotes the request, to its sender alone.
        assert CANARY not in repr(reply)


@pytest.mark.parametrize("sent", [0, 1, len(GOOD_BODY) - 1], ids=["no byte", "one byte", "all bytes but one"])
async def test_a_body_that_does_not_come_to_its_end_is_given_up(caplog: pytest.LogCaptureFixture, sent: int) -> None:
    caplog.set_level(logging.DEBUG)
    async with open_door(body_deadline_s=0.2) as door:
        whole = write_request(GOOD_BODY, prove(GOOD_BODY))
        reply = await door.exchange(whole[: len(whole) - len(GOOD_BODY) + sent])
        assert reply.status == 408
        assert reply.json == {"error": "the body did not arrive within 0.2 seconds."}
        assert door.inbox.kept == {}
    assert CANARY not in caplog.text


async def test_a_body_that_trickles_in_is_given_up_however_long_it_goes_on() -> None:
    async with open_door(body_deadline_s=0.2) as door, asyncio.timeout(5):
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        writer.write(write_request(b"", {**prove(GOOD_BODY), "Content-Length": "1000"}))
        answer = asyncio.create_task(reader.readuntil(b"\r\n"))
        while not answer.done():
            writer.write(b" ")
            await asyncio.wait([answer], timeout=0.02)
        assert (await answer).startswith(b"HTTP/1.1 408 ")
        writer.close()
        assert door.inbox.kept == {}


async def test_a_body_that_turns_into_nonsense_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    headers = {**prove(b""), "Content-Length": b"", "Transfer-Encoding": "chunked", "Expect": "100-continue"}
    async with open_door(body_deadline_s=0.2) as door, asyncio.timeout(5):
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        writer.write(write_request(b"", headers))
        # By then the body is being read.
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(f"{CANARY}\r\n\r\n".encode())
        # Which of the two depends on the server's parser: the one in C does not tell the body's reader.
        assert (await reader.readuntil(b"\r\n")).startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 408 "))
        writer.close()
        assert door.inbox.kept == {}
    assert CANARY not in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_sender_that_leaves_in_the_middle_of_its_body_leaves_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with open_door() as door:
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        writer.write(write_request(GOOD_BODY, prove(GOOD_BODY))[:-5])
        await writer.drain()
        writer.transport.abort()
        assert await reader.read() == b""
        assert (await door.deliver()).status == 200
        assert len(door.inbox.kept) == 1
    assert CANARY not in caplog.text
    assert "Traceback" not in caplog.text


async def test_after_all_of_it_the_door_still_opens(door: Door) -> None:
    for hostile in CORPUS[::10]:
        await door.exchange(hostile.raw)
    assert (await door.deliver()).status == 200


async def test_a_wrong_signature_is_answered_alike_whatever_is_wrong_with_it(door: Door) -> None:
    """A stranger learns nothing by trying: neither how much was right, nor what was expected."""
    good = prove(GOOD_BODY)
    right = str(good["webhook-signature"])
    guesses = [right[:-2], "v1,", SECRET, f"v1,{SECRET}"]
    replies = [await door.exchange(write_request(GOOD_BODY, {**good, "webhook-signature": guess})) for guess in guesses]
    assert {(reply.status, reply.body) for reply in replies} == {
        (401, b'{"error": "webhook-signature does not hold a v1 signature of this request."}')
    }


async def test_nothing_tells_an_account_from_a_channel_that_is_not_there(door: Door) -> None:
    paths = ["/webhooks/standard/nobody", "/webhooks/nothing/web", "/webhooks/standard/%00"]
    replies = [await door.deliver(path=path) for path in paths]
    assert {(reply.status, reply.body) for reply in replies} == {(404, b'{"error": "there is no such webhook."}')}
