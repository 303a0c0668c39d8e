"""A little history of a salon, to be kept as each released schema had it: bookings, a hold, a person's conversation.

`python tests/migrations/history.py` writes that of the newest migration to `tests/migrations/heads`. It is made once,
for the schema of a release, and never again.
"""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

if __name__ == "__main__":  # pytest's path, for who runs this by hand
    sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1] / "faults")]

from shop_line import ShopLine, open_shop
from tortoise import Tortoise

from assistant.clock import use_packaged_time_zones
from assistant.database import MIGRATIONS, build_migration_config, build_tortoise_config
from assistant.settings import load_settings
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.embedded import EmbeddedPostgres
from assistant.storage.migrations import apply_migrations
from assistant.storage.readiness import list_migrations

HEADS = Path(__file__).parent / "heads"
PROGRAMS = Path("/usr/lib/postgresql/15/bin")
"""The older server's dump can be read by both."""
TALK = {
    "joe": ("Haircut with Ana tomorrow at 3pm, I'm Joe", "yes"),
    "kim": ("Haircut with Ben tomorrow at 2pm, I'm Kim", "yes", "move it to 4pm", "yes"),
    "lee": ("Haircut with Ben tomorrow at 11am, I'm Lee", "yes", "cancel it", "yes"),
    "max": ("I want to talk to a person",),
    "sue": ("Haircut with Ana tomorrow at 5pm, I'm Sue",),
}
"""Sue is asked whether to book, and has not answered."""


async def say(shop: ShopLine, customer: str, key: str, text: str) -> str:
    """Say something to the shop, and return what it answers; empty where it is silent."""
    known = len(await shop.find_replies(customer))
    await shop.deliver(shop.make_event(customer, key, text))
    await shop.wait_until_answered()
    replies = (await shop.find_replies(customer))[known:]
    return replies[-1].text if replies else ""


async def _make(server: DatabaseCredentials) -> None:
    settings = load_settings(env_file=None, environ={})
    await apply_migrations(build_migration_config(server, settings), MIGRATIONS)
    await Tortoise.init(config=build_tortoise_config(server, settings), _enable_global_fallback=True)
    shop = await open_shop()
    for customer, texts in TALK.items():
        for number, text in enumerate(texts):
            await say(shop, customer, str(number), text)
    await Tortoise.close_connections()


def _dump(server: DatabaseCredentials) -> str:
    options = ("--data-only", "--column-inserts", "--rows-per-insert=100", "--no-owner")
    left_out = ("--exclude-table=aerich", "--exclude-table=aerich_id_seq", "--exclude-table=migration_checksum")
    where = ("-h", server.host, "-U", server.user, server.database)
    command = [str(PROGRAMS / "pg_dump"), *options, *left_out, *where]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - Debian's
    kept = [line for line in text.splitlines() if line and not line.startswith(("--", "SET ", "\\"))]
    return "\n".join(line for line in kept if "'search_path'" not in line) + "\n"


def main() -> None:
    """Write the history as the newest migration has it."""
    use_packaged_time_zones()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o711)
        with EmbeddedPostgres(folder / "pg", programs=PROGRAMS, settings={"fsync": "off"}) as server:
            asyncio.run(_make(server.credentials))
            text = _dump(server.credentials)
    number = len(list_migrations(MIGRATIONS)) - 1
    (HEADS / f"{number}.sql").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
