"""What a worker is: what it imports, how it is handed over, what it says over a real socket."""

import pickle
import re
import subprocess
import sys
from email.utils import parsedate_to_datetime
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from feeds import web
from feeds.web.worker import Leaving
from tests.feeds.web.desk import BUILT, ask, item, later, listed, publish
from tests.feeds.web.serving import ROOT, granian
from tests.world import make_settings

RSS = "/feeds/harbour.rss"
HEAVY = ["scheduler", "pycurl", "apscheduler", "trafilatura", "feedgen", "feeds.collect", "feeds.pipeline"]


def test_what_a_worker_is_handed_can_be_pickled(tmp_path: Path) -> None:
    settings = make_settings(data=tmp_path)
    publish(settings.published, {listed("harbour"): [item(1)]})
    app = pickle.loads(pickle.dumps(partial(web.load, settings)))()  # noqa: S301 - our own
    assert isinstance(app, Leaving)
    assert ask(app, RSS).status == 200


def test_serving_never_collects_nor_builds(tmp_path: Path) -> None:
    settings = make_settings(data=tmp_path)
    publish(settings.published, {listed(settings.beat.slug): [item(1)]})
    script = f"""
import sys
from werkzeug.test import Client
from config.settings import Settings
import feeds.web
client = Client(feeds.web.load(Settings(data={str(tmp_path)!r})))
paths = ("/", "/feeds/china-asia-pacific", "/feeds/china-asia-pacific.rss", "/articles/00000000-0000-5000-8000-000000000001")
print([client.get(path).status_code for path in paths])
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-2:] == ["[200, 200, 200, 503]", "[]"]


def fetch(port: int, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


@pytest.mark.slow
def test_over_a_real_socket(tmp_path: Path) -> None:
    feed = listed("harbour")
    publish(tmp_path / "published", {feed: [item(1)]})
    with granian(tmp_path) as port:
        response, body = fetch(port, RSS, Accept_Encoding="gzip")
        assert response.status == 200
        assert int(response.headers["Content-Length"]) == len(body)
        assert parsedate_to_datetime(response.headers["Date"]) > BUILT
        tag = response.headers["ETag"]
        assert re.fullmatch(r'"[0-9a-f]{32}\.gz"', tag)

        poll, nothing = fetch(port, RSS, Accept_Encoding="gzip", If_None_Match=tag)
        assert (poll.status, nothing, poll.headers["ETag"]) == (304, b"", tag)
        assert poll.headers["Date"]
        names = [name.lower() for name in poll.headers]
        assert len(names) == len(set(names))

        head, nothing = fetch(port, RSS, "HEAD", Accept_Encoding="gzip")
        assert (head.status, nothing) == (200, b"")
        assert head.headers["Content-Length"] == response.headers["Content-Length"]

        assert fetch(port, RSS, "OPTIONS")[0].status == 204
        assert fetch(port, RSS, "POST")[0].status == 405
        assert fetch(port, "/feeds/nowhere.rss")[0].status == 404
        assert fetch(port, "/", Host="evil.example")[1].count(b"evil.example") == 0

        publish(tmp_path / "published", {feed: [item(1), item(2)]}, later(60))
        while fetch(port, RSS, If_None_Match=tag)[0].status == 304:
            pass
        assert b"Harbour story 2" in fetch(port, RSS)[1]
