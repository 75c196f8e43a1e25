"""What is odd about an entry that became an article all the same: for the desk to see, run by run."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from feeds.article import Article, Entry, Remark
from feeds.text.characters import line
from feeds.text.excerpts import excerpt
from feeds.text.mojibake import loses

MOST: Final = 50
"""How many remarks a run remembers."""

# A publisher's clock that runs ahead of ours by less than this is not worth a word; the date is clamped all the same.
SKEW: Final = timedelta(minutes=5)
_EXAMINED: Final = 65_536


def remarks(entry: Entry, article: Article) -> tuple[Remark, ...]:
    """Say what was odd about `entry`, of which `article` was made at its `seen`: a date to come, letters lost.

    The date of an embargoed entry is meant to lie ahead.
    """
    return tuple(Remark(what=named(entry), said=said) for said in _said(entry, article))


def few(found: Sequence[Remark]) -> tuple[Remark, ...]:
    """Give so many of them as a run remembers; the last says how many more there were."""
    if len(found) <= MOST:
        return tuple(found)
    more = len(found) - MOST + 1
    return (*found[: MOST - 1], Remark(what=f"{more} more items", said="there is something odd about them as well"))


def named(entry: Entry) -> str:
    """Give what an entry is best called by: its address, its guid or its title, at most 200 graphemes of it."""
    return excerpt(line((entry.link or entry.guid or entry.title or "an item without a name")[:2000]), 200)


def _said(entry: Entry, article: Article) -> Iterator[str]:
    now = article.seen
    if article.embargo is None and _lies_ahead(entry.published, now):
        yield f"its date, {_written(entry.published)}, lies in the future: taken as first seen now"
    elif article.embargo is None and _lies_ahead(entry.updated, now):
        yield f"its last change, {_written(entry.updated)}, lies in the future: taken as changed now"
    if any(loses((text or "")[:_EXAMINED]) for text in (entry.summary, entry.content)):
        yield "letters of its text were lost in decoding: a space stands for them"


def _lies_ahead(moment: datetime | None, now: datetime) -> bool:
    if moment is None:
        return False
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) > now + SKEW


def _written(moment: datetime | None) -> str:
    """Write an instant as a desk reads it; the ends of the calendar have no UTC."""
    try:
        return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if moment and moment.tzinfo else f"{moment} UTC"
    except OverflowError:
        return str(moment)
