"""Is it alive, is it ready, and what has it done: for machines and for the engineer at two in the morning."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

READY_TIMEOUT_S = 2.5
"""A balancer that asks wants an answer, also from a database that hangs."""


def add_health_routes(
    app: web.Application,
    *,
    check: Callable[[], Awaitable[Mapping[str, str | None]]],
    warn: Callable[[], Mapping[str, str]],
    render_metrics: Callable[[], bytes],
) -> None:
    """Serve `/health`, `/health/ready` and `/metrics`.

    Args:
        app: The application.
        check: Returns what was looked at, each with its problem, or None where all is well. May hang or raise.
        warn: Returns what somebody should see to soon, by name. It keeps nobody from serving.
        render_metrics: Returns the page in Prometheus's text format.
    """

    async def show_health(_: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def show_ready(_: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(READY_TIMEOUT_S):
                checks = dict(await check())
        except TimeoutError:
            checks = {"database": f"did not answer within {READY_TIMEOUT_S} s"}
        is_ready = not any(checks.values())
        answer: dict[str, object] = {
            "status": "ready" if is_ready else "not ready",
            "checks": {k: v or "ok" for k, v in checks.items()},
        }
        if warnings := warn():
            answer["warnings"] = dict(warnings)
        return web.json_response(answer, status=200 if is_ready else 503)

    async def show_metrics(_: web.Request) -> web.Response:
        headers = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        return web.Response(body=render_metrics(), headers=headers)

    app.router.add_get("/health", show_health)
    app.router.add_get("/health/ready", show_ready)
    app.router.add_get("/metrics", show_metrics)
