"""Where a backup goes is what was meant, or it is refused before anything is written."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.commands.backup import choose_path
from assistant.commands.session import CommandError
from assistant.settings import load_settings

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SETTINGS = load_settings(env_file=None, environ={})


def test_a_directory_that_is_not_there_does_not_become_a_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no directory .*usb: make it, or name a file that ends in \.sql"):
        choose_path(tmp_path / "usb", SETTINGS, NOON)
    assert not list(tmp_path.iterdir())


def test_in_a_directory_a_backup_has_the_name_of_its_moment(tmp_path: Path) -> None:
    assert choose_path(tmp_path, SETTINGS, NOON).name == "assistant-20261123-120000.sql.gz"
    assert choose_path(tmp_path / "friday.sql.gz", SETTINGS, NOON) == tmp_path / "friday.sql.gz"
