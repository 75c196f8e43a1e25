"""All that is known of one article: under which keys, from whom, and what happened to it."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from feeds.article import Copy, Deed, Dossier
from feeds.store import articles, rulings
from feeds.store.articles import Kept
from feeds.store.schema import aliases, events, sightings
from feeds.store.schema import articles as table

MOST: Final = 50
"""How many keys, copies of its story, and newest events, are given."""


def read(connection: Connection, id: str, *, withheld: bool) -> Dossier | None:  # noqa: A002 - the field's word
    """Give the dossier of the article `id`, or of whichever stands for its story; None where `articles.get` does."""
    article = articles.get(connection, id, withheld=withheld)
    if article is None:
        return None
    told = _told(connection, articles.kept(connection, [id])[id])
    head = next((row for row in told if not row.behind), told[0])
    numbers = [row.n for row in told]
    keys = select(aliases.c.key).where(aliases.c.n.in_(numbers)).order_by(aliases.c.key).limit(MOST)
    sources = select(sightings.c.source).where(sightings.c.n.in_(numbers)).order_by(sightings.c.source).distinct()
    return Dossier(
        article=article,
        listed=head.listed,
        retracted=head.retracted,
        expired=head.expired,
        keys=tuple(connection.execute(keys).scalars()),
        sources=tuple(connection.execute(sources).scalars()),
        deeds=_deeds(connection, [row.id for row in told]),
        copies=tuple(map(_copy, told)) if len(told) > 1 else (),
        rulings=tuple(rulings.of(connection, id)),
    )


def _told(connection: Connection, row: Kept) -> Sequence[Row[Any]]:
    """Give the articles of a story, the best first; the one article of most."""
    at = table.c
    columns = dict.fromkeys((*articles.KEPT, at.source, at.title, at.link, at.merit))
    chosen = at.n == row.n if row.story is None else at.story == row.story
    return connection.execute(select(*columns).where(chosen).order_by(at.merit, at.n).limit(MOST)).all()


def _copy(row: Row[Any]) -> Copy:
    return Copy(
        id=row.id,
        source=row.source,
        title=row.title,
        link=row.link,
        merit=row.merit,
        stands=not row.behind,
        public=articles.kept_as(row).public,
    )


def _deeds(connection: Connection, told: Sequence[str]) -> tuple[Deed, ...]:
    at = events.c
    found = (
        select(at.at, at.kind, at.detail, at.who, at.feed).where(at.article.in_(told)).order_by(at.n.desc()).limit(MOST)
    )
    return tuple(Deed(**row) for row in connection.execute(found).mappings())
