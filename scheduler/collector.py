"""Drives collections, hundreds at once: one that waits for its server, or for its turn at a site, holds no thread.

A few threads read and judge what came; two more wait for the reader of article pages. What a source does wrong ends in
its Run; what beatwire itself does wrong too, with a traceback in the log.
"""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from config.errors import BeatwireError
from config.settings import Source
from feeds.article import Batch, FetchState, Run
from feeds.collect.fetch import NotModified, Outcome
from feeds.errors import SourceError
from feeds.pipeline import Collected, Copies, Errand, Extraction, Inquiry, Steps, collecting, failure, judge, remember
from feeds.text.urls import site_of
from scheduler.desk import Desk

_READERS: Final = 2
Given = TypeVar("Given")

Ending = Batch | BeatwireError | None
"""How a collection ended: what was kept, the store's own failure, or None: it was dropped because we stop."""

Done = Callable[[Source, FetchState, Ending], None]
"""Is told the source, the state that it was in before, and the ending."""

Due = Callable[[Collected, FetchState, datetime], datetime]


class Shelter(Protocol):
    """Takes a step, and gives what beatwire itself does wrong in it as a SourceError."""

    def __call__(self, source: Source, step: Callable[[], Given], /) -> Given | SourceError:
        """Give what `step` gives; raises BeatwireError where that does."""


@dataclass(slots=True, eq=False)
class _Way:
    """One collection under way."""

    source: Source
    before: FetchState
    done: Done
    site: str
    started: datetime | None = None
    steps: Steps | None = None


@dataclass(slots=True)
class _Sites:
    """Who is under way, and who waits: for his site, which serves one source at a time, or for room."""

    most: int
    busy: dict[str, deque[_Way]] = field(default_factory=dict)
    waiting: deque[_Way] = field(default_factory=deque)

    def enter(self, way: _Way) -> bool:
        """Say whether `way` may begin; else it waits."""
        if way.site in self.busy:
            self.busy[way.site].append(way)
            return False
        if len(self.busy) >= self.most:
            self.waiting.append(way)
            return False
        self.busy[way.site] = deque()
        return True

    def clear(self) -> None:
        """Forget whoever waits."""
        self.waiting.clear()
        for queue in self.busy.values():
            queue.clear()

    def leave(self, site: str) -> list[_Way]:
        """Free a site; give whoever may begin now."""
        queue = self.busy.pop(site)
        self.waiting.extendleft(reversed(queue))
        begin: list[_Way] = []
        for _ in range(len(self.waiting)):
            if len(self.busy) >= self.most:
                break
            way = self.waiting.popleft()
            if self.enter(way):
                begin.append(way)
        return begin


class Collector:
    """Collects for one desk; every method may be called from any thread.

    `due` says when a source is due again after a collection that ended at a given time; `shelter` takes a step and
    turns whatever beatwire itself does wrong in it into a SourceError.
    """

    def __init__(self, desk: Desk, clock: Callable[[], datetime], due: Due, shelter: Shelter) -> None:
        self._desk = desk
        self._clock = clock
        self._due = due
        self._shelter = shelter
        self._own_sites = {source.name: site(source) for source in desk.settings.sources}
        self._copies = Copies(desk.settings, desk.means.codes)
        self._pool = ThreadPoolExecutor(desk.settings.collecting.workers, thread_name_prefix="collect")
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="extract")
        self._stopping = threading.Event()
        self._keeping = threading.Lock()  # known → verdict → kept must not interleave
        self._guard = threading.Lock()  # the two fields below
        self._sites = _Sites(desk.settings.collecting.fetches)
        self._quiet: list[tuple[Run, FetchState]] = []

    def begin(self, source: Source, before: FetchState, done: Done) -> None:
        """Collect `source`, as soon as there is room and its site is free; then call `done`, in one of our threads."""
        way = _Way(source, before, done, self._own_sites[source.name])
        with self._guard:
            begins = self._sites.enter(way)
        if begins:
            self._first(way)

    def room(self) -> int:
        """Give how many more collections could begin at once."""
        with self._guard:
            return max(0, self._sites.most - len(self._sites.busy) - len(self._sites.waiting))

    def idle(self) -> bool:
        """Say whether nothing is under way."""
        with self._guard:
            return not self._sites.busy

    def flush(self) -> None:
        """Keep the runs and states of the sources that brought nothing, in one transaction."""
        with self._guard:
            quiet, self._quiet = self._quiet, []
        if quiet:
            self._desk.store.keep_quiet(quiet)

    def drain(self, hurry: threading.Event) -> None:
        """Send home who only waits for his turn, and wait for those under way to end, or for `hurry`."""
        with self._guard:
            self._sites.clear()
        while not self.idle() and not hurry.wait(0.05):
            pass

    def stop(self) -> None:
        """Drop what is under way: nothing is held against a source that we hung up on."""
        self._stopping.set()
        self._desk.means.fetcher.close()
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _first(self, way: _Way) -> None:
        """Take the first step: of a source on the web it only says what to ask, in a folder there is work to do."""
        if way.source.path is None:
            self._advance(way, None)
        else:
            self._go_on(way, None)

    def _hear(self, way: _Way, answer: Outcome) -> None:
        """Take an answer, on the fetching thread: nothing new is soon dealt with, a page is work for the others."""
        if isinstance(answer, NotModified):
            self._advance(way, answer)
        else:
            self._go_on(way, answer)

    def _go_on(self, way: _Way, answer: Any) -> None:  # noqa: ANN401 - whatever the step was
        with suppress(RuntimeError):  # the pool is closed: we stop
            self._pool.submit(self._advance, way, answer)

    def _advance(self, way: _Way, answer: Any) -> None:  # noqa: ANN401
        """Hand a collection the answer that it waits for, and see to what it asks next."""
        if self._stopping.is_set():
            self._end(way, None)
            return
        try:
            step = self._step(way, answer)
            if isinstance(step, Collected):
                self._end(way, self._kept(way, step))
            elif isinstance(step, Extraction):
                self._readers.submit(self._extract, way, step)
            else:
                self._desk.means.fetcher.submit(step, partial(self._hear, way))
        except BeatwireError as error:
            self._end(way, error)

    def _step(self, way: _Way, answer: Any) -> Errand | Collected:  # noqa: ANN401
        """Give what the collection asks of the outside world next, or what it brought."""
        if way.steps is None or way.started is None:
            way.started = self._clock()
            way.steps = collecting(way.source, way.before, self._desk.means, way.started)
        step = self._shelter(way.source, partial(self._send, way.steps, answer))
        return failure(way.source, way.before, step, way.started) if isinstance(step, SourceError) else step

    def _send(self, steps: Steps, answer: Any) -> Errand | Collected:  # noqa: ANN401
        try:
            step = steps.send(answer)
            while isinstance(step, Inquiry):
                step = steps.send(remember(step, self._desk.store, self._own_sites))
        except StopIteration as end:
            collected: Collected = end.value
            return collected
        return step

    def _extract(self, way: _Way, step: Extraction) -> None:
        assert way.started is not None  # noqa: S101 - said to the type checker
        self._go_on(way, self._desk.means.reader.read(step.page, step.source.zone, way.started))

    def _end(self, way: _Way, ending: Ending) -> None:
        with self._guard:
            begins = self._sites.leave(way.site)
        for other in () if self._stopping.is_set() else begins:
            self._first(other)
        way.done(way.source, way.before, ending)

    def _kept(self, way: _Way, collected: Collected) -> Batch:
        """Keep what was brought; where that breaks beatwire itself, the failure: else nobody would go on from here."""
        batch = self._shelter(way.source, partial(self._keep, collected))
        if isinstance(batch, SourceError):
            return self._keep(failure(way.source, way.before, batch, collected.started))
        return batch

    def _keep(self, collected: Collected) -> Batch:
        if _says_nothing(collected):
            return self._judged(collected)  # nobody can come in between: no turn is needed
        with self._keeping:
            batch = self._judged(collected)
            if not _is_quiet(batch):
                # What somebody drops into a folder is meant to be seen; only a source on the web has a back-file.
                newcomers = self._desk.settings.limits.newcomers if collected.source.url else len(batch.new)
                printed = self._copies.printed(batch)
                self._desk.store.keep(printed, newcomers=newcomers, clustering=self._copies.clustering)
        return batch

    def _judged(self, collected: Collected) -> Batch:
        """Judge what was collected and say when the source is due again; what is quiet is noted, to be kept later."""
        now = self._clock()
        batch = judge(collected, self._desk.store, self._desk.namespace, now, self._own_sites)
        batch = replace(batch, state=replace(batch.state, due=self._due(collected, batch.state, now)))
        if _is_quiet(batch):
            with self._guard:
                self._quiet.append((batch.run, batch.state))
        return batch


def site(source: Source) -> str:
    """Give the registrable domain, IP literal or folder that `source` is at."""
    return site_of(source.url) if source.url else f"path:{source.path}"


def _says_nothing(collected: Collected) -> bool:
    return collected.outcome == "not-modified" and not collected.visits


def _is_quiet(batch: Batch) -> bool:
    told = batch.run.outcome == "failed" or batch.run.skipped or batch.run.remarks
    return not (told or batch.sightings or batch.retracted or batch.visits)
