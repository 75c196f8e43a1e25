"""How long a poll waits while a thousand stories are collected: ours and, beside the same collecting, nginx's."""

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final, TypeVar

from feeds.publish.manifest import Stored
from feeds.publish.site import Site
from feeds.store import Store
from tests.benchmarks.loopback import LOADS, Cost, cost, free_port, nginx, running
from tests.benchmarks.timing import Row, show

T = TypeVar("T")
PATH: Final = "/feeds/china-asia-pacific.rss"
SECONDS: Final = 15
STORIES: Final = 1000
_UNITS: Final = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


def measure(rounds: int, stories: int = STORIES, seconds: int = SECONDS) -> list[Row]:
    """Drop `stories` into a running desk just as the load begins, once for each server, in turns; the median of `rounds`."""
    with TemporaryDirectory() as folder:
        home, port = Path(folder), free_port()
        command = [str(Path(sys.executable).with_name("beatwire")), "run", "--config", str(_declared(home))]
        with running(([*command, "--bind", f"127.0.0.1:{port}"], port)) as ours:
            _drop(home, 0, 50)
            stored = _published(home)
            with running(nginx(home / "data", stored)) as theirs:
                waits: dict[tuple[int, int], list[float]] = {ours: [], theirs: []}
                for number in range(2 * rounds):
                    server = (ours, theirs)[number % 2]
                    said = _beside(home, server, 50 + number * stories, stories, seconds)
                    waits[server].append(_seconds(said.p99))
    mine, its = (median(waits[server]) for server in (ours, theirs))
    return [
        Row(
            what="p99 of the mix, collecting",
            ratio=its / mine,
            ours=f"{mine * 1e3:.1f} ms",
            yardstick=f"nginx, {its * 1e3:.1f} ms",
        )
    ]


def _declared(home: Path) -> Path:
    (home / "drop").mkdir()
    path = home / "beatwire.toml"
    path.write_text(
        'data = "data"\n[collecting]\nsettle = 0\ntick = "1s"\n'
        '[[sources]]\nname = "desk"\nkind = "folder"\npath = "drop"\n',
        encoding="utf-8",
    )
    return path


def _drop(home: Path, first: int, count: int) -> None:
    for number in range(first, first + count):
        story = {
            "title": f"Ferry {number} leaves Shanghai for Busan",
            "url": f"https://desk.example/stories/{number}",
            "content_text": f"Ferry {number} left the old quay of Shanghai, China, for Busan on Friday. " * 40,
        }
        (home / "drop" / f"{number:07}.json").write_text(json.dumps(story), encoding="utf-8")


def _published(home: Path) -> Stored:
    def found() -> Stored | None:
        manifest = Site(home / "data" / "published").manifest()
        return manifest.documents.get(PATH) if manifest else None

    return _until(found, "nothing is published")


def _kept(home: Path) -> int:
    with Store.open(f"sqlite:///{home / 'data' / 'beatwire.sqlite'}", read_only=True) as store:
        return store.counts()["articles"]


def _until(look: Callable[[], T | None], otherwise: str) -> T:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.2)
    raise RuntimeError(otherwise)


def _beside(home: Path, server: tuple[int, int], first: int, stories: int, seconds: int) -> Cost:
    timer = threading.Timer(0.3, _drop, (home, first, stories))
    timer.start()
    try:
        said = cost((server,), PATH, LOADS[3], seconds)
    finally:
        timer.join()
    _until(lambda: _kept(home) >= first + stories, "the stories are not collected")
    return said


def _seconds(said: str) -> float:
    number = said.rstrip("mus")
    return float(number) * _UNITS[said.removeprefix(number)]


if __name__ == "__main__":
    show(
        "How long one poll in a hundred waits while a thousand stories are collected; the yardstick's wait ÷ ours",
        measure,
    )
