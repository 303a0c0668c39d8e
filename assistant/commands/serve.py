"""`run`, `serve` and `worker`: the server, with everything set up for it or on a database that is ready."""

import asyncio
import contextlib
import errno
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import web

from assistant.app import Role, create_app, create_worker
from assistant.clock import SystemClock
from assistant.commands.curl import make_curl
from assistant.commands.session import CommandError, ensure_own_account, need_business_id, open_models, prepare, say
from assistant.database import build_tortoise_config, open_credentials
from assistant.ports.accounts import Account
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The lines into the shop that a server shows."""

    chat: Account
    """The chat page's."""
    accounts: list[Account]
    """All of them."""


def run(slug: str | None) -> None:
    """Migrate, load the demo shop into an empty database, and serve."""
    from assistant.commands.migrate import migrate  # which takes a moment: `serve` starts without it

    settings = prepare()
    with open_credentials(settings) as credentials:
        _wait_for(migrate(settings, credentials))
        lines = _wait_for(find_lines(settings, credentials, slug, is_demo=True))
        serve_alone(settings, credentials, lines, Role(), lambda: _announce(settings, lines.accounts))


def serve(slug: str | None, *, workers: int, web_only: bool) -> None:
    """Serve on a database that is at head and has a shop, with as many processes as are asked for."""
    settings = prepare()
    with open_credentials(settings) as credentials:
        lines = _wait_for(find_lines(settings, credentials, slug))
        if workers == 1:
            role = Role(has_background=not web_only)
            serve_alone(settings, credentials, lines, role, lambda: _announce(settings, lines.accounts))
            return
        from assistant.commands.supervisor import Order, supervise

        order = Order(settings=settings, slug=slug, has_background=not web_only)
        with _saying_what_cannot_listen(settings):
            supervise(order, workers, lambda at_port: _announce(at_port, lines.accounts))


def work(health_port: int | None) -> None:
    """Take turns and deliver replies, for all shops of the database, without a door for customers."""
    settings = prepare()
    with open_credentials(settings) as credentials:
        door: dict[str, Any] = {"sock": []} if health_port is None else {"host": settings.host, "port": health_port}
        app = create_worker(settings, build_tortoise_config(credentials, settings))
        _run_app(settings, app, lambda: say("\n  Turns and deliveries are taken care of. Ctrl-C stops.\n"), door)


async def find_lines(
    settings: Settings, credentials: DatabaseCredentials, slug: str | None, *, is_demo: bool = False
) -> Lines:
    """Return the shop's lines, with the chat page's made where there is none; `is_demo` fills an empty database."""
    async with open_models(settings, credentials):
        if is_demo and await is_empty():
            report = await load_shop_file(read_shop_file(DEMO_SHOP), SystemClock().now())
            await ensure_account(report.business_id, "standard", DEMO_ACCOUNT)
        business_id = await need_business_id(settings, slug)
        chat = await ensure_own_account(business_id, "chat")
        return Lines(chat=chat, accounts=await list_accounts(business_id))


def serve_alone(
    settings: Settings, credentials: DatabaseCredentials, lines: Lines, role: Role, on_ready: Callable[[], None]
) -> None:
    """Serve in this process until it is told to stop; `on_ready` is called when it listens."""
    app = create_app(settings, build_tortoise_config(credentials, settings), lines.chat, role=role)
    is_shared = role.shared_metrics is not None
    _run_app(settings, app, on_ready, {"host": settings.host, "port": settings.port, "reuse_port": is_shared or None})


def _run_app(
    settings: Settings, app: Awaitable[web.Application], on_ready: Callable[[], None], door: dict[str, Any]
) -> None:
    quiet_server_logs()
    with _saying_what_cannot_listen(settings):
        web.run_app(
            app,
            **door,
            loop=_make_loop(),
            print=lambda *_: on_ready(),  # called when the server listens
            access_log_class=AccessLog,
            # aiohttp waits so long twice, for requests to end and to be cancelled; the rest is for turns and replies.
            shutdown_timeout=max(settings.shutdown_timeout_s / 4, 0.1),  # 0 would be for ever
            keepalive_timeout=KEEPALIVE_TIMEOUT_S,
        )


@contextlib.contextmanager
def _saying_what_cannot_listen(settings: Settings) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
            raise
        where = f"{settings.host}:{settings.port}"
        why = os.strerror(error.errno)
        raise CommandError(f"Nothing can listen on {where} ({why}). Set APP_PORT, or APP_HOST.") from None


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
