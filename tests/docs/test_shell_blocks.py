"""What the documents tell people to type can be typed, in its order, and works."""

import json
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from doc_pages import Page, read_pages
from shell_blocks import list_blocks, list_settings_blocks, read_env_file, run_command
from shop_line import open_shop

from assistant.database import read_credentials
from assistant.settings import ROOT, load_settings
from assistant.shopfile.read import DEMO_SHOP
from assistant.storage import models
from assistant.storage.connection import DatabaseCredentials

PAGES = read_pages()
TYPED = [page for page in PAGES if any(not block.excuse for block in list_blocks(page))]
COPIED = ("assistant", "docs", "migrations", "pyproject.toml")
CONVERSATION = 13
"""The number of the conversation that pages answer as a person."""
ASKING = "Can I speak to someone? I'm allergic to ammonia."
GAP = 17
"""The number of the first question without an answer."""
UNANSWERED = (
    "Do you have wifi?",
    "can I leave a pram somewhere",
    "is there wifi for customers?",
    "do you have WiFi",
    "can i bring my own colour",
)


@pytest.fixture
async def demo(database: DatabaseCredentials) -> DatabaseCredentials:
    """The database as after `make run`: the demo salon, and customers who asked for a person and what nobody knows."""
    connection = await asyncpg.connect(**database.arguments())
    await connection.execute(f"SELECT setval('conversation_id_seq', {CONVERSATION - 1})")
    await connection.execute(f"SELECT setval('faq_gap_id_seq', {GAP - 1})")
    await connection.close()
    shop = await open_shop()
    shop.now = datetime(2026, 11, 23, 1, 41, tzinfo=UTC)
    await shop.deliver(shop.make_event("joe", "1", ASKING))
    await shop.wait_until_answered()
    assert (await models.Conversation.get(attended_by="person")).id == CONVERSATION
    await leave_unanswered(shop.now)
    return database


async def leave_unanswered(now: datetime) -> None:
    message = await models.InboxMessage.get(text=ASKING)
    for text in UNANSWERED:
        await models.FaqGap.create(
            business_id=message.business_id,  # type: ignore[attr-defined]  # Tortoise's
            message_id=message.id,
            text=text,
            asked_at=now,
        )


@pytest.fixture
async def empty(demo: DatabaseCredentials) -> DatabaseCredentials:
    """The database of a data directory that is new."""
    made = replace(demo, database=f"{demo.database}_beside")
    maker = await asyncpg.connect(**demo.arguments())
    await maker.execute(f'CREATE DATABASE "{made.database}" TEMPLATE template0')
    await maker.close()
    return made


@pytest.fixture
def folder() -> Iterator[Path]:
    """A scratch folder that looks like a clone, with a shop file of one's own."""
    made = Path(tempfile.mkdtemp(prefix="assistant-docs-"))
    made.chmod(0o711)
    for name in COPIED:
        (made / name).symlink_to(ROOT / name)
    (made / ".venv").symlink_to(sys.prefix)
    shutil.copy(DEMO_SHOP, made / "my-shop.toml")
    yield made
    shutil.rmtree(made)


@pytest.mark.parametrize("page", TYPED, ids=lambda page: page.name)
async def test_what_a_page_tells_to_type_works_in_its_order(
    page: Page, demo: DatabaseCredentials, empty: DatabaseCredentials, folder: Path
) -> None:
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(folder),
        "APP_DATA_DIR": str(folder / ".data"),
        "APP_PORT": "0",
    }
    for block in list_blocks(page):
        for command in () if block.excuse else block.commands:
            written = read_env_file(folder)
            # Another data directory is another database, which holds nothing yet.
            where = empty if "APP_DATA_DIR" in written else demo
            url = f"postgresql://{where.user}@/{where.database}?host={where.host}"
            done = run_command(command, folder, environment | {"APP_DB_URL": url})
            assert done.code == 0, (
                f"{page.name}, line {block.line}: `{command}` ended with {done.code}:\n{done.said}\n"
                "If it cannot be run by a test, write `<!-- not run: why -->` above the block."
            )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_settings_toml_and_json_in_the_documents_can_be_read(page: Page, tmp_path: Path) -> None:
    for code in list_settings_blocks(page):
        (tmp_path / ".env").write_text(code)
        read_credentials(load_settings(tmp_path / ".env", {}))
    for code in page.blocks("toml"):
        tomllib.loads(code)
    for code in page.blocks("json"):
        json.loads(code)


def test_an_excuse_is_given_only_where_something_is_typed() -> None:
    given = {(page.name, page.text.count("<!-- not run: ")) for page in PAGES if "<!-- not run: " in page.text}
    used = {(page.name, sum(bool(block.excuse) for block in list_blocks(page))) for page in PAGES}
    assert given <= used
