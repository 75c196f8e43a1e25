"""`beatwire add opml`: a list of feeds becomes sources, all at once."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scheduler.cli import main
from tests.fakeweb import FakeWeb, page

CONFIG = """# My desk.
data = "data"
[collecting]
delay = 0
[[sources]]
name = "old"
kind = "feed"
url = "https://old.example/feed"
# the last word
"""
FEED = b"""<rss version="2.0"><channel><title>Ledger</title><item><title>A ferry</title><link>http://l.example/1</link></item></channel></rss>"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that is also the home, with a configuration."""
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    (tmp_path / "beatwire.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


@pytest.fixture
def web() -> Iterator[FakeWeb]:
    """Give a web with one good feed."""
    with FakeWeb() as fake:
        fake.answers["/good"] = page(FEED)
        yield fake


def listed(*outlines: str) -> None:
    Path("list.opml").write_text(f"<opml><body>{''.join(outlines)}</body></opml>", encoding="utf-8")


def outline(url: str, title: str = "", html: str = "") -> str:
    return f'<outline text="{title}" xmlUrl="{url}" htmlUrl="{html}"/>'


def add_list(*words: str) -> Result:
    return CliRunner().invoke(main, ("add", "opml", "list.opml", *words), prog_name="beatwire")


def sources() -> list[dict[str, Any]]:
    declared: list[dict[str, Any]] = tomllib.loads(Path("beatwire.toml").read_text(encoding="utf-8"))["sources"]
    return declared


def test_new_feeds_are_declared_and_known_ones_left() -> None:
    listed(
        outline("https://gazette.co.jp/rss.xml", "The Gazette"),
        outline("https://gazette.co.jp/asia/rss.xml", "Asia"),
        outline("https://gazette.co.jp/feed", "Again"),
        outline("http://www.gazette.co.jp:80/rss.xml?utm_source=x#top", "Another host"),
        outline("http://old.example/feed", "Old"),
        outline("https://gazette.co.jp/rss.xml", "Twice"),
        outline("https://feeds.feeder.example/harbour", "Harbour", "https://harbour.example/"),
        outline("feed://plain.example/rss"),
        outline("ftp://far.example/rss", "Far"),
    )
    result = add_list()
    assert result.exit_code == 0, result.output
    text = Path("beatwire.toml").read_text(encoding="utf-8")
    assert text.startswith(CONFIG)
    assert [(one["name"], one["url"]) for one in sources()[1:]] == [
        ("gazette", "https://gazette.co.jp/rss.xml"),
        ("gazette-asia", "https://gazette.co.jp/asia/rss.xml"),
        ("gazette-2", "https://gazette.co.jp/feed"),
        ("gazette-3", "http://www.gazette.co.jp/rss.xml?utm_source=x#top"),
        ("harbour", "https://feeds.feeder.example/harbour"),
        ("plain", "https://plain.example/rss"),
    ]
    assert sources()[1]["title"] == "The Gazette"
    assert sources()[1]["timezone"] == "Asia/Tokyo"
    assert "6 feeds to add, 2 there already, 1 left out. Written into" in result.output
    assert "as old" in result.output
    again = add_list()
    assert again.exit_code == 0
    assert "0 feeds to add, 8 there already, 1 left out. Nothing was written." in again.output
    assert Path("beatwire.toml").read_text(encoding="utf-8") == text


def test_a_dry_run_writes_nothing_and_asks_nobody(web: FakeWeb) -> None:
    listed(outline(web.url("/good"), "Good"))
    result = add_list("--dry-run", "--allow-private")
    assert result.exit_code == 0
    assert "dry run" in result.output
    assert sources()[1:] == []
    assert web.asked == []


def test_tried_are_only_those_that_bring_articles_taken(web: FakeWeb) -> None:
    listed(outline(web.url("/good"), "Good"), outline(web.url("/gone"), "Gone"), outline("https://old.example/feed"))
    result = add_list("--try", "--allow-private", "--json")
    assert result.exit_code == 0, result.output
    fates = json.loads(result.stdout)
    assert [fate["became"] for fate in fates] == ["added", "left", "there"]
    assert "404" in fates[1]["reason"]
    assert [one["url"] for one in sources()[1:]] == [web.url("/good")]
    assert sources()[1]["allow_private"] is True
    assert web.paths() == ["/good", "/gone"] or web.paths() == ["/gone", "/good"]


def test_hundreds_come_in_one_go() -> None:
    listed(*(outline(f"https://paper{number}.example/feed", f"Paper {number}") for number in range(300)))
    assert add_list().exit_code == 0
    assert len(sources()) == 301


def test_a_list_without_a_feed_fails() -> None:
    listed('<outline text="none"/>')
    result = add_list()
    assert result.exit_code == 1
    assert "0 feeds to add" in result.output


def test_what_is_no_list_is_one_sentence(home: Path) -> None:
    Path("list.opml").write_text("<html>", encoding="utf-8")
    result = add_list()
    assert result.exit_code == 2
    assert "list.opml: this is no OPML" in result.output
    Path("list.opml").unlink()
    assert "cannot be read (No such file or directory)" in add_list().output


def test_a_list_beyond_all_bounds_is_refused() -> None:
    Path("beatwire.toml").write_text(f"{CONFIG}[limits]\nresponse_bytes = 1024\n", encoding="utf-8")
    listed(outline("https://x.example/" + "x" * 2000))
    result = add_list()
    assert result.exit_code == 2
    assert "limits.response_bytes" in result.output
