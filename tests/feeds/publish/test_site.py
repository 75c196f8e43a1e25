"""The published folder: atomic, content-addressed, forgiving to readers of an older table."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.errors import PublishError
from feeds.publish.documents import Document, Draft, compress, make
from feeds.publish.manifest import Listed, Manifest
from feeds.publish.site import GRACE, Site
from tests.world import NOW

BODY = b"<rss>" + b"harbour " * 100 + b"</rss>"


def document(body: bytes = BODY, path: str = "/feeds/china.rss") -> Document:
    draft = Draft(path=path, media_type="application/rss+xml", identity=body, max_age=300, links=("<a>; rel=self",))
    return make(draft, None, NOW)


def put(site: Site, *bodies: bytes, minutes: int = 0) -> Manifest:
    stored = [site.keep(document(body, f"/{number}")) for number, body in enumerate(bodies)]
    manifest = Manifest(built=NOW + timedelta(minutes=minutes), feeds=(), documents={one.path: one for one in stored})
    site.replace(manifest)
    return manifest


def names(site: Site) -> set[str]:
    return {path.name for path in (site.folder / "documents").iterdir()}


def test_what_was_kept_is_read_back(tmp_path: Path) -> None:
    site = Site(tmp_path / "published")
    kept = site.keep(document())
    listed = Listed(
        slug="china", title="China", subtitle="s", group="beat", count=1, updated=NOW,
        language=None, address="https://feeds.example/feeds/china", signature="x",
    )  # fmt: skip
    written = Manifest(built=NOW, feeds=(listed,), documents={kept.path: kept})
    site.replace(written)

    found = site.manifest()
    assert found == written
    assert site.problem is None
    assert found is not None
    assert found.feed("china") == listed
    assert found.feed("japan") is None
    assert {coding: site.read(kept, coding) for coding in kept.files} == {"identity": BODY, **compress(BODY)}
    assert (kept.length, kept.modified, kept.max_age, kept.links) == (len(BODY), NOW, 300, ("<a>; rel=self",))


def test_files_and_tags_are_named_by_content(tmp_path: Path) -> None:
    kept = Site(tmp_path).keep(document())
    digest = kept.etag.strip('"')
    assert len(digest) == 32
    assert kept.files == {"identity": digest, "gzip": f"{digest}.gz", "br": f"{digest}.br", "zstd": f"{digest}.zst"}
    assert [kept.tag(coding) for coding in kept.files] == [f'"{name}"' for name in kept.files.values()]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "nothing is built yet"),
        (b"", "is not a manifest"),
        (b'{"built": "2026-11', "is not a manifest"),
        (b"[]", "is not a manifest"),
        (b'{"version": 2, "built": "2026-11-20T08:00:00Z", "feeds": [], "documents": {}}', "is not a manifest"),
        (b"\xff\xfe\x00", "is not a manifest"),
    ],
)
def test_an_unreadable_table_is_nothing_built(tmp_path: Path, content: bytes | None, reason: str) -> None:
    site = Site(tmp_path)
    if content is not None:
        (tmp_path / "manifest.json").write_bytes(content)
    assert site.manifest() is None
    assert site.problem is not None
    assert reason in site.problem
    put(site, BODY)
    assert site.manifest() is not None
    assert site.problem is None


def test_a_table_cut_anywhere_is_nothing_built(tmp_path: Path) -> None:
    site = Site(tmp_path)
    put(site, BODY)
    whole = (tmp_path / "manifest.json").read_bytes()
    for length in range(len(whole.rstrip())):
        (tmp_path / "manifest.json").write_bytes(whole[:length])
        assert site.manifest() is None
        assert site.problem


def test_a_table_that_names_files_elsewhere_is_refused(tmp_path: Path) -> None:
    site = Site(tmp_path)
    put(site, BODY)
    text = (tmp_path / "manifest.json").read_text()
    name = document().etag.strip('"')
    (tmp_path / "manifest.json").write_text(text.replace(f'"{name}.gz"', '"../../secret"'))
    assert site.manifest() is None


def test_a_folder_in_place_of_the_table_is_a_recorded_problem(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").mkdir()
    site = Site(tmp_path)
    assert site.manifest() is None
    assert "cannot read" in (site.problem or "")


def test_a_reader_of_the_old_table_keeps_its_files_for_a_grace(tmp_path: Path) -> None:
    site = Site(tmp_path)
    old = put(site, BODY).documents["/0"]
    put(site, BODY + b"1", minutes=1)
    assert site.read(old) == BODY
    put(site, BODY + b"2", minutes=2)
    assert site.read(old, "br") == compress(BODY)["br"]

    last = put(site, BODY + b"3", minutes=2 + int(GRACE.total_seconds() // 60))
    assert set(old.files.values()) & names(site) == set()
    assert last.files <= names(site)


def test_a_file_that_comes_back_is_not_cleared(tmp_path: Path) -> None:
    site = Site(tmp_path)
    put(site, BODY)
    put(site, BODY + b"1", minutes=1)
    back = put(site, BODY, minutes=60)
    put(site, BODY, minutes=120)
    assert site.read(back.documents["/0"]) == BODY
    assert names(site) == back.files


def test_what_a_killed_build_left_is_cleared(tmp_path: Path) -> None:
    site = Site(tmp_path)
    put(site, BODY)
    half = tmp_path / "documents" / ("0" * 32 + ".gz.part")
    half.write_bytes(b"half")
    site.keep(document(b"never listed " * 9))
    (tmp_path / "documents" / "notes.txt").write_text("the operator's own")
    put(site, BODY, minutes=1)
    assert not half.exists()
    last = put(site, BODY, minutes=30)
    assert names(site) == last.files | {"notes.txt"}
    assert site.manifest() is not None


def test_a_missing_or_cut_file_is_noticed(tmp_path: Path) -> None:
    site = Site(tmp_path)
    stored = site.keep(document())
    assert site.has(stored)
    (tmp_path / "documents" / stored.files["identity"]).write_bytes(BODY[:9])
    assert not site.has(stored)
    (tmp_path / "documents" / stored.files["br"]).unlink()
    assert not site.has(stored)
    with pytest.raises(PublishError, match="cannot read"):
        site.read(stored, "br")


def test_the_stamp_changes_with_the_table(tmp_path: Path) -> None:
    site = Site(tmp_path)
    assert site.stamp() is None
    put(site, BODY)
    first = site.stamp()
    assert first == site.stamp()
    put(site, BODY, minutes=1)
    assert site.stamp() != first


def test_a_full_disk_leaves_the_old_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(tmp_path)
    before = put(site, BODY)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(PublishError, match="No space left on device; the last build stays"):
            put(site, BODY + b"1", minutes=1)
    assert site.manifest() == before
    assert not [name for name in names(site) if name.endswith(".part")]


def test_a_place_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "published").write_text("a file in the way")
    site = Site(tmp_path / "published")
    with pytest.raises(PublishError, match="cannot write"):
        site.keep(document())


def test_a_document_is_never_dated_backwards(tmp_path: Path) -> None:
    draft = Draft(path="/x", media_type="text/plain", identity=BODY, max_age=1)
    stored = Site(tmp_path).keep(make(draft, None, NOW))
    assert make(draft, stored, NOW - timedelta(days=1)).modified == NOW
    assert make(draft, stored, NOW + timedelta(days=1)).modified == NOW + timedelta(days=1)


def test_small_bodies_have_no_variants() -> None:
    assert compress(b"x") == {}
    assert set(compress(BODY)) == {"gzip", "br", "zstd"}
    assert compress(BODY) == compress(BODY)
