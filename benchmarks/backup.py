"""How long a backup and its trial take, and how much memory: `python -m benchmarks.backup [BOOKINGS ...]`.

It makes the bookings in a private Postgres in a temporary directory, runs `python -m assistant backup` on them as a
process, and prints rows, seconds and the process's largest memory, for each number of bookings.
"""

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import asyncpg
from tortoise import Tortoise

from assistant.clock import SystemClock, use_packaged_time_zones
from assistant.database import MIGRATIONS, build_tortoise_config
from assistant.settings import ROOT, load_settings
from assistant.shopfile.read import DEMO_SHOP, read_shop_file
from assistant.storage.backup.archive import check_archive
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.embedded import EmbeddedPostgres
from assistant.storage.migrations import upgrade
from assistant.storage.shops import load_shop_file

# One booking an hour on the first resource, each with its occupancy, its event, a message and a reply.
FILL = """
    INSERT INTO channel_account (channel, name, secrets, reply_url, active, created_at, business_id, location_id)
    SELECT 'standard', 'bench', '[]', '', true, now(), b.id, l.id FROM business b, location l;
    INSERT INTO customer (name, phone, created_at, business_id) SELECT 'Sam', '', now(), id FROM business;
    INSERT INTO conversation (address, sender, state, turns, attended_by, created_at, account_id, business_id)
    SELECT 'sam', 'sam', '{{}}', {bookings}, 'assistant', now(), a.id, a.business_id FROM channel_account a;
    INSERT INTO booking (code, status, starts_at, ends_at, party_size, currency, name, phone, cancel_cutoff_minutes,
                         reschedule_cutoff_minutes, created_at, updated_at, business_id, location_id, service_id,
                         customer_id)
    SELECT to_hex(n), 'confirmed', now() + n * interval '1 hour', now() + n * interval '1 hour' + interval '45 minutes',
           1, 'GBP', 'Sam', '', 0, 0, now(), now(), c.business_id, l.id, s.id, c.id
      FROM generate_series(1, {bookings}) n, customer c, location l, (SELECT min(id) AS id FROM service) s;
    INSERT INTO occupancy (unit, starts_at, ends_at, status, booking_id, business_id, resource_id)
    SELECT 1, b.starts_at, b.ends_at, b.status, b.id, b.business_id, r.id
      FROM booking b, (SELECT min(id) AS id FROM resource) r;
    INSERT INTO booking_event (at, actor, action, after, booking_id, business_id)
    SELECT b.created_at, 'customer', 'confirmed', jsonb_build_object('status', b.status), b.id, b.business_id
      FROM booking b;
    INSERT INTO inbox (dedupe_key, text, received_at, status, attempts, account_id, business_id, conversation_id)
    SELECT b.code, 'Haircut with Ana tomorrow at 3pm, I''m Sam', now(), 'done', 0, v.account_id, v.business_id, v.id
      FROM booking b, conversation v;
    INSERT INTO outbox (turn, author, body, status, attempts, unknown_sends, retry_at, created_at, account_id,
                        business_id, conversation_id)
    SELECT 1, 'assistant', jsonb_build_object('text', 'Booked: Haircut with Ana. Your code is ' || b.code), 'sent', 1,
           0, now(), now(), v.account_id, v.business_id, v.id FROM booking b, conversation v;"""


async def fill(database: DatabaseCredentials, bookings: int) -> None:
    """Make the schema, the demo salon, and so many bookings."""
    config = build_tortoise_config(database, load_settings(env_file=None, environ={}))
    await upgrade(config, database.arguments(), MIGRATIONS)
    await Tortoise.init(config=config, _enable_global_fallback=True)
    await load_shop_file(read_shop_file(DEMO_SHOP), SystemClock().now())
    await Tortoise.close_connections()
    connection = await asyncpg.connect(**database.arguments())
    await connection.execute(FILL.format(bookings=bookings))
    await connection.close()


def measure(folder: Path, bookings: int) -> str:
    """Return a line of figures for so many bookings."""
    with EmbeddedPostgres(folder / "postgres") as server:
        asyncio.run(fill(server.credentials, bookings))
        target = folder / "tried.sql.gz"
        timings = {
            "saved": _time_backup(folder, folder / "saved.sql.gz", "--no-verify"),
            "and tried out": _time_backup(folder, target),
        }
        rows = sum(table.rows for table in check_archive(target)[1].tables.values())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = target.stat().st_size / 1_000_000
    spent = ", ".join(f"{name} in {seconds:.1f} s" for name, seconds in timings.items())
    return f"{bookings:>9,} bookings, {rows:>9,} rows: {spent}; {size:.1f} MB; at most {peak:.0f} MB of memory"


def _time_backup(folder: Path, target: Path, *options: str) -> float:
    """Return how many seconds a backup took."""
    started = time.monotonic()
    command = [sys.executable, "-m", "assistant", "backup", str(target), *options]
    environment = {"PATH": os.defpath, "APP_DATA_DIR": str(folder)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return time.monotonic() - started


def main() -> None:
    """Measure each number of bookings, the smallest first: the memory is the largest so far."""
    use_packaged_time_zones()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, one run each")
    for bookings in sorted(map(int, sys.argv[1:])) or (1_000, 10_000, 100_000):
        with tempfile.TemporaryDirectory() as made:
            Path(made).chmod(0o711)
            print(measure(Path(made), bookings), flush=True)


if __name__ == "__main__":
    main()
