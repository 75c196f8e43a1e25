"""The pages of single articles: which of those that a source led to are read now, and what comes of each."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from config.settings import Source
from feeds.article import Entry, Follow, Reading, Skipped, Visit, both
from feeds.collect.fetch import NotModified
from feeds.collect.pages.extract import Extract
from feeds.errors import FetchError
from feeds.pipeline.steps import Extraction, Inquiry, Remembered, Step
from feeds.pipeline.trip import Trip, ask
from feeds.text.html import plain

_TRIES: Final = 4
_PATIENCE: Final = timedelta(hours=1)  # and four times as long after each further visit in vain
_IN_A_ROW: Final = 3  # pages of one collection that fail one after another: the site is ill, leave it alone
_WHOLE: Final = 600  # characters: an item with fewer is thin


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article's page to be read; `reading` is what its source said around it."""

    follow: Follow
    reading: Reading

    @property
    def mark(self) -> str:
        """A fingerprint of what the source says of the page: another one is a reason to visit it again."""
        if self.follow.modified is not None or self.follow.entry is None or self.follow.entry.guid is None:
            return str(self.follow.modified or "")
        entry = self.follow.entry
        said = "\0".join(str(part) for part in (entry.title, entry.summary, entry.content, entry.updated))
        return sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


def thin(entry: Entry, source: Source) -> bool:
    """Say whether `entry` is to be completed from its page: the operator wants it and may pass it on."""
    if not source.full_text or source.permits != "full" or not entry.link:
        return False
    return len(plain((entry.content or entry.summary or "")[: _WHOLE * 20])) < _WHOLE


def visit_articles(trip: Trip, wanted: Mapping[str, Wanted]) -> Generator[Step, Any, None]:
    """Read the pages of `wanted` (by address) that are new or changed, as many as `limits.pages` allows."""
    if not wanted:
        return
    remembered: Remembered = yield Inquiry(trip.source.name, tuple(wanted))
    failing = 0
    for number, (url, want) in enumerate(_due(trip, wanted, remembered)):
        if number >= trip.means.settings.limits.pages or failing >= _IN_A_ROW:
            trip.rest = True
            return
        failed = yield from _visit(trip, want, remembered.visits.get(url))
        failing = failing + 1 if failed else 0
        if failed is not None and failed.retry_after:
            trip.hear(retry_after=failed.retry_after)
            failing = _IN_A_ROW


def _due(trip: Trip, wanted: Mapping[str, Wanted], remembered: Remembered) -> Iterator[tuple[str, Wanted]]:
    for url, want in wanted.items():
        visit = remembered.visits.get(url)
        if visit is None:
            due = _is_own(trip) or url not in remembered.known
        else:
            again = visit.at + _PATIENCE * 4 ** (visit.tries - 1) if visit.tries else visit.at
            due = visit.mark != want.mark or (0 < visit.tries < _TRIES and again <= trip.now)
            if not due and visit.tries:
                _fall_back(trip, want)
        if due:
            yield url, want


def _is_own(trip: Trip) -> bool:
    """Say whether the source itself holds its items, so that a page only completes them."""
    return not trip.kind.DISCOVERS


def _visit(trip: Trip, want: Wanted, visit: Visit | None) -> Generator[Step, Any, FetchError | None]:
    """Read one page; give the error where it did not come."""
    before = visit or Visit(source=trip.source.name, url=want.follow.url, at=trip.now)
    fresh = replace(before, at=trip.now, mark=want.mark)
    answer = yield from ask(trip, want.follow, None if before.tries else before, discovered=True)
    if isinstance(answer, FetchError):
        trip.visits.append(replace(fresh, tries=before.tries + 1))
        if not _fall_back(trip, want):
            trip.pass_over(want.follow.url, str(answer))
        return answer
    if isinstance(answer, NotModified):
        trip.visits.append(replace(fresh, etag=answer.etag, modified=answer.modified))
        return None
    extract: Extract | Skipped = yield Extraction(answer.page, trip.source)
    done = _read(trip, want, extract)
    tries = 0 if done else before.tries + 1
    trip.visits.append(replace(fresh, tries=tries, etag=answer.etag, modified=answer.modified))
    return None


def _read(trip: Trip, want: Wanted, extract: Extract | Skipped) -> bool:
    """Make an item of what stands on the page; say whether that was an article."""
    if isinstance(extract, Extract) and extract.is_article:
        return trip.items.take(_completed(trip, want, extract), want.reading)
    if not _fall_back(trip, want):
        reason = extract.reason if isinstance(extract, Skipped) else "the page does not look like an article"
        trip.pass_over(want.follow.url, reason)
    return False


def _fall_back(trip: Trip, want: Wanted) -> bool:
    """Take the item as its source gave it, where that says enough: a title and, unless it is a feed's, a date."""
    entry = want.follow.entry
    enough = entry is not None and entry.title and (_is_own(trip) or entry.published)
    return bool(enough) and entry is not None and trip.items.take(entry, want.reading)


def _completed(trip: Trip, want: Wanted, extract: Extract) -> Entry:
    """Join what the source and the page say: a feed's own word counts more than the page's, a mere link's less.

    Whose word does not count is still another address of the page.
    """
    read = replace(extract.entry, content=None) if extract.paywalled else extract.entry
    read = replace(read, aliases=(*read.aliases, want.follow.url))
    said = want.follow.entry
    if said is None:
        return replace(read, link=read.link or want.follow.url)
    if not _is_own(trip):
        return replace(_joined(read, said), guid=said.guid or read.guid, link=read.link or said.link or want.follow.url)
    whole = _joined(said, read)
    return replace(whole, content=read.content or said.content, base=read.base or said.base, link=said.link)


def _joined(first: Entry, second: Entry) -> Entry:
    """Give `first`, and from `second` whatever it lacks."""
    lacking = {
        one.name: getattr(second, one.name)
        for one in fields(Entry)
        if one.name != "claim" and not getattr(first, one.name)
    }
    return replace(first, **lacking, claim=both(first.claim, second.claim))
