"""Sources that the desk leaves alone, by command."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.publish.condition import found
from feeds.publish.site import Site
from scheduler.cli.options import loaded
from scheduler.clock import clock
from scheduler.desk import opened
from scheduler.jobs import Jobs
from tests.scheduler.cli.test_acts import BEAT, beatwire, drop, home
from tests.scheduler.test_jobs import eventually

__all__ = ["home"]


def titles() -> set[str]:
    document = Site(loaded(None).settings.published)
    manifest = document.manifest()
    assert manifest is not None
    return {item["title"] for item in json.loads(document.read(manifest.documents[f"/feeds/{BEAT}.json"]))["items"]}


def test_a_paused_source_is_asked_no_more_and_what_it_brought_stays() -> None:
    before = titles()
    assert "Undo: beatwire resume desk" in beatwire("pause", "desk", "--why", "they move house").output
    drop(9, "A late ferry for Fuzhou")
    assert beatwire("collect").exit_code == 0
    assert titles() == before
    assert "Resumed: desk." in beatwire("resume", "desk").output
    beatwire("collect")
    assert titles() == before | {"A late ferry for Fuzhou"}


def test_a_running_service_heeds_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toml = home / "beatwire.toml"
    toml.write_text(toml.read_text().replace("settle = 0", 'settle = 0\nlook = "1s"\ntick = "1s"'))
    monkeypatch.setattr("scheduler.jobs.PAUSED", timedelta(seconds=1))
    beatwire("pause", "desk", "--why", "they move house")
    with opened(loaded(None).settings) as desk:
        jobs = Jobs(desk)
        jobs.start()
        try:
            drop(9, "A late ferry for Fuzhou")
            eventually(lambda: len(jobs._calendar or ()) == 1)
            jobs.tick()
            assert "A late ferry for Fuzhou" not in titles()
            beatwire("resume", "desk")
            eventually(lambda: "A late ferry for Fuzhou" in titles(), seconds=60)
        finally:
            jobs.stop()


def test_status_tells_the_desk_why_and_everybody_that() -> None:
    beatwire("pause", "desk", "--why", "they owe us money", "--who", "tomas")
    assert "paused by tomas: they owe us money (beatwire resume desk)" in beatwire("status").output
    (source,) = json.loads(beatwire("status", "--json").stdout)["sources"]
    assert (source["pause"]["who"], source["pause"]["why"]) == ("tomas", "they owe us money")
    settings = loaded(None).settings
    public = found(settings, Site(settings.published).manifest(), clock())
    assert (public["sources"][0]["state"], public["sources"][0]["said"]) == ("paused", "Left alone by the desk")
    assert "money" not in str(public)
    assert "tomas" not in str(public)


def test_it_is_kept_who_did_it_and_why() -> None:
    beatwire("pause", "desk", "--why", "they move house")
    beatwire("resume", "desk", "--who", "tomas")
    past = beatwire("acts", "--past").output
    assert "source-paused by mara: desk: they move house" in past
    assert "source-resumed by tomas: desk" in past


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pause", "desc", "--why", "x"), 'there is no source "desc"; did you mean "desk"?'),
        (("pause", "desk"), "say why"),
        (("pause", "desk", "--why", " "), "say why"),
        (("resume", "desk"), '"desk" is not paused'),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy(words: tuple[str, ...], said: str) -> None:
    result = beatwire(*words)
    assert result.exit_code == 2
    assert said in result.stderr
