"""The database's configuration: lazy, complete, and good enough for Tortoise and for `aerich upgrade`."""

import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import database
from assistant.settings import ROOT, SettingsError, load_settings
from assistant.storage import pools
from assistant.storage.connection import DatabaseCredentials, SslMode

SOCKET = DatabaseCredentials(host="/run/pg", password="pw", sslmode=SslMode.DISABLE)

MODELS = """
from tortoise import fields
from tortoise.models import Model

class Thing(Model):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=20)
"""

STAND_IN = """
import asyncio
from assistant import database
database.MODEL_MODULES = ("stand_in_models", "aerich.models")
from aerich import Command
from aerich.cli import main

async def first_migration():
    async with Command(database.TORTOISE_ORM, app="models", location="./migrations") as command:
        await command.init_db(safe=True)

import sys
if sys.argv[1] == "first":
    asyncio.run(first_migration())
else:
    main()
"""


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A directory that the server's account can reach: pytest's own are closed to it when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="assistant-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def run(*arguments: str, cwd: Path, data: Path) -> str:
    # A developer's .env must not lead a test to his database: an empty variable wins over it.
    none = dict.fromkeys(("APP_DB_URL", "APP_DB_URL_FILE", "APP_DB_HOST", "APP_PG_BIN"), "")
    environ = {"PATH": os.defpath, "PYTHONPATH": f"{cwd}:{ROOT}", "APP_DATA_DIR": str(data), **none}
    done = subprocess.run(  # noqa: S603  # this very Python
        [sys.executable, *arguments], cwd=cwd, env=environ, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_importing_has_no_side_effect(reachable: Path) -> None:
    run("-W", "error", "-c", "import assistant.database", cwd=ROOT, data=reachable / "data")
    assert not (reachable / "data").exists()


def test_the_module_has_no_other_lazy_names() -> None:
    with pytest.raises(AttributeError, match="TORTOISE"):
        _ = database.TORTOISE


def test_the_configuration_bounds_every_wait_and_names_the_safe_engine() -> None:
    config = database.build_tortoise_config(SOCKET, load_settings(env_file=None, environ={"APP_DB_POOL_MAX": "7"}))
    given = {name: pool["credentials"] for name, pool in config["connections"].items()}
    assert {pool["engine"] for pool in config["connections"].values()} == {"assistant.storage.engine"}
    assert sum(pool["maxsize"] for pool in given.values()) == 7
    assert all(pool["minsize"] <= pool["maxsize"] >= 1 for pool in given.values())
    for pool in given.values():
        assert (pool["host"], pool["password"], pool["ssl"]) == ("/run/pg", "pw", False)
        assert pool["command_timeout"] * 1000 > int(pool["server_settings"]["statement_timeout"])
        assert pool["server_settings"]["timezone"] == "UTC"


def test_who_waits_for_an_answer_hears_of_a_database_that_hangs_within_three_seconds() -> None:
    config = database.build_tortoise_config(SOCKET, load_settings(env_file=None, environ={}))
    front = config["connections"][pools.FRONT]["credentials"]
    assert pools.ACQUIRE_TIMEOUT_S[pools.FRONT] + front["command_timeout"] < 3


def test_the_models_know_their_tables() -> None:
    config = database.build_tortoise_config(SOCKET, load_settings(env_file=None, environ={}))
    assert config["apps"]["models"]["models"] == ["assistant.storage.models", "aerich.models"]


def test_a_given_database_is_used_and_an_unverified_one_is_warned_about(caplog: pytest.LogCaptureFixture) -> None:
    url = "postgres://u:Zebra@db.example/d?sslmode=require"
    settings = load_settings(env_file=None, environ={"APP_DB_URL": url})
    with caplog.at_level(logging.WARNING), database.open_credentials(settings) as credentials:
        assert credentials.host == "db.example"
    assert "write sslmode=verify-full" in caplog.text
    assert "Zebra" not in caplog.text


def test_a_wrong_address_stops_before_anything_starts() -> None:
    settings = load_settings(env_file=None, environ={"APP_DB_URL": "postgres://h:x/d"})
    with pytest.raises(SettingsError, match=r"^APP_DB_URL "), database.open_credentials(settings):
        pass


def test_without_an_address_the_embedded_server_runs_meanwhile(reachable: Path) -> None:
    settings = load_settings(env_file=None, environ={"APP_DATA_DIR": str(reachable)})
    pid_file = reachable / "postgres" / "pgdata" / "postmaster.pid"
    with database.open_credentials(settings) as credentials:
        assert credentials.host.startswith("/")
        assert pid_file.exists()
    assert not pid_file.exists()


def test_aerich_upgrade_starts_the_embedded_server_migrates_and_stops_it(reachable: Path) -> None:
    project, data = reachable / "project", reachable / "data"
    project.mkdir()
    (project / "stand_in_models.py").write_text(MODELS)
    (project / "stand_in.py").write_text(STAND_IN)
    shutil.copy(ROOT / "pyproject.toml", project)
    run("stand_in.py", "first", cwd=project, data=reachable / "elsewhere")
    output = run("stand_in.py", "upgrade", cwd=project, data=data)
    assert "Success upgrading to 0_" in output
    assert "No upgrade items found" in run("stand_in.py", "upgrade", cwd=project, data=data)
    assert (data / "postgres" / "pgdata" / "PG_VERSION").exists()
    assert not (data / "postgres" / "pgdata" / "postmaster.pid").exists()
