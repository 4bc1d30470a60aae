"""Whose address counts behind proxies: the last one that nobody we trust has written down."""

from ipaddress import ip_network

import pytest

from api.client import address_of

TRUSTED = tuple(ip_network(one) for one in ("10.0.0.0/8", "172.31.250.1/32", "fd00::/8"))
PROXY = "10.1.2.3"


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        (PROXY, "203.0.113.9", "203.0.113.9"),
        ("172.31.250.1", "203.0.113.9", "203.0.113.9"),
        ("::ffff:10.1.2.3", "203.0.113.9", "203.0.113.9"),
        ("fd00::7", "2001:db8::1", "2001:db8::1"),
        (PROXY, "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # what stands left of it anybody can invent
        (PROXY, "198.51.100.1, 203.0.113.9, 10.9.9.9", "203.0.113.9"),  # a second proxy of ours
        (PROXY, "10.4.4.4, 10.9.9.9", "10.4.4.4"),  # somebody in the house
        (PROXY, "203.0.113.9:51234", "203.0.113.9"),
        (PROXY, "[2001:db8::1]:443", "2001:db8::1"),
        (PROXY, '"[2001:db8::1]"', "2001:db8::1"),
        (PROXY, "::ffff:203.0.113.9", "203.0.113.9"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),  # whoever is no proxy of ours is not believed
        ("172.31.250.2", "203.0.113.9", "172.31.250.2"),
        (PROXY, "", PROXY),
        (PROXY, "unknown", PROXY),
        (PROXY, "203.0.113.9, <script>", PROXY),
        (PROXY, "203.0.113.9,, ,", PROXY),
        (PROXY, "203.0.113.9, _hidden, 10.9.9.9", "10.9.9.9"),
        (PROXY, "1" * 5000, PROXY),
        (PROXY, "[[[:::", PROXY),
        ("", "203.0.113.9", ""),
    ],
)
def test_the_address_is_the_last_one_nobody_we_trust_has_written(peer: str, forwarded: str, address: str) -> None:
    assert address_of(peer, forwarded, TRUSTED) == address


def test_without_a_trusted_proxy_nothing_is_believed() -> None:
    assert address_of("127.0.0.1", "203.0.113.9", ()) == "127.0.0.1"
