"""Each probe of the database finds exactly what was broken for it."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from full_shop import fill_shop

from assistant.commands.doctor import server
from assistant.database import MIGRATIONS
from assistant.ports.errors import UnavailableError
from assistant.storage.backup.scratch import list_scratch
from assistant.storage.connection import DatabaseCredentials, SslMode
from assistant.storage.diagnosis import (
    PROBES,
    ServerFacts,
    list_reply_urls,
    open_look,
    read_server,
    run_probes,
)
from assistant.storage.migrations import MAKE_CHECKSUMS, NOTE_CHECKSUM, compute_checksum, find_edited
from assistant.storage.schema import describe_schema, find_differences, read_fingerprint

# Of a shop where all is well; whatever a case breaks comes on top.
WELL = """
    UPDATE channel_account SET reply_url = 'https://crm.example/replies';
    UPDATE outbox SET status = 'sent';
    UPDATE conversation SET handed_over_at = now() WHERE attended_by = 'person';
    UPDATE faq_gap SET dismissed = true WHERE entry_id IS NULL;
    UPDATE booking SET starts_at = starts_at + (now() - '2026-11-23Z'), ends_at = ends_at + (now() - '2026-11-23Z');
    UPDATE occupancy SET starts_at = starts_at + (now() - '2026-11-23Z'), ends_at = ends_at + (now() - '2026-11-23Z')"""
TWICE = """
    INSERT INTO occupancy (unit, starts_at, ends_at, status, booking_id, business_id, resource_id)
    SELECT unit, starts_at + interval '1 minute', ends_at, status, booking_id, business_id, resource_id
      FROM occupancy WHERE status = 'held' LIMIT 1"""
BREAK = {
    "constraint": ("ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap", "occupancy_no_overlap"),
    "triggers": ("DROP TRIGGER occupancy_unit_exists ON occupancy", "triggers occupancy_unit_exists are missing"),
    "overlaps": (f"ALTER TABLE occupancy DROP CONSTRAINT occupancy_no_overlap; {TWICE}", "1 times are booked twice"),
    "units": (
        """ALTER TABLE occupancy DISABLE TRIGGER USER; UPDATE occupancy SET unit = 7 WHERE status = 'held';
           ALTER TABLE occupancy ENABLE TRIGGER USER""",
        "1 coming bookings take a unit that does not exist",
    ),
    "rights": ("", ""),  # a test of its own: a superuser may do anything
    "shop": ("TRUNCATE business CASCADE", "No shop has been loaded"),
    "reply_url": ("UPDATE channel_account SET reply_url = ''", "without a reply URL (demo)"),
    "outbox": (
        """UPDATE outbox SET status = 'pending', retry_at = now() - interval '1 hour'
            WHERE id = (SELECT min(id) FROM outbox)""",
        "Replies that nobody has tried to send are due since",
    ),
    "retries": (
        """UPDATE outbox SET status = 'pending', attempts = 5, error = 'refused', retry_at = now() + interval '1 hour',
                   created_at = now() - interval '1 day' WHERE id = (SELECT min(id) FROM outbox)""",
        "1 replies have been tried in vain",
    ),
    "failed_replies": (
        """UPDATE outbox SET status = 'failed', error = 'gone', created_at = now()
            WHERE id = (SELECT min(id) FROM outbox)""",
        "1 replies of the last seven days were given up (gone)",
    ),
    "waiting_messages": (
        """UPDATE inbox SET status = 'pending', received_at = now() - interval '1 hour'
            WHERE id = (SELECT min(id) FROM inbox)""",
        "1 messages wait for an answer",
    ),
    "failed_messages": (
        """UPDATE inbox SET attempts = 3, received_at = now()
            WHERE id = (SELECT min(id) FROM inbox)""",
        "could not be answered",
    ),
    "handoffs": (
        "UPDATE conversation SET handed_over_at = now() - interval '1 day' WHERE attended_by = 'person'",
        "1 conversations are with a person",
    ),
    "gaps": (
        """INSERT INTO faq_gap (business_id, message_id, text, offered, asked_at, dismissed)
           SELECT business_id, id, 'is there wifi?', '[]', now(), false FROM inbox LIMIT 1""",
        "1 questions of customers have no answer",
    ),
    "stale_holds": (
        """UPDATE booking SET starts_at = now() - interval '3 days', ends_at = now() - interval '2 days'
            WHERE status = 'held'""",
        "1 holds of the past",
    ),
    "dead_rows": ("", ""),  # a test of its own: the statistics come later than the rows
}


def test_every_probe_is_broken_by_a_case_of_its_own() -> None:
    assert [probe.name for probe in PROBES] == list(BREAK)
    assert len(BREAK) == len(PROBES)


async def test_each_probe_finds_what_was_broken_for_it_and_no_other_does(database: DatabaseCredentials) -> None:
    await fill_shop()
    owner = await asyncpg.connect(**database.arguments())
    try:
        await owner.execute(WELL)
        assert await run_probes(owner) == []
        for name, (sql, said) in BREAK.items():
            if not sql:
                continue
            undo = owner.transaction()
            await undo.start()
            await owner.execute(sql)
            found = [finding.what for finding in await run_probes(owner)]
            await undo.rollback()
            assert any(said in what for what in found), f"{name}: {found}"
            expected = 2 if name == "overlaps" else 1  # to book twice, the constraint must be gone as well
            assert len(found) == expected, f"{name}: {found}"
    finally:
        await owner.close()


async def test_a_role_without_rights_is_told_which(fresh: DatabaseCredentials) -> None:
    owner = await asyncpg.connect(**fresh.arguments())
    await owner.execute("""
        DROP ROLE IF EXISTS half; CREATE ROLE half LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO half;
        REVOKE SELECT ON conversation FROM half""")
    await owner.close()
    async with open_look(replace(fresh, user="half")) as session:
        found = [finding.what for finding in await run_probes(session)]
    assert any("may not read and write the tables booking, booking_event" in what for what in found)
    assert any("The role may not look: permission denied for table conversation" in what for what in found)


async def test_a_table_that_is_gone_hinders_no_other_check(fresh: DatabaseCredentials) -> None:
    owner = await asyncpg.connect(**fresh.arguments())
    try:
        await owner.execute("DROP TABLE outbox")
        found = [finding.what for finding in await run_probes(owner)]
    finally:
        await owner.close()
    assert 'The check `retries` cannot be made: relation "outbox" does not exist.' in found
    assert "No shop has been loaded." in found


async def test_dead_rows_are_seen(fresh: DatabaseCredentials) -> None:
    owner = await asyncpg.connect(**fresh.arguments())
    try:
        await owner.execute("""
            ALTER TABLE business SET (autovacuum_enabled = off);
            INSERT INTO business (slug, name, tagline, locale, currency, hour_format, ask_phone, version, created_at)
            SELECT n::text, '', '', 'en', 'GBP', 12, false, 1, now() FROM generate_series(1, 10002) n""")
        await owner.execute("DELETE FROM business WHERE slug <> '1'")
        await owner.execute("SELECT pg_stat_force_next_flush()")
        found = [finding.what for finding in await run_probes(owner)]
    finally:
        await owner.close()
    assert len(found) == 1
    assert "The table business holds 10001 dead rows" in found[0]


async def test_looking_changes_nothing(fresh: DatabaseCredentials) -> None:
    async with open_look(fresh) as session:
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await session.execute("CREATE TABLE mine (id int)")
    async with open_look(fresh) as session:
        facts = await read_server(session)
        assert (facts.is_replica, facts.is_superuser) == (False, True)
        assert await list_reply_urls(session) == {}
        assert await list_scratch(session, fresh.database) == []


async def test_a_server_that_is_away_is_a_finding(fresh: DatabaseCredentials) -> None:
    away = replace(fresh, host="/nowhere")
    with pytest.raises(UnavailableError) as raised:
        async with open_look(away):
            pass
    found = server.refuse_server(away, raised.value)
    assert "on /nowhere cannot be asked" in found.what


NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
REMOTE = DatabaseCredentials(host="db.example", sslmode=SslMode.VERIFY_FULL)
FACTS = ServerFacts(major=18, clock=NOW, is_superuser=False, is_replica=False, migrations=())


def test_a_server_that_is_old_a_replica_or_too_mighty_is_told_so() -> None:
    assert server.check_server(FACTS, REMOTE) == []
    assert "Postgres 13" in server.check_server(replace(FACTS, major=13), REMOTE)[0].what
    assert "is a replica" in server.check_server(replace(FACTS, is_replica=True), REMOTE)[0].what
    mighty = replace(FACTS, is_superuser=True)
    assert "is a superuser" in server.check_server(mighty, REMOTE)[0].what
    assert server.check_server(mighty, replace(REMOTE, host="/run/postgresql")) == []


def test_a_way_that_somebody_could_pose_on_is_told() -> None:
    assert server.check_exposure(REMOTE) == []
    assert "could pose as it" in server.check_exposure(replace(REMOTE, sslmode=SslMode.REQUIRE))[0].what


@pytest.mark.parametrize("skew_s", [-60, 60])
def test_clocks_that_disagree_are_told(skew_s: int) -> None:
    theirs = NOW + timedelta(seconds=skew_s)
    assert "differ by 60 s" in server.check_skew(theirs, NOW, NOW)[0].what
    assert server.check_skew(theirs, min(theirs, NOW), max(theirs, NOW)) == [], "asking took that long"


async def test_a_schema_that_was_changed_by_other_ways_is_told(fresh: DatabaseCredentials, tmp_path: Path) -> None:
    owner = await asyncpg.connect(**fresh.arguments())
    try:
        await owner.execute("DROP INDEX inbox_pending")
        differences = find_differences(read_fingerprint(MIGRATIONS / "schema.txt"), await describe_schema(owner))
        first = min((MIGRATIONS / "models").glob("0_*.py"))
        await owner.execute(MAKE_CHECKSUMS)
        await owner.execute(NOTE_CHECKSUM, first.name, compute_checksum(MIGRATIONS, first.name))
        shutil.copytree(MIGRATIONS / "models", tmp_path / "models")
        assert await find_edited(owner, tmp_path) == []
        first = tmp_path / "models" / first.name
        first.write_text(f"{first.read_text()}# edited")
        edited = await find_edited(owner, tmp_path)
    finally:
        await owner.close()
    assert server.check_schema([], []) == []
    [about_files, about_schema] = server.check_schema(edited, differences)
    assert first.name in about_files.what
    assert "in 1 place, first: - inbox: index CREATE INDEX inbox_pending" in about_schema.what


def test_a_schema_that_is_behind_or_ahead_is_told() -> None:
    assert server.check_migrations(["0", "1"], ["0", "1"]) == []
    assert "lacks 1 migrations, first 1" in server.check_migrations(["0"], ["0", "1"])[0].what
    assert "newer version: 2 is not known" in server.check_migrations(["0", "1", "2"], ["0", "1"])[0].what


def test_reply_urls_that_would_be_refused_are_told() -> None:
    urls = {"a": "https://crm.example/", "b": "http://192.168.1.7/", "c": "http://localhost:9/", "d": "http://1.1.1.1/"}
    found = [one.what for one in server.check_reply_urls(urls, allow_private=False)]
    assert [what.split()[6] for what in found] == ["b", "c"]
    assert server.check_reply_urls(urls, allow_private=True) == []
    assert server.check_reply_urls({"e": "http://169.254.1.1/"}, allow_private=True) != []


def test_scratch_databases_are_told() -> None:
    assert server.check_scratch([]) == []
    assert "assistant_scratch_1" in server.check_scratch(["assistant_scratch_1"])[0].what
