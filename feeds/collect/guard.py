"""Which addresses may be asked: pure rules; `feeds.collect.fetch` applies them to every connection it opens.

The table is IANA's special-purpose registries (RFC 6890 and its updates) rather than `ipaddress.is_global`, whose
answers differ between the releases of Python that we support.
"""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, Protocol
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import safe_url_string

from config.settings import Source
from feeds.text.urls import site_of

_SPECIAL: Final = (
    # (network, what it is, may the operator allow it for a source)
    ("127.0.0.0/8", "an address of this machine itself", True),
    ("10.0.0.0/8", "an address of a private network", True),
    ("172.16.0.0/12", "an address of a private network", True),
    ("192.168.0.0/16", "an address of a private network", True),
    ("100.64.0.0/10", "an address behind a provider's NAT", True),
    ("198.18.0.0/15", "an address for benchmarks and local proxies", True),
    ("169.254.0.0/16", "a link-local address", False),
    ("192.0.0.0/24", "a reserved address", False),
    ("192.0.2.0/24", "an address for documentation", False),
    ("198.51.100.0/24", "an address for documentation", False),
    ("203.0.113.0/24", "an address for documentation", False),
    ("192.88.99.0/24", "a reserved address", False),
    ("0.0.0.0/8", "an unspecified address", False),
    ("224.0.0.0/4", "a multicast address", False),
    ("240.0.0.0/4", "a reserved address", False),
    ("::1/128", "an address of this machine itself", True),
    ("fc00::/7", "an address of a private network", True),
    ("fe80::/10", "a link-local address", False),
    ("::/128", "an unspecified address", False),
    ("ff00::/8", "a multicast address", False),
    ("2001::/32", "a Teredo tunnel", False),
    ("2001::/23", "a reserved address", False),
    ("2001:db8::/32", "an address for documentation", False),
    ("3fff::/20", "an address for documentation", False),
)
# The "bad ports" of the Fetch standard (fetch.spec.whatwg.org/#port-blocking): other protocols' servers, some of which
# take a request over HTTP for an order in their own language.
_BARRED: Final = frozenset({
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109,
    110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531,
    532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060,
    5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
})  # fmt: skip
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_NAT64: Final = IPv6Network("64:ff9b::/96")


class Refusal(Protocol):
    """Says what an address is if it may not be asked; `refusal` unless a test plays the Internet on loopback."""

    def __call__(self, address: str, *, allow_private: bool) -> str | None:
        """Give words for what the IP literal `address` is, or None if it may be asked."""


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[IPv4Network | IPv6Network, str, bool], ...]:
    return tuple((ip_network(network), words, allowable) for network, words, allowable in _SPECIAL)


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """Give the IPv4 address that an IPv6 one leads to: v4-mapped, 6to4 (RFC 3056) or NAT64 (RFC 6052)."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


@lru_cache(maxsize=4096)
def refusal(address: str, *, allow_private: bool) -> str | None:
    """Say what `address` (an IP literal) is if it may not be asked ("a link-local address"), or give None.

    Only global unicast addresses may be. `allow_private` lets in loopback and intranets as well, never link-local
    (where cloud machines keep their secrets), multicast, unspecified or reserved ones.
    """
    found: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(found, IPv6Address):
        found = _embedded(found) or found
    for network, words, allowable in _table():
        if found in network:
            return None if allow_private and allowable else words
    if isinstance(found, IPv6Address) and found not in _GLOBAL_UNICAST:
        return "a reserved address"
    return None


def may_be_private(url: str, source: Source) -> bool:
    """Say whether what `source` leads to at `url` may be of an intranet: only on the site that the operator declared.

    What its pages, pictures or posts name elsewhere is their authors' word, not the operator's.
    """
    return source.allow_private and source.url is not None and site_of(url) == site_of(source.url)


def barred(port: int) -> str | None:
    """Say what `port` is if no web server is to be asked there, whatever its address, or give None."""
    return f"port {port}, which is no web server's" if port in _BARRED else None


def sendable(url: str) -> str:
    """Give `url` in the ASCII form that goes over the wire (IDNA host, escaped path).

    Raises ValueError, with words for the operator, if it is not an http or https address, or names a barred port.
    """
    try:
        ready = safe_url_string(url.strip())
        parts = urlsplit(ready)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"the address cannot be read ({error})") from error
    if parts.scheme not in {"http", "https"}:
        raise ValueError("only http and https addresses can be fetched")
    if not parts.hostname or not ready.isascii() or not ready.isprintable() or " " in ready:
        raise ValueError("the address names no host, or one that cannot be written in ASCII")
    if port is not None and (words := barred(port)):
        raise ValueError(f"the address names {words}")
    return ready


def host_of(url: str) -> str:
    """Give the host that `url` names, for a message; never its credentials."""
    try:
        return urlsplit(url).hostname or "the server"
    except ValueError:
        return "the server"


def bare(url: str) -> str:
    """Give `url` without user name, password and fragment, fit to be kept, shown and resolved against."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))
