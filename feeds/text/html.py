"""HTML text: sanitised for publishing, read as plain text, or made from plain text. Pure; nothing here raises."""

import re
from functools import lru_cache
from html import escape

import nh3

from feeds.text.characters import legal
from feeds.text.markup import texts, unescape_once
from feeds.text.sanitising import EVERYWHERE, TAGS, rewrite, shown

__all__ = ["joined", "paragraphs", "plain", "prose", "sanitise", "unescape_once"]

_INLINE_WORDS = """
    a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd mark nobr q rb ruby s samp small span strike
    strong sub sup time tt u var wbr
"""
_INLINE = frozenset({"", *_INLINE_WORDS.split(), *(f"/{name}" for name in _INLINE_WORDS.split())})
_READINGS = frozenset({"rt", "rp"})
_READ = frozenset({"/rt", "/rp", "/ruby"})
_CELLS = frozenset({"td", "th", "/td", "/th"})
_BORDER = "\0"  # of two blocks; no legal text holds it
_SETTLING = 4
_SHORT = 16_384
# Chinese and Japanese part no words by spaces: where a line ends between two of their characters, nothing is missing.
_DENSE = "\u2e80-\u30ff\u31c0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff9f\U00020000-\U0003ffff"
# So is it beside the marks that they share with the West.
_MARKS = "“”‘’…—·"
_DENSE_BREAK = re.compile(rf"(?<=[{_DENSE}])[ \t]*\n\s*(?=[{_DENSE}{_MARKS}])|(?<=[{_MARKS}])[ \t]*\n\s*(?=[{_DENSE}])")
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n\s*|(?=\u3000))")


def sanitise(html: str, base: str | None) -> str:
    """Give `html` as safe, legal HTML: an allow-list of elements, URLs absolute http(s), nothing that runs.

    URLs are resolved against `base`; without one, relative URLs go. Of a lazy or responsive picture one address stays,
    of an embedded player a link. Idempotent: what does not settle in a few rounds is kept as its text.
    """
    html = legal(html)
    for _ in range(_SETTLING):
        written, final = rewrite(html, base)
        cleaned = _cleaner().clean(written)
        settled = legal(shown(cleaned))
        if settled == html or (final and settled == shown(written)):
            return settled
        html, base = settled, None
    return paragraphs(prose(html))


def prose(html: str) -> str:
    r"""Give the text of an HTML fragment, one line a block, the lines parted by "\n"."""
    return _remembered(html) if len(html) <= _SHORT else _prose(html)


def _prose(html: str) -> str:
    out: list[str] = []
    reading = False
    for text, tag in texts(legal(html)):
        if not reading:
            out.append(text)
        if tag in _READINGS:
            reading = True
        elif tag in _READ:
            reading = False
        elif tag not in _INLINE:
            out.append(" " if tag in _CELLS else _BORDER)
    return _folded("".join(out))


# An article's text is asked for by its excerpt, its fingerprint and its places, one after the other.
_remembered = lru_cache(maxsize=512)(_prose)


def plain(html: str) -> str:
    """Give the text of an HTML fragment as one line; the border of two blocks is a space, but none between CJK."""
    return joined(prose(html))


def paragraphs(text: str) -> str:
    """Give plain text as escaped `<p>` elements, parted at blank lines and before lines that U+3000 indents."""
    parts = (joined(part) for part in _BLANK_LINES.split(legal(text)))
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)


def joined(text: str) -> str:
    """Give text of several lines as one: a line's end is a space, but none between CJK characters."""
    if "\n" in text and not text.isascii():
        text = _DENSE_BREAK.sub("", text.strip())
    return " ".join(text.split())


def _folded(text: str) -> str:
    return "\n".join(filter(None, map(_line, text.split(_BORDER))))


def _line(block: str) -> str:
    """Join what tags parted: only beyond ASCII do the pieces of a legal text make another character."""
    return " ".join(block.split()) if block.isascii() else joined(legal(block))


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={name: set(allowed | EVERYWHERE) for name, allowed in TAGS.items()},
        url_schemes={"http", "https"},
        url_relative="deny",
        link_rel=None,
    )
