"""`beatwire export`: what a host of static files is given is what the app serves."""

import gzip
import json
from pathlib import Path

from feeds.publish.site import Site
from feeds.web import create_app
from scheduler.cli.options import loaded
from scheduler.clock import clock
from tests.scheduler.cli.test_acts import BEAT, URL, beatwire, home

__all__ = ["home"]  # a fixture that every test here stands in
OUT = Path("public")


def files() -> dict[str, bytes]:
    return {str(path.relative_to(OUT)): path.read_bytes() for path in OUT.rglob("*") if path.is_file()}


def test_every_document_and_page_is_byte_equal_with_what_is_served() -> None:
    assert beatwire("export", "public").exit_code == 0
    settings = loaded(None).settings
    site, client, made = Site(settings.published), create_app(settings, clock).test_client(), files()
    manifest = site.manifest()
    assert manifest is not None
    for stored in site.every(manifest):
        assert made[stored.path[1:]] == client.get(stored.path).data
        if "gzip" in stored.files:
            assert gzip.decompress(made[f"{stored.path[1:]}.gz"]) == made[stored.path[1:]]
        rule = made["_headers"].decode().split(f"\n{stored.path}\n")[1].split("\n/")[0]
        assert f"  Content-Type: {stored.media_type}; charset=utf-8" in rule
        assert "  Content-Security-Policy: default-src 'none'" in rule
        assert "  ETag:" not in rule
    assert made["_headers"].startswith(b"/*\n  Content-Security-Policy: default-src 'none'; style-src 'self'; script")
    pages = {"index.html": "/", f"feeds/{BEAT}.html": f"/feeds/{BEAT}"}
    for name, path in pages.items():
        assert made[name] == client.get(path).data
    numbers = [item["id"].removeprefix("urn:uuid:") for item in json.loads(made[f"feeds/{BEAT}.json"])["items"]]
    assert all(made[f"articles/{number}.html"] == client.get(f"/articles/{number}").data for number in numbers)
    assert b"This is a copy of the site in files" in made["status.html"]
    assert {"static/beatwire.css", "static/feed.css", "feeds.opml", "news-sitemap.xml"} <= set(made)


def test_another_one_writes_what_differs_and_takes_away_what_is_retracted() -> None:
    beatwire("export", "public")
    assert "0 written, 0 removed" in beatwire("export", "public").output
    (OUT / "mine.txt").write_text("kept")
    beatwire("retract", URL.format(1), "--reason", "x")
    beatwire("collect")
    facts = json.loads(beatwire("export", "public", "--json").stdout)
    assert facts["removed"] == 1
    assert 0 < facts["written"] < facts["files"]
    assert not any(b"A ferry for Fuzhou" in body for body in files().values())
    assert (OUT / "mine.txt").read_text() == "kept"


def test_renamed_and_retired_feeds_are_told_to_the_host(home: Path) -> None:
    with (home / "beatwire.toml").open("a") as file:
        file.write(f'[publishing]\nrenamed = {{ old = "{BEAT}" }}\nretired = {{ dock = "" }}\n')
    beatwire("collect")
    beatwire("export", "public")
    told = files()["_redirects"].decode().splitlines()
    assert f"/feeds/old.rss /feeds/{BEAT}.rss 301" in told
    assert f"/feeds/old /feeds/{BEAT} 301" in told
    assert "/feeds/dock.atom / 410" in told


def test_a_folder_of_somebody_else_is_left_alone() -> None:
    OUT.mkdir()
    (OUT / "thesis.txt").write_text("mine")
    done = beatwire("export", "public")
    assert (done.exit_code, "is not empty and no export of beatwire" in done.output) == (2, True)
    OUT.joinpath("thesis.txt").unlink()
    (OUT / ".beatwire-export").write_text("../secret.txt\n")
    Path("secret.txt").write_text("kept")
    assert beatwire("export", "public").exit_code == 0
    assert Path("secret.txt").read_text() == "kept"
