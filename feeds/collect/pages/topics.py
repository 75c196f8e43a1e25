"""What a page says that its article is about, whose it is, and under which terms."""

import re
from collections.abc import Iterator
from typing import Final

from feeds.article import Category, Claim
from feeds.collect.pages.document import Document
from feeds.collect.pages.linked import Item, clean, each, texts
from feeds.collect.pages.titles import site_in_title
from feeds.collect.reading import claims
from feeds.text.urls import absolute

_SECTIONS: Final = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "section",
    "cxenseparse:category",
    "dc.subject",
)
_TAGS: Final = ("article:tag", "og:article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords")
_ROBOTS: Final = ("robots", "googlebot", "googlebot-news", "beatwire")
_PARTS: Final = re.compile(r"\s*[,;，、；|｜]\s*")
_MOST: Final = 30
_LONGEST: Final = 100


def categories(document: Document, item: Item) -> tuple[Category, ...]:
    """Give section and keywords, each once, in the order of their trust."""
    found: dict[str, Category] = {}
    for term in _terms(document, item):
        if 0 < len(term) <= _LONGEST and len(found) < _MOST:
            found.setdefault(term.casefold(), Category(term=term))
    return tuple(found.values())


def _terms(document: Document, item: Item) -> Iterator[str]:
    yield from texts(item, "articleSection")
    for name in _SECTIONS:
        yield from document.metas.get(name, ())
    for text in texts(item, "keywords"):
        yield from _PARTS.split(text)
    for name in _TAGS:
        for value in document.metas.get(name, ()):
            yield from _PARTS.split(clean(value))


def summary(document: Document, item: Item) -> str | None:
    """Give the page's own description."""
    metas = (document.meta("og:description", "description", "twitter:description", "dc.description"),)
    return next((text for given in (*texts(item, "description"), *metas) if given and (text := clean(given))), None)


def site(document: Document, item: Item) -> str | None:
    """Give the publisher's name."""
    names = (
        document.meta("og:site_name"),
        *texts(item, "publisher"),
        document.meta(
            "application-name", "cre", "dc.publisher", "twitter:app:name:iphone", "apple-mobile-web-app-title"
        ),
    )
    said = (text for name in (*names, site_in_title(document)) if name and (text := clean(name)))
    return next((text for text in said if len(text) <= _LONGEST), None)


def language(document: Document, item: Item) -> str | None:
    """Give the language that the page declares."""
    said = (
        document.root.get("lang") or document.root.get("xml:lang"),
        *texts(item, "inLanguage"),
        document.meta("og:locale", "content-language", "dc.language", "language"),
    )
    return next((text for text in said if text), None)


def notice(document: Document, item: Item) -> str | None:
    """Give the copyright notice that the page declares."""
    said = (*texts(item, "copyrightNotice"), document.meta("copyright", "dc.rights", "dcterms.rights", "rights"))
    return next((text for text in said if text), None)


def claim(document: Document) -> Claim | None:
    """Give what the page's head says of mining (TDMRep, 6.3) and asks of robots, whichever it names."""
    robots = (text for name in _ROBOTS for text in document.metas.get(name, ()))
    reservation, policy = document.meta("tdm-reservation"), document.meta("tdm-policy")
    return claims.of_metas(reservation, policy, ", ".join(robots) or None, document.base)


def license_of(document: Document, item: Item) -> str | None:
    """Give the licence's address: linked data's, else rel=license."""
    hrefs = [value for value in each(item, "license") if isinstance(value, str)]
    hrefs += [element.get("href") or "" for element in document.links("license")]
    return next((url for href in hrefs if (url := absolute(href, document.base))), None)
