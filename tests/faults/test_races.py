"""Many customers, one chair: Postgres keeps the promise, and everybody is told the truth.

The long form: `python -m pytest tests/faults/test_races.py --effort 20 --timeout 0 -rP`.
"""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from line import Platform
from server_process import ServerProcess
from shop_line import OVERLAPS, open_shop, throw_dice, wait_for
from slot_race import OUT_OF_BOUNDS, RACES, Figures, Race, count, run_round

from assistant.storage import models
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.embedded import EmbeddedPostgres

CUSTOMERS = 64
NEW_YEAR = datetime(2027, 1, 4, 9, tzinfo=UTC)
"""A Monday; no holiday and nobody's leave lies ahead."""


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("race", RACES, ids=[race.name for race in RACES])
async def test_everybody_in_a_race_is_answered_and_told_what_stands(
    server: EmbeddedPostgres, effort: int, race: Race
) -> None:
    dice = throw_dice()
    shop = await open_shop()
    shop.now = NEW_YEAR
    figures, deadlocks = Figures(), DeadlockCount(server.home / "postgres.log")
    for _ in range(effort):
        await run_round(shop, race, CUSTOMERS if effort > 1 or race.places == 1 else CUSTOMERS // 4, dice, figures)
    print(f"{race.name}: {figures}, {deadlocks.count()} deadlocks")  # noqa: T201 - the line of figures
    assert figures.wrongs == []
    assert await count_overlaps() == 0
    assert await count(OUT_OF_BOUNDS) == 0
    assert deadlocks.count() == 0
    assert b"turn_reruns_total 0.0" in shop.metrics.render()
    await shop.turns.finish(5)


async def test_customers_of_two_servers_race_for_one_time_and_one_wins(
    database: DatabaseCredentials, tmp_path: Path, server: EmbeddedPostgres
) -> None:
    shop = await open_shop()
    await models.DateOverride.all().delete()  # the servers' clock is the machine's: no day of it may be a holiday
    await models.Leave.all().delete()
    account = await models.ChannelAccount.get(name="demo")
    deadlocks = DeadlockCount(server.home / "postgres.log")
    names = [f"c{n}" for n in range(24)]
    servers = [ServerProcess(database, tmp_path) for _ in range(2)]
    platform = Platform(find_urls=list, dice=throw_dice(), secret=account.secrets[0])
    try:
        for process in servers:
            await process.start()
        async with platform.open():
            for text in ("Haircut with Ana on Wednesday at 3pm, I'm Sam", "yes"):
                said = [platform.write(name, text) for name in names]
                sent = [platform.deliver_once(one, servers[n % 2].url) for n, one in enumerate(said)]
                assert set(await asyncio.gather(*sent)) == {200}
                await wait_for(_is_all_answered)
    finally:
        for process in servers:
            await process.kill()
    replies = {name: [r.text for r in await shop.find_replies(name)] for name in names}
    assert {len(texts) for texts in replies.values()} == {2}
    told = [name for name, texts in replies.items() if any(text.startswith("Booked:") for text in texts)]
    booked = await models.CustomerAddress.filter(customer__bookings__status="confirmed")
    assert [address.sender for address in booked] == told
    assert len(told) == 1
    assert await count_overlaps() == 0
    assert deadlocks.count() == 0


async def _is_all_answered() -> bool:
    return not await models.InboxMessage.filter(status="pending").exists()


async def count_overlaps() -> int:
    return await count(OVERLAPS)


class DeadlockCount:
    """How often the server's own log has spoken of a deadlock since this was made."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._start = log.stat().st_size

    def count(self) -> int:
        with self._log.open("rb") as log:
            log.seek(self._start)
            return log.read().count(b"deadlock detected")
