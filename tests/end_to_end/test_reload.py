"""SIGHUP: the configuration is read again, and not one request is lost over it."""

import fcntl
import http.client
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.end_to_end.service import Service, eventually, running
from tests.end_to_end.test_service import children
from tests.end_to_end.test_subscriber import HEAD, ITEM
from tests.fakeweb import FakeWeb, later, page

pytestmark = pytest.mark.slow
BEAT = "/feeds/china-asia-pacific.atom"
QUICK = {"BEATWIRE_COLLECTING__SETTLE": "0s", "BEATWIRE_COLLECTING__TICK": "1s"}
FEED = '\n[[feeds]]\nslug = "{0}"\ntitle = "Of {0}"\n'


def declare(home: Path, *sources: str, more: str = "") -> Path:
    """Write a file with one drop folder for each of `sources`, each with one article in it."""
    tables = []
    for name in sources:
        folder = home / name
        folder.mkdir(exist_ok=True)
        text = f"---\ntitle: Tidings of {name} from Beijing\npublished: 2026-11-20T08:00:00Z\n---\nInvented in Tokyo.\n"
        (folder / "one.md").write_text(text, encoding="utf-8")
        tables.append(f'[[sources]]\nname = "{name}"\nkind = "folder"\npath = "{folder}"\ninterval = "1s"\n')
    path = home / "beatwire.toml"
    path.write_text(f'data = "{home / "data"}"\n{more}\n' + "\n".join(tables), encoding="utf-8")
    return path


def log(home: Path) -> str:
    return (home / "log").read_text(encoding="utf-8")


def hang_up(service: Service, home: Path, says: str = "workers.relieved") -> None:
    """Send a SIGHUP and wait for its line in the log."""
    before = log(home).count(says)
    service.process.send_signal(signal.SIGHUP)
    eventually(lambda: log(home).count(says) > before, 40)


def shows(service: Service, words: str) -> Callable[[], bool]:
    return lambda: words.encode() in service.get(BEAT).body


@dataclass
class Clients:
    """Readers that ask without pause: over a new connection each time, or over one that is kept alive."""

    base: str
    answered: int = 0
    failures: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def ask(self, *, kept: bool) -> None:
        """Ask until it is over; a connection is opened anew only where the last answer said that it ends."""
        where = urlsplit(self.base)
        connection = None
        while not self.over.is_set():
            if connection is None:
                connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=20)
            try:
                connection.request("GET", BEAT)
                response = connection.getresponse()
                whole = len(response.read()) == int(response.headers["Content-Length"])
                if response.status != 200 or not whole:
                    self.failures.append(f"status {response.status}")
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(f"{'kept' if kept else 'new'}: {error!r}")
                connection.close()
                connection = None
                continue
            self.answered += 1
            if not kept or response.will_close:
                connection.close()
                connection = None
            time.sleep(0.04)
        if connection is not None:
            connection.close()


@contextmanager
def clients(base: str, threads: int = 4) -> Iterator[Clients]:
    """Have them ask until the block ends."""
    asking = Clients(base)
    crowd = [threading.Thread(target=asking.ask, kwargs={"kept": bool(n % 2)}) for n in range(threads)]
    for thread in crowd:
        thread.start()
    try:
        yield asking
    finally:
        asking.over.set()
        for thread in crowd:
            thread.join()


@pytest.mark.parametrize("workers", [1, 2])
def test_reloads_lose_no_request(tmp_path: Path, workers: int) -> None:
    path = declare(tmp_path, "first")
    several = QUICK | {"BEATWIRE_SERVING__WORKERS": str(workers)}
    with running(tmp_path, "--config", str(path), environment=several) as service:
        eventually(shows(service, "Tidings of first"))
        old = children(service.process.pid)
        assert len(old) == workers
        with clients(service.base) as asking:
            for number in range(3):
                declare(tmp_path, "first", f"added-{number}")
                hang_up(service, tmp_path)
            eventually(shows(service, "Tidings of added-2"))
        assert asking.failures == []
        assert asking.answered > 150
        new = children(service.process.pid)
        assert len(new) == workers
        assert not set(new) & set(old)
        assert "sources_added=added-2 sources_removed=added-1" in log(tmp_path)
        assert service.stop() == 0
    assert "Traceback" not in log(tmp_path)


def test_a_broken_file_changes_nothing_and_is_named(tmp_path: Path) -> None:
    path = declare(tmp_path, "first")
    with running(tmp_path, "--config", str(path), environment=QUICK) as service:
        eventually(shows(service, "Tidings of first"))
        before = children(service.process.pid)
        for text, says in (
            ("sources = [[[", "this is not TOML"),
            ('[limits]\nredirects = "many"', "limits.redirects"),
            ('[[sources]]\nname = "x"\nkind = "telepathy"', 'sources[0].kind: source "x": unknown kind "telepathy"'),
        ):
            path.write_text(f'data = "{tmp_path / "data"}"\n{text}\n', encoding="utf-8")
            hang_up(service, tmp_path, "reload.refused")
            last = log(tmp_path).splitlines()[-1]
            assert str(path) in last
            assert says in last
            assert "goes on as before" in last
        path.unlink()
        hang_up(service, tmp_path, "reload.refused")
        assert "there is no such file" in log(tmp_path).splitlines()[-1]
        assert children(service.process.pid) == before
        (tmp_path / "first" / "two.md").write_text("---\ntitle: Hanoi reads on\n---\nIn Vietnam.\n", encoding="utf-8")
        eventually(shows(service, "Hanoi reads on"))  # the jobs went on
        assert "Traceback" not in log(tmp_path)


def test_base_url_and_feeds_change_and_the_rest_waits_for_a_restart(tmp_path: Path) -> None:
    path = declare(tmp_path, "first")
    text = path.read_text(encoding="utf-8")
    path.write_text(text + FEED.format("short-lived") + FEED.format("retired-soon"), encoding="utf-8")
    with running(tmp_path, "--config", str(path), environment=QUICK) as service:
        eventually(lambda: service.get("/feeds/short-lived.atom").status == 200)
        eventually(lambda: service.get("/feeds/retired-soon.atom").status == 200)
        path.write_text(
            f'base_url = "https://feeds.example"\nbind = "127.0.0.1:1"\nstore = "sqlite:////nowhere/else"\n'
            f'[serving]\nworkers = 3\n[publishing.retired]\nretired-soon = ""\n'
            f"{text.replace('data = ', '# data = ')}{FEED.format('newcomer')}",
            encoding="utf-8",
        )
        with clients(service.base, 2) as asking:
            hang_up(service, tmp_path)
            eventually(lambda: service.get("/feeds/newcomer.atom").status == 200)
            eventually(lambda: service.get("/feeds/retired-soon.atom").status == 410)
            eventually(shows(service, "https://feeds.example/"))
            # Taken out without a word, a feed stays as it was, but is listed no more: addresses are for ever.
            assert service.get("/feeds/short-lived.atom").status == 200
            listed = service.get("/feeds.json").body
            assert b"newcomer" in listed
            assert b"short-lived" not in listed
        assert asking.failures == []
        assert len(children(service.process.pid)) == 1
        assert re.search(r"reload\.left .*restart to apply.*data, store.*serving\.workers", log(tmp_path))


def test_two_reloads_at_once_cut_off_no_collection(tmp_path: Path) -> None:
    item = ITEM.format(number=1, title="Ferry from Busan", text="South Korea reopened a ferry link.")
    slow = later(5, page(f"{HEAD}{item}</channel></rss>".encode(), media_type="application/rss+xml"))
    path = declare(tmp_path, "first")
    with FakeWeb() as web:
        web.answers["/feed"] = slow
        ledger = f'[[sources]]\nname = "ledger"\nkind = "feed"\nurl = "{web.url("/feed")}"\nallow_private = true\n'
        path.write_text(path.read_text(encoding="utf-8") + ledger, encoding="utf-8")
        with running(tmp_path, "--config", str(path), environment=QUICK) as service:
            eventually(lambda: "/feed" in web.paths())
            declare(tmp_path, "first", "second")
            path.write_text(path.read_text(encoding="utf-8") + ledger.replace("allow", "title = 'L'\nallow"))
            service.process.send_signal(signal.SIGHUP)
            service.process.send_signal(signal.SIGHUP)
            eventually(lambda: "jobs.relieved" in log(tmp_path), 40)
            said = log(tmp_path)
            assert re.search(r"source\.collected.* new=1 .*source=ledger", said[: said.index("jobs.relieved")])
            eventually(shows(service, "Ferry from Busan"))
            eventually(shows(service, "Tidings of second"))
            assert web.paths().count("/feed") == 1  # the run was neither cut off nor made again
            assert "source.failed" not in log(tmp_path)
            with (tmp_path / "data" / "beatwire.lock").open() as lock, pytest.raises(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            eventually(lambda: log(tmp_path).count("workers.relieved") == 1)
            assert len(children(service.process.pid)) == 1
            assert service.stop() == 0
