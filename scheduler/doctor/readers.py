"""Who asks, and how. Pure.

The User-Agent and Accept are those that each program sends; codings and validators are spread over them, so that among
the eight each coding and each kind of condition is asked once at least.
"""

from dataclasses import dataclass
from typing import Final, Literal

Condition = Literal["tag", "date", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One program that follows feeds.

    `format` is the extension of the document it asks for, `codings` its Accept-Encoding (None says nothing of it),
    `condition` the validators that it sends back; `old` programs speak HTTP/1.1 only.
    """

    name: str
    agent: str
    format: str
    accept: str
    codings: str | None
    condition: Condition
    old: bool = False

    def fields(self) -> tuple[tuple[str, str], ...]:
        """Give the header fields of its first visit."""
        said = (("User-Agent", self.agent), ("Accept", self.accept))
        return said if self.codings is None else (*said, ("Accept-Encoding", self.codings))

    def again(self, tag: str | None, modified: str | None) -> tuple[tuple[str, str], ...]:
        """Give the validators of its second visit, as far as it was given some: empty where it was given none."""
        held = {"tag": (("If-None-Match", tag),), "date": (("If-Modified-Since", modified),)}
        chosen = held["tag"] + held["date"] if self.condition == "both" else held[self.condition]
        return tuple((name, value) for name, value in chosen if value)

    @property
    def takes(self) -> frozenset[str]:
        """The codings it can read, but for none at all."""
        return frozenset(part.partition(";")[0].strip() for part in (self.codings or "").split(",")) - {"", "identity"}

    @property
    def is_browser(self) -> bool:
        """Whether it takes HTML, and so is sent XML under the name that browsers know."""
        return "text/html" in self.accept


READERS: Final = (
    Reader(
        name="Miniflux",
        agent="Mozilla/5.0 (compatible; Miniflux/2.2.13; +https://miniflux.app)",
        format=".atom",
        accept="application/xml, application/atom+xml, application/rss+xml, application/rdf+xml, "
        "application/feed+json, text/html, */*;q=0.9",
        codings="br, gzip",
        condition="both",
    ),
    Reader(
        name="FreshRSS",
        agent="FreshRSS/1.27.1 (Linux; https://freshrss.org)",
        format=".rss",
        accept="application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/xml;q=0.8, */*;q=0.1",
        codings="deflate, gzip, br, zstd",
        condition="both",
    ),
    Reader(
        name="NetNewsWire",
        agent="NetNewsWire (RSS Reader; https://netnewswire.com/)",
        format=".json",
        accept="*/*",
        codings="br",
        condition="tag",
    ),
    Reader(
        name="Feedly",
        agent="Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; like FeedFetcher-Google)",
        format=".rss",
        accept="*/*",
        codings="gzip",
        condition="tag",
    ),
    Reader(
        name="Inoreader",
        agent="Mozilla/5.0 (compatible; inoreader.com; +http://www.inoreader.com/feed-fetcher; 5 subscribers)",
        format=".atom",
        accept="*/*",
        codings="identity",
        condition="date",
    ),
    Reader(
        name="Thunderbird",
        agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.5.0",
        format=".rss",
        accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        codings="gzip, deflate, br, zstd",
        condition="both",
    ),
    Reader(
        name="rss2email",
        agent="rss2email/3.14 (+https://github.com/rss2email/rss2email)",
        format=".atom",
        accept="application/atom+xml,application/rdf+xml,application/rss+xml,application/x-netcdf,application/xml;q=0.9,"
        "text/xml;q=0.2,*/*;q=0.1",
        codings="gzip, deflate",
        condition="date",
        old=True,
    ),
    Reader(
        name="Newsboat",
        agent="newsboat/2.40.0 (Linux x86_64)",
        format=".json",
        accept="*/*",
        codings=None,
        condition="tag",
        old=True,
    ),
)
"""Miniflux, FreshRSS, NetNewsWire, Feedly, Inoreader, Thunderbird, feedparser's rss2email and Newsboat."""

BROWSER: Final = Reader(
    name="a browser",
    agent="Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    format="",
    accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    codings="gzip, deflate, br, zstd",
    condition="tag",
)
"""Who opens the page of the feed."""
