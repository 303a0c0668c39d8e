"""Several processes on one database: they share the work by leases, and any of them may die."""

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from line import Platform, Receiver, Said
from prometheus_client.parser import text_string_to_metric_families
from server_line import ChatSession, Operator, Started, is_alive, open_chat
from shop_line import MONDAY, throw_dice, wait_for

from assistant.commands.supervisor import STOP_MARGIN_S
from assistant.shopfile.read import DEMO_SHOP, read_shop_file
from assistant.storage import models
from assistant.storage.accounts import change_account, ensure_account
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.shops import load_shop_file

CUSTOMERS = 24
SHUTDOWN_TIMEOUT_S = 10
PortFactory = Callable[[], int]


@dataclass
class Written:
    """What became of one writer's messages."""

    accepted: set[str] = field(default_factory=set)
    unclear: set[str] = field(default_factory=set)
    """Answered 503: sent again, unless nobody listened by then."""


@pytest_asyncio.fixture
async def operator(database: DatabaseCredentials, tmp_path: Path) -> Operator:
    """Somebody with the demo shop in a database."""
    report = await load_shop_file(read_shop_file(DEMO_SHOP), MONDAY)
    await ensure_account(report.business_id, "standard", "demo")
    return Operator(database, tmp_path)


async def test_two_processes_share_an_address_and_their_metrics_are_one_page(
    operator: Operator, unused_tcp_port: int
) -> None:
    async with operator.start("serve", "--workers", "2", port=unused_tcp_port) as started:
        assert len(started.find_children()) == 2
        await _write_as_many(started, CUSTOMERS)
        await wait_for(_is_all_answered)
        assert len(_find_counts(started)) == 2, "both took connections"
        totals = await _read_totals(started)
        assert totals["assistant_messages_received_total"] == CUSTOMERS
        assert totals["assistant_turns_total"] == CUSTOMERS
        assert await started.stop() == 0
    assert await models.OutboxMessage.all().count() == CUSTOMERS


async def test_a_killed_process_is_missed_by_nobody_and_started_again_with_its_counts(
    operator: Operator, unused_tcp_port: int
) -> None:
    async with operator.start("serve", "--workers", "2", port=unused_tcp_port) as started:
        await _write_as_many(started, 4)
        await wait_for(_is_all_answered)
        killed, other = started.find_children()
        os.kill(killed, signal.SIGKILL)
        await wait_for(lambda: _is_missed(started))  # a corpse's last thread may still hold the port
        await _write_as_many(started, 4, start=4)  # the other one is there
        await wait_for(lambda: _has_children(started, 2))
        await wait_for(lambda: _is_listening_again(started, other))
        await wait_for(_is_all_answered)
        assert (await _read_totals(started))["assistant_messages_received_total"] == 8
        assert await started.stop() == 0
    assert "signal SIGKILL" in started.read_log()


async def test_the_children_of_a_killed_parent_stop(operator: Operator, unused_tcp_port: int) -> None:
    async with operator.start("serve", "--workers", "2", port=unused_tcp_port) as started:
        children = started.find_children()
        started.process.kill()
        await started.process.wait()
        await wait_for(lambda: _are_gone(children))


async def test_a_stop_under_load_breaks_no_request_and_loses_nothing(operator: Operator, unused_tcp_port: int) -> None:
    options = {"APP_SHUTDOWN_TIMEOUT_S": str(SHUTDOWN_TIMEOUT_S)}
    async with operator.start("serve", "--workers", "2", port=unused_tcp_port, **options) as started:
        writers = [asyncio.create_task(_write_until_refused(started.url, n)) for n in range(8)]
        await wait_for(_is_some_answered)
        async with asyncio.timeout(SHUTDOWN_TIMEOUT_S + 2 * STOP_MARGIN_S):
            assert await started.stop() == 0
        written = await asyncio.gather(*writers)
    keys = await models.InboxMessage.all().values_list("dedupe_key", flat=True)
    stored = {str(key).rpartition(":")[2] for key in keys}
    accepted = {key for one in written for key in one.accepted}
    assert accepted
    assert accepted - stored == set(), "what was acknowledged is there"
    assert stored - accepted <= {key for one in written for key in one.unclear}, "no request was cut off in its middle"


async def test_a_worker_takes_the_turns_of_a_web_process_and_the_page_hears_at_once(
    operator: Operator, unused_tcp_port_factory: PortFactory
) -> None:
    web, health = unused_tcp_port_factory(), unused_tcp_port_factory()
    async with (
        operator.start("serve", "--web-only", port=web) as serving,
        operator.start("worker", "--health-port", str(health), port=0) as working,
        open_chat(serving.url) as chat,
    ):
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{health}/health/ready") as ready:
            assert ready.status == 200
        hearing = asyncio.create_task(chat.wait_for_reply("Shall I book it?"))
        assert await chat.write("Haircut with Ana next Friday at 3pm, I'm Joe", "a") == 202
        await hearing
        assert await chat.write("yes", "b") == 202
        await chat.wait_for_reply("Booked")
        assert (await serving.stop(), await working.stop()) == (0, 0)
    assert "A turn was taken" in working.read_log()
    assert "A turn was taken" not in serving.read_log()


async def test_a_platforms_name_of_a_message_is_on_every_line_about_it(
    operator: Operator, unused_tcp_port_factory: PortFactory
) -> None:
    business = await models.Business.get()
    account = await ensure_account(business.id, "standard", "demo")
    receiver = Receiver(secret=account.secrets[0])
    await change_account(account, reply_url=receiver.url)
    port = unused_tcp_port_factory()
    async with (
        receiver.listen(),
        operator.start("serve", "--web-only", port=port) as serving,
        operator.start("worker", port=0) as working,
    ):
        platform = Platform(find_urls=lambda: [serving.url], dice=throw_dice(), secret=receiver.secret)
        async with platform.open():
            said = Said(key="canary", address="joe", text="CANARY hello")
            assert await platform.deliver_once(said) == 200
        await wait_for(lambda: _has_line(working, "A reply was sent"))
        assert (await serving.stop(), await working.stop()) == (0, 0)
    received = _find_lines(serving, "canary")
    assert [(one["messages"], bool(one["request_id"])) for one in received] == [(["message:canary"], True)]
    assert [one["event"] for one in _find_lines(working, "canary")] == ["A turn was taken", "A reply was sent"]
    assert "CANARY" not in serving.read_log() + working.read_log()


async def test_an_address_that_is_taken_is_one_sentence(operator: Operator, unused_tcp_port: int) -> None:
    async with operator.start("serve", port=unused_tcp_port):
        with pytest.raises(AssertionError, match=r"^Nothing can listen on 127\.0\.0\.1:"):
            async with operator.start("serve", "--workers", "2", port=unused_tcp_port):
                pass
    log = (operator.folder / f"serve-{unused_tcp_port}.log").read_text()
    assert [line for line in log.splitlines() if not line.startswith("{")] == [
        f"Nothing can listen on 127.0.0.1:{unused_tcp_port} (Address already in use). Set APP_PORT, or APP_HOST."
    ]


async def _write_as_many(started: Started, count: int, start: int = 0) -> None:
    async def write(number: int) -> int:
        async with open_chat(started.url) as chat:
            return await chat.write("hello", f"m{number}")

    assert set(await asyncio.gather(*(write(n) for n in range(start, start + count)))) == {202}


async def _write_until_refused(url: str, number: int) -> Written:
    """Write, one message after the other, until nobody listens.

    A connection that nobody had taken yet when the server closed its door is reset: that it had brought nothing is
    seen in what is stored. After a 503 the same message is sent again, as senders do.
    """
    written = Written()
    with contextlib.suppress(aiohttp.ClientConnectionError):
        async with open_chat(url) as chat:
            while (status := await chat.write("hello", key := f"w{number}-{len(written.accepted)}")) != 429:
                if status == 202:
                    written.accepted.add(key)
                else:
                    assert status == 503
                    written.unclear.add(key)
            await _wait_until_refused(chat)
    return written


async def _wait_until_refused(chat: ChatSession) -> None:
    while True:
        async with chat.session.get(f"{chat.url}/health") as answer:
            assert answer.status == 200
        await asyncio.sleep(0.05)


async def _read_totals(started: Started) -> dict[str, float]:
    async with aiohttp.ClientSession() as session, session.get(f"{started.url}/metrics") as page:
        families = list(text_string_to_metric_families(await page.text()))
    samples = [sample for family in families for sample in family.samples]
    return {
        name: sum(s.value for s in samples if s.name == name) for name in {s.name for s in samples} if "_total" in name
    }


def _find_counts(started: Started) -> set[str]:
    """Return which processes have answered, by the files in which they keep their counts of messages."""
    found = set()
    for pid in started.find_children():
        maps = Path(f"/proc/{pid}/maps").read_text()
        files = {Path(line.split()[-1]) for line in maps.splitlines() if "/counter_" in line}
        found |= {str(path) for path in files if b"messages_received" in path.read_bytes()}
    return found


async def _has_children(started: Started, count: int) -> bool:
    return len(started.find_children()) == count


async def _is_listening_again(started: Started, other: int) -> bool:
    """Whether the process that is not `other` listens too."""
    return any(pid != other and _is_listening(pid, started.port) for pid in started.find_children())


def _is_listening(pid: int, port: int) -> bool:
    """Whether the process has a socket that listens on that port of 127.0.0.1."""
    wanted = f"0100007F:{port:04X} 00000000:0000 0A"
    inodes = {line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines() if wanted in line}
    links = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    return any(f"socket:[{inode}]" in links for inode in inodes)


async def _are_gone(pids: Sequence[int]) -> bool:
    return not any(is_alive(pid) for pid in pids)


async def _is_missed(started: Started) -> bool:
    return "signal SIGKILL" in started.read_log()


async def _is_all_answered() -> bool:
    return not await models.InboxMessage.filter(status="pending").exists()


async def _is_some_answered() -> bool:
    return await models.OutboxMessage.all().exists()


async def _has_line(started: Started, text: str) -> bool:
    return text in started.read_log()


def _find_lines(started: Started, name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in started.read_log().splitlines() if f":{name}" in line]
