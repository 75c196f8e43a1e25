"""Serving: the short way beside a plain Flask view of the same bytes and, where there are nginx and wrk, beside nginx."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

from config.settings import Settings
from feeds.article import Feed
from feeds.publish.documents import Draft, make
from feeds.publish.manifest import Manifest, Stored
from feeds.publish.site import Site
from feeds.web import create_app
from tests.benchmarks import invented, loopback
from tests.benchmarks.timing import Row, race, show
from tests.feeds.publish.cases import whole
from tests.world import NOW, make_settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PATH = "/feeds/china.rss"
REQUESTS = 500
SECONDS = 2


def measure(rounds: int) -> list[Row]:
    """Measure in process and, if that can be had, over loopback."""
    with published() as (settings, stored):
        rows = in_process(settings, stored, rounds)
        missing = [tool for tool in ("nginx", "wrk") if shutil.which(tool) is None]
        if missing:
            print(f"skipped: nginx's yardstick, since there is no {' and no '.join(missing)} here", file=sys.stderr)  # noqa: T201
            return rows
        return rows + loopback.against_nginx(settings.data, stored, SECONDS)


def in_process(settings: Settings, stored: Stored, rounds: int) -> list[Row]:
    """Call both as a WSGI server would."""
    packed = Site(settings.published).read(stored, "gzip")
    ours, plain = create_app(settings).wsgi_app, _plain(packed, stored.tag("gzip")).wsgi_app
    poll = {"HTTP_ACCEPT_ENCODING": "gzip", "HTTP_IF_NONE_MATCH": stored.tag("gzip")}
    whole = {"HTTP_ACCEPT_ENCODING": "gzip"}
    rows = []
    for what, asked, answer in (("304", poll, b""), ("200, gzip", whole, packed)):
        assert _asked(ours, asked) == _asked(plain, asked) == (what[:3], answer)
        rows.append(
            race(
                f"{what}, in process",
                partial(_load, ours, asked),
                ("a Flask view", partial(_load, plain, asked)),
                rounds,
            )
        )
    return rows


@contextmanager
def published() -> Iterator[tuple[Settings, Stored]]:
    """Publish one feed of full-text articles, 100 KB of them, into a folder of its own."""
    feed = Feed(
        slug="china",
        id="urn:uuid:00000000-0000-5000-8000-00000000cafe",
        title="Harbours",
        subtitle="News of harbours",
        address="https://feeds.example/feeds/china",
        updated=NOW,
        articles=invented.articles(28),
    )
    with TemporaryDirectory() as folder:
        settings = make_settings(data=Path(folder))
        site = Site(settings.published)
        body = whole("rss", feed)
        draft = Draft(path=PATH, media_type="application/rss+xml", identity=body, max_age=300)
        stored = site.keep(make(draft, None, NOW))
        site.replace(Manifest(built=NOW, feeds=(), documents={PATH: stored}))
        yield settings, stored


def _plain(body: bytes, etag: str) -> Flask:
    app = Flask("plain")

    @app.get(PATH)
    def document() -> Response:
        response = Response(body, mimetype="application/rss+xml", headers={"Content-Encoding": "gzip"})
        response.set_etag(etag.strip('"'))
        response.cache_control.max_age = 300
        response.make_conditional(request)
        return response

    return app


def _load(app: "WSGIApplication", asked: Mapping[str, str]) -> None:
    for _ in range(REQUESTS):
        _asked(app, asked)


def _asked(app: "WSGIApplication", asked: Mapping[str, str]) -> tuple[str, bytes]:
    said: list[str] = []

    def start_response(status: str, _headers: Any, _info: Any = None) -> Any:
        said.append(status[:3])

    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": PATH,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.url_scheme": "http",
        **asked,
    }
    body = b"".join(app(environ, start_response))
    return said[0], body


if __name__ == "__main__":
    show("Serving a feed of 28 full-text articles, 100 KB", measure)
