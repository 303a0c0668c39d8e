"""The composition root: everything is made and joined here, and nobody imports it but the command line."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from tortoise import Tortoise

from assistant.channels.shared.sender import HttpSender
from assistant.channels.standard import StandardChannel
from assistant.clock import Clock, SystemClock, check_time_zones, find_time_zones_age
from assistant.database import MIGRATIONS, NotAtHeadError, count_work_connections, find_connection_arguments
from assistant.knowledge.encoding import load_encoder
from assistant.knowledge.shelf import Shelf
from assistant.ports.accounts import Account
from assistant.ports.channels import Channel
from assistant.ports.errors import UnavailableError
from assistant.settings import Settings
from assistant.storage.accounts import StoredAccounts
from assistant.storage.inbox import StoredInbox
from assistant.storage.logs import StoredLogs
from assistant.storage.outbox import StoredOutbox
from assistant.storage.ratings import find_due_visits
from assistant.storage.readiness import check_database, find_unapplied
from assistant.storage.shops import find_shop_file
from assistant.storage.signals import Signals
from assistant.storage.unit_of_work import open_unit_of_work
from assistant.telemetry.metrics import PrometheusMetrics
from assistant.turn import Rules
from assistant.web.chat import ChatPage, ChatShop, in_conversation
from assistant.web.clients import Clients
from assistant.web.health import READY_TIMEOUT_S, add_health_routes
from assistant.web.hub import Hub
from assistant.web.limits import ClientLimit, TokenBuckets, limit_clients
from assistant.web.middlewares import add_middlewares
from assistant.web.webhooks import Webhooks, add_webhook_routes
from assistant.worker.delivery import Delivery
from assistant.worker.ratings import RatingAsker
from assistant.worker.turns import TurnTaker

PAGE_TIMEOUT_S = 2.5
CHAT_BURST = 20
CHAT_PER_SECOND = 0.5
"""How much one chat session may send: twenty at once, then one every two seconds."""
CLIENT_CHAT_BURST = 240
CLIENT_CHAT_PER_SECOND = 4.0
"""How much one address may ask of the chat page: a café's guests, or a mobile network's, share one."""
CLIENT_REFUSED_BURST = 200
CLIENT_REFUSED_PER_SECOND = 5.0
"""How many refused webhooks one address may cause, and have under way: what is accepted costs nothing."""
RECEIVED = "in:"
"""The topic of a conversation with something to answer, before its number."""
CHECK_EVERY_S = 15.0
"""How often a process looks at itself: metrics are usually read as often."""
SIGNALS_TIMEOUT_S = 0.5
CLOSE_TIMEOUT_S = 2.0
"""What a stop may take beyond APP_SHUTDOWN_TIMEOUT_S, together."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a process does of what there is to do. Processes share it out by leases in the database, not by rank."""

    has_background: bool = True
    """Whether it takes turns and delivers replies; messages that come in without are told to those that do."""
    shared_metrics: Path | None = None
    """The folder in which the processes of one address keep their metrics; None: it has that address alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the handlers and the background work share."""

    settings: Settings
    role: Role
    clock: Clock
    metrics: PrometheusMetrics
    hub: Hub
    signals: Signals
    turns: TurnTaker
    delivery: Delivery
    ratings: RatingAsker
    channels: Mapping[str, Channel]
    sender: HttpSender
    warnings: dict[str, str]
    """What the last look at the database found for somebody to see to soon."""
    background: list[asyncio.Task[None]]
    """What runs as long as the server lives."""
    stop_by: list[float]
    """Once it is going down: when it has to be down, by the loop's clock."""

    def tell(self, topics: Iterable[str]) -> None:
        """Pass on news to open pages here and to other processes."""
        told = list(topics)
        self.hub.notify(told)
        self.signals.tell(told)

    def receive(self, conversation_ids: Iterable[int]) -> None:
        """See to it that what has come in is answered soon."""
        if self.role.has_background:
            self.turns.wake(conversation_ids)
        else:
            self.signals.tell([f"{RECEIVED}{conversation_id}" for conversation_id in conversation_ids])


async def create_app(
    settings: Settings,
    tortoise_config: dict[str, Any],
    chat_account: Account,
    *,
    clock: Clock | None = None,
    role: Role = Role(),
) -> web.Application:
    """Return the server: webhooks, chat page, health and metrics, with turns and delivery in the background.

    Asynchronous, because what sends replies must be made where the event loop runs.

    Args:
        settings: What the operator decided.
        tortoise_config: Where the database is; it must be at head, or the start is refused with NotAtHeadError.
        chat_account: The account that the chat page at `/` writes to.
        clock: The system's, unless a test has another.
        role: What this process does of it.
    """
    app, parts = _make_app(settings, tortoise_config, clock or SystemClock(), role)
    _add_chat(app, parts, chat_account)
    webhooks = Webhooks(
        accounts=StoredAccounts(),
        inbox=StoredInbox(),
        channels=parts.channels,
        read_clock=parts.clock.now,
        on_received=parts.receive,
        metrics=parts.metrics,
    )
    add_webhook_routes(app, webhooks)
    return app


async def create_worker(settings: Settings, tortoise_config: dict[str, Any]) -> web.Application:
    """Return turns and delivery without a door for customers: an application with health and metrics alone."""
    app, _ = _make_app(settings, tortoise_config, SystemClock(), Role())
    return app


def _make_app(
    settings: Settings, tortoise_config: dict[str, Any], clock: Clock, role: Role
) -> tuple[web.Application, Parts]:
    parts = _make_parts(settings, tortoise_config, clock, role)
    app = web.Application()
    clients = Clients(trusted=settings.trusted_proxies)
    add_middlewares(app, clients, limit_clients(clients, _make_limits()))
    app.cleanup_ctx.append(lambda _: _run_database(tortoise_config))
    app.cleanup_ctx.append(lambda _: _run_background(parts))
    app.on_shutdown.append(lambda _: _begin_shutdown(parts))
    add_health_routes(app, check=lambda: _check(parts), warn=lambda: _warn(parts), render_metrics=parts.metrics.render)
    return app, parts


def _make_limits() -> dict[str, ClientLimit]:
    chat = TokenBuckets(burst=CLIENT_CHAT_BURST, per_second=CLIENT_CHAT_PER_SECOND)
    refused = TokenBuckets(burst=CLIENT_REFUSED_BURST, per_second=CLIENT_REFUSED_PER_SECOND)
    return {
        "/chat/": ClientLimit(buckets=chat),
        "/webhooks/": ClientLimit(buckets=refused, counts_refused_only=True),
    }


def _make_parts(settings: Settings, tortoise_config: dict[str, Any], clock: Clock, role: Role) -> Parts:
    metrics, hub = PrometheusMetrics(role.shared_metrics), Hub()
    sender = HttpSender(allow_private=settings.allow_private_reply_urls)
    channels: dict[str, Channel] = {StandardChannel.kind: StandardChannel(sender)}
    delivery = Delivery(outbox=StoredOutbox(), channels=channels, read_clock=clock.now, metrics=metrics)

    def hear(topics: Sequence[str]) -> None:
        hub.notify(topics)
        if role.has_background:
            received = (topic.removeprefix(RECEIVED) for topic in topics if topic.startswith(RECEIVED))
            turns.wake([int(number) for number in received if number.isdecimal()])

    def hear_or_not(hears: bool) -> None:  # noqa: FBT001 - a callback's one argument
        hub.hears_others = hears

    def announce(conversation_id: int) -> None:
        parts.tell([in_conversation(conversation_id)])
        delivery.wake()

    turns = TurnTaker(
        inbox=StoredInbox(),
        open_unit_of_work=open_unit_of_work,
        read_clock=clock.now,
        rules=Rules(hold_lasts=timedelta(minutes=settings.hold_minutes), shelf=Shelf(load_encoder(settings.answers))),
        metrics=metrics,
        on_reply=announce,
        at_once=max(1, count_work_connections(settings) - 1),  # one is for deliveries
    )
    ratings = RatingAsker(
        find_due=find_due_visits,
        open_unit_of_work=open_unit_of_work,
        read_clock=clock.now,
        metrics=metrics,
        on_reply=announce,
    )
    parts = Parts(
        settings=settings,
        role=role,
        clock=clock,
        metrics=metrics,
        hub=hub,
        signals=Signals(find_connection_arguments(tortoise_config), on_heard=hear, on_hearing=hear_or_not),
        turns=turns,
        delivery=delivery,
        ratings=ratings,
        channels=channels,
        sender=sender,
        warnings={},
        background=[],
        stop_by=[],
    )
    return parts


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
        on_received=parts.receive,
        on_news=parts.tell,
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
        with contextlib.suppress(TimeoutError):  # a database that hangs does not say goodbye either
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await Tortoise.close_connections()


@contextlib.asynccontextmanager
async def _run_background(parts: Parts) -> AsyncIterator[None]:
    """Work in the background as long as the server lives; then let what is under way come to its end."""
    async with parts.sender:
        work = [parts.signals.run(), _watch(parts)]
        if parts.role.has_background:
            work += [parts.turns.sweep(), parts.delivery.run(), parts.ratings.run()]
        parts.background[:] = [asyncio.create_task(one) for one in work]
        for task in parts.background:
            task.add_done_callback(_complain)
        yield
        listening, *rest = parts.background
        await _cancel(rest)
        await parts.turns.finish(_left_s(parts) / 2)
        await parts.delivery.finish(_left_s(parts))
        await parts.signals.finish(SIGNALS_TIMEOUT_S)
        await _cancel([listening])


async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _left_s(parts: Parts) -> float:
    """Return how much time there is until the server has to be down."""
    return max(0.0, parts.stop_by[0] - asyncio.get_running_loop().time()) if parts.stop_by else 0.0


def _complain(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.critical("Background work has stopped, which it never should: restart the server", exc_info=error)


async def _begin_shutdown(parts: Parts) -> None:
    parts.stop_by.append(asyncio.get_running_loop().time() + parts.settings.shutdown_timeout_s)
    parts.hub.close()


async def _watch(parts: Parts) -> None:
    """Look at oneself, for ever: what the metrics say of this process is so though nobody asks it."""
    while True:
        try:
            async with asyncio.timeout(READY_TIMEOUT_S):
                await _check(parts)
        except TimeoutError:
            parts.metrics.ready.set(0)
        except Exception:  # noqa: BLE001 - it looks again
            _log.exception("The server could not look at itself")
            parts.metrics.ready.set(0)
        await asyncio.sleep(CHECK_EVERY_S)


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
        checks |= {"database": None, **{check.name: check.problem for check in found.checks}}
        parts.metrics.waiting.set(found.waiting_s)
        parts.warnings.clear()
        parts.warnings.update(found.warnings)
    except UnavailableError as error:
        checks["database"] = f"cannot be asked: {error}"
    parts.metrics.ready.set(not any(checks.values()))
    return checks


def _warn(parts: Parts) -> dict[str, str]:
    age = find_time_zones_age(parts.clock.now())
    return parts.warnings | ({"time_zones": age} if age else {})
