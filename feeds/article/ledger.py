"""What was published, as it is remembered: the versions of documents, and when articles stood in feeds."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A document as it was published from `at` (UTC) until its next version: `digest` names its `length` bytes.

    Where from then on none was published, `digest` is empty.

    `added`, `changed` and `removed` are the ids of articles that were new in its feed, other than before, or gone; all
    are empty where only its form changed. `n` counts versions of all documents, and is 0 before it is kept.
    """

    path: str
    at: datetime
    digest: str
    length: int
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """The bytes of a version, compressed: by themselves, or beside those of the version `base` of the same document.

    `body` is None where they are kept no more, for want of room.
    """

    version: Version
    body: bytes | None
    base: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """A time for which an article stood in a feed: `since` it came in, `until` it went out; None: it is there still.

    `digest` is the fingerprint of what the feed's JSON document last said of it.
    """

    feed: str
    article: str
    since: datetime
    digest: str
    until: datetime | None = None
