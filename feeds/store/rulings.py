"""What the desk decided about single articles: pins, holds, embargoes and blocks, and what comes of them.

A bar for all feeds acts through `shown`, so that neither a change nor another sighting brings the article back; one for
a single feed, and every pin, when the window is chosen. Each act is an event, kept for ever.

A ruling is on a story, whoever tells it: it stands under the story's first article, binds those that join later, and
no copy takes the place of what was barred.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Integer, Row, Select, case, delete, func, literal, select, update

from feeds.article import BARS, Ruling, RulingKind
from feeds.store import events
from feeds.store.articles import KEPT, kept, kept_as
from feeds.store.events import Event
from feeds.store.inserts import inserting, parts
from feeds.store.schema import NO, articles, rulings
from feeds.store.stories import show

_DONE: Final[Mapping[RulingKind, events.Kind]] = MappingProxyType(
    {
        "pin": "article-pinned",
        "hold": "article-held",
        "embargo": "article-embargoed",
        "block": "article-blocked",
        "retraction": "desk-retracted",
    }
)
_LIFTED: Final[Mapping[RulingKind, events.Kind]] = MappingProxyType(
    {
        "pin": "pin-lifted",
        "hold": "hold-lifted",
        "embargo": "embargo-lifted",
        "block": "block-lifted",
        "retraction": "desk-restored",
    }
)
_ENDED: Final[Mapping[RulingKind, events.Kind]] = MappingProxyType(
    {**_LIFTED, "pin": "pin-ended", "hold": "hold-ended", "embargo": "embargo-ended"}
)
_at: Final = rulings.c
_story: Final = func.coalesce(articles.c.story, articles.c.n)


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


def rule(connection: Connection, ruling: Ruling) -> Ruling | None:
    """Let a ruling stand, in the place of one of its kind; give it as it stands. None if there is no such article."""
    row = kept(connection, [ruling.article]).get(ruling.article)
    if row is None:
        return None
    names = ("feed", "kind", "who", "at", "why", "until", "public")
    leader = row.n if row.story is None else row.story
    values = {name: getattr(ruling, name) for name in names} | {"n": leader}
    statement = inserting(connection.dialect.name, rulings).values(values)
    connection.execute(statement.on_conflict_do_update(index_elements=["n", "feed", "kind"], set_=values))
    settle(connection, [leader], ruling.at)
    stands = next(each for each in of(connection, ruling.article) if _same(each, ruling))
    _write(connection, [stands], _DONE, at=ruling.at, who=ruling.who)
    return stands


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
    """Give what stands on the story of `article`, the oldest first."""
    leader = select(_story).where(articles.c.id == article).scalar_subquery()
    return [_ruling(row) for row in connection.execute(_select().where(_at.n == leader).order_by(_at.at))]


def standing(connection: Connection, feed: str) -> Standing:
    """Give what stands for the feed `feed`."""
    wanted = select(_at.n, _at.feed, _at.kind).where(_at.feed.in_({"", feed})).order_by(_at.at.desc(), _at.n.desc())
    rows = connection.execute(wanted).all()
    if not rows:
        return Standing()
    heads = _heads(connection, {row.n for row in rows})
    return Standing(
        own=tuple(heads[row.n] for row in rows if row.kind == "pin" and row.feed),
        everywhere=tuple(heads[row.n] for row in rows if row.kind == "pin" and not row.feed),
        barred=frozenset(heads[row.n] for row in rows if row.kind in BARS and row.feed),
    )


def _heads(connection: Connection, leaders: Collection[int]) -> dict[int, int]:
    """Give the article that stands for the story of each of `leaders`: itself, for most."""
    at = articles.c
    heads = {n: n for n in leaders}
    for part in parts(leaders):
        found = select(at.story, at.n).where(at.story.in_(part), at.behind == NO)
        heads |= {row.story: row.n for row in connection.execute(found)}
    return heads


def ids(connection: Connection, feed: str, kinds: Collection[str]) -> frozenset[str]:
    """Give the ids of the articles that rulings of `kinds` on `feed`, or on all feeds, speak of."""
    wanted = select(articles.c.id).join_from(rulings, articles).where(_at.kind.in_(kinds), _at.feed.in_({"", feed}))
    return frozenset(connection.execute(wanted).scalars())


def public(connection: Connection, numbers: Collection[int]) -> frozenset[int]:
    """Give those of the articles `numbers` that anybody may see, listed or not."""
    found = (row for part in parts(numbers) for row in connection.execute(select(*KEPT).where(articles.c.n.in_(part))))
    return frozenset(row.n for row in found if kept_as(row).public)


def settle(connection: Connection, leaders: Collection[int], now: datetime) -> None:
    """Bring `barred` and `shown` of the articles of stories in line with what stands for all feeds."""
    at = articles.c
    barring = select(_at.n).where(_at.n == _story, _at.feed == "", _at.kind.in_(BARS)).exists()
    barred = case((barring, literal(1, Integer())), else_=literal(0, Integer()))
    for part in parts(leaders):
        told = (at.n.in_(part)) | (at.story.in_(part))
        connection.execute(update(articles).where(told).values(barred=barred))
        rows = connection.execute(select(*KEPT).where(told)).all()
        show(connection, [kept_as(row) for row in rows], now)


def _remove(connection: Connection, chosen: Iterable[Ruling], now: datetime) -> None:
    rows = kept(connection, {each.article for each in chosen})
    for each in chosen:
        n = rows[each.article].n
        connection.execute(delete(rulings).where(_at.n == n, _at.feed == each.feed, _at.kind == each.kind))
        if each.kind == "embargo":
            connection.execute(
                update(articles).where((articles.c.n == n) | (articles.c.story == n)).values(seen=now, changed=now)
            )
    settle(connection, [row.n for row in rows.values()], now)


def _publish(connection: Connection, ended: Ruling) -> None:
    at = articles.c
    first = select(at.n).where(at.id == ended.article).scalar_subquery()
    told = select(at.n, at.published, at.updated).where((at.n == first) | (at.story == first))
    for row in connection.execute(told).all():
        published = max(row.published, ended.until)
        values = {"published": published, "updated": max(row.updated, published)}
        connection.execute(update(articles).where(at.n == row.n).values(values))


def _same(one: Ruling, other: Ruling) -> bool:
    return (one.kind, one.feed) == (other.kind, other.feed)


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
        public=row.public or "",
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
