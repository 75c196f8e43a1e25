"""One build as its parts see it: what it works with, what became of a feed, and how a document gets into the folder."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from config.settings import Settings
from feeds.article import Hold, Skipped
from feeds.errors import PublishError
from feeds.publish.catalogue import Shelf
from feeds.publish.documents import Draft, make
from feeds.publish.manifest import Listed, Manifest, Stored, slug_of
from feeds.publish.proofs import Proofs
from feeds.publish.site import Site

Outcome = Literal["written", "unchanged", "held", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What became of one feed: `articles` in what is now published, `reason` where it was held, failed or is empty.

    `skipped` are the articles that were left out because they cannot be published.
    """

    slug: str
    outcome: Outcome
    articles: int
    reason: str | None = None
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """One build: what it works with; `before` is the table that it replaces, `now` dates what changed.

    `same` says that store and settings are as they were at the last one.
    """

    store: Shelf
    settings: Settings
    site: Site
    now: datetime
    before: Manifest
    holds: Mapping[str, Hold]
    proofs: Proofs
    same: bool = False

    def published(self, path: str) -> Stored | None:
        """Give the document at a URL path as it is published, a page of archives too; None where there is none."""
        name = self.before.archives.get(slug_of(path) or "")
        if name is None or path in self.before.documents:
            return self.before.documents.get(path)
        with suppress(PublishError):
            return self.site.pages(name).documents.get(path)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A feed's record, and what of it goes into the table."""

    built: Built
    listed: Listed | None
    documents: tuple[Stored, ...] = ()


def document(build: Build, draft: Draft) -> Stored:
    """Store a document, unless its very bytes are published already: then only what is said about it may change."""
    last = build.published(draft.path)
    if last and last.tag("identity") == f'"{draft.digest}"' and build.site.has(last):
        return replace(
            last,
            media_type=draft.media_type,
            max_age=draft.max_age,
            links=draft.links,
            headers=draft.headers,
            private=draft.private,
        )
    return build.site.keep(make(draft, last, build.now))
