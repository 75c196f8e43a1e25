"""`Store`: the archive as everybody else sees it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from threading import Lock
from types import TracebackType
from typing import Final, Self
from uuid import UUID

from sqlalchemy import URL, Connection, Engine

from config.settings import Keeping, Selecting
from feeds.article import Article, Batch, Clustering, FetchState, Hold, Known, Picture, Run, Visit
from feeds.errors import StoreError
from feeds.store import (
    articles,
    events,
    expiries,
    intake,
    joining,
    lapses,
    ledgers,
    marks,
    pictures,
    retractions,
    revision,
    soundness,
    sources,
    visits,
)
from feeds.store.acting import Acting
from feeds.store.choosing import Choosing
from feeds.store.complaints import named, speaking
from feeds.store.engine import for_reading, for_writing, opened, parsed
from feeds.store.events import Event
from feeds.store.namespaces import read_namespace, settle_namespace
from feeds.store.telling import Telling
from feeds.store.upgrade import require

NEWCOMERS: Final = 10
"""How many articles of a source's first collection are listed, where the settings say nothing else."""
COPIES: Final = Selecting().window
"""For how long a story takes copies, where the settings say nothing else."""


class Store(Acting, Choosing, Telling):
    """One open archive. Threads may share it: each call takes its own connection, and writers take turns.

    Processes open their own (a spawned worker with `read_only=True`). Every call is one transaction, and raises
    StoreError, a single clear sentence, for whatever goes wrong with the database. Close it, or use `with`.
    """

    def __init__(self, url: URL, engine: Engine, *, read_only: bool) -> None:
        """Use `Store.open`."""
        super().__init__()
        self._url = url
        self._engine = engine
        self._reader = for_reading(engine)
        self._writer = for_writing(engine)
        self._read_only = read_only
        self._turn = Lock()

    @classmethod
    def open(cls, url: str, *, read_only: bool = False) -> Self:
        """Open the archive at `url`: sqlite:////path/to/file or postgresql://….

        Raises StoreError if it is missing, unreadable, or at another schema than this code's (see `migrate`).
        """
        address = parsed(url)
        store = cls(address, opened(address, "ro" if read_only else "rw"), read_only=read_only)
        with ExitStack() as undone:
            undone.callback(store.close)
            with store._reading() as connection:
                require(connection, address)
            undone.pop_all()
        return store

    def close(self) -> None:
        """Close every connection that is not in use."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with speaking(self._url), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self, *, shows: bool = True) -> Iterator[Connection]:
        """Begin a transaction that writes, and say whether that may change what a feed `shows`.

        SQLite's own queue is a lottery in which one thread of many may starve.
        """
        if self._read_only:
            raise StoreError(f"{named(self._url)} was opened for reading only")
        with self._turn, speaking(self._url), self._writer.begin() as connection:
            yield connection
            if shows:
                revision.advance(connection)

    def namespace(self, declared: UUID | None) -> UUID:
        """Give the namespace of the ids we mint: `declared`, else the stored one, which is minted once."""
        with self._reading() as connection:
            stored = read_namespace(connection)
        if stored is None:
            with self._writing(shows=False) as connection:
                stored = settle_namespace(connection, declared)
        return declared or stored

    def known(self, keys: Collection[str]) -> dict[str, Known]:
        """Give, for each of the alias `keys` that is known, the article it leads to."""
        if not keys:
            return {}
        with self._reading() as connection:
            return articles.known(connection, keys)

    def get(self, id: str, *, withheld: bool = False) -> Article | None:  # noqa: A002 - the field's word
        """Give the article `id` (a `urn:uuid:`), or None; one that may not be seen only if asked for `withheld`."""
        with self._reading() as connection:
            return articles.get(connection, id, withheld=withheld)

    def gone(self, id: str) -> bool:  # noqa: A002
        """Say whether the article `id` was to be seen once, and expired or was taken back."""
        with self._reading() as connection:
            return articles.gone(connection, id)

    def farewell(self, id: str) -> str | None:  # noqa: A002
        """Give what readers are told of the desk's retraction of the article `id`; None where there is none."""
        with self._reading() as connection:
            return articles.farewell(connection, id)

    def shown(self, ids: Collection[str]) -> dict[str, Article | None]:
        """Give those of `ids` that are in the store, each as an article or, if it may not be seen, None."""
        with self._reading() as connection:
            return articles.shown(connection, ids)

    def keep(self, batch: Batch, *, newcomers: int = NEWCOMERS, clustering: Clustering | None = None) -> None:
        """Keep what one collection brought, all of it or nothing.

        A source that never showed anything before brings only its newest `newcomers` into windows; the rest is
        back-file: kept, linked, and in no feed. `clustering` says how copies of one story are found and put together.
        """
        with self._writing() as connection:
            taken = intake.keep(connection, batch, newcomers)
            if clustering is not None:
                joining.join(connection, batch, taken, clustering)
            retractions.restore(connection, taken.again, batch.run.source, batch.run.finished)
            retractions.retract(connection, batch.retracted, batch.run.source, batch.run.finished)
            visits.write(connection, batch.visits)

    def keep_quiet(self, quiet: Sequence[tuple[Run, FetchState]]) -> None:
        """Keep the runs and states of the sources that brought nothing, in one transaction."""
        if quiet:
            with self._writing(shows=False) as connection:
                sources.write(connection, quiet)

    def visits(self, source: str, urls: Collection[str]) -> dict[str, Visit]:
        """Give what is remembered of those of `urls` that `source` led to, by their addresses."""
        with self._reading() as connection:
            return visits.read(connection, source, urls)

    def pictures(self, hrefs: Collection[str]) -> dict[str, Picture]:
        """Give what was learnt of those of the pictures `hrefs` that were asked, by their addresses."""
        with self._reading() as connection:
            return pictures.read(connection, hrefs)

    def keep_pictures(self, learnt: Sequence[Picture]) -> None:
        """Keep what asking pictures taught, for ever; the tries of one that was asked before are added up."""
        if learnt:
            with self._writing() as connection:
                pictures.write(connection, learnt)

    def unlearnt(self, now: datetime, most: int, without: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
        """Give (source, address) of up to `most` pictures that are due to be asked; see `feeds.store.pictures`."""
        with self._reading() as connection:
            return pictures.unlearnt(connection, now, most, without)

    def release(self, now: datetime) -> int:
        """Do what time asks for by `now`: end embargoes and rulings, take out what expired; give how much it changes.

        See `feeds.store.lapses` and `feeds.store.expiries`.
        """
        with self._reading() as connection:
            if not lapses.due(connection, now) and not expiries.due(connection, now):
                return 0
        with self._writing() as connection:
            return lapses.release(connection, now) + expiries.expire(connection, now)

    def bound(self, sources: Mapping[str, timedelta], feeds: Collection[timedelta]) -> None:
        """Hold what is kept to how long the articles of `sources` may be shown, and those in `feeds`."""
        with self._writing() as connection:
            expiries.bound(connection, sources, feeds)

    def horizon(self, lasting: timedelta) -> datetime:
        """Give until when an article was published that is too old for the feeds that show articles for `lasting`."""
        with self._reading() as connection:
            return expiries.horizon(connection, lasting)

    def prune(self, now: datetime, keeping: Keeping, window: timedelta = COPIES) -> None:
        """Empty the bodies and forget the runs that are older than `keeping` says; ids and aliases stay for ever.

        What copies are found by goes once a story is older than `window`.
        """
        with self._writing() as connection:
            sources.prune(connection, now - keeping.runs, now - keeping.quiet)
            visits.prune(connection, now - keeping.bodies)
        with self._reading() as connection:
            crowded = visits.crowded(connection)
        for source in crowded:
            with self._writing() as connection:
                visits.thin_out(connection, source)
        with self._writing(shows=False) as connection:
            ledgers.prune(connection, now - keeping.documents, keeping.documents_bytes)
        more = True
        while more:  # in parts, so that nobody waits long for his turn
            with self._writing() as connection:
                more = lapses.empty_bodies(connection, now - keeping.bodies)
        more = True
        while more:
            with self._writing() as connection:
                more = marks.prune(connection, now - window)
        with self._choosing:
            self._memory.verdicts = {}  # some were on bodies that are gone

    def states(self, names: Collection[str] | None = None) -> dict[str, FetchState]:
        """Give every source's fetch state by its name, or only those of `names`."""
        with self._reading() as connection:
            return sources.read_states(connection) if names is None else sources.read_some(connection, names)

    def state(self, source: str) -> FetchState:
        """Give the fetch state of `source`; an empty one if it was never collected."""
        with self._reading() as connection:
            return sources.read_state(connection, source)

    def runs(self, limit: int) -> tuple[Run, ...]:
        """Give the newest `limit` runs, newest first."""
        with self._reading() as connection:
            return sources.read_runs(connection, limit)

    def last_runs(self) -> dict[str, Run]:
        """Give each source's newest run by the source's name."""
        with self._reading() as connection:
            return sources.last_runs(connection)

    def holds(self) -> dict[str, Hold]:
        """Give the held feeds by their slugs."""
        with self._reading() as connection:
            return events.read_holds(connection)

    def hold(self, feed: str, reason: str, now: datetime) -> None:
        """Hold `feed` for `reason`; one that is held already keeps its `since`."""
        with self._writing(shows=False) as connection:
            events.hold(connection, feed, reason, now)

    def release_feed(self, feed: str, now: datetime) -> bool:
        """Let the next build of `feed` through; False if it is not held."""
        with self._writing(shows=False) as connection:
            return events.release_feed(connection, feed, now)

    def clear_hold(self, feed: str) -> None:
        """Forget that `feed` was held."""
        with self._writing(shows=False) as connection:
            events.clear_hold(connection, feed)

    def events(self, limit: int) -> tuple[Event, ...]:
        """Give the newest `limit` events, newest first."""
        with self._reading() as connection:
            return events.read(connection, limit)

    def faults(self) -> tuple[str, ...]:
        """Say what is wrong with the store, if anything is; see `feeds.store.soundness`. It reads all of it."""
        with self._reading() as connection:
            return tuple(soundness.faults(connection))

    def counts(self) -> dict[str, int]:
        """Give the numbers of `articles` kept and `withheld`, of `sources` collected, and of `held` feeds."""
        with self._reading() as connection:
            more = {"sources": len(sources.read_states(connection)), "held": len(events.read_holds(connection))}
            return articles.count(connection) | more
