"""The storms in short: `make storm` runs them at full length. None of them judges times here.

All of them take place on one Postgres of their own, since some of them kill it.
"""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from clock_storm import LIBRARY, MISSING, make_clock_environment, run_clock_storm
from database_storm import PLANS, Plan, Stage, disturb, fill_disk
from delivery_storm import run_delivery_storm
from invariants import find_broken
from kill_loop import run_kill_loop
from own_postgres import OwnPostgres, run_own_postgres
from scene import Scene, Shops
from shop_line import throw_dice
from step_storm import StepStorm
from stop_storm import run_stop_storm
from storm import DISK_MB, SMALL_WAL
from tmpfs import NotMountedError, mount_tmpfs
from wire_proxy import run_wire_proxy

SHORT_S = 1.5

pytestmark = pytest.mark.timeout(300)  # processes are started again and again: on a busy machine that takes long

TAMPERINGS: Mapping[str, str] = {
    "acknowledged messages that are lost": "DELETE FROM inbox WHERE id = (SELECT min(id) FROM inbox)",
    "messages without exactly one turn": "UPDATE inbox SET turn = NULL",
    "turns without exactly one reply": "UPDATE conversation SET turns = turns + 1",
    "replies told but never written": """UPDATE outbox SET body = jsonb_set(body, '{text}', '"hello"')""",
    "replies written but never told": "UPDATE outbox SET id = id + 1000000",
    "bookings told but not true": "UPDATE booking SET starts_at = starts_at + interval '1 minute'",
    "bookings true but never told": "UPDATE booking SET code = 'X' || id WHERE status = 'confirmed'",
    "bookings whose record is no chain": "DELETE FROM booking_event WHERE action = 'held'",
    "confirmed: done and told differ in number": """
        INSERT INTO booking_event (business_id, booking_id, at, actor, action, after)
        SELECT business_id, booking_id, at, actor, action, after FROM booking_event WHERE action = 'confirmed'""",
    "overlaps": """
        ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap;
        INSERT INTO occupancy (business_id, booking_id, resource_id, unit, starts_at, ends_at, status)
        SELECT business_id, booking_id, resource_id, unit, starts_at, ends_at, status FROM occupancy
         WHERE status = 'confirmed'""",
}
"""What could have gone wrong with the rows, by what must then be found."""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    # Not pytest's own directory: it is closed to Postgres' account when the tests run as root.
    home = Path(tempfile.mkdtemp(prefix="assistant-test-"))
    home.chmod(0o711)
    yield home
    shutil.rmtree(home)


@pytest_asyncio.fixture(scope="module")
async def postgres(home: Path) -> AsyncIterator[OwnPostgres]:
    # What is committed outlives the processes, though not the machine: that is what is killed here.
    async with run_own_postgres(home / "pg", {"fsync": "off"}) as postgres:
        yield postgres


@pytest.fixture(scope="module")
def shops(postgres: OwnPostgres, tmp_path_factory: pytest.TempPathFactory) -> Shops:
    return Shops(server=postgres.credentials, folder=tmp_path_factory.mktemp("storms"), dice=throw_dice())


async def test_ten_copies_of_each_message_in_any_order_to_two_servers_take_effect_once(shops: Shops) -> None:
    async with shops.open_scene(servers=2) as scene:
        outcome = await run_delivery_storm(scene, messages=40, copies=9)
        assert outcome.broken == {}
        assert scene.platform.deliveries >= 400
        await _tamper_and_be_found_out(scene)


async def test_kills_at_any_moment_lose_and_double_nothing(shops: Shops) -> None:
    async with shops.open_scene() as scene:
        outcome = await run_kill_loop(scene, kills=3)
    assert outcome.broken == {}


@pytest.mark.parametrize(("kills", "every"), [(True, 101), (False, 23)], ids=["kill -9", "cut"])
async def test_a_fault_at_a_round_trip_to_the_database_loses_and_doubles_nothing(
    shops: Shops, postgres: OwnPostgres, *, kills: bool, every: int
) -> None:
    async with run_wire_proxy(postgres.credentials) as proxy, shops.open_scene(through=proxy) as scene:
        outcome = await StepStorm(scene, proxy, kills=kills).run(every=every)
    assert outcome.broken == {}
    assert outcome.figures["met and failed"]


async def test_a_server_outlives_what_happens_to_its_database(shops: Shops, postgres: OwnPostgres) -> None:
    async with run_wire_proxy(postgres.credentials) as proxy, shops.open_scene(through=proxy) as scene:
        await scene.start()
        for plan in PLANS:
            short = replace(plan, lasting_s=min(plan.lasting_s, SHORT_S))
            _, broken = await disturb(Stage(scene=scene, postgres=postgres, proxy=proxy), short)
            assert broken == {}, plan.name
        assert (await scene.reckon("all", {})).broken == {}


@pytest.fixture
def disk() -> Iterator[Path]:
    try:
        with mount_tmpfs(DISK_MB) as disk:
            yield disk
    except NotMountedError as error:
        pytest.skip(str(error))


async def test_a_full_disk_loses_nothing_that_was_acknowledged(shops: Shops, disk: Path) -> None:
    async with (
        run_own_postgres(disk / "pg", SMALL_WAL) as postgres,
        run_wire_proxy(postgres.credentials) as proxy,
        shops.on(postgres.credentials).open_scene(through=proxy) as scene,
    ):
        await scene.start()
        plan = Plan(name="disk full", fault=fill_disk(disk), lasting_s=3, is_total=False)
        _, broken = await disturb(Stage(scene=scene, postgres=postgres, proxy=proxy), plan)
        assert broken == {}
        outcome = await scene.reckon(plan.name, {})
    assert outcome.broken == {}
    assert scene.platform.answers[503]


async def test_requests_in_flight_are_answered_when_the_server_is_stopped(shops: Shops) -> None:
    async with shops.open_scene() as scene:
        outcome = await run_stop_storm(scene, stops=2)
    assert outcome.broken == {}


@pytest.mark.skipif(LIBRARY is None, reason=MISSING)
async def test_a_clock_that_steps_an_hour_and_back_loses_and_doubles_nothing(shops: Shops, tmp_path: Path) -> None:
    async with shops.open_scene(environment=make_clock_environment(tmp_path / "clock")) as scene:
        outcome = await run_clock_storm(scene, tmp_path / "clock", steps=2)
    assert outcome.broken == {}


async def _tamper_and_be_found_out(scene: Scene) -> None:
    """Show that the reckoning would have found what it did not find."""
    connection = await scene.connect()
    for expected, sql in TAMPERINGS.items():
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(sql)
        found = await find_broken(connection, scene.platform, scene.receiver)
        await transaction.rollback()
        assert expected in found, f"{expected} was not found, only {found}"
    await connection.close()
