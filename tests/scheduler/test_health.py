"""The jobs' word on themselves."""

from datetime import UTC, datetime
from pathlib import Path

import structlog

from feeds.errors import StoreError
from feeds.publish.facts import health as read
from scheduler.health import Health

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def test_it_turns_red_with_the_reason_and_green_again(tmp_path: Path) -> None:
    health = Health(tmp_path)
    log = structlog.get_logger()
    assert read(tmp_path) is None
    with health.watch("work", log, lambda: NOW):
        raise StoreError("the disk is full; make room")
    assert read(tmp_path) == {
        "ok": False,
        "since": "2026-11-20T08:00:00+00:00",
        "reason": "the disk is full; make room",
        "alive": None,
    }
    with health.watch("work", log, lambda: NOW):
        pass
    assert read(tmp_path) == {"ok": True, "since": "2026-11-20T08:00:00+00:00", "reason": None, "alive": None}


def test_it_keeps_the_first_moment_of_one_trouble(tmp_path: Path) -> None:
    health = Health(tmp_path)
    moments = iter([NOW, NOW.replace(hour=9)])
    for _ in range(2):
        with health.watch("work", structlog.get_logger(), lambda: next(moments)):
            raise StoreError("locked")
    said = read(tmp_path)
    assert said is not None
    assert said["since"] == "2026-11-20T08:00:00+00:00"


def test_a_broken_file_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "health.json").write_text("{")
    assert read(tmp_path) is None


def test_one_work_that_succeeds_does_not_hide_that_another_fails(tmp_path: Path) -> None:
    health, log = Health(tmp_path), structlog.get_logger()
    with health.watch("publishing", log, lambda: NOW):
        raise StoreError("the disk is full")
    with health.watch("the tick", log, lambda: NOW):
        pass
    assert (read(tmp_path) or {})["reason"] == "the disk is full"
    with health.watch("publishing", log, lambda: NOW):
        pass
    assert (read(tmp_path) or {})["ok"]


def test_it_says_every_half_minute_that_the_jobs_are_alive(tmp_path: Path) -> None:
    health, log = Health(tmp_path), structlog.get_logger()
    told = []
    for second in (0, 2, 29, 30, 45):
        health.beat(NOW.replace(second=second), log)
        told.append((read(tmp_path) or {})["alive"])
    assert [each[17:19] for each in told] == ["00", "00", "00", "30", "30"]
    with health.watch("work", log, lambda: NOW):
        raise StoreError("locked")
    said = read(tmp_path) or {}
    assert (said["ok"], said["alive"]) == (False, told[-1])
