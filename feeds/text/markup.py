"""HTML as a flat row of tags and texts, read in one pass.

Parsers that build a tree (html5ever, libxml2) take quadratic time or memory for some hostile inputs: deep nests,
unclosed formatting, a hundred thousand attributes. This reader takes linear time for every input, and what
`sanitising` writes from its tokens nests properly and within bounds, so that such a parser can take it from there.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from html.entities import html5
from typing import NamedTuple

from feeds.text.characters import legal

FALLBACK = "noscript-img"
# Elements whose content is not the article's text, whatever stands in it.
_SILENT = (
    "script|style|template|noscript|iframe|textarea|title|head|xmp|noembed|noframes"
    "|svg|math|select|button|object|applet|canvas"
)
_ATTRIBUTES = r"""(?:[^>"'=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?|["'])*+"""
_TOKEN = re.compile(
    rf"""<!--(?:-?>|.*?(?:--!?>|\Z))
    |<(?P<silent>{_SILENT})(?=[\s/>])(?P<given>{_ATTRIBUTES})>?.*?(?:</(?P=silent)(?=[\s/>])[^>]*>?|\Z)
    |<(?P<tag>/?[a-z][a-z0-9:-]*)(?P<attributes>{_ATTRIBUTES})>?
    |<[!?/][^>]*>?""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_NOSCRIPT_IMAGE = re.compile(rf"<(?:img|amp-img)(?=[\s/>])(?P<attributes>{_ATTRIBUTES})", re.IGNORECASE)
# What a browser reads no tags in.
_RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes"
_ANY_TAG = re.compile(
    rf"""<!--(?:-?>|.*?(?:--!?>|\Z))
    |<(?P<raw>{_RAW})(?=[\s/>])(?P<given>{_ATTRIBUTES})>?(?P<text>.*?)(?:</(?P=raw)(?=[\s/>])[^>]*>?|\Z)
    |<(?P<name>[a-z][a-z0-9:-]*)(?P<attributes>{_ATTRIBUTES})>?""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]++)(?:\s*+=\s*+(?:"([^"]*)(?:"|\Z)|'([^']*)(?:'|\Z)|([^\s>]++)))?""")
_TERMINATED = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ABSURD = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_MOST_ATTRIBUTES = 64


class Start(NamedTuple):
    """A start tag; `raw` is its attributes as they stand."""

    name: str
    raw: str

    def attributes(self) -> Mapping[str, str]:
        """Give the first attributes by lower-case name, each the first of its name, entities undone."""
        given: dict[str, str] = {}
        for count, found in enumerate(_ATTRIBUTE.finditer(self.raw)):
            if count == _MOST_ATTRIBUTES:
                break
            value = found[2] or found[3] or found[4] or ""
            given.setdefault(found[1].lower(), unescape_once(value))
        return given


class End(NamedTuple):
    """An end tag."""

    name: str


Token = Start | End | str


def tokens(html: str) -> Iterator[Token]:
    """Give the tags and the texts of `html` in order; comments and what is no text of the article are left out.

    An iframe or object is given as its start tag alone, a noscript as one too, followed by its first picture, if it
    has one, which is called FALLBACK.
    """
    position = 0
    for found in _TOKEN.finditer(html):
        start, after = found.span()
        if position < start:
            yield text_of(html[position:start])
        position = after
        silent, tag, attributes = found.group("silent", "tag", "attributes")
        if silent:
            yield from _silent(found)
        elif tag:
            yield End(tag[1:].lower()) if tag[0] == "/" else Start(tag.lower(), attributes)
    if position < len(html):
        yield text_of(html[position:])


def texts(html: str) -> Iterator[tuple[str, str]]:
    """Give the texts of `html` in order, each with the tag that it ends at: "p" or "/p", "" for a comment or the end.

    What is no text of the article is one tag.
    """
    pieces = [*_TOKEN.split(html), *[None] * 3]  # text, silent, given, tag, attributes, text …
    for text, silent, tag in zip(pieces[::5], pieces[1::5], pieces[3::5], strict=True):
        yield text_of(text or ""), (tag or silent or "").lower()


def _silent(found: re.Match[str]) -> Iterator[Token]:
    name = found["silent"].lower()
    yield Start(name, found["given"])
    if name == "noscript":
        picture = _NOSCRIPT_IMAGE.search(found.string, found.end("given"), found.end())
        if picture is not None:
            yield Start(FALLBACK, picture["attributes"])


def elements(html: str) -> Iterator[tuple[Start, str]]:
    """Give every start tag of a whole page in order, its head's too, each with the raw text that is its content.

    Raw is what holds no tags (a title, a script, a style); all others come with "".
    """
    for found in _ANY_TAG.finditer(html):
        if found["raw"]:
            yield Start(found["raw"].lower(), found["given"]), found["text"]
        elif found["name"]:
            yield Start(found["name"].lower(), found["attributes"]), ""


def text_of(source: str) -> str:
    """Undo the entities of an HTML text as a browser does, those without a semicolon included."""
    return legal(unescape(_ABSURD.sub("", source))) if "&" in source else source


def unescape_once(title: str) -> str:
    """Undo the entities that end in a semicolon, once; nothing else is touched ("AT&T", "&copy=1")."""
    return _TERMINATED.sub(_known, title) if "&" in title else title


def _known(found: re.Match[str]) -> str:
    name = found[0][1:]
    return unescape(found[0]) if name[0] == "#" or name in html5 else found[0]
