"""How the desk does, as everybody may see it."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from config.settings import Publishing, Serving, Settings
from feeds.article import FetchState, Ping, Run
from feeds.publish.facts import HEALTH
from feeds.store import Store, migrate
from feeds.web import create_app
from tests.feeds.store.batches import make_batch
from tests.feeds.web.desk import item, listed, publish
from tests.feeds.web.test_pages import tree, words
from tests.world import NOW, make_article, make_settings, make_source

SOON, LATER = NOW + timedelta(minutes=5), NOW + timedelta(hours=3)
KEYS = {"at", "state", "said", "sources", "runs", "hours", "feeds", "hubs", "held"}
SOURCE_KEYS = {
    *("name", "kind", "state", "said", "last_run", "outcome", "new", "last_success", "due", "interval_seconds"),
    *("failures", "failing_since", "error"),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = make_settings(data=tmp_path, publishing=Publishing(hubs=("https://hub.example/x?key=s3cret",)))
    publish(made.published, {listed(made.beat.slug, title="<b>Harbours</b>", count=1): [item(1)]})
    migrate(made.database, None)
    return made


def client(settings: Settings, now: datetime = SOON) -> FlaskClient:
    return create_app(settings, lambda: now).test_client()


def looked(settings: Settings, run: dict[str, Any] | None = None, **state: Any) -> None:
    """Let the gazette have been collected at NOW, due again in 15 minutes."""
    known: dict[str, Any] = {"source": "gazette", "last_success": NOW, "due": NOW + timedelta(minutes=15)} | state
    said: dict[str, Any] = {"source": "gazette", "started": NOW, "finished": NOW, "outcome": "collected"} | (run or {})
    with Store.open(settings.database) as store:
        store.keep_quiet([(Run(**said), FetchState(**known))])


def facts(settings: Settings, now: datetime = SOON) -> dict[str, Any]:
    answer = client(settings, now).get("/status.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    known: dict[str, Any] = json.loads(answer.text)
    return known


def failing(settings: Settings, error: str) -> None:
    looked(settings, {"outcome": "failed", "error": error}, failures=2, error=error, failing_since=NOW)


def red(settings: Settings, reason: str) -> None:
    said = {"ok": False, "since": NOW.isoformat(), "reason": reason}
    (settings.data / HEALTH).write_text(json.dumps(said))


def test_where_no_source_is_declared_that_is_said(settings: Settings) -> None:
    looked(settings)
    known = facts(settings.model_copy(update={"sources": ()}))
    assert (known["state"], known["said"]) == ("new", "No source is declared, so nothing is collected.")


def test_its_keys_are_stable_and_its_instants_are_utc(settings: Settings) -> None:
    looked(settings)
    with Store.open(settings.database) as store:
        store.hold("china", "it would lose 3 of 4 articles", NOW)
    known = facts(settings)
    assert set(known) == KEYS
    assert (known["at"], known["state"]) == ("2026-11-20T08:05:00Z", "working")
    (source,), (feed,), (hub,), (held,) = (known[key] for key in ("sources", "feeds", "hubs", "held"))
    assert set(source) == SOURCE_KEYS
    assert (source["interval_seconds"], source["due"]) == (900, "2026-11-20T08:15:00Z")
    assert feed == {
        "slug": "china-asia-pacific", "title": "<b>Harbours</b>", "articles": 1, "updated": "2026-11-20T08:00:00Z",
    }  # fmt: skip
    assert set(hub) == {"hub", "topics", "pending", "last_success", "failing_since", "error"}
    assert held == {
        "feed": "china", "since": "2026-11-20T08:00:00Z", "reason": "it would lose 3 of 4 articles", "released": False,
    }  # fmt: skip


def quiet(settings: Settings) -> None:
    looked(settings, {"outcome": "not-modified"})


def fails(settings: Settings) -> None:
    failing(settings, "gazette.example answered 404 Not Found")


@pytest.mark.parametrize(
    ("arranged", "now", "states", "said"),
    [
        (quiet, SOON, ("working", "nothing-new"), "Collected: nothing new"),
        (fails, SOON, ("failing", "failing"), "Collecting fails: gazette.example answered 404 Not Found"),
        (quiet, LATER, ("stopped", "overdue"), "Due, but not looked at: the collector does not run"),
    ],
)
def test_nothing_new_failing_and_not_running_differ_in_words(
    settings: Settings, arranged: Callable[[Settings], None], now: datetime, states: tuple[str, str], said: str
) -> None:
    arranged(settings)
    known = facts(settings, now)
    assert (known["state"], known["sources"][0]["state"]) == states
    assert known["sources"][0]["said"] == said
    page = words(tree(client(settings, now).get("/status")).xpath("//main")[0])
    assert said in page
    assert known["said"] in page


@pytest.mark.parametrize(
    ("run", "state", "source", "said"),
    [
        ({"new": 3}, {}, "new-articles", "Collected: 3 new"),
        ({}, {"alarm": "yields nothing, where 30 were usual"}, "odd", "Collected, but odd: yields nothing, where 30"),
        ({}, {"paused": "gazette.example answered 410 Gone"}, "paused", "Left alone: gazette.example answered 410"),
    ],
)
def test_every_state_of_a_source_has_its_words(
    settings: Settings, run: dict[str, Any], state: dict[str, Any], source: str, said: str
) -> None:
    looked(settings, run, **state)
    (known,) = facts(settings)["sources"]
    assert known["state"] == source
    assert known["said"].startswith(said)


def test_a_source_is_not_called_stopped_while_another_is_collected(settings: Settings) -> None:
    two = settings.model_copy(update={"sources": (*settings.sources, make_source(name="herald"))})
    looked(two)
    with Store.open(two.database) as store:
        run = Run(source="herald", started=LATER, finished=LATER, outcome="collected")
        store.keep_quiet([(run, FetchState(source="herald", due=LATER + timedelta(hours=1)))])
    known = facts(two, LATER)
    assert known["state"] == "working"
    assert known["sources"][0]["said"] == "Due, and waiting its turn"


def test_sources_that_are_off_or_new_are_not_called_failing(tmp_path: Path) -> None:
    made = make_settings(data=tmp_path, sources=(make_source(enabled=False), make_source(name="herald")))
    migrate(made.database, None)
    known = facts(made)
    assert [each["state"] for each in known["sources"]] == ["off", "never"]
    assert (known["state"], known["said"], known["feeds"]) == ("new", "Nothing was ever collected here.", [])
    assert "Nothing is published yet." in words(tree(client(made).get("/status")))


@pytest.mark.parametrize(("silent", "state"), [(90, "working"), (180, "stopped")])
def test_jobs_that_fell_silent_are_called_stopped_although_nothing_is_due(
    settings: Settings, silent: int, state: str
) -> None:
    looked(settings)
    alive = (SOON - timedelta(seconds=silent)).isoformat()
    (settings.data / HEALTH).write_text(json.dumps({"ok": True, "since": alive, "reason": None, "alive": alive}))
    assert facts(settings)["state"] == state


@pytest.mark.parametrize("alive", ["yesterday", 7, "2026-11-20T08:00:00", None])
def test_a_pulse_that_cannot_be_read_is_none(settings: Settings, alive: object) -> None:
    looked(settings)
    (settings.data / HEALTH).write_text(json.dumps({"ok": True, "alive": alive}))
    assert [facts(settings, now)["state"] for now in (SOON, LATER)] == ["working", "stopped"]


def test_the_jobs_own_trouble_is_told(settings: Settings) -> None:
    looked(settings)
    red(settings, "the disk is full; make room")
    assert facts(settings)["said"] == (
        "The collector runs, but the jobs report trouble: the disk is full; make room."
    )  # fmt: skip
    assert facts(settings, LATER)["said"].endswith(
        "When it last spoke, the jobs report trouble: the disk is full; make room."
    )


def test_nothing_of_the_inside_is_shown(settings: Settings) -> None:
    failing(settings, f"cannot read {settings.data}/drop with s3cret at http://desk:hunter2@10.0.0.7/feed")
    red(settings, f"the database {settings.data}/beatwire.sqlite is locked")
    with Store.open(settings.database) as store:
        ping = Ping(hub="https://hub.example/x?key=s3cret", topic="t", due=NOW, failing_since=NOW)
        store.keep_pings([replace(ping, error="10.0.0.9:80 refused the connection")])
        store.hold("china", f"cannot read {settings.data}", NOW)
    for path in ("/status", "/status.json"):
        text = client(settings).get(path).text
        assert "hub.example" in text
        for secret in (str(settings.data), "hunter2", "10.0.0", "s3cret", "sqlite"):
            assert secret not in text
    assert "only the desk may read why" in facts(settings)["sources"][0]["said"]


def test_of_a_source_or_hub_inside_no_error_is_shown(settings: Settings) -> None:
    inner = settings.model_copy(
        update={
            "sources": (make_source(url="http://wiki:8080/feed"),),
            "publishing": Publishing(hubs=("http://127.0.0.1:9/",), private_hubs=True),
        }
    )
    failing(inner, "wiki cannot be reached")
    text = client(inner).get("/status").text + client(inner).get("/status.json").text
    assert "wiki" not in text
    assert "127.0.0.1" not in text
    assert "a hub of this network" in text


def test_articles_are_counted_by_the_hour_in_a_chart_and_a_table(settings: Settings) -> None:
    seen = [NOW, NOW, NOW - timedelta(hours=1), NOW - timedelta(days=3)]
    with Store.open(settings.database) as store:
        articles = [
            make_article(n, seen=at, published=at, changed=at, title=f"Boat {n}") for n, at in enumerate(seen, 1)
        ]
        store.keep(make_batch(*articles))
    known = facts(settings)
    assert len(known["hours"]) == 48
    assert [each["articles"] for each in known["hours"][-3:]] == [0, 1, 2]
    assert known["hours"][-1]["from"] == "2026-11-20T08:00:00Z"
    page = tree(client(settings).get("/status"))
    (chart,) = page.xpath("//svg")
    assert [chart.get("role"), chart.get("aria-labelledby")] == ["img", "chart-title chart-about"]
    assert words(chart.xpath(".//desc")[0]) == "3 in all; 2 in the hour that had most."
    assert [(each.get("x"), each.get("height")) for each in chart.xpath(".//rect")] == [
        ("460", "50.0"),
        ("470", "100.0"),
    ]
    assert [words(each) for each in page.xpath("//details//td")][:3] == ["2", "1", "0"]


def test_the_last_collections_are_listed_newest_first(settings: Settings) -> None:
    looked(settings, {"found": 9, "new": 2, "finished": NOW + timedelta(seconds=2)})
    quiet(settings)
    fails(settings)
    with Store.open(settings.database) as store:
        run = Run(source="given-up", started=NOW, finished=NOW, outcome="collected")
        store.keep_quiet([(run, FetchState(source="given-up"))])
    runs = facts(settings)["runs"]
    assert [run["outcome"] for run in runs] == ["failed", "not-modified", "collected"]
    assert runs[-1] == {
        "source": "gazette", "finished": "2026-11-20T08:00:02Z", "seconds": 2, "outcome": "collected", "found": 9, "new": 2,
    }  # fmt: skip
    (section,) = tree(client(settings).get("/status")).xpath("//section[@aria-labelledby='runs']")
    assert words(section.xpath(".//summary")[0]) == "Of the last 3, 1 brought new articles and 1 failed"
    assert [words(each) for each in section.xpath(".//td[position() != 2]")] == [
        "failed", "under 1 s", "not modified", "under 1 s", "2 new of 9", "2 s",
    ]  # fmt: skip


def test_hostile_words_are_escaped(settings: Settings) -> None:
    failing(settings, "<script>alert(1)<script> answered 404")
    text = client(settings).get("/status").text
    assert "<script>alert" not in text
    assert "<b>Harbours" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize("path", ["/status", "/status.json"])
def test_it_is_guarded_kept_for_a_minute_and_not_indexed(settings: Settings, path: str) -> None:
    looked(settings)
    browser = client(settings)
    answer = browser.get(path)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; ")
    assert "Set-Cookie" not in answer.headers
    again = browser.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert browser.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/status", "/status.json"])
@pytest.mark.parametrize("damage", [None, b"not a database at all, " * 100])
def test_a_store_that_is_missing_or_broken_is_told_plainly(tmp_path: Path, path: str, damage: bytes | None) -> None:
    made = make_settings(data=tmp_path)
    if damage:
        (tmp_path / "beatwire.sqlite").write_bytes(damage)
    browser = client(made)
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert "The store cannot be read: nothing was collected here yet, or it is away." in answer.text
    assert str(tmp_path) not in answer.text
    assert set(json.loads(browser.get("/status.json").text)) == KEYS
    if not damage:
        migrate(made.database, None)
        assert "cannot be read" not in browser.get(path).text


def test_it_writes_nothing(settings: Settings) -> None:
    looked(settings)
    before = {path: path.stat().st_mtime_ns for path in settings.data.iterdir() if path.suffix == ".sqlite"}
    client(settings).get("/status")
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_it_is_linked_from_the_catalogue_and_a_copy_says_that_it_has_none(settings: Settings) -> None:
    assert tree(client(settings).get("/")).xpath("//footer//a/@href")[-1] == "/status"
    copy = create_app(settings).test_client()
    assert copy.get("/").data == client(settings).get("/").data
    assert "This is a copy of the site in files" in words(tree(copy.get("/status")))
    assert copy.get("/status.json").status_code == copy.get("/metrics").status_code == 404


def numbers(settings: Settings, now: datetime = SOON, browser: FlaskClient | None = None) -> dict[str, float]:
    """Give what Prometheus would read."""
    answer = (browser or client(settings, now)).get("/metrics")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    return {
        sample.name + "".join(f" {name}={value}" for name, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_metrics_are_numbers_for_prometheus(settings: Settings) -> None:
    failing(settings, "gazette.example answered 404")
    with Store.open(settings.database) as store:
        store.hold("china", "it would lose 3 of 4 articles", NOW)
        store.keep_pings([Ping(hub="https://hub.example/x?key=s3cret", topic="t", due=NOW)])
    known = numbers(settings)
    assert (
        known
        | {
            "beatwire_up": 1,
            "beatwire_documents": 4,
            "beatwire_feed_updated_timestamp_seconds feed=china-asia-pacific": NOW.timestamp(),
            "beatwire_feed_articles feed=china-asia-pacific": 1,
            "beatwire_sources state=failing": 1,
            "beatwire_sources state=nothing-new": 0,
            "beatwire_source_failures source=gazette": 2,
            "beatwire_source_last_success_timestamp_seconds source=gazette": NOW.timestamp(),
            "beatwire_alarms": 1,
            "beatwire_holds": 1,
            "beatwire_hub_pending hub=hub.example": 1,
        }
        == known
    )
    assert numbers(settings, LATER)["beatwire_up"] == 0


def test_metrics_count_what_was_answered(settings: Settings) -> None:
    browser = client(settings)
    first = browser.get("/feeds/china-asia-pacific.rss", headers={"User-Agent": "Quayreader/1.0 (7 subscribers)"})
    held = {"If-None-Match": first.headers["ETag"]}
    assert browser.get("/feeds/china-asia-pacific.rss", headers=held).status_code == 304
    for path in ("/", "/feeds/nothing.rss", "/nothing"):
        browser.get(path)
    known = numbers(settings, browser=browser)
    assert (
        known
        | {
            "beatwire_answers_total coding=identity format=rss status=200": 1,
            "beatwire_answers_total coding= format=rss status=304": 1,
            "beatwire_answers_total coding= format=other status=404": 1,
            "beatwire_answers_total coding= format=page status=200": 1,
            "beatwire_answers_total coding= format=page status=404": 1,
            "beatwire_sent_bytes_total coding=identity format=rss": len(first.data),
            "beatwire_subscribers agent=Quayreader feed=china-asia-pacific": 7,
        }
        == known
    )


def test_of_several_workers_each_counts_its_own_and_says_so(settings: Settings) -> None:
    several = settings.model_copy(update={"serving": Serving(workers=2)})
    browser = client(several)
    browser.get("/")
    counted = f"beatwire_answers_total coding= format=page status=200 worker={os.getpid()}"
    assert numbers(several, browser=browser)[counted] == 1


def test_metrics_without_a_store_count_no_sources(tmp_path: Path) -> None:
    known = numbers(make_settings(data=tmp_path))
    assert known["beatwire_up"] == 0
    assert not any(name.startswith("beatwire_source") for name in known)


@pytest.mark.parametrize(
    "asked", [{"REMOTE_ADDR": "93.184.216.34"}, {"HTTP_X_FORWARDED_FOR": "10.0.0.7"}, {"REMOTE_ADDR": ""}]
)
def test_metrics_are_for_the_own_network_alone(settings: Settings, asked: dict[str, str]) -> None:
    assert client(settings).get("/metrics", environ_overrides=asked).status_code == 404
