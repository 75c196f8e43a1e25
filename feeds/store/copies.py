"""Reading stories that came more than once: the id that readers know each under, and the others that tell it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from feeds.article import Article, Related
from feeds.store.inserts import parts
from feeds.store.schema import NO, articles

MOST: Final = 10
"""How many others of a story are named."""


@dataclass(slots=True)
class Told:
    """A story: its `id`, which is its first article's, and the articles that do not stand for it, the best first."""

    id: str
    others: list[Related]

    def beside(self, article: Article) -> tuple[Related, ...]:
        """Give the others that are to be named beside `article`: none at an address that it names itself."""
        named = {article.link, *(each.link for each in article.related)}
        return tuple(each for each in self.others if each.link not in named)[:MOST]


def told(connection: Connection, stories: Collection[int]) -> dict[int, Told]:
    """Give each of `stories` by its number. An article without an address of its own is not named: it has no page."""
    at = articles.c
    found: dict[int, Told] = {}
    for part in parts(stories):
        for row in connection.execute(select(at.n, at.id).where(at.n.in_(part))):
            found[row.n] = Told(row.id, [])
        behind = (
            at.behind != NO,
            at.embargo.is_(None),
            at.retracted.is_(None),
            at.expired.is_(None),
            at.link.is_not(None),
        )
        wanted = select(at.story, at.title, at.link, at.origin).where(at.story.in_(part), *behind)
        for other in connection.execute(wanted.order_by(at.merit, at.n)):
            title = f"{other.title} ({other.origin[0].title})"  # the headline alone is often the very same
            found[other.story].others.append(Related(title=title, link=other.link))
    return found
