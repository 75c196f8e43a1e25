"""A text as its words, whatever its typography. Pure, never raises."""

import re
import unicodedata
from types import MappingProxyType
from typing import Final

from feeds.text.characters import unturned

_LOOKS: Final = MappingProxyType(
    dict.fromkeys(map(ord, "“”„‟«»「」『』〝〞＂"), '"')
    | dict.fromkeys(map(ord, "‘’‚‛′`´ʼ"), "'")
    | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
    | dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufe0f"), None)
)
_DENSE: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
)
_WORD: Final = re.compile(
    rf"(?:(?<![\w)])[-+])?\d+(?:[.,:/]\d+)*%?|[{_DENSE}]|(?:(?![{_DENSE}])[^\W\d_])+(?:'(?:(?![{_DENSE}])[^\W\d_])+)*|[$€£¥₩%?]"
)


def words(text: str) -> tuple[str, ...]:
    """Give the words and numbers of `text`, and "?"; where no blanks part words, each character."""
    return tuple(_WORD.findall(_plain(text)))


def settled(text: str) -> str:
    """Give `text` as one line without case and typography."""
    return " ".join(_plain(text).casefold().split())


def folded(text: str) -> str:
    """Give the letters and digits of `text` alone, without case."""
    return "".join(filter(str.isalnum, settled(text)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", unturned(text).translate(dict(_LOOKS)))
