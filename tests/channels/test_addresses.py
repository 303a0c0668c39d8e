"""Addresses: public ones are allowed, everything that only our own machine can reach is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.channels.shared.addresses import find_address_fault

PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
PRIVATE = [
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
    "100.100.100.200", "::1", "fd00::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "2002:7f00:1::", "2002:a00:1::", "192.0.2.1", "198.18.0.1", "203.0.113.9", "2001:db8::1", "0.1.2.3",
    "fec0::1",
]  # fmt: skip
NOWHERE = [
    "0.0.0.0", "::", "255.255.255.255", "224.0.0.1", "239.1.1.1", "ff02::1", "240.0.0.1", "169.254.169.254",  # noqa: S104 - refused, not listened on
    "fe80::1", "fe80::1%eth0", "::ffff:169.254.169.254", "::ffff:0.0.0.0", "64:ff9b::a9fe:a9fe", "::127.0.0.1",
    "localhost", "127.1", "2130706433", "0x7f000001", "",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_allowed(address: str) -> None:
    assert find_address_fault(address, allow_private=False) is None


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_allowed_only_where_the_owner_says_so(address: str) -> None:
    assert find_address_fault(address, allow_private=False) is not None
    assert find_address_fault(address, allow_private=True) is None


@pytest.mark.parametrize("address", NOWHERE)
def test_some_addresses_are_never_allowed(address: str) -> None:
    assert find_address_fault(address, allow_private=True) is not None


@given(address=st.ip_addresses().map(str))
@settings(print_blob=True)
def test_allowing_private_ones_allows_no_less(address: str) -> None:
    if find_address_fault(address, allow_private=False) is None:
        assert find_address_fault(address, allow_private=True) is None
