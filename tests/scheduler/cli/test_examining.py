"""`beatwire check --store` finds damage, and says what to do about it."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from feeds.publish.site import Site
from feeds.store import journals
from tests.scheduler.cli.test_acts import BEAT, beatwire, drop, home

__all__ = ["home"]  # a fixture that every test here stands in
AGAIN = "remove what is damaged, and `beatwire collect` makes it again"


def change(statement: str) -> None:
    with closing(sqlite3.connect("data/beatwire.sqlite")) as connection, connection:
        connection.execute(statement)


def file_of(path: str, suffix: str = "") -> Path:
    site = Site(Path("data/published"))
    manifest = site.manifest()
    assert manifest is not None
    return site.folder / "documents" / (manifest.documents[path].files["identity"] + suffix)


def said() -> list[str]:
    done = beatwire("check", "--store")
    facts = json.loads(beatwire("check", "--store", "--json").stdout)
    lines = done.stdout.splitlines()
    assert lines == [f"{fact['fault']}; {fact['remedy']}" for fact in facts]
    assert done.exit_code == 1
    return lines


def test_what_is_sound_is_said_to_be() -> None:
    done = beatwire("check", "--store")
    assert (done.exit_code, done.stdout) == (0, "What is kept is sound.\n")
    assert json.loads(beatwire("check", "--store", "--json").stdout) == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM articles WHERE n = 1", "of aliases point at no row of articles (1, say)"),
        ("UPDATE articles SET id = 'urn:uuid:1' WHERE n = 1", "'urn:uuid:1' is no id of an article"),
        ("UPDATE articles SET story = 99 WHERE n = 1", "is of a story that is not there"),
    ],
)
def test_rows_that_point_at_nothing_and_ids_that_are_none(statement: str, fault: str) -> None:
    change(statement)
    assert any(fault in line and "beatwire recover FILE DIR" in line for line in said())


def test_a_damaged_file_of_the_store() -> None:
    change("PRAGMA wal_checkpoint(TRUNCATE)")
    database = Path("data/beatwire.sqlite")
    body = bytearray(database.read_bytes())
    for page in range(8, len(body) // 4096):
        body[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    database.write_bytes(body)
    done = beatwire("check", "--store")
    assert done.exit_code == 1
    assert "Traceback" not in done.output


def test_published_files_that_are_gone_cut_or_damaged() -> None:
    file_of(f"/feeds/{BEAT}.rss").unlink()
    rotten = file_of(f"/feeds/{BEAT}.atom")
    rotten.write_bytes(b"x" * rotten.stat().st_size)
    file_of(f"/feeds/{BEAT}.json", ".br").unlink()
    lines = said()
    assert f"the file of /feeds/{BEAT}.rss is not there; {AGAIN}" in lines
    assert any(f"{rotten.name}, the file of /feeds/{BEAT}.atom, is damaged; {AGAIN}" in line for line in lines)
    assert any(f"a compressed file of /feeds/{BEAT}.json is not there" in line for line in lines)
    rotten.unlink()
    assert beatwire("collect").exit_code == 0
    assert beatwire("check", "--store").exit_code == 0


@pytest.mark.parametrize("suffix", [".gz", ".br", ".zst"])
@pytest.mark.parametrize("damage", [lambda body: body[:-9], lambda body: b"x" * len(body)])
def test_a_compressed_file_that_does_not_unpack_to_the_document(suffix: str, damage: Callable[[bytes], bytes]) -> None:
    rotten = file_of(f"/feeds/{BEAT}.atom", suffix)
    whole = rotten.read_bytes()
    rotten.write_bytes(damage(whole))
    assert [line.partition(";")[0] for line in said()] == [
        f"{rotten.absolute()}, a compressed file of /feeds/{BEAT}.atom, is damaged"
    ]
    rotten.unlink()
    assert beatwire("collect").exit_code == 0
    assert rotten.read_bytes() == whole
    assert beatwire("check", "--store").exit_code == 0


def test_a_compressed_file_of_another_document() -> None:
    rotten = file_of(f"/feeds/{BEAT}.atom", ".br")
    rotten.write_bytes(file_of(f"/feeds/{BEAT}.rss", ".br").read_bytes())
    assert [f"a compressed file of /feeds/{BEAT}.atom, is damaged" in line for line in said()] == [True]


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the list of the beat's archives, of pages of two."""
    monkeypatch.setattr(journals, "PAGE", 2)
    settings = Path("beatwire.toml")
    small = '[limits]\nwindow_count = 2\nwindow_most = 2\nwindow_age = "0s"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + small, encoding="utf-8")
    for first in (4, 6, 8):
        drop(first, "A pier for Kobe")
        drop(first + 1, "A lock for Panama and Shanghai")
        assert beatwire("collect").exit_code == 0
    assert beatwire("check", "--store").exit_code == 0
    return list_of_archives()


def list_of_archives() -> Path:
    site = Site(Path("data/published").absolute())
    manifest = site.manifest()
    assert manifest is not None
    return site.folder / "documents" / manifest.archives[BEAT]


def pages_in(listed: Path) -> dict[str, str]:
    """Give the pages that a list names, each with its digest."""
    pages = Site(listed.parents[1]).pages(listed.name).documents.values()
    return {stored.path: stored.files["identity"] for stored in pages}


@pytest.mark.parametrize("body", [b"{", None])
def test_a_list_of_archives_that_is_gone_or_damaged(listed: Path, body: bytes | None) -> None:
    before = pages_in(listed)
    listed.unlink()
    if body:
        listed.write_bytes(body)
    assert said() == [f"{listed}, the list of the archives of {BEAT}, cannot be read; {AGAIN}"]
    listed.unlink(missing_ok=True)
    assert beatwire("collect").exit_code == 0
    assert pages_in(list_of_archives()) == before
    assert beatwire("check", "--store").exit_code == 0


def test_a_list_of_archives_that_was_changed(listed: Path) -> None:
    listed.write_bytes(listed.read_bytes() + b"\n")
    assert said() == [f"{listed}, the list of the archives of {BEAT}, is damaged; {AGAIN}"]


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("gone", [True, False])
def test_a_page_of_archives_is_made_again_as_the_remedy_says(listed: Path, suffix: str, *, gone: bool) -> None:
    stored = next(iter(Site(listed.parents[1]).pages(listed.name).documents.values()))
    page = listed.with_name(stored.files["identity"] + suffix)
    whole = page.read_bytes()
    page.write_bytes(b"x" * len(whole))
    if gone:
        page.unlink()
    remedy = f"remove what is damaged and {listed}, its list, and `beatwire collect` makes both again"
    (line,) = said()
    assert (stored.path in line, line.endswith(remedy)) == (True, True), line
    page.unlink(missing_ok=True)
    listed.unlink()
    assert beatwire("collect").exit_code == 0
    assert page.read_bytes() == whole
    assert beatwire("check", "--store").exit_code == 0
