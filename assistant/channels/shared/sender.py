"""The HTTP sender: POSTs to URLs that others chose, and tells apart what certainly failed and what may have arrived."""

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from ipaddress import ip_address
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from assistant.channels.shared.addresses import find_address_fault
from assistant.ports.channels import Refused, Retry, Unknown

TIMEOUT_S = 15.0
"""From the first packet to the answer's headers: Standard Webhooks advises 15 to 30 s. A lease must outlast it."""
CONNECT_TIMEOUT_S = 5.0
IDLE_CONNECTION_S = 4.0
"""Shorter than servers' usual 5 s: a request that meets a closing connection counts as possibly arrived."""
CONNECTIONS_PER_HOST_MAX = 20
URLS_MAX = 256
"""Of so many URLs it is kept whether requests may go there."""
RETRY_AFTER_MAX_S = 3600.0
"""The longest pause that a receiver can ask for: the longest that a platform is known to ask, Telegram's."""


class ForbiddenAddressError(Exception):
    """A reply URL leads to an address that requests may not go to. The text says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back. The body is not read: only the status counts, and it may be endless."""

    status: int
    retry_after: str
    """The header as it came, or nothing."""


class HttpSender:
    """One pool of connections: no redirects, no cookies, no proxies from the environment, no compression.

    Make it where an event loop runs, and use it as an asynchronous context manager.

    Args:
        allow_private: Whether requests may go to loopback and private addresses.
        resolver: Who resolves names; the machine's own by default.
        timeout_s: Limits a whole request, in seconds.
    """

    def __init__(
        self, *, allow_private: bool, resolver: AbstractResolver | None = None, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._allow_private = allow_private
        connector = aiohttp.TCPConnector(
            resolver=_GuardedResolver(resolver or aiohttp.ThreadedResolver(), allow_private=allow_private),
            limit_per_host=CONNECTIONS_PER_HOST_MAX,
            keepalive_timeout=IDLE_CONNECTION_S,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            # Connecting must run out of time first: only then is it certain that nothing was sent.
            timeout=aiohttp.ClientTimeout(total=timeout_s, connect=min(CONNECT_TIMEOUT_S, timeout_s / 2)),
            auto_decompress=False,
            trust_env=False,
            headers={"User-Agent": "shop-assistant", "Accept-Encoding": "identity"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer | Retry | Refused | Unknown:
        """Return the answer, or why there is none; raises nothing that a network or a URL can cause.

        A redirect is an answer like any other: what was checked is where the request goes.
        """
        checked = _check_url(url, allow_private=self._allow_private)
        if isinstance(checked, str):
            return Refused(reason=f"the reply URL {checked}: set another")
        try:
            async with self._session.post(checked, data=body, headers=headers, allow_redirects=False) as response:
                return Answer(status=response.status, retry_after=response.headers.get("Retry-After", ""))
        except ForbiddenAddressError as error:
            return Refused(reason=f"the reply URL {error}: set another, or allow private reply URLs")
        except aiohttp.InvalidURL:
            return Refused(reason="the reply URL is not valid: set another")
        except aiohttp.ClientConnectorError as error:
            return Retry(reason=str(error))
        except aiohttp.ConnectionTimeoutError:
            return Retry(reason="no connection to the receiver in time")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # The name alone: the text of some of them quotes the URL, which may hold a token.
            return Unknown(reason=f"the receiver's answer was lost ({type(error).__name__})")


@lru_cache(maxsize=URLS_MAX)
def _check_url(text: str, *, allow_private: bool) -> URL | str:
    """Return the URL, or what is wrong with it."""
    try:
        url = URL(text)
        host = url.raw_host
    except ValueError:
        return "is not valid"
    if url.scheme not in ("http", "https") or not host:
        return "must begin with https:// or http:// and a host"
    if url.user is not None or url.password is not None:
        return "must not hold a user name or password"
    # The resolver is not asked about literal addresses.
    fault = find_address_fault(host, allow_private=allow_private) if _is_literal(host) else None
    return f"leads to {host}, {fault}" if fault else url


class _GuardedResolver(AbstractResolver):
    """Passes on the addresses that it has checked: the connection goes to one of them, with no second look-up."""

    def __init__(self, inner: AbstractResolver, *, allow_private: bool) -> None:
        self._inner = inner
        self._allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host; one forbidden among them forbids the host."""
        found = await self._inner.resolve(host, port, family)
        for result in found:
            fault = find_address_fault(result["host"], allow_private=self._allow_private)
            if fault:
                raise ForbiddenAddressError(f"leads to {host}, which is at {result['host']}, {fault}")
        return found

    async def close(self) -> None:
        """Close the resolver behind it."""
        await self._inner.close()


def read_retry_after(value: str, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` header asks for, at most an hour, or None where it says nothing usable.

    Args:
        value: Seconds or an HTTP date, as in RFC 9110, section 10.2.3.
        now: This instant, aware.
    """
    if re.fullmatch(r"[0-9]{1,9}", value):
        return min(float(value), RETRY_AFTER_MAX_S)
    try:
        at = parsedate_to_datetime(value)
        # An HTTP date is in GMT; without a zone it comes out naive.
        wait_s = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return min(max(wait_s, 0.0), RETRY_AFTER_MAX_S)


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
