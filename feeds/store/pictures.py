"""What pictures were found to be: asked once and known for ever; one that taught nothing is asked twice more."""

import json
from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import fields, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from sqlalchemy import Connection, Text, and_, or_, select, text, type_coerce

from feeds.article import Article, Enclosure, Picture
from feeds.store.inserts import PART, inserting, parts
from feeds.store.rows import stored_key
from feeds.store.schema import UNKNOWN, VISIBLE, articles, pictures

RECENT: Final = timedelta(hours=48)
AGAIN: Final = (timedelta(days=1), timedelta(days=7))
"""How long after the first and the second try a picture that taught nothing is asked again."""
_GIVEN_UP: Final = AGAIN[-1] + RECENT
_MOST: Final = 20_000  # articles that are looked through for pictures, newest first
_MOST_DUE: Final = 1000
_WHOLE: Final = frozenset({"length", "width", "height"})
_PICTURE: Final = tuple(field.name for field in fields(Picture))
_LEARNT: Final = ("at", "type", "length", "width", "height")


def read(connection: Connection, hrefs: Collection[str]) -> dict[str, Picture]:
    """Give what is known of those of `hrefs` that were asked, by their addresses."""
    asked = {stored_key(href): href for href in hrefs}
    return {
        asked[row["href"]]: Picture(**{**row, "href": asked[row["href"]]})
        for part in parts(asked)
        for row in connection.execute(select(pictures).where(pictures.c.href.in_(part))).mappings()
    }


def write(connection: Connection, learnt: Sequence[Picture]) -> None:
    """Keep what was learnt in the place of what was; tries add up."""
    rows = {
        key: {name: getattr(each, name) for name in _PICTURE} | {"href": key}
        for each in learnt
        for key in (stored_key(each.href),)
    }
    statement = inserting(connection.dialect.name, pictures)
    fresh = {name: statement.excluded[name] for name in _LEARNT}
    added = {"tries": pictures.c.tries + statement.excluded.tries}
    statement = statement.on_conflict_do_update(index_elements=["href"], set_=fresh | added)
    connection.execute(statement, list(rows.values()))


def completed(connection: Connection, found: list[Article]) -> list[Article]:
    """Give `found` with what is known of their pictures, which counts for more than what was declared."""
    known = read(connection, {one.href for article in found for one in article.enclosures if _is_picture(one)})
    if not known:
        return found
    return [replace(article, enclosures=tuple(_true(one, known) for one in article.enclosures)) for article in found]


def _true(declared: Enclosure, known: Mapping[str, Picture]) -> Enclosure:
    picture = known.get(declared.href)
    if picture is None or picture.type is None:
        return declared
    sides = (picture.width, picture.height) if picture.width else (declared.width, declared.height)
    return Enclosure(
        href=declared.href,
        type=picture.type,
        length=picture.length or declared.length,
        width=sides[0],
        height=sides[1],
    )


def _is_picture(enclosure: Enclosure) -> bool:
    return (enclosure.type or "").startswith("image/")


def unlearnt(
    connection: Connection, now: datetime, most: int, without: Collection[str] = ()
) -> tuple[tuple[str, str], ...]:
    """Give (source, address) of up to `most` pictures that are due to be asked, those of the newest articles first.

    Those of the sources `without` are left out.

    Those whose length or size nobody said, in articles that may be seen in feeds and came within RECENT, if they were
    never asked; and those that taught nothing, when they are due AGAIN, wherever they are shown.
    """
    again = _due(connection, now)
    since = now - (_GIVEN_UP + RECENT if again else RECENT)
    found: dict[str, str] = {}
    with closing(_shown(connection, since, without)) as pages:
        for page in pages:
            asked = _asked(connection, {stored_key(href) for _, _, href in page})
            for source, seen, href in page:
                key = stored_key(href)
                if key in again or (key not in asked and seen >= now - RECENT):
                    found.setdefault(href, source)
            if len(found) >= most:
                break
    return tuple((source, href) for href, source in islice(found.items(), most))


def _asked(connection: Connection, keys: Collection[str]) -> frozenset[str]:
    at = pictures.c.href
    return frozenset(
        key for part in parts(keys) for key in connection.execute(select(at).where(at.in_(part))).scalars()
    )


def _due(connection: Connection, now: datetime) -> frozenset[str]:
    """Give the keys of pictures that are due to be asked again; one that no article shows any more is let go."""
    at = pictures.c
    turns = (and_(at.tries == tries, at.at <= now - wait) for tries, wait in enumerate(AGAIN, start=1))
    choice = select(at.href).where(text(UNKNOWN), at.at > now - _GIVEN_UP, or_(*turns)).limit(_MOST_DUE)
    return frozenset(connection.execute(choice).scalars())


def _shown(
    connection: Connection, since: datetime, without: Collection[str]
) -> Generator[list[tuple[str, datetime, str]]]:
    """Give, some articles at a time, (source, seen, address) of the pictures of which something is unknown."""
    at = articles.c
    newest = at.seen.desc(), at.n.desc()
    said = type_coerce(at.enclosures, Text).label("said")  # as it stands: an Enclosure each would cost twice as much
    choice = select(at.source, at.seen, said).where(text(VISIBLE), at.seen >= since).order_by(*newest)
    choice = choice.where(at.source.not_in(sorted(without))) if without else choice
    streamed = choice.limit(_MOST).execution_options(stream_results=True)
    with connection.execute(streamed) as rows:
        for page in rows.partitions(PART):
            yield [
                (row.source, row.seen, one["href"])
                for row in page
                for one in json.loads(row.said)
                if one.get("type", "").startswith("image/") and not _WHOLE.issubset(one)
            ]
