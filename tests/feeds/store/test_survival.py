"""Many threads, many processes, and SIGKILL at any moment."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from config.settings import Limits
from feeds.article import Selection
from feeds.store import Store, migrate
from tests.feeds.store.batches import CHINA, LIMITS, make_batch, settled
from tests.world import make_article

EACH = 7
WRITER = f"""
import sys
from itertools import count
from feeds.store import Store
from tests.feeds.store.batches import make_batch
from tests.world import make_article
with Store.open(sys.argv[1]) as store:
    for number in count(int(sys.argv[2])):
        articles = [make_article(number * {EACH} + each, title=str(number)) for each in range({EACH})]
        store.keep(make_batch(*articles))
        print(number, flush=True)
"""


def write_until_killed(url: str, first: int, seconds: float) -> int:
    """Keep batch after batch from number `first`, SIGKILL after `seconds`; give the number of the last one confirmed."""
    with subprocess.Popen([sys.executable, "-c", WRITER, url, str(first)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        confirmed = writer.stdout.readline()  # it writes now
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
        return int((confirmed + writer.stdout.read()).splitlines()[-1])


def test_a_killed_writer_loses_nothing_it_confirmed_and_halves_no_batch(sqlite: str, tmp_path: Path) -> None:
    migrate(sqlite, None)
    moments, first = random.Random(), 0  # noqa: S311 - any moment will do
    for _ in range(5):
        last = write_until_killed(sqlite, first, moments.uniform(0, 0.25))
        with closing(sqlite3.connect(tmp_path / "beatwire.sqlite")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            sizes = database.execute(
                "SELECT CAST(title AS INTEGER) t, COUNT(*) FROM articles GROUP BY t ORDER BY t"
            ).fetchall()
            kept = len(sizes)
            assert kept in {last + 1, last + 2}  # the one under way when the signal came is whole or absent
            assert sizes == [(number, EACH) for number in range(kept)]
            whole = [
                "SELECT COUNT(*) FROM places",
                "SELECT COUNT(*) FROM aliases",
                "SELECT COUNT(*) FROM sightings",
            ]
            assert [database.execute(query).fetchone() for query in whole] == [(kept * EACH,)] * 3
            assert database.execute("SELECT COUNT(*) FROM runs").fetchone() == (kept,)
        first = kept


def test_threads_share_a_store(store: Store) -> None:
    settled(store)

    def work(thread: int) -> int:
        for number in range(10):
            store.keep(make_batch(make_article(thread * 100 + number), make_article(number + 5000)))
            assert len(store.window(CHINA, Limits(window_count=5, window_most=5))) >= 2 - (number == 0)
        return thread

    with ThreadPoolExecutor(12) as pool:
        assert sorted(pool.map(work, range(12))) == list(range(12))
    assert store.counts()["articles"] == 1 + 12 * 10 + 10


def test_a_reader_sees_what_another_process_wrote(url: str) -> None:
    with Store.open(url) as writer, Store.open(url, read_only=True) as reader:
        assert reader.window(Selection(), LIMITS) == ()
        writer.keep(make_batch(make_article()))
        assert reader.window(Selection(), LIMITS) == (make_article(),)


def test_a_reader_opens_what_nobody_else_has_open(url: str) -> None:
    with Store.open(url) as writer:
        writer.keep(make_batch(make_article()))
    with Store.open(url, read_only=True) as reader:
        assert reader.get(make_article().id) == make_article()


def test_processes_keep_the_same_story_at_once_and_it_is_one(url: str) -> None:
    program = """
import sys
from feeds.store import Store
from tests.feeds.store.batches import make_batch
from tests.world import make_article
with Store.open(sys.argv[1]) as store:
    for number in range(20):
        store.keep(make_batch(make_article(number), make_article(number + 1)))
"""
    started = [subprocess.Popen([sys.executable, "-c", program, url], stderr=subprocess.PIPE) for _ in range(2)]
    assert [(process.communicate()[1], process.returncode) for process in started] == [(b"", 0)] * 2
    with Store.open(url) as store:
        assert store.counts()["articles"] == 21
        assert len(store.runs(1000)) == 40
