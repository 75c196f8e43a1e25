"""Whose request it is: the address it came from, seen through declared proxies, as the network it belongs to. Pure."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Networks = tuple[IPv4Network | IPv6Network, ...]
_HOPS: Final = 20
_LONGEST: Final = 2000  # of an X-Forwarded-For, from the right; twenty addresses have room in it


def client(peer: str, forwarded: str, proxies: Networks) -> str:
    """Give the network that a request is counted for: a /24 of IPv4, a /64 of IPv6; "" where it cannot be told.

    `peer` is the address of the connection. `forwarded` (X-Forwarded-For) is believed as far as `proxies` wrote it: of
    its addresses, from the right, the first that is none of them. A peer on this machine that is no declared proxy
    may be anybody's, so it is told from nobody.
    """
    if len(forwarded) > _LONGEST:
        forwarded = forwarded[-_LONGEST:].partition(",")[2]  # no address that was cut in two is believed
    return _client(peer, forwarded, proxies)


@lru_cache(maxsize=1024)
def _client(peer: str, forwarded: str, proxies: Networks) -> str:
    address = _address(peer)
    if address is None:
        return ""
    if not _is_one(address, proxies):
        return "" if address.is_loopback else _network(address)
    for hop in reversed(forwarded.split(",")[-_HOPS:]):
        found = _address(hop.strip())
        if found is None:
            return ""
        if not _is_one(found, proxies):
            return _network(found)
    return ""


def _address(text: str) -> Address | None:
    """Read an address, with a port or in brackets as some proxies write it; IPv4 in IPv6 is IPv4."""
    bare = text.rsplit(":", 1)[0] if text.startswith("[") or text.count(":") == 1 else text
    try:
        found = ip_address(bare.strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def _is_one(address: Address, networks: Networks) -> bool:
    return any(address in network for network in networks)


def _network(address: Address) -> str:
    return str(ip_network(f"{address}/{24 if address.version == 4 else 64}", strict=False))


def inside(peer: str, forwarded: str) -> bool:
    """Say whether a request comes from this machine or its own network, and through no proxy."""
    address = _address(peer)
    return address is not None and address.is_private and not forwarded
