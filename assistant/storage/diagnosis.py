"""What can be wrong inside the database: one statement for each thing, and the sentence for whoever has to act.

Each statement returns a row where something is wrong, and none where all is well. Nothing here changes anything.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

import asyncpg

from assistant.storage.backup.tables import Session, find_migrations, open_session
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.failures import in_words_of_ports
from assistant.storage.readiness import (
    CONSTRAINT,
    COUNT_OVERLAPS,
    FIND_CONSTRAINT,
    FIND_OLDEST_DUE,
    INBOX_AGE_MAX,
    OUTBOX_AGE_MAX,
)


class Weight(StrEnum):
    """How much a finding matters."""

    PROBLEM = "problem"
    """A promise is broken or in danger, or customers get no answer."""
    ADVICE = "advice"
    """It works, and should not stay so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it should be."""

    weight: Weight
    what: str
    """What is wrong, and where: a sentence."""
    remedy: str
    """What to do: a sentence, or a command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A statement that finds one kind of trouble, and how to say it with the columns of the row that it returns."""

    name: str
    sql: str
    what: str
    remedy: str
    weight: Weight = Weight.PROBLEM


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerFacts:
    """What a server says of itself."""

    major: int
    clock: datetime
    is_superuser: bool
    is_replica: bool
    migrations: tuple[str, ...]
    """Those that were applied, oldest first."""


RIGHTS = "GRANT it SELECT, INSERT, UPDATE and DELETE on all tables, and USAGE and SELECT on all sequences."
PROBES = (
    Probe(
        name="constraint",
        sql=f"SELECT 1 WHERE NOT EXISTS ({FIND_CONSTRAINT.replace('$1', repr(CONSTRAINT))})",
        what=f"The constraint {CONSTRAINT}, which keeps a time from being booked twice, is missing or not valid.",
        remedy="Stop taking bookings. Restore the last backup, or add the constraint as the first migration has it.",
    ),
    Probe(
        name="triggers",
        sql="""
            SELECT string_agg(name, ', ') AS names FROM unnest(
                ARRAY['occupancy_unit_exists', 'resource_units_in_use']) AS wanted (name)
             WHERE NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgname = name AND t.tgenabled IN ('O', 'A'))
            HAVING count(*) > 0""",
        what="The triggers {names} are missing or disabled: units that do not exist could be booked.",
        remedy="Enable them, or add them as the first migration has them.",
    ),
    Probe(
        name="overlaps",
        sql=f"SELECT taken_twice FROM ({COUNT_OVERLAPS}) o WHERE taken_twice > 0",  # noqa: S608 - our own text
        what="{taken_twice} times are booked twice: somebody went around the constraint.",
        remedy="Look at the rows of `occupancy` that overlap, and call the customers. Then find who has the rights.",
    ),
    Probe(
        name="units",
        sql="""
            SELECT count(DISTINCT o.booking_id) AS bookings, min(r.slug) AS slug
              FROM occupancy o JOIN resource r ON r.id = o.resource_id
             WHERE o.status IN ('held', 'confirmed') AND o.ends_at > now() AND o.unit NOT BETWEEN 1 AND r.units
            HAVING count(*) > 0""",
        what="{bookings} coming bookings take a unit that does not exist, one of them of {slug}.",
        remedy="Raise `units` of it in the shop file and load that, or move the bookings.",
    ),
    Probe(
        name="rights",
        sql="""
            SELECT string_agg(c.relname, ', ' ORDER BY c.relname) AS names FROM pg_class c
             WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
               AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'business_id')
               AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT'))
            HAVING count(*) > 0""",
        what="The role may not read and write the tables {names}.",
        remedy=RIGHTS,
    ),
    Probe(
        name="shop",
        sql="SELECT 1 WHERE NOT EXISTS (SELECT FROM business)",
        what="No shop has been loaded.",
        remedy="python -m assistant shop load FILE",
    ),
    Probe(
        name="reply_url",
        sql="""
            SELECT string_agg(name, ', ' ORDER BY name) AS names FROM channel_account
             WHERE channel = 'standard' AND active AND reply_url = '' HAVING count(*) > 0""",
        what="Webhook accounts without a reply URL ({names}): replies are kept, and sent to nobody.",
        remedy="python -m assistant account set standard NAME --reply-url URL",
        weight=Weight.ADVICE,
    ),
    Probe(
        name="outbox",
        sql=f"""
            SELECT oldest FROM ({FIND_OLDEST_DUE}) o
             WHERE oldest < now() - interval '{OUTBOX_AGE_MAX.total_seconds()} seconds'""",  # noqa: S608 - our own
        what="Replies that nobody has tried to send are due since {oldest:%Y-%m-%d %H:%M} UTC.",
        remedy="Start the server, or restart it: delivery stands still.",
    ),
    Probe(
        name="retries",
        sql="""
            SELECT count(*) AS replies, min(created_at) AS oldest, max(error) AS error FROM outbox
             WHERE status = 'pending' AND attempts > 1 HAVING min(created_at) < now() - interval '1 hour'""",
        what="{replies} replies have been tried in vain, the oldest of {oldest:%Y-%m-%d %H:%M} UTC ({error}).",
        remedy="Look at what receives them; they are sent again by themselves for about three days.",
    ),
    Probe(
        name="failed_replies",
        sql="""
            SELECT count(*) AS replies, max(error) AS error FROM outbox
             WHERE status = 'failed' AND created_at > now() - interval '7 days' HAVING count(*) > 0""",
        what="{replies} replies of the last seven days were given up ({error}).",
        remedy="Put right what refuses them. The customers were not told: python -m assistant replies --account NAME",
    ),
    Probe(
        name="waiting_messages",
        sql=f"""
            SELECT messages, oldest FROM (
                SELECT count(*) AS messages, min(received_at) AS oldest FROM inbox WHERE status = 'pending') i
             WHERE oldest < now() - interval '{INBOX_AGE_MAX.total_seconds()} seconds'""",  # noqa: S608 - our own
        what="{messages} messages wait for an answer, the oldest since {oldest:%Y-%m-%d %H:%M} UTC.",
        remedy="Start the server, or look for `A turn failed` in its log.",
    ),
    Probe(
        name="failed_messages",
        sql="""
            SELECT count(*) AS messages FROM inbox
             WHERE attempts >= 3 AND received_at > now() - interval '7 days' HAVING count(*) > 0""",
        what="{messages} messages of the last seven days could not be answered: a person was given the conversation.",
        remedy="Look for `A turn failed` in the log, and report it.",
    ),
    Probe(
        name="handoffs",
        sql="""
            SELECT count(*) AS conversations, min(handed_over_at) AS since FROM conversation
             WHERE attended_by = 'person' HAVING min(handed_over_at) < now() - interval '4 hours'""",
        what="{conversations} conversations are with a person, the longest since {since:%Y-%m-%d %H:%M} UTC.",
        remedy="python -m assistant inbox",
        weight=Weight.ADVICE,
    ),
    Probe(
        name="gaps",
        sql="""
            SELECT count(*) AS questions, max(asked_at) AS newest FROM faq_gap WHERE entry_id IS NULL AND NOT dismissed
            HAVING count(*) > 0""",
        what="{questions} questions of customers have no answer, the newest of {newest:%Y-%m-%d %H:%M} UTC.",
        remedy="python -m assistant answers",
        weight=Weight.ADVICE,
    ),
    Probe(
        name="stale_holds",
        sql="""
            SELECT count(*) AS holds FROM booking WHERE status = 'held' AND ends_at < now() HAVING count(*) > 0""",
        what="{holds} holds of the past were never cleared away. They take nobody's time.",
        remedy="Nothing: they only fill the table.",
        weight=Weight.ADVICE,
    ),
    Probe(
        name="dead_rows",
        sql="""
            SELECT relname AS name, n_dead_tup AS dead FROM pg_stat_user_tables
             WHERE n_dead_tup > 10000 AND n_dead_tup > n_live_tup ORDER BY n_dead_tup DESC LIMIT 1""",
        what="The table {name} holds {dead} dead rows, more than living ones: autovacuum does not keep up.",
        remedy="See that `autovacuum` is on, and run VACUUM ANALYZE.",
        weight=Weight.ADVICE,
    ),
)
"""What is asked of a database at head. `tests/doctor` breaks each."""


@asynccontextmanager
async def open_look(credentials: DatabaseCredentials) -> AsyncIterator[Session]:
    """Open a transaction in which nothing can be changed. Raises UnavailableError where the server does not answer."""
    async with open_session(credentials) as session:
        with in_words_of_ports():
            async with session.transaction(readonly=True):
                await session.execute("SET LOCAL timezone = 'UTC'; SET LOCAL statement_timeout = '15s'")
                yield session


async def read_server(session: Session) -> ServerFacts:
    """Return what the server says of itself."""
    return ServerFacts(
        clock=await session.fetchval("SELECT clock_timestamp()"),
        major=session.get_server_version().major,
        is_superuser=await session.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"),
        is_replica=await session.fetchval("SELECT pg_is_in_recovery()"),
        migrations=await find_migrations(session),
    )


async def run_probes(session: Session, probes: Sequence[Probe] = PROBES) -> list[Finding]:
    """Return what the probes find."""
    return [found for probe in probes for found in await look(session, probe.name, partial(_run, session, probe))]


async def look(session: Session, name: str, ask: Callable[[], Awaitable[list[Finding]]]) -> list[Finding]:
    """Return what `ask` finds, or that it could not: whatever else is asked afterwards can be."""
    try:
        async with session.transaction():
            return await ask()
    except asyncpg.InsufficientPrivilegeError as error:  # the others may still be asked
        return [Finding(weight=Weight.PROBLEM, what=f"The role may not look: {error}.", remedy=RIGHTS)]
    except (asyncpg.SyntaxOrAccessError, asyncpg.QueryCanceledError) as error:  # a table is gone, or it takes too long
        what = f"The check `{name}` cannot be made: {error}."
        return [Finding(weight=Weight.PROBLEM, what=what, remedy="Compare the tables with those of a fresh database.")]


async def _run(session: Session, probe: Probe) -> list[Finding]:
    row = await session.fetchrow(probe.sql)
    if row is None:
        return []
    return [Finding(weight=probe.weight, what=probe.what.format(**dict(row)), remedy=probe.remedy)]


async def list_reply_urls(session: Session) -> dict[str, str]:
    """Return where the replies of active webhook accounts go, by the account's name; only of those with a URL."""
    rows = await session.fetch("SELECT name, reply_url FROM channel_account WHERE active AND reply_url <> ''")
    return {row["name"]: row["reply_url"] for row in rows}
