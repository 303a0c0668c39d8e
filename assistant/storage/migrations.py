"""Run Aerich, one process at a time, and compare the models with the migrations."""

from pathlib import Path
from typing import Any

import asyncpg
from aerich import Command
from aerich.migrate import Migrate
from aerich.utils import get_models_describe

LOCK = 0x0A551574
"""Any number of our own: `aerich upgrade` itself takes no lock, and two at once fail halfway."""
LOCK_TIMEOUT_S = 60


async def upgrade(config: dict[str, Any], connect: dict[str, Any], folder: Path) -> list[str]:
    """Apply what is missing and return the names of the files that were applied, in order.

    Args:
        config: Tortoise's configuration.
        connect: asyncpg's arguments for the same database: the lock lives in a session of its own.
        folder: The migrations.
    """
    guard = await asyncpg.connect(**connect, timeout=LOCK_TIMEOUT_S)
    try:
        await guard.execute("SELECT pg_advisory_lock($1)", LOCK, timeout=LOCK_TIMEOUT_S)
        async with Command(config, app="models", location=str(folder)) as command:
            return list(await command.upgrade(run_in_transaction=True))
    finally:
        await guard.close()  # closing the session drops the lock


async def find_model_changes(folder: Path, models: list[str]) -> list[str]:
    """Return the statements that would make the migrations say what the models say; none where they agree.

    Needs no database: the newest migration carries the models' state that it leads to.
    """
    nowhere = {"host": "127.0.0.1", "port": 1, "user": "nobody", "password": "", "database": "nowhere"}
    config = {
        "connections": {"default": {"engine": "tortoise.backends.asyncpg", "credentials": nowhere}},
        "apps": {"models": {"models": models, "default_connection": "default"}},
        "use_tz": True,
    }
    command = Command(config, app="models", location=str(folder))
    await command.init(offline=True)
    try:
        known = Migrate._last_version_content or {}  # noqa: SLF001 - aerich has no command that only compares
        Migrate.diff_models(known, get_models_describe("models"), no_input=True)
        return list(Migrate.upgrade_operators)
    finally:
        await command.aclose()
