"""Whoever asks a running web app: readers that poll, some that ask for everything, people who open pages, over sockets.

The app is the real one, in a process of its own with its worker; nobody may ever be answered by our fault.
"""

import http.client
import multiprocessing
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from typing import Final

from config.settings import Settings
from feeds.publish.site import Site
from scheduler import service
from tests.benchmarks.vitals import Vitals

PAGES: Final = (
    "/",
    "/?q=china",
    "/status",
    "/status.json",
    "/metrics",
    "/polling",
    "/feeds/china-asia-pacific",
    "/feeds.opml",
)
_PAUSE: Final = 0.05
_READERS: Final = 4


@dataclass(eq=False)
class Patrons:
    """What was answered to them, by status, and what was wrong, in words; `vitals` are the worker's."""

    settings: Settings
    port: int
    vitals: Vitals
    answers: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, seed: int) -> None:
        """Ask without pause until it is over: of ten requests seven polls by condition, one whole, two pages."""
        chance, tags = random.Random(seed), dict[str, str]()  # noqa: S311 - the same requests each time
        site = Site(self.settings.published)
        paths = ["/feeds/china-asia-pacific.rss"]
        while not self._over.wait(_PAUSE):
            if chance.random() < 0.02 and (manifest := site.manifest()):
                paths = sorted(manifest.documents)
            is_page = chance.random() < 0.2
            path = chance.choice(PAGES if is_page else paths)
            held = tags.get(path) if not is_page and chance.random() < 0.9 else None
            try:
                status, tag = self._answer(path, held)
            except (OSError, http.client.HTTPException) as error:
                self._note(path, repr(error))
                continue
            tags[path] = tag or tags.get(path, "")
            with self._guard:
                self.answers[status] += 1
            if status >= 500 or status == 404:
                self._note(path, str(status))

    def _answer(self, path: str, held: str | None) -> tuple[int, str | None]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            fields = {"Accept-Encoding": "gzip", "User-Agent": "Patron/1.0 (3 subscribers)"}
            connection.request("GET", path, headers=fields | ({"If-None-Match": held} if held else {}))
            response = connection.getresponse()
            body = response.read()
            if response.status == 200 and len(body) != int(response.headers["Content-Length"]):
                self._note(path, "it was cut off")
            return response.status, response.headers["ETag"]

    def _note(self, path: str, what: str) -> None:
        with self._guard:
            self.wrong.append(f"{path}: {what}")

    def end(self) -> None:
        """Let nobody ask any more."""
        self._over.set()


@contextmanager
def patrons(settings: Settings) -> Iterator[Patrons]:
    """Serve what `settings` publish, once there is something, and have it asked for until the block ends."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = settings.model_copy(update={"bind": f"127.0.0.1:{port}"})
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(told,))
    process.start()
    try:
        crowd = Patrons(settings, port, Vitals(_worker(process.pid or 0, port)))
        readers = [threading.Thread(target=crowd.ask, args=(seed,), daemon=True) for seed in range(_READERS)]
        for reader in readers:
            reader.start()
        yield crowd
        crowd.end()
        for reader in readers:
            reader.join(60)
    finally:
        os.kill(process.pid or 0, signal.SIGTERM)
        process.join(60)


def _serve(settings: Settings) -> None:
    log = os.open(settings.data / "web.log", os.O_WRONLY | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(log, stream)
    service.serve(settings, lambda running: running)


def _worker(pid: int, port: int) -> int:
    """Wait until there is something to serve, and give the process that does."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with suppress(OSError), closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            connection.request("GET", "/feeds/china-asia-pacific.rss")
            if connection.getresponse().status == 200:
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
                return max(map(int, children), key=_memory)
        time.sleep(0.5)
    raise RuntimeError("nothing was published within two minutes")


def _memory(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
