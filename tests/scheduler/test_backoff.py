"""A server that is broken for a day, on a clock of the test's own: asked ever more rarely, and back at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.settings import Source
from feeds.publish.facts import health as read
from scheduler import jobs
from tests.fakeweb import FakeWeb, page
from tests.scheduler.desks import Room, room
from tests.scheduler.test_bad_input import RSS, item, rss
from tests.scheduler.test_jobs import eventually

MORNING = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)
INTERVAL = timedelta(minutes=15)


def news(name: str, number: int) -> bytes:
    return rss(*(item(f"{name} opens bridge {n} in Osaka", link=f"https://{name}.example/{n}") for n in range(number)))


@dataclass
class Clock:
    """A clock that is moved by hand."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Watched:
    """A desk with two sources, and its clock."""

    desk: Room
    web: FakeWeb
    clock: Clock

    @property
    def now(self) -> datetime:
        return self.clock.now

    def due(self, name: str) -> datetime:
        due = self.desk.desk.store.state(name).due
        assert due is not None
        return due

    def next(self) -> str:
        """Move the clock to when the next source is due, let it be collected, and say which it was."""
        first = min(("sick", "well"), key=self.due)
        self.clock.now = max(self.now, self.due(first))
        eventually(lambda: self._collected(first))
        return first

    def _collected(self, name: str) -> bool:
        self.desk.jobs.tick()
        return self.due(name) > self.now


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    with FakeWeb() as web:
        sources = [
            Source(name=name, kind="feed", url=web.url(f"/{name}", host=f"{name}.localhost"), allow_private=True,
                   interval=interval)
            for name, interval in (("sick", INTERVAL), ("well", timedelta(hours=2)))
        ]  # fmt: skip
        for name in ("sick", "well"):
            web.answers[f"/{name}"] = page(news(name, 2), media_type=RSS, etag='"2"')
        clock = Clock()
        monkeypatch.setattr(jobs, "clock", clock)
        with room(tmp_path, *sources) as desk:
            desk.cycle()
            yield Watched(desk, web, clock)


def test_a_server_that_is_broken_for_a_day(watched: Watched) -> None:
    watched.web.answers["/sick"] = page(b"<html>Oops</html>", status=500)
    waits: list[timedelta] = []
    visits = 0
    while not waits or waits[-1] < DAY * 0.85:
        visits += watched.next() == "well"
        state = watched.desk.desk.store.state("sick")
        if state.failures > len(waits):
            assert state.due is not None
            waits.append(state.due - watched.now)
            assert state.error == "sick.localhost has a fault of its own (500)"
            assert state.failing_since is not None
    expected = [min(INTERVAL * 2**failures, DAY) for failures in range(1, len(waits) + 1)]
    assert all(abs(wait - due) <= due * 0.11 for wait, due in zip(waits, expected, strict=True))
    assert len(waits) == 7
    assert watched.now - MORNING > DAY
    assert visits >= 12
    assert len(watched.desk.titles()) == 4
    assert (read(watched.desk.desk.settings.data) or {})["ok"]

    watched.web.answers["/sick"] = page(news("sick", 3), media_type=RSS)
    while watched.next() != "sick":
        pass
    eventually(lambda: len(watched.desk.titles()) == 5)
    state = watched.desk.desk.store.state("sick")
    assert (state.failures, state.error, state.failing_since) == (0, None, None)
    assert watched.due("sick") - watched.now <= INTERVAL * 1.11


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_says_when_to_come_again_is_heard(watched: Watched, status: int) -> None:
    watched.web.answers["/sick"] = page(status=status, Retry_After="40000")
    while watched.next() != "sick":
        pass
    assert timedelta(seconds=40_000) <= watched.due("sick") - watched.now <= timedelta(seconds=44_001)
    watched.web.answers["/sick"] = page(status=status, Retry_After="99999999")
    while watched.next() != "sick":
        pass
    assert watched.due("sick") - watched.now <= DAY * 1.11
