"""The tick: who is collected when, and that nobody waits for somebody else's trouble."""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest

from config.settings import Source
from feeds.article import Batch
from feeds.errors import StoreError
from feeds.pipeline import Collected, Steps, collecting, judge
from feeds.publish.facts import health as read
from scheduler import collector
from tests.fakeweb import FakeWeb, hang, page
from tests.scheduler.desks import Room, room
from tests.scheduler.test_bad_input import RSS, item, rss

GOOD = page(rss(item("Jakarta opens a bridge", link="https://g.example/1")), media_type=RSS)


def source(web: FakeWeb, name: str, host: str | None = None) -> Source:
    return Source(name=name, kind="feed", url=web.url(f"/{name}", host=host), allow_private=True)


def eventually(look: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def published(desk: Room) -> bool:
    manifest = desk.desk.site.manifest()
    return manifest is not None and bool(manifest.feeds)


def ticked(desk: Room) -> bool:
    desk.jobs.tick()
    return True


def test_a_source_that_hangs_delays_no_other_and_is_not_blamed_for_our_stopping(tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.answers |= {"/good": GOOD, "/stuck": hang()}
        sources = (source(web, "stuck", "stuck.localhost"), source(web, "good", "good.localhost"))
        with room(tmp_path, *sources) as desk:
            desk.jobs.start()
            eventually(lambda: published(desk))
            assert desk.titles() == {"Jakarta opens a bridge"}
            assert "/stuck" in web.paths()
            before = time.monotonic()
            desk.jobs.stop()
            assert time.monotonic() - before < 10
            states = desk.desk.store.states()
            assert states["good"].last_success is not None
            assert "stuck" not in states


def test_sources_of_one_site_take_turns(tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.answers |= {"/one": hang(), "/two": GOOD}
        with room(tmp_path, source(web, "one"), source(web, "two")) as desk:
            desk.jobs.tick()
            eventually(lambda: web.paths() == ["/one"])
            desk.jobs.tick()
            assert web.paths() == ["/one"]


def test_what_is_not_due_is_left_alone(tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.answers["/good"] = GOOD
        with room(tmp_path, source(web, "good")) as desk:
            # The first build, of an empty store, may still be under way when the article comes: the next tick sees to it.
            eventually(lambda: ticked(desk) and published(desk))
            desk.jobs.tick()
            desk.jobs.tick()
            assert web.paths() == ["/good"]
            state = desk.desk.store.state("good")
            assert state.due is not None
            assert state.last_success is not None
            assert state.due > state.last_success


def test_a_store_that_fails_turns_health_red_and_the_feeds_stay(tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.answers["/good"] = GOOD
        with room(tmp_path, source(web, "good")) as desk:
            desk.cycle()
            store = desk.desk.store
            true = store.release

            def broken(_now: datetime) -> int:
                raise StoreError("the database is locked; find who holds it")

            store.release = broken  # type: ignore[method-assign,assignment]  # a store that fails, for once
            desk.jobs.tick()
            assert (read(tmp_path) or {})["reason"] == "the database is locked; find who holds it"
            assert desk.titles() == {"Jakarta opens a bridge"}
            store.release = true  # type: ignore[method-assign]
            desk.jobs.tick()
            assert (read(tmp_path) or {})["ok"]


def test_a_source_that_makes_us_explode_is_recorded_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(one: Source, *rest: Any) -> Steps:
        if one.name == "bad":
            raise ZeroDivisionError
        return (yield from collecting(one, *rest))

    monkeypatch.setattr(collector, "collecting", explode)
    with FakeWeb() as web:
        web.answers["/good"] = GOOD
        with room(tmp_path, source(web, "bad"), source(web, "good")) as desk:
            runs, _ = desk.cycle()
            assert "beatwire itself failed on this source (ZeroDivisionError)" in (runs["bad"].error or "")
            assert desk.desk.store.state("bad").failures == 1
            assert desk.titles() == {"Jakarta opens a bridge"}


def test_a_source_that_is_under_way_is_not_begun_again_however_few_there_are(tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.answers["/one"] = hang()
        with room(tmp_path, source(web, "one")) as desk:
            desk.jobs.tick()
            eventually(lambda: web.paths() == ["/one"])
            for _ in range(3):
                desk.jobs.tick()
            assert desk.jobs._collector.room() == desk.desk.settings.collecting.fetches - 1
            assert web.paths() == ["/one"]


def fail() -> NoReturn:
    raise AssertionError("built again")


def test_what_did_not_change_is_not_built_again(tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.answers["/good"] = GOOD
        with room(tmp_path, source(web, "good")) as desk:
            _, first = desk.cycle()
            desk.jobs._build_or_again = fail  # type: ignore[method-assign]  # it must not be asked
            _, again = desk.cycle()
            assert {one.outcome for one in first.values()} == {"written"}
            assert {one.outcome for one in again.values()} == {"unchanged"}
            assert set(first) == set(again)


def test_what_breaks_beatwire_as_it_keeps_fails_one_source_and_holds_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(found: Collected, *rest: Any) -> Batch:
        if found.items:
            raise ZeroDivisionError
        return judge(found, *rest)

    monkeypatch.setattr(collector, "judge", explode)
    with FakeWeb() as web:
        web.answers["/gazette"] = GOOD
        with room(tmp_path, source(web, "gazette")) as desk:
            for _ in range(2):  # the second waits for the place of the first
                runs, _ = desk.cycle()
                assert runs["gazette"].outcome == "failed"
                assert "ZeroDivisionError" in (runs["gazette"].error or "")


def test_a_ledger_that_cannot_be_written_turns_health_red_and_stops_no_publishing(tmp_path: Path) -> None:
    with FakeWeb() as web:
        web.answers["/good"] = GOOD
        with room(tmp_path, source(web, "good")) as desk:
            store = desk.desk.store
            true = store.enter

            def broken(*_: object) -> NoReturn:
                raise StoreError("the disk is full")

            store.enter = broken  # type: ignore[method-assign,assignment]  # a store that fails, for once
            eventually(lambda: ticked(desk) and published(desk))
            eventually(lambda: (read(tmp_path) or {}).get("reason") == "the disk is full")
            assert desk.titles() == {"Jakarta opens a bridge"}
            assert store.heads() == {}
            store.enter = true  # type: ignore[method-assign]
            eventually(
                lambda: ticked(desk) and "/feeds/china-asia-pacific.rss" in store.heads()
            )  # although none is new
            eventually(lambda: (read(tmp_path) or {})["ok"])
