"""Whatever is wrong with the database is said in one sentence that names it and the remedy."""

import os
import pwd
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

from feeds.errors import StoreError
from feeds.store import Store, archive, migrate
from feeds.store import engine as engines
from tests.feeds.store.batches import make_batch
from tests.world import NOW, make_article


def complaint(url: str, *, read_only: bool = False) -> str:
    """Give what is said when the store is opened, asked and written to."""
    with pytest.raises(StoreError) as caught, Store.open(url, read_only=read_only) as store:
        store.keep(make_batch(make_article()))
    assert caught.value.__cause__ is not None or "for reading only" in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_missing_file_is_named_and_not_made(sqlite: str, tmp_path: Path, read_only: bool) -> None:  # noqa: FBT001
    said = complaint(sqlite, read_only=read_only)
    assert said.startswith(
        f"the database {tmp_path / 'beatwire.sqlite'} cannot be opened; check that the file is there"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database(sqlite: str, tmp_path: Path) -> None:
    (tmp_path / "beatwire.sqlite").write_text("Dear diary, this is not a database. " * 100)
    assert "is not a SQLite database; move it away" in complaint(sqlite)
    with pytest.raises(StoreError, match="is not a SQLite database; move it away"):
        migrate(sqlite, None)
    assert (tmp_path / "beatwire.sqlite").read_text().startswith("Dear diary")


def test_a_damaged_database(sqlite: str, tmp_path: Path) -> None:
    migrate(sqlite, None)
    with Store.open(sqlite) as store:
        store.keep(make_batch(*(make_article(number) for number in range(200))))
    file = tmp_path / "beatwire.sqlite"
    pages = file.read_bytes()
    file.write_bytes(pages[:4096] + b"\xff" * (len(pages) - 4096))
    assert "is damaged; stop beatwire and go back to a backup" in complaint(sqlite)


def test_a_database_that_another_process_locks(sqlite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate(sqlite, None)
    monkeypatch.setattr(archive, "opened", lambda url, mode: engines.opened(url, mode, busy=0.1))
    with closing(sqlite3.connect(tmp_path / "beatwire.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "is locked by another process" in complaint(sqlite)
        other.execute("ROLLBACK")
    with Store.open(sqlite) as store:
        store.keep(make_batch(make_article()))


def test_a_full_disk_loses_nothing_that_was_kept(sqlite: str) -> None:
    migrate(sqlite, None)
    with Store.open(sqlite) as store:
        store.keep(make_batch(make_article(1)))
        limit = event.listens_for(store._engine, "connect")
        limit(lambda connection, _: connection.execute("PRAGMA max_page_count = 60"))
        store._engine.dispose()
        with pytest.raises(StoreError, match="cannot grow: the disk is full; make room and try again"):
            store.keep(make_batch(*(make_article(number, content="x" * 9000) for number in range(2, 90))))
        assert store.counts()["articles"] == 1
        assert len(store.runs(10)) == 1
        store.keep(make_batch(make_article(1)))


def test_a_disk_that_fails(sqlite: str) -> None:
    """A process that may write no file beyond 200 KB meets what a failing disk gives."""
    migrate(sqlite, None)
    program = """
import resource, signal, sys
from feeds.errors import StoreError
from feeds.store import Store
from tests.feeds.store.batches import make_batch
from tests.world import make_article
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
with Store.open(sys.argv[1]) as store:
    try:
        store.keep(make_batch(*(make_article(number, content="x" * 9000) for number in range(2, 90))))
    except StoreError as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", program, sqlite], capture_output=True, text=True, check=True)
    assert re.search("^the database /.* (cannot be read or written|cannot grow): ", done.stdout)
    with Store.open(sqlite) as store:
        assert store.counts()["articles"] == 0


@pytest.fixture
def nobody() -> int:
    """Give a user who owns nothing: as root, no permission is ever refused."""
    if os.geteuid() != 0:
        return os.geteuid()
    return pwd.getpwnam("nobody").pw_uid


AS_NOBODY = """
import os, sys
from feeds.errors import StoreError
from feeds.store import Store, migrate
from tests.feeds.store.batches import make_batch
from tests.world import make_article
if os.geteuid() == 0:
    os.setuid(int(sys.argv[3]))
try:
    if sys.argv[2] == "migrate":
        migrate(sys.argv[1], None)
    else:
        with Store.open(sys.argv[1]) as store:
            store.keep(make_batch(make_article()))
except StoreError as error:
    print(error)
"""


def test_a_file_and_a_folder_that_may_not_be_written(nobody: int) -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        folder, url = Path(name), f"sqlite:///{name}/beatwire.sqlite"
        migrate(url, None)
        (folder / "beatwire.sqlite").chmod(0o444)
        folder.chmod(0o555)
        said = {
            what: subprocess.run(
                [sys.executable, "-c", AS_NOBODY, where, what, str(nobody)], capture_output=True, text=True, check=True
            ).stdout
            for what, where in (("keep", url), ("migrate", f"sqlite:///{name}/new/beatwire.sqlite"))
        }
        folder.chmod(0o700)
    assert re.match(f"the database {name}/beatwire.sqlite cannot be (written|opened); check ", said["keep"])
    assert said["migrate"] == f"the folder {name}/new cannot be made: Permission denied; name another one in `data`\n"


def test_a_store_opened_for_reading_writes_nothing(url: str) -> None:
    assert "was opened for reading only" in complaint(url, read_only=True)
    with Store.open(url, read_only=True) as store, pytest.raises(StoreError, match="for reading only"):
        store.hold("cn", "why", NOW)
    with Store.open(url, read_only=True) as store, pytest.raises(StoreError, match="for reading only"):
        store.namespace(None)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("beatwire.sqlite", "the setting `store` is no address; write sqlite:////path/to/file or postgresql://…"),
        ("sqlite://", "the setting `store` names no file; write sqlite:////path/to/file"),
        ("sqlite:///:memory:", "the setting `store` names no file; write sqlite:////path/to/file"),
        (
            "mysql://u:secret@h/d",
            "the setting `store` names mysql; beatwire keeps its articles in SQLite or PostgreSQL",
        ),
    ],
)
def test_an_address_that_cannot_be_used(address: str, said: str) -> None:
    for use in (Store.open, lambda url: migrate(url, None)):
        with pytest.raises(StoreError) as caught:
            use(address)
        assert str(caught.value) == said


@pytest.mark.parametrize("password", ["s3cret-word", "a@b:c/d e%"])
def test_no_password_is_ever_shown(password: str) -> None:
    address = f"postgresql://desk:{quote(password, safe='')}@127.0.0.1:9/news?sslpassword={quote(password, safe='')}"
    with pytest.raises(StoreError) as caught:
        Store.open(address)
    assert str(caught.value).startswith("the database postgresql+psycopg://desk:***@127.0.0.1:9/news ")
    assert password not in str(caught.value)
    assert quote(password, safe="") not in str(caught.value)


def test_a_wrong_database_name_has_its_own_sentence(postgresql: str) -> None:
    with pytest.raises(StoreError, match=r"cannot be reached: .* does not exist; check the server, and its address"):
        Store.open(postgresql.replace("/postgres", "/nowhere"))


def test_postgresql_without_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=re.escape('run: pip install "beatwire[postgresql]"')):
        Store.open("postgresql://desk@127.0.0.1:9/news")


def test_more_threads_than_connections(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = store._engine.pool
    assert isinstance(pool, QueuePool)
    monkeypatch.setattr(pool, "_timeout", 0.01)
    with ExitStack() as stack:
        for _ in range(32):
            stack.enter_context(store._reading())
        with pytest.raises(StoreError, match="is busy: every connection is in use; try again"):
            store.states()
    assert store.states() == {}
