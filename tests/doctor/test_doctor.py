"""`doctor`, as it is typed: one page, an exit code, and not a byte changed."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import pytest
from command_line import CommandLine

from assistant.shopfile.read import DEMO_SHOP
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.embedded import EmbeddedPostgres


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data directory that the server's own account can reach, also when the tests run as root."""
    made = Path(tempfile.mkdtemp(prefix="assistant-doctor-"))
    made.chmod(0o711)
    yield made
    rmtree(made)


async def test_a_shop_in_good_order_is_told_so(fresh: DatabaseCredentials, tmp_path: Path) -> None:
    line = CommandLine(tmp_path, fresh)
    assert (await line.assistant("shop", "load", str(DEMO_SHOP))).code == 0
    assert (await line.assistant("backup")).code == 0
    looked = await line.assistant("doctor")
    assert (looked.code, looked.err) == (0, ""), looked
    assert [row.split() for row in looked.out.splitlines() if row] == [
        *([area, "ok"] for area in ("packages", "settings", "data", "port", "server", "schema", "shop")),
        ["All", "is", "well."],
    ]


async def test_a_database_that_is_down_is_a_page_too(fresh: DatabaseCredentials, tmp_path: Path) -> None:
    looked = await CommandLine(tmp_path, fresh).assistant("doctor", APP_DB_URL="postgresql://x:geheim@127.0.0.1:1/shop")
    assert looked.code == 1
    assert "PROBLEM  The database shop on 127.0.0.1 cannot be asked" in looked.out
    assert "geheim" not in looked.out + looked.err
    assert looked.err == "1 problem.\n"


async def test_a_setting_that_cannot_be_used_is_a_page_too(tmp_path: Path) -> None:
    looked = await CommandLine(tmp_path).assistant("doctor", APP_PORT="eighty")
    assert looked.code == 1
    assert "PROBLEM  APP_PORT must be a whole number" in looked.out


async def test_files_that_cannot_be_looked_at_are_a_page_too(tmp_path: Path) -> None:
    looked = await CommandLine(tmp_path / ("x" * 300)).assistant("doctor")
    assert looked.code == 1
    assert looked.out.count("cannot be looked at (File name too long)") == 2
    assert "Traceback" not in looked.err


async def test_doctor_starts_no_server_and_changes_no_file(folder: Path) -> None:
    line = CommandLine(folder)
    assert "There is no database" in (await line.assistant("doctor")).out
    assert list_files(folder) == {}
    with EmbeddedPostgres(folder / "postgres", settings={"fsync": "off"}):
        assert re.search(r"The schema lacks \d+ migrations, first 0_", (await line.assistant("doctor")).out)
    before = list_files(folder)
    assert "is not running" in (await line.assistant("doctor")).out
    assert list_files(folder) == before
    (folder / "postgres" / "pgdata" / "PG_VERSION").write_text("17\n")
    looked = await line.assistant("doctor")
    assert "were written by Postgres 17" in looked.out
    assert "APP_PG_BIN=/path/to/postgres-17/bin python -m assistant backup" in looked.out


def list_files(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
