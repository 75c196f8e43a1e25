"""A configuration with one more source: what it looks like, and what is refused."""

import os
import tomllib
from pathlib import Path

import pytest

from config.errors import ConfigError
from scheduler.cli import declaring
from scheduler.cli.declaring import amended, declare, written
from scheduler.cli.naming import named, zone_of

TABLE = {"name": "new", "kind": "feed", "url": "https://new.example/feed", "title": 'The "New"'}
WRITTEN = '[[sources]]\nname = "new"\nkind = "feed"\nurl = "https://new.example/feed"\ntitle = "The \\"New\\""\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", WRITTEN),
        ("log = 'info'", f"log = 'info'\n\n{WRITTEN}"),
        ("log = 'info'\n", f"log = 'info'\n\n{WRITTEN}"),
        (
            "[[sources]]\nname = 'a'\n# about the site\n[site]\ntitle = 'x' # y\n",
            f"[[sources]]\nname = 'a'\n# about the site\n[site]\ntitle = 'x' # y\n\n{WRITTEN}",
        ),
        ("log = 'info'\r\n", f"log = 'info'\r\n\r\n{WRITTEN}".replace("\r\n", "\n").replace("\n", "\r\n")),
    ],
)
def test_a_table_stands_at_the_end(before: str, after: str) -> None:
    assert amended(before, [TABLE]) == after


def test_a_list_of_sources_stays_a_list() -> None:
    before = (
        "# mine\nsources = [ # all\n  {name = 'a', kind = 'feed', url = 'https://a.example/'}, # first\n]\n[site]\n"
    )
    after = amended(before, [TABLE, TABLE | {"name": "other"}])
    assert [one["name"] for one in tomllib.loads(after)["sources"]] == ["a", "new", "other"]
    assert after.startswith(before.partition("\n]")[0])
    assert after.endswith("[site]\n")


def test_several_tables_are_parted_by_blank_lines() -> None:
    assert amended("", [TABLE, TABLE]) == f"{WRITTEN}\n{WRITTEN}"
    assert written(TABLE) == WRITTEN


def test_sources_that_are_no_list_are_left_to_the_operator() -> None:
    with pytest.raises(ConfigError, match="by hand"):
        amended("not = toml = at all", [TABLE])


def test_an_invalid_source_never_lands(tmp_path: Path) -> None:
    file = tmp_path / "beatwire.toml"
    file.write_text("log = 'info'\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"beatwire\.toml: stays as it is.*unknown time zone") as caught:
        declare(file, [TABLE | {"timezone": "Nowhere/Town"}])
    assert "the new file" in str(caught.value)
    assert file.read_text(encoding="utf-8") == "log = 'info'\n"
    assert list(tmp_path.iterdir()) == [file]


def test_somebody_elses_change_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "beatwire.toml"
    file.write_text("log = 'info'\n", encoding="utf-8")
    monkeypatch.setattr(declaring, "_check", lambda *_: file.write_text("log = 'debug'\n", encoding="utf-8"))
    with pytest.raises(ConfigError, match="meanwhile"):
        declare(file, [TABLE])
    assert file.read_text(encoding="utf-8") == "log = 'debug'\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "beatwire.toml"
    file.write_text("log = 'info'\n", encoding="utf-8")
    tmp_path.chmod(0o500)
    with pytest.raises(ConfigError, match="add the table by hand"):
        declare(file, [TABLE])


def test_a_file_that_went_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be written"):
        declare(tmp_path / "beatwire.toml", [TABLE])


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.gazette.example/", "gazette"),
        ("gazette.example", "gazette-2"),
        ("https://news.gazette.co.jp/rss/index.rdf", "gazette"),
        ("https://gazette.example/rss/91/feed", "gazette"),
        ("https://gazette.example/asia/feed/", "gazette-asia"),
        ("https://gazette.example/news/South_Asia.html", "gazette-south-asia"),
        ("https://desk.github.io/feed.xml", "desk"),
        ("https://gazette.example/2026/11/20/" + "a-very-long-headline-" * 5, "gazette"),
        ("http://127.0.0.1:8080/x", "127-0-0-1-x"),
        ("http://[::1]/feed", "1"),
        ("https://新聞.example/feed", "xn-efvv70d"),
        ("https://gazette.example/亚洲/", "gazette"),
        ("https://", "source"),
    ],
)
def test_a_source_is_named_after_its_site_and_section(address: str, name: str) -> None:
    taken = ["gazette"] if name.endswith("-2") else []
    assert named(address if "-2" not in name else "https://gazette.example", taken) == name


def test_a_name_is_never_taken_twice() -> None:
    taken = {"gazette", "gazette-2", "gazette-3"}
    assert named("https://gazette.example/feed", taken) == "gazette-4"
    assert named("https://feeds.feeder.example/x", set(), page="https://gazette.example/") == "gazette-x"


@pytest.mark.parametrize(
    ("address", "zone"),
    [
        ("https://gazette.co.jp/", "Asia/Tokyo"),
        ("https://gazette.com.cn/", "Asia/Shanghai"),
        ("https://gazette.in/", "Asia/Kolkata"),
        ("https://gazette.com.au/", None),
        ("https://gazette.tv/", None),
        ("https://gazette.example/", None),
        ("http://127.0.0.1/", None),
    ],
)
def test_a_country_with_one_zone_says_the_zone(address: str, zone: str | None) -> None:
    assert zone_of(address) == zone
