"""The composition root: everything is made and joined here, and nobody imports it but the command line."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web
from tortoise import Tortoise

from assistant.channels.shared.sender import HttpSender
from assistant.channels.standard import StandardChannel
from assistant.clock import Clock, SystemClock, check_time_zones, find_time_zones_age
from assistant.database import count_work_connections
from assistant.ports import Account, Channel, UnavailableError
from assistant.settings import ROOT, Settings
from assistant.storage.accounts import StoredAccounts
from assistant.storage.inbox import StoredInbox
from assistant.storage.logs import StoredLogs
from assistant.storage.outbox import StoredOutbox
from assistant.storage.readiness import check_database, find_unapplied
from assistant.storage.shops import find_shop_file
from assistant.storage.unit_of_work import open_unit_of_work
from assistant.telemetry.metrics import PrometheusMetrics
from assistant.turn import Rules
from assistant.web.chat import ChatPage, ChatShop
from assistant.web.health import add_health_routes
from assistant.web.hub import Hub
from assistant.web.limits import TokenBuckets
from assistant.web.middlewares import add_middlewares
from assistant.web.webhooks import Webhooks, add_webhook_routes
from assistant.worker.delivery import Delivery
from assistant.worker.turns import TurnTaker

MIGRATIONS = ROOT / "migrations"
PAGE_TIMEOUT_S = 2.5
CHAT_BURST = 20
CHAT_PER_SECOND = 0.5
"""How much one chat session may send: twenty at once, then one every two seconds."""

_log = logging.getLogger(__name__)


class NotAtHeadError(Exception):
    """The database's schema is not the one that this version needs. Its text says what to run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the handlers and the background work share."""

    settings: Settings
    clock: Clock
    metrics: PrometheusMetrics
    hub: Hub
    turns: TurnTaker
    delivery: Delivery
    channels: Mapping[str, Channel]
    sender: HttpSender
    background: list[asyncio.Task[None]]
    """What runs as long as the server lives."""


async def create_app(
    settings: Settings, tortoise_config: dict[str, Any], chat_account: Account, *, clock: Clock | None = None
) -> web.Application:
    """Return the server: webhooks, chat page, health and metrics, with turns and delivery in the background.

    Asynchronous, because what sends replies must be made where the event loop runs.

    Args:
        settings: What the operator decided.
        tortoise_config: Where the database is; it must be at head, or the start is refused with NotAtHeadError.
        chat_account: The account that the chat page at `/` writes to.
        clock: The system's, unless a test has another.
    """
    parts = _make_parts(settings, clock or SystemClock())
    app = web.Application()
    add_middlewares(app)
    app.cleanup_ctx.append(lambda _: _run_database(tortoise_config))
    app.cleanup_ctx.append(lambda _: _run_background(parts))
    app.on_shutdown.append(lambda _: _close_streams(parts))
    _add_chat(app, parts, chat_account)
    webhooks = Webhooks(
        accounts=StoredAccounts(),
        inbox=StoredInbox(),
        channels=parts.channels,
        read_clock=parts.clock.now,
        on_received=parts.turns.wake,
        metrics=parts.metrics,
    )
    add_webhook_routes(app, webhooks)
    add_health_routes(app, check=lambda: _check(parts), warn=lambda: _warn(parts), render_metrics=parts.metrics.render)
    return app


def _make_parts(settings: Settings, clock: Clock) -> Parts:
    metrics, hub = PrometheusMetrics(), Hub()
    sender = HttpSender(allow_private=settings.allow_private_reply_urls)
    channels: dict[str, Channel] = {StandardChannel.kind: StandardChannel(sender)}
    delivery = Delivery(outbox=StoredOutbox(), channels=channels, read_clock=clock.now, metrics=metrics)

    def announce(_: int) -> None:
        hub.notify()
        delivery.wake()

    turns = TurnTaker(
        inbox=StoredInbox(),
        open_unit_of_work=open_unit_of_work,
        read_clock=clock.now,
        rules=Rules(hold_lasts=timedelta(minutes=settings.hold_minutes)),
        metrics=metrics,
        on_reply=announce,
        at_once=max(1, count_work_connections(settings) - 1),  # one is for deliveries
    )
    return Parts(
        settings=settings,
        clock=clock,
        metrics=metrics,
        hub=hub,
        turns=turns,
        delivery=delivery,
        channels=channels,
        sender=sender,
        background=[],
    )


def _add_chat(app: web.Application, parts: Parts, account: Account) -> None:
    async def find_chat_shop() -> ChatShop:
        try:
            async with asyncio.timeout(PAGE_TIMEOUT_S):
                shop = await find_shop_file(account.business_id)
        except TimeoutError:
            raise UnavailableError(f"the shop could not be read within {PAGE_TIMEOUT_S} s") from None
        return ChatShop(name=shop.name, tagline=shop.tagline, zone=shop.location.zone)

    ChatPage(
        account=account,
        find_shop=find_chat_shop,
        inbox=StoredInbox(),
        logs=StoredLogs(),
        hub=parts.hub,
        read_clock=parts.clock.now,
        on_received=parts.turns.wake,
        metrics=parts.metrics,
        has_secure_cookies=parts.settings.has_secure_cookies,
        senders=TokenBuckets(burst=CHAT_BURST, per_second=CHAT_PER_SECOND),
        streams={},
    ).add_routes(app)


@contextlib.asynccontextmanager
async def _run_database(config: dict[str, Any]) -> AsyncIterator[None]:
    await Tortoise.init(config=config, _enable_global_fallback=True)
    try:
        if missing := await find_unapplied(MIGRATIONS):
            raise NotAtHeadError(
                f"The database lacks {len(missing)} migration(s), first {missing[0]}. Run: python -m assistant migrate"
            )
        yield
    finally:
        await Tortoise.close_connections()


@contextlib.asynccontextmanager
async def _run_background(parts: Parts) -> AsyncIterator[None]:
    """Sweep and deliver as long as the server lives; then let what is under way come to its end."""
    async with parts.sender:
        parts.background[:] = [asyncio.create_task(parts.turns.sweep()), asyncio.create_task(parts.delivery.run())]
        for task in parts.background:
            task.add_done_callback(_complain)
        yield
        for task in parts.background:
            task.cancel()
        await asyncio.gather(*parts.background, return_exceptions=True)
        await parts.turns.finish(parts.settings.shutdown_timeout_s / 2)
        await parts.delivery.finish(parts.settings.shutdown_timeout_s / 2)


def _complain(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.critical("Background work has stopped, which it never should: restart the server", exc_info=error)


async def _close_streams(parts: Parts) -> None:
    parts.hub.close()


async def _check(parts: Parts) -> dict[str, str | None]:
    zones = check_time_zones()
    stopped = any(task.done() for task in parts.background)
    checks: dict[str, str | None] = {
        "time_zones": "; ".join(zones) or None,
        "background": "turns or deliveries have stopped: restart the server" if stopped else None,
    }
    now: datetime = parts.clock.now()
    try:
        found = await check_database(MIGRATIONS, now)
        checks |= {"database": None, **{check.name: check.problem for check in found}}
    except UnavailableError as error:
        checks["database"] = f"cannot be asked: {error}"
    parts.metrics.ready.set(not any(checks.values()))
    return checks


def _warn(parts: Parts) -> dict[str, str]:
    age = find_time_zones_age(parts.clock.now())
    return {"time_zones": age} if age else {}
