"""The one spelling that a page's addresses share: AMP, mobile, printed, with www or without. Pure, never raises.

Only what is one page on every site that has both is brought together. Whatever could be two pages stays two.
"""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

from feeds.text.urls import canonical, site_of

_CACHED: Final = re.compile(
    r"https://(?:[a-z0-9-]+\.cdn\.ampproject\.org/[cv]|(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?/amp"
    r"|(?:www\.)?bing\.com/amp)/(?:s/)?(?=[a-z0-9-]+\.)"
)
_MOBILE: Final = re.compile(r"(?:www|m|mobile|wap|3g|touch|amp)\.")
_SESSION_IN_PATH: Final = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_SLASHES: Final = re.compile(r"(?<!:)//+")
_INDEX: Final = re.compile(r"/(?:index|default)\.(?:s?html?|php|aspx?|jsp)\Z", re.IGNORECASE)
_AMP_ENDING: Final = re.compile(r"\.amp(?=\.html\Z|\Z)")
_VIEW: Final = re.compile(r"\A/(?:amp|print)(?=/)|/(?:amp|print)\Z")
# What names one article, and no section, tag or date: a long number, three words, a document's ending, a long text.
_TELLING: Final = re.compile(r"\d{5}|[^-]-+[^-]+-+[^-]|\.(?:s?html?|php|aspx?|jsp)\Z|.{24}", re.IGNORECASE)
_TELLING_QUERY: Final = re.compile(r"(?:id|no|p|aid|article|story|idx\w*)=\w*\d{3}", re.IGNORECASE)
_VIEWS_WORDS: Final = """
    amp amp=1 amp=true amp=y outputtype=amp output=amp view=amp type=amp mode=amp _amp=true print print=1 print=true
    print=yes print=y printable=1 printable=yes printable=true printer=1 printview=1 format=print output=print
    view=print mode=print
"""
_VIEWS: Final = frozenset(_VIEWS_WORDS.split())
_SESSIONS: Final = frozenset({"phpsessid", "jsessionid", "sessionid", "session_id", "cfid", "cftoken", "zenid"})
_SESSION_VALUE: Final = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{20,}", re.IGNORECASE)


@lru_cache(maxsize=1024)
def spelling(url: str) -> str:
    """Give the spelling that the addresses of one page share, of a `canonical` address; never publish it.

    A page stored by an AMP cache is its publisher's. "www.", a doubled or a last slash, the index of a folder and a
    session id are no part of an address; AMP, mobile and printed views are none of an article's.
    """
    found = _CACHED.match(url)
    if found:
        url = canonical(f"https://{url[found.end() :]}")
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if parts.scheme != "https":
        return url
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_view(pair))
    path = _path(parts.path, query)
    host = _host(parts, telling=tells(path, query))
    return urlunsplit(("https", host, path, query, parts.fragment))


def tells(path: str, query: str = "") -> bool:
    """Say whether an address is plainly that of one article, not of a section, a tag or whatever is newest."""
    return bool(_TELLING.search(path.rpartition("/")[2]) or _TELLING_QUERY.search(query))


def _path(path: str, query: str) -> str:
    path = _SLASHES.sub("/", _SESSION_IN_PATH.sub("", path))
    if not query:
        path = _INDEX.sub("/", path)
    path = path.rstrip("/")
    for pattern in (_VIEW, _AMP_ENDING):
        bare = pattern.sub("", path, count=1)
        if bare != path and tells(bare):
            path = bare
    return path or "/"


def _host(parts: SplitResult, *, telling: bool) -> str:
    """Give the host without what only says for whom; a mobile one may have other sections, but no other articles."""
    host = parts.netloc
    for _ in range(2):
        found = _MOBILE.match(host)
        if found is None or not (telling or found[0] == "www."):
            break
        site, rest = site_of(f"https://{host}"), host[found.end() :]
        bare = rest.partition(":")[0]
        if bare != site and not bare.endswith(f".{site}"):
            break
        host = rest
    return host


def _is_view(pair: str) -> bool:
    name, _, value = pair.lower().partition("=")
    if pair.lower().rstrip("=") in _VIEWS or name == "replytocom":
        return True
    return name in _SESSIONS or (name in {"sid", "s"} and _SESSION_VALUE.fullmatch(value) is not None)
