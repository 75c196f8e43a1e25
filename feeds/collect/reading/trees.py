"""From text to elements, and the names by which the formats know them."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from feeds.collect.reading.charset import encoded_once
from feeds.text.urls import LONGEST

XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_LANGUAGE: Final = f"{XML}lang"
RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"

# Namespaces as they are written in the wild, in lower case and without a last slash; "" is RSS's own.
_NAMESPACES: Final = {
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/elements/1.0": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/rss/1.0/modules/syndication": "sy",
    "http://search.yahoo.com/mrss": "media",
    "https://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://backend.userland.com/creativecommonsrssmodule": "cc",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "cc",
    "http://web.resource.org/cc": "cc",
    "http://creativecommons.org/ns#": "cc",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/ns/tdmrep#": "tdm",
    "https://rslstandard.org/rsl": "rsl",
    "urn:beatwire:1.0": "bw",
}
# What a prefix means where nobody declared it.
PREFIXES: Final = {prefix: uri for uri, prefix in reversed(_NAMESPACES.items()) if prefix} | {
    "atom": "http://www.w3.org/2005/Atom",
    "creativeCommons": "http://backend.userland.com/creativecommonsrssmodule",
}

Element = etree._Element  # noqa: SLF001 - lxml names its elements so
Fields = Mapping[str, Sequence[Element]]


def tree(text: str) -> Element:
    """Parse well-formed XML that has neither a declaration nor a document type.

    Nothing is fetched, opened or expanded, and depth and size of a text are libxml2's own (256, 10 MB).
    Raises lxml's XMLSyntaxError.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True, collect_ids=False,
    )  # fmt: skip
    return etree.fromstring(text, parser)


def adopt(root: Element, uri: str) -> None:
    """Take the elements of the root's own namespace, wrong or none, for elements of `uri` (none: "")."""
    own = etree.QName(root).namespace
    for element in root.iter():
        name = etree.QName(element)
        if name.namespace == own:
            element.tag = f"{{{uri}}}{name.localname}" if uri else name.localname


@lru_cache(maxsize=4096)
def named(tag: str) -> str:
    """Give an element's name as the formats know it, in lower case: "pubdate", "atom:link", "dc:creator"."""
    uri, _, local = tag.rpartition("}")
    prefix = _NAMESPACES.get(uri[1:].lower().rstrip("/"), "unknown") if uri else ""
    return f"{prefix}:{local}".lower() if prefix else local.lower()


def fields(element: Element) -> Fields:
    """Give the children of `element` by their names, in the order they stand."""
    found: dict[str, list[Element]] = {}
    for child in element:
        found.setdefault(named(str(child.tag)[-LONGEST:]), []).append(child)
    return found


def each(said: Fields, *names: str) -> Sequence[Element]:
    """Give the elements of these names, those of the first name first."""
    found: Sequence[Element] = ()
    for name in names:
        if name in said:
            found = [*found, *said[name]] if found else said[name]
    return found


def text_of(element: Element) -> str:
    """Give the text in `element` and all that is in it, stripped."""
    text = "".join(element.itertext()) if len(element) else element.text
    if not text:
        return ""
    return text.strip() if text.isascii() else encoded_once(text.strip())


def first(said: Fields, *names: str) -> str | None:
    """Give the first text that is not empty among the elements of these names."""
    for name in names:
        for element in said.get(name, ()):
            if text := text_of(element):
                return text
    return None


def markup_of(element: Element) -> str:
    """Give what is in `element` as HTML: its children, written and taken out, or the text that escapes them."""
    if not len(element):
        return text_of(element)
    for inner in element.iterdescendants():
        inner.tag = etree.QName(inner).localname  # a prefix of XHTML's is none of HTML's
    alone = etree.Element("alone")  # away from the namespaces that the feed declares
    alone.extend(list(element))
    etree.cleanup_namespaces(alone)
    written = [etree.tostring(child, encoding="unicode", method="html") for child in alone]
    return "".join((escape(element.text or "", quote=False), *written)).strip()


def base_of(element: Element, address: str) -> str | None:
    """Give the xml:base that holds in `element`, absolute, or None where none is declared (XML Base, 4)."""
    declared = element.base
    if not declared or len(declared) > LONGEST:
        return None
    try:
        return urljoin(address, declared)
    except ValueError:
        return None


def language_of(element: Element) -> str | None:
    """Give the xml:lang that `element` itself declares."""
    declared = element.get(_LANGUAGE)
    return declared.strip() or None if declared else None
