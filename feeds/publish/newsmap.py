"""The Google News sitemap (developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap).

It lists what the own desk published in the last two days, at addresses of the operator's own alone: nobody's sitemap
may speak for another's site.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from lxml import etree
from lxml.etree import SubElement

from config.settings import NEWS, Settings
from feeds.article import Article, Feed
from feeds.publish import items
from feeds.publish.catalogue import Plan
from feeds.select.rules import compiled
from feeds.text.characters import legal

PATH: Final = "/news-sitemap.xml"
MEDIA_TYPE: Final = "application/xml"
MOST: Final = 1000
_MAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS: Final = "http://www.google.com/schemas/sitemap-news/0.9"


def plan(settings: Settings) -> Plan:
    """Give the plan of what the own desk published of the beat, while it is news; its headlines are enough."""
    said = {"sources": settings.own, "expires": NEWS, "rights": "headline", "count": MOST, "bytes": 2**24}
    spec = settings.beat.model_copy(update=said)
    return Plan(slug="news-sitemap", title=spec.title, subtitle=spec.subtitle, group="", rules=compiled(spec))


def render(feed: Feed, settings: Settings) -> bytes:
    """List the articles of `feed`, which are the own desk's and fresh, that stand on the operator's own hosts."""
    root = etree.Element(f"{{{_MAP}}}urlset", nsmap={None: _MAP, "news": _NEWS})
    for article in _own(feed, settings):
        url = SubElement(root, f"{{{_MAP}}}url")
        SubElement(url, f"{{{_MAP}}}loc").text = items.link(article, settings.base_url)
        news = SubElement(url, f"{{{_NEWS}}}news")
        publication = SubElement(news, f"{{{_NEWS}}}publication")
        SubElement(publication, f"{{{_NEWS}}}name").text = legal(settings.site.title)
        SubElement(publication, f"{{{_NEWS}}}language").text = _language(article.language or "")
        SubElement(news, f"{{{_NEWS}}}publication_date").text = article.published.isoformat()
        SubElement(news, f"{{{_NEWS}}}title").text = legal(items.headline(article))
    return bytes(etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8"))


def _own(feed: Feed, settings: Settings) -> Iterable[Article]:
    """Give the articles on own hosts whose language is known: the sitemap must name one."""
    hosts = {urlsplit(settings.base_url).hostname, *settings.site.domains}
    found = (
        one for one in feed.articles if one.language and urlsplit(items.link(one, settings.base_url)).hostname in hosts
    )
    return list(found)[:MOST]


def _language(tag: str) -> str:
    """Give a language as Google names it: ISO 639, but zh-cn and zh-tw for the two scripts of Chinese."""
    primary, *rest = tag.lower().split("-")
    if primary != "zh":
        return primary
    return "zh-tw" if {"hant", "tw", "hk", "mo"}.intersection(rest) else "zh-cn"
