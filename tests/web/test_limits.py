"""How often somebody may ask: an address as well as a session, which anybody can make up."""

from collections.abc import AsyncIterator
from ipaddress import ip_network

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from assistant.ports.errors import UnavailableError
from assistant.web.clients import Clients
from assistant.web.hub import LOOK_EVERY_S, LOOK_SELDOM_S, Hub
from assistant.web.limits import KEYS_MAX, ClientLimit, TokenBuckets, limit_clients
from assistant.web.middlewares import add_middlewares

Page = TestClient[web.Request, web.Application]


async def test_a_bucket_gives_its_burst_and_then_says_how_long_to_wait() -> None:
    buckets = TokenBuckets(burst=3, per_second=0.001)
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 0]
    assert 0 < buckets.take("a") <= 1000
    assert buckets.take("b") == 0, "another's is full"


async def test_a_token_that_was_given_back_can_be_taken_again_and_never_overfills() -> None:
    buckets = TokenBuckets(burst=1, per_second=0.001)
    buckets.give_back("a")
    assert buckets.take("a") == 0
    buckets.give_back("a")
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0


async def test_senders_are_forgotten_before_they_fill_the_memory() -> None:
    buckets = TokenBuckets(burst=1, per_second=0.001)
    for number in range(KEYS_MAX + 1):
        assert buckets.take(str(number)) == 0
    assert buckets.take("0") == 0, "the longest unseen starts anew"
    assert buckets.take(str(KEYS_MAX)) > 0


@pytest_asyncio.fixture
async def page() -> AsyncIterator[Page]:
    """A server with both kinds of limit, behind a trusted proxy."""
    clients = Clients(trusted=(ip_network("127.0.0.1"),))
    limits = {
        "/chat/": ClientLimit(buckets=TokenBuckets(burst=2, per_second=0.1)),
        "/webhooks/": ClientLimit(buckets=TokenBuckets(burst=2, per_second=0.1), counts_refused_only=True),
    }
    app = web.Application()
    add_middlewares(app, clients, limit_clients(clients, limits))

    async def answer(request: web.Request) -> web.Response:
        if request.query.get("away"):
            raise UnavailableError("no database")
        if request.query.get("raise"):
            raise web.HTTPNotFound
        return web.json_response({}, status=int(request.query.get("status", "200")))

    app.router.add_get("/{path:.*}", answer)
    async with TestClient(TestServer(app)) as client:
        yield client


async def ask(page: Page, path: str, client: str, times: int) -> list[int]:
    return [(await page.get(path, headers={"X-Forwarded-For": client})).status for _ in range(times)]


async def test_an_address_that_asks_too_often_waits_and_others_do_not(page: Page) -> None:
    assert await ask(page, "/chat/history", "203.0.113.9", 3) == [200, 200, 429]
    answer = await page.get("/chat/history", headers={"X-Forwarded-For": "203.0.113.9"})
    assert answer.status == 429
    assert "wait" in (await answer.json())["error"]
    assert 1 <= int(answer.headers["Retry-After"]) <= 10
    assert answer.headers["X-Request-ID"]
    assert await ask(page, "/chat/history", "203.0.113.10", 1) == [200]
    assert await ask(page, "/health", "203.0.113.9", 3) == [200, 200, 200]


async def test_a_platform_that_proves_itself_is_never_told_to_wait(page: Page) -> None:
    assert await ask(page, "/webhooks/standard/site", "203.0.113.9", 5) == [200] * 5
    assert await ask(page, "/webhooks/standard/site?status=401", "203.0.113.9", 3) == [401, 401, 429]


async def test_an_outage_here_costs_a_platform_nothing(page: Page) -> None:
    assert await ask(page, "/webhooks/standard/site?away=1", "203.0.113.9", 5) == [503] * 5
    assert await ask(page, "/webhooks/standard/site?status=500", "203.0.113.9", 3) == [500] * 3
    assert await ask(page, "/webhooks/standard/site?raise=1", "203.0.113.9", 3) == [404, 404, 429]


async def test_ones_own_machine_is_not_limited(page: Page) -> None:
    assert [(await page.get("/chat/history")).status for _ in range(5)] == [200] * 5


async def test_news_wake_only_those_who_wait_for_them() -> None:
    hub = Hub()
    with hub.listen("at:a") as first, hub.listen("at:b") as second:
        first.follow("out:1")
        assert first.news.is_set(), "what was said before is news"
        first.news.clear()
        second.news.clear()
        first.follow("out:1")
        hub.notify(["out:1", "out:2"])
        assert (first.news.is_set(), second.news.is_set()) == (True, False)
        hub.close()
        assert second.news.is_set()
    assert hub.listeners == {}, "nothing is left of a stream that ended"


def test_streams_look_seldom_only_while_they_are_told() -> None:
    hub = Hub()
    assert hub.look_every_s == LOOK_EVERY_S
    hub.hears_others = True
    assert hub.look_every_s == LOOK_SELDOM_S
