"""What is known of the last backup: one small file beside the data, for whoever asks how old it is."""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

_NAME = "last-backup.json"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRecord:
    """One backup that was made."""

    path: str
    made_at: datetime
    is_verified: bool


def note_backup(folder: Path, record: BackupRecord) -> None:
    """Remember a backup as the last one. Where that cannot be written the backup is none the worse."""
    part = folder / f"{_NAME}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(msgspec.json.encode(record) + b"\n")
        part.replace(folder / _NAME)
    except OSError as error:
        _log.warning("That a backup was made could not be noted in %s (%s): doctor will not know.", folder, error)


def find_last_backup(folder: Path) -> BackupRecord | None:
    """Return the last backup that is known of, or None."""
    try:
        return msgspec.json.decode((folder / _NAME).read_bytes(), type=BackupRecord)
    except (OSError, msgspec.DecodeError):
        return None
