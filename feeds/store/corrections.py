"""What became of an article after it was first published: when it changed, in what, and what the desk says of it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select, update

from feeds.article import Article, Correction
from feeds.store import events, touching
from feeds.store.events import Event
from feeds.store.inserts import inserting, parts
from feeds.store.schema import articles, corrections

MOST: Final = 20
"""How many corrections of an article are kept, the newest."""
_FIELDS: Final = ("title", "summary", "content", "authors", "enclosures")
_NAMED: Final = {"enclosures": "media"}
_at: Final = corrections.c


def before(connection: Connection, ids: Collection[str]) -> dict[str, Row[Any]]:
    """Give what a correction is told by, of those of `ids` that have stood in feeds, before they are changed."""
    at = articles.c
    columns = (at.id, at.n, at.updated, *(at[name] for name in _FIELDS))
    return {
        row.id: row
        for part in parts(ids)
        for row in connection.execute(select(*columns).where(at.id.in_(part), at.told == 1))
    }


def note_changes(connection: Connection, old: Mapping[str, Row[Any]], changed: Collection[Article]) -> None:
    """Remember what is other now in those of `changed` that moved their `updated` since they were as in `old`."""
    for article in changed:
        was = old.get(article.id)
        if was is None or article.updated <= was.updated:
            continue
        names = tuple(_NAMED.get(name, name) for name in _FIELDS if getattr(was, name) != getattr(article, name))
        if names:
            _add(connection, was.n, Correction(at=article.updated, changed=names))


def annotate(connection: Connection, ids: Collection[str], note: str, who: str, now: datetime) -> None:
    """Tell readers of the articles `ids` what was corrected: the last change bears the `note`, and they change now."""
    at = articles.c
    for row in connection.execute(select(at.id, at.n, at.updated).where(at.id.in_(list(ids)))).all():
        last = connection.execute(select(corrections).where(_at.n == row.n).order_by(_at.at.desc()).limit(1)).first()
        changed = last.changed if last is not None and not last.note else ()
        if changed and last is not None:
            connection.execute(delete(corrections).where(_at.n == row.n, _at.at == last.at))
        free = now if last is None or changed else max(now, last.at + timedelta(seconds=1))  # one a second
        _add(connection, row.n, Correction(at=free, changed=changed, note=note))
        moved = {"updated": max(now, row.updated), "changed": now}
        connection.execute(update(articles).where(at.n == row.n).values(moved))
        touching.touch(connection, [row.n])
        events.write(connection, (Event(at=now, kind="article-corrected", article=row.id, detail=note, who=who),))


def read(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[Correction, ...]]:
    """Give the corrections of the articles `numbers` that have any, by number, newest first."""
    found: dict[int, tuple[Correction, ...]] = {}
    for part in parts(numbers):
        for row in connection.execute(select(corrections).where(_at.n.in_(part)).order_by(_at.at.desc())):
            one = Correction(at=row.at, changed=row.changed, note=row.note)
            found[row.n] = (*found.get(row.n, ()), one)
    return found


def _add(connection: Connection, n: int, correction: Correction) -> None:
    values = {"n": n, "at": correction.at, "changed": correction.changed, "note": correction.note}
    statement = inserting(connection.dialect.name, corrections).values(values)
    connection.execute(statement.on_conflict_do_update(index_elements=["n", "at"], set_=values))
    kept = select(_at.at).where(_at.n == n).order_by(_at.at.desc()).limit(MOST)
    connection.execute(delete(corrections).where(_at.n == n, _at.at.not_in(kept)))
