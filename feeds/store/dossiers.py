"""All that is known of one article: under which keys, from whom, and what happened to it."""

from typing import Final

from sqlalchemy import Connection, select

from feeds.article import Deed, Dossier
from feeds.store import articles, rulings
from feeds.store.schema import aliases, events, sightings

MOST: Final = 50
"""How many keys, and how many of the newest events, are given."""


def read(connection: Connection, id: str, *, withheld: bool) -> Dossier | None:  # noqa: A002 - the field's word
    """Give the dossier of the article `id`; None where `articles.get` gives None."""
    article = articles.get(connection, id, withheld=withheld)
    if article is None:
        return None
    row = articles.kept(connection, [id])[id]
    keys = select(aliases.c.key).where(aliases.c.n == row.n).order_by(aliases.c.key).limit(MOST)
    sources = select(sightings.c.source).where(sightings.c.n == row.n).order_by(sightings.c.source)
    return Dossier(
        article=article,
        listed=row.listed,
        retracted=row.retracted,
        keys=tuple(connection.execute(keys).scalars()),
        sources=tuple(connection.execute(sources).scalars()),
        deeds=_deeds(connection, id),
        rulings=tuple(rulings.of(connection, id)),
    )


def _deeds(connection: Connection, article: str) -> tuple[Deed, ...]:
    at = events.c
    found = (
        select(at.at, at.kind, at.detail, at.who, at.feed)
        .where(at.article == article)
        .order_by(at.n.desc())
        .limit(MOST)
    )
    return tuple(Deed(**row) for row in connection.execute(found).mappings())
