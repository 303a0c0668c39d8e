"""The sender: it goes where a URL honestly says, and to no machine that only we can reach."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from channel_builders import SECRET
from hypothesis import given, settings
from hypothesis import strategies as st
from receiver import Names, Receiver, Silence, answer, run_receiver

from assistant.channels.shared.sender import Answer, HttpSender
from assistant.channels.shared.signatures import sign
from assistant.clock import SystemClock
from assistant.ports.channels import Refused, Retry, Unknown


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with run_receiver(SECRET) as running:
        yield running


def prove(body: bytes) -> dict[str, str]:
    return sign(secrets=[SECRET], webhook_id="reply_1", body=body, now=SystemClock().now())


async def post(
    url: str, *, allow_private: bool = False, names: Names | None = None
) -> Answer | Retry | Refused | Unknown:
    async with HttpSender(allow_private=allow_private, resolver=names or Names(), timeout_s=5) as sender:
        return await sender.post(url, b"{}", prove(b"{}"))


LOOPBACK = [
    "http://127.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://0.0.0.0:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST.:{port}/",
    "http://inside.example:{port}/",
    "http://both.example:{port}/",
]


@pytest.mark.parametrize("spelling", LOOPBACK)
async def test_no_spelling_of_loopback_is_reached(receiver: Receiver, spelling: str) -> None:
    inside = {name: ["127.0.0.1"] for name in ("localhost", "inside", "0x7f000001")}
    names = Names(**inside, both=["1.1.1.1", "10.0.0.1"])
    port = receiver.url.rpartition(":")[2].partition("/")[0]
    ending = await post(spelling.format(port=port), names=names)
    assert isinstance(ending, Refused)
    assert receiver.ids == []


async def test_a_name_that_leads_inside_is_refused_with_the_reason() -> None:
    ending = await post("https://inside.example/", names=Names(inside=["10.1.2.3"]))
    assert ending == Refused(
        reason="the reply URL leads to inside.example, which is at 10.1.2.3, a private address: "
        "set another, or allow private reply URLs"
    )


async def test_the_clouds_metadata_is_refused_even_where_private_addresses_are_allowed() -> None:
    names = Names(metadata=["169.254.169.254"])
    for url in ("http://169.254.169.254/latest/", "http://metadata.example/"):
        assert isinstance(await post(url, allow_private=True, names=names), Refused)


async def test_the_connection_goes_to_the_address_that_was_checked(receiver: Receiver) -> None:
    names = Names(shop=["127.0.0.1"])
    port = receiver.url.rpartition(":")[2].partition("/")[0]
    ending = await post(f"http://shop.example:{port}/", allow_private=True, names=names)
    assert ending == Answer(status=204, retry_after="")
    assert names.asked == 1
    assert receiver.headers[0]["host"] == f"shop.example:{port}"


async def test_a_name_server_that_is_silent_is_left_and_nothing_was_sent() -> None:
    async with HttpSender(allow_private=True, resolver=Silence(), timeout_s=0.2) as sender:
        ending = await sender.post("http://shop.example/", b"{}", {})
    assert ending == Retry(reason="no connection to the receiver in time")


async def test_a_name_that_nobody_knows_is_tried_again_later() -> None:
    assert isinstance(await post("https://nowhere.example/"), Retry)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://shop.example/", "must begin with https:// or http://"),
        ("file:///etc/passwd", "must begin with"),
        ("shop.example/replies", "must begin with"),
        ("//shop.example/", "must begin with"),
        ("https://", "must begin with"),
        ("http://[::1", "is not valid"),
        ("http://shop.example:99999/", "is not valid"),
        ("https://user:CANARY@shop.example/", "must not hold a user name"),
        ("https://user@shop.example/", "must not hold a user name"),
    ],
)
async def test_a_url_that_cannot_be_used_is_named_and_not_repeated(url: str, reason: str) -> None:
    ending = await post(url)
    assert isinstance(ending, Refused)
    assert re.search(reason, ending.reason)
    assert "CANARY" not in ending.reason


async def test_cookies_are_not_kept_and_compression_is_not_asked_for(receiver: Receiver) -> None:
    receiver.fault = answer(204, Set_Cookie="session=1")
    async with HttpSender(allow_private=True, timeout_s=5) as sender:
        for _ in range(2):
            await sender.post(receiver.url, b"{}", prove(b"{}"))
    assert "cookie" not in receiver.headers[1]
    assert receiver.headers[1]["accept-encoding"] == "identity"


async def test_the_environments_proxy_is_not_used(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with HttpSender(allow_private=True, timeout_s=5) as sender:
        assert await sender.post(receiver.url, b"{}", prove(b"{}")) == Answer(status=204, retry_after="")


@given(url=st.text(max_size=30) | st.text(max_size=20).map(lambda tail: f"http://{tail}"))
@settings(print_blob=True, deadline=None)
async def test_no_url_raises(url: str) -> None:
    assert not isinstance(await post(url), Answer)
