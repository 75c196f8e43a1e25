"""The passages of a story in which the words stand that speak for its places, those words marked. Pure."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from feeds.article import Article, Evidence, Place, Where
from feeds.text.html import prose

AROUND: Final = 60
"""Characters that are shown on either side of a word, at the most."""
MOST: Final = 12
"""Passages of a text; more says no more to a reader."""
_EXAMINED: Final = 65_536  # of a content's characters, as many as were looked into when its places were found
_BORDER: Final = 20  # how far back a cut looks for the end of a word


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage: `codes` are the places that it speaks for, none for what stands around."""

    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words of one part of a story, in pieces; "…" stands where it was cut out of more."""

    where: Where
    pieces: tuple[Piece, ...]


class _Mark(NamedTuple):
    start: int
    end: int
    where: Where
    codes: tuple[str, ...]


def told(article: Article) -> str:
    """Give the text in which an article's places were found, as far as we hold it: its content's, else its summary."""
    return prose(article.content[:_EXAMINED]) or article.summary


def passages(article: Article, places: Iterable[Place]) -> tuple[Passage, ...]:
    """Give the passages of `article` that hold the evidence of `places`: headline, text, topics, in this order.

    Only of what `article` still holds, so that one behind the rights gate shows no more than it may: words of which the
    text is not there are in no passage. Never raises.
    """
    evidence = [(one, place.code) for place in places for one in place.evidence]
    title = _marks(article.title, evidence, ("title",))
    text = told(article)
    found = [Passage("title", _pieces(article.title, title, 0, len(article.title)))] if title else []
    found += _windows(text, _marks(text, evidence, ("lead", "body")))
    for term in dict.fromkeys(topic.term for topic in article.categories):
        if marks := _marks(term, evidence, ("category",)):
            found.append(Passage("category", _pieces(term, marks, 0, len(term))))
    return tuple(found)


def _marks(text: str, evidence: Iterable[tuple[Evidence, str]], parts: tuple[Where, ...]) -> list[_Mark]:
    """Give where the words stand, in order, none across another; the places that share a word share its mark."""
    spans: dict[tuple[int, int], tuple[Where, dict[str, None]]] = {}
    for one, code in evidence:
        start = _start(text, one) if one.where in parts else -1
        if start >= 0:
            spans.setdefault((start, start + len(one.text)), (one.where, {}))[1][code] = None
    marks: list[_Mark] = []
    for (start, end), (where, codes) in sorted(spans.items(), key=lambda span: (span[0][0], -span[0][1])):
        if not marks or start >= marks[-1].end:
            marks.append(_Mark(start, end, where, tuple(codes)))
    return marks


def _start(text: str, one: Evidence) -> int:
    """Give where the words stand now: a text that was cleaned since, or cut, has them elsewhere or, -1, no longer."""
    if not one.text:
        return -1
    if text.startswith(one.text, max(one.start, 0)):
        return max(one.start, 0)
    return text.find(one.text)


def _windows(text: str, marks: list[_Mark]) -> Iterator[Passage]:
    """Give each mark with what stands around it in its paragraph; neighbours share one passage."""
    at = shown = 0
    while at < len(marks) and shown < MOST:
        first = at
        end = _after(text, marks[at].end)
        while at + 1 < len(marks) and marks[at + 1].start < end:
            at += 1
            end = _after(text, marks[at].end)
        start = _before(text, marks[first].start)
        yield Passage(marks[first].where, _pieces(text, marks[first : at + 1], start, end))
        at, shown = at + 1, shown + 1


def _before(text: str, at: int) -> int:
    """Give where a passage begins: with the paragraph, or with a word."""
    top = text.rfind("\n", 0, at) + 1
    if at - top <= AROUND:
        return top
    start = at - AROUND
    space = text.find(" ", start, start + _BORDER)
    return space + 1 if space >= 0 else _whole(text, start)


def _after(text: str, at: int) -> int:
    """Give where a passage ends: with the paragraph, or with a word."""
    bottom = text.find("\n", at)
    bottom = len(text) if bottom < 0 else bottom
    if bottom - at <= AROUND:
        return bottom
    end = at + AROUND
    space = text.rfind(" ", end - _BORDER, end + 1)
    return space if space >= 0 else _whole(text, end)


def _whole(text: str, at: int) -> int:
    """Cut before no mark that belongs to the letter before it."""
    while at < len(text) and unicodedata.category(text[at])[0] == "M":
        at += 1
    return at


def _pieces(text: str, marks: list[_Mark], start: int, end: int) -> tuple[Piece, ...]:
    pieces = ["…" if start and text[start - 1] != "\n" else ""]
    found: list[Piece] = []
    for mark in marks:
        pieces.append(text[start : mark.start])
        found += [Piece("".join(pieces)), Piece(text[mark.start : mark.end], mark.codes)]
        pieces, start = [], mark.end
    cut = end < len(text) and text[end] != "\n"
    found.append(Piece(text[start:end] + ("…" if cut else "")))
    return tuple(piece for piece in found if piece.text)
