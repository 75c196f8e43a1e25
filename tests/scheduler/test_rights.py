"""Rights over the whole way: what a file in a drop folder says, what time does to it, and what the operator narrows."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.settings import Source
from scheduler import jobs
from tests.scheduler.desks import BEAT, Room, room
from tests.world import NOW

STORY = """---
title: Jakarta opens a bridge
language: en
date: 2026-11-20T07:00:00Z
---
The bridge of Jakarta opened on Friday, and Indonesia came to look.

{more}
"""


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    return folder


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Give the clock's hands."""
    hands = [NOW]
    monkeypatch.setattr(jobs, "clock", lambda: hands[0])
    return hands


def desk_over(drop: Path, **said: Any) -> Source:
    return Source(**({"name": "desk", "kind": "folder", "path": drop} | said))


def rights(desk: Room) -> dict[str, Any]:
    said: dict[str, Any] = desk.items()[0]["_beatwire"]["rights"]
    return said


def test_a_dropped_text_expires_and_leaves_every_feed(tmp_path: Path, drop: Path, now: list[datetime]) -> None:
    (drop / "bridge.md").write_text(STORY.format(more=""))
    with room(tmp_path / "data", desk_over(drop, expires="1d")) as desk:
        desk.cycle()
        assert desk.titles() == {"Jakarta opens a bridge"}
        assert rights(desk)["expires"] == "2026-11-21T07:00:00Z"
        now[0] = NOW + timedelta(hours=23)
        _, built = desk.cycle()
        manifest = desk.desk.site.manifest()
        assert manifest is not None
        for path in manifest.documents:
            if path.endswith((".rss", ".atom")) or (path.startswith("/feeds/") and path.endswith(".json")):
                assert b"Jakarta opens" not in desk.desk.site.read(manifest.documents[path], "identity"), path
        assert {one.outcome for one in built.values()} == {"written"}
        (drop / "bridge.md").write_text(STORY.format(more="It is longer than the old one."))
        now[0] += timedelta(hours=1)
        desk.cycle()
        assert desk.items() == []


def test_a_feeds_own_time_is_kept_without_a_clock_in_the_build(tmp_path: Path, drop: Path, now: list[datetime]) -> None:
    (drop / "bridge.md").write_text(STORY.format(more=""))
    with room(tmp_path / "data", desk_over(drop), beat={"expires": "2h"}) as desk:
        desk.cycle()
        assert desk.titles() == {"Jakarta opens a bridge"}
        now[0] = NOW + timedelta(hours=1)
        desk.cycle()
        assert desk.items() == []
        assert desk.desk.store.counts()["articles"] == 1


def test_what_the_operator_narrows_binds_what_is_kept_at_the_next_build(
    tmp_path: Path, drop: Path, now: list[datetime]
) -> None:
    (drop / "bridge.md").write_text(STORY.format(more="And more was said."))
    with room(tmp_path / "data", desk_over(drop)) as desk:
        desk.cycle()
        assert "content_html" in desk.items()[0]
    with room(tmp_path / "data", desk_over(drop, rights="summary", summary_length=20, reserved=True)) as desk:
        desk.cycle()
        [item] = desk.items()
        assert "content_html" not in item
        assert len(item["summary"]) <= 20
        assert rights(desk)["reserved"]
    with room(tmp_path / "data", desk_over(drop, expires="30m")) as desk:
        desk.cycle()
        assert desk.items() == []


@pytest.mark.parametrize(
    ("notice", "declared", "content"),
    [
        ("© 2026 Harbour Gazette. All rights reserved.", None, True),
        ("Not for republication. © 2026 Harbour Gazette.", None, False),
        ("© 2026 Harbour Gazette. Not for republication.", "full", True),
        ("版权所有，未经授权不得转载。", None, False),
    ],
)
def test_a_notice_under_a_dropped_text_is_shown_in_every_format_and_obeyed(
    tmp_path: Path, drop: Path, now: list[datetime], notice: str, *, declared: str | None, content: bool
) -> None:
    (drop / "bridge.txt").write_text(f"Jakarta opens a bridge\n\nIndonesia came to look at it on Friday.\n\n{notice}\n")
    with room(tmp_path / "data", desk_over(drop, rights=declared)) as desk:
        desk.cycle()
        assert rights(desk)["notice"] == notice
        assert ("content_html" in desk.items()[0]) == content
        assert notice not in json.dumps({**desk.items()[0], "_beatwire": None}, ensure_ascii=False)
        manifest = desk.desk.site.manifest()
        assert manifest is not None
        for extension in (".rss", ".atom"):
            said = desk.desk.site.read(manifest.documents[BEAT + extension], "identity").decode()
            assert said.count(notice) == 1
