"""`migrate` in processes of their own, to be run beside each other and to be killed."""

import asyncio
import multiprocessing
import sys
from enum import IntEnum
from multiprocessing.process import BaseProcess

from assistant.database import MIGRATIONS, build_migration_config
from assistant.settings import load_settings
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.migrations import upgrade

# A process that has imported everything already is forked for each: an import costs more than a migration.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["assistant.commands.migrate"])


class Outcome(IntEnum):
    """How a process ended: its exit code."""

    NOTHING_TO_DO = 0
    FAILED = 1
    APPLIED = 3


def start_migrator(database: DatabaseCredentials) -> BaseProcess:
    """Start to migrate."""
    process = _CONTEXT.Process(target=_migrate, args=(database,), daemon=True)
    process.start()
    return process


async def run_migrator(database: DatabaseCredentials) -> Outcome:
    """Migrate, and return how it ended."""
    return await wait_for_end(start_migrator(database))


async def wait_for_end(process: BaseProcess) -> Outcome:
    """Return how a process ended. Raises ValueError where it was killed."""
    await asyncio.to_thread(process.join)
    assert process.exitcode is not None
    return Outcome(process.exitcode)


def _migrate(database: DatabaseCredentials) -> None:
    settings = load_settings(env_file=None, environ={})
    done = asyncio.run(upgrade(build_migration_config(database, settings), database.arguments(), MIGRATIONS))
    sys.exit(Outcome.APPLIED if done.applied else Outcome.NOTHING_TO_DO)
