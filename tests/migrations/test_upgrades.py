"""Schemas with a shop's history in them go up and down, and the version before still works on the newest one."""

import io
import shutil
import subprocess
import tarfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest
import pytest_asyncio
from aerich import Command
from command_line import CommandLine
from history import HEADS, say
from shop_line import OVERLAPS, ShopLine
from tortoise import Tortoise
from tortoise.context import TortoiseContext

from assistant.database import MIGRATIONS, build_migration_config
from assistant.settings import ROOT, Settings
from assistant.shopfile.read import DEMO_SHOP
from assistant.storage import models
from assistant.storage.accounts import ensure_account
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.migrations import apply_migrations, upgrade
from assistant.storage.readiness import list_migrations
from assistant.storage.rows import run
from assistant.storage.schema import describe_schema, read_fingerprint

FILES = list_migrations(MIGRATIONS)
KEPT = sorted(int(file.stem) for file in HEADS.glob("*.sql"))
STOPS = [(head, stop) for head in KEPT for stop in range(head, len(FILES))]
GIT = shutil.which("git")
READ_ROWS = 'SELECT to_jsonb(t) AS row FROM "{table}" t ORDER BY id'

Data = dict[str, list[dict[str, Any]]]
"""The rows of each table, by its name, in order."""

needs_two = pytest.mark.skipif(len(FILES) == 1, reason="there is one migration: before it there was nothing")


@pytest.fixture
def config(empty: DatabaseCredentials, settings: Settings) -> dict[str, Any]:
    return build_migration_config(empty, settings)


def copy_up_to(last: int, folder: Path) -> Path:
    """Copy the migrations up to a number."""
    (folder / "models").mkdir(parents=True)
    for name in FILES[: last + 1]:
        shutil.copy(MIGRATIONS / "models" / name, folder / "models")
    return folder


async def restore(database: DatabaseCredentials, head: int) -> None:
    session = await asyncpg.connect(**database.arguments())
    await session.execute((HEADS / f"{head}.sql").read_text())
    await session.close()


async def read_data(database: DatabaseCredentials) -> Data:
    session = await asyncpg.connect(**database.arguments())
    try:
        tables = sorted({line.partition(":")[0] for line in await describe_schema(session) if ": column " in line})
        rows = {table: await session.fetch(READ_ROWS.format(table=table)) for table in tables}
        return {table: [msgspec.json.decode(one["row"]) for one in found] for table, found in rows.items()}
    finally:
        await session.close()


def keep_columns(data: Data, like: Data) -> Data:
    """Return the part of `data` whose tables and columns `like` has too."""
    return {
        table: [{name: row[name] for name in known[0]} for row in data[table]] if (known := like[table]) else []
        for table in like
    }


@pytest_asyncio.fixture
async def _close_models() -> AsyncIterator[None]:
    yield
    await Tortoise.close_connections()


@pytest.mark.parametrize(("head", "stop"), STOPS)
@pytest.mark.usefixtures("_close_models")
async def test_a_history_of_an_earlier_schema_is_taken_along_and_the_product_goes_on_with_it(
    head: int, stop: int, empty: DatabaseCredentials, config: dict[str, Any], tmp_path: Path
) -> None:
    await apply_migrations(config, copy_up_to(head, tmp_path / "old"))
    await restore(empty, head)
    before = await read_data(empty)
    await apply_migrations(config, copy_up_to(stop, tmp_path / "between"))
    await upgrade(config, empty.arguments(), MIGRATIONS)
    assert keep_columns(await read_data(empty), before) == before
    await Tortoise.init(config=config, _enable_global_fallback=True)
    await go_on()


async def go_on() -> None:
    """Let everybody of the history go on where they were."""
    business = await models.Business.get()
    line = ShopLine(await ensure_account(business.id, "standard", "demo"))
    assert "Booked:" in await say(line, "sue", "later", "yes"), "she held her time"
    assert "3pm" in await say(line, "joe", "later", "what have I booked?")
    assert "cancel" in (await say(line, "joe", "cancel", "cancel it")).lower()
    assert "cancelled" in (await say(line, "joe", "sure", "yes")).lower()
    assert await say(line, "max", "later", "hello?") == "", "a person has it"
    assert "Shall I book it?" not in await say(line, "pat", "a", "Haircut with Ben tomorrow at 4pm, I'm Pat"), "Kim's"
    assert "Shall I book it?" in await say(line, "pat", "b", "Haircut with Ana tomorrow at 3pm, I'm Pat"), (
        "it was Joe's"
    )
    assert "Booked:" in await say(line, "pat", "c", "yes")
    booked = await models.Booking.filter(status="confirmed").order_by("id")
    assert [one.name for one in booked] == ["Kim", "Sue", "Pat"]
    assert (await run(OVERLAPS))[0]["overlaps"] == 0


@needs_two
async def test_one_step_down_and_up_again_leaves_the_data_equal(
    empty: DatabaseCredentials, config: dict[str, Any]
) -> None:
    await apply_migrations(config, MIGRATIONS)
    await restore(empty, KEPT[0])
    before = await read_data(empty)
    async with TortoiseContext() as context:
        await context.init(config=config)
        command = Command(config, app="models", location=str(MIGRATIONS))
        await command.init()
        assert await command.downgrade(-1, delete=False) == [FILES[-1]]
    below = await read_data(empty)
    assert keep_columns(before, below) == below
    assert (await upgrade(config, empty.arguments(), MIGRATIONS)).applied == (FILES[-1],)
    assert await read_data(empty) == before


@pytest.fixture
def previous_code(tmp_path: Path) -> Path:
    """The newest tree that has all migrations but the last."""
    if GIT is None:
        pytest.skip("git is not installed: the version before the newest migration is taken from the history")
    commits = _ask_git("rev-list", "--full-history", "HEAD", "--", "migrations/models").decode().split()
    made = next((commit for commit in commits if _list_migrations(commit) == set(FILES[:-1])), None)
    if made is None:
        pytest.skip("there is no history here: the version before the newest migration cannot be had")
    archive = _ask_git("archive", "--format=tar", made)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tree:
        tree.extractall(tmp_path / "code", filter="data")
    return tmp_path / "code"


def _list_migrations(commit: str) -> set[str]:
    """Return the migrations that a commit has: a branch's own numbers were others than what they became."""
    paths = _ask_git("ls-tree", "--name-only", commit, "migrations/models/").decode().split()
    return {Path(path).name for path in paths}


def _ask_git(*arguments: str) -> bytes:
    """Return what git says; nothing where it refuses."""
    assert GIT is not None
    return subprocess.run([GIT, "-C", str(ROOT), *arguments], capture_output=True, check=False).stdout  # noqa: S603


@needs_two
async def test_the_version_before_the_newest_migration_books_and_cancels_on_the_new_schema(
    previous_code: Path, fresh: DatabaseCredentials, tmp_path: Path
) -> None:
    assert not (previous_code / "migrations" / "models" / FILES[-1]).exists()
    line = CommandLine(tmp_path, fresh, code=previous_code)
    loaded = await line.assistant("shop", "load", str(previous_code / DEMO_SHOP.relative_to(ROOT)))
    assert loaded.code == 0, loaded.err
    talk = "Haircut with Ana next Friday at 3pm, I'm Joe\nyes\nmove it to 4pm\nyes\ncancel it\nyes\n"
    said = await line.assistant("chat", "--as", "joe", stdin=talk)
    assert said.code == 0, said.err
    for told in ("Booked: Haircut with Ana", "Moved: ", "ancelled"):
        assert told in said.out


async def test_the_fingerprint_of_head_is_the_committed_one_after_every_way_up(
    empty: DatabaseCredentials, config: dict[str, Any], tmp_path: Path
) -> None:
    for stop in range(len(FILES)):
        await apply_migrations(config, copy_up_to(stop, tmp_path / str(stop)))
    session = await asyncpg.connect(**empty.arguments())
    assert await describe_schema(session) == read_fingerprint(MIGRATIONS / "schema.txt")
    await session.close()
