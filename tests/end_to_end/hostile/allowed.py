"""What may stand in what we publish, told once more and apart from the sanitiser, and two parsers that look for the rest."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final

import html5lib

XHTML: Final = "{http://www.w3.org/1999/xhtml}"
_INLINE: Final = "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q rb rp rt ruby s samp small span strong sub sup time u var wbr"
_BLOCKS: Final = (
    "blockquote caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre "
    "summary table tbody td tfoot th thead tr ul"
)
CONTENT: Final = frozenset(f"{_INLINE} {_BLOCKS}".split())
_FRAME: Final = "html head body meta title link script header footer main nav section article aside meter"
FRAME: Final = frozenset(_FRAME.split())
_ADDRESS: Final = re.compile(r"https?://[!-~]+")
_OURS: Final = re.compile(r"(?:https?|feed:https?)://[!-~]+|/(?!/)[!-~]*|#[a-z]+")
_COUNT: Final = re.compile(r"\d{1,5}")
_ANYTHING: Final = re.compile(r".*", re.DOTALL)
_VALUES: Final = {
    "href": _ADDRESS, "src": _ADDRESS, "cite": _ADDRESS,
    "width": _COUNT, "height": _COUNT, "colspan": _COUNT, "rowspan": _COUNT, "span": _COUNT, "start": _COUNT,
    "lang": _ANYTHING, "dir": _ANYTHING, "title": _ANYTHING, "alt": _ANYTHING, "scope": _ANYTHING,
    "datetime": _ANYTHING, "reversed": _ANYTHING,
}  # fmt: skip
ATTRIBUTES: Final = sorted(_VALUES)
_WHERE: Final = {"href": {"a"}, "src": {"img"}, "cite": {"blockquote", "q", "del", "ins"}}
_PAGE_VALUES: Final = _VALUES | {
    "href": _OURS, "src": _OURS, "rel": re.compile("stylesheet|icon|canonical|alternate|external|license"),
    "class": re.compile("[a-z ]+"), "id": re.compile("[a-z-]+"), "role": re.compile("note"), "type": re.compile("[a-z/+-]+"),
    "aria-labelledby": re.compile("[a-z]+"), "aria-label": re.compile("[A-Za-z ]+"), "loading": re.compile("lazy"),
    "decoding": re.compile("async"), "defer": re.compile(""), "charset": re.compile("utf-8"),
    "value": re.compile(r"[01]\.\d{1,4}"), "aria-hidden": re.compile("true"),
    "name": re.compile("viewport|color-scheme|description|robots"), "content": _ANYTHING,
}  # fmt: skip


def trespasses(html: str) -> list[str]:
    """Name all in a piece of HTML that may not stand in an article: as a tree, and tag by tag."""
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=True)
    found = [said for element in list(tree.iter())[1:] for said in _of(element, CONTENT, _VALUES)]
    reader = _Tags()
    reader.feed(html)
    reader.close()
    return found + reader.found


def read_page(html: str) -> Any:
    """Give the tree that a browser makes of a page."""
    return html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=True)


def page_trespasses(tree: Any) -> list[str]:
    """Name all in one of our own pages, as it is read, that neither its frame nor an article may hold."""
    found = [said for element in tree.iter() for said in _of(element, CONTENT | FRAME, _PAGE_VALUES)]
    scripts = [(one.get("src"), one.text) for one in tree.iter(f"{XHTML}script")]
    return found if scripts == [("/static/beatwire.js", None)] else [*found, f"scripts {scripts}"]


def _of(element: Any, tags: frozenset[str], values: dict[str, re.Pattern[str]]) -> Iterator[str]:
    if not isinstance(element.tag, str) or not element.tag.startswith(XHTML):
        yield f"{element.tag!r} {element.text!r}"
        return
    tag = element.tag.removeprefix(XHTML)
    if tag not in tags:
        yield f"<{tag}>"
    yield from _attributes(tag, element.attrib.items(), values)


def _attributes(tag: str, given: Any, values: dict[str, re.Pattern[str]]) -> Iterator[str]:
    for name, value in given:
        allowed = values.get(name)
        if allowed is None or not allowed.fullmatch(value or ""):
            yield f"<{tag} {name}={value!r}>"
        elif values is _VALUES and tag not in _WHERE.get(name, {tag}):
            yield f"<{tag} {name}>"


class _Tags(HTMLParser):
    """Reads tag by tag, as no browser does and some readers do."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in CONTENT:
            self.found.append(f"<{tag}> as a tag")
        self.found += _attributes(tag, attrs, _VALUES)

    def handle_comment(self, data: str) -> None:
        self.found.append(f"a comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"a declaration {decl!r}")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"an instruction {data!r}")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"a section {data!r}")
