"""The words of a text as copies are compared by: no case, no width, no punctuation, no bylines, Chinese in one script.

Scripts that part words by spaces give pieces of three words; the others pieces of so many characters as make about
two words. Figures are no part of the pieces, for they are written in many ways; they are compared for themselves.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import regex  # type: ignore[import-untyped]  # ships no types

LONGEST: Final = 20_000
"""How many characters of a text are compared."""
SPACED: Final = 0
_DENSE: Final = {  # script → its number in sketches, characters of a piece
    "hangul": (1, re.compile("[\u1100-\u11ff\uac00-\ud7af]+"), 4),
    "kana": (2, re.compile("[\u3041-\u3096\u30a1-\u30fa]+"), 5),
    "han": (3, re.compile("[\u3400-\u9fff]+"), 4),
    "south": (4, re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+"), 8),
}
# What parts words beyond ASCII, and in it: a table for the bytes of UTF-8 takes a twentieth of what a pattern does
_MARKS: Final = re.compile(
    "[\u00a0-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u0964\u0965\u2000-\u2bff\u3000-\u303f\ufe10-\ufe6f\uff00-\uff20]+"
)
_LETTERS: Final = bytes(byte if byte > 0x7F or chr(byte).isalpha() else 0x20 for byte in range(256))
_NO_WORD: Final = regex.compile(r"[^\p{L}\p{M}]+")
_ASCII_TITLE: Final = re.compile("[a-z0-9]+")
_TITLE: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+")
# Capitals within a sentence, not at its beginning, where they say nothing
_ASCII_NAME: Final = re.compile(r"(?<=[a-z0-9,;:)] )[A-Z][A-Za-z]+")
_NAME: Final = regex.compile(r"(?<=[\p{Ll}\p{M}\d,;:)] )\p{Lu}[\p{L}\p{M}]+")
_FOREIGN_NAME: Final = re.compile("[\u30a1-\u30fa\u30fc]{3,}|[A-Z][A-Za-z]{2,}")
_CUT_FIGURE: Final = re.compile(r"[\d.,]*\d\D{0,3}\Z")  # where an excerpt ends, perhaps in the midst of it
_TAIL: Final = 40
_SCALES: Final = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "mn": 1e6, "bn": 1e9, "lakh": 1e5, "crore": 1e7,
    "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12, "천": 1e3, "만": 1e4, "억": 1e8, "조": 1e12,
}  # fmt: skip
_FIGURE: Final = re.compile(rf"\d[\d.,]*(?:[ -]?(?P<scale>{'|'.join(_SCALES)})(?![a-z]))?")
_ANY_DENSE: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff\uac00-\ud7af]+"
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text made comparable: `pieces` in their order, `script` a number, `figures` as they are written plainly.

    `lead` is how many of the pieces are the beginning's.
    """

    script: int
    pieces: tuple[bytes, ...]
    lead: int
    figures: frozenset[str]
    names: frozenset[str]


def words(text: str) -> Words:
    """Give the words of a plain text, paragraphs parted by line ends, that `credits.stripped` has been through."""
    text = text[:LONGEST]
    wide = not text.isascii()
    text = unicodedata.normalize("NFKC", text) if wide else text
    script, length = _script(text) if wide else (SPACED, 0)
    small = text.casefold()
    figures = _figures(small)
    if script == SPACED:
        raw = (_MARKS.sub(" ", small) if wide else small).encode().translate(_LETTERS).split()
        pieces = tuple(map(b" ".join, zip(raw, raw[1:], raw[2:], strict=False)))
        return Words(script, pieces, 48, figures, _names(_NAME if wide else _ASCII_NAME, text))
    joined = _NO_WORD.sub("", small)
    if script == _DENSE["han"][0]:
        joined = joined.translate(_simplified())
    raw_text = joined.encode("utf-16-le")
    width = 2 * length
    pieces = tuple([raw_text[at : at + width] for at in range(0, len(raw_text) - width + 1, 2)])
    return Words(script, pieces, 120, figures, _names(_FOREIGN_NAME, text))


def _names(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(name.casefold() for name in pattern.findall(text))


def plain_title(title: str) -> str:
    """Give a title as titles are compared: words in small letters parted by spaces, Chinese in one script."""
    if title.isascii():
        return " ".join(_ASCII_TITLE.findall(title.lower()))
    text = unicodedata.normalize("NFKC", title).casefold()
    return " ".join(_TITLE.findall(text)).translate(_simplified())


def _script(text: str) -> tuple[int, int]:
    """Give the script that the text is mostly written in, and how many characters a piece of it has."""
    written = "".join(_ANY_DENSE.findall(text))
    dense = len(written)
    if dense * 6 < len(text):
        return SPACED, 0
    counts = {name: sum(map(len, pattern.findall(written))) for name, (_, pattern, _) in _DENSE.items()}
    if counts["hangul"] * 4 >= dense:
        name = "hangul"
    elif counts["kana"] * 12 >= dense:
        name = "kana"
    else:
        name = max(("han", "south"), key=counts.__getitem__)
    number, _, length = _DENSE[name]
    return number, length


def _figures(text: str) -> frozenset[str]:
    whole = text[:-_TAIL] + _CUT_FIGURE.sub("", text[-_TAIL:])
    return frozenset(_figure(found[0], found["scale"]) for found in _FIGURE.finditer(whole))


def _figure(said: str, scale: str | None) -> str:
    """Give a figure written plainly: "1,200.50" and "1200.5" are one, "1.2 million" and "1,200,000" too."""
    digits = said.removesuffix(scale or "").strip(" -").rstrip(".,").replace(",", "")
    try:
        value = float(digits)
    except ValueError:  # a date, a version: several points
        return digits
    return f"{value * _SCALES.get(scale or '', 1):.12g}"


@cache
def _simplified() -> Mapping[int, str]:
    """Give the table from traditional characters to simplified ones."""
    table = files(__package__).joinpath("data", "traditional.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {ord(traditional): simple for simple, many in rows for traditional in many}
