"""`beatwire ledger`: what was published, and when."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from config.errors import BeatwireError, ConfigError
from config.settings import Settings
from feeds.article import Appearance, Version
from feeds.publish.formats import formats
from feeds.publish.ledger import unpack
from feeds.publish.manifest import slug_of
from feeds.store import Store
from scheduler.cli import pointing
from scheduler.cli.options import desk_options, json_option, loaded
from scheduler.clock import clock


@click.command(short_help="Show what was published, and when.")
@click.argument("feed", required=False, metavar="[FEED]")
@click.option("--at", metavar="TIME", help='The very bytes as they were then: "2h" ago, or "2026-12-01T08:00Z".')
@click.option("--article", metavar="ID", help="When this article stood in which feeds.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="How many, newest first.")
@desk_options
@json_option
def ledger(feed: str | None, at: str | None, article: str | None, limit: int, **said: Any) -> None:  # noqa: ANN401 - the options of a desk
    r"""Show what was published: every version of a feed's documents, with the articles that changed in it.

    FEED is a slug, one of its documents ("china.rss") or an address here ("/feeds.opml"). It is kept as long as
    `keeping.documents` says, the bytes in as much as `keeping.documents_bytes`.

    \b
    beatwire ledger china-asia-pacific
    beatwire ledger china-asia-pacific.rss --at 2026-11-24T08:00+08:00 > then.rss
    beatwire ledger --article https://gazette.example/stories/ferry
    """
    if (feed is None) == (article is None):
        raise ConfigError("name a FEED, or an article with --article")
    as_json, settings = said["as_json"], loaded(said["config"], data=said["data"]).settings
    with Store.open(settings.database, read_only=True) as store:
        if article is not None:
            _show_article(store.appearances(pointing.article(article, store)), as_json=as_json)
        elif at is not None:
            _write(store, _path(str(feed), settings), pointing.past(at, clock()))
        else:
            _show(store.versions(_paths(str(feed), settings), limit), as_json=as_json)


def _paths(given: str, settings: Settings) -> list[str]:
    """Give the paths of the documents that `given` names: all of a feed, or one. Raises ConfigError."""
    extensions = [kind.EXTENSION for kind in formats().values()]
    if given.startswith("/"):
        return [given]
    if given.endswith(tuple(extensions)):
        return [f"/feeds/{given}"]
    return [f"/feeds/{pointing.feed(given, settings)}{extension}" for extension in extensions]


def _path(given: str, settings: Settings) -> str:
    paths = _paths(given, settings)
    if len(paths) > 1:
        raise ConfigError(f'name one document, such as "{given}.rss"', key="--at")
    return paths[0]


def _write(store: Store, path: str, at: datetime) -> None:
    """Write the bytes of a document as they were."""
    found = store.version(path, at)
    if not found:
        raise BeatwireError(f"nothing is known of {path} at {at:%Y-%m-%d %H:%M:%S} UTC; see `beatwire ledger {path}`")
    version = found[0].version
    if not version.digest:
        raise BeatwireError(f"from {version.at:%Y-%m-%d %H:%M:%S} UTC on, nothing was published at {path}")
    body = unpack(found)
    if body is None:
        said = f"the bytes of {path} of {version.at:%Y-%m-%d %H:%M:%S} UTC ({version.digest}) are kept no more"
        raise BeatwireError(f"{said}; keeping.documents_bytes says how many are")
    click.echo(body, nl=False)


def _show(versions: tuple[Version, ...], *, as_json: bool) -> None:
    if as_json:
        _print([asdict(version) for version in versions])
        return
    if not versions:
        raise BeatwireError("nothing is written of it; `beatwire status` lists the feeds that are published")
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("published (UTC)", "document", "bytes", "new", "other", "gone", "digest"):
        table.add_column(heading, justify="right" if heading in {"bytes", "new", "other", "gone"} else "left")
    for one in versions:
        counts = [str(len(ids)) if ids else "" for ids in (one.added, one.changed, one.removed)]
        name = one.path.removeprefix(f"/feeds/{slug_of(one.path)}")
        table.add_row(
            f"{one.at:%Y-%m-%d %H:%M:%S}",
            escape(name),
            f"{one.length:,}",
            *counts,
            one.digest[:12] or "published no more",
        )
    Console(highlight=False).print(table)


def _show_article(appearances: tuple[Appearance, ...], *, as_json: bool) -> None:
    if as_json:
        _print([{"feed": one.feed, "since": one.since, "until": one.until} for one in appearances])
        return
    if not appearances:
        raise BeatwireError("it stood in no feed, as far as the ledger reaches; `beatwire explain` says why")
    console = Console(highlight=False)
    for one in appearances:
        until = f"to {one.until:%Y-%m-%d %H:%M:%S}" if one.until else "and is in it still"
        console.print(f"{escape(one.feed)}: from {one.since:%Y-%m-%d %H:%M:%S} {until} (UTC)", soft_wrap=True)


def _print(facts: list[dict[str, Any]]) -> None:
    click.echo(
        json.dumps(facts, ensure_ascii=False, indent=2, default=lambda when: when.strftime("%Y-%m-%dT%H:%M:%SZ"))
    )
