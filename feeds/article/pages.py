"""What a source is read from: pages, what they held, and which pages they want followed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from feeds.article.story import Claim, Entry, Origin

ARTICLE: Final = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An item, or a file, that was not kept, and why: a value, not an exception."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is odd about an item that was kept all the same, in one sentence that goes on from `what`."""

    what: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Bytes from outside, as a kind of source reads them.

    `address` is the final URL, or the file's path relative to its drop folder; `media_type` is the bare type
    ("application/rss+xml"), `charset` what the transport declared; `modified` the transport's or the file's time;
    `status` HTTP's; `link`, `robots`, `reservation` and `policy` are the Link (RFC 8288), X-Robots-Tag, tdm-reservation
    and tdm-policy headers as they came. `role` and `memo` are those of the `Follow` that
    led here.
    """

    address: str
    body: bytes
    media_type: str | None = None
    charset: str | None = None
    modified: datetime | None = None
    status: int = 200
    link: str | None = None
    robots: str | None = None
    reservation: str | None = None
    policy: str | None = None
    role: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """An address that a source wants read as well.

    `role` is the kind's own word for what it expects there, or ARTICLE for the page of one article, which is extracted
    and completes `entry`. An article's page is followed once, and again when `modified`, the source's own word on when
    it changed, is another than at the last time. `memo` is what the kind says to itself, `accept` the Accept field.
    `tolerates` are error statuses that the kind reads as answers; every other one fails the collection, but for an
    article's page, which is skipped.
    """

    url: str
    role: str = ARTICLE
    entry: Entry | None = None
    modified: datetime | None = None
    memo: str = ""
    accept: str | None = None
    tolerates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one page of a source held. `ttl` is in seconds, the source's own hint; `claim` is about all `entries`.

    `listed` is how many dated items the source showed, where it is not the number of `entries` and `follow`.

    `follow` are further pages to read, the most wanted first; `vanished` are guids of which the source has confirmed
    that they are public no more; `memo`, if not None, is what the kind wants to be told at the source's next
    collection, were this the last page that is read in this one.
    """

    entries: tuple[Entry, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    origin: Origin | None = None
    language: str | None = None
    rights: str | None = None
    claim: Claim | None = None
    ttl: int | None = None
    follow: tuple[Follow, ...] = ()
    vanished: tuple[str, ...] = ()
    memo: str | None = None
    listed: int | None = None
