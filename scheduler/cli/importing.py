"""`beatwire add opml FILE`: the feeds of a list become sources, all at once."""

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import click
from rich.console import Console
from rich.markup import escape

from config.errors import ConfigError
from config.loader import Loaded
from config.settings import Settings, Source
from feeds.collect import opml
from feeds.collect.detect import with_scheme
from feeds.pipeline import Means
from feeds.text.characters import line
from feeds.text.urls import absolute, canonical
from scheduler.cli.declaring import Table, declared
from scheduler.cli.finding import attempt
from scheduler.cli.naming import named, zone_of
from scheduler.cli.wish import Wish, conclude, file_of
from scheduler.desk import trying

_AT_ONCE = 32
_SIGNS = {"added": "[green]added[/]", "there": "[dim]there[/]", "left": "[yellow]left[/]"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one feed of the list; `name` is the source it is, or would have been."""

    url: str
    became: Literal["added", "there", "left"]
    name: str | None = None
    title: str | None = None
    reason: str | None = None


def import_list(file: Path, desk: Loaded, wish: Wish) -> None:
    """Declare the feeds of the OPML `file`; what is there already, cannot be asked or, if tried, fails is left out."""
    file_of(desk, wish)
    fates = list(_fates(_read(file, desk.settings.limits.response_bytes), desk.settings))
    if wish.attempt:
        fates = _tried(fates, desk.settings, wish)
    tables = [_table(fate, wish) for fate in fates if fate.became == "added"]
    said = conclude(desk, wish, tables)
    if wish.as_json:
        click.echo(json.dumps([asdict(fate) for fate in fates], ensure_ascii=False, indent=2))
    else:
        _show(fates, said)
    if all(fate.became == "left" for fate in fates):
        raise SystemExit(1)


def _read(file: Path, most: int) -> tuple[opml.Outline, ...]:
    try:
        with file.open("rb") as stream:
            body = stream.read(most + 1)
    except OSError as error:
        raise ConfigError(f"cannot be read ({error.strerror}); check its name and permissions", path=file) from error
    if len(body) > most:
        raise ConfigError(f"is larger than {most} bytes; if that is right, raise limits.response_bytes", path=file)
    try:
        return opml.read(body)
    except opml.NotAListError as error:
        raise ConfigError(str(error), path=file) from error


def _fates(outlines: Iterable[opml.Outline], settings: Settings) -> Iterator[Fate]:
    there, taken = declared(settings.sources), set(settings.by_name)
    for outline in outlines:
        url = absolute(with_scheme(outline.url)[0], None)
        if url is None:
            yield Fate(url=line(outline.url), became="left", title=outline.title, reason="it is no address on the web")
        elif (known := there.get(canonical(url))) is not None:
            yield Fate(url=url, became="there", name=known, title=outline.title)
        else:
            name = named(url, taken, page=outline.page)
            there[canonical(url)] = name
            taken.add(name)
            yield Fate(url=url, became="added", name=name, title=outline.title)


def _tried(fates: list[Fate], settings: Settings, wish: Wish) -> list[Fate]:
    with trying(settings) as means, ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda fate: _try(fate, means, wish), fates))


def _try(fate: Fate, means: Means, wish: Wish) -> Fate:
    if fate.became != "added":
        return fate
    collected = attempt(Source.model_validate(_table(fate, wish)), means)
    if collected.items:
        return fate
    return Fate(url=fate.url, became="left", title=fate.title, reason=collected.error or "it holds no articles now")


def _table(fate: Fate, wish: Wish) -> Table:
    facts = {"title": fate.title, "timezone": zone_of(fate.url), "allow_private": wish.allow_private}
    return {"name": fate.name or "", "kind": "feed", "url": fate.url} | {k: v for k, v in facts.items() if v}


def _show(fates: list[Fate], said: str) -> None:
    console = Console(highlight=False)
    for fate in fates:
        told = fate.reason or f"as {fate.name}" if fate.became != "added" else fate.name or ""
        console.print(f"{_SIGNS[fate.became]:<16} {escape(fate.url)} {escape(told)}", soft_wrap=True)
    count = {became: sum(fate.became == became for fate in fates) for became in _SIGNS}
    console.print(
        f"{count['added']} feeds to add, {count['there']} there already, {count['left']} left out. {escape(said)}",
        soft_wrap=True,
    )
