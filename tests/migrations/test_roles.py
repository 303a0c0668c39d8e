"""The roles of docs/how-to/database-roles.md, made with its very SQL: each can do its work, and nothing else."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from command_line import CommandLine
from doc_pages import read_page

from assistant.database import build_migration_config
from assistant.settings import Settings
from assistant.shopfile.read import DEMO_SHOP
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.migrations import apply_migrations

ROLES = ("assistant_migrator", "assistant_app", "assistant_reader")
FORBIDDEN_TO_THE_APP = (
    "DROP TABLE booking",
    "TRUNCATE booking CASCADE",
    "ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap",
    "ALTER TABLE occupancy DISABLE TRIGGER ALL",
    "DROP TRIGGER occupancy_unit_exists ON occupancy",
    "CREATE OR REPLACE FUNCTION occupancy_unit_exists() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    "DROP INDEX occupancy_taken",
    "CREATE TABLE mine (id int)",
    "CREATE INDEX mine ON booking (name)",
    "ALTER TABLE booking OWNER TO assistant_app",
    "ALTER TABLE booking ADD COLUMN mine int",
    "UPDATE booking_event SET actor = 'nobody'",
    "DELETE FROM booking_event",
    "DELETE FROM aerich",
    "UPDATE migration_checksum SET sha256 = ''",
    "SET ROLE assistant_migrator",
    "CREATE ROLE mine",
    "CREATE SCHEMA mine",
    "SET session_replication_role = replica",
)
FORBIDDEN_TO_THE_READER = (
    "INSERT INTO customer (name, phone, business_id, created_at) VALUES ('x', '', 1, now())",
    "UPDATE booking SET status = 'cancelled'",
    "DELETE FROM inbox",
    "SELECT secrets FROM channel_account",
    "SELECT nextval('booking_id_seq')",
    "CREATE TABLE mine (id int)",
    "SELECT FROM booking FOR UPDATE",
)


class Shop:
    """A database with roles, and a salon in it."""

    def __init__(self, database: DatabaseCredentials, folder: Path) -> None:
        self.database = database
        self.folder = folder

    def as_role(self, role: str) -> DatabaseCredentials:
        return replace(self.database, user=role)

    def line(self, role: str) -> CommandLine:
        return CommandLine(self.folder, self.as_role(role))

    async def is_refused(self, role: str, sql: str) -> bool:
        session = await asyncpg.connect(**self.as_role(role).arguments())
        try:
            await session.execute(sql)
        except asyncpg.InsufficientPrivilegeError:
            return True
        else:
            return False
        finally:
            await session.close()


async def execute(database: DatabaseCredentials, *statements: str) -> None:
    session = await asyncpg.connect(**database.arguments())
    for statement in statements:
        await session.execute(statement)
    await session.close()


@pytest_asyncio.fixture(scope="module")
async def shop(migrated: DatabaseCredentials, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shop]:
    administrator = replace(migrated, database="postgres")
    database = replace(migrated, database="assistant")
    roles, privileges, tightened = read_page("docs/how-to/database-roles.md").blocks("sql")
    made = Shop(database, tmp_path_factory.mktemp("roles"))
    await execute(administrator, *(one for one in roles.split(";\n") if one.strip()))
    await execute(database, privileges)
    done = await made.line("assistant_migrator").assistant("migrate")
    assert (done.code, done.out.split()[0]) == (0, "applied"), done.err
    await execute(made.as_role("assistant_migrator"), tightened)
    yield made
    await execute(administrator, "DROP DATABASE assistant WITH (FORCE)", f"DROP ROLE {', '.join(ROLES)}")


async def test_the_app_role_loads_a_shop_and_books_moves_and_cancels(shop: Shop) -> None:
    line = shop.line("assistant_app")
    loaded = await line.assistant("shop", "load", str(DEMO_SHOP))
    assert loaded.code == 0, loaded.err
    talk = "Haircut with Ana next Friday at 3pm, I'm Joe\nyes\nmove it to 4pm\nyes\ncancel it\nyes\nI want a person\n"
    said = await line.assistant("chat", "--as", "joe", stdin=talk)
    assert said.code == 0, said.err
    for told in ("Booked: Haircut with Ana", "Moved: ", "ancelled"):
        assert told in said.out
    assert "joe" in (await line.assistant("inbox")).out.lower()


async def test_the_app_role_may_ask_to_migrate_at_head_and_is_refused_where_something_is_to_do(
    shop: Shop,
) -> None:
    asked = await shop.line("assistant_app").assistant("migrate")
    assert (asked.code, asked.out) == (0, "The database is at head: nothing to do.\n"), asked.err
    await execute(shop.database, "CREATE DATABASE behind")
    behind = Shop(replace(shop.database, database="behind"), shop.folder)
    refused = await behind.line("assistant_app").assistant("migrate")
    assert refused.code == 1
    assert "assistant_app" in refused.err
    assert "owns" in refused.err
    assert "Traceback" not in refused.err
    await execute(shop.database, "DROP DATABASE behind WITH (FORCE)")


@pytest.mark.parametrize("sql", FORBIDDEN_TO_THE_APP)
async def test_the_app_role_is_refused(sql: str, shop: Shop) -> None:
    assert await shop.is_refused("assistant_app", sql)


@pytest.mark.parametrize("sql", FORBIDDEN_TO_THE_READER)
async def test_the_reader_is_refused(sql: str, shop: Shop) -> None:
    assert await shop.is_refused("assistant_reader", sql)


async def test_the_reader_reads_tables_of_later_migrations_too_and_the_app_writes_them(
    shop: Shop,
) -> None:
    await execute(shop.as_role("assistant_migrator"), "CREATE TABLE later (id bigserial PRIMARY KEY)")
    await execute(shop.as_role("assistant_app"), "INSERT INTO later DEFAULT VALUES")
    await execute(
        shop.as_role("assistant_reader"), "SELECT * FROM later", "SELECT name FROM channel_account", "TABLE booking"
    )
    await execute(shop.as_role("assistant_migrator"), "DROP TABLE later")


async def test_nobody_else_may_enter(shop: Shop, settings: Settings) -> None:
    await execute(shop.database, "CREATE ROLE stranger LOGIN")
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await apply_migrations(build_migration_config(shop.as_role("stranger"), settings), Path("migrations"))
    finally:
        await execute(shop.database, "DROP ROLE stranger")
