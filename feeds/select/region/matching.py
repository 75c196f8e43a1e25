"""Find names in a text: of all that is spotted, what has its borders and capitals; the longest wins.

Latin, Cyrillic and other spaced scripts need a border on both sides. Han has none. Katakana must not stand in a longer
katakana word (タイ in タイトル), and a Hangul name must begin a word (이란 in 사랑이란), while particles may follow it.
A few names in Han that are the end of plain words must open a phrase (台中 in 平台中). Thai has no borders, but
syllables that a name must not cut (ลาว in ลาวา, โซล in โซลาร์).
"""

import re
from functools import cache
from operator import itemgetter
from types import MappingProxyType
from typing import Final, NamedTuple
from unicodedata import is_normalized

from feeds.select.region.brief import brief
from feeds.select.region.composing import composed
from feeds.select.region.names import Name
from feeds.select.region.spotting import spellings, spots
from feeds.select.region.tongues import may_be

# The first code point of the scripts that write no spaces or, Hangul, glue particles on (CJK Radicals, U+2E80).
UNSPACED: Final = "\u2e80"
# Names that are plain words without their capital, even where nothing has one.
WORDS: Final = frozenset({"US", "Polish", "ISI", "Fed", "Tata", "Rio"})
# Of two names as long, these kinds give way, the first most.
_LAST: Final = MappingProxyType({"markets": 0, "compounds": 1})
_SPACED, _KATAKANA, _HANGUL, _NONE, _THAI, _EDGED = range(6)
# Thai vowels that are written before their consonant, and the vowels and marks that go on with a syllable.
_THAI_LEADING: Final = frozenset("เแโใไ")
_THAI_GOING_ON: Final = frozenset("ะัาำิีึืุู็่้๊๋์ํๅ")
# Letters and digits as wide as a Han character, and what they are in ASCII.
_FULL_WIDTH: Final = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_HALF_WIDTH: Final = {point: point - 0xFEE0 for point in range(0xFF10, 0xFF5B) if chr(point).isalnum()}
# Characters among which nearly every text with capitals has one.
_HEAD: Final = 80
_START: Final = itemgetter(0)
# What must not stand before and after the names of one spelling.
_Entry = tuple[int, int, tuple[Name, ...]]


class Match(NamedTuple):
    """`name` read at characters `start` to `end` of a text."""

    start: int
    end: int
    name: Name


def find(text: str, beside: str = "") -> list[Match]:
    """Give the names in `text` in their order, none overlapping another; exact offsets, whatever its normal form.

    `beside` is more of the same story: with it, it is told which language the names are in.
    """
    if text.isascii():
        found = _spotted(text, beside)
        return _longest(found) if len(found) > 1 else found
    if _FULL_WIDTH.search(text) is not None:
        text = text.translate(_HALF_WIDTH)
    if is_normalized("NFC", text):
        return _found(text, beside)
    whole, offsets = composed(text)
    return [Match(offsets[start], offsets[end], name) for start, end, name in _found(whole, beside)]


def _found(text: str, beside: str) -> list[Match]:
    return _longest([*_spotted(text, beside), *(Match(*one) for one in brief(text))])


def _spotted(text: str, beside: str) -> list[Match]:
    entries = _entries()
    if " " not in text:
        text = _spaced(text)
    found: list[Match] = []
    cased: bool | None = None
    spoken: dict[str, bool] = {}
    for start, end, spelling in spots(text):
        entry = entries.get(spelling)
        if entry is None or _is_bound(entry, text, start, end):
            continue
        if cased is None:
            cased = _has_capitals(text[:_HEAD]) or _has_capitals(text)
        for name in entry[2]:
            if _is_cased(name, text, start, cased=cased) and (
                not name.language or _is_spoken(name, (text, beside), spoken)
            ):
                found.append(Match(start, end, name))
                break
    return found


def _is_spoken(name: Name, parts: tuple[str, str], spoken: dict[str, bool]) -> bool:
    """Say whether a story may be in the language of a name; `spoken` remembers what it was asked before."""
    if name.language not in spoken:
        spoken[name.language] = may_be(name.language, "".join(parts))
    return spoken[name.language]


def _spaced(text: str) -> str:
    """Part the words of a slug ("hong-kong-ferry-sinks") without moving a character."""
    return text.replace("-", " ") if text.count("-") > 1 and text.islower() else text


def _has_capitals(text: str) -> bool:
    return text.lower() != text


def _border(letter: str) -> int:
    point = ord(letter)
    if _is_thai(point):
        return _THAI
    if not letter.isalnum():
        return _NONE
    if letter < UNSPACED:
        return _SPACED
    if _is_katakana(point):
        return _KATAKANA
    return _HANGUL if _is_hangul(point) else _NONE


def _is_katakana(point: int) -> bool:
    return 0x30A1 <= point <= 0x30FA or point == 0x30FC


def _is_hangul(point: int) -> bool:
    return 0xAC00 <= point <= 0xD7A3


def _is_thai(point: int) -> bool:
    return 0x0E00 <= point <= 0x0EFF


def _is_bound(entry: _Entry, text: str, start: int, end: int) -> bool:
    """Say whether what stands beside a name makes it part of a longer word."""
    first, last, _ = entry
    if start and text[start - 1].isalnum() and _is_within(first, text[start - 1]):
        return True
    if last == _THAI:
        return text[end : end + 1] in _THAI_GOING_ON
    return end < len(text) and text[end].isalnum() and _is_within(last, text[end])


@cache
def _entries() -> dict[str, _Entry]:
    """Give the names of a spelling, and what must not stand before and after them."""
    return {key: (_first_border(key, found), _last_border(key), found) for key, found in spellings().items()}


def _first_border(key: str, found: tuple[Name, ...]) -> int:
    return _EDGED if found[0].kind == "edged" else _border(key[0])


def _last_border(key: str) -> int:
    last = _border(key[-1])
    return _NONE if last == _HANGUL else last


def _is_cased(name: Name, text: str, start: int, *, cased: bool) -> bool:
    """Say whether the capitals stand. A text without any (a slug) owes none, but for names that are plain words."""
    if not cased and name.text not in WORDS:
        return True
    for at in name.capitals:  # noqa: SIM110 - a third of the time of all()
        if not text[start + at].isupper():
            return False
    return True


def _is_within(border: int, beside: str) -> bool:
    """Say whether the letter or digit beside a name is one that goes on with its word."""
    if border == _SPACED:
        return beside < UNSPACED and not _is_thai(ord(beside))
    if border == _THAI:
        return beside in _THAI_LEADING
    if border == _NONE:
        return False
    if border == _EDGED:
        return beside >= UNSPACED
    return _is_katakana(ord(beside)) if border == _KATAKANA else _is_hangul(ord(beside))


def _longest(found: list[Match]) -> list[Match]:
    """Drop what overlaps something better: the longer name; then any before a compound (其中美国); then the earlier."""
    kept: list[Match] = []
    for match in sorted(found, key=_START):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
        elif _rank(match) > _rank(kept[-1]):
            kept[-1] = match
    return kept


def _rank(match: Match) -> tuple[int, int]:
    return match.end - match.start, _LAST.get(match.name.kind, len(_LAST))
