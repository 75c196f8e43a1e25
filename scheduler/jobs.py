"""The tick: collects what is due, keeps it, publishes what changed (the only APScheduler).

One job looks every few seconds for due sources in the store's own table and hands them to a bounded pool, so that a
source that hangs delays no other. What a source does wrong is caught here, kept in its Run, and backed off from.
"""

import random
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from config.errors import BeatwireError
from config.settings import Source
from feeds.article import FetchState, Run
from feeds.errors import SourceError
from feeds.pipeline import Collected, collect, due, failure, judge
from feeds.publish.press import Built, publish
from feeds.text.urls import site_of
from scheduler.desk import Desk
from scheduler.health import Health
from scheduler.pace import next_due

log: Final = structlog.get_logger("beatwire")
PRUNE_EVERY: Final = timedelta(hours=6)


def clock() -> datetime:
    """Give the time as all rooms take it: UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


class Jobs:
    """Collects and publishes for one desk; every method may be called from any thread."""

    def __init__(self, desk: Desk) -> None:
        """Nothing runs until `start` or `cycle` is called."""
        self._desk = desk
        self._health = Health(desk.settings.data)
        self._pool = ThreadPoolExecutor(desk.settings.collecting.workers, thread_name_prefix="collect")
        self._scheduler = BackgroundScheduler(timezone=UTC, daemon=True)
        self._sites = {source.name: _site(source) for source in desk.settings.sources}
        self._keeping = threading.Lock()  # known → verdict → kept must not interleave
        self._publishing = threading.Lock()
        self._stopping = threading.Event()
        self._guard = threading.Lock()  # the four fields below
        self._busy: dict[str, str] = {}  # source → the site it is talking to
        self._quiet: list[tuple[Run, FetchState]] = []
        self._dirty = True
        self._pruned: datetime | None = None

    def start(self) -> None:
        """Tick from now on."""
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=self._desk.settings.collecting.tick.total_seconds(),
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Let what is under way come to its end, then keep it; waits at most for the fetching deadline."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        self._desk.means.fetcher.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        with self._health.watch(log, clock):
            self._keep_quiet()

    def tick(self) -> None:
        """Look once: what the clock changed, what is due, what is to be published."""
        now = clock()
        with self._health.watch(log, clock):
            if self._desk.store.release(now):
                self._mark_dirty()
            self._keep_quiet()
            for source, state in self._due(now):
                self._submit(source, state)
            self._publish_if_dirty()
            self._prune(now)

    def cycle(self, report: Callable[[Run], None]) -> tuple[Built, ...]:
        """Collect every source once, now, whether due or not; then publish. `report` hears of each run."""
        states = self._desk.store.states()
        sources = [source for source in self._desk.settings.sources if source.enabled]
        futures = [self._pool.submit(self._run, s, states.get(s.name, FetchState(source=s.name))) for s in sources]
        for future in as_completed(futures):
            report(future.result())
        self._keep_quiet()
        self._desk.store.release(clock())
        return self._publish()

    def _due(self, now: datetime) -> Iterable[tuple[Source, FetchState]]:
        states = self._desk.store.states()
        with self._guard:
            busy, sites = set(self._busy), set(self._busy.values())
            busy |= {run.source for run, _ in self._quiet}
        for source in self._desk.settings.sources:
            state = states.get(source.name, FetchState(source=source.name))
            site = _site(source)
            if source.enabled and source.name not in busy and site not in sites and due(source, state, now):
                sites.add(site)
                yield source, state

    def _submit(self, source: Source, state: FetchState) -> None:
        with self._guard:
            self._busy[source.name] = _site(source)
        future = self._pool.submit(self._run, source, state)
        future.add_done_callback(lambda done: self._finished(source, done))

    def _finished(self, source: Source, done: Future[Run]) -> None:
        with self._guard:
            self._busy.pop(source.name, None)
            idle = not self._busy
        if done.cancelled():
            return
        with self._health.watch(log, clock):
            done.result()
            if idle:
                self._publish_if_dirty()

    def _run(self, source: Source, state: FetchState) -> Run:
        """Collect one source and keep what it brought; only the store's own failure gets out."""
        now = clock()
        try:
            collected = collect(source, state, self._desk.means, now)
        except BeatwireError:
            raise
        except Exception as error:
            log.exception("source.exploded", source=source.name)
            sentence = f"beatwire itself failed on this source ({type(error).__name__}); please report it"
            collected = failure(source, state, SourceError(sentence, source=source.name), now)
        if collected.outcome == "failed" and self._stopping.is_set():
            # We hung up, not the source: nothing is to be held against it.
            return Run(source=source.name, started=now, finished=clock(), outcome="failed", error=collected.error)
        return self._keep(collected)

    def _keep(self, collected: Collected) -> Run:
        desk = self._desk
        with self._keeping:
            now = clock()
            batch = judge(collected, desk.store, desk.namespace, now, self._sites)
            batch = replace(batch, state=replace(batch.state, due=self._next(collected, now)))
            if batch.sightings or collected.outcome == "failed" or batch.run.skipped:
                # What somebody drops into a folder is meant to be seen; only a source on the web has a back-file.
                newcomers = desk.settings.limits.newcomers if collected.source.url else len(batch.new)
                desk.store.keep(batch, newcomers=newcomers)
            else:
                with self._guard:
                    self._quiet.append((batch.run, batch.state))
        if batch.new or batch.changed:
            self._mark_dirty()
        _tell(batch.run)
        return batch.run

    def _next(self, collected: Collected, now: datetime) -> datetime:
        source = collected.source
        interval = self._desk.settings.interval_of(source)
        chance = random.random()  # noqa: S311 - it spreads requests, it guards nothing
        return next_due(collected.state, interval, now, jitter=chance, hint=collected.hint)

    def _keep_quiet(self) -> None:
        with self._guard:
            quiet, self._quiet = self._quiet, []
        if quiet:
            self._desk.store.keep_quiet(quiet)

    def _mark_dirty(self) -> None:
        with self._guard:
            self._dirty = True

    def _publish_if_dirty(self) -> None:
        with self._guard:
            dirty, self._dirty = self._dirty, False
        try:
            if dirty or any(hold.released for hold in self._desk.store.holds().values()):
                self._publish()
        except BeatwireError:
            self._mark_dirty()
            raise

    def _publish(self) -> tuple[Built, ...]:
        desk = self._desk
        with self._publishing:
            built = publish(desk.store, desk.settings, desk.site, clock())
        for one in built:
            if one.outcome in {"held", "failed"}:
                log.warning("feed.alarm", feed=one.slug, outcome=one.outcome, reason=one.reason)
            for skipped in one.skipped:
                log.warning("article.unpublishable", feed=one.slug, article=skipped.what, reason=skipped.reason)
        written = [one.slug for one in built if one.outcome == "written"]
        if written:
            log.info("feeds.published", written=len(written), of=len(built))
        return built

    def _prune(self, now: datetime) -> None:
        if self._pruned is None or now - self._pruned >= PRUNE_EVERY:
            self._desk.store.prune(now, self._desk.settings.keeping)
            self._pruned = now


def _site(source: Source) -> str:
    return site_of(source.url) if source.url else f"path:{source.path}"


def _tell(run: Run) -> None:
    if run.outcome == "failed":
        log.warning("source.failed", source=run.source, error=run.error)
    elif run.new or run.changed or run.skipped:
        log.info(
            "source.collected",
            source=run.source,
            new=run.new,
            changed=run.changed,
            duplicate=run.duplicate,
            skipped=len(run.skipped),
        )
