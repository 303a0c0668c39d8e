"""`backup`: all data in one file, tried out before it is called a backup."""

import asyncio
from datetime import datetime
from pathlib import Path

from assistant.clock import SystemClock
from assistant.commands.session import CommandError, prepare, say
from assistant.database import MIGRATIONS, build_tortoise_config, open_credentials
from assistant.settings import Settings
from assistant.storage.backup.archive import BackupError, Trailer, new_file
from assistant.storage.backup.history import BackupRecord, note_backup
from assistant.storage.backup.load import Backup, Place, load_backup, read_backup
from assistant.storage.backup.save import save_database
from assistant.storage.backup.scratch import open_scratch
from assistant.storage.connection import DatabaseCredentials

BACKUPS = "backups"
"""Where in the data directory backups go that nobody names a place for."""
SUFFIX = ".sql.gz"
REPORT_EVERY_S = 5.0
CAUTION = (
    "It holds what customers wrote and the webhooks' secrets. Keep a copy on another machine, and let nobody read it."
)


class Reporter:
    """Says now and then how far a long copy has come, and nothing of a short one."""

    def __init__(self) -> None:
        self._next_at = asyncio.get_running_loop().time() + REPORT_EVERY_S

    def __call__(self, what: str, rows: int) -> None:
        """See `storage.backup.save.Progress`."""
        now = asyncio.get_running_loop().time()
        if now >= self._next_at:
            self._next_at = now + REPORT_EVERY_S
            say(f"  {what}: {rows:,} rows")


async def show_backup(target: Path | None, *, verify: bool) -> None:
    """Write a backup to a file, or into a directory under a name of its own; say what is in it."""
    settings = prepare(quiet=True)
    now = SystemClock().now()
    path = choose_path(target, settings, now)
    with open_credentials(settings) as credentials:
        try:
            with new_file(path) as part:
                header, trailer = await save_database(credentials, part, made_at=now, progress=Reporter())
                say(f"Saved    {describe(trailer)}, {len(trailer.tables)} tables, {_count_all(trailer):,} rows.")
                if verify:
                    await try_out(read_backup(part, MIGRATIONS), credentials, settings)
        except BackupError as error:
            raise CommandError(f"{error}\nThere is no new backup.") from None
    note_backup(settings.data_dir, BackupRecord(path=str(path), made_at=header.made_at, is_verified=verify))
    say(f"Backup   {path} ({_size(path)})" + ("" if verify else ", not tried out"))
    say(CAUTION)


async def try_out(backup: Backup, credentials: DatabaseCredentials, settings: Settings) -> None:
    """Restore a backup into a scratch database and compare every row; say so. Raises BackupError where it fails."""
    async with open_scratch(credentials) as scratch:
        await load_backup(backup, make_place(scratch, settings), progress=Reporter())
    say("Verified restored into a scratch database: every table is the same, and nothing is booked twice.")


def make_place(credentials: DatabaseCredentials, settings: Settings) -> Place:
    """Return where a backup goes."""
    return Place(
        credentials=credentials,
        make_config=lambda where: build_tortoise_config(where, settings),
        folder=MIGRATIONS,
    )


def describe(trailer: Trailer) -> str:
    """Return what the owner would count."""
    counts = ((trailer.tables[name].rows, name) for name in ("booking", "conversation") if name in trailer.tables)
    return ", ".join(f"{rows:,} {name}{'' if rows == 1 else 's'}" for rows, name in counts)


def choose_path(target: Path | None, settings: Settings, now: datetime) -> Path:
    """Return the file that a backup goes to. Raises CommandError where there is no such place."""
    if target is None:
        target = settings.data_dir / BACKUPS
        try:
            target.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"{target} cannot be made ({error.strerror}): name a file or a directory.") from None
    target = target.absolute()
    if target.is_dir():
        return target / f"assistant-{now:%Y%m%d-%H%M%S}{SUFFIX}"
    if not target.name.endswith(SUFFIX):  # a disk that is not mounted must not become a file of that name
        raise CommandError(f"There is no directory {target}: make it, or name a file that ends in {SUFFIX}.")
    if not target.parent.is_dir():
        raise CommandError(f"There is no directory {target.parent}: make it, or name another place.")
    return target


def _count_all(trailer: Trailer) -> int:
    return sum(table.rows for table in trailer.tables.values())


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1000:,.0f} kB"
