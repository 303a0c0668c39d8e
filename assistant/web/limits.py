"""How often somebody may ask: token buckets, told by the loop's monotonic clock."""

import asyncio
import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from assistant.web.clients import Clients

KEYS_MAX = 10_000
"""How many senders are remembered; the longest unseen is forgotten, with its bucket full."""


class TokenBuckets:
    """One bucket for each key, all of one size."""

    def __init__(self, *, burst: int, per_second: float) -> None:
        self._burst = burst
        self._rate = per_second
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Take one token and return 0, or take none and return in how many seconds there will be one."""
        level = self._level(key)
        allowed = level >= 1
        self._put(key, level - 1 if allowed else level)
        return 0.0 if allowed else (1 - level) / self._rate

    def give_back(self, key: str) -> None:
        """Put back a token that was taken."""
        self._put(key, min(self._burst, self._level(key) + 1))

    def _level(self, key: str) -> float:
        now = asyncio.get_running_loop().time()
        level, since = self._buckets.pop(key, (float(self._burst), now))
        return min(self._burst, level + (now - since) * self._rate)

    def _put(self, key: str, level: float) -> None:
        self._buckets[key] = (level, asyncio.get_running_loop().time())
        if len(self._buckets) > KEYS_MAX:
            self._buckets.popitem(last=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLimit:
    """How often one address may ask for the routes under a path."""

    buckets: TokenBuckets
    counts_refused_only: bool = False
    """Whether only a 4xx costs: who proves to be who they say may come as often as they like, and so may who was
    asked to come again because of a fault here."""


def limit_clients(clients: Clients, limits: Mapping[str, ClientLimit]) -> Middleware:
    """Return a middleware that answers 429 where an address asks too often.

    Args:
        clients: Tells addresses apart. One's own proxies, which name no client, are not limited.
        limits: By the beginning of the path, `/chat/` for example. Other paths are not limited.
    """

    @web.middleware
    async def limit(request: web.Request, handler: Handler) -> web.StreamResponse:
        found = next((one for start, one in limits.items() if request.path.startswith(start)), None)
        client = clients.find_limited(request) if found else None
        if found is None or client is None:
            return await handler(request)
        if wait_s := found.buckets.take(client):
            raise web.HTTPTooManyRequests(
                text="There is a lot at once from your network. Please wait a moment.", headers=ask_to_wait(wait_s)
            )
        status: int = HTTPStatus.INTERNAL_SERVER_ERROR  # what an exception is answered with, or 503
        try:
            response = await handler(request)
            status = response.status
        except web.HTTPException as error:
            status = error.status
            raise
        finally:
            if found.counts_refused_only and not _is_refusal(status):
                found.buckets.give_back(client)
        return response

    return limit


def _is_refusal(status: int) -> bool:
    """Whether it says that the caller is at fault: 4xx."""
    return HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR


def ask_to_wait(wait_s: float) -> dict[str, str]:
    """Return the header that says how long to wait, in whole seconds."""
    return {"Retry-After": str(math.ceil(wait_s))}
