"""The log of requests, for an operator who asks for it: a line each, with networks, not addresses, and no token."""

import re
import secrets
from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import structlog

from feeds.polling.clients import Networks, client

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REFERENCE: Final = "beatwire.reference"
"""Where in its environ a request has the name that everything logged of it carries."""
_LONGEST: Final = 300
_SECRET: Final = re.compile(r"[\w-]{40,}", re.ASCII)  # a token, and nothing else that is served, has so long a word


class Journal:
    """WSGI in front of `app` that notes what was asked and answered; queries are nobody's business."""

    def __init__(self, app: "WSGIApplication", proxies: Networks) -> None:
        self._app = app
        self._proxies = proxies

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as the app does."""
        began, environ[REFERENCE] = monotonic(), secrets.token_hex(4)
        bodiless = environ["REQUEST_METHOD"] == "HEAD"

        def noting(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:  # noqa: ANN401 - WSGI's own
            structlog.get_logger(__name__).info(
                "request",
                reference=environ[REFERENCE],
                method=_shown(environ["REQUEST_METHOD"]),
                path=_shown(quote(environ["PATH_INFO"], encoding="latin-1")),
                status=int(status[:3]),
                bytes=0 if bodiless else _length(headers),
                ms=round((monotonic() - began) * 1000, 1),
                network=client(environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", ""), self._proxies),
                agent=_shown(environ.get("HTTP_USER_AGENT", "")),
            )
            return start_response(status, headers, *more)

        return self._app(environ, noting)


def _length(headers: list[tuple[str, str]]) -> int:
    return int(next((value for name, value in headers if name.lower() == "content-length"), 0))


def _shown(text: str) -> str:
    return _SECRET.sub("…", text)[:_LONGEST]
