"""Tags that do not close as XML wants it: what is an item's own is closed, what is a text's own becomes text.

One pass, in linear time for every input. So a title with a stray "<b>" costs a feed neither the other items nor their
ids, and what is read of it is what the format's own reader gives.
"""

import re
from collections import Counter
from typing import Final

from feeds.collect.reading.trees import PREFIXES

_TAG: Final = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z_][\w.:-]{0,60}+)(?![\w.:-])"
    r"""(?:\s++[A-Za-z_][\w.:-]{0,60}+\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'))*+\s*+(?P<empty>/?)>|<""",
    re.DOTALL,
)
_NAME: Final = re.compile(r"</?([A-Za-z_][\w.:-]{0,60})")
_ITEMS: Final = frozenset(("item", "entry"))
# Those hold one line of text: the next field's beginning is their end.
_LINES: Final = frozenset(("title", "link", "guid", "id", "pubdate", "published", "updated", "dc:date", "dc:creator"))
_BODIES: Final = frozenset(("description", "summary", "content", "content:encoded"))
_TEXTS: Final = _LINES | _BODIES
_HOMES: Final = frozenset(("rss", "rdf", "rdf:rdf", "feed", "channel"))
_FRAME: Final = _HOMES | {"image", "author", "category", "enclosure"}
_OURS: Final = frozenset(PREFIXES) - {"xhtml"}


def balance(text: str) -> str | None:
    """Give `text`, in which only tags are wrong, as XML; None where a tag of the feed itself is beyond repair."""
    tags = _Tags()
    at = 0
    for found in _TAG.finditer(text):
        tags.pieces += (text[at : found.start()], found[0])
        at = found.end()
        if found["name"]:
            tags.meet(found["name"], end=bool(found["end"]), empty=bool(found["empty"]))
        elif found[0] == "<":
            name = _NAME.match(text, found.start())
            if name and _is_own(name[1].lower()):
                return None
            tags.spoil(len(tags.pieces) - 1)
    tags.pieces.append(text[at:])
    tags.close_to(0)
    return "".join(tags.pieces)


def _is_own(name: str) -> bool:
    return name in _TEXTS or name in _ITEMS or name in _FRAME or name.partition(":")[0] in _OURS


class _Tags:
    """The text so far in pieces, and the tags that are open in it."""

    __slots__ = ("_counts", "_home", "_open", "_spoilt", "_text", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._open: list[tuple[str, int]] = []  # a tag, and which piece it is
        self._counts: Counter[str] = Counter()
        self._home = 0  # how many of the open tags are those that items stand in
        self._text: int | None = None  # which open tag is the text field's that all further ones stand in
        self._spoilt = False

    def meet(self, tag: str, *, end: bool, empty: bool) -> None:
        """Take in the tag that is the last piece."""
        if end:
            self._end(tag)
            return
        name = tag.lower()
        self._make_room(name)
        if empty:
            return
        if self._text is None and name in _TEXTS:
            self._text, self._spoilt = len(self._open), False
        self._open.append((tag, len(self.pieces) - 1))
        if name in _HOMES and self._home == len(self._open) - 1:
            self._home += 1
        self._counts[tag] += 1

    def spoil(self, piece: int) -> None:
        """Make text of a piece that begins with "<"."""
        self.pieces[piece] = self.pieces[piece].replace("<", "&lt;")
        self._spoilt = True

    def close_to(self, depth: int) -> None:
        """Close what is open beyond `depth`, before the last piece."""
        ends = []
        while len(self._open) > depth:
            tag, piece = self._open[-1]
            if self._text in (None, len(self._open) - 1):
                ends.append(f"</{tag}>")
            else:
                self.spoil(piece)
            self._pop()
        self.pieces.insert(-1, "".join(ends))

    def _end(self, tag: str) -> None:
        if not self._counts[tag]:
            self.pieces[-1] = ""
            return
        depth = len(self._open) - 1
        while self._open[depth][0] != tag:
            depth -= 1
        self.close_to(depth + 1)
        self._pop()

    def _make_room(self, name: str) -> None:
        """End the line of text that is open where a field begins, and all that is where an item does."""
        if self._text is not None and _is_own(name) and self._open[self._text][0].lower() in _LINES:
            self.close_to(self._text)
        if name in _ITEMS:
            self.close_to(self._home)

    def _pop(self) -> None:
        tag, piece = self._open.pop()
        self._counts[tag] -= 1
        if self._text == len(self._open):
            self._settle(piece)
        self._home = min(self._home, len(self._open))

    def _settle(self, start: int) -> None:
        """End a text field: where a tag in it was spoilt, all of its tags are text."""
        self._text = None
        if self._spoilt:
            inside = range(start + 1, len(self.pieces) - 1)
            for piece in inside:
                if not self.pieces[piece].startswith("<!"):
                    self.pieces[piece] = self.pieces[piece].replace("<", "&lt;")
