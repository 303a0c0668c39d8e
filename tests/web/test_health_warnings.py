"""Readiness tells what should be seen to soon, without keeping anybody from serving."""

from collections.abc import Awaitable, Callable, Mapping

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from assistant.web.health import add_health_routes

MakeClient = Callable[..., Awaitable[TestClient[web.Request, web.Application]]]


def make_app(warnings: Mapping[str, str], problem: str | None = None) -> web.Application:
    async def check() -> Mapping[str, str | None]:
        return {"database": problem}

    app = web.Application()
    add_health_routes(app, check=check, warn=lambda: warnings, render_metrics=lambda: b"")
    return app


async def test_a_warning_is_told_and_the_server_stays_ready(aiohttp_client: MakeClient) -> None:
    client = await aiohttp_client(make_app({"time_zones": "old"}))
    answer = await client.get("/health/ready")
    told = {"status": "ready", "checks": {"database": "ok"}, "warnings": {"time_zones": "old"}}
    assert (answer.status, await answer.json()) == (200, told)


@pytest.mark.parametrize(("problem", "status"), [(None, 200), ("gone", 503)])
async def test_without_a_warning_there_is_no_word_of_one(
    aiohttp_client: MakeClient, problem: str | None, status: int
) -> None:
    client = await aiohttp_client(make_app({}, problem))
    answer = await client.get("/health/ready")
    assert answer.status == status
    assert "warnings" not in await answer.json()
