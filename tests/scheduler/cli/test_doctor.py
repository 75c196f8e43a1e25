"""`beatwire doctor` as an operator types it, against the very server that readers ask."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feeds.web.serving import granian
from tests.scheduler.cli.test_acts import BEAT, beatwire, home

__all__ = ["home"]  # a fixture that every test here stands in


@pytest.fixture
def served(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve the desk's folder with nothing in between, and give the address."""
    with granian(home / "data") as port:
        monkeypatch.setenv("BEATWIRE_BASE_URL", f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"


def test_a_desk_with_nothing_in_between_is_sound(served: str) -> None:
    done = beatwire("doctor")
    assert done.exit_code == 0, done.output
    assert f"Sound: every reader gets what was published at {served}." in done.stdout
    assert "✗" not in done.stdout
    told = json.loads(beatwire("doctor", "--json").stdout)
    assert (told["sound"], told["findings"], told["base_url"]) == (True, [], served)
    readers, browser = told["visits"][:-1], told["visits"][-1]
    assert [visit["status"] for visit in readers] == [200] * 8
    assert [visit["again"] for visit in readers] == [304] * 8
    assert {visit["coding"] for visit in readers} == {"identity", "gzip", "br", "zstd"}
    assert (browser["url"], browser["status"]) == (f"{served}/feeds/{BEAT}", 200)


def test_one_reader_alone(served: str) -> None:
    told = json.loads(beatwire("doctor", "--as", "feedly", "--json").stdout)
    assert [(visit["reader"], visit["coding"]) for visit in told["visits"]] == [("Feedly", "gzip")]


def test_a_server_that_is_down_is_one_finding_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("BEATWIRE_BASE_URL", f"http://127.0.0.1:{port}")
    done = beatwire("doctor")
    assert done.exit_code == 1
    assert "1. connection: 127.0.0.1 refused the connection" in done.stdout
    assert "→ start `beatwire run`, open the port in the firewall, or correct base_url" in done.stdout


def test_where_nothing_is_published_there_is_nothing_to_ask(home: Path) -> None:
    (home / "data" / "published" / "manifest.json").unlink()
    done = beatwire("doctor")
    assert (done.exit_code, "`beatwire collect` builds it" in done.output) == (2, True)
