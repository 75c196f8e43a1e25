"""A desk whose every article is hostile: cleaned, judged, kept, published and served as any other."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

from config.settings import Limits, Settings
from feeds.article import Article, FetchState, Permits, Reading, Skipped
from feeds.pipeline import Collected, Item, judge
from feeds.publish.press import publish
from feeds.publish.site import Site
from feeds.select.clean import Context, clean
from feeds.store import Store, migrate
from tests.end_to_end.hostile.cases import CASES, FAMILIES, Case, entry
from tests.world import NOW, make_settings, make_source

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LIMITS = Limits(window_count=1000, window_most=1000, window_bytes=50_000_000, newcomers=1000)


def settings_in(folder: Path) -> Settings:
    """Give settings with one source a family; each has a feed of its own."""
    sources = tuple(make_source(name=f, url=f"https://{f}.example/feed", rights="full") for f in FAMILIES)
    return make_settings(data=folder, sources=sources, limits=LIMITS)


def print_all(settings: Settings) -> dict[int, Article]:
    """Take every case the whole way into `settings.published`; give the articles as they are kept, by case number."""
    migrate(settings.database, None)
    ids: dict[int, str] = {}
    with Store.open(settings.database) as store:
        for source in settings.sources:
            context = Context(source, Reading(), Permits.FULL, NOW, LIMITS)
            items = tuple(_item(case, context) for case in CASES if case.family == source.name)
            state = FetchState(source=source.name)
            told = Collected(source=source, started=NOW, outcome="collected", before=state, state=state, items=items)
            batch = judge(told, store, store.namespace(None), NOW)
            store.keep(batch, newcomers=LIMITS.newcomers)
            found = dict(batch.aliases)
            ids |= {int(item.entry.guid or 0): found[f"guid:{source.name}:{item.entry.guid}"] for item in items}
        publish(store, settings, Site(settings.published), NOW)
        kept = {number: store.get(id_) for number, id_ in ids.items()}
    return {number: article for number, article in kept.items() if article is not None}


def _item(case: Case, context: Context) -> Item:
    """Clean a case; one whose title is refused as decoded wrongly is told once more under another."""
    told = entry(case)
    article = clean(told, context)
    if isinstance(article, Skipped):
        told = replace(told, title=f"China {case.number}")
        article = clean(told, context)
    assert isinstance(article, Article), (case.name, article)
    return Item(told, article)


def beside_laboratory(app: "WSGIApplication", *, policy: bool) -> "WSGIApplication":
    """Give `app` with an empty page that may frame it; without `policy`, what stops scripts is gone altogether."""

    def widened(headers: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for name, value in headers:
            if name != "Content-Security-Policy":
                yield name, value
            elif policy:
                yield name, value.replace("frame-ancestors 'none'", "frame-ancestors 'self'")

    def beside(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/laboratory":
            start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
            return [b"<!doctype html><title>laboratory</title><body>"]
        return app(environ, lambda status, headers, info=None: start_response(status, [*widened(headers)], info))

    return beside


class _Silent(WSGIRequestHandler):
    """Writes no line a request: a failing test would show thousands."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None: ...


@contextmanager
def served(app: "WSGIApplication") -> Iterator[str]:
    """Serve `app` on loopback; give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
