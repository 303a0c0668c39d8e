"""Which addresses a reply may go to: never, by way of a URL, to a machine that only we can reach."""

import ipaddress
from ipaddress import IPv4Address, IPv6Address, IPv6Network

# RFC 6052: IPv4 addresses seen through a NAT64 gateway.
_NAT64 = IPv6Network("64:ff9b::/96")
# All that the registries have given out of IPv6; what lies outside is special in some way.
_GLOBAL_UNICAST = IPv6Network("2000::/3")


def find_address_fault(address: str, *, allow_private: bool) -> str | None:
    """Return what kind of forbidden address it is, or None where a request may go there.

    Args:
        address: As the resolver or the URL gives it, IPv4 or IPv6.
        allow_private: Whether loopback and the private ranges will do. Link-local addresses, where clouds keep their
            metadata, and those of no single machine are refused even then.
    """
    try:
        ip = _unwrap(ipaddress.ip_address(address))
    except ValueError:
        return "not an IP address"
    if ip.is_link_local:
        return "a link-local address"
    if ip.is_multicast or ip.is_unspecified or (ip.is_reserved and not ip.is_loopback):
        return "not one machine's address"
    if not allow_private and not _is_public(ip):
        return "a private address"
    return None


def _unwrap(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 address carries, or the address itself."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    return ip.is_global and (isinstance(ip, IPv4Address) or ip in _GLOBAL_UNICAST)
