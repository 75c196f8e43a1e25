"""What choosing windows remembers, so that two hundred feeds do not look at the same articles two hundred times.

A shortcut and nothing more: windows, candidates and whole articles count for one revision of the store (see
`revision`), and what rules said of an article for as long as it is the same.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from feeds.article import Article, Facets, Selection, Tombstone
from feeds.store import revision
from feeds.store.inserts import parts
from feeds.store.schema import articles

Candidate = tuple[int, datetime]
"""The number of an article, and when it is seen in feeds."""

_MOST_ARTICLES: Final = 2000
_MOST_GLANCES: Final = 1000
_MOST_VERDICTS: Final = 2_000_000


@dataclass(slots=True)
class Pool:
    """Candidates of a selection as far as they were read, newest first; `whole` once there are no more.

    Of the first `sure` it is known in this revision whether they are what they were.
    """

    rows: list[Candidate] = field(default_factory=list)
    whole: bool = False
    sure: int = 0


@dataclass(slots=True)
class Memory:
    """The memory of one store; it belongs to whoever has the store's turn at choosing."""

    revision: str | None = None
    windows: dict[object, tuple[Article, ...]] = field(default_factory=dict)
    facets: dict[Selection, Facets] = field(default_factory=dict)
    pools: dict[object, Pool] = field(default_factory=dict)
    whole: dict[int, Article] = field(default_factory=dict)
    glances: dict[tuple[int, bool], Article] = field(default_factory=dict)
    graves: dict[int, Tombstone] | None = None
    verdicts: dict[str, dict[int, bool]] = field(default_factory=dict)
    versions: dict[int, tuple[datetime, str]] = field(default_factory=dict)

    def begin(self, connection: Connection) -> None:
        """Forget what another revision had; to be called in the transaction that goes on to read."""
        now = revision.read(connection)
        if now is None or now != self.revision:
            self.revision = now
            self.windows, self.facets, self.pools, self.whole = {}, {}, {}, {}
            self.glances, self.graves = {}, None
        if sum(map(len, self.verdicts.values())) > _MOST_VERDICTS:
            self.verdicts = {}

    def taken(
        self,
        connection: Connection,
        rules: str,
        pool: Pool,
        part: slice,
        ask: Callable[[Collection[int]], dict[int, bool]],
    ) -> list[Candidate]:
        """Give those of a part of `pool` that `rules` take; only those are asked of that are not known."""
        rows = pool.rows[part]
        if not rules:
            said = ask([n for n, _ in rows])
            return [row for row in rows if said[row[0]]]
        if pool.sure < part.stop:
            self._look(connection, [n for n, _ in pool.rows[pool.sure : part.stop]])
            pool.sure = part.stop
        known = self.verdicts.setdefault(rules, {})
        missing = [n for n, _ in rows if n not in known]
        if missing:
            known |= ask(missing)
        return [row for row in rows if known[row[0]]]

    def articles(
        self, numbers: Collection[int], read: Callable[[Collection[int]], dict[int, Article]]
    ) -> dict[int, Article]:
        """Give the articles `numbers` whole; only those are read that are not at hand."""
        missing = [n for n in numbers if n not in self.whole]
        if len(self.whole) + len(missing) > _MOST_ARTICLES:
            self.whole, missing = {}, list(numbers)
        self.whole |= read(missing)
        return {n: self.whole[n] for n in numbers}

    def glanced(
        self, numbers: Collection[int], read: Callable[[Collection[int]], dict[int, Article]], *, whole: bool
    ) -> dict[int, Article]:
        """Give the articles `numbers` at a glance, their content if `whole`; many are not kept, for want of room."""
        missing = [n for n in numbers if (n, whole) not in self.glances]
        found = read(missing) if missing else {}
        if len(self.glances) + len(missing) <= _MOST_GLANCES:
            self.glances |= {(n, whole): article for n, article in found.items()}
        known = {n: found.get(n) or self.glances.get((n, whole)) for n in numbers}
        return {n: article for n, article in known.items() if article is not None}

    def _look(self, connection: Connection, numbers: Collection[int]) -> None:
        """Forget every verdict on those of the articles `numbers` that are not what they were."""
        at = articles.c
        for part in parts(numbers):
            for row in connection.execute(select(at.n, at.changed, at.digest).where(at.n.in_(part))):
                version = (row.changed, row.digest)
                if self.versions.get(row.n) != version:
                    self.versions[row.n] = version
                    for known in self.verdicts.values():
                        known.pop(row.n, None)
