"""Backup and restore, as the owner types them, on real databases."""

import asyncio
import gzip
import itertools
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from command_line import CommandLine
from full_shop import fill_shop, read_everything, talk
from shop_line import OVERLAPS, open_shop, wait_for
from tortoise import Tortoise

from assistant.database import build_tortoise_config
from assistant.ports.errors import UnavailableError
from assistant.settings import ROOT, Settings
from assistant.storage import models
from assistant.storage.backup.archive import BackupError, check_archive
from assistant.storage.backup.load import Place, load_backup, read_backup
from assistant.storage.backup.scratch import LOCK as SCRATCH_LOCK
from assistant.storage.backup.scratch import create_database, list_scratch, open_scratch
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.embedded_files import find_binaries
from assistant.storage.migrations import LOCK, apply_migrations

OLDER = Path("/usr/lib/postgresql/15/bin")
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A database that was filled and backed up, for all tests that only read it."""

    database: DatabaseCredentials
    file: Path
    said: str
    rows: dict[str, list[str]]


@pytest_asyncio.fixture(scope="module")
async def saved(migrated: DatabaseCredentials, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Saved:
    folder = tmp_path_factory.mktemp("saved")
    made = await make_database(migrated, template=migrated.database)
    await Tortoise.init(config=build_tortoise_config(made, settings), _enable_global_fallback=True)
    await fill_shop()
    await Tortoise.close_connections()
    done = await CommandLine(folder, made).assistant("backup", str(folder))
    assert done.code == 0, done.err
    (file,) = folder.glob("*.sql.gz")
    return Saved(database=made, file=file, said=done.out, rows=await read_everything(made))


async def make_database(like: DatabaseCredentials, *, template: str = "template0") -> DatabaseCredentials:
    made = replace(like, database=f"backup_test_{next(_numbers)}")
    async with session(replace(like, database="postgres")) as maker:
        await maker.execute(f'CREATE DATABASE "{made.database}" TEMPLATE "{template}"')
    return made


@asynccontextmanager
async def session(database: DatabaseCredentials) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(**database.arguments())
    try:
        yield connection
    finally:
        await connection.close()


def list_names(folder: Path, pattern: str) -> list[str]:
    return sorted(path.name for path in folder.glob(pattern))


async def count_tables(database: DatabaseCredentials) -> int:
    async with session(database) as looker:
        return int(await looker.fetchval("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname = 'booking'"))


async def test_what_was_saved_is_restored_to_the_last_row_and_the_shop_goes_on(saved: Saved, tmp_path: Path) -> None:
    assert "5 bookings, 6 conversations" in saved.said
    assert "Verified restored into a scratch database" in saved.said
    assert saved.file.stat().st_mode & 0o777 == 0o600
    line = CommandLine(tmp_path, saved.database)
    restored = await line.assistant("restore", str(saved.file), "--into", "moved_in")
    assert restored.code == 0, restored.err
    assert "Restored 5 bookings, 6 conversations" in restored.out
    there = replace(saved.database, database="moved_in")
    assert await read_everything(there) == saved.rows
    # Numbers go on after the last one: the next booking is possible.
    said = await CommandLine(tmp_path, there).assistant(
        "chat", "--as", "new", stdin="Haircut with Ben next Friday at 3pm, I'm Nia\n1\n"
    )
    assert "Booked: Haircut with Ben" in said.out, said.err


async def test_a_restore_overwrites_nothing_and_says_where_to_go(saved: Saved, tmp_path: Path) -> None:
    refused = await CommandLine(tmp_path, saved.database).assistant("restore", str(saved.file))
    assert refused.code == 1
    assert "holds data already (bookings: 5), and a restore overwrites nothing. Restore beside it" in refused.err
    assert await read_everything(saved.database) == saved.rows


async def test_a_database_of_somebody_else_is_left_alone(saved: Saved, tmp_path: Path) -> None:
    other = await make_database(saved.database)
    async with session(other) as owner:
        await owner.execute("CREATE TABLE recipes (id int)")
    refused = await CommandLine(tmp_path, other).assistant("restore", str(saved.file))
    assert refused.code == 1
    assert "tables that are not the assistant's (recipes)" in refused.err
    nothing = await CommandLine(tmp_path, other).assistant("backup", str(tmp_path))
    assert "there is nothing to back up" in nothing.err
    assert list_names(tmp_path, "*.gz*") == []


async def test_a_damaged_file_is_refused_and_nothing_is_written(saved: Saved, tmp_path: Path) -> None:
    whole = saved.file.read_bytes()
    middle = len(whole) // 2
    path = tmp_path / "flipped.gz"
    path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    empty = await make_database(saved.database)
    refused = await CommandLine(tmp_path, empty).assistant("restore", str(path))
    assert refused.code == 1
    assert refused.err == f"{path} is damaged or was cut off: use another copy. Nothing was written.\n"
    assert await count_tables(empty) == 0


async def test_a_backup_that_was_killed_leaves_nothing_that_looks_whole(saved: Saved, tmp_path: Path) -> None:
    line = CommandLine(tmp_path, saved.database)
    async with session(saved.database) as holder, holder.transaction():
        await holder.execute("LOCK TABLE occupancy IN ACCESS EXCLUSIVE MODE")
        process = await line.start("backup", str(tmp_path / "mine.sql.gz"))
        await wait_for(lambda: somebody_waits(saved.database))
        process.kill()
        await process.wait()
    (left,) = list_names(tmp_path, "*")
    assert left.startswith("mine.sql.gz.")
    assert left.endswith(".part")
    with pytest.raises(BackupError):
        check_archive(tmp_path / left)
    again = await line.assistant("backup", "--no-verify", str(tmp_path / "mine.sql.gz"))
    assert again.code == 0, again.err
    assert list_names(tmp_path, "mine*") == ["mine.sql.gz", left]


async def test_a_restore_that_was_killed_leaves_the_database_empty_and_can_be_repeated(
    saved: Saved, fresh: DatabaseCredentials, tmp_path: Path
) -> None:
    line = CommandLine(tmp_path, fresh)
    async with session(fresh) as holder:
        await holder.execute("""
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_advisory_lock(1); RETURN NEW; END';
            CREATE TRIGGER wait BEFORE INSERT ON occupancy FOR EACH ROW EXECUTE FUNCTION wait();
            SELECT pg_advisory_lock(1)""")
        process = await line.start("restore", str(saved.file))
        await wait_for(lambda: somebody_waits(fresh))
        process.kill()
        await process.wait()
        await holder.execute("SELECT pg_advisory_unlock(1)")
        await wait_for(lambda: nobody_else_is_there(fresh))
        assert await holder.fetchval("SELECT count(*) FROM business") == 0
        await holder.execute("DROP TRIGGER wait ON occupancy; DROP FUNCTION wait")
    again = await line.assistant("restore", str(saved.file))
    assert again.code == 0, again.err
    assert await read_everything(fresh) == saved.rows


async def somebody_waits(database: DatabaseCredentials) -> bool:
    async with session(database) as looker:
        return bool(
            await looker.fetchval(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
        )


async def nobody_else_is_there(database: DatabaseCredentials) -> bool:
    async with session(database) as looker:
        return bool(
            await looker.fetchval("SELECT count(*) <= 2 FROM pg_stat_activity WHERE datname = current_database()")
        )


async def test_a_backup_under_load_is_of_one_moment(database: DatabaseCredentials, tmp_path: Path) -> None:
    shop, line = await open_shop(), CommandLine(tmp_path, database)
    process = await line.start("backup", "--no-verify", str(tmp_path / "busy.sql.gz"))
    customers = itertools.count()
    while process.returncode is None:
        names = [f"c{next(customers)}" for _ in range(4)]
        await asyncio.gather(*(talk(shop, n, ["Beard trim next week, I'm Sam", "1", "yes"]) for n in names))
    assert process.returncode == 0
    _, trailer = check_archive(tmp_path / "busy.sql.gz")
    assert trailer.tables["inbox"].rows < await models.InboxMessage.all().count(), "the shop went on meanwhile"
    there = await make_database(database)
    restored = await CommandLine(tmp_path, there).assistant("restore", str(tmp_path / "busy.sql.gz"))
    assert restored.code == 0, restored.err
    async with session(there) as looker:
        for claim, sql in TRUE_OF_ONE_MOMENT.items():
            assert await looker.fetchval(sql) == 0, claim


TRUE_OF_ONE_MOMENT = {
    "nothing overlaps": OVERLAPS,
    "each booking stands as its last event says": """
        SELECT count(*) FROM booking b WHERE b.status <> (
            SELECT e.after->>'status' FROM booking_event e WHERE e.booking_id = b.id ORDER BY e.id DESC LIMIT 1)""",
    "each turn has its reply": """
        SELECT count(*) FROM conversation c WHERE c.turns <> (
            SELECT count(*) FROM outbox o WHERE o.conversation_id = c.id AND o.author = 'assistant')""",
    "what was said to be booked is booked": """
        SELECT count(*) FROM outbox o WHERE o.body->>'text' LIKE 'Booked:%' AND NOT EXISTS (
            SELECT FROM booking b WHERE o.body->>'text' LIKE '%' || b.code || '%')""",
}


def make_place(database: DatabaseCredentials, settings: Settings, folder: Path = ROOT / "migrations") -> Place:
    return Place(credentials=database, make_config=lambda where: build_tortoise_config(where, settings), folder=folder)


NEWER = '''
from tortoise import BaseDBAsyncClient
RUN_IN_TRANSACTION = True
async def upgrade(db: BaseDBAsyncClient) -> str:
    return """ALTER TABLE "customer" ADD "note" TEXT NOT NULL DEFAULT 'restored, then migrated'"""
async def downgrade(db: BaseDBAsyncClient) -> str:
    return """ALTER TABLE "customer" DROP note"""
'''


async def test_an_older_backup_is_restored_as_it_was_and_then_migrated_and_a_newer_one_refused(
    saved: Saved, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "migrations"
    (folder / "models").mkdir(parents=True)
    known = sorted((ROOT / "migrations" / "models").glob("[0-9]*.py"), key=lambda p: int(p.name.partition("_")[0]))
    for path in known:
        (folder / "models" / path.name).write_text(path.read_text())
    state = known[-1].read_text().partition("MODELS_STATE = (")[2]
    newest = f"{len(known)}_20990101000000_note.py"
    (folder / "models" / newest).write_text(f"{NEWER}MODELS_STATE = ({state}")

    there = await make_database(saved.database)
    place = Place(credentials=there, make_config=lambda where: build_tortoise_config(where, settings), folder=folder)
    await load_backup(read_backup(saved.file, folder), place, progress=lambda *_: None)
    assert await read_everything(there) == saved.rows
    await apply_migrations(place.make_config(there), folder)
    async with session(there) as looker:
        assert await looker.fetchval("SELECT DISTINCT note FROM customer") == "restored, then migrated"

    newer = await CommandLine(tmp_path, there).assistant("backup", "--no-verify", str(tmp_path / "newer.sql.gz"))
    assert newer.code == 0, newer.err
    refused = await CommandLine(tmp_path, saved.database).assistant(
        "restore", str(tmp_path / "newer.sql.gz"), "--check"
    )
    assert refused.code == 1
    assert f"newer version of the assistant, with the migration {newest}: update the assistant" in refused.err


async def test_while_a_migration_runs_there_is_neither_a_backup_nor_a_restore(
    saved: Saved, fresh: DatabaseCredentials, tmp_path: Path
) -> None:
    for database, arguments in ((saved.database, ("backup", str(tmp_path))), (fresh, ("restore", str(saved.file)))):
        async with session(database) as migrator:
            await migrator.execute(f"SELECT pg_advisory_lock({LOCK})")
            refused = await CommandLine(tmp_path, database).assistant(*arguments)
        assert refused.code == 1
        assert "A migration or a restore is running on this database" in refused.err
    assert list_names(tmp_path, "*.gz*") == []


async def test_rows_that_the_promise_forbids_make_no_backup(saved: Saved, tmp_path: Path) -> None:
    broken = await make_database(saved.database, template=saved.database.database)
    async with session(broken) as owner:
        await owner.execute("""
            ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap;
            INSERT INTO occupancy (unit, starts_at, ends_at, status, booking_id, business_id, resource_id)
            SELECT unit, starts_at, ends_at, status, booking_id, business_id, resource_id FROM occupancy
             WHERE status = 'confirmed'""")
    refused = await CommandLine(tmp_path, broken).assistant("backup", str(tmp_path))
    assert refused.code == 1
    assert "refuses rows of the table occupancy (occupancy_no_overlap)" in refused.err
    assert refused.err.endswith("There is no new backup.\n")
    assert list_names(tmp_path, "*.gz*") == []


async def test_a_role_that_may_only_read_can_back_up_and_verifies_on_a_server_of_its_own(
    saved: Saved, tmp_path: Path
) -> None:
    async with session(saved.database) as owner:
        await owner.execute("""
            DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN;
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;
            GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO reader""")
    reader = CommandLine(tmp_path, replace(saved.database, user="reader"))
    done = await reader.assistant("backup", str(tmp_path / "read.sql.gz"))
    assert done.code == 0, done.err
    assert "Verified restored into a scratch database" in done.out
    assert check_archive(tmp_path / "read.sql.gz")[1].tables == check_archive(saved.file)[1].tables
    assert list_names(Path(tempfile.gettempdir()), "assistant-scratch-*") == []


async def test_psql_alone_can_load_the_file(saved: Saved, fresh: DatabaseCredentials) -> None:
    psql = find_binaries(None) / "psql"
    done = subprocess.run(  # noqa: S603, ASYNC221 - our own program
        [psql, "-h", fresh.host, "-U", fresh.user, "-d", fresh.database, "-qX", "-v", "ON_ERROR_STOP=1"],
        input=gzip.decompress(saved.file.read_bytes()),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert await read_everything(fresh) == saved.rows


@pytest.mark.skipif(not (OLDER / "initdb").exists(), reason=f"needs the programs of Postgres 15 in {OLDER}")
async def test_data_of_another_major_version_are_carried_over_as_it_says(saved: Saved) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = open_to_the_server(Path(made))
        old, new = CommandLine(folder / "old"), CommandLine(folder / "new")
        older = {"APP_PG_BIN": str(OLDER)}
        assert (await old.assistant("restore", str(saved.file), **older)).code == 0
        assert (await old.assistant("backup", "--no-verify", str(folder / "moving.sql.gz"), **older)).code == 0
        carried = await new.assistant("restore", str(folder / "moving.sql.gz"))
        assert carried.code == 0, carried.err
        assert check_archive(folder / "moving.sql.gz")[1].tables == check_archive(saved.file)[1].tables


def open_to_the_server(folder: Path) -> Path:
    folder.chmod(0o711)
    return folder


async def test_scratch_databases_of_the_killed_are_cleared_away(saved: Saved, tmp_path: Path) -> None:
    with pytest.raises(UnavailableError):  # who made it cannot drop it any more
        async with open_scratch(saved.database) as left, session(saved.database) as killer:
            await killer.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE objid = $1", SCRATCH_LOCK)
    async with session(saved.database) as owner:
        assert await list_scratch(owner, saved.database.database) == [left.database]
        checked = await CommandLine(tmp_path, saved.database).assistant("restore", "--check", str(saved.file))
        assert "It would restore 5 bookings" in checked.out, checked.err
        names = await owner.fetch("SELECT datname FROM pg_database WHERE datname LIKE '%\\_scratch\\_%'")
    assert names == []


async def test_a_database_that_is_only_named_like_a_scratch_one_is_never_dropped(
    fresh: DatabaseCredentials,
) -> None:
    theirs = replace(fresh, database=f"{fresh.database}_scratch_monday")
    async with session(fresh) as owner:
        await create_database(owner, theirs.database)
    async with session(theirs) as reader, open_scratch(fresh) as made:
        assert await reader.fetchval("SELECT current_database()") == theirs.database
        assert await list_scratch(reader, fresh.database) == [made.database]
    async with session(theirs) as reader, session(fresh) as owner:
        assert await list_scratch(reader, fresh.database) == []
        await reader.close()
        await owner.execute(f'DROP DATABASE "{theirs.database}"')  # another test counts such names


async def test_databases_whose_long_names_begin_alike_leave_each_others_scratch_databases_alone(
    fresh: DatabaseCredentials,
) -> None:
    first, second = (replace(fresh, database=f"{'a_very_long_name_' * 3}{one}") for one in ("first", "second"))
    async with session(fresh) as owner:
        for one in (first, second):
            await create_database(owner, one.database)
    async with open_scratch(first) as made, open_scratch(second), session(made) as reader:
        assert await reader.fetchval("SELECT current_database()") == made.database


async def test_a_name_for_scratch_databases_is_refused_for_a_restore(saved: Saved, tmp_path: Path) -> None:
    name = f"{saved.database.database}_scratch_monday"
    refused = await CommandLine(tmp_path, saved.database).assistant("restore", str(saved.file), "--into", name)
    assert refused.code == 1
    assert f"are for scratch databases: choose another name for {name}." in refused.err
    async with session(saved.database) as looker:
        assert not await looker.fetchval("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name)
