"""Spot where names may stand in a text, and quickly: most words of most texts are no name.

Names in the letters of Latin-1 stand between borders. They are read by an automaton in a copy of the text in which all
that is no letter or digit of Latin-1 is a space. Every other name holds a letter beyond: a text without any has none.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import ahocorasick

from feeds.select.region.names import Name, names

# Where it starts and ends, and what it reads, folded.
Spot = tuple[int, int, str]
# How many characters stand before the first letter beyond Latin-1, and how long the whole is.
_Reach = tuple[int, int]

# Typography that names are written with; each is one character for one, so that offsets stay true.
_TYPOGRAPHY: Final = (("’", "'"), ("‘", "'"), ("\u00a0", " "), ("‐", "-"), ("‑", "-"), ("\n", " "))
# Latin-1 and the signs that occur in any text (dashes, quotes, currencies, arrows): nothing to read beyond.
_NOTHING_BEYOND: Final = re.compile("[\0-\u00ff\u2000-\u2bff]*")
# A byte of Latin-1 as its small letter, a space for what is no letter or digit.
_PLAIN: Final = "".join(byte.lower() if byte.isalnum() else " " for byte in map(chr, range(256))).encode("latin-1")
# The capitals beyond Latin-1 whose small letters are in it (the Kelvin and the Ångström sign among them).
_CAPITALS: Final = (("\u1e9e", "ß"), ("\u0178", "ÿ"), ("\u212a", "k"), ("\u212b", "å"))


def spots(text: str) -> Iterator[Spot]:
    """Give all that is spelled like a name in `text`, whatever its borders and capitals.

    Some of it has other signs than the name ("Hong, Kong"): `spellings` tells.
    """
    size = len(text)
    for last, shapes in _automaton().iter(f" {_plain(text)} "):
        for length, sign in shapes:
            end = last if sign else last - 1
            start = end - length
            if start >= 0 and end <= size and (not sign or text[end - 1] == sign):
                yield start, end, folded(text[start:end])
    if not text.isascii() and _NOTHING_BEYOND.fullmatch(text) is None:
        yield from _beyond(folded(text))


def folded(text: str) -> str:
    """Lower the case without moving a character (some lower forms are longer: İ)."""
    lower = text.lower()
    if lower.isascii():
        return lower.replace("\n", " ")
    if len(lower) != len(text):
        lower = "".join(one if len(one := letter.lower()) == 1 else letter for letter in text)
    for written, meant in _TYPOGRAPHY:
        lower = lower.replace(written, meant)
    return lower


@cache
def spellings() -> dict[str, tuple[Name, ...]]:
    """Give the names that are spelled alike but for their capitals."""
    spelled: dict[str, tuple[Name, ...]] = {}
    for name in names():
        key = folded(name.text)
        spelled[key] = (*spelled.get(key, ()), name)
    return spelled


def _plain(text: str) -> str:
    if not text.isascii():
        for capital, small in _CAPITALS:
            text = text.replace(capital, small)
    return text.encode("latin-1", "replace").translate(_PLAIN).decode("latin-1")


def _anchor(key: str) -> int:
    """Give the offset of the first letter beyond Latin-1, -1 for none."""
    return next((at for at, letter in enumerate(key) if letter > "\u00ff" and letter.isalnum()), -1)


@cache
def _automaton() -> Any:  # noqa: ANN401 - pyahocorasick ships no types
    """Give what finds names in Latin-1: how long they are, and the sign that they end in ("A$"), "" for a border."""
    shapes: dict[str, dict[tuple[int, str], None]] = defaultdict(dict)
    for key in spellings():
        if _anchor(key) < 0:
            sign = "" if key[-1].isalnum() else key[-1]
            shapes[" " * key[0].isalnum() + _plain(key) + " " * (not sign)][len(key), sign] = None
    automaton = ahocorasick.Automaton()
    for plain, found in shapes.items():
        automaton.add_word(plain, tuple(found))
    automaton.make_automaton()
    return automaton


@cache
def _reaches() -> dict[str, tuple[_Reach, ...]]:
    """Give how far names reach around their first letter beyond Latin-1 and the one after it, if they have one."""
    reaches: dict[str, dict[_Reach, None]] = defaultdict(dict)
    for key in spellings():
        at = _anchor(key)
        if at >= 0:
            reaches[key[at : at + 2]][at, len(key)] = None
    # What ends in that letter is looked for before any other as well.
    return {head: tuple(found | reaches.get(head[0], {})) for head, found in reaches.items()}


@cache
def _anchors() -> re.Pattern[str]:
    """Give what finds such letters: before one that may follow, or alone."""
    heads = sorted(_reaches())
    first = re.escape("".join(head[0] for head in heads))
    second = re.escape("".join(head[1:] for head in heads))
    alone = re.escape("".join(head for head in heads if len(head) == 1))
    return re.compile(f"[{first}](?:(?=[{second}])|(?<=[{alone}]))")


def _beyond(text: str) -> Iterator[Spot]:
    """Give the names that hold a letter beyond Latin-1 in folded `text`."""
    spelled, reaches, size = spellings(), _reaches(), len(text)
    for letter in _anchors().finditer(text):
        at = letter.start()
        for before, length in reaches.get(text[at : at + 2]) or reaches.get(text[at], ()):
            start = at - before
            spelling = text[start : start + length] if start >= 0 and start + length <= size else ""
            if spelling in spelled and (not before or _anchor(spelling) == before):
                yield start, start + length, spelling
