"""What is remembered of collecting: fetch states, runs, verdicts and the batch that is kept at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feeds.article.copies import Print
from feeds.article.pages import Remark, Skipped
from feeds.article.story import Article, Rights


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchState:
    """What is remembered of a source between two collections.

    `etag` and `modified` are the validators as the server sent them; `url` where a permanent redirect led that has
    proved permanent, `moved_to` where one leads that is seen since `moved_since`; `due` when it is to be collected
    next; `failures` how many in a row; `files` fingerprints of a drop folder's files by relative
    path; `paused` says why it is left alone for good (410), or None. `declared` is the address in the settings that
    all of this is about. `memo` is what its kind said to itself.

    `prints` are fingerprints of the entries that it showed last.
    `readings` are its last readings, oldest first, as (seconds since 1970, items found, items that bore a date);
    `arrivals` when its newest articles came out, in seconds since 1970, oldest first. `alarm` says what is odd about
    them, compared with the source's own past.
    """

    source: str
    declared: str | None = None
    etag: str | None = None
    modified: str | None = None
    url: str | None = None
    due: datetime | None = None
    failures: int = 0
    last_success: datetime | None = None
    error: str | None = None
    failing_since: datetime | None = None
    files: tuple[tuple[str, str], ...] = ()
    paused: str | None = None
    memo: str | None = None
    readings: tuple[tuple[int, int, int], ...] = ()
    arrivals: tuple[int, ...] = ()
    alarm: str | None = None
    moved_to: str | None = None
    moved_since: datetime | None = None
    prints: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What is remembered of one page that a source led to.

    `mark` is a fingerprint of what the source said of the page when it was last visited; `tries` how many visits in a
    row brought nothing; `etag` and `modified` are the validators as its server sent them.
    """

    source: str
    url: str
    at: datetime
    mark: str | None = None
    tries: int = 0
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is known of one picture on the web, from its own first bytes.

    `type` is its media type, `length` in bytes, `width` and `height` in pixels as it is seen; None is unknown, and
    without a type nothing is known. `at` is when it was last asked, `tries` how often.
    """

    href: str
    at: datetime
    tries: int = 1
    type: str | None = None
    length: int | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """What a hub was told of one topic (WebSub): the address of a document that readers subscribe to.

    `told` is the entity tag that it was told of last, None before the first time. `tries` counts those that failed
    since, `error` says why the last one did, `failing_since` when the first one did; `due` is when the next one is.
    """

    hub: str
    topic: str
    told: str | None = None
    tries: int = 0
    due: datetime | None = None
    error: str | None = None
    failing_since: datetime | None = None
    last_success: datetime | None = None


Outcome = Literal["collected", "not-modified", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One collection of one source: outcome and counts. `error` is one clear sentence where it failed.

    `remarks` are on items that were kept, the first few of them.
    """

    source: str
    started: datetime
    finished: datetime
    outcome: Outcome
    found: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    duplicate: int = 0
    skipped: tuple[Skipped, ...] = ()
    bytes: int = 0
    error: str | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class New:
    """Verdict: never seen before; `id` is the one minted for it."""

    id: str


@dataclass(frozen=True, slots=True)
class Changed:
    """Verdict: the story `id`, materially different."""

    id: str


@dataclass(frozen=True, slots=True)
class Same:
    """Verdict: the story `id`, nothing material changed."""

    id: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Verdict: another source's story `of`, seen again."""

    of: str


Verdict = New | Changed | Same | Duplicate


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What identity needs to know of a kept article: whose it is, its material fingerprint, when it last moved.

    `rights` are those that it is kept under.
    """

    id: str
    source: str
    digest: str
    updated: datetime | None = None
    rights: Rights | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one collection of one source changes, kept in one transaction.

    `aliases` are (key, article id) pairs: the first id a key was given stays for ever. `sightings` are the ids of every
    article that the source showed. The articles of `changed` keep the stored `published`, `estimated` and `seen`.
    `restated` are articles that are the same, under other rights. `retracted` are ids of articles that their source
    made public no more; `visits` what is to be remembered of pages, `prints` what those of its articles that may be
    copies are compared by.
    """

    run: Run
    state: FetchState
    new: tuple[Article, ...] = ()
    changed: tuple[Article, ...] = ()
    restated: tuple[tuple[str, Rights], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    sightings: tuple[str, ...] = ()
    retracted: tuple[str, ...] = ()
    visits: tuple[Visit, ...] = ()
    prints: tuple[Print, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """What the desk decided about `source`: it is left alone until that is lifted; `who`, when (`at`), `why`."""

    source: str
    who: str
    at: datetime
    why: str
