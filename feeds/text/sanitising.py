"""HTML from outside, rewritten: an allow-list of elements, properly nested, with one address for each picture."""

from collections.abc import Callable, Mapping
from html import escape
from types import MappingProxyType

from feeds.text.characters import legal
from feeds.text.markup import FALLBACK, End, Start, tokens
from feeds.text.pictures import Choice, is_named, is_pixel, source_of
from feeds.text.urls import absolute, untracked

VOID = frozenset({"br", "hr", "img", "wbr", "col"})
_PLAIN_WORDS = """
    p br hr h1 h2 h3 h4 h5 h6 div span b i em strong small sub sup s u mark code kbd samp var pre cite abbr dfn
    bdi bdo ruby rb rt rp wbr figure figcaption table caption colgroup thead tbody tfoot tr dl dt dd ul li
    details summary
"""
TAGS: Mapping[str, frozenset[str]] = MappingProxyType(
    dict.fromkeys(
        _PLAIN_WORDS.split(),
        frozenset(),
    )
    | {
        "a": frozenset({"href", "title"}),
        "abbr": frozenset({"title"}),
        "blockquote": frozenset({"cite"}),
        "q": frozenset({"cite"}),
        "del": frozenset({"cite", "datetime"}),
        "ins": frozenset({"cite", "datetime"}),
        "time": frozenset({"datetime"}),
        "img": frozenset({"src", "alt", "title", "width", "height"}),
        "td": frozenset({"colspan", "rowspan"}),
        "th": frozenset({"colspan", "rowspan", "scope"}),
        "col": frozenset({"span"}),
        "ol": frozenset({"start", "reversed"}),
    }
)
EVERYWHERE = frozenset({"lang", "dir"})
_WANTED = MappingProxyType({name: allowed | EVERYWHERE for name, allowed in TAGS.items()})
_RENAMED = MappingProxyType(
    dict.fromkeys(("section", "article", "main", "header", "footer", "aside", "center", "address"), "div")
    | {"strike": "s", "tt": "code", "acronym": "abbr"}
)
_BLOCKS_WORDS = """
    p hr h1 h2 h3 h4 h5 h6 div pre figure figcaption table dl ul ol blockquote details summary
"""
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_ROW = frozenset({"td", "th"})
_CELLS = frozenset({"tr", "caption", "colgroup"}) | _ROW
_GROUPS = frozenset({"thead", "tbody", "tfoot"}) | _CELLS
# start tag → the open elements that it ends, and those that it does not look beyond
_ENDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = MappingProxyType(
    dict.fromkeys(_BLOCKS, (frozenset({"p"}), frozenset({"table", "td", "th", "li", "dd", "blockquote", "div"})))
    | dict.fromkeys(_ROW, (_ROW, frozenset({"table"})))
    | dict.fromkeys(("dt", "dd"), (frozenset({"dt", "dd"}), frozenset({"dl"})))
    | dict.fromkeys(("thead", "tbody", "tfoot"), (_GROUPS, frozenset({"table"})))
    | {
        "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
        "tr": (_CELLS, frozenset({"table"})),
        "a": (frozenset({"a"}), frozenset()),
        "rt": (frozenset({"rt", "rp"}), frozenset({"ruby"})),
        "rp": (frozenset({"rt", "rp"}), frozenset({"ruby"})),
    }
)
_DEEPEST = 48
_MOST_ADDRESSES = 5000
_LONGEST_VALUE = 1000
_MOST_DIGITS = 5
# An HTML parser takes quadratic time for one text with many entities: noncharacters,
# which no legal text holds, stand in.
_HIDDEN = (("&", "\ufdd0"), ("<", "\ufdd1"), (">", "\ufdd2"))
_SHOWN = (("\ufdd0", "&amp;"), ("\ufdd1", "&lt;"), ("\ufdd2", "&gt;"))
_LINKED = MappingProxyType({"iframe": "src", "embed": "src", "video": "src", "audio": "src", "object": "data"})


def rewrite(html: str, base: str | None) -> tuple[str, bool]:
    """Give `html` of allowed elements alone, each closed in order, and whether rewriting that would change nothing.

    The texts hold no "&", "<" or ">" but stand-ins for them, which `shown` undoes. Takes linear time for any input.
    """
    writer = _Writer(base)
    for token in tokens(html):
        if isinstance(token, str):
            writer.text(token)
        elif isinstance(token, End):
            writer.end(_RENAMED.get(token.name, token.name))
        else:
            writer.start(token)
    writer.close_to(0)
    return "".join(writer.out), writer.final


class _Writer:
    """Hold what was written, what is open, and the address that a `<picture>` offers to its `<img>`.

    A lazy picture often comes twice: once more in a `<noscript>` beside it. `_fallback` is where in `out` that one was
    written, if it came first, and `_pictured` says that a picture was the last thing written.
    """

    def __init__(self, base: str | None) -> None:
        self.out: list[str] = []
        self._base = base
        self._open: list[str] = []
        self._offered: Choice | None = None
        self._fallback: int | None = None
        self._pictured = False
        self._media = ""
        self._addresses = 0
        self.final = True
        self._special: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            "img": self._image,
            "amp-img": self._image,
            "amp-anim": self._image,
            FALLBACK: self._stand_in,
            "source": self._source,
        } | {name: self._media_link(name) for name in _LINKED}

    def text(self, text: str) -> None:
        self.out.append(_hidden(text))
        if self._pictured and text.strip():
            self._pictured, self._fallback = False, None

    def start(self, tag: Start) -> None:
        name = _RENAMED.get(tag.name, tag.name)
        special = self._special.get(name)
        if special is not None:
            special(tag.attributes())
        elif name == "picture":
            self._offered = None
        elif name in TAGS:
            self._element(name, tag)

    def end(self, name: str) -> None:
        if name in {"picture", "video", "audio"}:
            self._offered = None
            self._media = ""
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth] == name:
                self.close_to(depth)
                return
            if self._open[depth] in {"td", "th", "table"} and name not in _GROUPS | {"table"}:
                return

    def close_to(self, depth: int) -> None:
        while len(self._open) > depth:
            self.out.append(f"</{self._open.pop()}>")

    def _element(self, name: str, tag: Start) -> None:
        self._end_implied(name)
        if name not in VOID:
            if len(self._open) >= _DEEPEST:
                return
            self._open.append(name)
        raw, wanted = tag.raw.lower(), _WANTED[name]
        if not raw or not any(key in raw for key in wanted):
            self.out.append(f"<{name}>")
            return
        given = tag.attributes()
        self.out.append(_tag(name, {key: self._value(key, value) for key, value in given.items() if key in wanted}))

    def _end_implied(self, name: str) -> None:
        if name not in _ENDS or not self._open:
            return
        ended, border = _ENDS[name]
        lowest = None
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth] in border:
                break
            if self._open[depth] in ended:
                lowest = depth
        if lowest is not None:
            self.close_to(lowest)

    def _value(self, key: str, value: str) -> str | None:
        if key in {"href", "src", "cite"}:
            return self._address(value)
        if key in {"width", "height", "colspan", "rowspan", "start", "span"}:
            return value.strip() if value.strip().isdecimal() and len(value.strip()) <= _MOST_DIGITS else None
        return value[:_LONGEST_VALUE]

    def _address(self, value: str) -> str | None:
        self._addresses += 1
        whole = absolute(value, self._base) if self._addresses <= _MOST_ADDRESSES else None
        address = untracked(whole) if whole else None
        if address is not None and absolute(address, None) != address:
            self.final = False
        return address

    def _image(self, given: Mapping[str, str]) -> None:
        """Write a picture, in the place of its stand-in if that came first."""
        tag = self._picture(given)
        if tag is None:
            self._pictured = self._fallback is not None
            return
        if self._fallback is not None and _is_lazy(given):
            self.out[self._fallback] = ""
        self.out.append(tag)
        self._pictured, self._fallback = True, None

    def _stand_in(self, given: Mapping[str, str]) -> None:
        """Write the picture of a `<noscript>`, unless it only says again what stands before it; counters live there."""
        again = self._pictured and self._fallback is None
        tag = None if again or not is_named(given.get("src", "").strip()) else self._picture(given)
        if tag is not None:
            self._pictured, self._fallback = True, len(self.out)
            self.out.append(tag)

    def _picture(self, given: Mapping[str, str]) -> str | None:
        chosen = source_of(given) or (None if is_pixel(given) else self._offered)
        src = self._address(chosen.href) if chosen else None
        if chosen is None or src is None:
            return None
        kept = {key: self._value(key, given[key]) for key in ("alt", "title", "width", "height") if key in given}
        written = {"src": src, **kept, **_scaled(kept, chosen.width)}
        self.final = self.final and _is_final({key: value for key, value in written.items() if value is not None})
        return _tag("img", written)

    def _source(self, given: Mapping[str, str]) -> None:
        if self._media:
            self._link(given.get("src", ""), given.get("title", ""))
            self._media = ""
        else:
            self._offered = self._offered or source_of(given)

    def _media_link(self, name: str) -> Callable[[Mapping[str, str]], None]:
        def _write(given: Mapping[str, str]) -> None:
            address = given.get(_LINKED[name]) or given.get("data-src") or ""
            self._media = name if name in {"video", "audio"} and not address else ""
            self._link(address, given.get("title", ""))

        return _write

    def _link(self, value: str, title: str) -> None:
        href = self._address(value)
        if href is not None and "a" not in self._open:
            words = legal(title).strip()[:_LONGEST_VALUE] or href.partition("://")[2]
            self.out.append(f"{_tag('a', {'href': href})}{_hidden(words)}</a> ")


def _is_lazy(given: Mapping[str, str]) -> bool:
    return any(name.startswith("data-") for name in given) or given.get("loading") == "lazy"


def _scaled(kept: Mapping[str, str | None], width: int | None) -> Mapping[str, str]:
    """Give the true sides of a picture that is `width` wide and was to be shown in others of the same shape."""
    across, down = (int(kept.get(side) or 0) for side in ("width", "height"))
    if not width or not across or not down:
        return {}
    return {"width": str(width), "height": str(round(down * width / across))}


def _is_final(picture: Mapping[str, str]) -> bool:
    """Say whether the attributes of a picture are what would be written of them."""
    chosen = source_of(picture)
    if chosen is None or chosen.href != picture["src"] or _scaled(picture, chosen.width):
        return False
    return all(len(picture.get(side, "")) <= _MOST_DIGITS for side in ("width", "height"))


def shown(html: str) -> str:
    """Give `html` with the entities that `rewrite` hid in its texts."""
    for stand_in, entity in _SHOWN:
        html = html.replace(stand_in, entity)
    return html


def _hidden(text: str) -> str:
    for bare, stand_in in _HIDDEN:
        text = text.replace(bare, stand_in)
    return text


def _tag(name: str, attributes: Mapping[str, str | None]) -> str:
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{written}>"
