"""The log of requests: what it tells an operator, and what it keeps to itself."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from structlog.testing import capture_logs
from werkzeug.test import Client

from config.settings import Serving, Settings
from feeds.polling.tokens import mint
from feeds.web import create_app
from feeds.web.shelf import Shelf
from tests.feeds.web.desk import item, listed, publish
from tests.world import make_settings

RSS = "/feeds/harbour.rss"
FROM = {"REMOTE_ADDR": "198.51.100.77"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = make_settings(data=tmp_path, serving=Serving(requests=True))
    publish(made.published, {listed("harbour"): [item(1)]})
    return made


def asked(app: Flask, path: str, method: str = "GET", **more: Any) -> dict[str, Any]:
    """Give what is noted of one request, which is one line."""
    with capture_logs() as lines:
        answer = Client(app).open(path, method=method, environ_overrides=FROM, **more)
        answer.close()
    (line,) = [line for line in lines if line["event"] == "request"]
    assert line["status"] == answer.status_code
    assert line["bytes"] == len(answer.data)
    return dict(line)


def test_a_document_and_a_page_are_noted_with_their_network(settings: Settings) -> None:
    app = create_app(settings)
    line = asked(app, RSS, headers={"User-Agent": "Quayreader/1.0"})
    told = ("method", "path", "status", "network", "agent")
    assert [line[key] for key in told] == ["GET", RSS, 200, "198.51.100.0/24", "Quayreader/1.0"]
    assert line["ms"] >= 0
    assert asked(app, "/")["path"] == "/"
    assert asked(app, "/nowhere")["status"] == 404
    assert [asked(app, path, "HEAD")["bytes"] for path in (RSS, "/")] == [0, 0]


def test_neither_tokens_nor_queries_nor_addresses_are_noted(settings: Settings) -> None:
    app, token = create_app(settings), mint()
    for path in (f"/t/{token}/feeds/harbour.rss", f"//t/{token}", f"/feeds/{token}.rss", f"/?q={token}"):
        assert token not in str(asked(app, path, headers={"User-Agent": f"Quayreader {token}"})), path
    assert "wages" not in str(asked(app, "/?q=wages"))
    assert "198.51.100.77" not in str(asked(app, RSS))


def test_no_request_writes_a_line_of_its_own(settings: Settings) -> None:
    line = asked(create_app(settings), "/a%0Aevent=forged%1b[31m" + "x/" * 5000)
    assert line["path"].startswith("/a%0Aevent%3Dforged%1B%5B31m")
    assert len(line["path"]) <= 300


def test_what_went_wrong_carries_the_name_of_its_request(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(settings)
    monkeypatch.setattr(Shelf, "body", lambda *_: 1 / 0)
    with capture_logs() as lines:
        page = Client(app).get("/feeds/harbour").text
    failed, noted = lines
    assert (failed["event"], noted["event"], noted["status"]) == ("page.failed", "request", 500)
    assert failed["reference"] == noted["reference"]
    assert noted["reference"] in page


def test_nothing_is_noted_unless_it_is_asked_for(settings: Settings) -> None:
    with capture_logs() as lines:
        Client(create_app(settings.model_copy(update={"serving": Serving()}))).get(RSS)
    assert lines == []
