"""`migrate`: bring the schema to head; compare models, migrations and what they lead to."""

import asyncio
import tempfile
from pathlib import Path

import asyncpg

from assistant.commands.session import CommandError, prepare, say
from assistant.database import MIGRATIONS, MODEL_MODULES, build_migration_config, open_credentials
from assistant.settings import Settings
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.embedded import EmbeddedPostgres
from assistant.storage.migrations import Upgrade, apply_migrations, find_model_changes, upgrade
from assistant.storage.schema import describe_schema, write_fingerprint


async def migrate(settings: Settings, credentials: DatabaseCredentials) -> Upgrade:
    """Apply what is missing; return what was done. Raises MigrationError and UnavailableError."""
    return await upgrade(build_migration_config(credentials, settings), credentials.arguments(), MIGRATIONS)


async def show_migrate() -> None:
    """Migrate, and say what was done."""
    settings = prepare(quiet=True)
    with open_credentials(settings) as credentials:
        done = await migrate(settings, credentials)
    for name in done.applied:
        say(f"applied {name}")
    if done.ahead:
        say(f"A newer version has been here: the database also has {', '.join(done.ahead)}. This one can work on it.")
    elif not done.applied:
        say("The database is at head: nothing to do.")


async def check_migrations() -> None:
    """Say whether a migration is missing for what the models say. Raises CommandError where one is."""
    changes = await find_model_changes(MIGRATIONS, list(MODEL_MODULES))
    if changes:
        listed = "\n".join(f"  {change}" for change in changes)
        raise CommandError(f"The models are ahead of the migrations by:\n{listed}\nRun: aerich migrate --name WHAT")
    say("Models and migrations agree.")


def rewrite_fingerprint() -> None:
    """Write what the migrations lead to on a private server that is thrown away, whatever the settings name."""
    settings = prepare(quiet=True)
    with tempfile.TemporaryDirectory(prefix="assistant-fingerprint-") as folder:
        Path(folder).chmod(0o711)  # the server may run under an account of its own
        with EmbeddedPostgres(Path(folder) / "postgres", programs=settings.pg_bin) as server:
            lines = asyncio.run(_migrate_and_describe(settings, server.credentials))
    write_fingerprint(MIGRATIONS / "schema.txt", lines)
    say(f"Wrote {len(lines)} lines to {MIGRATIONS / 'schema.txt'}.")


async def _migrate_and_describe(settings: Settings, credentials: DatabaseCredentials) -> list[str]:
    await apply_migrations(build_migration_config(credentials, settings), MIGRATIONS)
    session = await asyncpg.connect(**credentials.arguments())
    try:
        return await describe_schema(session)
    finally:
        await session.close()
