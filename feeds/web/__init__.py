"""SERVE: hands out what was published; the only Flask, read-only.

shelf        what is published now: the table and the bytes
shortway     WSGI in front of Flask: documents
pages        the pages themselves, of what `feeds.publish.views` makes ready
journal      the log of requests, where there is one
worker       what a worker process does beside serving
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from flask import Flask

from config.settings import Settings
from feeds.polling.gate import Clock, Gate
from feeds.publish import views
from feeds.publish.site import Site
from feeds.select.explanation import Explanation
from feeds.web.journal import Journal
from feeds.web.pages import Pages
from feeds.web.shelf import Shelf
from feeds.web.shortway import ShortWay
from feeds.web.worker import Leaving, leave_with_parent

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from _typeshed.wsgi import WSGIApplication

__all__ = ["create_app", "leaf", "load"]


def create_app(settings: Settings, clock: Clock | None = None) -> Flask:
    """Make the app over the published folder of `settings`, the short way already wrapped round its `wsgi_app`.

    `clock` gives the time in UTC; without one the app is a copy in files, whose status page says that it has none.
    """
    app = Flask(__name__)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.url_map.merge_slashes = False  # its redirects would repeat the Host header
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    shelf = Shelf(Site(settings.published, lists=8))
    gate = Gate(settings, clock)
    Pages(settings, shelf, gate, clock).put_on(app)
    app.wsgi_app = ShortWay(app.wsgi_app, shelf, gate)  # type: ignore[method-assign]  # how Flask wants middleware to be put on
    if settings.serving.requests:
        app.wsgi_app = Journal(app.wsgi_app, settings.serving.proxies)  # type: ignore[method-assign]
    return app


def leaf(settings: Settings, explanation: Explanation) -> str:
    """Give the page that explains an article as one HTML file, its style within and its links absolute."""
    app = create_app(settings)
    with app.open_resource("static/beatwire.css", "r", encoding="utf-8") as file:
        style = file.read()
    page = views.own_page(explanation.article.id, settings.base_url) if explanation.kept else None
    template = app.jinja_env.get_template("explanation.html")
    return template.render(explanation=explanation, page=page, root=settings.base_url, style=style)


def load(
    settings: Settings,
    clock: Clock | None = None,
    ready: "Connection | None" = None,
    log: Callable[[], object] | None = None,
) -> "WSGIApplication":
    """Give a worker what it serves; a `functools.partial` of this can be pickled as granian's target loader.

    `ready` is told once the worker is about to take connections; one that fails first closes it unsaid. `log` is called
    first, and says where what the worker logs goes.
    """
    if log is not None:
        log()
    leave_with_parent()
    app = Leaving(create_app(settings, clock).wsgi_app)
    if ready is not None:
        with suppress(OSError):  # nobody waits for the first workers
            ready.send(True)
        ready.close()
    return app
