"""What the archive holds on one article beside the article itself."""

from dataclasses import dataclass
from datetime import datetime

from feeds.article.story import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What happened to an article other than by a collection: `kind` as the store's events name it."""

    at: datetime
    kind: str
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that is known of one article.

    `kept` is False for one that was only read, and judged as it would be. `listed` is False for one of a source's
    back-file, `retracted` when its source took it back. `keys` are the aliases that lead to it ("url:…",
    "guid:<source>:…"), `sources` those that showed it, the names of the settings in alphabetical order; `deeds` the
    newest first. `known` is the id of the kept article that one which was only read would be another sighting of.
    """

    article: Article
    kept: bool = True
    listed: bool = True
    retracted: datetime | None = None
    keys: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()
    known: str | None = None
