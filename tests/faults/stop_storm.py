"""The server is asked to stop while requests are in flight: each of them is answered, and nothing is lost."""

import asyncio
import contextlib

import aiohttp
import asyncpg
from line import REFUSED
from scene import Outcome, Scene
from shop_line import wait_for

IN_FLIGHT = 64
STOPPED_WITHIN_S = 10.0


async def run_stop_storm(scene: Scene, *, stops: int) -> Outcome:
    """Stop the only server so often with requests in flight."""
    broken: dict[str, int] = {"exit codes other than 0": 0, "requests without an answer": 0}
    slowest_s = 0.0
    for turn in range(stops):
        await scene.start()
        code, lost, took_s = await _stop_with_requests_in_flight(scene, turn)
        broken["exit codes other than 0"] += code != 0
        broken["requests without an answer"] += lost
        slowest_s = max(slowest_s, took_s)
    await scene.start()
    figures = {"stops": stops, "in flight each": IN_FLIGHT, "slowest to stop, s": round(slowest_s, 2)}
    outcome = await scene.reckon("SIGTERM with requests in flight", figures, expected=(REFUSED,))
    outcome.broken |= {name: times for name, times in broken.items() if times}
    return outcome


async def _stop_with_requests_in_flight(scene: Scene, turn: int) -> tuple[int, int, float]:
    """Return the exit code, how many requests were left without an answer, and how many seconds it took to stop."""
    (server,) = scene.servers
    loop = asyncio.get_running_loop()
    holder = await scene.connect()
    async with holder.transaction():
        await holder.execute("LOCK TABLE inbox IN SHARE MODE")  # receipts wait, whatever they ask the database for
        requests = [asyncio.create_task(scene.platform.deliver_new(f"s{turn}-{n}", "hello")) for n in range(IN_FLIGHT)]
        await wait_for(lambda: _is_waited_for(holder))
        await _see_it_answer(server.url)
        started = loop.time()
        stopping = asyncio.create_task(server.stop())
        await wait_for(lambda: _is_refused(server.port))
    await holder.close()
    answers = await asyncio.gather(*requests)
    code = await stopping
    return code, sum(not isinstance(answer, int) for answer in answers), loop.time() - started


async def _is_waited_for(holder: asyncpg.Connection) -> bool:
    return bool(await holder.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"))


async def _see_it_answer(url: str) -> None:
    """Come after the requests: connections are taken in their order."""
    async with aiohttp.ClientSession() as session, session.get(f"{url}/health") as answer:
        assert answer.status == 200


async def _is_refused(port: int) -> bool:
    with contextlib.suppress(ConnectionRefusedError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        return False
    return True
