"""What a collection brought: articles, new and changed, their keys, and who showed them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from feeds.article import Article, Batch, Place, Rights, Run
from feeds.errors import StoreError
from feeds.store import corrections, sources, touching
from feeds.store.articles import KEPT, Kept, kept, kept_as
from feeds.store.inserts import inserting, parts
from feeds.store.rows import rights_row, stored_key, to_row
from feeds.store.schema import aliases, articles, places, sightings
from feeds.store.stories import settle, show

_FROZEN: Final = frozenset({"id", "published", "estimated", "seen"})


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch: the articles it speaks of as they are kept, by id, and the ids of those just `added`.

    `again` are ids of those that the source shows although they were taken back.
    """

    rows: Mapping[str, Kept]
    added: frozenset[str]
    again: tuple[str, ...]


def keep(connection: Connection, batch: Batch, newcomers: int) -> Taken:
    """Keep all of `batch`; of a source that never showed anything yet, only the newest `newcomers` are listed.

    A new article that another process kept a moment ago is left as it is. Raises StoreError if the batch speaks of an
    article that nobody has.
    """
    new = {article.id for article in batch.new}
    ids = (
        {id_ for _, id_ in batch.aliases}
        | {id_ for id_, _ in batch.restated}
        | {*batch.sightings, *(article.id for article in batch.changed)}
    )
    added = _add(connection, batch.new, _back_file(connection, batch, newcomers))
    rows = added | kept(connection, (ids | new) - added.keys())
    if missing := sorted(ids - rows.keys()):
        raise StoreError(f"the collection of {batch.run.source} speaks of {missing[0]}, which is not in the store")
    _change(connection, batch, rows)
    _restate(connection, batch.restated, rows)
    _alias(connection, batch.aliases, rows)
    seen = dict.fromkeys((*batch.sightings, *(article.id for article in batch.new)))
    after = kept(connection, seen) if batch.changed else rows
    _sight(connection, batch.run, [after[id_] for id_ in seen])
    sources.write(connection, [(batch.run, batch.state)])
    again = tuple(id_ for id_ in batch.sightings if rows[id_].retracted is not None)
    return Taken(after if batch.changed else rows, frozenset(added), again)


def _back_file(connection: Connection, batch: Batch, newcomers: int) -> frozenset[str]:
    """Give the ids of `batch.new` that are kept and not listed; what is under an embargo will be news one day."""
    if not batch.new:
        return frozenset()
    if connection.execute(select(sightings.c.n).where(sightings.c.source == batch.run.source).limit(1)).first():
        return frozenset()
    visible = (article for article in batch.new if _embargo(article) is None)
    newest = sorted(visible, key=lambda article: (article.published, article.id), reverse=True)
    return frozenset(article.id for article in newest[newcomers:])


def _embargo(article: Article) -> datetime | None:
    """Give the embargo if it still holds at the time of the collection."""
    return article.embargo if article.embargo is not None and article.embargo > article.changed else None


def _add(connection: Connection, new: Sequence[Article], back_file: Collection[str]) -> dict[str, Kept]:
    """Insert those of `new` that nobody inserted before, and give them as they are kept."""
    once = {article.id: article for article in reversed(new)}
    if not once:
        return {}
    ordered = sorted(once.values(), key=lambda article: (article.published, article.id))  # so `n` follows `published`
    rows = [to_row(each) | _placed(each, listed=each.id not in back_file) for each in ordered]
    added = {row.id: kept_as(row) for row in connection.execute(_adding(connection.dialect.name), rows)}
    _place(connection, [(row, once[id_].places) for id_, row in added.items()])
    return added


def _placed(article: Article, *, listed: bool) -> dict[str, object]:
    embargo = _embargo(article)
    return {"embargo": embargo, "listed": listed, "told": listed and embargo is None}


@cache
def _adding(dialect: str) -> ReturningInsert[Any]:
    return _unless(dialect, articles, "id").returning(*KEPT)


@cache
def _unless(dialect: str, table: Table, *key: str) -> sqlite.Insert | postgresql.Insert:
    """Give an INSERT into `table` that leaves what is there under the same `key` as it is."""
    return inserting(dialect, table).on_conflict_do_nothing(index_elements=key)


def _place(connection: Connection, placed: Iterable[tuple[Kept, Sequence[Place]]]) -> None:
    rows = [
        {
            "n": row.n,
            "code": place.code,
            "score": place.score,
            "is_primary": place.primary,
            "evidence": place.evidence,
            "subdivisions": place.subdivisions,
            "shown": row.shown if place.primary else None,
        }
        for row, each in placed
        for place in {place.code: place for place in reversed(each)}.values()
    ]
    if rows:
        connection.execute(insert(places), rows)


def _change(connection: Connection, batch: Batch, rows: Mapping[str, Kept]) -> None:
    """Replace what may change; an embargo that the source took away ends now, and one that it brought holds."""
    changed = batch.changed
    if not changed:
        return
    old = corrections.before(connection, [article.id for article in changed])
    after = {article.id: _after(article, rows[article.id]) for article in changed}
    values = [_columns(article, after[article.id]) for article in changed]
    names = [name for name in values[0] if name != "row"]
    statement = update(articles).where(articles.c.n == bindparam("row"))
    connection.execute(statement.values({name: bindparam(name) for name in names}), values)
    for part in parts(after):
        connection.execute(delete(places).where(places.c.n.in_([after[id_].n for id_ in part])))
    latest = {article.id: article.places for article in changed}
    _place(connection, [(after[id_], latest[id_]) for id_ in after])
    turned = [row for id_, row in after.items() if (row.shown, row.embargo) != (rows[id_].shown, rows[id_].embargo)]
    show(connection, turned, batch.run.finished)
    corrections.note_changes(connection, old, changed)
    touching.touch(connection, (row.n for row in after.values()))


def _after(article: Article, row: Kept) -> Kept:
    embargo = _embargo(article)
    ended = row.embargo is not None and embargo is None
    return replace(row, embargo=embargo, seen=article.changed if ended else row.seen)


def _columns(article: Article, row: Kept) -> dict[str, Any]:
    values = {name: value for name, value in to_row(article).items() if name not in _FROZEN}
    return values | {"row": row.n, "seen": row.seen, "embargo": row.embargo, "expires": _sooner(row, article.rights)}


def _sooner(row: Kept, rights: Rights) -> datetime | None:
    """Give when an article expires: what was said once is put off by nobody, least by one that has no date."""
    return min(filter(None, (row.expires, rights.expires)), default=None)


def _restate(connection: Connection, restated: Collection[tuple[str, Rights]], rows: Mapping[str, Kept]) -> None:
    """Write new rights of articles that are otherwise the same; no date of theirs moves."""
    for id_, rights in restated:
        values = rights_row(rights) | {"expires": _sooner(rows[id_], rights)}
        connection.execute(update(articles).where(articles.c.n == rows[id_].n).values(values))
    touching.touch(connection, (rows[id_].n for id_, _ in restated))


def _alias(connection: Connection, pairs: Collection[tuple[str, str]], rows: Mapping[str, Kept]) -> None:
    if pairs:
        statement = _unless(connection.dialect.name, aliases, "key")
        connection.execute(statement, [{"key": stored_key(key), "n": rows[id_].n} for key, id_ in pairs])


def _sight(connection: Connection, run: Run, seen: Collection[Kept]) -> None:
    if seen:
        statement = _unless(connection.dialect.name, sightings, "n", "source")
        connection.execute(statement, [{"n": row.n, "source": run.source, "shown": row.shown} for row in seen])
        settle(connection, {row.story for row in seen if row.story is not None}, run.finished)
