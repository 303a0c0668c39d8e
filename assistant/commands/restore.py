"""`restore`: a backup into an empty database, all of it or nothing."""

from dataclasses import replace
from pathlib import Path

from assistant.commands.backup import Reporter, describe, make_place, try_out
from assistant.commands.migrate import migrate
from assistant.commands.session import CommandError, prepare, say
from assistant.database import MIGRATIONS, open_credentials
from assistant.settings import Settings
from assistant.storage.backup.archive import BackupError
from assistant.storage.backup.load import Backup, NotEmptyError, load_backup, read_backup
from assistant.storage.backup.scratch import ensure_database
from assistant.storage.connection import DatabaseCredentials


async def show_restore(path: Path, *, into: str | None, check: bool) -> None:
    """Restore a backup and bring it to this version's schema; with `check` into a scratch database that is dropped."""
    settings = prepare(quiet=True)
    is_embedded = not (settings.db_url or settings.db_host)
    if into and is_embedded:
        raise CommandError(f"The embedded server serves one database. {_elsewhere(path, settings)}")
    try:
        backup = read_backup(path, MIGRATIONS)
        with open_credentials(settings) as credentials:
            if check:
                await try_out(backup, credentials, settings)
            else:
                await _restore(backup, credentials, settings, into)
    except NotEmptyError as error:
        raise CommandError(f"{error} {_elsewhere(path, settings)}") from None
    except BackupError as error:
        raise CommandError(str(error)) from None
    what = f"{describe(backup.trailer)}, as of {backup.header.made_at:%Y-%m-%d %H:%M} UTC"
    say(f"{'It would restore' if check else 'Restored'} {what}.")
    if into:
        say(f"It is in the database {into}. To serve it, name it in APP_DB_NAME or APP_DB_URL.")


async def _restore(backup: Backup, credentials: DatabaseCredentials, settings: Settings, into: str | None) -> None:
    if into:
        await ensure_database(credentials, into)
        credentials = replace(credentials, database=into)
    await load_backup(backup, make_place(credentials, settings), progress=Reporter())
    say("Compared every table is the same as it was saved, and nothing is booked twice.")
    for name in (await migrate(settings, credentials)).applied:
        say(f"applied  {name}")


def _elsewhere(path: Path, settings: Settings) -> str:
    """Return how to restore beside what is there."""
    if settings.db_url or settings.db_host:
        return "Restore beside it, with --into and a new name."
    beside = settings.data_dir.with_name(settings.data_dir.name + "-restored")
    return (
        "Restore beside it, and serve from there:\n"
        f"  APP_DATA_DIR={beside} python -m assistant restore {path}\n"
        f"  APP_DATA_DIR={beside} python -m assistant run"
    )
