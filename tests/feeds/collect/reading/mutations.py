"""How feeds are damaged in the wild: each mutation takes the text of a well-formed feed and gives a page's bytes."""

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Final

_DECLARATION: Final = re.compile(r"\A\s*<\?xml.*?\?>\s*", re.DOTALL)
_TITLE: Final = re.compile(r"(<(?:item|entry)[\s>](?:(?!</item|</entry).)*?<title[^>]*>(?:<!\[CDATA\[)?)", re.DOTALL)
_WARNING: Final = (
    "<br />\n<b>Warning</b>: Cannot modify header information - headers already sent by (output started at "
    "/srv/quay/theme.php:2) in <b>/srv/quay/feed.php</b> on line <b>8</b><br />\n"
)

Mutation = Callable[[str], bytes]


def bare(text: str) -> str:
    """Give a feed without its XML declaration."""
    return _DECLARATION.sub("", text)


def declared(text: str, encoding: str) -> str:
    """Give a feed that declares `encoding`."""
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{bare(text)}'


def at_the_end(text: str, damage: str) -> bytes:
    """Put `damage` before the end of the root element, where it is nobody's title."""
    at = text.rindex("</")
    return f"{text[:at]}{damage}{text[at:]}".encode()


def in_titles(text: str, damage: str) -> str:
    """Put `damage` at the beginning of every item's title."""
    return _TITLE.sub(lambda found: found[1] + damage, text)


def _latin_1(text: str) -> bytes:
    return declared(text, "utf-8").encode("latin-1", "xmlcharrefreplace")


# What leaves every id, link, title and date as it was.
HARMLESS: Final[Mapping[str, Mutation]] = {
    "bare ampersand": lambda text: at_the_end(text, "<odd>Fish & chips</odd>"),
    "undeclared entity": lambda text: at_the_end(text, "<odd>Fish&nbsp;&mdash; chips</odd>"),
    "control characters": lambda text: in_titles(text, "\x01\x0b\x1f\x00").encode(),
    "latin-1 labelled utf-8": _latin_1,
    "gb18030 undeclared": lambda text: bare(text).encode("gb18030"),
    "gb18030 labelled gb2312": lambda text: declared(text, "gb2312").encode("gb18030"),
    "warning before": lambda text: (_WARNING + text).encode(),
    "utf-8 labelled utf-16": lambda text: declared(text, "utf-16").encode(),
    "blank lines before": lambda text: f"\n\n \r\n{text}".encode(),
    "junk behind": lambda text: f"{text}\n<!-- cached --><script>quay(1 && 2)</script></body>".encode(),
    "tag unended": lambda text: at_the_end(text, "<odd>"),
    "tag unbegun": lambda text: at_the_end(text, "</odd>"),
    "stray less-than": lambda text: at_the_end(text, "<odd>1 < 2</odd>"),
    "end missing": lambda text: text[: text.rindex("</")].encode(),
    "undeclared prefix": lambda text: at_the_end(text, "<quay:berth>7</quay:berth>"),
}

# What adds a known text to every title: the text as it is damaged, and how it is to be read.
TITLED: Final[Mapping[str, tuple[str, str]]] = {
    "bare ampersand": ("Fish & chips ", "Fish & chips "),
    "undeclared entity": ("Quay&mdash;", "Quay—"),
    "unended tag": ("<b>", "<b>"),
    "unended break": ("<br>", "<br>"),
    "stray less-than": ("3 < 4 ", "3 < 4 "),
    "unbegun tag": ("Quay</b> ", "Quay "),
}


def spoilt(text: str, damage: str) -> bytes:
    """Put `damage` into every title; in CDATA it is none, so CDATA is written out first."""
    written = re.sub(r"<!\[CDATA\[(.*?)\]\]>", lambda found: escape(found[1], quote=False), text, flags=re.DOTALL)
    return in_titles(written, damage).encode()
