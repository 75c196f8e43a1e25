"""Which articles are copies of one story: wire copy under other headlines and bylines, cut, or with more paragraphs.

words     a text as it is compared · credits   bylines, agency lines, and whom they name
sketches  the smallest hashes of its pieces, by which copies are found and compared

A copy is mostly the same text; so are two days of one market report. What parts them is where they differ: a copy lacks
or adds whole passages, a report of another day has other figures and names all through. So the shorter text must stand
in the longer nearly whole, and its figures and names with it.
"""

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from feeds.article import Article, Compared, Print
from feeds.select.cluster.credits import Publishers, credited, publishers, stripped
from feeds.select.cluster.sketches import FIGURES, LEAD, NAMES, SAMPLE, Share, Sketch, drawn, packed, share, unpacked
from feeds.select.cluster.words import LONGEST, plain_title, words
from feeds.text.html import prose

__all__ = ["Publishers", "choose", "fingerprint", "likeness", "publishers"]

# How much of the shorter text stands in the longer: so much of a copy, and so much where many figures and names agree.
COPY: Final = 0.72
UNPROVED: Final = 0.87  # and of texts that have not one figure or name in common
REWRITTEN: Final = 0.5
AGREEING: Final = 3  # figures, and names, that a rewritten copy has in common with the original at least
FACTS: Final = 0.6  # the part of the figures, or of the names, that a copy has in common
STRICT: Final = 0.8
SCRAP: Final = 12  # different pieces: a text with fewer is known by its title
SHORT: Final = 40  # a text with fewer needs a like title, unless it is the same nearly to the word
A_THIRD: Final = 0.45  # the size beside the longer text below which it must be its beginning, or bear its title
LIKE_TITLE: Final = 80.0  # rapidfuzz's token_set_ratio
SAME: Final = 0.93  # of one source, or of a short text
_TITLE_WORDS: Final = 5
_TITLE_LETTERS: Final = 10


def fingerprint(article: Article, known: Publishers) -> Print | None:
    """Give what an article is compared by; None for one that says too little to be known again."""
    text = max((prose(article.content), article.summary), key=len)
    sketch, keys = drawn(words(stripped(text[:LONGEST])), _telling(plain_title(article.title)))
    if not keys:
        return None
    own = article.source in known.own
    return Print(id=article.id, keys=keys, sketch=packed(sketch), own=own, credits=credited(article, text, known))


def choose(copy: Compared, others: Sequence[Compared]) -> int | None:
    """Give the number of that one of `others` that `copy` is most certainly a copy of, or None; of equals the first."""
    likely = [(score, -other.n) for other in others if (score := likeness(copy, other)) is not None]
    return -max(likely)[1] if likely else None


def likeness(one: Compared, other: Compared) -> float | None:
    """Say how certainly two articles are copies of one story, 0 to 1; None where they are not.

    Never of two languages (the scripts of Chinese are one language). Of one source only what is nearly the same to the
    word: a publisher's later report is news, even where it repeats the earlier one.
    """
    first, second = unpacked(one.sketch), unpacked(other.sketch)
    if first is None or second is None or first.script != second.script or _foreign(one, other):
        return None
    if min(first.size, second.size) < SCRAP:
        return _by_title(one, other)
    text = share(first.sample, second.sample, SAMPLE)
    figures, names = share(first.figures, second.figures, FIGURES), share(first.names, second.names, NAMES)
    if one.source == other.source:
        same = min(text.of_larger, figures.of_larger, names.of_larger) >= SAME
        return text.of_larger if same else None
    if not _agree(text, figures, names):
        return None
    return text.of_smaller if _is_whole(first, second) or _is_cut(one, other, text) else None


def _agree(text: Share, figures: Share, names: Share) -> bool:
    """Say whether text, figures and names are the same as far as both go."""
    least = min(figures.of_smaller, names.of_smaller)
    proved = figures.both + names.both > 0
    if text.of_smaller >= (COPY if proved else UNPROVED):
        return least >= FACTS
    many = min(figures.both, names.both) >= AGREEING
    return text.of_smaller >= REWRITTEN and many and least >= STRICT


def _is_whole(first: Sketch, second: Sketch) -> bool:
    """Say whether two texts are about as long, and long enough, to need no other evidence."""
    less, more = sorted((first.size, second.size))
    return less >= SHORT and less >= more * A_THIRD


def _is_cut(one: Compared, other: Compared, text: Share) -> bool:
    """Say whether a short piece is the other's beginning, or goes under its title: it might be one item of a digest."""
    first, second = unpacked(one.sketch), unpacked(other.sketch)
    if first is None or second is None:
        return False
    if fuzz.token_set_ratio(plain_title(one.title), plain_title(other.title)) >= LIKE_TITLE:
        return True
    least = STRICT if min(first.size, second.size) < SHORT else REWRITTEN
    return text.of_smaller >= STRICT and share(first.lead, second.lead, LEAD).of_smaller >= least


def _by_title(one: Compared, other: Compared) -> float | None:
    """Judge texts that say next to nothing: by a title that is the same, and long enough to be one story's alone."""
    title = _telling(plain_title(one.title))
    return 0.5 if title and one.source != other.source and title == plain_title(other.title) else None


def _telling(title: str) -> str:
    """Give a title, as titles are compared, if no other story is likely to have the same; else nothing."""
    letters = len(title.replace(" ", ""))
    long = len(title.split()) >= _TITLE_WORDS if title.isascii() else letters >= _TITLE_LETTERS
    return title if long else ""


def _foreign(one: Compared, other: Compared) -> bool:
    first, second = ((each.language or "").partition("-")[0] for each in (one, other))
    return bool(first and second) and first != second
