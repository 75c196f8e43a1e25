"""The pages: the catalogue, one for each feed, one for each article, one of the desk; and what a load balancer asks."""

import os
import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from flask import Flask, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from config.settings import Settings
from feeds.errors import StoreError
from feeds.polling import metrics
from feeds.polling.answers import CORS, Held
from feeds.polling.clients import inside
from feeds.polling.gate import Clock, Gate
from feeds.publish import condition, views, wording
from feeds.publish.asking import archive
from feeds.publish.explaining import explained
from feeds.publish.naming import named
from feeds.select.region import label
from feeds.select.rights import gate
from feeds.web.journal import REFERENCE
from feeds.web.shelf import Shelf, Table

if TYPE_CHECKING:
    from feeds.store import Store

HEADLINES: Final = 9
_CAUSES: Final = {
    404: ("Nothing here", "There is no such page. It may never have been, or its address was cut short."),
    410: ("Gone", "Its publisher lets it be shown no longer."),
    405: ("Read only", "These pages can only be read."),
    503: ("Back shortly", "This cannot be shown just now; the feeds themselves are served as ever."),
}
_COPY: Final = (
    "This is a copy of the site in files: nothing is collected here. The front page says when each feed changed."
)
_FAULT: Final = ("Something went wrong", "It is our fault, and it has been noted. The feeds are not touched by it.")
_SAFE: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src https: http: data:; "
    "media-src https: http:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_SECURE: Final = {"Strict-Transport-Security": "max-age=31536000"}


class Pages:
    """The views of the app, over what is published (`shelf`) and, for articles alone, the store."""

    def __init__(self, settings: Settings, shelf: Shelf, gate: Gate, clock: Clock | None) -> None:
        """Without a `clock` this is a copy in files, whose status page says that it has none to tell."""
        self._settings = settings
        self._gate = gate
        self._clock = clock
        self._known: dict[str, Any] = {}
        self._worker = str(os.getpid()) if settings.serving.workers > 1 else ""
        self._shelf = shelf
        self._root = urlsplit(settings.base_url).path

    def put_on(self, app: Flask) -> None:
        """Give `app` its routes, its error pages and the words that every template knows."""
        app.add_url_rule("/", view_func=self.catalogue)
        app.add_url_rule("/feeds/<slug>", view_func=self.feed)
        app.add_url_rule("/articles/<uuid:number>", view_func=self.article)
        app.add_url_rule("/articles/<uuid:number>/explain", view_func=self.explain)
        app.add_url_rule("/polling", view_func=self.polling)
        app.add_url_rule("/status", view_func=self.status)
        app.add_url_rule("/status.json", view_func=self.status_json)
        app.add_url_rule("/metrics", view_func=self.metrics)
        app.add_url_rule("/healthz", view_func=self.healthz)
        app.add_url_rule("/readyz", view_func=self.readyz)
        app.add_url_rule("/favicon.ico", "icon", app.send_static_file, defaults={"filename": "icon.svg"})
        app.register_error_handler(HTTPException, problem)
        app.register_error_handler(StoreError, unreadable)
        app.register_error_handler(Exception, fault)
        app.after_request(self._finish)
        app.jinja_env.globals.update(
            site=self._settings.site,
            beat=self._settings.beat,
            base=self._settings.base_url,
            root=self._root,
            sample=self._settings.sample,
            written=views.written,
            byline=views.byline,
            name=views.name,
            rhythm=condition.rhythm,
            wording=wording,
        )

    def catalogue(self) -> ResponseReturnValue:
        """Show every feed there is, the beat's first, with its newest headlines; or those that match what is asked."""
        table, query = self._table(), views.asked(request.query_string)
        slug, documents = self._settings.beat.slug, table.documents
        if query:
            found = views.matching(table.manifest.public, query)
            return render_template(
                "search.html", query=query, count=len(found), groups=views.groups(found, slug, documents, whole=True)
            )
        held = self._shown(table, f"/feeds/{slug}.json")
        return render_template(
            "catalogue.html",
            feed=table.manifest.feed(slug) if held else None,
            stories=views.stories(self._body(held), self._root)[:HEADLINES] if held else (),
            groups=views.groups(table.manifest.public, slug, documents),
        )

    def feed(self, slug: str) -> ResponseReturnValue:
        """Show what a feed holds, read from the very document that readers are sent."""
        table = self._table()
        held = self._shown(table, f"/feeds/{slug}.json")
        if held is None:
            return self._retired(table.manifest.gone[slug]) if slug in table.manifest.gone else abort(404)
        body = self._body(held)
        feed = table.manifest.feed(slug) or views.left(body, slug, held.modified)
        stories, atom = views.stories(body, self._root), table.documents.get(f"/feeds/{slug}.atom")
        pages = views.archives(slug, atom.stored.links if atom else ())
        return render_template(
            "feed.html",
            feed=feed,
            stories=stories,
            newest=views.newest(stories),
            archives=[(n, path) for n, path in pages if self._shelf.archived(table, path)],
        )

    def _retired(self, successor: str) -> ResponseReturnValue:
        """Say that a feed was given up, and which one to follow instead ("" is none)."""
        instead = successor and f"{self._root}/feeds/{successor}"
        text = "This feed is published no more."
        return render_template("problem.html", status=410, title="Given up", text=text, instead=instead), 410

    def article(self, number: UUID) -> ResponseReturnValue:
        """Show one article of the store, as far as its rights allow; StoreError where the store fails."""
        with archive(self._settings) as store:
            article = store.get(number.urn)
            if article is None:
                return _departed(store, number)
        beat, source = self._settings.beat, self._settings.by_name.get(article.source)
        gated = named(gate(article, source, beat), beat.labels)
        reading = views.reading(gated, self._settings.base_url, self._root, label)
        response = make_response(render_template("article.html", reading=reading, article=gated))
        if article.link:
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    def explain(self, number: UUID) -> ResponseReturnValue:
        """Show why an article is where it is, as far as its rights allow; StoreError where the store fails."""
        with archive(self._settings) as store:
            dossier = store.dossier(number.urn)
            if dossier is None:
                return _departed(store, number)
        explanation = explained(dossier, self._settings, self._document, passed_on=True)
        page = views.own_page(number.urn, self._root)
        response = make_response(render_template("explanation.html", explanation=explanation, page=page))
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def polling(self) -> ResponseReturnValue:
        """Tell programs how to poll, and what is asked of them."""
        publishing, serving = self._settings.publishing, self._settings.serving
        return render_template("polling.html", serving=serving, hubs=publishing.hubs, archives=publishing.archives)

    def status(self) -> ResponseReturnValue:
        """Show how the desk does, as far as everybody may know."""
        if self._clock is None:
            return render_template("problem.html", status="", title="Status", text=_COPY)
        known = self._condition()
        bars = condition.bars(known["hours"], 100)
        return _fresh(make_response(render_template("status.html", known=known, bars=bars)), known)

    def status_json(self) -> ResponseReturnValue:
        """Give the same facts to programs; `feeds.publish.condition` tells of the keys."""
        known = self._condition()
        return _fresh(Response(condition.written(known), headers=dict(CORS), mimetype="application/json"), known)

    def metrics(self) -> ResponseReturnValue:
        """Give them as numbers, for a Prometheus of this network: partners' names are among them."""
        if not inside(request.remote_addr or "", request.headers.get("X-Forwarded-For", "")):
            abort(404)
        known, table = self._condition(), self._shelf.current()
        body = metrics.render(known, len(table.documents) if table else 0, self._gate.counts.now(), self._worker)
        return Response(body, headers={"Cache-Control": "no-store"}, content_type=metrics.MEDIA_TYPE)

    def _condition(self) -> dict[str, Any]:
        """Look into the store once a minute at most, unless it could not be read."""
        if self._clock is None:
            abort(404)
        now, table, known = self._clock().replace(second=0, microsecond=0), self._shelf.current(), self._known
        if known.get("at") != now or known["state"] == condition.UNREADABLE:
            self._known = known = condition.found(self._settings, table.manifest if table else None, now)
        return known

    def healthz(self) -> ResponseReturnValue:
        """Say that the process is alive."""
        return _word("alive", 200)

    def readyz(self) -> ResponseReturnValue:
        """Say whether there are documents to serve."""
        table = self._shelf.current()
        return _word("ready", 200) if table and table.documents else _word("nothing is published yet", 503)

    def _finish(self, response: Response) -> Response:
        """Add what every page carries, and answer a browser that holds it already with a 304."""
        response.headers.update(_SAFE)
        response.headers.update(_SECURE if self._settings.base_url.startswith("https:") else {})
        if response.status_code == 410:
            response.headers.setdefault("Cache-Control", "public, max-age=60")
        if response.status_code == 200 and not response.direct_passthrough:
            response.headers.setdefault("Cache-Control", "public, max-age=60")
            response.add_etag()
            response.make_conditional(request)
        self._gate.counts.answer(response.status_code, "page", "", response.content_length or 0)
        return response

    def _table(self) -> Table:
        table = self._shelf.current()
        if table is None:
            raise ServiceUnavailable(retry_after=10)
        return table

    def _body(self, held: Held) -> bytes:
        body = self._shelf.body(held, "identity")
        if body is None:
            raise ServiceUnavailable(retry_after=10)
        return body

    def _document(self, path: str) -> bytes | None:
        table = self._shelf.current()
        held = self._shown(table, path) if table else None
        return self._shelf.body(held, "identity") if held else None

    def _shown(self, table: Table, path: str) -> Held | None:
        """Give a document that everybody may see."""
        held = table.documents.get(path)
        return None if held is None or held.stored.private else held


def _departed(store: "Store", number: UUID) -> ResponseReturnValue:
    """Say that an article is gone and, where the desk took it back, what it tells of that; 404 if it never was."""
    if not store.gone(number.urn):
        abort(404)
    title, text = _CAUSES[410]
    told = store.farewell(number.urn)
    if told is not None:
        title, text = "Retracted", told or "The desk took this story back."
    return render_template("problem.html", status=410, title=title, text=text), 410


def unreadable(error: StoreError) -> Response:
    """Note that the store failed; its own words are for the log, not for the page."""
    reference = _reference()
    structlog.get_logger(__name__).warning("an article cannot be read", reference=reference, error=str(error))
    return problem(ServiceUnavailable(retry_after=10), reference)


def fault(error: Exception) -> Response:
    """Note what nobody foresaw, under a reference that the page tells, too."""
    reference = _reference()
    structlog.get_logger(__name__).error("page.failed", reference=reference, path=request.path, exc_info=error)
    return problem(InternalServerError(), reference)


def _reference() -> str:
    return request.environ.get(REFERENCE) or secrets.token_hex(4)


def problem(error: HTTPException, reference: str = "") -> Response:
    """Show an error plainly: no stack, no path, no secret."""
    status = error.code or 500
    title, text = _CAUSES.get(status, _FAULT if status >= 500 else (HTTPStatus(status).phrase, ""))
    response = Response(
        render_template("problem.html", status=status, title=title, text=text, reference=reference), status
    )
    response.headers.extend((name, value) for name, value in error.get_headers() if name in {"Allow", "Retry-After"})
    response.headers["Cache-Control"] = "public, max-age=60" if status in {404, 410} else "no-store"
    return response


def _fresh(response: Response, known: dict[str, Any]) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    if known["state"] == condition.UNREADABLE:
        response.status_code = 503
        response.headers["Cache-Control"] = "no-store"
    return response


def _word(text: str, status: int) -> Response:
    return Response(f"{text}\n", status, {"Cache-Control": "no-store"}, mimetype="text/plain")
