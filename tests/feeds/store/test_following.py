"""What sources lead to is remembered; what they took back leaves every feed and comes again when they show it."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from config.settings import Keeping
from feeds.article import FetchState, Visit
from feeds.store import Store, migrate, visits
from feeds.store.engine import for_writing, opened, parsed
from feeds.store.upgrade import SCRIPTS
from tests.feeds.store.batches import CHINA, LIMITS, make_batch, make_run, settled
from tests.world import NOW, make_article

LATER = NOW + timedelta(hours=1)
PAGE = "https://gazette.example/stories/1"
ARTICLE = """
    INSERT INTO articles (n, id, source, published, estimated, updated, seen, changed, listed, digest, title, folded,
        permits, origin, authors, categories, enclosures, related, summary, content)
    VALUES (1, 'urn:uuid:1', 'gazette', 1700000000, 0, 1700000000, 1700000000, 1700000000, 1, 'd', 'Harbour opens', 'h',
        'summary', '[{"title": "The Gazette"}]', '[]', '[]', '[]', '[]', 'It opens.', '')
"""


def visit(**changes: object) -> Visit:
    return replace(Visit(source="gazette", url=PAGE, at=NOW, etag='"1"'), **changes)  # type: ignore[arg-type]


def test_a_visit_takes_the_place_of_the_last_one(store: Store) -> None:
    store.keep(replace(make_batch(), visits=(visit(), visit(url=f"{PAGE}/2"))))
    again = visit(at=LATER, tries=1, mark="f00", etag=None)
    store.keep(replace(make_batch(), visits=(again,)))
    assert store.visits("gazette", [PAGE, "https://gazette.example/never"]) == {PAGE: again}
    assert store.visits("courier", [PAGE]) == {}


def test_of_a_source_that_leads_to_ever_new_pages_the_latest_visits_are_remembered(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits, "MOST", 3)
    pages = [f"{PAGE}/{number}" for number in range(5)]
    made = tuple(visit(url=url, at=NOW + timedelta(minutes=number)) for number, url in enumerate(pages))
    store.keep(replace(make_batch(), visits=(*made, visit(source="courier"))))
    store.prune(LATER, Keeping())
    assert store.visits("gazette", pages).keys() == set(pages[2:])
    assert store.visits("courier", [PAGE])
    store.prune(LATER + timedelta(days=401), Keeping())
    assert store.visits("gazette", pages) == {}


def test_a_state_comes_back_whole(store: Store) -> None:
    state = FetchState(
        source="gazette",
        memo='{"at": 1}',
        readings=((1, 30, 30), (2, 0, 0)),
        arrivals=(5, 7),
        alarm="nothing came",
        moved_to="https://new.example/feed",
        moved_since=NOW,
    )
    store.keep_quiet([(make_run(), state)])
    assert store.state("gazette") == state
    assert store.states() == {"gazette": state}


def test_what_is_taken_back_leaves_every_feed_and_comes_again(store: Store) -> None:
    settled(store)
    article = make_article()
    store.keep(make_batch(article))
    taken = replace(make_batch(at=LATER), retracted=(article.id,))
    store.keep(taken)
    assert store.window(CHINA, LIMITS) == ()
    assert store.get(article.id) is None
    assert store.get(article.id, withheld=True) is not None
    assert store.known([f"url:{article.link}"])[f"url:{article.link}"].id == article.id
    store.keep(make_batch(at=LATER, sightings=[article.id]))
    assert [one.id for one in store.window(CHINA, LIMITS)] == [article.id]
    kinds = [(event.kind, event.article) for event in store.events(10)]
    assert kinds == [("article-restored", article.id), ("article-retracted", article.id)]


def test_nobody_takes_back_what_is_not_his(store: Store) -> None:
    settled(store)
    article = make_article()
    store.keep(make_batch(article))
    store.keep(replace(make_batch(source="courier", at=LATER), retracted=(article.id,)))
    assert [one.id for one in store.window(CHINA, LIMITS)] == [article.id]
    assert store.events(10) == ()


def test_what_the_first_schema_kept_is_there_after_the_second(empty: str, tmp_path: Path) -> None:
    first = tmp_path / "migrations"
    shutil.copytree(
        SCRIPTS, first, ignore=shutil.ignore_patterns("__pycache__", "r0002*", "r0003*", "r0004*", "r0005*", "r0006*")
    )
    migrate(empty, None, scripts=first)
    engine = opened(parsed(empty), "rw")
    with for_writing(engine).begin() as connection:
        connection.execute(text(ARTICLE))
        connection.execute(text("INSERT INTO places VALUES (1, 'CN', 0.9, 1, '[]', 1700000000)"))
        connection.execute(
            text("INSERT INTO states (source, failures, files, etag) VALUES ('gazette', 0, '[]', '\"1\"')")
        )
    engine.dispose()
    migrate(empty, None)
    with Store.open(empty) as store:
        assert [article.title for article in store.window(CHINA, LIMITS)] == ["Harbour opens"]
        assert store.state("gazette") == FetchState(source="gazette", etag='"1"')
        store.keep(replace(make_batch(at=LATER), retracted=("urn:uuid:1",)))
        assert store.window(CHINA, LIMITS) == ()
