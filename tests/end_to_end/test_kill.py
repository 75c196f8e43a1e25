"""Killed at any moment: nothing is lost, nothing is doubled, no feed is emptied.

BEATWIRE_TEST_KILL_SECONDS says for how long (default 12).
"""

import json
import os
import random
import sqlite3
import time
from pathlib import Path

import pytest

from tests.end_to_end.service import Service, eventually, running, start
from tests.end_to_end.test_subscriber import BEAT, configuration
from tests.fakeweb import FakeWeb

pytestmark = pytest.mark.slow
SECONDS = float(os.environ.get("BEATWIRE_TEST_KILL_SECONDS", "12"))


def test_kill_nine_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(20261120)  # noqa: S311 - moments to kill at
    drop = tmp_path / "drop"
    drop.mkdir()
    dropped = 0
    with FakeWeb() as web:
        folder = f'[[sources]]\nname = "drop"\nkind = "folder"\npath = "{drop}"\ninterval = "1s"\n'
        path = configuration(tmp_path, web, folder)
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            process = start(tmp_path, "--config", str(path), environment={"BEATWIRE_COLLECTING__SETTLE": "0s"})
            until = time.monotonic() + chance.uniform(0.5, 4.0)
            while time.monotonic() < until:
                write(drop, dropped)
                dropped += 1
                time.sleep(0.05)
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()
        with running(tmp_path, "--config", str(path)) as service:
            eventually(lambda: stored(tmp_path) >= dropped, 60)
            eventually(lambda: len(listed(service)) >= min(dropped, 50))
            ids = listed(service)
            assert len(set(ids)) == len(ids)
    with sqlite3.connect(tmp_path / "data" / "beatwire.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        titles = [title for (title,) in database.execute("SELECT title FROM articles")]
    database.close()
    assert sorted(titles) == sorted(title(number) for number in range(dropped))


def listed(service: Service) -> list[str]:
    answer = service.get(BEAT + ".json")
    return [item["id"] for item in json.loads(answer.body)["items"]] if answer.status == 200 else []


def title(number: int) -> str:
    return f"Train number {number} leaves Hanoi on time"


def write(drop: Path, number: int) -> None:
    part = drop / f"{number:05d}.part"
    part.write_text(f"{title(number)}\n\nIt left Hanoi, Vietnam, on platform {number}.\n", encoding="utf-8")
    part.rename(drop / f"{number:05d}.txt")


def stored(home: Path) -> int:
    with sqlite3.connect(f"file:{home / 'data' / 'beatwire.sqlite'}?mode=ro", uri=True) as database:
        (count,) = database.execute("SELECT COUNT(*) FROM articles").fetchone()
    database.close()
    return int(count)
