"""Copies: what finding them costs an article, and the look-up among ever more articles of one window.

    .venv/bin/python -m tests.benchmarks.clustering --articles 10000 100000 1000000

Every article of the store lies in the window, which is the worst there can be: at home it holds those of three days.
The yardstick of a look-up is the same look-up among the fewest.
"""

import argparse
import random
import sqlite3
import statistics
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from config.settings import Limits
from feeds.article import Article, Clustering, Page, Permits, Print
from feeds.collect.sources import feed
from feeds.select import cluster
from feeds.select.clean import Context, clean
from feeds.store import Store, marks, migrate
from tests.benchmarks import invented
from tests.benchmarks.judging import ARTICLES
from tests.benchmarks.timing import Row, race
from tests.feeds.store.batches import make_batch
from tests.world import NOW, make_article, make_source

SIZES = (10_000, 100_000, 1_000_000)
LOOKUPS = 200
BATCH = 30
_KEYS = 12
_COMMON = 3  # of them, each borne by about as many articles as a key is told of
_AT_ONCE = 50_000
WINDOW = timedelta(hours=72)


def fingerprints(rounds: int) -> list[Row]:
    """Take the prints of the articles of one feed; the yardstick cleans the entries that they come from."""
    page = Page(address="https://gazette.example/feed", body=invented.rss(ARTICLES))
    reading = feed.read(page, make_source(), NOW)
    found = reading.entries
    context = Context(source=make_source(), reading=reading, permits=Permits.FULL, now=NOW, limits=Limits())
    articles = [each for each in (clean(entry, context) for entry in found) if isinstance(each, Article)]
    known = cluster.publishers([make_source()])
    yardstick = ("clean", lambda: [clean(entry, context) for entry in found])
    return [race("fingerprint", lambda: [cluster.fingerprint(each, known) for each in articles], yardstick, rounds)]


def lookups(sizes: Sequence[int], rounds: int) -> list[Row]:
    """Look copies up among as many articles as each of `sizes` says, and keep a batch with and without it."""
    dice = random.Random(1)  # noqa: S311 - it makes keys
    rows: list[Row] = []
    with TemporaryDirectory() as folder:
        file = Path(folder) / "beatwire.sqlite"
        migrate(f"sqlite:///{file}", None)
        first = 0.0
        for size in sizes:
            _fill(file, size, dice)
            with Store.open(f"sqlite:///{file}") as store:
                each = _looked_up(store, size, rounds, dice)
                first = first or each
                rows.append(_row(f"look-up among {size:,}", each, (f"among {sizes[0]:,}", first)))
                rows.append(_row(f"keep {BATCH} among {size:,}", *_kept(store, size, rounds, dice)))
    return rows


def _row(what: str, ours: float, yardstick: tuple[str, float]) -> Row:
    name, theirs = yardstick
    return Row(
        what=what, ratio=theirs / ours, ours=f"{ours * 1000:.3f} ms", yardstick=f"{name}, {theirs * 1000:.3f} ms"
    )


def _keys(number: int, dice: random.Random) -> list[int]:
    common = [dice.randrange(1 + number * _COMMON // marks.MOST) for _ in range(_COMMON)]
    return [*common, *(dice.getrandbits(48) for _ in range(_KEYS - _COMMON))]


def _fill(file: Path, size: int, dice: random.Random) -> None:
    """Put articles, up to `size` of them, their sketches and their marks straight into the tables: the store itself would take an hour."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -200000")
        there = connection.execute("SELECT COALESCE(MAX(n), 0) FROM articles").fetchone()[0]
        for at in range(there + 1, size + 1, _AT_ONCE):
            part = range(at, min(at + _AT_ONCE, size + 1))
            keys = {number: _keys(part.stop, dice) for number in part}
            with connection:
                connection.executemany(_ARTICLE, (_article(number) for number in part))
                connection.executemany("INSERT INTO sketches VALUES (?, ?, 0, '[]', ?, ?)", _sketches(keys, dice))
                pairs = sorted({(key, number) for number, every in keys.items() for key in every})
                connection.executemany("INSERT INTO marks VALUES (?, ?)", pairs)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


_NAMED = (
    "n, id, source, published, estimated, updated, seen, changed, listed, digest, title, folded, permits, origin, authors, "
    "categories, enclosures, related, summary, content"
)
_ARTICLE = f"INSERT INTO articles ({_NAMED}) VALUES (?, ?, ?, ?, 0, ?, ?, ?, 1, '', ?, ?, 'summary', '[]', '[]', '[]', '[]', '[]', '', '')"  # noqa: S608 - its own words


def _article(number: int) -> tuple[Any, ...]:
    at = int(NOW.timestamp())
    return (
        number,
        f"urn:{number}",
        f"paper-{number % 1000}",
        at,
        at,
        at,
        at,
        f"Story number {number}",
        f"story{number}",
    )


def _sketches(keys: dict[int, list[int]], dice: random.Random) -> Iterator[tuple[Any, ...]]:
    sketch = cluster.fingerprint(make_article(content=invented.body(1)), cluster.publishers([]))
    assert sketch is not None
    for number, every in keys.items():
        own = Print(id="", keys=tuple(every), sketch=dice.randbytes(8) + sketch.sketch[8:])
        yield number, int(NOW.timestamp()), marks.packed(own.keys), own.sketch


def _looked_up(store: Store, size: int, rounds: int, dice: random.Random) -> float:
    """Give the seconds of CPU that the look-up of one article takes: the median of the rounds."""
    asked = [_keys(size, dice) for _ in range(LOOKUPS)]
    times = []
    with store._reading() as connection:
        for _ in range(rounds + 1):
            start = process_time()
            for keys in asked:
                borne = marks.bearers(connection, keys)
                marks.cards(connection, marks.candidates(keys, borne), NOW - WINDOW)
            times.append((process_time() - start) / LOOKUPS)
    return statistics.median(times[1:])


def _kept(store: Store, size: int, rounds: int, dice: random.Random) -> tuple[float, tuple[str, float]]:
    """Give the seconds of CPU that keeping a batch of new articles takes, with and without looking for copies."""
    clustering = Clustering(chosen=lambda _copy, _others: None, window=WINDOW, order=())
    spent: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2 * (rounds + 1)):
        told = [make_article(size + 10**8 + number * BATCH + one, source="gazette") for one in range(BATCH)]
        prints = tuple(Print(id=one.id, keys=tuple(_keys(size, dice)), sketch=b"\0" * 600) for one in told)
        with_copies = bool(number % 2)
        batch = replace(make_batch(*told), prints=prints if with_copies else ())
        start = process_time()
        store.keep(batch, clustering=clustering if with_copies else None)
        spent[with_copies].append(process_time() - start)
    return statistics.median(spent[True][1:]), ("without copies", statistics.median(spent[False][1:]))


def measure(rounds: int, sizes: Sequence[int] = (200, 400)) -> list[Row]:
    """Measure all of it."""
    return [*fingerprints(rounds), *lookups(sizes, rounds)]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Finding the copies of a story")
    parser.add_argument("--rounds", type=int, default=7, help="measured rounds of each (default 7)")
    parser.add_argument("--articles", type=int, nargs="+", default=SIZES, help="how many are in the store")
    chosen = parser.parse_args()
    print(f"Finding copies, one of {ARTICLES} articles: work for a second of CPU, ours ÷ yardstick\n")  # noqa: T201
    for row in measure(chosen.rounds, chosen.articles):
        print(f"  {row.what:<26}  {row.ratio:8.2f} ×   ours {row.ours:>10}   yardstick: {row.yardstick}")  # noqa: T201


if __name__ == "__main__":
    main()
