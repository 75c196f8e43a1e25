"""Who is given a private feed, and who is put off."""

import threading
from base64 import b64encode
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config.settings import Serving, Settings
from feeds.article import Token
from feeds.errors import StoreError
from feeds.polling import gate
from feeds.polling.tokens import digest, mint
from feeds.publish.manifest import Pages
from feeds.store import Store, migrate
from feeds.web import create_app
from tests.feeds.web.desk import item, listed, publish
from tests.world import NOW, make_settings

SECRET = mint()
FULL = listed("full", title="All of it", private=True)
CHINA = listed("china-asia-pacific")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = make_settings(data=tmp_path, serving=Serving(polls=3, within=timedelta(minutes=1)))
    site = publish(made.published, {CHINA: [item(1)], FULL: [item(1), item(2)]})
    manifest = site.manifest()
    assert manifest is not None
    documents = {
        path: replace(stored, private=path.startswith("/feeds/full.")) for path, stored in manifest.documents.items()
    }
    page = replace(documents["/feeds/full.atom"], path="/feeds/full/archive/1.atom")
    kept = site.keep_pages(Pages(signature="", documents={page.path: page}))
    site.replace(replace(manifest, documents=documents, archives={"full": kept}))
    migrate(made.database, None)
    add(made, SECRET)
    return made


def add(settings: Settings, secret: str, **said: Any) -> None:
    plain: dict[str, Any] = {"name": "quay", "digest": digest(secret), "feeds": ("full",), "who": "mara"}
    with Store.open(settings.database) as store:
        assert store.add_token(Token(**plain | {"created": NOW} | said))


def client(settings: Settings, clock: Callable[[], datetime] | None = lambda: NOW) -> FlaskClient:
    return create_app(settings, clock).test_client()


def basic(secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"anybody:{secret}".encode()).decode()}


def fields(answer: TestResponse) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "Date"}


@pytest.mark.parametrize(
    "path", ["/feeds/full.rss", "/feeds/full.atom", "/feeds/full.json", "/feeds/full/archive/1.atom"]
)
def test_it_is_given_to_who_holds_a_token_and_to_nobody_else(settings: Settings, path: str) -> None:
    browser = client(settings)
    bare = browser.get(path)
    assert (bare.status_code, bare.headers["Cache-Control"]) == (401, "no-store")
    assert bare.headers["WWW-Authenticate"] == 'Basic realm="beatwire", charset="UTF-8"'
    for wrong in (mint(), "", "bw_"):
        for refused in (browser.get(path, headers=basic(wrong)), browser.get(f"/t/{wrong}{path}")):
            assert (refused.status_code, refused.headers["Cache-Control"]) == (404, "no-store")
            assert b"full" not in refused.data
    right, keyed = browser.get(path, headers=basic(SECRET)), browser.get(f"/t/{SECRET}{path}")
    assert right.status_code == keyed.status_code == 200
    assert right.data == keyed.data
    assert fields(right) == fields(keyed)


def test_what_is_said_of_it_keeps_caches_robots_and_referrers_out(settings: Settings) -> None:
    browser = client(settings)
    answer = browser.get("/feeds/full.rss", headers=basic(SECRET))
    again = browser.get("/feeds/full.rss", headers={**basic(SECRET), "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    for one in (answer, again):
        assert one.headers["Cache-Control"] == "private, max-age=300"
        assert one.headers["Referrer-Policy"] == "no-referrer"
        assert one.headers["X-Robots-Tag"] == "noindex"
        assert SECRET not in str(one.headers)
        assert "Set-Cookie" not in one.headers
    assert SECRET.encode() not in answer.data


def test_a_tag_that_somebody_knows_opens_nothing(settings: Settings) -> None:
    browser = client(settings)
    tag = browser.get("/feeds/full.rss", headers=basic(SECRET)).headers["ETag"]
    for headers in (
        {"If-None-Match": tag},
        {"If-None-Match": "*"},
        {"If-Modified-Since": "Fri, 20 Nov 2026 08:00:00 GMT"},
    ):
        assert browser.get("/feeds/full.rss", headers=headers).status_code == 401
        assert browser.head("/feeds/full.rss", headers=headers).status_code == 401
    assert browser.options("/feeds/full.rss").status_code == 401


@pytest.mark.parametrize(
    "path", ["/feeds/full", "/t/{}/feeds/full", "/t/{}/feeds/china-asia-pacific.rss", "/t/{}/", "/t/{}"]
)
def test_it_has_no_page_and_a_token_leads_nowhere_else(settings: Settings, path: str) -> None:
    assert client(settings).get(path.format(SECRET)).status_code == 404


def test_no_page_names_it(settings: Settings) -> None:
    browser = client(settings)
    for path in ("/", "/?q=all", "/status", "/status.json", "/metrics", "/feeds/china-asia-pacific"):
        assert b"feeds/full" not in browser.get(path).data, path
        assert b"All of it" not in browser.get(path).data, path


def test_a_private_beat_leaves_the_front_page_without_stories(tmp_path: Path) -> None:
    made = make_settings(data=tmp_path)
    site = publish(made.published, {replace(CHINA, private=True): [item(1)]})
    manifest = site.manifest()
    assert manifest is not None
    site.replace(
        replace(manifest, documents={path: replace(one, private=True) for path, one in manifest.documents.items()})
    )
    front = client(made).get("/")
    assert front.status_code == 200
    assert b"Harbour story" not in front.data
    assert b"/feeds/china-asia-pacific" not in front.data


def test_a_token_ends_when_it_expires_or_is_revoked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "LOOK_EVERY", 0.0)
    now, soon = [NOW], mint()
    add(settings, soon, name="pier", expires=NOW + timedelta(days=1))
    browser = client(settings, lambda: now[0])
    assert browser.get("/feeds/full.rss", headers=basic(soon)).status_code == 200
    now[0] += timedelta(days=1)
    assert browser.get("/feeds/full.rss", headers=basic(soon)).status_code == 404
    assert browser.get("/feeds/full.rss", headers=basic(SECRET)).status_code == 200
    with Store.open(settings.database) as store:
        assert store.revoke_token("quay", "mara", NOW)
        assert not store.revoke_token("quay", "mara", NOW)
    assert browser.get("/feeds/full.rss", headers=basic(SECRET)).status_code == 404


def test_while_the_store_is_away_who_was_known_is_let_in(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "LOOK_EVERY", 0.0)
    knowing, new = client(settings), client(settings)
    assert knowing.get("/feeds/full.rss", headers=basic(SECRET)).status_code == 200
    (settings.data / "beatwire.sqlite").rename(settings.data / "away.sqlite")
    assert knowing.get("/feeds/full.rss", headers=basic(SECRET)).status_code == 200
    assert knowing.get("/feeds/full.rss", headers=basic(mint())).status_code == 404
    answer = new.get("/feeds/full.rss", headers=basic(SECRET))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert str(settings.data) not in answer.text


def test_a_copy_in_files_lets_nobody_in(settings: Settings) -> None:
    assert client(settings, None).get("/feeds/full.rss", headers=basic(SECRET)).status_code == 404


OUT_THERE = {"REMOTE_ADDR": "203.0.113.7"}
RSS = "/feeds/china-asia-pacific.rss"


def poll(
    browser: FlaskClient, environ: dict[str, str] = OUT_THERE, headers: Mapping[str, str] | None = None
) -> TestResponse:
    return browser.get(RSS, headers=headers, environ_overrides=environ)


def test_who_asks_for_everything_too_often_is_put_off_and_told_why(settings: Settings) -> None:
    browser = client(settings)
    tag = {poll(browser).headers["ETag"] for _ in range(3)}.pop()
    answer = poll(browser)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 20
    assert answer.headers["RateLimit-Policy"] == '"polls";q=3;w=60'
    assert answer.headers["RateLimit"] == f'"polls";r=0;t={answer.headers["Retry-After"]}'
    assert answer.headers["Cache-Control"] == "no-store"
    assert "More than 3 whole documents in 60 seconds" in answer.text
    assert "https://feeds.example/polling" in answer.text
    for headers in (
        {"If-None-Match": tag},
        {"If-None-Match": "*"},
        {"If-Modified-Since": "Fri, 20 Nov 2026 09:00:00 GMT"},
    ):
        assert poll(browser, headers=headers).status_code == 304, "what ends in a 304 is never limited"
    assert poll(browser, headers={"If-None-Match": '"another"'}).status_code == 200, (
        "who asks by condition is given what changed"
    )
    assert browser.head(RSS, environ_overrides=OUT_THERE).status_code == 200
    assert poll(browser, {"REMOTE_ADDR": "203.0.113.200"}).status_code == 429, "a neighbour is of the same network"
    assert poll(browser, {"REMOTE_ADDR": "203.0.114.7"}).status_code == 200


def test_behind_a_declared_proxy_each_network_has_its_own(settings: Settings) -> None:
    proxied = settings.model_copy(
        update={"serving": settings.serving.model_copy(update={"proxies": (ip_network("127.0.0.1"),)})}
    )
    near = {"REMOTE_ADDR": "127.0.0.1"}
    browser = client(proxied)
    assert [poll(browser, near, {"X-Forwarded-For": "198.51.100.7"}).status_code for _ in range(4)] == [
        200,
        200,
        200,
        429,
    ]
    assert poll(browser, near, {"X-Forwarded-For": "203.0.113.7"}).status_code == 200
    undeclared = client(settings)
    assert {poll(undeclared, near, {"X-Forwarded-For": "198.51.100.7"}).status_code for _ in range(9)} == {200}


def test_a_token_is_limited_by_itself_wherever_it_asks_from(settings: Settings) -> None:
    browser = client(settings)
    path = f"/t/{SECRET}/feeds/full.rss"
    environs = [{"REMOTE_ADDR": f"203.0.{n}.7"} for n in range(4)]
    assert [browser.get(path, environ_overrides=each).status_code for each in environs] == [200, 200, 200, 429]
    assert poll(browser, environs[0]).status_code == 200
    assert b'beatwire_token_requests_total{token="quay"} 4.0' in browser.get("/metrics").data


def test_how_to_poll_is_told_on_a_page(settings: Settings) -> None:
    text = " ".join(client(settings).get("/polling").text.split())
    assert "is given 3 whole documents within 60 seconds" in text
    assert "max-age=300" in text
    free = settings.model_copy(update={"serving": Serving(polls=0)})
    assert "There is none." in client(free).get("/polling").text
    assert {poll(client(free)).status_code for _ in range(5)} == {200}


def test_a_store_that_is_slow_to_say_it_is_away_holds_up_one_request_at_a_time(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "LOOK_EVERY", 0.0)
    app = create_app(settings, lambda: NOW)
    assert app.test_client().get("/feeds/full.rss", headers=basic(SECRET)).status_code == 200
    asked, away = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> Store:
        asked.set()
        assert away.wait(20)
        raise StoreError("away")

    monkeypatch.setattr(Store, "open", slow)
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(lambda: app.test_client().get("/feeds/full.rss", headers=basic(SECRET)).status_code)
        assert asked.wait(20)
        assert app.test_client().get("/feeds/full.rss", headers=basic(SECRET)).status_code == 200
        assert not held.done()
        away.set()
        assert held.result(20) == 200


def test_a_store_that_was_never_read_is_not_asked_by_every_request(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "LOOK_EVERY", 60.0)
    asked: list[str] = []

    def away(*_: object, **__: object) -> Store:
        asked.append("once")
        raise StoreError("away")

    monkeypatch.setattr(Store, "open", away)
    browser = client(settings)
    assert {browser.get("/feeds/full.rss", headers=basic(SECRET)).status_code for _ in range(20)} == {503}
    assert len(asked) == 1
