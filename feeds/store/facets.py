"""What the newest articles of a selection are known by: their topics, authors and languages, counted."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, select

from config.settings import Limits
from feeds.article import Facets, Selection
from feeds.store.inserts import parts
from feeds.store.memory import Memory
from feeds.store.schema import articles
from feeds.store.windows import Judge, newest

LOOKED_AT: Final = 1000
"""Of how many articles the facets are counted: what is not among them is no subject of the day."""


def read(connection: Connection, selection: Selection, takes: Judge | None, memory: Memory) -> Facets:
    """Count the facets of the newest LOOKED_AT articles that `selection` holds and `takes` accepts.

    Names that differ in case alone are one, as it was written most often; an article counts once for each.
    """
    limits = Limits(window_count=LOOKED_AT, window_most=LOOKED_AT)
    if takes is not None and not selection.rules:  # nobody knows what it goes by
        return _counted(connection, newest(connection, selection, limits, takes, memory))
    if selection not in memory.facets:
        memory.facets[selection] = _counted(connection, newest(connection, selection, limits, takes, memory))
    return memory.facets[selection]


def _counted(connection: Connection, numbers: Iterable[int]) -> Facets:
    topics: list[set[str]] = []
    authors: list[set[str]] = []
    languages: Counter[str] = Counter()
    at = articles.c
    for part in parts(list(numbers)):
        for row in connection.execute(select(at.categories, at.authors, at.language).where(at.n.in_(part))):
            topics.append({topic.label or topic.term for topic in row.categories})
            authors.append({author.name for author in row.authors})
            if row.language:
                languages[row.language.partition("-")[0]] += 1
    return Facets(topics=_named(topics), authors=_named(authors), languages=tuple(sorted(languages.items())))


def _named(each: Iterable[set[str]]) -> tuple[tuple[str, int], ...]:
    """Give (name, articles), by name; of spellings that differ in case the most frequent stands for all."""
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for names in each:
        folded = {name.strip().casefold(): name.strip() for name in sorted(names) if name.strip()}
        counts.update(folded.keys())
        for key, name in folded.items():
            spellings.setdefault(key, Counter())[name] += 1
    usual = {key: min(found, key=lambda name: (-found[name], name)) for key, found in spellings.items()}
    return tuple(sorted((usual[key], count) for key, count in counts.items()))
