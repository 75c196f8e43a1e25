"""Find names in a text: one automaton for all scripts, borders where a script has them, the longest wins.

Latin, Cyrillic and other spaced scripts need a border on both sides. Han has none. Katakana must not stand in a longer
katakana word (タイ in タイトル), and a Hangul name must begin a word (이란 in 사랑이란), while particles may follow it.
"""

from functools import cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import ahocorasick

from feeds.select.region.names import Name, names

# The first code point of the scripts that write no spaces or, Hangul, glue particles on (CJK Radicals, U+2E80).
UNSPACED: Final = 0x2E80
# Names that are plain words without their capital, even where nothing has one.
WORDS: Final = frozenset({"US", "Polish", "ISI", "Fed", "Tata", "Rio"})
# Of two names as long, these kinds give way, the first most.
_LAST: Final = MappingProxyType({"markets": 0, "compounds": 1})
_LATIN, _KATAKANA, _HANGUL, _NONE = range(4)
# Typography that names are written with; each is one character for one, so that offsets stay true.
_TYPOGRAPHY: Final = (("’", "'"), ("‘", "'"), ("\u00a0", " "), ("‐", "-"), ("‑", "-"))


class Match(NamedTuple):
    """`name` read at characters `start` to `end` of a text."""

    start: int
    end: int
    name: Name


def find(text: str) -> list[Match]:
    """Give the names in `text` in their order, none overlapping another; exact offsets."""
    folded = _folded(text)
    cased = text.lower() != text
    found = [
        Match(end + 1 - len(name.text), end + 1, name)
        for end, entry in _automaton().iter(folded)
        if (name := _fitting(entry, text, end + 1, cased=cased)) is not None
    ]
    return _longest(found)


def _folded(text: str) -> str:
    """Lower the case without moving a character (some lower forms are longer: İ)."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(one if len(one := letter.lower()) == 1 else letter for letter in text)
    lower = lower.replace("\n", " ")
    if lower.isascii():
        return lower
    for written, meant in _TYPOGRAPHY:
        lower = lower.replace(written, meant)
    return lower


@cache
def _automaton() -> Any:  # noqa: ANN401 - pyahocorasick ships no types
    automaton = ahocorasick.Automaton()
    for name in names():
        key = _folded(name.text)
        held = automaton.get(key, None)
        automaton.add_word(key, (_first_border(name), _last_border(name), (*(held[2] if held else ()), name)))
    automaton.make_automaton()
    return automaton


def _first_border(name: Name) -> int:
    return _border(name.text[0])


def _last_border(name: Name) -> int:
    last = _border(name.text[-1])
    return _NONE if last == _HANGUL else last


def _border(letter: str) -> int:
    point = ord(letter)
    if not letter.isalnum() or _is_thai(point):
        return _NONE
    if point < UNSPACED:
        return _LATIN
    if _is_katakana(point):
        return _KATAKANA
    return _HANGUL if _is_hangul(point) else _NONE


def _is_katakana(point: int) -> bool:
    return 0x30A1 <= point <= 0x30FA or point == 0x30FC


def _is_hangul(point: int) -> bool:
    return 0xAC00 <= point <= 0xD7A3


def _is_thai(point: int) -> bool:
    return 0x0E00 <= point <= 0x0EFF


def _fitting(entry: tuple[int, int, tuple[Name, ...]], text: str, end: int, *, cased: bool) -> Name | None:
    """Give the name of `entry` that may stand in `text` before `end`: borders first, then capitals.

    A text without any capital (a slug) owes none, but for names that are also plain words.
    """
    first, last, candidates = entry
    if _is_within(last, text[end : end + 1]):
        return None
    start = end - len(candidates[0].text)
    if start and _is_within(first, text[start - 1]):
        return None
    return next((name for name in candidates if _is_cased(name, text, start, cased=cased)), None)


def _is_cased(name: Name, text: str, start: int, *, cased: bool) -> bool:
    if not cased and name.text not in WORDS:
        return True
    return all(text[start + at].isupper() for at in name.capitals)


def _is_within(border: int, beside: str) -> bool:
    """Say whether the character beside a name, "" for none, makes it part of a longer word."""
    if border == _LATIN:
        return beside.isalnum() and ord(beside) < UNSPACED
    if border == _NONE or not beside:
        return False
    return _is_katakana(ord(beside)) if border == _KATAKANA else _is_hangul(ord(beside))


def _longest(found: list[Match]) -> list[Match]:
    """Drop what overlaps something better: the longer name; then any before a compound (其中美国); then the earlier."""
    kept: list[Match] = []
    for match in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
        elif _rank(match) > _rank(kept[-1]):
            kept[-1] = match
    return kept


def _rank(match: Match) -> tuple[int, int]:
    return match.end - match.start, _LAST.get(match.name.kind, len(_LAST))
