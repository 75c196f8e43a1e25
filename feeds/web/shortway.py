"""The short way: published documents are answered here, before Flask's routing; everything else goes on to the app.

The common poll costs one look-up and one comparison of tags. What HTTP says of the rarer ones is in `conditions`.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from feeds.publish.manifest import Coding, slug_of, successor
from feeds.web.answers import DOCUMENT, METHODS, PREFLIGHT, Headers, Held, brief, gone
from feeds.web.conditions import decide
from feeds.web.shelf import Shelf, Table

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_RARE: Final = frozenset({"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"})


class ShortWay:
    """A WSGI application in front of `app`; it trusts no Host header and sets no cookie."""

    def __init__(self, app: "WSGIApplication", shelf: Shelf, base: str) -> None:
        """`shelf` holds what is published, `base` is the configured address; `app` answers every other path."""
        self._base = base
        self._app = app
        self._shelf = shelf

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request for a document, or pass it on."""
        table = self._shelf.current()
        path = environ["PATH_INFO"]
        held = (table.documents.get(path) or self._shelf.archived(table, path)) if table else None
        if held is None:
            return self._elsewhere(table, environ, start_response)
        unchanged = held.tags.get(environ.get("HTTP_IF_NONE_MATCH", ""))
        if unchanged and environ["REQUEST_METHOD"] == "GET" and _RARE.isdisjoint(environ):
            start_response("304 Not Modified", list(unchanged))
            return (b"",)
        return self._judged(held, environ, start_response)

    def _elsewhere(
        self, table: Table | None, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer where no document stands: a renamed feed leads on, in one hop; a retired one names its successor."""
        path = environ["PATH_INFO"]
        slug = slug_of(path) or ""
        if table and slug in table.manifest.moved:
            return _redirect(environ, start_response, self._base + successor(path, slug, table.manifest.moved[slug]))
        if not DOCUMENT.fullmatch(path):
            return self._app(environ, start_response)
        if table and slug in table.manifest.gone:
            new = table.manifest.gone[slug]
            headers, body = gone(new and self._base + successor(path, slug, new))
            return _send(start_response, 410, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body)
        return _brief(environ, start_response, 404 if table else 503)

    def _judged(self, held: Held, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method == "OPTIONS":
            return _send(start_response, 204, PREFLIGHT)
        if method not in {"GET", "HEAD"}:
            return _brief(environ, start_response, 405)
        decision = decide(environ, held.stem, held.modified, held.codings)
        if decision.status == 304:
            return _send(start_response, 304, held.tags[held.stored.tag(decision.coding)])
        if decision.status == 412:
            return _brief(environ, start_response, 412)
        return self._whole(held, decision.coding, environ, start_response)

    def _whole(
        self, held: Held, coding: Coding, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        body = self._shelf.body(held, coding)
        if body is None:  # a newer build has taken this one away since the last look
            self._shelf.look()
            table = self._shelf.current()
            held = table.documents.get(environ["PATH_INFO"], held) if table else held
            coding = coding if coding in held.codings else "identity"
            body = self._shelf.body(held, coding)
        if body is None:
            return _brief(environ, start_response, 503)
        browser = "text/html" in environ.get("HTTP_ACCEPT", "")
        content = ("Content-Type", held.browser_type if browser else held.type)
        headers = (content, ("Content-Length", str(len(body))), *held.full[coding])
        return _send(start_response, 200, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body)


_BRIEF: Final = {
    404: brief("There is no such document.", "public, max-age=60"),
    405: brief(f"A published document can only be read: {METHODS}.", "no-store", ("Allow", METHODS)),
    412: brief("The document is no longer the one you hold.", "no-store"),
    503: brief("Nothing is published yet; try again shortly.", "no-store", ("Retry-After", "10")),
}


def _redirect(environ: "WSGIEnvironment", start_response: "StartResponse", to: str) -> Iterable[bytes]:
    headers, body = brief(f"This feed has another address now: {to}", "public, max-age=86400", ("Location", to))
    return _send(start_response, 301, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body)


def _brief(environ: "WSGIEnvironment", start_response: "StartResponse", status: int) -> Iterable[bytes]:
    headers, body = _BRIEF[status]
    return _send(start_response, status, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body)


def _send(start_response: "StartResponse", status: int, headers: Headers, body: bytes = b"") -> Iterable[bytes]:
    start_response(f"{status} {HTTPStatus(status).phrase}", list(headers))
    return (body,)
