"""Linked data: the article that a page's JSON-LD or microdata (schema.org) describes, whatever its shape."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any, Final

from lxml.html import HtmlElement

from feeds.collect.pages.document import Document, words
from feeds.text.urls import absolute, canonical

Item = Mapping[str, Any]

_LONGEST: Final = 2**20
_MOST: Final = 4000
_SHELL: Final = re.compile(r"<!--|-->|/?\*?/?<!\[CDATA\[\*?/?|(?://|/\*)?\]\]>(?:\*/)?")
_TRAILING: Final = re.compile(r",(\s*+[}\]])")
_ESCAPE: Final = re.compile(r'\\(?!["\\/bfnrtu])')
_CONTROL: Final = re.compile(r"[\x00-\x1f]+")
_FIELD: Final = re.compile(
    r'"(headline|datePublished|dateModified|articleSection|description|inLanguage|author)"\s{0,9}:\s{0,9}'
    r'(?:\{[^{}]{0,300}?"name"\s{0,9}:\s{0,9})?"((?:[^"\\]|\\.){1,2000}+)"'
)
_POSTS: Final = frozenset({"blogposting", "liveblogposting", "report", "analysisnewsarticle", "socialmediaposting"})
_PAGES: Final = frozenset({"webpage", "itempage"})
_AWAY: Final = frozenset({
    "itemlistelement", "haspart", "mentions", "ispartof", "relatedlink", "citation", "comment", "review", "breadcrumb",
    "about", "subjectof", "significantlink", "liveblogupdate",
})  # fmt: skip


def things(document: Document) -> list[Item]:
    """Give every typed object of the page's JSON-LD and microdata, references among them resolved, in their order."""
    roots: list[Any] = []
    for script in document.root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            roots += _loaded((script.text_content() or "")[:_LONGEST])
    found = [item for item in _walked([*roots, *_microdata(document.root)]) if _types(item)]
    known = {str(item["@id"]): item for item in found if isinstance(item.get("@id"), str)}
    return [_resolved(item, known) for item in found]


def article(document: Document, found: Iterable[Item]) -> Item:
    """Give the object that is the page's article: the one whose address or headline is the page's.

    Failing an article, the page itself as its data describes it. Empty where there is none, or where several are and
    none is the page's.
    """
    items = list(found)
    articles = [item for item in items if is_article(item)]
    scored = [(_score(item, document), -number, item) for number, item in enumerate(articles)]
    if scored:
        best = max(scored, key=lambda one: one[:2])
        return best[2] if best[0] >= 0 or len({_headline(item) for item in articles}) == 1 else {}
    return next((item for item in items if _types(item) & _PAGES), {})


def is_article(item: Item) -> bool:
    """Tell whether an object is of one of the types of an article."""
    return any(name in _POSTS or name.endswith("article") for name in _types(item))


def texts(item: Item, *names: str) -> list[str]:
    """Give what these properties say as texts: strings, and the names of objects."""
    return [text for name in names for text in _said(item.get(name))]


def each(item: Item, *names: str) -> list[Any]:
    """Give the values of these properties, lists laid flat."""
    flat: list[Any] = []
    for name in names:
        value = item.get(name)
        flat += value if isinstance(value, list) else [] if value is None else [value]
    return flat


def clean(text: str) -> str:
    """Give a text of linked data as one plain line: entities and tags undone."""
    text = unescape(unescape(text)) if "&" in text else text
    return " ".join((re.sub(r"</?[a-zA-Z][^<>]{0,300}>", "", text) if "<" in text else text).split())


def _said(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str) and (text := clean(name)):
            yield text


def _types(item: Item) -> set[str]:
    kinds = each(item, "@type", "type")
    return {kind.rpartition("/")[2].rpartition(":")[2].lower() for kind in kinds if isinstance(kind, str)}


def _headline(item: Item) -> str:
    return next(iter(texts(item, "headline", "name", "alternativeHeadline")), "")


def _loaded(source: str) -> list[Any]:
    """Read JSON as it stands, else mended; else what single fields are still legible."""
    source = _SHELL.sub("", source).strip().rstrip(";")
    for mend in (str, _mended, lambda text: _mended(unescape(text))):
        if values := _values(mend(source)):
            return values
    fields: dict[str, Any] = {}
    for name, value in _FIELD.findall(source):
        fields.setdefault(name, _CONTROL.sub(" ", value.replace('\\"', '"').replace("\\/", "/")))
    return [fields | {"@type": "Article"}] if "headline" in fields or "datePublished" in fields else []


def _mended(source: str) -> str:
    return _ESCAPE.sub(r"\\\\", _TRAILING.sub(r"\1", _CONTROL.sub(" ", source)))


def _values(source: str) -> list[Any]:
    """Give the JSON values that stand in `source` one after the other, up to where it breaks."""
    decoder, at = json.JSONDecoder(strict=False), 0
    values: list[Any] = []
    try:
        while at < len(source) and len(values) < 100:
            value, end = decoder.raw_decode(source, at)
            values.append(value)
            at = end + len(source[end:]) - len(source[end:].lstrip(" \t\r\n;,"))
    except (ValueError, RecursionError):
        return values
    return values


def _walked(roots: list[Any]) -> Iterator[dict[str, Any]]:
    """Give every object, outer ones first; those below a listing bear the mark "~away"."""
    queue: list[tuple[Any, bool]] = [(root, False) for root in roots]
    for at in range(_MOST):
        if at >= len(queue):
            return
        value, away = queue[at]
        if isinstance(value, list):
            queue += [(one, away) for one in value]
        elif isinstance(value, dict):
            yield value | {"~away": True} if away else value
            queue += [
                (inner, away or name.lower() in _AWAY)
                for name, inner in value.items()
                if isinstance(inner, dict | list)
            ]


def _resolved(item: dict[str, Any], known: Mapping[str, Item]) -> Item:
    """Put the objects that `item` only refers to in the places of the references."""

    def _one(value: Any) -> Any:  # noqa: ANN401 - JSON
        reference = value.get("@id") if isinstance(value, dict) and not value.get("name") else None
        return known.get(reference, value) if isinstance(reference, str) else value

    return {
        name: [_one(one) for one in value] if isinstance(value, list) else _one(value) for name, value in item.items()
    }


def _score(item: Item, document: Document) -> int:
    headline, own = _folded(_headline(item)), {canonical(address) for address in _addresses(document)}
    titles = [_folded(text) for text in (document.meta("og:title", "twitter:title"), *document.headings) if text]
    score = -3 if item.get("~away") else 0
    if headline and any(headline in title or title in headline for title in titles):
        score += 4
    elif headline and titles:
        score -= 2
    urls = {canonical(url) for url in _urls(item, document.base)}
    if urls:
        score += 3 if urls & own else -1
    return score + sum(bool(item.get(name)) for name in ("datePublished", "author", "articleBody"))


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _addresses(document: Document) -> Iterator[str]:
    yield document.address
    for element in document.links("canonical"):
        if href := absolute(element.get("href") or "", document.base):
            yield href
    if url := absolute(document.meta("og:url") or "", document.base):
        yield url


def _urls(item: Item, base: str) -> Iterator[str]:
    for value in each(item, "url", "mainEntityOfPage", "@id"):
        text = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(text, str) and (url := absolute(text, base)):
            yield url


def _microdata(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """Bring the articles of microdata (HTML, "Microdata") to the shape of JSON-LD."""
    for scope in root.iterfind(".//*[@itemscope]"):
        kind = (scope.get("itemtype") or "").rpartition("/")[2]
        if kind.lower().endswith("article") or kind.lower() in _POSTS:
            yield {"@type": kind, "~micro": True} | _properties(scope, 2)


def _properties(scope: HtmlElement, levels: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    stack = list(scope)[::-1]
    for _ in range(_MOST):
        if not stack:
            break
        element = stack.pop()
        names, nested = (element.get("itemprop") or "").split(), element.get("itemscope") is not None
        if names and "articleBody" not in names:
            value = _properties(element, levels - 1) if nested and levels else _value(element)
            for name in names:
                found[name] = [*each(found, name), value]
        if not nested:
            stack += list(element)[::-1]
    return found


def _value(element: HtmlElement) -> str:
    for name in ("content", "datetime", "src", "href"):
        if value := element.get(name):
            if name == "href" and (text := words(element)):
                return text
            return str(value)
    return words(element)[:2000]
