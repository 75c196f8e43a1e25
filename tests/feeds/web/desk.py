"""A published folder with invented feeds, and a client that speaks to it as granian would."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.validate import validator

from feeds.publish.documents import Draft, make
from feeds.publish.manifest import Listed, Manifest
from feeds.publish.site import Site

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

BASE = "https://feeds.example"
BUILT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


def item(number: int, **changes: Any) -> dict[str, Any]:
    """Give item `number` of a JSON Feed, as it is published."""
    return {
        "id": f"urn:uuid:00000000-0000-5000-8000-{number:012d}",
        "url": f"https://gazette.example/stories/{number}",
        "title": f"Harbour story {number}",
        "summary": f"What happened in the harbour, part {number}.",
        "content_html": f"<p>What happened in the harbour, part {number}.</p>",
        "date_published": "2026-11-20T07:00:00Z",
        "language": "en",
        "authors": [{"name": "Mei Tan"}],
        "_beatwire": {"origin": {"title": "The Gazette", "link": "https://gazette.example/"}},
    } | changes


def listed(slug: str, group: str = "beat", **changes: Any) -> Listed:
    """Give the catalogue's line for a feed."""
    values: dict[str, Any] = {
        "slug": slug,
        "title": slug.replace("-", " ").title(),
        "subtitle": "",
        "group": group,
        "count": 3,
        "updated": BUILT,
        "language": None,
        "address": f"{BASE}/feeds/{slug}",
        "signature": "0",
    }
    return Listed(**values | changes)


def drafts(feed: Listed, items: list[dict[str, Any]]) -> list[Draft]:
    """Give the three documents of a feed; the XML ones only look like it."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.address,
    }
    document |= {"items": items}
    xml = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{feed.title}</title>{items}</channel></rss>'
    bodies = {"rss": xml, "atom": xml.replace("rss", "feed"), "json": json.dumps(document, ensure_ascii=False)}
    return [
        Draft(
            path=f"/feeds/{feed.slug}.{name}",
            media_type=TYPES[name],
            identity=(body + " " * 400).encode(),
            max_age=300,
            links=(f'<{feed.address}.{name}>; rel="self"', f'<{feed.address}>; rel="alternate"; type="text/html"'),
        )
        for name, body in bodies.items()
    ]


def publish(folder: Path, feeds: Mapping[Listed, list[dict[str, Any]]], now: datetime = BUILT) -> Site:
    """Write a whole site, as a build would."""
    site = Site(folder)
    opml = Draft(path="/feeds.opml", media_type="text/x-opml", identity=b"<opml version='2.0'/>", max_age=300)
    made = [opml, *(draft for feed, items in feeds.items() for draft in drafts(feed, items))]
    stored = [site.keep(make(draft, None, now)) for draft in made]
    site.replace(Manifest(built=now, feeds=tuple(feeds), documents={each.path: each for each in stored}))
    return site


def later(seconds: float) -> datetime:
    """Give the instant `seconds` after the first build."""
    return BUILT + timedelta(seconds=seconds)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(app: "WSGIApplication", path: str, method: str = "GET", **headers: str) -> Answer:
    """Send one request straight to `app`, with wsgiref's validator between."""
    got: dict[str, Any] = {}

    def start_response(status: str, fields: list[tuple[str, str]], _info: Any = None) -> Any:
        assert len({name.lower() for name, _ in fields}) == len(fields), "a header is sent twice"
        got.update(status=int(status[:3]), headers=dict(fields))
        fields.append(("Date", "the server may write into our list"))
        return lambda _data: None

    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "evil.example",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "evil.example",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": _Errors(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    } | {f"HTTP_{name}": value for name, value in headers.items()}
    parts: Iterable[bytes] = validator(app)(environ, start_response)
    body = b"".join(parts)
    if close := getattr(parts, "close", None):
        close()
    return Answer(got["status"], got["headers"], body)


class _Errors:
    """The error stream of a WSGI server."""

    def flush(self) -> None: ...

    def write(self, text: str) -> int:
        return len(text)

    def writelines(self, lines: list[str]) -> None: ...
