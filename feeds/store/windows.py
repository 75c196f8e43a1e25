"""Which articles a feed shows: the newest by first sight, found in the indexes alone; then read whole.

Where a feed has rules that no index answers, its candidates are looked at newest first, in parts, until the window is
full or EXAMINED of them were: a pure function of the store, whatever was looked at before.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    literal,
    not_,
    select,
    text,
    union_all,
)

from config.settings import Limits
from feeds.article import Article, Selection, Tombstone
from feeds.store import glances, rulings
from feeds.store import tombstones as graves
from feeds.store.articles import numbered
from feeds.store.memory import Candidate, Memory, Pool
from feeds.store.rulings import Standing
from feeds.store.schema import VISIBLE, articles, places, sightings, states

Choice = Select[tuple[int, datetime]]
Judge = Callable[[Article], bool]
"""Says whether a feed takes an article; it is shown a glance of it (see `feeds.store.glances`)."""

EXAMINED: Final = 10_000
"""How many candidates are looked at for one feed: what lies beyond them is too old for it."""
_LARGEST: Final = 1000
_MOST: Final = bindparam("most", type_=Integer())


@dataclass(frozen=True, slots=True)
class _View:
    """One feed as its window is chosen."""

    connection: Connection
    selection: Selection
    limits: Limits
    takes: Judge | None
    memory: Memory


def window(
    connection: Connection, selection: Selection, limits: Limits, takes: Judge | None, memory: Memory
) -> tuple[Article, ...]:
    """Give the window of `selection`: its pins, the newest first; then the others by `published`, newest first, and id.

    Those are chosen by `seen`: the newest `window_count`, or all within `window_age` of the newest, at most
    `window_most`; only what the feed `takes`, and the desk bars from none. Pins stay whatever their age, and count.
    """
    if takes is not None and not selection.rules:
        return _chosen(_View(connection, selection, limits, takes, memory))
    key = (selection, limits)
    if key not in memory.windows:
        memory.windows[key] = _chosen(_View(connection, selection, limits, takes, memory))
    return memory.windows[key]


def newest(
    connection: Connection, selection: Selection, limits: Limits, takes: Judge | None, memory: Memory
) -> tuple[int, ...]:
    """Give the numbers of the newest `window_most` articles that a feed takes, whatever is pinned."""
    return tuple(n for n, _ in _others(_View(connection, selection, limits, takes, memory), ()))


def tombstones(
    connection: Connection, selection: Selection, takes: Judge | None, memory: Memory
) -> tuple[Tombstone, ...]:
    """Give what stood among the articles of `selection` that the feed `takes` and is gone since, newest first."""
    if memory.graves is None:
        memory.graves = graves.read(connection)
    known = memory.graves
    view = _View(connection, selection, Limits(), takes, memory)
    glanced = _glanced(view, known)
    return tuple(stone for n, stone in known.items() if _is_taken(view, n, glanced[n]))


def _chosen(view: _View) -> tuple[Article, ...]:
    standing = rulings.standing(view.connection, view.selection.feed)
    pins = _pins(view, standing)
    others = _others(view, standing.barred.union(pins))
    chosen = [n for n, _ in others[: _depth(others, view.limits, len(pins))]]
    found = view.memory.articles([*pins, *chosen], lambda numbers: numbered(view.connection, numbers))
    first = [found.pop(n) for n in pins]
    by_id = sorted(found.values(), key=lambda article: article.id)
    return (*first, *sorted(by_id, key=lambda article: article.published, reverse=True))


def _depth(newest: Sequence[Candidate], limits: Limits, pins: int) -> int:
    """Give how many of `newest` there is room for, beside so many `pins`."""
    if not newest:
        return 0
    since = newest[0][1] - limits.window_age
    fresh = sum(1 for _, shown in newest if shown >= since)
    return min(max(limits.window_count - pins, fresh), limits.window_most - pins)


def _pins(view: _View, standing: Standing) -> list[int]:
    """Give the numbers of pinned articles: what is pinned in this feed and, of the rest, what it takes."""
    if not standing.pins:
        return []
    public = rulings.public(view.connection, standing.pins) - standing.barred
    glanced = _glanced(view, public)
    kept = [n for n in standing.pins if n in glanced and (n in standing.own or _is_taken(view, n, glanced[n]))]
    return kept[: view.limits.window_most]


def _is_taken(view: _View, number: int, article: Article) -> bool:
    """Say whether the feed takes an article, wherever it stands in the order."""
    codes, showing = view.selection.codes, view.selection.showing
    if codes is not None and not any(place.primary and place.code in codes for place in article.places):
        return False
    if showing:
        shown = select(sightings.c.n).where(sightings.c.n == number, sightings.c.source.in_(showing))
        if view.connection.execute(shown.limit(1)).first() is None:
            return False
    return view.takes is None or view.takes(article)


def _others(view: _View, aside: Collection[int]) -> list[Candidate]:
    """Give the newest candidates that the feed takes, without those `aside`: as many as any window could show."""
    limits, selection = view.limits, view.selection
    pool = view.memory.pools.setdefault((selection.codes, selection.showing), Pool())
    found: list[Candidate] = []
    for part in _parts(view, pool):
        taken = pool.rows[part] if view.takes is None else _sifted(view, view.takes, pool, part)
        found += [row for row in taken if row[0] not in aside] if aside else taken
        oldest = pool.rows[part.stop - 1][1]
        enough = len(found) >= limits.window_count and oldest < found[0][1] - limits.window_age
        if enough or len(found) >= limits.window_most:
            break
    return found[: limits.window_most]


def _sifted(view: _View, takes: Judge, pool: Pool, part: slice) -> list[Candidate]:
    """Give those of a part of `pool` that the feed takes."""

    def ask(numbers: Collection[int]) -> dict[int, bool]:
        return {n: takes(article) for n, article in _glanced(view, numbers).items()}

    return view.memory.taken(view.connection, view.selection.rules, pool, part, ask)


def _glanced(view: _View, numbers: Collection[int]) -> dict[int, Article]:
    whole = view.selection.whole
    return view.memory.glanced(
        numbers, lambda missing: glances.read(view.connection, missing, whole=whole), whole=whole
    )


def _parts(view: _View, pool: Pool) -> Iterator[slice]:
    """Give where the parts of `pool` lie, newest first, each larger; what is not read yet is read. At most EXAMINED."""
    start, size = 0, view.limits.window_most
    while start < EXAMINED:
        stop = min(start + size, EXAMINED)
        while len(pool.rows) < stop and not pool.whole:
            _draw(view, pool)
        stop = min(stop, len(pool.rows))
        if stop == start:
            return
        yield slice(start, stop)
        start, size = stop, min(2 * size, _LARGEST)


def _draw(view: _View, pool: Pool) -> None:
    """Read further candidates into `pool`: what a window may hold, then ten times as many, and so on."""
    count = min(10 * len(pool.rows), EXAMINED - len(pool.rows)) or view.limits.window_most
    choice = _choice(view.selection.codes, view.selection.showing, further=bool(pool.rows))
    after = dict(zip(("before", "below"), (pool.rows[-1][1], pool.rows[-1][0]), strict=True)) if pool.rows else {}
    asked = {"most": count, **after}
    rows = [] if choice is None else [(row.n, row.shown) for row in view.connection.execute(choice, asked)]
    pool.rows.extend(rows)
    pool.whole = len(rows) < count


@lru_cache(maxsize=512)
def _choice(codes: frozenset[str] | None, showing: frozenset[str], *, further: bool) -> Choice | None:
    """Give the statement for (n, shown) of the newest :most, or None where nothing can be chosen.

    Where `further` are asked for, of those that come after (:below, :before). To make one for the beat's countries
    costs more than to run it, so they are kept.
    """
    if codes is not None and not codes:
        return None
    if showing:
        return _of_sources(showing, codes, further=further)
    if codes is not None:
        return _of_codes(codes, further=further)
    shown = articles.c.seen.label("shown")
    choice = select(articles.c.n, shown).where(
        text(VISIBLE), *(_after(articles.c.seen, articles.c.n) if further else ())
    )
    return choice.order_by(shown.desc(), articles.c.n.desc()).limit(_MOST)


def _after(shown: ColumnElement[datetime], n: ColumnElement[int]) -> list[ColumnElement[bool]]:
    """Give the conditions for what comes after a candidate in the order: by shown and n, both falling."""
    before, below = bindparam("before", type_=shown.type), bindparam("below", type_=n.type)
    return [shown <= before, not_(and_(shown == before, n >= below))]


def _of_sources(showing: Collection[str], codes: Collection[str] | None, *, further: bool) -> Choice:
    at = sightings.c
    about = (
        ()
        if codes is None
        else (
            select(places.c.n)
            .where(places.c.n == at.n, places.c.code.in_(sorted(codes)), places.c.shown.is_not(None))
            .exists(),
        )
    )
    each = [
        select(at.n, at.shown)
        .where(at.source == source, at.shown.is_not(None), *about, *(_after(at.shown, at.n) if further else ()))
        .order_by(at.shown.desc(), at.n.desc())
        .limit(_MOST)
        for source in sorted(showing)
    ]
    return each[0] if len(each) == 1 else _merged(each)


def _of_codes(codes: Collection[str], *, further: bool) -> Choice:
    """Merge each code's newest: so a beat of fifty countries reads fifty short stretches of one index, never more."""
    at = places.c
    newest = at.shown.desc(), at.n.desc()
    return _merged(
        [
            select(at.n, at.shown)
            .where(at.code == code, at.shown.is_not(None), *(_after(at.shown, at.n) if further else ()))
            .order_by(*newest)
            .limit(_MOST)
            for code in sorted(codes)
        ]
    )


def _merged(each: Sequence[Choice]) -> Choice:
    parts = (one.subquery() for one in each)
    merged = union_all(*(select(one.c.n, one.c.shown) for one in parts)).subquery()
    shown = func.max(merged.c.shown, type_=places.c.shown.type).label("shown")
    return select(merged.c.n, shown).group_by(merged.c.n).order_by(shown.desc(), merged.c.n.desc()).limit(_MOST)


def countries(connection: Connection, codes: Collection[str]) -> tuple[str, ...]:
    """Give, in alphabetical order, those of `codes` that at least one article in feeds is about."""
    if not codes:
        return ()
    each = (
        select(literal(code).label("code"))
        .where(select(places.c.n).where(places.c.code == code, places.c.shown.is_not(None)).exists())
        for code in sorted(codes)
    )  # fmt: skip
    return tuple(sorted(connection.execute(union_all(*each)).scalars()))


def sources_with_articles(connection: Connection) -> tuple[str, ...]:
    """Give, in alphabetical order, the sources that showed at least one article in feeds."""
    seen = sightings.c.source == states.c.source
    showing = select(sightings.c.n).where(seen, sightings.c.shown.is_not(None)).exists()
    return tuple(sorted(connection.execute(select(states.c.source).where(showing)).scalars()))
