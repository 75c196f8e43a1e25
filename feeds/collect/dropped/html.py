"""A saved web page: the article's own part of it, and what its head says."""

from collections.abc import Iterable
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring, tostring
from w3lib.encoding import html_body_declared_encoding

from config.settings import Source
from feeds.article import Page, Reading, Skipped
from feeds.collect.dropped.decode import decoded
from feeds.collect.dropped.fields import FieldError, Fields, entry
from feeds.errors import ParseError

_ASIDE: Final = (
    "nav|header|footer|aside|script|style|noscript|template|form|button|iframe|svg|dialog|"
    "*[@role='navigation']|*[@role='banner']|*[@role='contentinfo']|*[@role='complementary']|*[@hidden]"
)
_BODIES: Final = (
    "//*[@itemprop='articleBody']",
    "//article",
    "//main",
    "//*[@role='main']",
    "//body",
)
# Our field, and the names under which pages say it.
_META: Final = {
    "title": ("og:title", "twitter:title"),
    "description": ("description", "og:description"),
    "author": ("author", "article:author", "dc.creator", "dcterms.creator"),
    "published": ("article:published_time", "datepublished", "date", "dc.date", "dcterms.created", "pubdate"),
    "updated": ("article:modified_time", "datemodified", "last-modified", "dcterms.modified"),
    "tags": ("article:tag", "news_keywords", "keywords"),
    "image": ("og:image", "twitter:image"),
    "publisher": ("og:site_name", "publisher", "dc.publisher"),
    "rights": ("copyright", "rights", "dc.rights", "dcterms.rights"),
    "license": ("license", "dcterms.license"),
    "permits": ("permits",),
    "embargo": ("embargo",),
    "url": ("og:url",),
}


def read(page: Page, source: Source) -> Reading:
    """Read one HTML file as one entry whose guid is the file's path.

    Title: og:title, first h1, title. Body: the article, main or body element without navigation, headers, footers,
    asides, forms and scripts; still untrusted. Raises ParseError where it is not HTML, or its head says what cannot be.
    """
    declared = html_body_declared_encoding(page.body)
    text = decoded(page.body, language=source.language, source=source.name, declared=declared)
    root = _tree(text)
    if root is None:
        return Reading(skipped=(Skipped(what=page.address, reason="the file holds no HTML"),))
    try:
        fields = Fields(_said(root), source.zone)
        title = fields.text("title") or _heading(root)
        content = _content(root, title)
        if title is None and content is None:
            return Reading(skipped=(Skipped(what=page.address, reason="the page holds neither a title nor text"),))
        return Reading(entries=(entry(fields, guid=page.address, title=title, content=content),))
    except FieldError as error:
        raise ParseError(f"{page.address}: {error}", source=source.name) from error


def _tree(text: str) -> HtmlElement | None:
    """Parse a page; a declaration of its encoding no longer holds, for it is text already."""
    try:
        parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
        return document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None


def _said(root: HtmlElement) -> dict[str, object]:
    """Collect what the page's head declares, under our names."""
    metas: dict[str, list[str]] = {}
    for element in root.iterfind(".//meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = (element.get("content") or "").strip()
        if name and content:
            metas.setdefault(name, []).append(content)
    said: dict[str, object] = {}
    for field, names in _META.items():
        values = next((metas[name] for name in names if name in metas), None)
        if values and field == "author":
            said[field] = [name for name in values if not name.startswith(("http://", "https://"))]
        elif values:
            said[field] = values if field == "tags" and len(values) > 1 else values[0]
    return said | _linked(root)


def _linked(root: HtmlElement) -> dict[str, object]:
    """Collect what `link` elements and the root's language declare; only absolute addresses count."""
    found: dict[str, object] = {}
    for rel, field in (("canonical", "url"), ("license", "license")):
        for element in root.xpath(f"//link[@rel='{rel}']|//a[@rel='{rel}']"):
            if (element.get("href") or "").startswith(("http://", "https://")):
                found.setdefault(field, element.get("href"))
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return found | ({"language": language} if language else {})


def _heading(root: HtmlElement) -> str | None:
    for path in ("//article//h1", "//h1", "//title"):
        for element in root.xpath(path):
            if text := " ".join(element.text_content().split()):
                return text
    return None


def _content(root: HtmlElement, title: str | None) -> str | None:
    """Give the inside of the article's element as HTML, its headline and furniture taken out."""
    body = next((element for path in _BODIES for element in root.xpath(path) if _has_text(element)), None)
    if body is None:
        return None
    _drop(body.xpath("|".join(f".//{name}" for name in _ASIDE.split("|"))))
    folded = " ".join((title or "").split()).casefold()
    _drop(h1 for h1 in body.xpath(".//h1") if " ".join(h1.text_content().split()).casefold() in {folded, ""})
    inside = (body.text or "") + "".join(tostring(child, encoding="unicode") for child in body)
    return inside.strip() or None


def _has_text(element: HtmlElement) -> bool:
    return bool(element.text_content().strip())


def _drop(elements: Iterable[HtmlElement]) -> None:
    for element in list(elements):
        if element.getparent() is not None:
            element.drop_tree()
