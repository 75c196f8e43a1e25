"""The floors under the finding of copies, over a made day of the wire that the store keeps as it keeps any other.

When a change lifts a figure for good, lift its floor; lower one only with a reason in DECISIONS.md.
"""

import random
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.article import Article, Batch
from feeds.pipeline import Copies
from feeds.store import Store, migrate
from tests.feeds.store.batches import make_batch
from tests.gates.wire import ALL, COPIES, KINDS, Wire, paragraphs, wire
from tests.world import NOW, make_settings

PRECISION = 0.99
RECALL = 0.95
OF_A_KIND = 0.9
OF_EXCERPTS = 0.85  # where an excerpt of 400 characters is all that is known, and a paragraph may stand before it
BATCH = 200


@pytest.fixture(scope="module")
def day() -> Wire:
    made = wire(20261120)
    assert (len(made.articles), len(made.copies)) == (ALL, COPIES)
    assert {kind for _, kind in made.copies.values()} == set(KINDS)
    assert {one.language for one in made.articles} >= {"en", "zh-Hans", "zh-Hant", "ja", "ko"}
    return made


def stories(folder: Path, articles: Sequence[Article]) -> dict[str, str]:
    """Keep `articles` as they come, as many papers as brought them; give the id of each one's story."""
    url = f"sqlite:///{folder / 'beatwire.sqlite'}"
    migrate(url, None)
    copies = Copies(make_settings(), None)
    with Store.open(url) as store:
        for number, batch in enumerate(_batches(articles)):
            at = NOW + timedelta(minutes=2 * number)
            store.keep(
                copies.printed(replace(batch, run=replace(batch.run, finished=at))), clustering=copies.clustering
            )
    with closing(sqlite3.connect(folder / "beatwire.sqlite")) as connection:
        wanted = "SELECT a.id, COALESCE(b.id, a.id) FROM articles a LEFT JOIN articles b ON b.n = a.story"
        return dict(connection.execute(wanted).fetchall())


def _batches(articles: Sequence[Article]) -> list[Batch]:
    return [
        make_batch(*(one for one in articles[at : at + BATCH] if one.source == source), source=source)
        for at in range(0, len(articles), BATCH)
        for source in dict.fromkeys(one.source for one in articles[at : at + BATCH])
    ]


def measured(day: Wire, told: dict[str, str]) -> tuple[float, float, Counter[str]]:
    """Give precision, recall, and how many copies of each kind were missed."""
    truth = {one.id: day.copies[one.id][0] if one.id in day.copies else one.id for one in day.articles}
    joined = [(one, leader) for one, leader in told.items() if one != leader]
    right = sum(truth[one] == truth[leader] for one, leader in joined)
    missed = Counter(kind for copy, (original, kind) in day.copies.items() if told[copy] != told[original])
    return right / len(joined), 1 - missed.total() / len(day.copies), missed


@pytest.mark.slow
def test_copies_are_found_and_nothing_else_is_taken_for_one(day: Wire, tmp_path: Path) -> None:
    precision, recall, missed = measured(day, stories(tmp_path, day.articles))
    assert precision >= PRECISION
    assert recall >= RECALL, missed
    assert max(missed.values(), default=0) <= (1 - OF_A_KIND) * COPIES / len(KINDS), missed


def excerpt(article: Article) -> Article:
    """Give what a feed with excerpts alone has of an article: 400 characters, a third of them where each says more."""
    most = 400 if article.language == "en" else 133
    return replace(article, content="", summary=" ".join(paragraphs(article))[:most])


@pytest.mark.slow
def test_of_excerpts_too_nothing_else_is_taken_for_a_copy(day: Wire, tmp_path: Path) -> None:
    dice = random.Random(1)  # noqa: S311 - it chooses excerpts
    seen = tuple(excerpt(one) if dice.random() < 0.5 else one for one in day.articles)
    precision, recall, missed = measured(day, stories(tmp_path, seen))
    assert precision >= PRECISION
    assert recall >= OF_EXCERPTS, missed
