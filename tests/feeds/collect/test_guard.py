"""Which addresses may be asked."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.guard import bare, barred, host_of, may_be_private, refusal, sendable
from tests.world import make_source

GLOBAL = ["1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.32.0.1", "2606:4700::1111", "240e::1"]
ALLOWABLE = [
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
    "100.127.255.255", "198.18.0.1", "::1", "fc00::1", "fd12:3456::1",
]  # fmt: skip
NEVER = [
    "0.0.0.0", "0.1.2.3", "169.254.169.254", "192.0.0.8", "192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "fe80::1", "fe80::1%eth0", "fec0::1",
    "ff02::1", "2001:db8::1", "3fff::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1", "5f00::1",
    "::7f00:1", "64:ff9b:1::7f00:1", "100::1",
]  # fmt: skip


@pytest.mark.parametrize("address", GLOBAL)
def test_the_internet_may_be_asked(address: str) -> None:
    assert refusal(address, allow_private=False) is None
    assert refusal(address, allow_private=True) is None


@pytest.mark.parametrize("address", ALLOWABLE)
def test_loopback_and_intranets_may_be_allowed(address: str) -> None:
    assert refusal(address, allow_private=False)
    assert refusal(address, allow_private=True) is None


@pytest.mark.parametrize("address", NEVER)
def test_the_rest_is_never_asked(address: str) -> None:
    assert refusal(address, allow_private=False)
    assert refusal(address, allow_private=True)


def wrapped(inner: IPv4Address) -> list[IPv6Address]:
    """Give the IPv6 forms that lead to an IPv4 address: v4-mapped, NAT64, 6to4."""
    number = int(inner)
    prefixes = (int(IPv6Address("::ffff:0:0")), int(IPv6Address("64:ff9b::")))
    return [*(IPv6Address(prefix | number) for prefix in prefixes), IPv6Address(0x2002 << 112 | number << 80 | 1)]


@given(inner=st.ip_addresses(v=4), allow_private=st.booleans())
def test_a_wrapping_changes_nothing(*, inner: IPv4Address, allow_private: bool) -> None:
    expected = refusal(str(inner), allow_private=allow_private)
    for outer in wrapped(inner):
        assert refusal(str(outer), allow_private=allow_private) == expected


@given(address=st.ip_addresses())
def test_what_python_knows_to_be_private_is_never_asked(address: IPv4Address | IPv6Address) -> None:
    if isinstance(address, IPv6Address) and address.sixtofour:
        return  # judged by the address it leads to, above; newer versions of Python call all of them private
    if address.is_private or address.is_multicast or address.is_link_local or address.is_loopback:
        assert refusal(str(address), allow_private=False)


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://gazette.example/feed", "https://gazette.example/feed"),
        ("  https://gazette.example/feed\n", "https://gazette.example/feed"),
        ("https://例子.example/新闻?q=港", "https://xn--fsqu00a.example/%E6%96%B0%E9%97%BB?q=%E6%B8%AF"),
        ("http://gazette.example/a b", "http://gazette.example/a%20b"),
        ("http://[2606:4700::1111]:8080/feed", "http://[2606:4700::1111]:8080/feed"),
        ("http://gazette.example/\r\nHost: evil.example", "http://gazette.example/Host:%20evil.example"),
    ],
)
def test_addresses_are_made_fit_to_send(url: str, sent: str) -> None:
    assert sendable(url) == sent


@pytest.mark.parametrize(
    "url",
    [
        "",
        "gazette",
        "/feed",
        "//gazette.example",
        "file:///etc/passwd",
        "http:///feed",
        "http://a b/",
        "http://[::1",
        "http://h:x/",
    ],
)
def test_what_cannot_be_sent_is_said(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        sendable(url)


@pytest.mark.parametrize("port", [0, 22, 25, 110, 6000, 6667, 10080])
def test_where_other_services_live_nobody_is_asked(port: int) -> None:
    assert barred(port) == f"port {port}, which is no web server's"
    with pytest.raises(ValueError, match=f"names port {port}, which"):
        sendable(f"https://gazette.example:{port}/feed")


@pytest.mark.parametrize("port", [80, 81, 443, 3000, 5000, 8000, 8080, 8443, 9000, 10081, 65535])
def test_where_web_servers_live_they_are_asked(port: int) -> None:
    assert barred(port) is None
    assert sendable(f"http://gazette.example:{port}/feed")


@given(url=st.text(max_size=60).map("http://".__add__))
def test_what_is_sent_is_one_line_of_ascii(url: str) -> None:
    try:
        sent = sendable(url)
    except ValueError:
        return
    assert sent.isascii()
    assert sent.isprintable()
    assert " " not in sent


def test_credentials_are_taken_out() -> None:
    assert bare("https://desk:secret@gazette.example:8443/feed?a=b#top") == "https://gazette.example:8443/feed?a=b"
    assert host_of("https://desk:secret@gazette.example:8443/feed") == "gazette.example"
    assert host_of("http://[::1") == "the server"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://news.intranet.example/1", True),
        ("http://cms.intranet.example:8080/1", True),
        ("http://127.0.0.1/admin", False),
        ("http://elsewhere.example/1", False),
        ("http://[::1", False),
    ],
)
def test_an_intranet_is_asked_on_the_declared_site_alone(url: str, *, expected: bool) -> None:
    source = make_source(url="https://news.intranet.example/feed", allow_private=True)
    assert may_be_private(url, source) is expected
    assert not may_be_private(url, make_source(url="https://news.intranet.example/feed"))
    assert not may_be_private(url, make_source(kind="folder", url=None, path="/drop", allow_private=True))
