"""The ledger: every version of every document that was published, and when articles stood in feeds.

A version's bytes are read beside those of its base, the newest version of the document that is kept by itself.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, func, select, update

from feeds.article import Appearance, Packed, Version
from feeds.store.inserts import inserting, parts
from feeds.store.schema import appearances, versions

_at: Final = versions.c
_SAID: Final = tuple(field.name for field in fields(Version))
_APPEARED: Final = tuple(field.name for field in fields(Appearance))
_SHOWN: Final = tuple(_at[name] for name in _SAID)


def heads(connection: Connection) -> dict[str, str]:
    """Give the digest of the newest version of every document, by path."""
    newest = select(func.max(_at.n)).group_by(_at.path)
    return {row.path: row.digest for row in connection.execute(select(_at.path, _at.digest).where(_at.n.in_(newest)))}


def keyframe(connection: Connection, path: str) -> Packed | None:
    """Give the newest version of a document that is kept by itself."""
    wanted = _packed().where(_at.path == path, _at.base.is_(None), _at.body.is_not(None))
    return next(_read(connection, wanted.order_by(_at.n.desc()).limit(1)), None)


def listed(connection: Connection, paths: Collection[str], most: int) -> tuple[Version, ...]:
    """Give the newest `most` versions of the documents at `paths`, newest first."""
    wanted = select(*_SHOWN).where(_at.path.in_(sorted(paths))).order_by(_at.at.desc(), _at.n.desc()).limit(most)
    return tuple(_version(row) for row in connection.execute(wanted))


def published(connection: Connection, path: str, at: datetime) -> tuple[Packed, ...]:
    """Give the version that was published at `path` at a time, and its base if it has one; maybe none."""
    wanted = _packed().where(_at.path == path, _at.at <= at).order_by(_at.at.desc(), _at.n.desc()).limit(1)
    found = tuple(_read(connection, wanted))
    if not found or found[0].base is None:
        return found
    return (*found, *_read(connection, _packed().where(_at.n == found[0].base)))


def keep(connection: Connection, packed: Iterable[Packed]) -> None:
    """Keep versions, which are the newest of their documents."""
    rows = [
        {name: getattr(one.version, name) for name in _SAID if name != "n"}
        | {"base": one.base, "body": one.body, "size": len(one.body or b"")}
        for one in packed
    ]
    for part in parts(rows):
        connection.execute(versions.insert(), part)


def appearing(connection: Connection, feed: str) -> dict[str, Appearance]:
    """Give what stands in a feed, by the article's id."""
    wanted = select(appearances).where(appearances.c.feed == feed, appearances.c.until.is_(None))
    return {row.article: _appearance(row) for row in connection.execute(wanted)}


def of_article(connection: Connection, article: str) -> tuple[Appearance, ...]:
    """Give when an article stood in which feeds, the latest first."""
    wanted = select(appearances).where(appearances.c.article == article)
    return tuple(
        _appearance(row) for row in connection.execute(wanted.order_by(appearances.c.since.desc(), appearances.c.feed))
    )


def appear(connection: Connection, changed: Collection[Appearance]) -> None:
    """Keep when articles stood in feeds, in the place of what was kept of the same."""
    if changed:
        statement = inserting(connection.dialect.name, appearances)
        fresh = {name: statement.excluded[name] for name in ("until", "digest")}
        statement = statement.on_conflict_do_update(index_elements=["feed", "article", "since"], set_=fresh)
        connection.execute(statement, [{name: getattr(one, name) for name in _APPEARED} for one in changed])


def prune(connection: Connection, before: datetime, most: int) -> None:
    """Forget what was no more published after `before`; and the bytes of the oldest, beyond `most` bytes of all."""
    _forget(connection, before)
    connection.execute(delete(appearances).where(appearances.c.until <= before))
    excess = (connection.execute(select(func.sum(_at.size))).scalar() or 0) - most
    if excess > 0:
        _empty(connection, int(excess))


def _forget(connection: Connection, before: datetime) -> None:
    """Forget versions that had a next one by `before`, but for those that others are read beside."""
    published = select(_at.path, func.max(_at.n).label("n")).where(_at.at <= before).group_by(_at.path)
    for row in connection.execute(published.having(func.count() > 1)).all():
        base = select(func.coalesce(_at.base, _at.n)).where(_at.n == row.n).scalar_subquery()
        connection.execute(delete(versions).where(_at.path == row.path, _at.n < row.n, _at.n != base))


def _empty(connection: Connection, excess: int) -> None:
    """Drop the bytes of the oldest: of a base together with all that are read beside it."""
    chain = func.coalesce(_at.base, _at.n).label("chain")
    chains = select(chain, func.sum(_at.size).label("size")).where(_at.size > 0).group_by(chain)
    dropped: list[int] = []
    for row in connection.execute(chains.order_by(func.max(_at.n))):
        dropped.append(row.chain)
        excess -= int(row.size)
        if excess <= 0:
            break
    for part in parts(dropped):
        gone = _at.n.in_(part) | _at.base.in_(part)
        connection.execute(update(versions).where(gone).values(body=None, size=0))


def _packed() -> Select[Any]:
    return select(*_SHOWN, _at.base, _at.body)


def _read(connection: Connection, wanted: Select[Any]) -> Iterator[Packed]:
    for row in connection.execute(wanted):
        yield Packed(version=_version(row), base=row.base, body=row.body)


def _version(row: Any) -> Version:  # noqa: ANN401 - a row of _SHOWN
    return Version(**{name: getattr(row, name) for name in _SAID})


def _appearance(row: Any) -> Appearance:  # noqa: ANN401 - a row of `appearances`
    return Appearance(**{name: getattr(row, name) for name in _APPEARED})
