"""The tick: collects what is due, keeps it, publishes what changed (the only APScheduler).

One job looks every few seconds for due sources in a calendar of its own and hands them to the collector, so that a
source that hangs delays no other. What a source does wrong is kept in its Run, and backed off from.
"""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from typing import Final, TypeVar

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from config.errors import BeatwireError
from config.settings import Source
from feeds.article import Batch, FetchState, Run
from feeds.errors import SourceError
from feeds.pipeline import Collected, due
from feeds.publish.build import Built
from feeds.publish.ledger import Ledger
from feeds.publish.press import publish
from feeds.publish.proofs import Proofs
from scheduler import bulletins, pace
from scheduler.announcing import Announcer
from scheduler.calendar import Calendar
from scheduler.clock import clock
from scheduler.collector import Collector, Ending
from scheduler.desk import Desk
from scheduler.gallery import Gallery
from scheduler.health import Health

log: Final = structlog.get_logger("beatwire")
T = TypeVar("T")
PRUNE_EVERY: Final = timedelta(hours=6)
PAUSED: Final = timedelta(minutes=1)  # until it is looked whether a source is paused still
_SET_BACK: Final = timedelta(minutes=1)  # until a source is tried again whose articles the store could not keep


class Jobs:
    """Collects and publishes for one desk; every method may be called from any thread."""

    def __init__(self, desk: Desk) -> None:
        """Nothing runs until `start` or `cycle` is called."""
        self._desk = desk
        self._health = Health(desk.settings.data)
        self._collector = Collector(desk, clock, self._next, _sheltered)
        self._gallery = Gallery(desk, clock)
        self._announcer = Announcer(desk, clock)
        self._sources = desk.settings.by_name
        self._scheduler = BackgroundScheduler(timezone=UTC, daemon=True)
        self._press = ThreadPoolExecutor(1, thread_name_prefix="publish")
        self._publishing = threading.Lock()  # the two fields below
        self._proofs = Proofs()
        self._ledger = Ledger(desk.store, desk.site)
        self._guard = threading.Lock()  # the six fields below
        self._calendar: Calendar[str] | None = None
        self._dirty = True
        self._building = False
        self._news = False  # something is built that the gallery has not looked at, whoever had it built
        self._built: tuple[Built, ...] = ()
        self._pruned: datetime | None = None
        self._heard = 0

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
        """End what is under way, then keep what is known; waits at most for what is being read."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        self._collector.stop()
        self._press.shutdown(wait=True)
        with self._health.watch("keeping", log, clock):
            self._collector.flush()

    def finish(self, hurry: threading.Event) -> None:
        """Begin nothing more, let every collection under way come to its end, then stop; `hurry` ends the wait."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        self._collector.drain(hurry)
        self.stop()

    def tick(self) -> None:
        """Look once: what the clock changed, what is due, what is to be published."""
        now = clock()
        self._health.beat(now, log)
        with self._health.watch("the tick", log, clock):
            released = self._desk.store.release(now)
            if self._hear() or released:
                self._mark_dirty()
            self._collector.flush()
            self._begin_due(now)
            self._publish_if_dirty()
            if self._gallery.look(now, news=self._take_news()):
                self._mark_dirty()
            self._announcer.look(now)
            self._prune(now)

    def cycle(self, report: Callable[[Run], None]) -> tuple[Built, ...]:
        """Collect every source once, now, due or not, but none paused; then publish. `report` hears of each run."""
        states, paused = self._desk.store.states(), self._desk.store.pauses()
        sources = [one for one in self._desk.settings.sources if one.enabled and one.name not in paused]
        endings: SimpleQueue[Ending] = SimpleQueue()

        def done(_source: Source, before: FetchState, ending: Ending) -> None:
            self._note(before, ending)
            endings.put(ending)

        for source in sources:
            self._collector.begin(source, states.get(source.name, FetchState(source=source.name)), done)
        for _ in sources:
            ending = endings.get()
            if isinstance(ending, BeatwireError):
                raise ending
            if ending is not None:
                report(ending.run)
        self._collector.flush()
        if self._desk.store.release(clock()):
            self._mark_dirty()
        if not self._take_turn():  # nothing is to be built
            return tuple(replace(one, outcome="unchanged", skipped=()) for one in self._built)
        self._build_or_again()
        self._announcer.finish(self._desk.settings.limits.deadline.total_seconds())
        return self._built

    def _begin_due(self, now: datetime) -> None:
        room = self._collector.room()
        with self._guard:
            calendar = self._calendar if self._calendar is not None else self._opened(now)
            self._calendar = calendar
            names = calendar.take(now, room)
        try:
            states = self._desk.store.states(names) if names else {}
            paused = self._desk.store.pauses() if names else {}
        except BeatwireError:
            with self._guard:
                for name in names:
                    calendar.put(name, now)
            raise
        for name in names:
            if name in paused:
                with self._guard:
                    calendar.put(name, now + PAUSED)
                continue
            source = self._sources[name]
            self._collector.begin(source, states.get(name, FetchState(source=name)), self._finished)

    def _opened(self, now: datetime) -> Calendar[str]:
        """Enter every source that is to be collected at all, for when it is due."""
        calendar: Calendar[str] = Calendar()
        states = self._desk.store.states()
        for source in self._desk.settings.sources:
            state = states.get(source.name, FetchState(source=source.name))
            if source.enabled and due(source, state, now):
                calendar.put(source.name, now)
            elif source.enabled and state.due is not None and state.paused is None:
                calendar.put(source.name, state.due)
        return calendar

    def _finished(self, source: Source, before: FetchState, ending: Ending) -> None:
        """Enter a source for its next time, and publish once nothing is under way."""
        self._note(before, ending)
        with self._guard:
            if self._calendar is not None and (again := _again(ending)) is not None:
                self._calendar.put(source.name, again)
        with self._health.watch("keeping", log, clock):
            if isinstance(ending, BeatwireError):
                raise ending
            if ending is not None and self._collector.idle():
                self._publish_if_dirty()

    def _note(self, before: FetchState, ending: Ending) -> None:
        if isinstance(ending, Batch):
            if ending.new or ending.changed or ending.restated or ending.retracted:
                self._mark_dirty()
            bulletins.collected(ending.run)
            bulletins.turned(before, ending.state)

    def _next(self, collected: Collected, after: FetchState, now: datetime) -> datetime:
        limits = pace.bounds(collected.source, self._desk.settings)
        interval = pace.learnt(after, limits, now)
        chance = random.random()  # noqa: S311 - it spreads requests, it guards nothing
        return pace.next_due(after, interval, now, jitter=chance, hint=pace.wish(after, limits, collected.hints))

    def _hear(self) -> bool:
        """Say whether something befell an article since this was asked: an act of the desk, from another process."""
        heard, self._heard = self._heard, self._desk.store.latest()
        return heard != self._heard

    def _mark_dirty(self) -> None:
        with self._guard:
            self._dirty = True

    def _publish_if_dirty(self) -> None:
        """Have built what changed, in a thread of its own, so that a long build delays no collection."""
        with self._guard:
            if self._building or not self._take_turn():
                return
            self._building = self._news = True
        with suppress(RuntimeError):  # the press is closed: we stop
            self._press.submit(self._build)

    def _take_news(self) -> bool:
        with self._guard:
            news, self._news = self._news, False
        return news

    def _take_turn(self) -> bool:
        """Say whether there is something to build, and take it as being built."""
        held = self._desk.store.holds().values()
        dirty = self._dirty or any(hold.released for hold in held)
        self._dirty = False
        return dirty

    def _build(self) -> None:
        more = False
        try:
            with self._health.watch("publishing", log, clock):
                self._build_or_again()
                more = self._dirty and self._collector.idle()  # what came meanwhile waits for no tick
        finally:
            with self._guard:
                self._building = False
        if more:
            self._publish_if_dirty()

    def _build_or_again(self) -> None:
        desk = self._desk
        try:
            with self._publishing:
                self._built = publish(desk.store, desk.settings, desk.site, clock(), self._proofs)
                bulletins.published(self._built)
                self._ledger.record()
        except BeatwireError:
            self._mark_dirty()
            raise

    def _prune(self, now: datetime) -> None:
        if self._pruned is None or now - self._pruned >= PRUNE_EVERY:
            self._desk.store.prune(now, self._desk.settings.keeping, self._desk.settings.selecting.window)
            self._pruned = now


def _sheltered(source: Source, step: Callable[[], T]) -> T | SourceError:
    """Take a step of a collection; what beatwire itself does wrong is held against no other source."""
    try:
        return step()
    except BeatwireError:
        raise
    except Exception as error:
        log.exception("source.exploded", source=source.name)
        sentence = f"beatwire itself failed on this source ({type(error).__name__}); please report it"
        return SourceError(sentence, source=source.name)


def _again(ending: Ending) -> datetime | None:
    """Give when a source is due again; None where it is left alone, or we stop."""
    if isinstance(ending, BeatwireError):
        return clock() + _SET_BACK
    return ending.state.due if ending is not None and ending.state.paused is None else None
