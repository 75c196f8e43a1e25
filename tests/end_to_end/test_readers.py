"""Readers that people use, through an addition, an edit and a retraction: nothing stands or comes twice."""

import mailbox
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import ClassVar, Final

import pytest
import reader

from tests.end_to_end.service import BEATWIRE, Service, clean_environment, eventually, running
from tests.end_to_end.test_subscriber import FERRY, RICE, TRAM, Ledger, configuration, entries
from tests.fakeweb import FakeWeb

pytestmark = pytest.mark.slow
BEAT = "/feeds/china-asia-pacific"
ENDS: Final = (".rss", ".atom")
Shown = list[tuple[str, str, str]]
EDITED = (1, "Ferry link between Busan and Fukuoka reopens in spring", "South Korea and Japan reopened it in March.")


@dataclass(frozen=True)
class Newsboat:
    """newsboat, with its cache in `folder`."""

    folder: Path
    url: str
    command: ClassVar = "newsboat"

    def poll(self) -> None:
        """Fetch the feed, as with `r` at its screen."""
        (self.folder / "urls").write_text(f"{self.url}\n", encoding="ascii")
        (self.folder / "config").write_text("", encoding="ascii")
        files = ["-u", "urls", "-c", "cache.db", "-C", "config"]
        _run(["newsboat", *files, "-x", "reload"], self.folder)

    def shows(self) -> Shown:
        """Give (id, title, text) of what it shows."""
        with closing(sqlite3.connect(self.folder / "cache.db")) as cache:
            return list(cache.execute("SELECT guid, title, content FROM rss_item WHERE deleted = 0 ORDER BY guid"))


@dataclass(frozen=True)
class Sfeed:
    """sfeed, which knows an article by id, title and link together unless it is told that the id is enough."""

    folder: Path
    url: str
    command: ClassVar = "sfeed_update"

    def poll(self) -> None:
        """Fetch the feed and merge it with what it has."""
        merge = 'merge() { sort -s -t \'\t\' -u -k6,6 "$3" "$2"; }\n'
        feeds = f"sfeedpath='{self.folder}'\n{merge}feeds() {{ feed beat '{self.url}'; }}\n"
        (self.folder / "sfeedrc").write_text(feeds, encoding="ascii")
        _run(["sfeed_update", "./sfeedrc"], self.folder)

    def shows(self) -> Shown:
        """Give (id, title, text) of what it shows."""
        rows = (line.split("\t") for line in (self.folder / "beat").read_text(encoding="utf-8").splitlines())
        return sorted((row[5], row[1], row[3]) for row in rows)


@dataclass(frozen=True)
class Lemon:
    """lemon24/reader, with its database in `folder`."""

    folder: Path
    url: str
    command: ClassVar = "python3"

    def poll(self) -> None:
        """Fetch the feed."""
        with closing(self._opened()) as library:
            library.add_feed(self.url, exist_ok=True)
            library.update_feed(self.url)

    def shows(self) -> Shown:
        """Give (id, title, text) of what it shows."""
        with closing(self._opened()) as library:
            found = [(one.id, one.title or "", one.get_content()) for one in library.get_entries()]
        return sorted((id_, title, content.value if content else "") for id_, title, content in found)

    def _opened(self) -> reader.Reader:
        return reader.make_reader(str(self.folder / "reader.sqlite"))


Reader = Newsboat | Sfeed | Lemon
KINDS: Final[tuple[type[Reader], ...]] = (Newsboat, Sfeed, Lemon)


@dataclass(frozen=True)
class Mailer:
    """rss2email, which mails every article once, into a maildir in `folder`."""

    folder: Path
    url: str

    def subscribe(self) -> None:
        """Begin with one feed."""
        (self.folder / "mail").mkdir(parents=True)
        (self.folder / "r2e.cfg").write_text(
            "[DEFAULT]\nfrom = desk@feeds.example\nto = reader@feeds.example\nemail-protocol = maildir\n"
            f"maildir-path = {self.folder / 'mail'}\nmaildir-mailbox = INBOX\nhtml-mail = True\n",
            encoding="ascii",
        )
        self._r2e("add", "beat", self.url)

    def poll(self) -> list[str]:
        """Fetch the feed; give the subjects of all that was mailed ever."""
        self._r2e("run")
        return sorted(str(one["subject"]) for one in mailbox.Maildir(self.folder / "mail" / "INBOX"))

    def _r2e(self, *words: str) -> None:
        _run(["r2e", "-c", "r2e.cfg", "-d", "r2e.json", *words], self.folder)


def _run(command: list[str], folder: Path) -> None:
    environment = os.environ | {"HOME": str(folder), "no_proxy": "*", "LC_ALL": "C.UTF-8"}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=60)


@dataclass(frozen=True)
class Life:
    """What readers showed, each by its name and the end of the feed's path: one life of a feed, seen by all of them."""

    first: dict[str, Shown]
    edited: dict[str, Shown]
    retracted: dict[str, Shown]
    newcomers: dict[str, Shown]
    mailed: dict[str, list[list[str]]]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    """Let a feed have two stories, then an edit and a third, then a retraction; every reader that is here polls each time."""
    home = tmp_path_factory.mktemp("readers")
    with FakeWeb() as web:
        ledger = Ledger(web)
        ledger.publish(FERRY, RICE)
        settings = configuration(home, web)
        with running(home, "--config", str(settings)) as service:
            eventually(lambda: len(entries(service)) == 2)
            polled = readers(service, home / "old")
            mailers = {end: Mailer(home / end[1:], service.base + BEAT + end) for end in ENDS if shutil.which("r2e")}
            for mailer in mailers.values():
                mailer.subscribe()
            mailed = {end: [mailer.poll()] for end, mailer in mailers.items()}
            first = shown(polled)

            ledger.publish(TRAM, EDITED, RICE)
            eventually(lambda: {entry.title for entry in entries(service).values()} >= {TRAM[1], EDITED[1]})
            edited = shown(polled)
            for end, mailer in mailers.items():
                mailed[end].append(mailer.poll())

            retract(settings, f"https://ledger.example/{RICE[0]}", home)
            eventually(lambda: len(entries(service)) == 2)
            for end, mailer in mailers.items():
                mailed[end].append(mailer.poll())
            return Life(first, edited, shown(polled), shown(readers(service, home / "new")), mailed)


def readers(service: Service, folder: Path) -> dict[str, Reader]:
    """Give every reader that is here, each with its own folder, before its first poll."""
    found: dict[str, Reader] = {}
    for kind, end in product(KINDS, ENDS):
        if shutil.which(kind.command):
            own = folder / f"{kind.__name__}{end}"
            own.mkdir(parents=True)
            found[kind.__name__ + end] = kind(own, service.base + BEAT + end)
    return found


def shown(polled: dict[str, Reader]) -> dict[str, Shown]:
    """Let each poll, and give what it shows."""
    for one in polled.values():
        one.poll()
    return {name: one.shows() for name, one in polled.items()}


def titles(shown: Shown) -> list[str]:
    return sorted(title for _, title, _ in shown)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_shows_an_edit_in_place_and_nothing_twice(life: Life, kind: type[Reader], end: str) -> None:
    name = kind.__name__ + end
    if name not in life.first:
        pytest.skip(f"there is no {kind.command}; .ci/run installs it")
    first, edited, retracted = life.first[name], life.edited[name], life.retracted[name]
    assert titles(first) == sorted([FERRY[1], RICE[1]])
    assert titles(edited) == sorted([TRAM[1], EDITED[1], RICE[1]])
    assert any("in March" in text for _, _, text in edited)
    assert {id_ for id_, *_ in first} < {id_ for id_, *_ in edited}
    assert set(retracted) <= set(edited)  # readers may keep what they have; none is told anything else
    assert titles(life.newcomers[name]) == sorted([TRAM[1], EDITED[1]])


@pytest.mark.parametrize("end", ENDS)
def test_who_mails_articles_mails_each_once(life: Life, end: str) -> None:
    if end not in life.mailed:
        pytest.skip("there is no r2e; .ci/run installs rss2email")
    first, edited, retracted = life.mailed[end]
    assert first == sorted([FERRY[1], RICE[1]])
    assert edited == retracted == sorted([FERRY[1], RICE[1], TRAM[1]])  # an edit is no news to it


def retract(settings: Path, address: str, home: Path) -> None:
    """Take an article back, as the desk does."""
    command = [str(BEATWIRE), "retract", address, "--config", str(settings), "--reason", "It was wrong."]
    subprocess.run(command, cwd=home, env=clean_environment(home), check=True, capture_output=True, timeout=60)
