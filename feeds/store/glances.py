"""Articles at a glance: what rules look at, and no more. Reading them whole costs ten times as much."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, func, select, text

from feeds.article import Article, Origin, Place
from feeds.store.inserts import parts
from feeds.store.schema import VISIBLE, articles, places, sightings

_NAMES: Final = ("source", "title", "link", "summary", "authors", "published", "language", "categories", "seen")
_first: Final = articles.alias("first")
_id: Final = func.coalesce(_first.c.id, articles.c.id).label("id")
_COLUMNS: Final = (_id, *(articles.c[name] for name in ("n", *_NAMES)))
_ORIGIN: Final = Origin(title="")
_PLACE: Final = tuple(places.c[name] for name in ("n", "code", "score", "is_primary", "subdivisions"))


def read(connection: Connection, numbers: Collection[int], *, whole: bool) -> dict[int, Article]:
    """Give the articles `numbers` by number: words, names, language, places without evidence, when published and seen.

    Their content only if `whole`; all else is empty. Of a story that came more than once, each bears the story's id.
    """
    columns = (*_COLUMNS, articles.c.content) if whole else _COLUMNS
    where: dict[int, list[Place]] = {}
    found: dict[int, Article] = {}
    for part in parts(numbers):
        for row in connection.execute(select(*_PLACE).where(places.c.n.in_(part))):
            where.setdefault(row.n, []).append(_place(row))
        glanced = select(*columns).outerjoin_from(articles, _first, _first.c.n == articles.c.story)
        for each in connection.execute(glanced.where(articles.c.n.in_(part))).mappings():
            found[each["n"]] = _article(each, where.get(each["n"], ()))
    return found


def since(connection: Connection, begin: datetime, *, whole: bool) -> Iterator[tuple[Article, tuple[str, ...]]]:
    """Give what was seen from `begin` on and may stand in feeds, the newest first, with the sources that showed it."""
    seen = (articles.c.seen.desc(), articles.c.n.desc())
    newest = select(articles.c.n).where(text(VISIBLE), articles.c.seen >= begin).order_by(*seen)
    for part in parts(connection.execute(newest).scalars().all()):
        found = read(connection, part, whole=whole)
        showing: dict[int, list[str]] = {}
        rows = select(sightings.c.n, sightings.c.source).where(sightings.c.n.in_(part))
        for row in connection.execute(rows.order_by(sightings.c.source)):
            showing.setdefault(row.n, []).append(row.source)
        yield from ((found[n], tuple(showing.get(n, ()))) for n in part)


def arrivals(connection: Connection, begin: datetime) -> Iterator[datetime]:
    """Give when the articles that may stand in feeds were first seen, from `begin` on: the index alone is read."""
    yield from connection.execute(select(articles.c.seen).where(text(VISIBLE), articles.c.seen >= begin)).scalars()


def _place(row: Any) -> Place:  # noqa: ANN401 - a row of _PLACE
    return Place(code=row.code, score=row.score, primary=row.is_primary, subdivisions=row.subdivisions)


def _article(row: RowMapping, everywhere: Collection[Place]) -> Article:
    said = {name: row[name] for name in _NAMES}
    return Article(
        id=row["id"],
        **said,
        content=row.get("content", ""),
        places=tuple(sorted(everywhere, key=lambda place: (-place.score, place.code))),
        updated=said["published"],
        changed=said["seen"],
        origin=_ORIGIN,
        digest="",
    )
