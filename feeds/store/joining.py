"""Putting a new article to the story that it is a copy of, in the very transaction in which it is kept.

So two batches that come at once never found two stories of one. Only a new article joins: one that readers know keeps
the id under which they do.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from feeds.article import Article, Batch, Clustering, Compared, Print
from feeds.store import marks, stories
from feeds.store.articles import Kept
from feeds.store.inserts import parts
from feeds.store.intake import Taken
from feeds.store.marks import MOST, Card
from feeds.store.schema import articles, sketches


@dataclass(slots=True)
class _Index:
    """The articles that may be copies of one another: those of the store, then those of the batch as they come."""

    borne: dict[int, list[int]]
    cards: dict[int, Card]
    made: dict[int, tuple[Print, datetime]] = field(default_factory=dict)
    pairs: list[tuple[int, int]] = field(default_factory=list)

    def enter(self, card: Card, own: Print) -> None:
        """Let others find an article: by the keys that none of its story bears, and not too many bear."""
        n = card.compared.n
        self.cards[n] = card
        self.made[n] = (own, card.at)
        for key in own.keys:
            every = self.borne.setdefault(key, [])
            if len(every) < MOST and all(self.cards[one].leader != card.leader for one in every if one in self.cards):
                every.append(n)
                self.pairs.append((key, n))


def join(connection: Connection, batch: Batch, taken: Taken, clustering: Clustering) -> None:
    """Find the stories that the new articles of `batch` are copies of, and remember the prints of all.

    `taken` is how the store took the batch.
    """
    if not batch.prints:
        return
    since = batch.run.finished - clustering.window
    prints = {each.id: each for each in batch.prints}
    told = _told(batch, taken, since)
    changed = marks.cards(connection, [row.n for one, row in told if one.id not in taken.added], since)
    tied = {n for n, card in changed.items() if card.story is not None}  # the others of the story are found by them
    marks.credit(connection, {row.n: prints[one.id] for one, row in told if row.n in tied})
    marks.forget(connection, changed.keys() - tied)
    index = _opened(connection, [prints[one.id] for one, _ in told], since)
    joined: dict[int, int] = {}
    for one, row in told:
        if row.n in tied:
            continue
        own = prints[one.id]
        card = _card(one, row, own, changed.get(row.n))
        story = _story(index, card, own, clustering) if one.id in taken.added else None
        if story is not None:
            joined[row.n] = story.leader
            card = Card(card.compared, story.leader, story.at)
        index.enter(card, own)
    marks.write(connection, index.made, index.pairs)
    _tie(connection, joined)
    touched = set(joined.values()) | {row.story for _, row in told if row.story is not None}
    _rank(connection, touched, clustering.order)
    stories.settle(connection, touched, batch.run.finished)


def _told(batch: Batch, taken: Taken, since: datetime) -> list[tuple[Article, Kept]]:
    """Give the articles with prints that were first seen at or after `since`, in the order they were kept."""
    printed = {each.id for each in batch.prints}
    latest = {one.id: one for one in (*reversed(batch.new), *batch.changed) if one.id in printed}
    found = ((one, taken.rows[one.id]) for one in latest.values() if one.id in taken.rows)
    return sorted((pair for pair in found if pair[1].seen >= since), key=lambda pair: pair[1].n)


def _card(one: Article, row: Kept, own: Print, before: Card | None) -> Card:
    compared = Compared(n=row.n, source=one.source, title=one.title, language=one.language, sketch=own.sketch)
    return Card(compared, row.story, row.seen if before is None else before.at)


def _opened(connection: Connection, prints: Sequence[Print], since: datetime) -> _Index:
    """Give the index as far as it concerns `prints` of stories first seen since `since`."""
    keys = {key for each in prints for key in each.keys}
    borne = marks.bearers(connection, keys)
    likely = {n for each in prints for n in marks.candidates(each.keys, borne)}
    return _Index(borne, marks.cards(connection, likely, since))


def _story(index: _Index, card: Card, own: Print, clustering: Clustering) -> Card | None:
    """Give the article that the one of `card` is a copy of, if there is any."""
    likely = [index.cards[n] for n in marks.candidates(own.keys, index.borne) if n in index.cards]
    chosen = clustering.chosen(card.compared, [each.compared for each in likely]) if likely else None
    return None if chosen is None else index.cards[chosen]


def _tie(connection: Connection, joined: dict[int, int]) -> None:
    """Note the story, and what bars it, of each that joined one; and of its first, which may have been alone."""
    pairs = joined | {leader: leader for leader in joined.values()}
    if pairs:
        first = articles.alias("first")
        barred = select(first.c.barred).where(first.c.n == bindparam("leader")).scalar_subquery()
        values = {"story": bindparam("leader"), "barred": barred}
        statement = update(articles).where(articles.c.n == bindparam("row")).values(values)
        connection.execute(statement, [{"row": n, "leader": leader} for n, leader in pairs.items()])


def _rank(connection: Connection, touched: Collection[int], order: Sequence[str]) -> None:
    """Note the merit of each article of the stories `touched`: its place in `order`, or behind all.

    The original publisher's is the one whose source any of them names as its origin.
    """
    columns = (articles.c.n, articles.c.source, articles.c.story, sketches.c.own, sketches.c.credits)
    told: dict[int, list[tuple[int, str, bool]]] = defaultdict(list)
    named: dict[int, set[str]] = defaultdict(set)
    for part in parts(touched):
        members = select(*columns).outerjoin(sketches, sketches.c.n == articles.c.n).where(articles.c.story.in_(part))
        for row in connection.execute(members):
            told[row.story].append((row.n, row.source, bool(row.own)))
            named[row.story].update(row.credits or ())
    values = [
        {"row": n, "merit": _merit(order, own=own, original=source in named[story])}
        for story, members in told.items()
        for n, source, own in members
    ]
    if values:
        statement = update(articles).where(articles.c.n == bindparam("row")).values(merit=bindparam("merit"))
        connection.execute(statement, values)


def _merit(order: Sequence[str], **merits: bool) -> int:
    return next((place for place, name in enumerate(order) if merits[name]), len(order))
