"""Fixtures for all tests: one Postgres for the run, and a fresh migrated database for each test that asks."""

import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from aerich import Command
from tortoise import Tortoise

from assistant.clock import use_packaged_time_zones
from assistant.database import build_tortoise_config
from assistant.settings import ROOT, Settings, load_settings
from assistant.shopfile.read import read_shop_file
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.embedded import EmbeddedPostgres
from assistant.storage.shops import load_shop_file

TESTS = Path(__file__).parent
TEMPLATE = "migrated"
LOADED_AT = datetime(2026, 11, 20, tzinfo=UTC)
"""When the shops of conversations were loaded: before any of them begins."""
LONGEST_FIRST = (
    "conversations/test_conversations", "conversations/test_lines", "faults/", "web/test_chat_page_real",
    "migrations/", "benchmarks/", "understanding/test_times_properties", "storage/test_demo_history",
    "demo/", "commands/", "docs/", "backup/", "booking/", "storage/", "web/",
)  # fmt: skip
"""How the paths begin of the files that take longest: begun last, one of them would be waited for alone."""
_numbers = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests of faults be run for longer than `make test` does, and all on another Postgres."""
    parser.addoption("--effort", type=int, default=1, help="how many times as much the tests of faults try")
    parser.addoption("--postgres", type=Path, metavar="FOLDER", help="the programs of the Postgres to test with")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first; those of one file stay together and in their order."""

    def rank(item: pytest.Item) -> int:
        path = item.path.relative_to(TESTS).as_posix()
        return next((n for n, start in enumerate(LONGEST_FIRST) if path.startswith(start)), len(LONGEST_FIRST))

    items.sort(key=rank)


@pytest.fixture(scope="session")
def effort(request: pytest.FixtureRequest) -> int:
    """How many times as much to try as in `make test`."""
    return int(request.config.getoption("--effort"))


@pytest.fixture(scope="session", autouse=True)
def _packaged_time_zones() -> None:
    """Read time zones from the tzdata wheel in every test, as the product does."""
    use_packaged_time_zones()


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The settings of nobody: no environment, no .env."""
    return load_settings(env_file=None, environ={})


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config) -> Iterator[EmbeddedPostgres]:
    """A server that is thrown away after the run."""
    programs = pytestconfig.getoption("--postgres")
    if programs and not (programs / "initdb").exists():
        pytest.skip(f"there is no Postgres in {programs}: install Debian's postgresql-15")
    # Not pytest's own directory: it is closed to the server's account when the tests run as root.
    home = Path(tempfile.mkdtemp(prefix="assistant-test-"))
    home.chmod(0o711)
    quick = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    with EmbeddedPostgres(home / "pg", database=TEMPLATE, settings=quick, programs=programs) as running:
        yield running
    shutil.rmtree(home)


@pytest_asyncio.fixture(scope="session")
async def migrated(server: EmbeddedPostgres, settings: Settings) -> DatabaseCredentials:
    """The template database, migrated once."""
    config = build_tortoise_config(server.credentials, settings)
    async with Command(config, app="models", location=str(ROOT / "migrations")) as command:
        await command.upgrade(run_in_transaction=True)
    return server.credentials


@pytest_asyncio.fixture(scope="session")
async def shop_templates(migrated: DatabaseCredentials, settings: Settings) -> Callable[[Path], Awaitable[str]]:
    """What returns the name of a database with the shop of a file in it: to load one takes longer than to copy it."""
    made: dict[Path, str] = {}

    async def find(path: Path) -> str:
        if path not in made:
            name = f"shop_{len(made)}"
            await _tell(migrated, f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}" STRATEGY file_copy')
            loaded = replace(migrated, database=name)
            await Tortoise.init(config=build_tortoise_config(loaded, settings), _enable_global_fallback=True)
            await load_shop_file(read_shop_file(path), LOADED_AT)
            await Tortoise.close_connections()
            made[path] = name
        return made[path]

    return find


@pytest.fixture
def template(migrated: DatabaseCredentials) -> str:
    """The database that a test's own is a copy of; tests that need more in it say so by a fixture of this name."""
    return migrated.database


@pytest_asyncio.fixture
async def fresh(migrated: DatabaseCredentials, template: str) -> AsyncIterator[DatabaseCredentials]:
    """A fresh migrated database, for whoever opens it: a process of its own, or `database`."""
    async with _make_database(migrated, template) as made:
        yield made


@pytest_asyncio.fixture
async def empty(server: EmbeddedPostgres) -> AsyncIterator[DatabaseCredentials]:
    """A fresh database that nobody has migrated."""
    async with _make_database(server.credentials, "template1") as made:
        yield made


@asynccontextmanager
async def _make_database(where: DatabaseCredentials, template: str) -> AsyncIterator[DatabaseCredentials]:
    """Make a database and drop it in the end: hundreds of them would fill the disk, and take minutes to remove."""
    made = replace(where, database=f"test_{next(_numbers)}")
    await _tell(where, f'CREATE DATABASE "{made.database}" TEMPLATE "{template}" STRATEGY file_copy')
    yield made
    await _tell(where, f'DROP DATABASE "{made.database}" WITH (FORCE)')


async def _tell(where: DatabaseCredentials, statement: str) -> None:
    connection = await asyncpg.connect(**replace(where, database="postgres").arguments())
    await connection.execute(statement)
    await connection.close()


@pytest_asyncio.fixture
async def database(fresh: DatabaseCredentials, settings: Settings) -> AsyncIterator[DatabaseCredentials]:
    """A fresh migrated database, with Tortoise initialised on it."""
    await Tortoise.init(config=build_tortoise_config(fresh, settings), _enable_global_fallback=True)
    yield fresh
    await Tortoise.close_connections()
