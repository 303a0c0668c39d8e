"""Is the database fit to serve: at head, with the promise's constraint in force, messages and replies moving."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from assistant.storage.rows import open_rows

CONSTRAINT = "occupancy_no_overlap"
OUTBOX_AGE_MAX = timedelta(minutes=15)
"""A reply that is due for longer than this says that delivery stands still."""
INBOX_AGE_MAX = timedelta(minutes=5)
"""A message that is due for longer than this says that nobody takes turns."""

CAN_WRITE = "SELECT NOT current_setting('transaction_read_only')::bool AS can_write"
"""False on a replica too: it is what a server that was demoted says."""
FIND_CONSTRAINT = """
    SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conname = $1 AND contype = 'x' AND convalidated AND conrelid = 'occupancy'::regclass"""
# For each unit, whether a period begins before all earlier ones have ended: one pass, whatever the size.
COUNT_OVERLAPS = """
    SELECT count(*) AS taken_twice FROM (
        SELECT starts_at, max(ends_at) OVER (PARTITION BY resource_id, unit ORDER BY starts_at, id
                                             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS taken_until
          FROM occupancy WHERE status IN ('held', 'confirmed')) o
     WHERE starts_at < taken_until"""
# Only what nobody has tried yet, and that nothing older holds up: a receiver that is down is no fault of this process.
FIND_OLDEST_DUE = """
    SELECT min(o.retry_at) AS oldest FROM outbox o
     WHERE o.status = 'pending' AND o.attempts = 0 AND NOT EXISTS (
           SELECT FROM outbox e WHERE e.conversation_id = o.conversation_id AND e.status = 'pending' AND e.id < o.id)"""

# A turn that failed lets its message be due again later.
FIND_OLDEST_WAITING = """
    SELECT min(coalesce(i.retry_at, i.received_at)) AS oldest FROM inbox i WHERE i.status = 'pending'"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    name: str
    problem: str | None
    """What is wrong and what to do; None where all is well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What was found in a database."""

    checks: Sequence[Check]
    waiting_s: float
    """For how long the oldest message that is due has waited for its turn; 0: none waits."""
    warnings: Mapping[str, str]
    """What somebody should see to soon, by name. Who takes messages in should go on with it."""


def list_migrations(folder: Path) -> list[str]:
    """Return the names of the migration files, in order."""
    files = [f.name for f in (folder / "models").glob("[0-9]*_*.py")]
    return sorted(files, key=lambda name: int(name.partition("_")[0]))


async def find_unapplied(folder: Path) -> list[str]:
    """Return the migrations that the database does not have yet, in order."""
    async with open_rows() as rows:
        known = await rows.one("SELECT to_regclass('aerich') IS NOT NULL AS is_known")
        applied = await rows.all("SELECT version FROM aerich WHERE app = 'models'") if known["is_known"] else []
    names = {row["version"] for row in applied}
    return [name for name in list_migrations(folder) if name not in names]


async def check_database(folder: Path, now: datetime) -> Condition:
    """Return what was found in the database. Raises UnavailableError where it cannot be asked."""
    missing = await find_unapplied(folder)
    async with open_rows() as rows:
        can_write = (await rows.one(CAN_WRITE))["can_write"]
        constraint = await rows.first(FIND_CONSTRAINT, CONSTRAINT) if not missing else None
        oldest = (await rows.one(FIND_OLDEST_DUE))["oldest"] if not missing else None
        waiting = (await rows.one(FIND_OLDEST_WAITING))["oldest"] if not missing else None
    late = oldest is not None and now - oldest > OUTBOX_AGE_MAX
    checks = (
        Check(name="writable", problem=None if can_write else "it only reads: a replica, or switched to read-only"),
        Check(
            name="migrations",
            problem=f"not applied: {', '.join(missing)}; run python -m assistant migrate" if missing else None,
        ),
        Check(
            name="no_overlap", problem=None if constraint else f"the constraint {CONSTRAINT} is missing or not valid"
        ),
        Check(name="outbox", problem=f"replies are due since {oldest:%Y-%m-%d %H:%M} UTC" if late else None),
    )
    warnings = {}
    if waiting is not None and now - waiting > INBOX_AGE_MAX:
        warnings["inbox"] = f"messages wait for an answer since {waiting:%Y-%m-%d %H:%M} UTC: is a worker running?"
    waiting_s = max(0.0, (now - waiting).total_seconds()) if waiting else 0.0
    return Condition(checks=checks, waiting_s=waiting_s, warnings=warnings)
