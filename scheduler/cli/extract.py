"""`beatwire extract`: what is read from the page of one article."""

import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.markup import escape

from config.errors import BeatwireError, ConfigError
from config.settings import Settings
from feeds.article import Author, Enclosure, Page, Skipped
from feeds.collect.exchange import NotModified, Request
from feeds.collect.extract import Extractor
from feeds.collect.fetch import Fetcher
from feeds.collect.pages.extract import Extract
from feeds.text.characters import line
from scheduler.cli.options import desk_options, json_option, loaded
from scheduler.clock import clock
from scheduler.desk import agent

_WORKERS: Final = 2
_AHEAD: Final = 2 * _WORKERS
_ANY_ZONE: Final = ZoneInfo("UTC")
_BOM: Final = b"\xef\xbb\xbf"  # what a line of JSON holds is text already, whatever the page's head says


_NOTHING: Final[dict[str, Any]] = {"id": None, "title": None, "authors": [], "date": None, "site": None, "text": ""}


@click.command(short_help="Show what is read from the page of an article.")
@click.argument("what", metavar="URL|FILE|-", required=False)
@click.option("--batch", is_flag=True, help="JSON lines {id, url, html} on standard input, one answer a line.")
@click.option("--allow-private", is_flag=True, help="Fetch from loopback and intranet addresses too.")
@desk_options
@json_option
def extract(  # noqa: PLR0913 - one option each
    what: str | None, config: Path | None, data: Path | None, *, batch: bool, allow_private: bool, as_json: bool
) -> None:
    r"""Show what is read from the page of an article, as text or as JSON; nothing is kept.

    \b
    beatwire extract https://news.example/2026/11/ferry.html
    beatwire extract page.html --json | jq .title
    beatwire extract --batch < pages.jsonl           {id, url, html} → {id, title, authors, date, site, text}
    """
    settings = loaded(config, data=data).settings
    if batch == bool(what):
        raise ConfigError("name one page (URL, FILE or - for standard input), or --batch", key="extract")
    with Extractor(workers=_WORKERS if batch else 1) as extractor:
        if batch:
            for answer in _answers(sys.stdin.buffer, extractor):
                click.echo(_written(answer))
            return
        page = _page(what or "", settings, allow_private=allow_private)
        result = extractor.read(page, _ANY_ZONE, clock())
    if isinstance(result, Skipped):
        raise BeatwireError(f"{result.what}: {result.reason}")
    if as_json:
        click.echo(_written(_as_json(result), indent=2))
    else:
        _show(result)


def _page(what: str, settings: Settings, *, allow_private: bool) -> Page:
    """Give the page at an address, in a file or on standard input; an address is fetched as a source's would be."""
    if what.startswith(("http://", "https://")):
        return fetched(what, settings, allow_private=allow_private)
    if what == "-":
        return Page(address="", body=sys.stdin.buffer.read())
    try:
        return Page(address="", body=Path(what).read_bytes())
    except OSError as error:
        raise ConfigError(f"cannot be read ({error.strerror}); name a URL, a file, or -", path=Path(what)) from error


def fetched(url: str, settings: Settings, *, allow_private: bool) -> Page:
    """Fetch the page at `url` as a source's would be. Raises FetchError."""
    with Fetcher(settings.limits, agent(settings)) as fetcher:
        response = fetcher.fetch(Request(source=url, url=url, allow_private=allow_private))
    if isinstance(response, NotModified):  # nothing was asked conditionally
        raise BeatwireError(f"{url}: the server says that it has not changed since never")
    return response.page


def _answers(asked: Iterable[bytes], extractor: Extractor) -> Iterator[dict[str, Any]]:
    """Answer every line in order, a few being read ahead."""
    waiting: deque[Future[dict[str, Any]]] = deque()
    with ThreadPoolExecutor(_WORKERS) as pool:
        for one in asked:
            if one.strip():
                waiting.append(pool.submit(_answer, one, extractor, clock()))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _answer(said: bytes, extractor: Extractor, now: datetime) -> dict[str, Any]:
    try:
        asked = json.loads(said)
        _written({"id": asked.get("id")} if isinstance(asked, dict) else {})
    except (ValueError, RecursionError):
        asked = None
    number, html = (asked.get("id"), asked.get("html")) if isinstance(asked, dict) else (None, None)
    if not isinstance(asked, dict) or not isinstance(html, str):
        return _NOTHING | {"id": number, "error": "the line is not a JSON object {id, url, html} whose html is a text"}
    page = Page(address=str(asked.get("url") or ""), body=_BOM + html.encode("utf-8", "replace"))
    result = extractor.read(page, _ANY_ZONE, now)
    if isinstance(result, Skipped):
        return _NOTHING | {"id": number, "error": result.reason}
    entry = result.entry
    return {
        "id": number,
        "title": entry.title,
        "authors": [author.name for author in entry.authors],
        "date": _iso(entry.published),
        "site": result.site,
        "text": result.text,
    }


def _written(answer: dict[str, Any], indent: int | None = None) -> bytes:
    """Write JSON in UTF-8; half a pair of UTF-16, which it cannot hold, as JSON's own escape. Raises ValueError."""
    text = json.dumps(answer, ensure_ascii=False, indent=indent, allow_nan=False)
    return text.encode("utf-8", "backslashreplace")


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _as_json(result: Extract) -> dict[str, Any]:
    entry = result.entry
    return {
        "is_article": result.is_article,
        "link": entry.link,
        "amp": result.amp,
        "title": entry.title,
        "authors": [{"name": one.name, "role": one.role, "uri": one.uri, "email": one.email} for one in entry.authors],
        "date": _iso(entry.published),
        "modified": _iso(result.modified),
        "site": result.site,
        "language": entry.language,
        "categories": [category.term for category in entry.categories],
        "image": _picture(entry.enclosures[0]) if entry.enclosures else None,
        "summary": entry.summary,
        "rights": entry.rights,
        "license": entry.license,
        "paywalled": result.paywalled,
        "text": result.text,
        "html": entry.content,
    }


def _picture(image: Enclosure) -> dict[str, Any]:
    return {"href": image.href, "type": image.type, "width": image.width, "height": image.height}


def _show(result: Extract) -> None:
    """Print the labelled fields, then the body, wrapped to the terminal, which a page has no say in."""
    console = Console(highlight=False)
    for label, value in _fields(result):
        if value:
            console.print(f"  [dim]{label:>9}[/]  {escape(line(value))}")
    if not result.is_article:
        console.print("\n  [yellow]This does not look like the page of one article.[/]")
    for paragraph in result.text.split("\n"):
        console.print(f"\n{escape(line(paragraph))}")


def _fields(result: Extract) -> Iterator[tuple[str, str | None]]:
    entry = result.entry
    yield "title", entry.title
    yield "by", "; ".join(map(_byline, entry.authors))
    yield "published", _moment(entry.published)
    yield "modified", _moment(result.modified)
    yield "site", result.site
    yield "link", entry.link
    yield "amp", result.amp
    yield "language", entry.language
    yield "topics", ", ".join(category.term for category in entry.categories)
    yield "image", " ".join(map(_sized, entry.enclosures))
    yield "summary", entry.summary
    yield "rights", entry.rights
    yield "license", entry.license
    yield "paywall", "yes: not all of it is free to read" if result.paywalled else None


def _byline(author: Author) -> str:
    return f"{author.name}, {author.role}" if author.role else author.name


def _moment(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%d %H:%M %Z} ({moment.astimezone(UTC):%H:%M} UTC)" if moment else None


def _sized(image: Enclosure) -> str:
    return f"{image.href} ({image.width} × {image.height})" if image.width and image.height else image.href
