"""Who asks: an address that no stranger can make up, and an id for the request."""

from collections.abc import Mapping
from ipaddress import ip_network

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from assistant.web.clients import Clients

OWN = Clients(trusted=tuple(map(ip_network, ("127.0.0.1", "10.0.0.0/8", "fd00::/8"))))


def make_request(peer: str, headers: Mapping[str, str] | CIMultiDict[str]) -> web.Request:
    return make_mocked_request("GET", "/", headers=CIMultiDict(headers)).clone(remote=peer)


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # a stranger's word does not count
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # what stands further left is made up
        ("127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"),  # two proxies
        ("127.0.0.1", "203.0.113.9,,10.1.2.3", None),  # what cannot be read ends the way back
        ("127.0.0.1", "unknown", None),
        ("127.0.0.1", "", None),  # one's own machine is not limited
        ("127.0.0.1", "10.1.2.3", None),
        ("127.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        ("::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("fd00::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "", "fe80::/64"),
        ("", "203.0.113.9", None),
    ],
)
def test_a_client_is_the_rightmost_address_that_is_no_trusted_proxys(
    peer: str, forwarded: str, client: str | None
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert OWN.find_limited(make_request(peer, headers)) == client


def test_several_headers_are_read_as_one_list() -> None:
    headers = CIMultiDict([("X-Forwarded-For", "198.51.100.1"), ("X-Forwarded-For", "203.0.113.9, 10.1.2.3")])
    assert OWN.find_limited(make_request("127.0.0.1", headers)) == "203.0.113.9"


def test_a_long_list_is_not_walked_to_its_end() -> None:
    headers = {"X-Forwarded-For": ",".join(["203.0.113.9", *["10.1.2.3"] * 1000])}
    assert OWN.find_limited(make_request("127.0.0.1", headers)) is None


def test_a_trusted_proxys_request_id_is_kept() -> None:
    assert OWN.name_request(make_request("127.0.0.1", {"X-Request-ID": "9f3c-a_b.1"})) == "9f3c-a_b.1"


@pytest.mark.parametrize(
    ("peer", "said"),
    [("203.0.113.9", "9f3c"), ("127.0.0.1", ""), ("127.0.0.1", "a b"), ("127.0.0.1", "x" * 65), ("127.0.0.1", "ä")],
)
def test_any_other_request_gets_an_id_of_its_own(peer: str, said: str) -> None:
    names = {OWN.name_request(make_request(peer, {"X-Request-ID": said})) for _ in range(2)}
    assert len(names) == 2
    assert said not in names
