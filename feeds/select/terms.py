"""Words and regular expressions in an article, field by field; the time that it takes grows with the text alone.

A word is looked for without regard to case and width (NFKC, folded), with a border on both sides: no letter, mark or
digit of the same kind of script goes on with it. Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese, which part no
words by spaces or glue particles on, have none.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from config.feeds import Terms
from config.terms import Expression, compiled, expression
from feeds.article import Article
from feeds.text.html import prose

FIELDS: Final[Mapping[str, Callable[[Article], tuple[str, ...]]]] = MappingProxyType(
    {
        "title": lambda article: (article.title,),
        "summary": lambda article: (article.summary,),
        "content": lambda article: (prose(article.content),),
        "author": lambda article: tuple(author.name for author in article.authors),
        "category": lambda article: tuple(
            dict.fromkeys(word for one in article.categories for word in (one.term, one.label) if word)
        ),
        "link": lambda article: (article.link or "",),
    }
)
"""What is looked into under each name; a regular expression sees each text by itself."""

ANY: Final = "any"
_UNSPACED: Final = "\u2e80"  # CJK Radicals: from here on no script parts its words by spaces
_GLUED: Final = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1100, 0x11FF),
    (0x1780, 0x17FF),
)  # Thai, Lao, Burmese, Jamo, Khmer
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SHORT: Final = 16_384  # longer texts are not remembered
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Sought:
    """One term in one field: `said` is how the settings have it; one of `word` and `pattern` is there."""

    field: str
    said: str
    word: str | None
    pattern: Expression | None


@dataclass(frozen=True, slots=True)
class Found:
    """A term that was found: what stands there, and in which field."""

    sought: Sought
    text: str
    field: str


def sought(terms: Terms) -> tuple[Sought, ...]:
    """Give everything that is to be looked for, in the order of the fields."""
    return tuple(_sought(field, term) for field in (*FIELDS, ANY) for term in getattr(terms, field))


def first(article: Article, wanted: tuple[Sought, ...]) -> Found | None:
    """Give the first of `wanted` that stands in `article`, or None."""
    for each in wanted:
        for field in FIELDS if each.field == ANY else (each.field,):
            for text in FIELDS[field](article):
                if (hit := _find(each, text)) is not None:
                    return Found(each, hit, field)
    return None


def fold(text: str) -> str:
    """Give what two spellings of one text share: no case, no width, no invisible characters, single spaces."""
    return _fold(text) if len(text) <= _SHORT else _folded(text)


def _sought(field: str, term: str) -> Sought:
    source = expression(term)
    return Sought(field, term, fold(term), None) if source is None else Sought(field, term, None, compiled(source))


def _find(each: Sought, text: str) -> str | None:
    if each.pattern is not None:
        hit = each.pattern.find(_normal(text))
        return None if hit is None else hit[:_SHOWN]
    return each.said if each.word and _stands(each.word, fold(text)) else None


def _stands(word: str, text: str) -> bool:
    """Say whether `word` stands in `text` as a word of its own."""
    return any(
        not _goes_on(word[0], text[at - 1 : at]) and not _goes_on(word[-1], text[at + len(word) : at + len(word) + 1])
        for at in _places(word, text)
    )


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _goes_on(edge: str, beside: str) -> bool:
    """Say whether the character `beside` a word goes on with it; an empty one is the end of the text."""
    return bool(beside) and _is_spaced(edge) and _is_spaced(beside)


def _is_spaced(letter: str) -> bool:
    if letter.isascii():
        return letter.isalnum()
    if letter >= _UNSPACED or any(low <= ord(letter) <= high for low, high in _GLUED):
        return False
    return unicodedata.category(letter)[0] in "LMN"


def _normal(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _folded(text: str) -> str:
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.translate(_INVISIBLE).split())


_fold = lru_cache(maxsize=4096)(_folded)  # the same titles and summaries are looked into for every feed
