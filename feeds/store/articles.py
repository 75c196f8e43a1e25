"""Reading articles: by id, by the keys they are known under, and many at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, RowMapping, func, select, text

from feeds.article import Article, Correction, Known, Place, Related
from feeds.store import copies, corrections, pictures
from feeds.store.inserts import parts
from feeds.store.rows import RIGHTS, folded, stored_key, to_article, to_rights
from feeds.store.schema import NO, aliases, articles, places, rulings

_KEPT: Final = (
    "id", "n", "seen", "listed", "embargo", "retracted", "barred", "story", "behind", "expires", "expired",
)  # fmt: skip
_KNOWN: Final = ("id", "source", "digest", "updated")
KEPT: Final = tuple(articles.c[name] for name in _KEPT)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store decides about an article itself, and needs to know of it when it changes."""

    n: int
    seen: datetime
    listed: bool
    embargo: datetime | None
    retracted: datetime | None = None
    barred: bool = False
    story: int | None = None
    behind: bool = False
    expires: datetime | None = None
    expired: datetime | None = None

    @property
    def public(self) -> bool:
        """Say whether anybody may see it at all."""
        return (self.embargo, self.retracted, self.expired) == (None, None, None) and not self.barred

    @property
    def shown(self) -> datetime | None:
        """When it is seen in feeds, or None while it may not stand in any, or another of its story stands for it."""
        return self.seen if self.listed and self.public and not self.behind else None


def kept(connection: Connection, ids: Collection[str]) -> dict[str, Kept]:
    """Give what is kept of those of `ids` that are in the store."""
    return {
        row.id: kept_as(row)
        for part in parts(ids)
        for row in connection.execute(select(*KEPT).where(articles.c.id.in_(part)))
    }


def kept_as(row: Row[Any]) -> Kept:
    """Give what is kept of an article from the columns KEPT of it."""
    return Kept(*(getattr(row, name) for name in _KEPT[1:]))


def known(connection: Connection, keys: Collection[str]) -> dict[str, Known]:
    """Give, for each of the alias `keys` that is known, the article it leads to."""
    asked = {stored_key(key): key for key in keys}
    at = articles.c
    rights = (at[name] for name in RIGHTS)
    wanted = select(aliases.c.key, at.id, at.source, at.digest, at.updated, *rights).join_from(aliases, articles)
    return {
        asked[row["key"]]: Known(**{name: row[name] for name in _KNOWN}, rights=to_rights(row))
        for part in parts(asked)
        for row in connection.execute(wanted.where(aliases.c.key.in_(part))).mappings()
    }


def get(connection: Connection, id: str, *, withheld: bool) -> Article | None:  # noqa: A002 - the field's word
    """Give the article `id`, or None if there is none; one that nobody may see only if asked for `withheld`.

    Of a story that came more than once, whichever stands for it, under the story's id.
    """
    row = _heads(connection, [id]).get(id)
    return read(connection, [row.n])[0] if row is not None and (row.public or withheld) else None


def gone(connection: Connection, id: str) -> bool:  # noqa: A002
    """Say whether the article `id` was to be seen once, and expired or was taken back."""
    row = _heads(connection, [id]).get(id)
    if row is None or row.embargo is not None:
        return False
    return farewell(connection, id) is not None or (not row.barred and (row.retracted or row.expired) is not None)


def farewell(connection: Connection, id: str) -> str | None:  # noqa: A002
    """Give what readers are told of the desk's retraction of the article `id`, maybe nothing; None: there is none."""
    story = select(func.coalesce(articles.c.story, articles.c.n)).where(articles.c.id == id).scalar_subquery()
    at = rulings.c
    wanted = select(at.public).where(at.n == story, at.kind == "retraction", at.feed == "")
    row = connection.execute(wanted).first()
    return None if row is None else row.public or ""


def story(connection: Connection, id: str) -> tuple[str, ...]:  # noqa: A002
    """Give the ids of every article of the story of `id`; none where it is not in the store."""
    found = kept(connection, [id]).get(id)
    if found is None or found.story is None:
        return () if found is None else (id,)
    return tuple(connection.execute(select(articles.c.id).where(articles.c.story == found.story)).scalars())


def shown(connection: Connection, ids: Collection[str]) -> dict[str, Article | None]:
    """Give those of `ids` that are in the store, each as an article or, if it may not be seen, None; see `get`."""
    rows = _heads(connection, ids)
    found = {article.id: article for article in read(connection, {row.n for row in rows.values() if row.public})}
    return {id_: found.get(id_) for id_ in rows}


def _heads(connection: Connection, ids: Collection[str]) -> dict[str, Kept]:
    """Give what is kept of those of `ids` that are there; of a story that came more than once, of who stands for it."""
    rows = kept(connection, ids)
    at = articles.c
    heads = {
        row.story: kept_as(row)
        for part in parts({row.story for row in rows.values()} - {None})
        for row in connection.execute(select(*KEPT).where(at.story.in_(part), at.behind == NO))
    }
    return {id_: row if row.story is None else heads[row.story] for id_, row in rows.items()}


def read(connection: Connection, numbers: Collection[int]) -> list[Article]:
    """Give the articles `numbers` whole, in no order; see `numbered`."""
    return list(numbered(connection, numbers).values())


def numbered(connection: Connection, numbers: Collection[int]) -> dict[int, Article]:
    """Give the articles `numbers` whole, by number.

    Their related stories are linked where we have them, their pictures what they were found to be.
    """
    if not numbers:
        return {}
    everywhere = _places(connection, numbers)
    rows = [
        row
        for part in parts(numbers)
        for row in connection.execute(select(articles).where(articles.c.n.in_(part))).mappings()
    ]
    corrected = corrections.read(connection, [row["n"] for row in rows])
    told = copies.told(connection, {row["story"] for row in rows} - {None})
    found = [_joined(_whole(row, everywhere, corrected), told.get(row["story"])) for row in rows]
    whole = pictures.completed(connection, _resolved(connection, found))
    return {row["n"]: article for row, article in zip(rows, whole, strict=True)}


def _whole(
    row: RowMapping, everywhere: Mapping[int, list[Place]], corrected: Mapping[int, tuple[Correction, ...]]
) -> Article:
    article = to_article(row, everywhere.get(row["n"], ()))
    return replace(article, corrections=corrected[row["n"]]) if row["n"] in corrected else article


def _places(connection: Connection, numbers: Collection[int]) -> dict[int, list[Place]]:
    everywhere: dict[int, list[Place]] = {}
    for part in parts(numbers):
        for row in connection.execute(select(places).where(places.c.n.in_(part))):
            place = Place(
                code=row.code,
                score=row.score,
                primary=row.is_primary,
                evidence=row.evidence,
                subdivisions=row.subdivisions,
            )
            everywhere.setdefault(row.n, []).append(place)
    return everywhere


def _joined(article: Article, told: copies.Told | None) -> Article:
    """Give the article that stands for a story under the story's id, with the others as related."""
    if told is None:
        return article
    return replace(article, id=told.id, related=article.related + told.beside(article))


def _resolved(connection: Connection, found: list[Article]) -> list[Article]:
    wanted = {folded(each.title) for article in found for each in article.related if each.link is None} - {""}
    if not wanted:
        return found
    links = _links(connection, wanted)
    return [replace(article, related=tuple(_linked(article, links))) for article in found]


def _links(connection: Connection, titles: Collection[str]) -> dict[str, tuple[str, str]]:
    """Give, for folded titles, (id, link or id) of the visible article that had it first, so that it never moves."""
    visible = (
        articles.c.embargo.is_(None)
        & articles.c.retracted.is_(None)
        & text("barred = 0")
        & articles.c.expired.is_(None)
    )
    links: dict[str, tuple[str, str]] = {}
    for part in parts(titles):
        matching = articles.c.folded.in_(part) & visible
        first = select(func.min(articles.c.n)).where(matching).group_by(articles.c.folded)
        chosen = select(articles.c.folded, articles.c.id, articles.c.link).where(articles.c.n.in_(first))
        links |= {row.folded: (row.id, row.link or row.id) for row in connection.execute(chosen)}
    return links


def _linked(article: Article, links: Mapping[str, tuple[str, str]]) -> Iterable[Related]:
    for each in article.related:
        match = links.get(folded(each.title)) if each.link is None else None
        itself = match is not None and match[0] == article.id
        yield each if match is None or itself else replace(each, link=match[1])


def count(connection: Connection) -> dict[str, int]:
    """Give how many articles are kept, and how many of them are withheld."""
    every = select(func.count()).select_from(articles)
    numbers: dict[str, Any] = {
        "articles": every,
        "withheld": every.where(articles.c.embargo.is_not(None) | text("barred = 1")),
    }
    return {name: connection.execute(statement).scalar_one() for name, statement in numbers.items()}
