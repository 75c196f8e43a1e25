"""What goes wrong in a build, and what is still served afterwards."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from config.settings import Limits
from feeds.article import Article, Feed, Selection
from feeds.errors import PublishError, StoreError
from feeds.publish.catalogue import Judge
from feeds.publish.formats import rss
from feeds.publish.press import publish
from feeds.publish.site import Site
from tests.feeds.publish.pressroom import ALONE, BEAT, SETTINGS, articles, at, body, everything, outcomes, table
from tests.feeds.publish.readers import READERS
from tests.feeds.publish.shelf import MemoryShelf
from tests.world import NOW, make_article


def test_a_bad_article_is_left_out_and_named(site: Site) -> None:
    shelf = MemoryShelf(make_article(1), make_article(2, content='<a href="/x">x</a>'), make_article(3))
    [built] = publish(shelf, ALONE, site, NOW)
    assert (built.outcome, built.articles) == ("written", 2)
    assert [(one.what, one.reason) for one in built.skipped] == [
        (make_article(2).id, "an address in its content is not absolute: '/x'"),
    ]
    [again] = publish(shelf, ALONE, site, at(1))
    assert (again.outcome, again.skipped) == ("unchanged", built.skipped)


def test_an_article_that_no_format_can_render_is_left_out_and_named(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = rss.entry

    def choke(article: Article, site: str) -> bytes:
        if article.title == "Poison":
            raise ValueError("cannot write that")
        return true(article, site)

    monkeypatch.setattr(rss, "entry", choke)
    [built] = publish(MemoryShelf(make_article(1), make_article(2, title="Poison")), ALONE, site, NOW)
    assert (built.outcome, built.articles) == ("written", 1)
    assert "cannot write that" in built.skipped[0].reason
    for name, reader in READERS.items():
        assert [story.title for story in reader(body(site, f"{BEAT}.{name}"))] == ["Harbour story 1"]


def test_a_feed_whose_articles_all_fail_is_not_published_empty(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rss, "entry", lambda _article, _site: b"<item>")
    [built] = publish(MemoryShelf(*articles(3)), ALONE, site, NOW)
    assert (built.outcome, built.articles) == ("failed", 0)
    assert site.manifest() is None


def test_a_feed_that_fails_keeps_its_last_good_documents_and_stops_no_other(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = MemoryShelf(*articles(2))
    publish(shelf, SETTINGS, site, NOW)
    good = {name: body(site, f"/feeds/china.{name}") for name in READERS}
    true = rss.frame

    def choke(feed: Feed) -> tuple[bytes, bytes]:
        return (b"<rss>", b"") if feed.slug == "china" else true(feed)

    monkeypatch.setattr(rss, "frame", choke)
    shelf.articles.append(make_article(3))
    built = {one.slug: one for one in publish(shelf, SETTINGS, site, at(1))}
    assert (built["china"].outcome, built["china"].articles) == ("failed", 2)
    assert "the rss document is not valid" in (built["china"].reason or "")
    assert built["china-asia-pacific"].outcome == "written"
    assert {name: body(site, f"/feeds/china.{name}") for name in READERS} == good
    assert table(site).feed("china") is not None


def test_a_full_disk_leaves_everything_as_it_was(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = MemoryShelf(*articles(2))
    publish(shelf, SETTINGS, site, NOW)
    before = table(site)
    shelf.articles.append(make_article(3))

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(PublishError, match="No space left on device"):
            publish(shelf, SETTINGS, site, at(1))
    assert table(site) == before
    assert set(outcomes(publish(shelf, SETTINGS, site, at(2))).values()) == {"written"}


def test_a_disk_that_fills_up_at_any_write_breaks_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = MemoryShelf(*articles(2))
    publish(shelf, ALONE, site, NOW)
    shelf.articles.append(make_article(3))
    true, failures = os.fsync, 0
    for room in range(100):
        left = iter(range(room))

        def fills_up(handle: int, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise OSError(28, "No space left on device")
            true(handle)

        monkeypatch.setattr(os, "fsync", fills_up)
        try:
            publish(shelf, ALONE, site, at(1))
        except PublishError as error:
            assert "No space left on device" in str(error)  # noqa: PT017 - how often it fails is what is counted
            failures += 1
        assert all(len(site.read(stored)) == stored.length for stored in table(site).documents.values())
        if table(site).built == at(1):
            break
    assert failures > 12
    assert len(READERS["json"](body(site))) == 3


def test_a_lost_table_is_built_again_with_the_same_bytes(site: Site) -> None:
    shelf = MemoryShelf(*articles(2))
    publish(shelf, SETTINGS, site, NOW)
    before = {path: stored.etag for path, stored in table(site).documents.items()}
    (site.folder / "manifest.json").write_bytes(b"{")
    publish(shelf, SETTINGS, site, at(5))
    assert {path: stored.etag for path, stored in table(site).documents.items()} == before


def test_a_lost_file_is_made_again(site: Site) -> None:
    shelf = MemoryShelf(*articles(2))
    publish(shelf, SETTINGS, site, NOW)
    stored = table(site).documents[BEAT + ".rss"]
    (site.folder / "documents" / stored.files["br"]).unlink()
    publish(shelf, SETTINGS, site, at(5))
    assert site.has(table(site).documents[BEAT + ".rss"])


def test_a_broken_store_is_not_taken_for_an_empty_one(site: Site) -> None:
    class Broken(MemoryShelf):
        def window(self, selection: Selection, limits: Limits, takes: Judge | None = None) -> tuple[Article, ...]:
            raise StoreError(f"the database is locked: {selection}, {limits.window_count}, {takes}")

    publish(MemoryShelf(*articles(2)), ALONE, site, NOW)
    before = everything(site.folder)
    with pytest.raises(StoreError, match="locked"):
        publish(Broken(), ALONE, site, at(1))
    assert everything(site.folder) == before


PROGRAM = """
import sys
from datetime import timedelta
from itertools import count
from pathlib import Path
from feeds.publish.press import publish
from feeds.publish.site import Site
from tests.feeds.publish.pressroom import ALONE
from tests.feeds.publish.shelf import MemoryShelf
from tests.world import NOW, make_article
for turn in count():
    articles = [make_article(number, title=f"Turn {turn}") for number in range(1, 6)]
    publish(MemoryShelf(*articles), ALONE, Site(Path(sys.argv[1])), NOW + timedelta(seconds=turn))
"""


@pytest.mark.parametrize("delay", [0.0, 0.07])
def test_a_build_killed_at_any_moment_leaves_a_whole_table(site: Site, delay: float) -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM, str(site.folder)], cwd=Path(__file__).parents[3]) as process:
        while site.stamp() is None and process.poll() is None:
            time.sleep(0.005)
        time.sleep(delay)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    found = table(site)
    for stored in found.documents.values():
        assert hashlib.sha256(site.read(stored)).hexdigest()[:32] == stored.etag.strip('"')
    for name, reader in READERS.items():
        titles = {story.title for story in reader(body(site, f"{BEAT}.{name}"))}
        assert len(titles) == 1
    publish(MemoryShelf(*articles(5)), ALONE, site, at(60))
    assert not list(site.folder.rglob("*.part"))


def test_a_reader_never_meets_a_missing_file(site: Site) -> None:
    publish(MemoryShelf(*articles(2)), ALONE, site, NOW)
    done = threading.Event()
    read: list[int] = []

    def poll() -> None:
        reader = Site(site.folder)
        while not done.is_set():
            documents = table(reader).documents
            read.append(
                sum(len(reader.read(stored, "gzip")) for stored in documents.values() if "gzip" in stored.files)
            )

    with ThreadPoolExecutor(1) as pool:
        polling = pool.submit(poll)
        for turn in range(10):
            shelf = MemoryShelf(*(make_article(number, title=f"Turn {turn}") for number in (1, 2)))
            publish(shelf, ALONE, site, NOW + timedelta(seconds=turn))
        done.set()
        polling.result()
    assert min(read) > 0
