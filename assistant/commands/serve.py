"""`run` and `serve`: the server, with everything set up for it or on a database that is ready."""

import asyncio
import errno
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

from aiohttp import web

from assistant.app import create_app
from assistant.clock import SystemClock
from assistant.commands.curl import make_curl
from assistant.commands.migrate import migrate
from assistant.commands.session import CommandError, ensure_own_account, need_business_id, open_database, prepare, say
from assistant.database import build_tortoise_config, open_credentials
from assistant.ports import Account
from assistant.settings import Settings
from assistant.shopfile.read import DEMO_SHOP, read_shop_file
from assistant.storage.accounts import ensure_account, list_accounts
from assistant.storage.connection import DatabaseCredentials
from assistant.storage.shops import is_empty, load_shop_file
from assistant.web.middlewares import AccessLog, quiet_server_logs

T = TypeVar("T")

DEMO_ACCOUNT = "demo"
KEEPALIVE_TIMEOUT_S = 20.0
"""How long an idle connection, or one that dawdles over its headers, is kept."""


def run(slug: str | None) -> None:
    """Migrate, load the demo shop into an empty database, and serve."""
    settings = prepare()
    with open_credentials(settings) as credentials:
        _wait_for(migrate(settings, credentials))
        _wait_for(_fill(settings))
        _serve(settings, credentials, slug)


def serve(slug: str | None) -> None:
    """Serve on a database that is at head and has a shop."""
    settings = prepare()
    with open_credentials(settings) as credentials:
        _serve(settings, credentials, slug)


async def _fill(settings: Settings) -> None:
    async with open_database(settings):
        if await is_empty():
            report = await load_shop_file(read_shop_file(DEMO_SHOP), SystemClock().now())
            await ensure_account(report.business_id, "standard", DEMO_ACCOUNT)


async def _find_accounts(settings: Settings, slug: str | None) -> tuple[Account, list[Account]]:
    """Return the chat page's account, made where there is none, and all accounts of the shop."""
    async with open_database(settings):
        business_id = await need_business_id(settings, slug)
        chat = await ensure_own_account(business_id, "chat")
        return chat, await list_accounts(business_id)


def _serve(settings: Settings, credentials: DatabaseCredentials, slug: str | None) -> None:
    chat, accounts = _wait_for(_find_accounts(settings, slug))
    config = build_tortoise_config(credentials, settings)
    quiet_server_logs()
    try:
        _run_app(settings, config, chat, accounts)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
            raise
        where = f"{settings.host}:{settings.port}"
        raise CommandError(f"Nothing can listen on {where} ({error.strerror}). Set APP_PORT, or APP_HOST.") from None


def _run_app(settings: Settings, config: dict[str, Any], chat: Account, accounts: list[Account]) -> None:
    web.run_app(
        create_app(settings, config, chat),
        host=settings.host,
        port=settings.port,
        loop=_make_loop(),
        print=lambda *_: _announce(settings, accounts),  # called when the server listens
        access_log_class=AccessLog,
        shutdown_timeout=settings.shutdown_timeout_s,
        keepalive_timeout=KEEPALIVE_TIMEOUT_S,
    )


def _announce(settings: Settings, accounts: list[Account]) -> None:
    """Say where everything is, once the server listens."""
    signed = next((a for a in accounts if a.channel == "standard"), None)
    say(f"\n  Chat page    {settings.public_url}/")
    say(f"  Health       {settings.public_url}/health/ready")
    where = f"{settings.data_dir} (embedded Postgres)" if not (settings.db_url or settings.db_host) else "your Postgres"
    say(f"  Data         {where}")
    say("  In a terminal  python -m assistant chat")
    if signed:
        say("\n  A signed message, good for five minutes (a fresh one: python -m assistant curl):\n")
        say(make_curl(settings, signed, "Hi, can I get a haircut tomorrow at 3? I'm Joe", SystemClock().now()))
        if not signed.reply_url:
            say("\n  No reply URL is set for it yet: its replies are shown by python -m assistant replies")
    say("\n  Ctrl-C stops everything.\n")


def _make_loop() -> asyncio.AbstractEventLoop:
    """Return uvloop's loop, which halves the server's CPU, or asyncio's own where there is none."""
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop

    return uvloop.new_event_loop()


def _wait_for(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)
