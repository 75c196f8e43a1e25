"""An honest store in memory."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from feeds.article import Article, Batch, Known, Visit


@dataclass
class Shelf:
    """An honest store in memory: aliases are never moved."""

    aliases: dict[str, str] = field(default_factory=dict)
    heads: dict[str, Known] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    visited: dict[tuple[str, str], Visit] = field(default_factory=dict)

    def known(self, keys: Collection[str]) -> Mapping[str, Known]:
        return {key: self.heads[self.aliases[key]] for key in keys if key in self.aliases}

    def get(self, id: str, *, withheld: bool) -> Article | None:  # noqa: A002, ARG002
        return self.articles.get(id)

    def visits(self, source: str, urls: Collection[str]) -> Mapping[str, Visit]:
        return {url: self.visited[source, url] for url in urls if (source, url) in self.visited}

    def keep(self, batch: Batch) -> None:
        for article in (*batch.new, *batch.changed):
            known = Known(
                id=article.id,
                source=article.source,
                digest=article.digest,
                updated=article.updated,
                rights=article.rights,
            )
            if article in batch.new:
                assert article.id not in self.heads, "an id was minted twice"
            self.heads[article.id] = known
            self.articles[article.id] = article
        for article_id, rights in batch.restated:
            self.heads[article_id] = replace(self.heads[article_id], rights=rights)
        for key, article_id in batch.aliases:
            self.aliases.setdefault(key, article_id)
        self.visited |= {(visit.source, visit.url): visit for visit in batch.visits}
