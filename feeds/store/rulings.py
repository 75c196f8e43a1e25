"""What the desk decided about single articles: pins, holds, embargoes and blocks, and what comes of them.

A bar for all feeds acts through `shown`, so that neither a change nor another sighting brings the article back; one for
a single feed, and every pin, when the window is chosen. Each act is an event, kept for ever.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Integer, Row, Select, case, delete, literal, select, update

from feeds.article import BARS, Ruling, RulingKind
from feeds.store import events
from feeds.store.articles import KEPT, kept, kept_as
from feeds.store.events import Event
from feeds.store.inserts import inserting, parts
from feeds.store.intake import show
from feeds.store.schema import articles, rulings

_DONE: Final[Mapping[RulingKind, events.Kind]] = MappingProxyType(
    {"pin": "article-pinned", "hold": "article-held", "embargo": "article-embargoed", "block": "article-blocked"}
)
_LIFTED: Final[Mapping[RulingKind, events.Kind]] = MappingProxyType(
    {"pin": "pin-lifted", "hold": "hold-lifted", "embargo": "embargo-lifted", "block": "block-lifted"}
)
_ENDED: Final[Mapping[RulingKind, events.Kind]] = MappingProxyType(
    {"block": "block-lifted", "pin": "pin-ended", "hold": "hold-ended", "embargo": "embargo-ended"}
)
_at: Final = rulings.c


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands for one feed: the article numbers of its own pins and of all feeds', newest first, its bars."""

    own: tuple[int, ...] = ()
    everywhere: tuple[int, ...] = ()
    barred: frozenset[int] = frozenset()

    @property
    def pins(self) -> tuple[int, ...]:
        """Give every pin once: the feed's own before those of all."""
        return tuple(dict.fromkeys((*self.own, *self.everywhere)))


def rule(connection: Connection, ruling: Ruling) -> bool:
    """Let a ruling stand, in the place of one of its kind; False if there is no such article."""
    row = kept(connection, [ruling.article]).get(ruling.article)
    if row is None:
        return False
    names = ("feed", "kind", "who", "at", "why", "until")
    values = {name: getattr(ruling, name) for name in names} | {"n": row.n}
    statement = inserting(connection.dialect.name, rulings).values(values)
    connection.execute(statement.on_conflict_do_update(index_elements=["n", "feed", "kind"], set_=values))
    settle(connection, [ruling.article])
    _write(connection, [ruling], _DONE, at=ruling.at, who=ruling.who)
    return True


def lift(connection: Connection, wanted: Ruling, kinds: Collection[str], feed: str | None) -> tuple[Ruling, ...]:
    """Lift the rulings on `wanted.article` that are of `kinds`, in `feed` (None: wherever); give them.

    `wanted` says who lifts them, when and why. What was under an embargo is seen from then on.
    """
    chosen = [each for each in of(connection, wanted.article) if each.kind in kinds and feed in {None, each.feed}]
    _remove(connection, chosen, wanted.at)
    acts = [replace(each, why=wanted.why, at=wanted.at, who=wanted.who) for each in chosen]
    _write(connection, acts, _LIFTED, at=wanted.at, who=wanted.who)
    return tuple(chosen)


def due(connection: Connection, now: datetime) -> bool:
    """Say whether a ruling ran out by `now`."""
    return connection.execute(select(_at.n).where(_at.until <= now).limit(1)).first() is not None


def lapse(connection: Connection, now: datetime) -> int:
    """End the rulings that ran out by `now`, an event each; give how many there were.

    What was under an embargo is seen and changed now, and published no earlier than the embargo allowed.
    """
    ended = [_ruling(row) for row in connection.execute(_select().where(_at.until <= now).order_by(_at.until, _at.n))]
    _remove(connection, ended, now)
    for each in ended:
        if each.kind == "embargo":
            _publish(connection, each)
    _write(connection, ended, _ENDED, at=now, who=None)
    return len(ended)


def read(connection: Connection) -> tuple[Ruling, ...]:
    """Give all that stands, the newest first."""
    newest = (_at.at.desc(), _at.n.desc(), _at.feed, _at.kind)
    return tuple(_ruling(row) for row in connection.execute(_select().order_by(*newest)))


def of(connection: Connection, article: str) -> list[Ruling]:
    """Give what stands about one article, the oldest first."""
    return [_ruling(row) for row in connection.execute(_select().where(articles.c.id == article).order_by(_at.at))]


def standing(connection: Connection, feed: str) -> Standing:
    """Give what stands for the feed `feed`."""
    wanted = select(_at.n, _at.feed, _at.kind).where(_at.feed.in_({"", feed})).order_by(_at.at.desc(), _at.n.desc())
    rows = connection.execute(wanted).all()
    if not rows:
        return Standing()
    return Standing(
        own=tuple(row.n for row in rows if row.kind == "pin" and row.feed),
        everywhere=tuple(row.n for row in rows if row.kind == "pin" and not row.feed),
        barred=frozenset(row.n for row in rows if row.kind in BARS and row.feed),
    )


def ids(connection: Connection, feed: str, kinds: Collection[str]) -> frozenset[str]:
    """Give the ids of the articles that rulings of `kinds` on `feed`, or on all feeds, speak of."""
    wanted = select(articles.c.id).join_from(rulings, articles).where(_at.kind.in_(kinds), _at.feed.in_({"", feed}))
    return frozenset(connection.execute(wanted).scalars())


def public(connection: Connection, numbers: Collection[int]) -> frozenset[int]:
    """Give those of the articles `numbers` that anybody may see, listed or not."""
    found = (row for part in parts(numbers) for row in connection.execute(select(*KEPT).where(articles.c.n.in_(part))))
    return frozenset(row.n for row in found if kept_as(row).public)


def settle(connection: Connection, ruled: Collection[str]) -> None:
    """Bring `barred` and `shown` of articles in line with what stands for all feeds."""
    barring = select(_at.n).where(_at.n == articles.c.n, _at.feed == "", _at.kind.in_(BARS)).exists()
    barred = case((barring, literal(1, Integer())), else_=literal(0, Integer()))
    for part in parts(ruled):
        connection.execute(update(articles).where(articles.c.id.in_(part)).values(barred=barred))
    show(connection, list(kept(connection, ruled).values()))


def _remove(connection: Connection, chosen: Iterable[Ruling], now: datetime) -> None:
    ruled = list(dict.fromkeys(each.article for each in chosen))
    rows = kept(connection, ruled)
    for each in chosen:
        n = rows[each.article].n
        connection.execute(delete(rulings).where(_at.n == n, _at.feed == each.feed, _at.kind == each.kind))
        if each.kind == "embargo":
            connection.execute(update(articles).where(articles.c.n == n).values(seen=now, changed=now))
    settle(connection, ruled)


def _publish(connection: Connection, ended: Ruling) -> None:
    at = articles.c
    row = connection.execute(select(at.n, at.published, at.updated).where(at.id == ended.article)).one()
    published = max(row.published, ended.until)
    values = {"published": published, "updated": max(row.updated, published)}
    connection.execute(update(articles).where(at.n == row.n).values(values))


def _select() -> Select[Any]:
    return select(rulings, articles.c.id, articles.c.title).join_from(rulings, articles)


def _ruling(row: Row[Any]) -> Ruling:
    return Ruling(
        article=row.id,
        kind=row.kind,
        who=row.who,
        at=row.at,
        why=row.why,
        feed=row.feed,
        until=row.until,
        title=row.title,
    )


def _write(
    connection: Connection,
    done: Iterable[Ruling],
    kinds: Mapping[RulingKind, events.Kind],
    *,
    at: datetime,
    who: str | None,
) -> None:
    happened = (
        Event(
            at=at, kind=kinds[each.kind], article=each.article, feed=each.feed or None, detail=each.why or None, who=who
        )
        for each in done
    )
    events.write(connection, tuple(happened))
