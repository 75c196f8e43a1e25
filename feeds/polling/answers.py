"""What is answered for a published document: its headers, made once when the manifest is loaded. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from math import ceil
from types import MappingProxyType
from typing import Final

from config.settings import Serving
from feeds.polling.conditions import BEST_FIRST
from feeds.publish.manifest import Coding, Manifest, Stored, slug_of

Headers = tuple[tuple[str, str], ...]

METHODS: Final = "GET, HEAD, OPTIONS"
CORS: Final[Headers] = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Last-Modified, Link, Retry-After"),
)
PREFLIGHT: Final[Headers] = (
    ("Allow", METHODS),
    *CORS,
    ("Access-Control-Allow-Methods", METHODS),
    ("Access-Control-Allow-Headers", "Authorization, If-None-Match, If-Modified-Since, A-IM"),
    ("Access-Control-Max-Age", "86400"),
)
_SAFE: Final[Headers] = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'self'; sandbox"),
)
_PRIVATE: Final[Headers] = (("Referrer-Policy", "no-referrer"), ("X-Robots-Tag", "noindex"))
_XML = re.compile(r"[a-z]+/(?:[a-z0-9.-]+\+xml|x-opml|xml)\b")
DOCUMENT: Final = re.compile(r"/feeds(?:/.+)?\.(?:rss|atom|json|opml)|/news-sitemap\.xml")
"""The paths where a document could stand, so that its absence is told briefly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A document as the worker holds it, without its bytes.

    `tags` maps each of its entity tags to the headers of a 304 that carries it, `full` each coding it is kept in to the
    headers of a 200, but for Content-Type (`type`, or `browser_type` for a browser) and Content-Length. `kind` is the
    end of its path ("rss"), `slug` that of its feed or "".
    """

    stored: Stored
    kind: str
    slug: str
    stem: str
    modified: datetime
    codings: frozenset[Coding]
    tags: Mapping[str, Headers]
    full: Mapping[Coding, Headers]
    type: str
    browser_type: str


def table(manifest: Manifest) -> Mapping[str, Held]:
    """Give every document of `manifest` by its URL path."""
    return MappingProxyType({path: hold(stored) for path, stored in manifest.documents.items()})


def hold(stored: Stored) -> Held:
    """Make all headers of one document."""
    unchanged = {coding: (("ETag", stored.tag(coding)), *_validity(stored)) for coding in BEST_FIRST}
    return Held(
        stored=stored,
        kind=stored.path.rpartition(".")[2],
        slug=slug_of(stored.path) or "",
        stem=stored.etag.strip('"'),
        modified=stored.modified,
        codings=frozenset(stored.files),
        tags=MappingProxyType({stored.tag(coding): headers for coding, headers in unchanged.items()}),
        full=MappingProxyType({coding: _full(coding, unchanged[coding]) for coding in stored.files}),
        type=f"{stored.media_type}; charset=utf-8",
        browser_type=f"{_XML.sub('text/xml', stored.media_type)}; charset=utf-8",
    )


def _validity(stored: Stored) -> Headers:
    """Give what a 200 and a 304 share, the tag aside (RFC 9110 §15.4.5)."""
    links = ", ".join(link for link in stored.links if link.isascii() and link.isprintable())
    return (
        ("Last-Modified", format_datetime(stored.modified, usegmt=True)),
        ("Cache-Control", f"private, max-age={stored.max_age}" if stored.private else _shared(stored.max_age)),
        ("Vary", "Accept-Encoding"),
        *((("Link", links),) if links else ()),
        *stored.headers,
        *(_PRIVATE if stored.private else ()),
        *CORS,
    )


def _shared(max_age: int) -> str:
    return f"public, max-age={max_age}, stale-while-revalidate=60, stale-if-error=86400"


def _full(coding: Coding, unchanged: Headers) -> Headers:
    encoded: Headers = () if coding == "identity" else (("Content-Encoding", coding),)
    return (*unchanged, *encoded, ("Accept-Ranges", "none"), *_SAFE)


def brief(text: str, caching: str, *more: tuple[str, str]) -> tuple[Headers, bytes]:
    """Give headers and body of a short text/plain answer."""
    body = f"{text}\n".encode()
    headers = (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", caching),
        *CORS,
        *_SAFE,
    )
    return (*headers, *more), body


def gone(successor: str) -> tuple[Headers, bytes]:
    """Answer for a feed that was given up: its `successor` is named, if it has one (an address, or "")."""
    if not successor:
        return brief("This feed is published no more.", "public, max-age=86400")
    link = ("Link", f'<{successor}>; rel="successor-version"')
    return brief(f"This feed is published no more; follow {successor} instead.", "public, max-age=86400", link)


def limited(wait: float, serving: Serving, policy: str) -> tuple[Headers, bytes]:
    """Put off, for `wait` seconds, who was given enough (RFC 6585, 4; draft-ietf-httpapi-ratelimit-headers)."""
    seconds, within = ceil(wait), int(serving.within.total_seconds())
    return brief(
        f"More than {serving.polls} whole documents in {within} seconds; ask by If-None-Match, as {policy} tells.",
        "no-store",
        ("Retry-After", str(seconds)),
        ("RateLimit-Policy", f'"polls";q={serving.polls};w={within}'),
        ("RateLimit", f'"polls";r=0;t={seconds}'),
    )
