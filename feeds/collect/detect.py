"""How an address can be followed: what to look at next, and what to try. Pure; whoever asks fetches and tries.

The order is: the address is a feed; its page names or shows one; WordPress made it; its site has a news sitemap; the
page itself lists articles; and last, a sitemap of everything. A WordPress that names its interface is tried before the
feed of its own, which is the same site told worse: no retraction, and the titles of what needs a password.

What we find by ourselves, and nobody gave us, is only looked at where robots.txt lets us.
"""

import re
import zlib
from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from feeds.article import Page
from feeds.collect import robots
from feeds.collect.exchange import NotModified, Response
from feeds.collect.reading.charset import decode
from feeds.collect.reading.mending import beheaded
from feeds.collect.reading.refusals import page_instead
from feeds.collect.signs import Linked, Signs, ranked, signs
from feeds.errors import FetchError
from feeds.text.markup import text_of
from feeds.text.urls import absolute, canonical

MOST_LOOKS: Final = 12
ADDRESS: Final = "the address itself"
"""Why we look at, or try, what the operator gave."""
ROBOTS: Final = "robots.txt"
"""Why we look at that."""
_WORDPRESS: Final = "made by WordPress"
_MOST_FEEDS: Final = 5
_MOST_LINKS: Final = 3
_MOST_SITEMAPS: Final = 6
_EXAMINED: Final = 2**18  # bytes of a sitemap: enough for an index, or to see what it is
_WELL_KNOWN: Final = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml")
_COMMON: Final = "/sitemap.xml"
_GZIP: Final = b"\x1f\x8b"
_SITEMAP: Final = re.compile(r"<(?:\w{1,20}:)?(urlset|sitemapindex)[\s>]", re.IGNORECASE)
_NEWS: Final = ("google.com/schemas/sitemap-news/", "publication_date>")
_PLACE: Final = re.compile(r"<loc>\s{0,99}(?:<!\[CDATA\[)?\s{0,99}([^\s<\]]{1,4096})", re.IGNORECASE)
_OWN_FEED: Final = re.compile(r"feed(?:/(?:rss2?|atom|rdf))?/?|(?:index\.php)?\?feed=(?:rss2?|atom|rdf)")
_FILE: Final = re.compile(r"\.(?:xml|rss|atom|rdf|json)$|\?")
_OF_NEWS: Final = re.compile(r"news|latest|recent", re.IGNORECASE)
_ASIDE: Final = re.compile(r"archive|(?:19|20)\d\d|image|video|author|categor|tag", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """An address to fetch; send back the answer, an error too. `why` says what is looked for, in a few words."""

    url: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A way to follow the address: try it, and go on if it brings nothing.

    `why` says how it was found; `title` is what the page calls it; `barred` says that robots.txt does not let us.
    """

    kind: str
    url: str
    why: str
    title: str | None = None
    barred: bool = False


Step = Look | Candidate
Answer = Response | NotModified | FetchError
Steps = Generator[Step, Answer | None, None]


def steps(address: str, kinds: Iterable[str], now: datetime) -> Steps:
    """Give step by step how `address` may be followed, as sources of `kinds`, the best way first.

    Send the answer for a `Look`, None for a `Candidate`. There are at most MOST_LOOKS looks, and each candidate comes
    once. An address without a scheme is asked by https, then, if no page comes, by http.
    """
    walk = _Walk(frozenset(kinds), now)
    for url in with_scheme(address):
        answer = yield from walk.look(url, ADDRESS)
        if isinstance(answer, Response):
            yield from walk.ways(url, answer.page)
            return


def with_scheme(address: str) -> tuple[str, ...]:
    """Give the addresses that the operator may have meant by what was pasted."""
    address = re.sub(r"^feed:(?://)?(?=https?:)|^feed:(?=//)", "", address.strip(), flags=re.IGNORECASE)
    if re.match(r"[a-z][a-z0-9+.-]{0,20}://", address, re.IGNORECASE):
        return (address,)  # of another scheme too: whoever asks it refuses it
    return tuple(f"{scheme}://{address.removeprefix('//')}" for scheme in ("https", "http"))


def is_html(page: Page) -> bool:
    """Say whether a page is one of HTML, by its type or by its beginning."""
    return "html" in (page.media_type or "") or page_instead(decode(page.body[:_EXAMINED], page.charset)) is not None


@dataclass(slots=True)
class _Walk:
    """What was looked at and given so far; its methods are the stages of the way."""

    kinds: frozenset[str]
    now: datetime
    looks: int = 0
    given: set[tuple[str, str]] = field(default_factory=set)
    rules: dict[str, robots.Rules | None] = field(default_factory=dict)

    def look(self, url: str, why: str) -> Generator[Step, Answer | None, Answer | None]:
        """Look at `url`, or give None where we have looked often enough."""
        if self.looks == MOST_LOOKS:
            return None
        self.looks += 1
        return (yield Look(url, why))

    def ways(self, url: str, page: Page) -> Steps:
        """Give the ways that lead from the page at `url`."""
        text = decode(page.body, page.charset).lstrip("\ufeff \t\r\n\0")
        sitemap = _SITEMAP.search(text[:4096])
        if _like_a_feed(text):
            yield from self.offer("feed", url, ADDRESS)
        elif sitemap and not page_instead(text[: sitemap.start()]):
            yield from self.offer("sitemap", url, ADDRESS)
        else:
            yield from self.from_page(page)

    def from_page(self, page: Page) -> Steps:
        """Give the ways that lead from a page that is itself no feed."""
        said = signs(page)
        title = said.site or _told_by_its_feed(said) or (said.title if said.wordpress == page.address else None)
        for linked in said.feeds[:_MOST_FEEDS]:
            if said.api and said.wordpress and _its_own(linked.url, said.wordpress):
                yield from self.offer("wordpress", said.wordpress, _WORDPRESS, title)
            yield from self.offer("feed", linked.url, "named by the page", linked.title)
        for linked in said.links[:_MOST_LINKS]:
            yield from self.offer("feed", linked.url, "linked by the page", linked.title)
        yield from self.directory(said.links[:_MOST_LINKS], page.address)
        if said.wordpress:
            yield from self.offer("wordpress", said.wordpress, _WORDPRESS, title)
        if is_html(page):
            plain = yield from self.sitemaps(page.address, said.site)
            yield from self.offer("page", page.address, "the page itself", said.site or said.title)
            for url in plain:
                yield from self.offer("sitemap", url, "a sitemap of everything", said.site)

    def directory(self, links: Iterable[Linked], address: str) -> Steps:
        """Give the feeds that a page of feeds lists: what a link such as "/rss/" leads to if it is none itself."""
        url = next((linked.url for linked in links if not _FILE.search(linked.url)), None)
        if url is None or "feed" not in self.kinds or not (yield from self.allowed(url)):
            return
        answer = yield from self.look(url, "a page of feeds")
        if isinstance(answer, Response) and is_html(answer.page):
            said = signs(answer.page)
            listed = [linked for linked in ranked((*said.feeds, *said.links), address) if linked.url != url]
            for linked in listed[:_MOST_LINKS]:
                yield from self.offer("feed", linked.url, "listed by a page of feeds", linked.title)

    def offer(self, kind: str, url: str, why: str, title: str | None = None) -> Steps:
        """Give a candidate of a kind that is wanted, once; only the operator's own address needs no permission."""
        key = (kind, canonical(url))
        if kind not in self.kinds or key in self.given:
            return
        self.given.add(key)
        barred = why != ADDRESS and not (yield from self.allowed(url))
        yield Candidate(kind=kind, url=url, why=why, title=title, barred=barred)

    def sitemaps(self, address: str, site: str | None) -> Generator[Step, Answer | None, tuple[str, ...]]:
        """Give the news sitemaps of a site one by one, and in the end those that are of everything."""
        if "sitemap" not in self.kinds:
            return ()
        rules = yield from self.learn(address)
        waiting, plain = deque(_places(rules, address)), list[str]()
        seen: set[str] = set()
        while waiting:
            url = waiting.popleft()
            if url in seen or not (yield from self.allowed(url)):
                continue
            seen.add(url)
            answer = yield from self.look(url, "a sitemap")
            text = _unpacked(answer.page) if isinstance(answer, Response) else ""
            if all(mark in text for mark in _NEWS):
                yield from self.offer("sitemap", url, "a news sitemap", site)
            elif found := _SITEMAP.search(text):
                plain.append(url)
                waiting.extendleft(_listed(text, url) if "index" in found[1].lower() else ())
        return tuple(plain)

    def allowed(self, url: str) -> Generator[Step, Answer | None, bool]:
        """Say whether robots.txt of the site at `url` lets us; what cannot be learnt is a no."""
        rules = yield from self.learn(url)
        return rules is not None and rules.allows(url)

    def learn(self, url: str) -> Generator[Step, Answer | None, robots.Rules | None]:
        """Give what robots.txt at `url` says, asked for once."""
        where = robots.address(url) or ""
        if where not in self.rules:
            answer = yield from self.look(where, ROBOTS)
            self.rules[where] = robots.read(answer, None, self.now) if answer else None
        return self.rules[where]


def _its_own(feed: str, wordpress: str) -> bool:
    """Say whether `feed` is the main one of the WordPress at that root."""
    root, whole = canonical(wordpress), canonical(feed)
    return whole.startswith(root) and _OWN_FEED.fullmatch(whole[len(root) :]) is not None


def _told_by_its_feed(said: Signs) -> str | None:
    """Give the name of a WordPress: it calls its feed "name » feed", in the site's language."""
    own = (one.title for one in said.feeds if said.wordpress and one.title and _its_own(one.url, said.wordpress))
    return next((title.partition(" » ")[0] for title in own), None)


def _like_a_feed(text: str) -> bool:
    root = beheaded(text)
    before = text[: len(text) - len(root)] if root else ""
    return text.startswith(("{", "[")) or (root is not None and not page_instead(before))


def _places(rules: robots.Rules | None, address: str) -> Iterable[str]:
    """Give where a site's sitemaps are, those of news first: as robots.txt says, then where they mostly are."""
    named = [url for url in (rules.sitemaps if rules else ()) if not _ASIDE.search(urlsplit(url).path)]
    named = sorted(named, key=lambda url: not _OF_NEWS.search(urlsplit(url).path))[:_MOST_SITEMAPS]
    known = [*_WELL_KNOWN, *(() if named else (_COMMON,))]
    return [*named, *(url for path in known if (url := absolute(path, address)))]


def _listed(text: str, address: str) -> Iterable[str]:
    """Give the sitemaps of news that an index lists, the last one first."""
    urls = (absolute(text_of(found[1]), address) for found in _PLACE.finditer(text))
    of_news = (u for u in urls if u and _OF_NEWS.search(urlsplit(u).path) and not _ASIDE.search(urlsplit(u).path))
    return list(dict.fromkeys(of_news))[:2][::-1]


def _unpacked(page: Page) -> str:
    """Give the beginning of a sitemap, which may be a gzip file."""
    body = page.body
    if body.startswith(_GZIP):
        try:
            body = zlib.decompressobj(31).decompress(body, _EXAMINED)
        except zlib.error:
            return ""
    return decode(body[:_EXAMINED], page.charset)
