"""`beatwire doctor` as an operator types it, against the very server that readers ask."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.web import create_app
from scheduler.cli.options import loaded
from tests.fakeweb import FakeWeb
from tests.feeds.web.serving import granian
from tests.scheduler.cli.test_acts import BEAT, beatwire, drop, home
from tests.scheduler.doctor.between import PATHS, Between, put, with_fields

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
    assert "connection: 127.0.0.1 refused the connection" in done.stdout
    assert "→ start `beatwire run`, open the port in the firewall, or correct base_url" in done.stdout


def test_where_nothing_is_published_there_is_nothing_to_ask(home: Path) -> None:
    (home / "data" / "published" / "manifest.json").unlink()
    done = beatwire("doctor")
    assert (done.exit_code, "`beatwire collect` builds it" in done.output) == (2, True)


def test_a_private_beat_is_not_for_everybody_and_so_not_for_the_doctor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEATWIRE_BEAT__PRIVATE", "true")
    done = beatwire("doctor")
    assert (done.exit_code, "beat.private: the beat's feed is private" in done.output) == (2, True), done.output


def test_what_is_broken_stands_in_the_table_and_once_below_it_with_its_remedy(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lossy = put(Cache_Control="private", Vary=None)
    with FakeWeb() as web:
        proxy = Between(
            home / "data", None, lambda asked, answer: with_fields(lossy(asked, answer), Server="nginx/1.28")
        )
        web.answers |= dict.fromkeys(PATHS, proxy)
        monkeypatch.setenv("BEATWIRE_BASE_URL", web.url(""))
        done = beatwire("doctor")
        told = json.loads(beatwire("doctor", "--json").stdout)
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert sum(each.startswith("✗") and each.rstrip().endswith("closed, vary") for each in lines) == 8
    at = lines.index("closed: Cache-Control says private (all but a browser)")
    assert lines[at + 1] == "vary: Vary: Accept-Encoding is lost (all but a browser)"
    assert lines[at + 2].startswith("  → let the proxy hand this header on as it comes")
    assert done.stdout.count("→") == 1
    assert lines[-1] == f"2 broken at {told['base_url']}, through nginx."
    assert [(each["kind"], len(each["readers"])) for each in told["findings"]] == [("closed", 8), ("vary", 8)]


def test_a_build_in_the_middle_of_the_round_is_no_finding(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Between(home / "data")
    settings = loaded(None).settings
    built: list[str] = []

    def build(fields: dict[str, str]) -> dict[str, str]:
        if "Feedly" in fields["USER_AGENT"] and not built:
            built.append("once")
            drop(4, "A fourth ferry for Jakarta")
            assert beatwire("collect").exit_code == 0
            proxy.app = create_app(settings).wsgi_app
        return fields

    proxy.before = build
    with FakeWeb() as web:
        web.answers |= dict.fromkeys(PATHS, proxy)
        monkeypatch.setenv("BEATWIRE_BASE_URL", web.url(""))
        done = beatwire("doctor")
    assert (built, done.exit_code) == (["once"], 0), done.output
