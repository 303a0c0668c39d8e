"""`migrate`: bring the schema to head, one process at a time; `--check` compares the models with the migrations."""

from assistant.app import MIGRATIONS
from assistant.commands.session import CommandError, prepare, say
from assistant.database import MODEL_MODULES, build_tortoise_config, open_credentials
from assistant.settings import Settings
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.failures import in_words_of_ports
from assistant.storage.migrations import find_model_changes, upgrade


async def migrate(settings: Settings, credentials: DatabaseCredentials) -> list[str]:
    """Apply what is missing; return the names of the files that were applied."""
    with in_words_of_ports():
        return await upgrade(build_tortoise_config(credentials, settings), credentials.arguments(), MIGRATIONS)


async def show_migrate() -> None:
    """Migrate, and say what was done."""
    settings = prepare(quiet=True)
    with open_credentials(settings) as credentials:
        applied = await migrate(settings, credentials)
    for name in applied:
        say(f"applied {name}")
    if not applied:
        say("The database is at head: nothing to do.")


async def check_migrations() -> None:
    """Say whether a migration is missing for what the models say. Raises CommandError where one is."""
    changes = await find_model_changes(MIGRATIONS, list(MODEL_MODULES))
    if changes:
        listed = "\n".join(f"  {change}" for change in changes)
        raise CommandError(f"The models are ahead of the migrations by:\n{listed}\nRun: aerich migrate --name WHAT")
    say("Models and migrations agree.")
