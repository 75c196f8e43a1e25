"""A body as simple HTML: its blocks with their links and emphasis, and the figures that stand between them."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from lxml.html import HtmlElement

from feeds.collect.pages.body import Block
from feeds.collect.pages.document import Document, words
from feeds.collect.pages.pictures import attributes_of, stands_in_text
from feeds.text.pictures import source_of

_HOSTS: Final = (
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "blockquote",
    "div",
    "pre",
    "td",
    "section",
    "figcaption",
)
_INLINE_WORDS: Final = "a abbr b br cite code del em i ins kbd mark q ruby rb rt rp s small strong sub sup u"
_INLINE: Final = frozenset(_INLINE_WORDS.split())
_DEEPEST: Final = 20
_MOST_FIGURES: Final = 100
_SMALLEST: Final = 100  # pixels


def html(document: Document, blocks: tuple[Block, ...]) -> str:
    """Write the blocks as p, h2 to h6, ul, ol, blockquote, pre and figure; still untrusted."""
    places = _places(document.root)
    hosts = [places.get(_key(block.text)) for block in blocks]
    order = {element: number for number, element in enumerate(document.root.iter())}
    figures = _figures(document.root, order, [order[host] for host in hosts if host is not None])
    out: list[str] = []
    listed = ""
    for block, host in zip(blocks, hosts, strict=True):
        if block.within != listed:
            out += [f"</{listed}>"] * bool(listed) + [f"<{block.within}>"] * bool(block.within)
            listed = block.within
        while not listed and host is not None and figures and figures[0][0] < order[host]:
            out.append(figures.pop(0)[1])
        out.append(f"<{block.name}>{_text(block.text) if host is None else _inline(host)}</{block.name}>")
    return "".join(out + [f"</{listed}>"] * bool(listed))


def _places(root: HtmlElement) -> Mapping[str, HtmlElement]:
    """Give the innermost element that holds each text and nothing but it."""
    found: dict[str, HtmlElement] = {}
    for element in root.iter(*_HOSTS):
        if len(element) <= 200 and not any(child.tag in _HOSTS for child in element):
            found.setdefault(_key(words(element)), element)
    return found


def _key(text: str) -> str:
    return "".join(text.split())


def _text(text: str) -> str:
    return escape(text, quote=False)


def _inline(element: HtmlElement, depth: int = 0) -> str:
    """Write what is in `element`: its text, with those elements that mark words."""
    parts = [_text(element.text or "")]
    for child in element if depth < _DEEPEST else ():
        tag = str(child.tag)
        if tag == "br":
            parts.append("<br>")
        elif tag in _INLINE:
            parts.append(f"{_start(tag, child)}{_inline(child, depth + 1)}</{tag}>")
        elif tag not in {"script", "style", "img", "svg", "button", "iframe", "noscript"}:
            parts.append(_inline(child, depth + 1))
        parts.append(_text(child.tail or ""))
    return "".join(parts).strip() if depth == 0 else "".join(parts)


def _start(tag: str, element: HtmlElement) -> str:
    href = (element.get("href") or "").strip()
    return f'<a href="{escape(href)}">' if tag == "a" and href else f"<{tag}>"


def _figures(root: HtmlElement, order: Mapping[HtmlElement, int], places: list[int]) -> list[tuple[int, str]]:
    """Give the figures between the first and the last block that has a place, and those just before the first."""
    if not places:
        return []
    first, last, seen = min(places), max(places), set()
    found: list[tuple[int, str]] = []
    article = next((element for element in root.iter("article", "main") if first in _span(element, order)), None)
    begin = order[article] if article is not None else first
    for image in root.iter("img", "amp-img"):
        given = attributes_of(image)
        chosen = source_of(given)
        src = chosen.href if chosen else None
        if begin <= order[image] < last and src and src not in seen and _is_large(given) and stands_in_text(image):
            seen.add(src)
            found.append((order[image], _figure(image, src)))
    return found[:_MOST_FIGURES]


def _span(element: HtmlElement, order: Mapping[HtmlElement, int]) -> range:
    end = element
    while len(end):
        end = end[-1]
    return range(order[element], order[end] + 1)


def _is_large(given: Mapping[str, str]) -> bool:
    sides = [given[side].removesuffix("px") for side in ("width", "height") if side in given]
    return all(int(side) >= _SMALLEST for side in sides if side.isdecimal() and len(side) < 6)


def _figure(image: HtmlElement, src: str) -> str:
    figure = next(image.iterancestors("figure"), None)
    captions: Iterator[HtmlElement] = iter(()) if figure is None else figure.iter("figcaption")
    caption = next((text for one in captions if (text := words(one))), "")
    alt = " ".join((image.get("alt") or "").split())
    below = f"<figcaption>{_text(caption)}</figcaption>" if caption else ""
    return f'<figure><img src="{escape(src)}" alt="{escape(alt)}">{below}</figure>'
