"""Who is at the other end: the client's address, as far as the proxies in between can be believed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from secrets import token_hex

from aiohttp import web

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

REQUEST_ID_HEADER = "X-Request-ID"
REQUEST_ID_BYTES = 8
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HOPS_MAX = 20
_V6_PREFIX = 64
"""What one household or one phone has of IPv6: whoever has it has all addresses in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """Reads who asks from the connection and from what trusted proxies say."""

    trusted: Sequence[Network]
    """The addresses of one's own proxies."""

    def find_limited(self, request: web.Request) -> str | None:
        """Return the name under which a client is counted, or None for one's own machines, which are not.

        It is the rightmost address of `X-Forwarded-For` that is no trusted proxy's: each proxy puts at the right who
        spoke to it, and what stands further left is what a client made up. IPv6 addresses are counted by /64.
        """
        client = None
        for hop in self._walk_back(request):
            client = hop
            if not self._is_trusted(hop):
                break
        if client is None or self._is_trusted(client):
            return None
        return str(client if client.version == 4 else ip_network((client, _V6_PREFIX), strict=False))  # noqa: PLR2004

    def name_request(self, request: web.Request) -> str:
        """Return the request's id: a trusted proxy's, where it is a sane one, or a new one."""
        said = request.headers.get(REQUEST_ID_HEADER, "")
        peer = _read_address(request.remote or "")
        if peer is not None and self._is_trusted(peer) and _REQUEST_ID.fullmatch(said):
            return said
        return token_hex(REQUEST_ID_BYTES)

    def _walk_back(self, request: web.Request) -> Iterator[Address]:
        """Give the addresses from the connection's to the farthest that can be read."""
        said = ",".join(request.headers.getall("X-Forwarded-For", []))
        for text in [request.remote or "", *reversed(said.split(",")[-_HOPS_MAX:])]:
            address = _read_address(text.strip())
            if address is None:
                return
            yield address

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self.trusted)


def _read_address(text: str) -> Address | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
