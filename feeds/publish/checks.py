"""The last look at a document before it replaces a good one: whole, well-formed, with the article count it claims."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element

from feeds.article import Article, Feed
from feeds.errors import PublishError
from feeds.publish import items

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_ENCODED: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ADDRESSES: Final = frozenset({"href", "url"})
_ID: Final = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# possessive throughout: what was read is never read again, however hostile the markup
_TAG: Final = re.compile(
    r"""<[a-z][^\s>/]*+((?:\s++[^\s=>"']++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++))?+)*+)""", re.IGNORECASE
)
_ATTRIBUTE: Final = re.compile(r"""(?<!\S)([^\s=>"']++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_LINKING: Final = frozenset({"href", "src", "poster", "cite", "action", "srcset"})
_SCHEME: Final = re.compile(r"\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def check(name: str, body: bytes, feed: Feed) -> None:
    """Refuse a document of the format `name` that is not fit to be published.

    Raises PublishError, which says what is wrong: it does not parse, lacks an element that its standard requires, has
    another number of articles than `feed`, an id that is empty or there twice, or an address that is not absolute.
    """
    try:
        ids = _CHECKS[name](body)
    except (ValueError, LookupError, AttributeError, TypeError, etree.XMLSyntaxError) as error:
        raise PublishError(f"the {name} document is not valid: {error}", feed=feed.slug, format=name) from error
    if ids != [article.id for article in feed.articles]:
        raise PublishError(f"the {name} document has other articles than the feed", feed=feed.slug, format=name)


def unfit(article: Article) -> str | None:
    """Say why an article cannot stand in any feed; None where it can."""
    if not _ID.fullmatch(article.id):
        return f"its id is not a urn:uuid: {article.id!r}"
    if article.link is not None and not items.absolute(article.link):
        return f"its link is not absolute: {article.link!r}"
    if any(moment.tzinfo is None for moment in (article.published, article.updated, article.seen, article.changed)):
        return "one of its dates has no time zone"
    found = relative(article.content)
    return None if found is None else f"an address in its content is not absolute: {found!r}"


def relative(html: str) -> str | None:
    """Give the first address in `html` that is not absolute, if there is one."""
    for tag in _TAG.finditer(html):
        for name, *values in _ATTRIBUTE.findall(tag[1]):
            address = "".join(values)
            if name.lower() in _LINKING and not _SCHEME.match(address):
                return address
    return None


def _rss(body: bytes) -> list[str]:
    root = _parsed(body)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        raise ValueError("it is no RSS 2.0")
    _require(channel, "title", "link", "description", "lastBuildDate", "generator", "ttl")
    found = channel.findall("item")
    for item in found:
        _require(item, "title", "link", "guid", "pubDate")
        _refuse_relative(item.findtext(_ENCODED) or "")
    return [item.findtext("guid") or "" for item in found]


def _atom(body: bytes) -> list[str]:
    root = _parsed(body)
    if root.tag != f"{_ATOM}feed":
        raise ValueError("it is no Atom feed")
    _require(root, *(_ATOM + tag for tag in ("id", "title", "updated", "link", "generator")))
    found = root.findall(f"{_ATOM}entry")
    for entry in found:
        _require(entry, *(_ATOM + tag for tag in ("id", "title", "updated", "published", "link", "author")))
        _refuse_relative(entry.findtext(f"{_ATOM}content") or "")
    return [entry.findtext(f"{_ATOM}id") or "" for entry in found]


def _json(body: bytes) -> list[str]:
    said = json.loads(body)
    if said["version"] != "https://jsonfeed.org/version/1.1" or not said["title"]:
        raise ValueError("it is no JSON Feed 1.1")
    for address in (said["home_page_url"], said["feed_url"], *(item["url"] for item in said["items"])):
        _refuse_address(address)
    for item in said["items"]:
        if not (item.get("content_html") or item.get("content_text")):
            raise ValueError(f"{item['id']} has no text")
        _refuse_relative(item.get("content_html", ""))
    return [item["id"] for item in said["items"]]


def _parsed(body: bytes) -> _Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(body, parser)
    for address in _addresses(root):
        _refuse_address(address)
    return root


def _addresses(root: _Element) -> Iterator[str]:
    for element in root.iter("{*}*"):
        yield from (str(value) for name, value in element.items() if name in _ADDRESSES)
        if element.tag == "link":
            yield element.text or ""


def _require(element: _Element, *tags: str) -> None:
    for tag in tags:
        found = element.find(tag)
        if found is None or not (found.text or found.attrib or len(found)):
            raise ValueError(f"a {element.tag!r} has no {tag}")


def _refuse_address(address: Any) -> None:  # noqa: ANN401 - whatever the document says
    if not isinstance(address, str) or not items.absolute(address):
        raise ValueError(f"an address is not absolute: {address!r}")


def _refuse_relative(html: str) -> None:
    found = relative(html)
    if found is not None:
        raise ValueError(f"an address in an article is not absolute: {found!r}")


_CHECKS: Final[Mapping[str, Callable[[bytes], list[str]]]] = MappingProxyType(
    {"rss": _rss, "atom": _atom, "json": _json},
)
