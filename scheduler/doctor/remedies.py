"""What an operator does about what is broken, by who stands in between. Pure."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from scheduler.doctor.answers import Answer

_SIGNS: Final = (
    # (who, a field, what stands in it)
    ("Cloudflare", "cf-ray", ""),
    ("Cloudflare", "server", "cloudflare"),
    ("CloudFront", "x-amz-cf-id", ""),
    ("Fastly", "x-served-by", "cache-"),
    ("Varnish", "x-varnish", ""),
    ("nginx", "server", "nginx"),
    ("Apache", "server", "apache"),
    ("Caddy", "server", "caddy"),
)
_RECODES: Final = "let the proxy hand bodies on as they come: it must compress and rewrite nothing under /feeds"
_HEADER: Final = "let the proxy hand this header on as it comes, and take its own rule for it out"
_CACHE: Final = "let the cache go by our Cache-Control under /feeds, with no time of its own, and purge it now"
_CHALLENGE: Final = "let requests for /feeds/* pass without a bot check, a login or a rate limit: readers run no script"
_ADDRESS: Final = "set base_url to the address that answers, or let the proxy answer at base_url itself"
_REMEDIES: Final[Mapping[str, str]] = MappingProxyType({
    "name": "set base_url to a name that DNS knows, or add its A and AAAA records",
    "connection": "start `beatwire run`, open the port in the firewall, or correct base_url",
    "time": "look whether the proxy reaches beatwire (`bind`), and whether a firewall swallows packets",
    "tls": "let the proxy speak TLS 1.2 or 1.3 at this port, or correct the scheme of base_url",
    "certificate": "renew the certificate with its whole chain, for this very name (fullchain.pem, not cert.pem)",
    "redirects": _ADDRESS,
    "redirect": _ADDRESS,
    "host": _ADDRESS,
    "cut": "look in the proxy's log for an answer that it cuts short (buffers, disk, time-outs)",
    "transfer": "look in the proxy's log for this request",
    "challenge": _CHALLENGE,
    "status": "look whether the proxy sends /feeds/* to beatwire, path and all, and beatwire runs on this folder",
    "bytes": "take out what rewrites bodies under /feeds (minifying, e-mail hiding, link rewriting, injected scripts)",
    "stale": _CACHE,
    "age": _CACHE,
    "double": "compress once: beatwire does it, so turn the proxy's own compression off under /feeds",
    "unreadable": _RECODES,
    "unasked": "let the proxy hand Accept-Encoding on, and keep one copy for each coding (Vary: Accept-Encoding)",
    "uncompressed": "let the proxy hand Accept-Encoding on to beatwire, which has every coding ready",
    "recoded": _RECODES,
    "weak": _RECODES,
    "suffix": _RECODES,
    "tag": _RECODES,
    "foreign": "let the proxy hand our ETag on, and make none of its own, and serve this very folder",
    "type": _HEADER,
    "charset": _HEADER,
    "caching": _HEADER,
    "closed": _HEADER,
    "max-age": _HEADER,
    "directives": _HEADER,
    "vary": _HEADER,
    "wide": "take the other names out of Vary: each makes a copy of its own of every feed, and none differs",
    "date": _HEADER,
    "link": _HEADER,
    "cookie": "let nothing in between set cookies under /feeds (sticky sessions, bot checks): no cache keeps such",
    "cors": _HEADER,
    "sniffing": _HEADER,
    "unconditional": "let the proxy hand If-None-Match and If-Modified-Since on to beatwire",
    "304": "let the proxy hand the headers of a 304 on as they come",
    "304 tag": "let the proxy hand the headers of a 304 on as they come",
    "head": "let the proxy hand HEAD on as HEAD",
    "query": "leave the query out of the cache's key under /feeds, and let no rule refuse or redirect it",
})  # fmt: skip
_GZIP: Final = "in nginx: gzip off; gunzip off; proxy_set_header Accept-Encoding $http_accept_encoding;"
_HIDE: Final = "in nginx: take add_header, expires and proxy_hide_header for it out of this location"
_BROWSE: Final = "in Cloudflare: a Configuration Rule for /feeds/* with Browser Integrity Check and Security Level off"
_EDGE: Final = "in Cloudflare: a Cache Rule for /feeds/*: Edge TTL and Browser TTL “respect origin”"
_OWN: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({
    "nginx": dict.fromkeys(("weak", "tag", "recoded", "double", "uncompressed", "unreadable", "unasked"), _GZIP)
    | dict.fromkeys(("type", "charset", "caching", "closed", "max-age", "directives", "vary", "link", "cors"), _HIDE)
    | {"unconditional": "in nginx: proxy_set_header If-None-Match $http_if_none_match; and no proxy_cache for /feeds"},
    "Apache": dict.fromkeys(("weak", "suffix", "recoded", "double"), "in Apache: SetEnvIf Request_URI ^/feeds no-gzip"),
    "Cloudflare": dict.fromkeys(("challenge", "status"), _BROWSE)
    | dict.fromkeys(("stale", "age", "caching", "closed", "max-age", "directives"), _EDGE)
    | dict.fromkeys(
        ("bytes", "weak", "tag", "recoded", "uncompressed"),
        "in Cloudflare: turn Email Obfuscation, Rocket Loader, Minify and Automatic HTTPS Rewrites off for /feeds/*",
    ),
})  # fmt: skip
KINDS: Final = frozenset(_REMEDIES)
"""Every kind of finding there is."""


def between(answer: Answer) -> str:
    """Name who stands between, by what it says of itself; "" where nobody does."""
    return next((who for who, name, what in _SIGNS if name in answer.fields and what in answer.get(name).lower()), "")


def remedy(kind: str, who: str) -> str:
    """Say what to do about a finding of `kind`, in the words of `who` as well, if it is one that we know."""
    own = _OWN.get(who, {}).get(kind)
    return f"{_REMEDIES[kind]} ({own})" if own else _REMEDIES[kind]
