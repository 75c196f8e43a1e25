"""The text of an article, by trafilatura: which blocks of the page are its body."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element as Element
from trafilatura import bare_extraction

from feeds.collect.pages.bounds import within
from feeds.collect.pages.document import Document, words
from feeds.collect.pages.furniture import stands_round
from feeds.collect.pages.linked import Item
from feeds.text.html import paragraphs, prose
from feeds.text.notices import is_notice

SLICE: Final = 0.6  # seconds of processor time, for each of two runs
_LONGER: Final = 1.5
_UNSAID: Final = 1.3
_SHORTEST: Final = 40
_LISTS: Final = frozenset({"list", "ul", "ol"})
_HOLDERS: Final = frozenset({"div", "section", "article", "body", "html", "main", "table", "row", "tbody", "tr"})
_QUOTES: Final = frozenset({"quote", "blockquote"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a body: a "p", "h2" to "h6", "blockquote", "pre", or a "li" of a "ul" or "ol"."""

    name: str
    text: str
    within: str = ""


def body(document: Document, item: Item, title: str | None) -> tuple[Block, ...]:
    """Give the blocks of the article's body, in order, without its title and what stands round it.

    The precise run of trafilatura's is believed, unless it leaves out much of the page's paragraphs and the balanced
    one finds half as much again. Where both fail or take too long: what the page's data hold, else its paragraphs.
    """
    given = _extracted(document, precise=True)
    found = given or ()
    size, whole = _size(found), sum(len(words(element)) for element in document.root.iter("p"))
    if given is not None and whole > _UNSAID * size:  # what took too long once would again
        more = _extracted(document, precise=False) or ()
        found = more if _size(more) > _LONGER * size else found
    found = found or _declared(item) or _plainest(document)
    return found[1:] if len(found) > 1 and found[0].text == title else found


def plain(blocks: tuple[Block, ...]) -> str:
    r"""Give the blocks as text, parted by "\n"."""
    return "\n".join(block.text for block in blocks)


def _extracted(document: Document, *, precise: bool) -> tuple[Block, ...] | None:
    """Give what trafilatura finds; None where it takes too long."""

    def _run() -> tuple[Block, ...]:
        result = bare_extraction(document.root, favor_precision=precise, include_comments=False)
        found = None if result is None or isinstance(result, dict) else result.body
        return () if found is None else _without_furniture(tuple(_blocks(found)))

    return within(SLICE, _run)


def parted(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Part the story from the notices under it; a text that is nothing but notices is its own story."""
    end = len(blocks)
    while end and is_notice(blocks[end - 1].text):
        end -= 1
    return (blocks[:end], tuple(block.text for block in blocks[end:])) if end else (blocks, ())


def _without_furniture(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Leave out what stands round the text, but for the notices under it, which are the publisher's word on it."""
    own = [not stands_round(block.text) for block in blocks]
    end = len(own) - own[::-1].index(True) if True in own else len(own)
    under = (block for block in blocks[end:] if is_notice(block.text))
    return (*(block for block, is_own in zip(blocks[:end], own, strict=False) if is_own), *under)


def _size(blocks: tuple[Block, ...]) -> int:
    return sum(len(block.text) for block in blocks)


def _blocks(parent: Element) -> Iterator[Block]:
    """Read what trafilatura gives: its TEI (p, head, list, quote, table), or HTML where readability found more."""
    yield from _lines("p", parent.text)
    for element in parent:
        tag = str(element.tag)
        if tag in _LISTS:
            yield from _items(element)
        elif tag in _HOLDERS:
            yield from _blocks(element)
        elif tag == "head" or (len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal()):
            rank = element.get("rend") or tag
            yield from _lines(rank if rank in {"h2", "h3", "h4", "h5", "h6"} else "h2", _joined(element))
        else:
            name = "blockquote" if tag in _QUOTES else "pre" if tag in {"code", "pre"} else "p"
            yield from _lines(name, _joined(element))
        yield from _lines("p", element.tail)


def _items(element: Element) -> Iterator[Block]:
    name = "ol" if "ol" in {element.tag, element.get("rend")} else "ul"
    for one in element:
        if text := " ".join(_joined(one).split()):
            yield Block(name="li", text=text, within=name)


def _joined(element: Element) -> str:
    r"""Give the text in `element`, "\n" for its line breaks and between the paragraphs in it."""
    parts: list[str] = [element.text or ""]
    for child in element:
        border = "\n" if child.tag in {"lb", "br", "p", "div", "item", "li"} else ""
        parts += (border, _joined(child), border if child.tag != "lb" else "", child.tail or "")
    return "".join(parts)


def _lines(name: str, text: str | None) -> Iterator[Block]:
    for line in (text or "").split("\n"):
        if folded := " ".join(line.split()):
            yield Block(name=name, text=folded)


def _declared(item: Item) -> tuple[Block, ...]:
    said = item.get("articleBody")
    if not isinstance(said, str):
        return ()
    return tuple(_lines("p", prose(said if "</" in said else paragraphs(said.replace("\n", "\n\n")))))


def _plainest(document: Document) -> tuple[Block, ...]:
    texts = (words(element) for element in document.root.iter("p"))
    return tuple(Block(name="p", text=text) for text in texts if len(text) >= _SHORTEST and not stands_round(text))
