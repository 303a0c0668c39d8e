"""What is compared keeps the same promises: every message answered once, the same rows, no time sold twice."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import asyncpg
import pytest

from assistant.clock import SystemClock
from assistant.storage.connection import DatabaseCredentials
from benchmarks.contenders import ASSISTANT, FLOOR, Contender, Running, find_free_port, run
from benchmarks.conversations import Script, name_day, write_scripts
from benchmarks.databases import load_salon
from benchmarks.load import Line, Receiver, play
from benchmarks.rows import count_rows
from benchmarks.signing import read_key, sign

ROUNDS = 3
ROWS_OF_A_ROUND = {
    "inbox done": 19,
    "outbox sent": 19,
    "booking confirmed": 2,
    "booking cancelled": 1,
    "occupancy confirmed": 2,
    "occupancy cancelled": 1,
    "event held": 3,
    "event confirmed": 3,
    "event cancelled": 1,
    "customer Joe": 2,
    "customer Maria": 1,
    "customer_address": 3,
    "conversation with 5 turns": 2,
    "conversation with 6 turns": 1,
    "conversation with 3 turns": 1,
}


@asynccontextmanager
async def open_line(contender: Contender, database: DatabaseCredentials, folder: Path) -> AsyncIterator[Line]:
    """Start a contender on a database with the benchmark's salon, and take its replies."""
    receiver = Receiver(port=find_free_port())
    receiver.secret = await load_salon(receiver.url)
    running: Running
    async with receiver.listen(), run(contender, database, folder, secret=receiver.secret) as running:
        yield Line(url=running.url, secret=receiver.secret, receiver=receiver)


@pytest.mark.parametrize("contender", [FLOOR, ASSISTANT], ids=lambda one: one.name)
async def test_every_message_of_the_mix_is_answered_once_and_leaves_the_same_rows(
    contender: Contender, database: DatabaseCredentials, tmp_path: Path
) -> None:
    scripts = list(write_scripts(ROUNDS * 19, today=SystemClock().now().date(), seed=1))
    async with open_line(contender, database, tmp_path) as line:
        answered = await play(line, scripts, connections=8)
        await wait_until_marked(database)
        rows = await count_rows(database)
    assert len(answered) == ROUNDS * 19
    assert rows == {what: ROUNDS * count for what, count in ROWS_OF_A_ROUND.items()}


async def test_customers_racing_for_a_time_at_the_floor_one_wins_and_all_are_answered(
    database: DatabaseCredentials, tmp_path: Path
) -> None:
    day = name_day(SystemClock().now().date() + timedelta(days=30))
    wish = f"Haircut with Ana on {day} at 10:00"
    rivals = [Script(name=f"rival-{n}", messages=("Hi", wish, "I'm Joe", "yes")) for n in range(16)]
    async with open_line(FLOOR, database, tmp_path) as line:
        answered = await play(line, rivals, connections=16)
        rows = await count_rows(database)
    assert len(answered) == 64
    assert rows["booking confirmed"] == rows["occupancy confirmed"] == 1
    assert "booking held" not in rows


async def test_a_delivery_that_is_repeated_takes_effect_once_at_the_floor(
    database: DatabaseCredentials, tmp_path: Path
) -> None:
    async with open_line(FLOOR, database, tmp_path) as line, aiohttp.ClientSession() as session:
        assert line.receiver
        body = json.dumps({"type": "message.created", "data": {"conversation": "joe", "text": "Hi"}}).encode()
        headers = sign(read_key(line.secret), "msg_1", body) | {"Content-Type": "application/json"}
        line.receiver.waiting["joe"] = answered = asyncio.get_running_loop().create_future()

        async def deliver() -> int:
            async with session.post(line.url, data=body, headers=headers) as answer:
                return answer.status

        assert await asyncio.gather(*(deliver() for _ in range(8))) == [200] * 8
        await asyncio.wait_for(answered, 20)
        await wait_until_marked(database)
        forged = headers | {"webhook-id": "msg_2"}
        async with session.post(line.url, data=body, headers=forged) as refused:
            assert refused.status == 401
        assert line.receiver.faults == []
        assert await fetch_number(database, "SELECT count(*) FROM inbox") == 1
        assert await fetch_number(database, "SELECT count(*) FROM outbox WHERE status = 'sent'") == 1


async def wait_until_marked(database: DatabaseCredentials) -> None:
    """Wait until every reply that has arrived is noted as sent."""
    async with asyncio.timeout(20):
        while await fetch_number(database, "SELECT count(*) FROM outbox WHERE status = 'pending'"):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def fetch_number(database: DatabaseCredentials, sql: str) -> int:
    connection = await asyncpg.connect(**database.arguments())
    try:
        return int(await connection.fetchval(sql))
    finally:
        await connection.close()
