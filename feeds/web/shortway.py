"""The short way: published documents are answered here, before Flask's routing; everything else goes on to the app.

The common poll costs one look-up and one comparison of tags. What HTTP says of the rarer is in `polling.conditions`.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from feeds.article import Token
from feeds.errors import StoreError
from feeds.polling.answers import DOCUMENT, METHODS, PREFLIGHT, Headers, Held, brief, gone, limited
from feeds.polling.conditions import decide, is_host
from feeds.polling.gate import Gate
from feeds.polling.tokens import basic
from feeds.publish.manifest import Coding, slug_of, successor
from feeds.web.shelf import Shelf, Table

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEYED: Final = "/t/"
"""How the paths begin that hold a token: /t/<token>/feeds/<slug>.rss."""
_RARE: Final = frozenset({"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"})
_CONDITIONS: Final = frozenset({"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"})


class ShortWay:
    """A WSGI application in front of `app`; it trusts no Host header and sets no cookie."""

    def __init__(self, app: "WSGIApplication", shelf: Shelf, gate: Gate) -> None:
        """`shelf` holds what is published, `gate` says who is let in; `app` answers every other path."""
        self._app = app
        self._shelf = shelf
        self._gate = gate
        self._counts = gate.counts

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request for a document, or pass it on."""
        if not is_host(environ.get("HTTP_HOST", "")) and environ["SERVER_PROTOCOL"] == "HTTP/1.1":
            return self._short(environ, start_response, 400)
        table = self._shelf.current()
        held = self._held(table, environ["PATH_INFO"])
        if held is None:
            return self._elsewhere(table, environ, start_response)
        if held.stored.private:
            return self._private(held, basic(environ.get("HTTP_AUTHORIZATION", "")), environ, start_response)
        unchanged = held.tags.get(environ.get("HTTP_IF_NONE_MATCH", ""))
        if unchanged and environ["REQUEST_METHOD"] == "GET" and _RARE.isdisjoint(environ):
            self._counts.answer(304, held.kind)
            self._counts.follow(held.slug, environ.get("HTTP_USER_AGENT", ""))
            start_response("304 Not Modified", list(unchanged))
            return (b"",)
        return self._judged(held, None, environ, start_response)

    def _held(self, table: Table | None, path: str) -> Held | None:
        return (table.documents.get(path) or self._shelf.archived(table, path)) if table else None

    def _elsewhere(
        self, table: Table | None, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer where no document stands: a renamed feed leads on, in one hop; a retired one names its successor."""
        path = environ["PATH_INFO"]
        if path.startswith(KEYED):
            return self._keyed(table, environ, start_response)
        slug = slug_of(path) or ""
        if table and slug in table.manifest.moved:
            to = self._gate.base + successor(path, slug, table.manifest.moved[slug])
            text = f"This feed has another address now: {to}"
            return self._short(environ, start_response, 301, brief(text, "public, max-age=86400", ("Location", to)))
        if not DOCUMENT.fullmatch(path):
            return self._app(environ, start_response)
        if table and slug in table.manifest.gone:
            new = table.manifest.gone[slug]
            return self._short(environ, start_response, 410, gone(new and self._gate.base + successor(path, slug, new)))
        return self._short(environ, start_response, 404 if table else 503)

    def _keyed(
        self, table: Table | None, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a path that holds a token; what is public has no such path."""
        token, _, path = environ["PATH_INFO"].removeprefix(KEYED).partition("/")
        held = self._held(table, f"/{path}")
        if held is None or not held.stored.private:
            return self._short(environ, start_response, 404, _REFUSED)
        return self._private(held, token, environ, start_response)

    def _private(
        self, held: Held, given: str | None, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer for a private feed: only a token that opens it learns whether it is there."""
        if given is None:
            return self._short(environ, start_response, 401)
        try:
            token = self._gate.token(given, held.slug)
        except StoreError:
            return self._short(environ, start_response, 503)
        if token is None:
            return self._short(environ, start_response, 404, _REFUSED)
        return self._judged(held, token, environ, start_response)

    def _judged(
        self, held: Held, token: Token | None, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method == "OPTIONS":
            self._counts.answer(204, held.kind)
            return _send(start_response, 204, PREFLIGHT)
        if method not in {"GET", "HEAD"}:
            return self._short(environ, start_response, 405)
        self._counts.follow(held.slug, environ.get("HTTP_USER_AGENT", ""))
        decision = decide(environ, held.stem, held.modified, held.codings)
        if decision.status == 304:
            self._counts.answer(304, held.kind)
            return _send(start_response, 304, held.tags[held.stored.tag(decision.coding)])
        if decision.status == 412:
            return self._short(environ, start_response, 412)
        wait = self._gate.wait(environ, token) if method == "GET" and _CONDITIONS.isdisjoint(environ) else 0.0
        if wait:
            return self._short(environ, start_response, 429, limited(wait, self._gate.serving, self._gate.policy))
        return self._whole(held, decision.coding, environ, start_response)

    def _whole(
        self, held: Held, coding: Coding, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        body = self._shelf.body(held, coding)
        if body is None:  # a newer build has taken this one away since the last look
            self._shelf.look()
            table = self._shelf.current()
            held = (table.documents.get(held.stored.path) if table else None) or held
            coding = coding if coding in held.codings else "identity"
            body = self._shelf.body(held, coding)
        if body is None:
            return self._short(environ, start_response, 503)
        browser = "text/html" in environ.get("HTTP_ACCEPT", "")
        content = ("Content-Type", held.browser_type if browser else held.type)
        headers = (content, ("Content-Length", str(len(body))), *held.full[coding])
        sent = b"" if environ["REQUEST_METHOD"] == "HEAD" else body
        self._counts.answer(200, held.kind, coding, len(sent))
        return _send(start_response, 200, headers, sent)

    def _short(
        self,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        status: int,
        answer: tuple[Headers, bytes] | None = None,
    ) -> Iterable[bytes]:
        headers, body = answer or _BRIEF[status]
        self._counts.answer(status, "other", "", len(body))
        return _send(start_response, status, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body)


_BRIEF: Final = {
    400: brief("A request over HTTP/1.1 names one Host.", "no-store"),
    401: brief(
        "This feed is private; ask with a token.",
        "no-store",
        ("WWW-Authenticate", 'Basic realm="beatwire", charset="UTF-8"'),
    ),
    404: brief("There is no such document.", "public, max-age=60"),
    405: brief(f"A published document can only be read: {METHODS}.", "no-store", ("Allow", METHODS)),
    412: brief("The document is no longer the one you hold.", "no-store"),
    503: brief("Nothing is published yet; try again shortly.", "no-store", ("Retry-After", "10")),
}

_REFUSED: Final = brief("There is no such document.", "no-store")


def _send(start_response: "StartResponse", status: int, headers: Headers, body: bytes = b"") -> Iterable[bytes]:
    start_response(f"{status} {HTTPStatus(status).phrase}", list(headers))
    return (body,)
