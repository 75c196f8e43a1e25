"""Which articles a feed shows: the newest by first sight, found in the indexes alone; then read whole."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, Select, func, literal, select, text, union_all

from config.settings import Limits
from feeds.article import Article, Selection
from feeds.store.articles import read
from feeds.store.schema import VISIBLE, articles, places, sightings, states

Choice = Select[tuple[int, datetime]]


def window(connection: Connection, selection: Selection, limits: Limits) -> tuple[Article, ...]:
    """Give the window of `selection`: by `published`, newest first, then by id.

    Chosen by `seen`: the newest `window_count`, or all within `window_age` of the newest; at most `window_most`.
    """
    choice = _choice(selection, limits.window_most)
    newest = [] if choice is None else connection.execute(choice).all()
    chosen = [row.n for row in newest[: _depth(newest, limits)]]
    by_id = sorted(read(connection, chosen), key=lambda article: article.id)
    return tuple(sorted(by_id, key=lambda article: article.published, reverse=True))


def _depth(newest: Sequence[Row[tuple[int, datetime]]], limits: Limits) -> int:
    if not newest:
        return 0
    since: datetime = newest[0].shown - limits.window_age
    return max(limits.window_count, sum(1 for row in newest if row.shown >= since))


def _choice(selection: Selection, most: int) -> Choice | None:
    """Give the statement for (n, shown) of the newest `most`, or None where nothing can be chosen."""
    codes, source = selection.codes, selection.source
    if codes is not None and not codes:
        return None
    if source is not None:
        return _of_source(source, codes, most)
    if codes is not None:
        return _of_codes(codes, most)
    shown = articles.c.seen.label("shown")
    return select(articles.c.n, shown).where(text(VISIBLE)).order_by(shown.desc(), articles.c.n.desc()).limit(most)


def _of_source(source: str, codes: Collection[str] | None, most: int) -> Choice:
    at = sightings.c
    choice = select(at.n, at.shown).where(at.source == source, at.shown.is_not(None))
    if codes is not None:
        about = select(places.c.n).where(
            places.c.n == at.n, places.c.code.in_(sorted(codes)), places.c.shown.is_not(None)
        )
        choice = choice.where(about.exists())
    return choice.order_by(at.shown.desc(), at.n.desc()).limit(most)


def _of_codes(codes: Collection[str], most: int) -> Choice:
    """Merge each code's newest: so a beat of fifty countries reads fifty short stretches of one index, never more."""
    at = places.c
    newest = at.shown.desc(), at.n.desc()
    each = (
        select(at.n, at.shown).where(at.code == code, at.shown.is_not(None)).order_by(*newest).limit(most).subquery()
        for code in sorted(codes)
    )
    merged = union_all(*(select(one.c.n, one.c.shown) for one in each)).subquery()
    shown = func.max(merged.c.shown, type_=at.shown.type).label("shown")
    return select(merged.c.n, shown).group_by(merged.c.n).order_by(shown.desc(), merged.c.n.desc()).limit(most)


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
