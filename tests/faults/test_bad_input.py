"""Bad bodies, bad texts and bad manners against the whole server: and the next customer is answered.

After every one of them a canary, an ordinary customer, writes. Nobody gets a 5xx, and no log quotes what was sent.
"""

import asyncio
import contextlib
import gzip
import json
import logging
import re
import zlib
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio
from aiohttp import web
from hostile_texts import CANARY, make_hostile_texts
from server_process import ServerProcess
from shop_line import wait_for
from webhook_corpus import all_hostile
from webhook_doubles import NOW, OTHER_SECRET, SECRET, Door, Headers, write_request

from assistant.app import create_app
from assistant.database import build_tortoise_config
from assistant.ports.accounts import Account
from assistant.responses.model import Rendered
from assistant.settings import Settings
from assistant.shopfile.read import DEMO_SHOP, read_shop_file
from assistant.storage import models
from assistant.storage.accounts import ensure_account
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.shops import load_shop_file
from assistant.web.middlewares import AccessLog, quiet_server_logs

HEADERS_DEADLINE_S = 0.5
RSS_GROWTH_MAX_KB = 50_000
HEADER_ONLY = b"POST /webhooks/standard/demo HTTP/1.1\r\nHost: shop.example\r\n"


class FrozenClock:
    """Stands at the instant at which the corpus was signed."""

    def now(self) -> datetime:
        return NOW


@pytest_asyncio.fixture
async def door(database: DatabaseCredentials, settings: Settings) -> AsyncIterator[Door]:
    """The whole product, listening: webhooks, turns, deliveries, the demo salon, and the accounts of the corpus."""
    report = await load_shop_file(read_shop_file(DEMO_SHOP), NOW)
    for name, secret in (("web", SECRET), ("other", OTHER_SECRET)):
        await _open_account(report.business_id, name, secret)
    chat = await ensure_account(report.business_id, "chat", "chat")
    app = await create_app(settings, build_tortoise_config(database, settings), chat, clock=FrozenClock())
    quiet_server_logs()
    runner = web.AppRunner(
        app, access_log_class=AccessLog, keepalive_timeout=HEADERS_DEADLINE_S, lingering_time=0.2, shutdown_timeout=1
    )
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield Door(port=runner.addresses[0][1])
    await runner.cleanup()


async def _open_account(business_id: int, name: str, secret: str) -> Account:
    account = await ensure_account(business_id, "standard", name)
    row = await models.ChannelAccount.get(id=account.id)
    row.secrets = [secret]
    await row.save()
    return account


async def test_of_three_hundred_bad_inputs_none_is_a_5xx_or_in_a_log_and_every_canary_is_answered(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("tortoise").setLevel(logging.WARNING)  # as telemetry.logs sets it
    canaries = 0
    hostile, texts = all_hostile(), make_hostile_texts()
    for one in hostile:
        reply = await door.exchange(one.raw)
        assert reply.status in one.statuses, one.name
        await _send_canary(door, canaries := canaries + 1)
    for number, (name, text) in enumerate(texts.items()):
        body = _write(text, conversation=f"{name} {CANARY}")
        assert (await door.deliver(body, webhook_id=f"text_{number}")).status == 200, name
        await _send_canary(door, canaries := canaries + 1)
    await wait_for(_is_all_answered)
    assert canaries == len(hostile) + len(texts) >= 300
    answered = await _find_answers()
    assert [n for n in range(1, canaries + 1) if not answered.get(f"canary {n}", [""])[0].startswith("Hello")] == []
    for name in texts:
        (answer,) = answered[f"{name} {CANARY}"]
        assert answer.strip(), name
        assert "something went wrong" not in answer, name
    rows = models.InboxMessage.exclude(conversation__address__startswith="canary").order_by("id")
    assert await rows.values_list("text", "attempts") == [(text, 0) for text in texts.values()], "kept as written"
    assert not await models.Booking.exclude(status__in=["held", "released"]).exists(), "nobody has said yes"
    assert CANARY not in caplog.text
    assert SECRET not in caplog.text
    assert "Traceback" not in caplog.text
    assert not re.search(r" 5\d\d, ", caplog.text), "the access log shows a 5xx"


async def test_a_name_of_any_script_or_code_comes_back_as_it_was_given(door: Door) -> None:
    for number, name in enumerate(("Zoë", "Łukasz", "李雷", "O'Brien", "Мария", "محمد")):
        for step, text in enumerate((f"haircut on Friday at {number + 10}:00, my name is {name}", "yes")):
            body = _write(text, conversation=name)
            assert (await door.deliver(body, webhook_id=f"n{number}_{step}")).status == 200
            await wait_for(_is_all_answered)
        assert f"See you then, {name}!" in (await _find_answers())[name][-1]


async def test_senders_names_are_only_names(door: Door) -> None:
    """Who writes is a name in a column: two that look alike are two, and none means anything."""
    senders = [
        "c1",
        "c1 ",
        "C1",
        "c\u200b1",
        "\u202ec1",
        "'; DROP TABLE booking; --",
        "../c1",
        "%",
        "👩‍👩‍👧",
        "null",
        "0",
    ]
    for number, sender in enumerate(senders):
        assert (await door.deliver(_write("hello", conversation=sender), webhook_id=f"s{number}")).status == 200
    await wait_for(_is_all_answered)
    assert sorted(await _find_answers()) == sorted(senders)


@pytest.mark.parametrize("sent", [b"", b"P", b"POST /webhooks/standard/web HTTP/1.1\r\n", HEADER_ONLY + b"X-A: "])
async def test_whoever_dawdles_over_the_headers_is_cut_off(door: Door, sent: bytes) -> None:
    async with asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        writer.write(sent)
        assert await reader.read() in (b"", b"HTTP/1.0 408 Request Timeout\r\n"), (
            "closed without an answer, or with 408"
        )
        writer.close()


async def test_floods_bombs_and_lies_about_lengths_cost_no_memory(
    database: DatabaseCredentials, tmp_path: Path
) -> None:
    process = ServerProcess(database, tmp_path)
    await process.start()
    try:
        await _flood(process.port, rounds=1)  # whatever is loaded or cached at first
        before = _read_rss_kb(process)
        await _flood(process.port, rounds=4)
        assert _read_rss_kb(process) - before < RSS_GROWTH_MAX_KB
        assert await process.is_alive()
        assert "Traceback" not in process.log.read_text()
    finally:
        await process.kill()


async def _flood(port: int, *, rounds: int) -> None:
    """Send what would be hundreds of megabytes to whoever unpacks or believes it."""
    door = Door(port=port)
    spaces = b" " * 20_000_000
    bombs = {"gzip": gzip.compress(spaces), "deflate": zlib.compress(spaces), "br": spaces[:1000], "zstd": b"\x28\xb5"}
    path = "/webhooks/standard/demo"
    for _ in range(rounds):
        for encoding, bomb in bombs.items():
            raw = write_request(bomb, {"Content-Type": "application/json", "Content-Encoding": encoding}, path=path)
            assert (await door.exchange(raw)).status in (400, 415)
        claimed = {"Content-Type": "application/json", "Content-Length": str(10**15)}
        assert (await door.exchange(write_request(b"", claimed, path=path))).status == 413
        assert (
            await door.exchange(write_request(spaces, {"Content-Type": "application/json"}, path=path))
        ).status == 413
        chunked: Headers = {"Content-Type": "application/json", "Content-Length": b"", "Transfer-Encoding": "chunked"}
        chunk = b"10000\r\n" + b" " * 65_536 + b"\r\n"
        assert (await door.exchange(write_request(chunk * 100, chunked, path=path))).status == 413
        with contextlib.suppress(ConnectionError):  # closed while it was still talking
            header = b"X-Long: " + b"a" * 5_000_000
            assert (await door.exchange(HEADER_ONLY + header + b"\r\n\r\n")).status in (400, 431)


def _read_rss_kb(process: ServerProcess) -> int:
    assert process.process is not None
    status = Path(f"/proc/{process.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1])


def _write(text: str, *, conversation: str) -> bytes:
    data: Mapping[str, str] = {"conversation": conversation, "text": text}
    return json.dumps({"type": "message.created", "data": data}).encode()


async def _send_canary(door: Door, number: int) -> None:
    body = _write("hello", conversation=f"canary {number}")
    assert (await door.deliver(body, webhook_id=f"canary_{number}")).status == 200


async def _is_all_answered() -> bool:
    return not await models.InboxMessage.filter(status="pending").exists()


async def _find_answers() -> dict[str, list[str]]:
    answers: dict[str, list[str]] = {}
    rows = models.OutboxMessage.all().order_by("id").values_list("conversation__address", "body")
    for address, body in await rows:
        answers.setdefault(str(address), []).append(msgspec.convert(body, Rendered).text)
    return answers
