"""What can be wrong with the database: the way to it, the server, the schema, and what is inside."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from assistant.channels.shared.addresses import find_address_fault
from assistant.clock import Clock
from assistant.commands.doctor.machine import advise, problem
from assistant.database import MIGRATIONS
from assistant.ports.errors import RunAgainError, UnavailableError
from assistant.settings import Settings
from assistant.storage.backup.scratch import list_scratch
from assistant.storage.backup.tables import Session
from assistant.storage.connection import DatabaseCredentials, is_local_host
from assistant.storage.diagnosis import (
    Finding,
    ServerFacts,
    list_reply_urls,
    look,
    open_look,
    read_server,
    run_probes,
)
from assistant.storage.migrations import find_edited
from assistant.storage.readiness import list_migrations
from assistant.storage.schema import describe_schema, find_differences, read_fingerprint

MAJOR_MIN = 14
SKEW_MAX = timedelta(seconds=5)


async def examine_server(
    credentials: DatabaseCredentials, settings: Settings, clock: Clock
) -> AsyncIterator[tuple[str, list[Finding]]]:
    """Look at a database from the outside in; each step only where the one before allows it."""
    exposed = check_exposure(credentials)
    try:
        async with open_look(credentials) as session:
            before = clock.now()
            facts = await read_server(session)
            skew = check_skew(facts.clock, before, clock.now())
            yield "server", [*exposed, *check_server(facts, credentials), *skew]
            missing = check_migrations(facts.migrations, list_migrations(MIGRATIONS))
            yield "schema", missing or await look(session, "schema", partial(_compare_schema, session))
            if missing:
                return
            yield (
                "shop",
                [
                    *await run_probes(session),
                    *await look(session, "reply_urls", partial(_look_at_urls, session, settings)),
                    *await look(session, "scratch", partial(_look_for_scratch, session, credentials.database)),
                ],
            )
    except (UnavailableError, RunAgainError) as error:
        yield "server", [*exposed, refuse_server(credentials, error)]


def refuse_server(credentials: DatabaseCredentials, error: Exception) -> Finding:
    """Return that the database cannot be asked."""
    return problem(
        f"The database {credentials.database} on {credentials.host} cannot be asked: {error}",
        "See that it runs, and that APP_DB_URL (or APP_DB_HOST, APP_DB_USER, ...) is right.",
    )


def check_exposure(credentials: DatabaseCredentials) -> list[Finding]:
    """Return whether somebody on the way could pose as the server."""
    if not credentials.is_exposed:
        return []
    return [
        problem(
            f"{credentials.host} is reached with sslmode={credentials.sslmode}: anybody on the way could pose as it.",
            "Write sslmode=verify-full, and sslrootcert where its authority is not a public one.",
        )
    ]


def check_server(facts: ServerFacts, credentials: DatabaseCredentials) -> list[Finding]:
    """Return what is wrong with the server as such."""
    found = []
    if facts.major < MAJOR_MIN:
        found.append(problem(f"The server is Postgres {facts.major}.", f"Take {MAJOR_MIN} or newer."))
    if facts.is_replica:
        found.append(problem(f"{credentials.host} is a replica: nothing can be written.", "Name the primary server."))
    if facts.is_superuser and not credentials.host.startswith("/"):
        found.append(
            advise(
                f"The role {credentials.user} is a superuser: whoever takes over the assistant has the whole server.",
                "Give it a role of its own: docs/how-to/database.md.",
            )
        )
    return found


def check_skew(theirs: datetime, before: datetime, after: datetime) -> list[Finding]:
    """Return whether the server's clock and ours disagree; ours was read before and after asking."""
    skew = max(before - theirs, theirs - after)
    if skew <= SKEW_MAX:
        return []
    return [
        problem(
            f"The clocks of this machine and of the database's differ by {skew.total_seconds():,.0f} s.",
            "Let both keep time (NTP). Signed messages are refused when ours is five minutes off.",
        )
    ]


def check_migrations(applied: Sequence[str], known: Sequence[str]) -> list[Finding]:
    """Return whether the schema is older or newer than this version of the assistant."""
    if missing := [name for name in known if name not in applied]:
        return [
            problem(f"The schema lacks {len(missing)} migrations, first {missing[0]}.", "python -m assistant migrate")
        ]
    if newer := [name for name in applied if name not in known]:
        return [
            problem(
                f"The schema is that of a newer version: {newer[0]} is not known here.",
                "Update the assistant. This version was not made for it.",
            )
        ]
    return []


async def _compare_schema(session: Session) -> list[Finding]:
    expected = read_fingerprint(MIGRATIONS / "schema.txt")
    differences = find_differences(expected, await describe_schema(session))
    return check_schema(await find_edited(session, MIGRATIONS), differences)


async def _look_at_urls(session: Session, settings: Settings) -> list[Finding]:
    return check_reply_urls(await list_reply_urls(session), allow_private=settings.allow_private_reply_urls)


async def _look_for_scratch(session: Session, database: str) -> list[Finding]:
    return check_scratch(await list_scratch(session, database))


def check_schema(edited: Sequence[str], differences: Sequence[str]) -> list[Finding]:
    """Return whether a schema at head is not what its migrations lead to, or these are not what they were.

    Args:
        edited: What `migrations.find_edited` returns.
        differences: What `schema.find_differences` returns.
    """
    found = []
    if edited:
        what = f"Migrations were edited after this database had applied them: {', '.join(edited)}."
        found.append(problem(what, "Put the files back as they were: reinstall this version of the assistant."))
    if differences:
        places = "1 place" if len(differences) == 1 else f"{len(differences)} places"
        what = f"The schema is not what its migrations lead to, in {places}, first: {differences[0]}"
        remedy = "Somebody has changed it by other ways: undo that. python -m assistant migrate lists all places."
        found.append(problem(what, remedy))
    return found


def check_reply_urls(urls: Mapping[str, str], *, allow_private: bool) -> list[Finding]:
    """Return the accounts whose replies would be refused for where they go. Names are not looked up."""
    found = []
    for name, url in urls.items():
        host = urlsplit(url).hostname or ""
        fault = "this machine" if is_local_host(host) and not allow_private else _find_fault(host, allow_private)
        if fault:
            found.append(
                problem(
                    f"The reply URL of the account {name} leads to {host} ({fault}): nothing is sent there.",
                    "Set another with account set, or APP_ALLOW_PRIVATE_REPLY_URLS=true if it is your own network.",
                )
            )
    return found


def _find_fault(host: str, allow_private: bool) -> str | None:  # noqa: FBT001 - one caller
    fault = find_address_fault(host, allow_private=allow_private)
    return None if fault == "not an IP address" else fault


def check_scratch(names: Sequence[str]) -> list[Finding]:
    """Return scratch databases that backups which were killed have left."""
    if not names:
        return []
    return [
        advise(
            f"A backup that was killed, or one that runs just now, has the scratch database {names[0]}.",
            "The next backup clears it away.",
        )
    ]
