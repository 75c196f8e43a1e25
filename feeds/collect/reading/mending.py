"""Text that is almost XML, made XML: what stands before and after, entities, control characters, a missing end."""

import re
from dataclasses import dataclass
from html import escape
from html.entities import html5
from typing import Final

from feeds.article import Skipped
from feeds.collect.reading.frame import NotAFeedError

MOST_REFERENCES: Final = 500_000
_HEAD: Final = 2**14
_ROOT: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<((?:[\w-]{1,30}:)?(?:rss|feed|rdf))(?=[\s>/])", re.IGNORECASE | re.DOTALL
)
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE: Final = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:#(\d{1,7});|#[xX]([0-9a-fA-F]{1,6});|(\w{1,31};))?", re.DOTALL
)
_ITEM_START: Final = re.compile(r"<(?:\w{1,30}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ITEM_END: Final = re.compile(r"</(?:\w{1,30}:)?(?:item|entry)\s*>", re.IGNORECASE)
_PREFIX: Final = re.compile(r"</?([A-Za-z_][\w.-]{0,30}):")
_XML_OWN: Final = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_DECLARATION: Final = re.compile(r"xmlns:([\w.-]{1,31})")


@dataclass(frozen=True, slots=True)
class Mended:
    """The text that may now be XML, and the items that were lost on the way."""

    text: str
    skipped: tuple[Skipped, ...] = ()


def beheaded(text: str) -> str | None:
    """Give the text from its root element on, or None where none of a feed is found near its beginning.

    So neither a server's warning before the XML declaration nor a document type, with its entities, its files and its
    addresses, is ever seen by a parser.
    """
    for found in _ROOT.finditer(text, 0, _HEAD):
        if found[1]:
            return text[found.start() :]
    return None


def mend(text: str, prefixes: dict[str, str]) -> Mended:
    """Mend `text`, which begins with its root element; undeclared `prefixes` get the addresses they stand for.

    Raises NotAFeedError where it is cut off before its first whole item, and for text that would take too long.
    """
    if text.count("&") > MOST_REFERENCES:
        raise NotAFeedError("a feed that is broken, and too long to be mended")
    whole = _whole(_ILLEGAL.sub("", text))
    return Mended(_declared(_REFERENCE.sub(_reference, whole.text), prefixes), whole.skipped)


def _reference(found: re.Match[str]) -> str:
    """Write what stands for a character so that XML knows it: HTML's names as themselves, a bare & as &amp;."""
    decimal, hexadecimal, name = found.groups()
    if name:
        known = html5.get(name)
        return found[0] if name in _XML_OWN else escape(known or found[0], quote=False)
    if decimal or hexadecimal:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        legal = code <= 0x10FFFF and (code >= 0x20 or code in {9, 10, 13}) and not _ILLEGAL.match(chr(code))
        return found[0] if legal else ""
    return "&amp;" if found[0] == "&" else found[0]


def _whole(text: str) -> Mended:
    """Cut what follows the root element; where that has no end, cut behind the last whole item and end it."""
    opening = _ROOT.match(text)
    root = opening[1] if opening else ""
    if end := _last(re.compile(rf"</{re.escape(root)}\s*>"), text):
        return Mended(text[: end.end()])
    last = _last(_ITEM_END, text)
    if last is None:
        raise NotAFeedError("the feed is cut off before the end of its first item")
    inside = "" if "</channel>" in text or "<channel" not in text else "</channel>"
    lost = len(_ITEM_START.findall(text, last.end()))
    cut = Skipped(what="the last item", reason="the feed is cut off in the middle of it")
    return Mended(f"{text[: last.end()]}{inside}</{root}>", (cut,) if lost else ())


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    return found


def _declared(text: str, prefixes: dict[str, str]) -> str:
    """Declare on the root element the prefixes of elements that nobody declared."""
    used = set(_PREFIX.findall(text)) - set(_DECLARATION.findall(text))
    if not used:
        return text
    names = "".join(f' xmlns:{prefix}="{prefixes.get(prefix, "urn:undeclared")}"' for prefix in sorted(used)[:50])
    return re.sub(r"^<[\w:.-]+", lambda root: root[0] + names, text, count=1)
