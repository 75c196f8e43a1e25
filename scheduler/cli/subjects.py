"""What `beatwire explain` is asked about: a kept article, or one that is only read, as it would be judged."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from config.errors import BeatwireError, ConfigError
from config.settings import Settings, Source
from feeds.article import Dossier, Entry, Page, Permits, Reading, Skipped
from feeds.collect import drop
from feeds.collect.extract import Extractor
from feeds.collect.sources import folder
from feeds.errors import PublishError
from feeds.publish.site import Site
from feeds.select import identity
from feeds.select.clean import Context, clean
from feeds.store import Store
from feeds.text.characters import line
from feeds.text.urls import absolute, site_of, untracked
from scheduler.cli.extract import fetched
from scheduler.cli.naming import named
from scheduler.cli.pointing import numbered

_STANDARD_INPUT: Final = "standard-input.txt"


@dataclass(frozen=True, slots=True)
class Subject:
    """One article, and what is odd about it, or None."""

    dossier: Dossier
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question and what answers it; `store` is None while nothing is kept yet."""

    settings: Settings
    store: Store | None
    now: datetime
    allow_private: bool = False

    def subjects(self, what: str) -> list[Subject]:
        """Give what `what` names. Raises ConfigError where it names nothing, and whatever stops us from reading it."""
        number = numbered(what)
        found = self._kept(number)
        if found is not None:
            return [Subject(found)]
        if what.startswith(("http://", "https://")):
            return [self._at(what)]
        if number:
            raise ConfigError(
                f"no article has this id in {self._archive()}; take one from a feed, or give its URL", key=what
            )
        return self._in(Page(address=_STANDARD_INPUT, body=_given()) if what == "-" else _file(Path(what)))

    def _archive(self) -> str:
        return "the archive" if self.settings.store else str(self.settings.data)

    def _kept(self, article: str | None) -> Dossier | None:
        return self.store.dossier(article, withheld=True) if self.store and article else None

    def _at(self, url: str) -> Subject:
        """Give the article at an address: the kept one, else what its page says."""
        address = untracked(absolute(url, None) or url)
        key = identity.url_key(address)
        found = self._kept(self._known((key,) if key else ()))
        if found is not None:
            return Subject(found)
        source = self._source(address)
        page = fetched(url, self.settings, allow_private=self.allow_private or source.allow_private)
        with Extractor() as extractor:
            result = extractor.read(page, source.zone, self.now)
        if isinstance(result, Skipped):
            raise BeatwireError(f"{line(result.what)}: {line(result.reason)}")
        note = None if result.is_article else "This does not look like the page of one article."
        return Subject(self._judged(result.entry, Reading(), source, keep=True), note)

    def _in(self, page: Page) -> list[Subject]:
        """Give the articles of a file, as the drop folder that it lies in would read it."""
        source, name = self._folder(Path(page.address))
        page = replace(page, address=name)
        reading = folder.read(page, source, self.now)
        if not reading.entries:
            why = reading.skipped[0].reason if reading.skipped else "it holds no article"
            raise BeatwireError(f"{line(page.address)}: {line(why)}")
        return [Subject(self._judged(entry, reading, source)) for entry in reading.entries]

    def _judged(self, entry: Entry, reading: Reading, source: Source, *, keep: bool = False) -> Dossier:
        """Judge what was read as it would be; `keep` gives the kept article instead, where it is one."""
        permits = Permits(source.permits)
        context = Context(source=source, reading=reading, permits=permits, now=self.now, limits=self.settings.limits)
        article = clean(entry, context)
        if isinstance(article, Skipped):
            raise BeatwireError(f"{line(article.what)}: {line(article.reason)}")
        known = self._known(identity.keys(entry, article))
        kept = self._kept(known) if keep else None
        return kept or Dossier(article=article, kept=False, sources=(source.name,), known=known)

    def _known(self, keys: tuple[str, ...]) -> str | None:
        found = self.store.known(keys) if self.store else {}
        return next((found[key].id for key in keys if key in found), None)

    def _source(self, url: str) -> Source:
        """Give the declared source on whose site an address is, else one as `beatwire add` would name it."""
        sources = self.settings.sources
        site = site_of(url)
        own = next((one for one in sources if one.url and site_of(one.url) == site), None)
        return own or Source(name=named(url, self.settings.by_name), kind="page", url=url)

    def _folder(self, path: Path) -> tuple[Source, str]:
        """Give the declared drop folder that a file lies in, else the file's own folder, and its name in there."""
        whole = path.resolve()
        for source in self.settings.sources:
            if source.path and whole.is_relative_to(source.path.resolve()):
                return source, str(whole.relative_to(source.path.resolve()))
        return Source(name="file", kind="folder", path=path.parent), path.name


@contextmanager
def inquiry(settings: Settings, now: datetime, *, allow_private: bool) -> Iterator[Inquiry]:
    """Open the archive, if there is one, to look things up in it. Raises StoreError where it cannot be read."""
    there = settings.store is not None or (settings.data / "beatwire.sqlite").exists()
    with Store.open(settings.database, read_only=True) if there else nullcontext() as store:
        yield Inquiry(settings, store, now, allow_private)


def published(settings: Settings) -> Callable[[str], bytes | None]:
    """Give what reads the documents that are published now, by their paths."""
    site = Site(settings.published)
    manifest = site.manifest()

    def document(path: str) -> bytes | None:
        stored = manifest.documents.get(path) if manifest else None
        try:
            return site.read(stored) if stored else None
        except PublishError:  # a newer build has just taken its place
            return None

    return document


def _given() -> bytes:
    body = sys.stdin.buffer.read(drop.LARGEST + 1)
    if len(body) > drop.LARGEST:
        raise ConfigError(f"is longer than {drop.LARGEST // 2**20} MB; give one story at a time", key="standard input")
    return body


def _file(path: Path) -> Page:
    """Read a file, within the bounds of a dropped one."""
    try:
        with path.open("rb") as file:
            body = file.read(drop.LARGEST + 1)
        modified = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no name of a file"
        said = f"cannot be read ({why}); name the URL or id of an article, a file, or - for standard input"
        raise ConfigError(said, path=line(str(path))) from error
    if len(body) > drop.LARGEST:
        raise ConfigError(f"is larger than {drop.LARGEST // 2**20} MB, as no dropped file may be", path=path)
    return Page(address=str(path), body=body, modified=modified)
