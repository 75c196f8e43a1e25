"""The sample desk: planted once, whole, never old; and every article of it says what it should."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Source
from feeds.article import Entry, FetchState
from feeds.collect.drop import scan
from feeds.collect.sources import folder as kind
from feeds.text.html import plain
from scheduler.sample import dated, plant

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Entry]:
    """Give what a collector reads from the planted desk, by title."""
    desk = tmp_path_factory.mktemp("data") / "sample"
    plant(desk, NOW)
    seen = scan(desk, FetchState(source="sample"), NOW, settle=timedelta(seconds=2), most=100)
    assert seen.skipped == ()
    source = Source(name="sample", kind="folder", path=desk)
    readings = [kind.read(page, source, NOW) for page in seen.pages]
    assert not [reading.skipped for reading in readings if reading.skipped]
    return {entry.title or "": entry for reading in readings for entry in reading.entries}


def test_it_is_planted_once(tmp_path: Path) -> None:
    desk = tmp_path / "data" / "sample"
    number = plant(desk, NOW)
    assert 16 <= number == len(list(desk.iterdir())) <= 22
    (desk / "hot-pots-iceland.html").unlink()
    assert plant(desk, NOW) == 0
    assert not (desk / "hot-pots-iceland.html").exists()
    assert [path.name for path in desk.parent.iterdir()] == ["sample"]


def test_an_empty_folder_is_planted_and_a_broken_start_is_swept_away(tmp_path: Path) -> None:
    desk = tmp_path / "sample"
    desk.mkdir()
    (tmp_path / ".sample.partial").mkdir()
    (tmp_path / ".sample.partial" / "half.txt").write_text("half")
    assert plant(desk, NOW) > 0
    assert not (desk / "half.txt").exists()


def test_its_files_are_settled_and_hold_no_token(tmp_path: Path) -> None:
    plant(tmp_path / "sample", NOW)
    for path in (tmp_path / "sample").iterdir():
        assert path.stat().st_mtime <= NOW.timestamp() - 60
        assert "{{" not in path.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the data folder should be")
    with pytest.raises(OSError, match="data"):
        plant(tmp_path / "data" / "sample", NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{now}}", "2026-11-20T08:00:00Z"),
        ("at {{now-3h}} and {{now+1m}}", "at 2026-11-20T05:00:00Z and 2026-11-20T08:01:00Z"),
        ("{{now-2d}}{{now+90s}}", "2026-11-18T08:00:00Z2026-11-20T08:01:30Z"),
        ("{{now-3}} {{later}} {now}", "{{now-3}} {{later}} {now}"),
    ],
)
def test_tokens_become_dates(text: str, expected: str) -> None:
    assert dated(text, NOW) == expected


@given(st.integers(0, 9999), st.sampled_from("+-"))
def test_a_token_is_its_distance_from_now(minutes: int, sign: str) -> None:
    moment = datetime.fromisoformat(dated(f"{{{{now{sign}{minutes}m}}}}", NOW))
    assert moment - NOW == timedelta(minutes=minutes if sign == "+" else -minutes)


def test_every_form_and_script_is_there(entries: dict[str, Entry]) -> None:
    forms = {Path((entry.guid or "").partition("#")[0]).suffix for entry in entries.values()}
    assert forms == {".txt", ".md", ".html", ".json"}
    titles = " ".join(entries)
    for letters in ("[가-힣]", "[ぁ-ん]", "马", "早市", "[a-z]", "descontos"):
        assert re.search(letters, titles), letters


def test_every_article_is_whole(entries: dict[str, Entry]) -> None:
    assert len(entries) >= 18
    for title, entry in entries.items():
        assert entry.authors, title
        assert len(plain(entry.content or "")) > (120 if not title.isascii() else 300), title
        assert entry.published is None or entry.published <= NOW
        assert entry.link is None


def test_related_stories_are_of_the_same_desk(entries: dict[str, Entry]) -> None:
    named = {related.title for entry in entries.values() for related in entry.related}
    assert len(named) >= 5
    assert named <= set(entries)


def test_exactly_one_is_under_an_embargo_of_a_minute(entries: dict[str, Entry]) -> None:
    assert [entry.embargo for entry in entries.values() if entry.embargo] == [NOW + timedelta(minutes=1)]


def test_the_story_in_the_shape_of_a_copied_page(entries: dict[str, Entry]) -> None:
    entry = entries["Qingdao Dockers Teach Night Cranes To Wait For The Tide"]
    assert [(author.name, author.role) for author in entry.authors] == [("Lena Marsh", "China/Asia Pacific Reporter")]
    assert entry.origin is not None
    assert entry.origin.title == "Harbour Gazette Foundation"
    assert entry.rights is not None
    assert entry.rights.startswith("Content created by")
    assert "RELATED" not in (entry.content or "")
    assert [related.title for related in entry.related] == ["Tokyo's Last Wooden Ferry Goes Back To The River"]
