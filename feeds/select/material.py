"""Whether a story's new state is another in what it says: only then does `updated` move (RFC 4287, section 4.2.15).

Compared are the two states themselves, not fingerprints: so another way of comparing makes no stored story a new one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Final

from feeds.article import Article
from feeds.select.blocks import Blocks, blocks
from feeds.select.furnishings import bare, is_furnishing
from feeds.text.pictures import stem
from feeds.text.words import folded, words

_LONG: Final = 50  # words: in fewer, each one counts
_MOST_SLIPS: Final = 4  # the same slip may stand in a summary and in a caption too
_SHORTEST: Final = 4
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_CUT: Final = re.compile(r"(?:\s*(?:\.\.\.|…|\[…\]))+\Z")
_SITE: Final = re.compile(r"\s*[-–—|_·»:/]+\s*([^-–—|_·»:/]{2,40})\Z")
_LETTERS: Final = re.compile(r"[a-zà-öø-ɏͰ-ԯ]+")

Words = tuple[str, ...]


class Weight(Enum):
    """What became of a story: nothing, something that is kept without a word, or another in what it says."""

    NOTHING = "nothing"
    RETOUCHED = "retouched"
    MATERIAL = "material"


def weigh(before: Article, after: Article) -> Weight:
    """Compare two states of one story.

    MATERIAL are other words, numbers, names, authors and pictures, and another source. RETOUCHED is a slip of one
    letter in a long text, and other topics. Markup, typography, case, blanks, order, a site's name behind the title,
    and what only stands around an article (advertisements, counters, links to others) are nothing.
    """
    if before.source != after.source or _title(before) != _title(after) or _names(before) != _names(after):
        return Weight.MATERIAL
    old, new = _text(before), _text(after)
    if _pictures(before, old) != _pictures(after, new):
        return Weight.MATERIAL
    weight = _compared(_said(before, after, old), _said(after, before, new))
    if weight is Weight.NOTHING and _topics(before) != _topics(after):
        return Weight.RETOUCHED
    return weight


def _text(article: Article) -> Blocks:
    return blocks(article.content, article.link)


def _said(article: Article, other: Article, text: Blocks) -> list[Words]:
    """Give the words of summary and text, a sentence or a paragraph each; a summary cut elsewhere says nothing."""
    summary, against = (_CUT.sub("", one.summary) for one in (article, other))
    cut = bool(summary and against) and (
        folded(against).startswith(folded(summary)) or folded(summary).startswith(folded(against))
    )
    parts = [*([] if cut else _SENTENCE.split(summary)), *text.texts]
    return [found for part in parts if not is_furnishing(part) and (found := words(bare(part)))]


def _compared(old: Sequence[Words], new: Sequence[Words]) -> Weight:
    """Compare texts by their paragraphs: their order does not count, nor where one ends and the next begins."""
    gone, come = _beyond(old, new), _beyond(new, old)
    if _run(gone) == _run(come):
        return Weight.NOTHING
    long = sum(map(len, new)) >= _LONG
    if long and len(gone) == len(come) <= _MOST_SLIPS and all(map(_is_slip, gone, come)):
        return Weight.RETOUCHED
    return Weight.MATERIAL


def _beyond(these: Sequence[Words], those: Sequence[Words]) -> list[Words]:
    """Give those of `these` that are not among `those`, in order, without regard to case."""
    count = Counter(map(_cased, those))
    left = []
    for one in these:
        key = _cased(one)
        count[key] -= 1
        if count[key] < 0:
            left.append(one)
    return left


def _run(texts: Iterable[Words]) -> str:
    return "".join(word for text in texts for word in _cased(text))


def _cased(text: Words) -> Words:
    return tuple(word.casefold() for word in text)


def _is_slip(old: Words, new: Words) -> bool:
    """Say whether two paragraphs differ in one letter of one word that is neither a number nor a name."""
    start = 0
    while start < min(len(old), len(new)) and old[start].casefold() == new[start].casefold():
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end].casefold() == new[-1 - end].casefold():
        end += 1
    wrong, right = old[start : len(old) - end], new[start : len(new) - end]
    if "".join(wrong).casefold() == "".join(right).casefold():
        return True  # written together, or apart
    return len(wrong) == len(right) == 1 and _is_one_letter(wrong[0], right[0])


def _is_one_letter(wrong: str, right: str) -> bool:
    """Tell a slip from another word: what begins otherwise, is short, or bears a capital may be one."""
    short = min(len(wrong), len(right)) < _SHORTEST
    if short or wrong[0] != right[0] or not (_LETTERS.fullmatch(wrong) and _LETTERS.fullmatch(right)):
        return False
    start = next((n for n, (a, b) in enumerate(zip(wrong, right, strict=False)) if a != b), min(len(wrong), len(right)))
    a, b = wrong[start:], right[start:]
    turned = a[:2] == b[1::-1] and a[2:] == b[2:] and len(a) > 1
    return turned or a[1:] == b[1:] or a[1:] == b or a == b[1:]


def _title(article: Article) -> Words:
    """Give the words of a title, without the name of its site behind it."""
    title = article.title
    found = _SITE.search(title)
    if found and found.start() and _is_site(folded(found[1]), article):
        title = title[: found.start()]
    return _cased(words(title))


def _is_site(name: str, article: Article) -> bool:
    site = folded(article.origin.title)
    host = (article.link or "").partition("://")[2].partition("/")[0]
    return bool(name) and (name in site or site in name or name in folded(host))


def _names(article: Article) -> set[str]:
    return {folded(author.name) for author in article.authors}


def _topics(article: Article) -> set[str]:
    return {folded(category.term) for category in article.categories}


def _pictures(article: Article, text: Blocks) -> set[str]:
    return {stem(href) for href in (*(one.href for one in article.enclosures), *text.pictures)}
