"""Fixtures of the storage tests: one server for the run, a fresh migrated database for each test that asks."""

import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from aerich import Command
from tortoise import Tortoise

from assistant.clock import use_packaged_time_zones
from assistant.database import build_tortoise_config
from assistant.settings import ROOT, load_settings
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.embedded import EmbeddedPostgres

TEMPLATE = "migrated"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedPostgres]:
    """A server that is thrown away after the run."""
    # Not pytest's own directory: it is closed to the server's account when the tests run as root.
    home = Path(tempfile.mkdtemp(prefix="assistant-test-"))
    home.chmod(0o711)
    with EmbeddedPostgres(home / "pg", database=TEMPLATE, settings={"fsync": "off"}) as running:
        yield running
    shutil.rmtree(home)


@pytest_asyncio.fixture(scope="session")
async def migrated(server: EmbeddedPostgres) -> DatabaseCredentials:
    """The template database, migrated once."""
    config = build_tortoise_config(server.credentials, load_settings())
    async with Command(config, app="models", location=str(ROOT / "migrations")) as command:
        await command.upgrade(run_in_transaction=True)
    return server.credentials


@pytest_asyncio.fixture
async def database(migrated: DatabaseCredentials) -> AsyncIterator[DatabaseCredentials]:
    """A fresh migrated database, with Tortoise initialised on it."""
    use_packaged_time_zones()
    fresh = replace(migrated, database=f"test_{next(_numbers)}")
    maker = await asyncpg.connect(**replace(migrated, database="postgres").arguments())
    await maker.execute(f'CREATE DATABASE "{fresh.database}" TEMPLATE "{TEMPLATE}"')
    await maker.close()
    await Tortoise.init(config=build_tortoise_config(fresh, load_settings()), _enable_global_fallback=True)
    yield fresh
    await Tortoise.close_connections()
