"""Articles as feeds pass them on, each made ready once and rendered once, for all feeds and builds that show it so."""

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, fields, is_dataclass, replace
from html import escape
from typing import Final

from feeds.article import Article
from feeds.publish.checks import unfit
from feeds.publish.doubts import Doubt, doubt
from feeds.publish.scrub import scrub

MOST_HUNG: Final = 50_000
"""How many bytes of bylines, topics, links and notices an article may carry: a notice, and dozens of long addresses."""
_MOST_BYTES: Final = 32 * 1024 * 1024  # with their entries, articles take three to five times as much


@dataclass(slots=True, eq=False, kw_only=True)
class Fragment:
    """What a feed passes on of the article `stored`: `article`, washed, and lean where too much hangs on it.

    `size` estimates its bytes in a document, `digest` is a fingerprint of all that it says. `fault` says why it can
    stand in no feed, `doubt` what looks wrong. `entries` are its entries by format, once they were asked for; `refused`
    says why it has none.
    """

    stored: Article
    article: Article
    size: int
    digest: str
    fault: str | None = None
    doubt: Doubt | None = None
    entries: dict[str, bytes] = field(default_factory=dict)
    refused: str | None = None

    @property
    def id(self) -> str:
        """The article's."""
        return self.stored.id

    def emptied(self) -> "Fragment":
        """Give what is left without the content."""
        return _made(replace(self.article, content=""), lambda given: given)


class Fragments:
    """The fragments of one site under one table of settings; what neither this build nor the last used is forgotten.

    At most so many bytes of articles are held, whatever the number of feeds; beyond them all is made anew each time.
    """

    def __init__(self, most: int = _MOST_BYTES) -> None:
        """Hold articles of up to `most` bytes."""
        self._most = most
        self.forget()

    def forget(self) -> None:
        """Forget everything."""
        self._now: dict[tuple[Hashable, str], Fragment] = {}
        self.turn()
        self.turn()

    def turn(self) -> None:
        """Begin a build: what the last one did not use is forgotten."""
        self._before, self._now = self._now, {}
        self._passed: dict[int, Fragment] = {}
        self._bytes = 0

    def ready(self, stored: Article, terms: Hashable, passed: Callable[[Article], Article]) -> Fragment:
        """Give the fragment of an article as `passed` passes it on, which does alike wherever `terms` are equal."""
        key = terms, stored.id
        known = self._now.get(key)
        if known is not None and known.stored is stored:
            return known
        known = known or self._before.get(key)
        if known is None or (known.stored is not stored and known.stored != stored):
            known = _made(stored, passed)
        known.stored = stored
        self._keep(key, known)
        return known

    def of(self, article: Article) -> Fragment:
        """Give the fragment that `article` is of; of one that came another way, its own."""
        known = self._passed.get(id(article))
        return known if known is not None and known.article is article else _made(article, lambda given: given)

    def _keep(self, key: tuple[Hashable, str], fragment: Fragment) -> None:
        if key not in self._now:
            self._bytes += fragment.size
        if self._bytes <= self._most:
            self._now[key] = self._passed[id(fragment.article)] = fragment


def size(article: Article) -> int:
    """Estimate an article's bytes in a document, where its content stands escaped."""
    return _bytes((article.title, article.summary, article.content)) + _hung(article)


def _made(stored: Article, passed: Callable[[Article], Article]) -> Fragment:
    fault = unfit(stored)
    if fault is not None:
        return Fragment(stored=stored, article=stored, size=0, digest="", fault=fault)
    article = scrub(_lean(passed(stored)))
    digest = hashlib.sha256(repr(article).encode()).hexdigest()
    return Fragment(stored=stored, article=article, size=size(article), digest=digest, doubt=doubt(article))


def _hung(article: Article) -> int:
    """Estimate the bytes of what hangs on an article; its places are few, and short."""
    return _bytes(replace(article, title="", summary="", content="", places=(), link=None))


def _bytes(value: object) -> int:
    """Count the escaped bytes of every text in `value`."""
    if isinstance(value, str):
        return len(escape(value).encode(errors="replace"))
    if isinstance(value, tuple):
        return sum(_bytes(one) for one in value)
    if is_dataclass(value):
        return sum(_bytes(getattr(value, each.name)) for each in fields(value))
    return 0


def _lean(article: Article) -> Article:
    """Give an article without links and topics where they outweigh any honest story's, lest they crowd others out."""
    if _hung(article) <= MOST_HUNG:
        return article
    authors = tuple(replace(author, uri=None) for author in article.authors[:10])
    return replace(article, authors=authors, categories=(), enclosures=(), related=())
