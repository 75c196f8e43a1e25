"""Ten thousand articles, with edits and retractions among them: an aggregator that walks the links misses none."""

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from config.settings import Limits
from feeds.article import Article, Ruling
from feeds.publish.press import publish
from feeds.publish.proofs import Proofs
from feeds.publish.site import Site
from feeds.store import Store, migrate
from tests.feeds.publish.pressroom import at
from tests.feeds.publish.test_archives import ONLY, documents, made, walk
from tests.feeds.store.batches import make_batch, settled
from tests.world import make_settings, make_source

LARGE = Limits(window_count=300, window_most=300)
COUNT = 10_000
BATCH = 250
DAY = 24 * 60


@pytest.mark.slow
def test_who_walks_ten_thousand_articles_gets_each_and_its_newest_version(tmp_path: Path) -> None:
    settings = make_settings(
        data=tmp_path, publishing=ONLY, limits=LARGE, sources=(make_source(rights="full", url="https://g.example/f"),)
    )
    migrate(settings.database, None)
    chance, proofs, site = random.Random(10_000), Proofs(), Site(settings.published)  # noqa: S311 - no secret
    kept: dict[str, Article] = {}
    gone: set[str] = set()
    with Store.open(settings.database) as store:
        settled(store)
        for first in range(0, COUNT, BATCH):
            now = at(first // BATCH * DAY)
            fresh = [made(number, now - timedelta(seconds=number - first)) for number in range(first, first + BATCH)]
            old = [kept[id_] for id_ in chance.sample(sorted(kept.keys() - gone), 3)] if kept else []
            edited = [replace(one, title=f"{one.title}, at {first}", updated=now, changed=now) for one in old[:2]]
            store.keep(make_batch(*fresh, changed=edited, at=now))
            for one in old[2:]:
                store.rule(Ruling(article=one.id, kind="retraction", who="m", at=now, why="x"))
                gone.add(one.id)
            kept |= {one.id: one for one in (*fresh, *edited)}
            publish(store, settings, site, now, proofs)
    assert walk(site) == {id_: one.title for id_, one in kept.items() if id_ not in gone}
    pages = sum(path.endswith(".atom") and "/archive/" in path for path in documents(site))
    assert pages >= (COUNT - 300) // 50 - 1
