"""Where the REST API of a WordPress site is: pretty (`/wp-json/`) or plain (`/?rest_route=/`), in a folder or not."""

import re
from typing import Final
from urllib.parse import quote, urlsplit

from feeds.text.urls import absolute

POSTS: Final = "wp/v2/posts"
_PLAIN: Final = re.compile(r"[?&]rest_route=(?:/|%2F).*\Z", re.IGNORECASE | re.DOTALL)
_PRETTY: Final = re.compile(r"/wp-json(?:/.*)?\Z", re.DOTALL)
_FEED: Final = re.compile(r"/feed/?(?:\?.*)?\Z|/?\?feed=.*\Z", re.DOTALL)
_HEADER: Final = re.compile(r'<([^<>]{1,2048})>\s{0,9};\s{0,9}rel="?https://api\.w\.org/"?')
_NEXT: Final = re.compile(r'<([^<>]{1,8192})>\s{0,9};\s{0,9}rel="?next"?')
_TAG: Final = re.compile(rb"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_REL: Final = re.compile(rb"""rel\s{0,9}=\s{0,9}["']?https://api\.w\.org/""", re.IGNORECASE)
_HREF: Final = re.compile(rb"""href\s{0,9}=\s{0,9}["']([^"'<>]{1,2048})["']""", re.IGNORECASE)
_HEAD: Final = 2**18


def site_in(address: str) -> str:
    """Give the site's own address, with its last slash, whatever of it `address` is: home page, API or feed."""
    bare = address.partition("#")[0]
    for pattern in (_PLAIN, _PRETTY, _FEED):
        bare = pattern.sub("", bare)
    return bare.partition("?")[0].removesuffix("index.php").rstrip("/") + "/"


def root_in(address: str) -> str:
    """Give the API's root that `address` is in, or, where it is in none, the one that most sites have."""
    plain, pretty = _PLAIN.search(address), _PRETTY.search(address)
    if plain:
        return f"{address[: plain.start()]}{plain[0][0]}rest_route=/"
    return f"{address[: pretty.start()]}/wp-json/" if pretty else f"{site_in(address)}wp-json/"


def root_above(address: str) -> str:
    """Give the API's root above the address of a list, which may be another than was asked."""
    above, found, _ = address.partition(POSTS)
    return above if found else root_in(address)


def root_told(link: str | None, body: bytes, address: str) -> str | None:
    """Give the API's root that a page tells, by its Link header or its head (rel="https://api.w.org/")."""
    found = _HEADER.search(link or "")
    told = found[1] if found else None
    if told is None:
        tags = (tag for tag in _TAG.findall(body[:_HEAD]) if _REL.search(tag))
        told = next((href[1].decode("utf-8", "replace") for tag in tags if (href := _HREF.search(tag))), None)
    return absolute(told.replace("&amp;", "&"), address) if told else None


def within(root: str, route: str, query: str) -> str:
    """Give the address of `route` ("wp/v2/posts") with `query`, whichever way the site writes its addresses."""
    if "rest_route=" in root:
        return f"{root}{route}&{query}"
    return f"{root.rstrip('/')}/{route}?{query}"


def feed_of(root: str, site: str) -> str:
    """Give the address of the site's own feed."""
    return f"{site}?feed=rss2" if "rest_route=" in root else f"{site}feed/"


def following(link: str | None, address: str) -> str | None:
    """Give the next page of a list (RFC 8288, rel=next), on the same host."""
    found = _NEXT.search(link or "")
    told = absolute(found[1], address) if found else None
    return told if told and urlsplit(told).netloc == urlsplit(address).netloc else None


def listed(names: tuple[str, ...]) -> str:
    """Write the names of fields as one parameter."""
    return quote(",".join(names), safe=",:._")
