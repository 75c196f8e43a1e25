"""`beatwire check --store` finds damage, and says what to do about it."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.publish.manifest import Pages
from feeds.publish.site import Site
from tests.scheduler.cli.test_acts import BEAT, beatwire, home

__all__ = ["home"]  # a fixture that every test here stands in


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
    remedy = "remove what is damaged, and `beatwire collect` makes it again"
    assert f"the file of /feeds/{BEAT}.rss is not there; {remedy}" in lines
    assert any(f"{rotten.name}, the file of /feeds/{BEAT}.atom, is damaged; {remedy}" in line for line in lines)
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


def test_a_list_of_archives_that_was_changed() -> None:
    site = Site(Path("data/published"))
    name = site.keep_pages(Pages(signature="", documents={}))
    manifest = site.manifest()
    assert manifest is not None
    site.replace(replace(manifest, archives={BEAT: name}))
    listed = site.folder / "documents" / name
    assert beatwire("check", "--store").exit_code == 0
    listed.write_bytes(listed.read_bytes() + b"\n")
    assert [f"the list of the archives of {BEAT}, is damaged" in line for line in said()] == [True]
