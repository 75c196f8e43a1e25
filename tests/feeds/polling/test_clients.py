"""Whose request it is."""

from ipaddress import ip_network

import pytest

from feeds.polling.clients import client, inside

PROXIES = (ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("", ""),
        ("unix:", ""),
        ("not an address", ""),
    ],
)
def test_without_declared_proxies_the_peer_counts_and_nothing_it_says(peer: str, network: str) -> None:
    assert client(peer, "", ()) == client(peer, "198.51.100.9", ()) == network


@pytest.mark.parametrize(
    ("forwarded", "network"),
    [
        ("198.51.100.9", "198.51.100.0/24"),
        ("1.2.3.4, 198.51.100.9", "198.51.100.0/24"),
        ("198.51.100.9, 10.1.2.3", "198.51.100.0/24"),
        ("[2001:db8::7]:4711", "2001:db8::/64"),
        ("198.51.100.9:4711", "198.51.100.0/24"),
        ("2001:db8::7, fd00::1", "2001:db8::/64"),
        ("198.51.100.9, what", ""),
        ("10.1.2.3", ""),
        ("", ""),
        (", ".join(["198.51.100.9", *["10.0.0.1"] * 500]), ""),
    ],
)
def test_what_declared_proxies_wrote_is_believed_and_no_more(forwarded: str, network: str) -> None:
    assert client("127.0.0.1", forwarded, PROXIES) == network


def test_a_peer_that_is_no_proxy_is_not_believed() -> None:
    assert client("203.0.113.77", "198.51.100.9", PROXIES) == "203.0.113.0/24"


@pytest.mark.parametrize(
    ("peer", "forwarded", "is_inside"),
    [
        ("127.0.0.1", "", True),
        ("10.2.3.4", "", True),
        ("fd00::7", "", True),
        ("127.0.0.1", "203.0.113.7", False),
        ("93.184.216.34", "", False),
        ("", "", False),
    ],
)
def test_what_comes_from_outside_or_through_a_proxy_is_not_inside(peer: str, forwarded: str, is_inside: bool) -> None:  # noqa: FBT001
    assert inside(peer, forwarded) is is_inside


@pytest.mark.parametrize("cut", range(1, 14))
def test_no_address_is_believed_that_was_cut_in_two(cut: int) -> None:
    tail = ",10.0.0.1"
    padded = tail + " " * (2000 - 13 - len(tail) + cut)
    assert client("127.0.0.1", f"198.51.100.77{padded}", PROXIES) == ""
    assert client("127.0.0.1", f"198.51.100.77{padded[: -cut or None]}", PROXIES) == "198.51.100.0/24"
