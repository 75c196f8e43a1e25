"""Archives (RFC 5005, 4): whoever walks the links finds everything that ever stood in a feed and may still be seen."""

import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from config.feeds import FeedSpec
from config.settings import Limits, Publishing, Settings
from feeds.article import Article, Ruling
from feeds.publish.manifest import Stored, slug_of
from feeds.publish.press import publish
from feeds.publish.proofs import Proofs
from feeds.publish.site import Site
from feeds.store import Store, journals, migrate
from feeds.web import create_app
from tests.feeds.publish.pressroom import BEAT, at, table
from tests.feeds.store.batches import make_batch, settled
from tests.world import NOW, make_article, make_settings, make_source

ATOM = "{http://www.w3.org/2005/Atom}"
FH = "{http://purl.org/syndication/history/1.0}"
SMALL = Limits(window_count=8, window_most=8, window_age=timedelta(0))
ONLY = Publishing(regions=False, countries=False, sources=False, languages=False)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page hold seven, so that few articles make many; and let no disk be waited for: nothing is cut off here."""
    monkeypatch.setattr(journals, "PAGE", 7)
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Store, Site, Settings]]:
    settings = make_settings(
        data=tmp_path, limits=SMALL, publishing=ONLY, sources=(make_source(rights="full", url="https://g.example/f"),)
    )
    migrate(settings.database, None)
    with Store.open(settings.database) as store:
        settled(store)
        yield store, Site(settings.published), settings


def made(number: int, when: datetime, **changes: object) -> Article:
    return make_article(number, seen=when, changed=when, published=when, updated=when, **changes)


def documents(site: Site) -> dict[str, Stored]:
    return {stored.path: stored for stored in site.every(table(site))}


def walk(site: Site, base: str = "https://feeds.example", start: str = f"{BEAT}.atom") -> dict[str, str]:
    """Walk from the subscription document into the past, as an aggregator does; give the newest title of each id."""
    found: dict[str, tuple[str, str]] = {}
    held, path, seen = documents(site), start, set[str]()
    while path:
        assert path not in seen
        seen.add(path)
        root = etree.fromstring(site.read(held[path]))
        for entry in root.findall(f"{ATOM}entry"):
            one = (entry.findtext(f"{ATOM}updated") or "", entry.findtext(f"{ATOM}title") or "")
            id_ = entry.findtext(f"{ATOM}id") or ""
            found[id_] = max(found.get(id_, one), one)
        links = {link.get("rel"): link.get("href") or "" for link in root.findall(f"{ATOM}link")}
        assert links["self"] == base + path
        assert (root.find(f"{FH}archive") is not None) == ("/archive/" in path)
        if "/archive/" in path:
            assert links["current"] == base + start
        path = links.get("prev-archive", "").removeprefix(base)
    return {id_: title for id_, (_, title) in found.items()}


def walk_json(site: Site) -> set[str]:
    held, path, found = documents(site), f"{BEAT}.json", set[str]()
    while path:
        said = json.loads(site.read(held[path]))
        found |= {item["id"] for item in said["items"]}
        path = said.get("next_url", "").removeprefix("https://feeds.example")
    return found


def test_every_article_is_found_and_each_page_is_full_and_linked_both_ways(
    desk: tuple[Store, Site, Settings],
) -> None:
    store, site, settings = desk
    for number in range(1, 31):
        store.keep(make_batch(made(number, at(number)), at=at(number)))
        publish(store, settings, site, at(number))
    expected = {made(number, NOW).id: f"Harbour story {number}" for number in range(1, 31)}
    assert walk(site) == expected
    assert walk_json(site) == set(expected)
    pages = [path for path in documents(site) if path.endswith(".rss") and "/archive/" in path]
    assert pages == [f"{BEAT}/archive/{number}.rss" for number in (1, 2, 3, 4)]
    first, last = (etree.fromstring(site.read(documents(site)[f"{BEAT}/archive/{n}.atom"])) for n in (1, 4))
    rels = [{link.get("rel") for link in one.findall(f"{ATOM}link")} for one in (first, last)]
    assert ["next-archive" in one for one in rels] == [True, False]
    assert ["prev-archive" in one for one in rels] == [False, True]
    assert len(first.findall(f"{ATOM}entry")) == 7
    assert not any("/archive/" in path for path in table(site).documents)
    assert '; rel="prev-archive"' in table(site).documents[f"{BEAT}.rss"].links[1]


def test_a_page_is_served_like_any_document(desk: tuple[Store, Site, Settings]) -> None:
    store, site, settings = desk
    for number in range(1, 20):
        store.keep(make_batch(made(number, at(number)), at=at(number)))
        publish(store, settings, site, at(number))
    client = create_app(settings).test_client()
    for extension, kind in ((".rss", "application/rss+xml"), (".atom", "application/atom+xml"), (".json", "feed+json")):
        answer = client.get(f"{BEAT}/archive/1{extension}", headers={"Accept-Encoding": "gzip"})
        assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
        assert kind in answer.headers["Content-Type"]
        assert f'<https://feeds.example{BEAT}/archive/1{extension}>; rel="self"' in answer.headers["Link"]
        again = client.get(f"{BEAT}/archive/1{extension}", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
        assert client.get(f"{BEAT}/archive/99{extension}").status_code == 404


def test_what_is_edited_retracted_and_restored_is_so_on_its_page_and_no_other_page_is_made_again(
    desk: tuple[Store, Site, Settings],
) -> None:
    store, site, settings = desk
    for number in range(1, 20):
        store.keep(make_batch(made(number, at(number)), at=at(number)))
        publish(store, settings, site, at(number))
    before = documents(site)
    old = made(1, at(1))
    edited = replace(old, title="Put right", updated=at(40), changed=at(40))
    store.keep(make_batch(changed=[edited], at=at(40)))
    store.rule(Ruling(article=made(2, NOW).id, kind="retraction", who="m", at=at(40), why="x"))
    publish(store, settings, site, at(41))
    assert walk(site)[old.id] == "Put right"
    assert made(2, NOW).id not in walk(site)
    after = documents(site)
    changed = {path for path in after if after[path] != before[path] and "/archive/" in path}
    assert changed == {f"{BEAT}/archive/1{extension}" for extension in (".rss", ".atom", ".json")}
    assert all(b"Harbour story 2<" not in site.read(stored) for stored in after.values())
    assert store.stale_pages()[1] == frozenset()
    store.lift(Ruling(article=made(2, NOW).id, kind="pin", who="m", at=at(50)), ("retraction",), None)
    publish(store, settings, site, at(51))
    assert made(2, NOW).id in walk(site)


def test_narrower_rights_bind_every_page_at_once(desk: tuple[Store, Site, Settings]) -> None:
    store, site, settings = desk
    for number in range(1, 20):
        store.keep(make_batch(made(number, at(number)), at=at(number)))
        publish(store, settings, site, at(number))
    assert b"And then more" in site.read(documents(site)[f"{BEAT}/archive/1.atom"])
    narrow = settings.model_copy(update={"sources": (make_source(rights="headline"),)})
    publish(store, narrow, site, at(60))
    assert all(b"And then more" not in site.read(stored) for stored in documents(site).values())
    off = settings.model_copy(update={"publishing": ONLY.model_copy(update={"archives": False})})
    publish(store, off, site, at(61))
    assert not any("/archive/" in path for path in documents(site))
    assert b"prev-archive" not in site.read(documents(site)[f"{BEAT}.atom"])


def test_a_feed_that_shows_articles_for_a_time_lets_them_go_from_its_pages_too(
    desk: tuple[Store, Site, Settings],
) -> None:
    store, site, settings = desk
    lasting = timedelta(days=30)
    settings = settings.model_copy(update={"beat": settings.beat.model_copy(update={"expires": lasting})})
    store.bound({}, settings.horizons)
    for number in range(1, 20):
        store.keep(make_batch(made(number, at(number)), at=at(number)))
        publish(store, settings, site, at(number))
    assert len(walk(site)) == 19
    store.release(at(3) + lasting)
    publish(store, settings, site, at(3) + lasting)
    assert set(walk(site)) == {made(number, NOW).id for number in range(4, 20)}
    assert all(b"Harbour story 3<" not in site.read(stored) for stored in documents(site).values())


def test_a_feed_that_left_the_catalogue_keeps_its_archives_and_lets_go_as_well(
    desk: tuple[Store, Site, Settings],
) -> None:
    store, site, settings = desk
    port = FeedSpec(slug="port", title="Port")
    both = settings.model_copy(update={"feeds": (port,)})
    for number in range(1, 20):
        store.keep(make_batch(made(number, at(number)), at=at(number)))
        publish(store, both, site, at(number))
    everything = walk(site, start="/feeds/port.atom")
    publish(store, settings, site, at(30))
    assert walk(site, start="/feeds/port.atom") == everything
    store.rule(Ruling(article=made(2, NOW).id, kind="retraction", who="m", at=at(40), why="x"))
    publish(store, settings, site, at(41))
    assert set(walk(site, start="/feeds/port.atom")) == everything.keys() - {made(2, NOW).id}
    gone = settings.model_copy(update={"publishing": ONLY.model_copy(update={"retired": (("port", ""),)})})
    publish(store, gone, site, at(50))
    assert not any(path.startswith("/feeds/port") for path in documents(site))


@dataclass
class Newsroom:
    """A desk and all that it should remember of itself, while it does one thing after another."""

    store: Store
    site: Site
    settings: Settings
    dice: random.Random
    kept: dict[int, Article] = field(default_factory=dict)
    out: set[int] = field(default_factory=set)
    retired: tuple[tuple[str, str], ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    proofs: Proofs = field(default_factory=Proofs)

    def add(self, step: int, _: int) -> None:
        self.kept[step] = made(step, at(step))
        self.store.keep(make_batch(self.kept[step], at=at(step)))

    def edit(self, step: int, chosen: int) -> None:
        now = at(step)
        self.kept[chosen] = replace(self.kept[chosen], title=f"Edited {step}", updated=now, changed=now)
        self.store.keep(make_batch(changed=[self.kept[chosen]], at=now))

    def correct(self, step: int, chosen: int) -> None:
        assert self.store.correct(self.kept[chosen].id, f"Note {step}", "m", at(step))
        self.kept[chosen] = replace(self.kept[chosen], updated=at(step), changed=at(step))

    def retract(self, step: int, chosen: int) -> None:
        self.store.rule(Ruling(article=self.kept[chosen].id, kind="retraction", who="m", at=at(step), why="x"))
        self.out.add(chosen)

    def restore(self, step: int, _: int) -> None:
        back = self.dice.choice(sorted(self.out | {next(iter(self.kept))}))
        act = Ruling(article=self.kept[back].id, kind="pin", who="m", at=at(step))
        self.store.lift(act, ("retraction",), None)
        self.out.discard(back)

    def rename(self, step: int, _: int) -> None:
        old, new = self.settings.beat.slug, f"beat-{step}"
        self.renamed = (*((first, new) for first, _ in self.renamed), (old, new))
        self._declare(new)
        self.store.rename(self.renamed)

    def retire(self, step: int, _: int) -> None:
        side = FeedSpec(slug=f"side-{step}", title="Side")
        publish(self.store, self.settings.model_copy(update={"feeds": (side,)}), self.site, at(step), self.proofs)
        self.retired = (*self.retired, (side.slug, self.settings.beat.slug))
        self._declare(self.settings.beat.slug)

    def restart(self, _: int, __: int) -> None:
        self.site, self.proofs = Site(self.settings.published), Proofs()

    def _declare(self, slug: str) -> None:
        said = {"renamed": self.renamed, "retired": self.retired}
        beat = self.settings.beat.model_copy(update={"slug": slug})
        self.settings = self.settings.model_copy(
            update={"publishing": ONLY.model_copy(update=said), "beat": beat, "feeds": ()}
        )

    @property
    def expected(self) -> dict[str, str]:
        return {one.id: one.title for number, one in self.kept.items() if number not in self.out}


DEEDS = ("add",) * 5 + ("edit", "edit", "correct", "retract", "restore", "restart")


@pytest.mark.slow
def test_a_thousand_operations_keep_every_promise(desk: tuple[Store, Site, Settings], tmp_path: Path) -> None:
    """Whatever is added, edited, retracted, restored, renamed, retired and restarted: nothing is lost, nothing returns.

    After every fourth deed is built, and the feed's own document looked at; after every hundredth the links are walked
    to the end.
    """
    room = Newsroom(*desk, dice=random.Random(5005))  # noqa: S311 - the same course each time
    room.add(0, 0)
    publish(room.store, room.settings, room.site, NOW)
    feed_id = _root(room).findtext(f"{ATOM}id")
    for step in range(1, 1001):
        deed = room.dice.choice(DEEDS) if step % 97 else room.dice.choice(("rename", "retire"))
        getattr(room, deed)(step, room.dice.choice(sorted(room.kept)))
        if step % 4:
            continue
        publish(room.store, room.settings, room.site, at(step), room.proofs)
        _check_window(room, feed_id)
        if step % 100 == 0:
            assert walk(room.site, start=f"/feeds/{room.settings.beat.slug}.atom") == room.expected, step
    assert len(room.renamed) > 2
    assert len(room.retired) > 2
    other = Site(tmp_path / "elsewhere")
    publish(room.store, room.settings, other, at(2000))
    ours, theirs = ({path: one.etag for path, one in documents(each).items()} for each in (room.site, other))
    del ours["/feeds/feed.opml"]  # the list of a group that has no feed any more still answers here, and is empty
    assert theirs == ours


def _root(room: Newsroom) -> etree._Element:
    return etree.fromstring(room.site.read(table(room.site).documents[f"/feeds/{room.settings.beat.slug}.atom"]))


def _check_window(room: Newsroom, feed_id: str | None) -> None:
    root, found = _root(room), table(room.site)
    assert root.findtext(f"{ATOM}id") == feed_id
    assert (found.moved, found.gone) == (dict(room.renamed), dict(room.retired))
    assert not any(slug_of(path) in {*found.moved, *found.gone} for path in found.documents)
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    dates = [entry.findtext(f"{ATOM}published") or "" for entry in root.findall(f"{ATOM}entry")]
    titles = {room.expected[str(id_)] for id_ in ids}  # none that is not there, or was taken back
    assert titles == {entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")}
    assert len(ids) == len(set(ids))
    assert dates == sorted(dates, reverse=True)
    graves = {one.get("ref") for one in root.findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")}
    out = {room.kept[number].id for number in room.out}
    assert graves <= out
    assert len(graves) == min(len(out), 100)


def test_what_was_cut_off_between_sealing_and_publishing_is_made_up_for(
    desk: tuple[Store, Site, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, site, settings = desk
    for number in range(1, 8):
        store.keep(make_batch(made(number, at(number)), at=at(number)))
        publish(store, settings, site, at(number))

    class CutOffError(Exception):
        pass

    def cut(*_: object) -> None:
        raise CutOffError

    store.keep(make_batch(*(made(number, at(number)) for number in range(8, 30)), at=at(30)))
    with monkeypatch.context() as patched:
        patched.setattr(Site, "replace", cut)
        with pytest.raises(CutOffError):
            publish(store, settings, site, at(31))
    publish(store, settings, site, at(32))
    assert set(walk(site)) == {made(number, NOW).id for number in (*range(1, 8), *range(22, 30))}
    files = {path.name for path in (settings.published / "documents").iterdir()}
    assert {name for stored in documents(site).values() for name in stored.files.values()} <= files
