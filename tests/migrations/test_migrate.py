"""`migrate` ends at head or says why not: many at once, files that were edited, schemas that were changed by hand."""

import shutil
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from command_line import CommandLine

from assistant.database import MIGRATION_TIMEOUT_S, MIGRATIONS, build_migration_config
from assistant.ports.errors import UnavailableError
from assistant.settings import Settings
from assistant.storage import migrations
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.migrations import MigrationError, Upgrade, apply_migrations, compute_checksum, upgrade
from assistant.storage.readiness import list_migrations
from assistant.storage.schema import describe_schema, find_differences, read_fingerprint, write_fingerprint

FILES = tuple(list_migrations(MIGRATIONS))
FINGERPRINT = MIGRATIONS / "schema.txt"


async def migrate(database: DatabaseCredentials, settings: Settings, folder: Path = MIGRATIONS) -> Upgrade:
    return await upgrade(build_migration_config(database, settings), database.arguments(), folder)


async def run_sql(database: DatabaseCredentials, sql: str) -> list[tuple[Any, ...]]:
    session = await asyncpg.connect(**database.arguments())
    try:
        return [tuple(row) for row in await session.fetch(sql)]
    finally:
        await session.close()


async def describe(database: DatabaseCredentials) -> list[str]:
    session = await asyncpg.connect(**database.arguments())
    try:
        return await describe_schema(session)
    finally:
        await session.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the migrations, to be edited."""
    return Path(shutil.copytree(MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__")))


async def test_a_migrator_that_waits_too_long_says_so_and_does_nothing(
    empty: DatabaseCredentials, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "LOCK_TIMEOUT_S", 1)
    other = await asyncpg.connect(**empty.arguments())
    await other.execute("SELECT pg_advisory_lock($1)", migrations.LOCK)
    with pytest.raises(MigrationError, match="has been at work for 1 s"):
        await migrate(empty, settings)
    assert await describe(empty) == []
    await other.close()
    assert (await migrate(empty, settings)).applied == FILES


async def test_a_table_that_is_in_use_is_waited_for_some_seconds_and_nothing_is_left_half_done(
    empty: DatabaseCredentials, settings: Settings, folder: Path
) -> None:
    await migrate(empty, settings)
    write_next(folder, "SET LOCAL lock_timeout = '200ms'; ALTER TABLE booking ADD COLUMN remark text;")
    other = await asyncpg.connect(**empty.arguments())
    async with other.transaction():
        await other.execute("SELECT FROM booking")
        with pytest.raises(MigrationError, match="what was begun is undone"):
            await migrate(empty, settings, folder)
    await other.close()
    assert await describe(empty) == read_fingerprint(FINGERPRINT)


def write_next(folder: Path, sql: str) -> str:
    """Write one more migration, which says nothing of the models, and return its name."""
    name = f"{len(FILES)}_20300101000000_next.py"
    code = f'async def upgrade(db):\n    return """{sql}"""\n\n\nasync def downgrade(db):\n    return "SELECT 1"\n'
    (folder / "models" / name).write_text(code)
    return name


async def test_a_new_migration_is_applied_and_compared_with_the_fingerprint_that_goes_with_it(
    empty: DatabaseCredentials, settings: Settings, folder: Path
) -> None:
    await migrate(empty, settings)
    name = write_next(folder, "ALTER TABLE booking ADD COLUMN remark text; CREATE TABLE extra (id int);")
    with pytest.raises(MigrationError, match=r"(?s)\+ booking: column remark text\n.*--write-fingerprint"):
        await migrate(empty, settings, folder)
    write_fingerprint(folder / "schema.txt", await describe(empty))
    assert await migrate(empty, settings, folder) == Upgrade()
    assert (name,) in await run_sql(empty, "SELECT version FROM migration_checksum")


async def test_what_aerich_applied_alone_has_its_checksums_noted_the_next_time(
    empty: DatabaseCredentials, settings: Settings, folder: Path
) -> None:
    await apply_migrations(build_migration_config(empty, settings), folder)
    assert await migrate(empty, settings, folder) == Upgrade()
    noted = await run_sql(empty, "SELECT version, sha256 FROM migration_checksum")
    assert sorted(noted) == [(name, compute_checksum(MIGRATIONS, name)) for name in sorted(FILES)]


async def test_a_file_that_was_edited_after_it_was_applied_is_refused_before_anything_is_done(
    empty: DatabaseCredentials, settings: Settings, folder: Path
) -> None:
    await migrate(empty, settings, folder)
    file = folder / "models" / FILES[0]
    text = file.read_text()
    file.write_text(text.replace("VARCHAR(64)", "VARCHAR(65)", 1))
    write_next(folder, "CREATE TABLE never (id int);")
    with pytest.raises(MigrationError, match=f"Edited after this database had applied it: {FILES[0]}"):
        await migrate(empty, settings, folder)
    assert await run_sql(empty, "SELECT to_regclass('never')") == [(None,)]
    file.write_bytes(text.replace("\n", "\r\n").encode())
    (folder / "models" / f"{len(FILES)}_20300101000000_next.py").unlink()
    assert await migrate(empty, settings, folder) == Upgrade(), "another kind of line end is no edit"


async def test_the_command_says_what_was_changed_by_hand_and_fails(
    empty: DatabaseCredentials, settings: Settings, tmp_path: Path
) -> None:
    await migrate(empty, settings)
    await run_sql(empty, "ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap")
    refused = await CommandLine(tmp_path, empty).assistant("migrate")
    assert refused.code == 1
    assert "\n  - occupancy: constraint occupancy_no_overlap EXCLUDE USING gist" in refused.err
    assert "restore a backup" in refused.err
    assert "Traceback" not in refused.err


@pytest.mark.parametrize(
    ("sql", "difference"),
    [
        ("ALTER TABLE booking DROP COLUMN phone", "- booking: column phone character varying(40) NOT NULL"),
        ("ALTER TABLE booking ADD COLUMN x int", "+ booking: column x integer"),
        ("ALTER TABLE booking ALTER phone DROP NOT NULL", "+ booking: column phone character varying(40)"),
        ("ALTER TABLE booking ALTER phone TYPE text", "+ booking: column phone text NOT NULL"),
        ("ALTER TABLE booking ALTER phone SET DEFAULT 'x'", "DEFAULT 'x'::character varying"),
        ("DROP INDEX occupancy_booking", "- occupancy: index CREATE INDEX occupancy_booking ON occupancy"),
        ("ALTER TABLE occupancy DISABLE TRIGGER occupancy_unit_exists", "(enabled: D)"),
        ("DROP FUNCTION occupancy_unit_exists CASCADE", "- occupancy_unit_exists(): function returns trigger"),
        ("ALTER TABLE leave DROP CONSTRAINT leave_period_valid", "- leave: constraint leave_period_valid CHECK"),
        ("ALTER TABLE leave ADD CONSTRAINT n CHECK (id > 0) NOT VALID", "+ leave: constraint n CHECK (id > 0) NOT"),
        ("DROP TABLE leave", "- leave: column ends_at timestamp with time zone NOT NULL"),
    ],
)
async def test_the_fingerprint_shows_every_change(sql: str, difference: str, fresh: DatabaseCredentials) -> None:
    await run_sql(fresh, sql)
    found = find_differences(read_fingerprint(FINGERPRINT), await describe(fresh))
    assert any(difference in line for line in found), found


async def test_the_committed_fingerprint_is_what_the_migrations_lead_to(
    fresh: DatabaseCredentials, tmp_path: Path
) -> None:
    write_fingerprint(tmp_path / "schema.txt", await describe(fresh))
    assert (tmp_path / "schema.txt").read_text() == FINGERPRINT.read_text(), "run migrate --write-fingerprint"


async def test_the_fingerprint_is_the_same_in_a_schema_of_another_name(
    empty: DatabaseCredentials, settings: Settings
) -> None:
    await run_sql(empty, f'ALTER DATABASE "{empty.database}" SET search_path = shop')
    await run_sql(empty, "CREATE SCHEMA shop")
    assert (await migrate(empty, settings)).applied == FILES


async def test_other_peoples_tables_are_none_of_its_business(fresh: DatabaseCredentials, settings: Settings) -> None:
    await run_sql(fresh, "CREATE TABLE somebody_elses (id int)")
    await run_sql(fresh, "CREATE FUNCTION theirs() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    assert await migrate(fresh, settings) == Upgrade()


async def test_a_database_that_a_newer_version_has_migrated_is_left_as_it_is(
    empty: DatabaseCredentials, settings: Settings, folder: Path, tmp_path: Path
) -> None:
    name = write_next(folder, "ALTER TABLE booking ADD COLUMN remark text;")
    await apply_migrations(build_migration_config(empty, settings), folder)
    assert await migrate(empty, settings) == Upgrade(ahead=(name,))
    said = await CommandLine(tmp_path, empty).assistant("migrate")
    assert (said.code, said.err) == (0, "")
    assert f"the database also has {name}" in said.out


async def test_a_server_that_is_not_there_is_unavailable(settings: Settings) -> None:
    nowhere = DatabaseCredentials(host="/nowhere")
    with pytest.raises(UnavailableError):
        await migrate(nowhere, settings)


async def test_the_migrators_session_waits_briefly_for_locks_and_long_for_its_own_work(
    server: object, empty: DatabaseCredentials, settings: Settings
) -> None:
    assert server
    options = build_migration_config(empty, settings)["connections"]["default"]["credentials"]
    session = await asyncpg.connect(**empty.arguments(), server_settings=options["server_settings"])
    shown = [await session.fetchval(f"SHOW {name}") for name in ("lock_timeout", "statement_timeout")]
    await session.close()
    assert shown == ["4s", f"{MIGRATION_TIMEOUT_S // 60}min"]
    assert options["command_timeout"] > MIGRATION_TIMEOUT_S
