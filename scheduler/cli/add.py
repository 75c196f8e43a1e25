"""`beatwire add`: finds out how an address can be followed and declares it, or imports a list of feeds."""

import json
import re
from contextlib import nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.markup import escape

from config.declared import SLUG
from config.errors import ConfigError
from config.loader import Loaded
from feeds.collect.detect import with_scheme
from feeds.collect.sources import kinds
from feeds.text.urls import canonical
from scheduler.cli import preview
from scheduler.cli.declaring import Table, declared, written
from scheduler.cli.finding import Found, Search, Tried
from scheduler.cli.importing import import_list
from scheduler.cli.naming import named, zone_of
from scheduler.cli.options import desk_options, json_option, loaded
from scheduler.cli.wish import Wish, conclude, file_of
from scheduler.desk import trying

_ALSO: Final = 5


@click.command(short_help="Find out how an address can be followed, and declare it.")
@click.argument("what", metavar="URL | opml FILE", nargs=-1, required=True)
@click.option("--name", help="What to call the source; left out, it is named after its site.")
@click.option("--kind", help="Follow it only as this kind of source.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--allow-private", is_flag=True, help="Let the source ask loopback and intranets.")
@click.option("--try", "attempt", is_flag=True, help="Of a list: declare only the feeds that bring articles now.")
@desk_options
@json_option
def add(what: tuple[str, ...], config: Path | None, data: Path | None, **options: Any) -> None:  # noqa: ANN401 - click's
    r"""Find out how an address can be followed, show what it brings, and write it into the configuration.

    Tried are, in this order: the address as a feed, the feeds that its page names or links, WordPress, a news sitemap,
    the page itself.

    \b
    beatwire add gazette.example                     the whole site
    beatwire add https://gazette.example/asia/ --name gazette-asia --dry-run
    beatwire add opml subscriptions.opml --try       all feeds of a list
    """
    wish = Wish(**options)
    if what[0] == "opml":
        if len(what) != 2 or wish.name or wish.kind:
            raise click.UsageError("write `beatwire add opml FILE`; --name and --kind are for a single address")
        import_list(Path(what[1]), loaded(config, data=data), wish)
    elif len(what) != 1 or wish.attempt:
        raise click.UsageError("write one address, or `opml` and a file; --try is for a list")
    else:
        _follow(what[0], loaded(config, data=data), wish)


def _follow(address: str, desk: Loaded, wish: Wish) -> None:
    file_of(desk, wish)
    _check(wish, desk)
    _refuse_known(desk, *with_scheme(address))
    console = Console(highlight=False, quiet=wish.as_json)
    with trying(desk.settings) as means:
        search = Search(means, wish.allow_private, lambda tried: _tell(console, tried))
        wanted = (wish.kind,) if wish.kind else tuple(kinds())
        with console.status("looking how it can be followed") if console.is_terminal else nullcontext():
            found = search.find(address, wanted)
    if found is None:
        _fail(address, search, wish)
    else:
        _declare(address, found, search, (desk, wish, console))


def _check(wish: Wish, desk: Loaded) -> None:
    """Refuse what was asked for before anybody is troubled with it."""
    web = sorted(name for name, kind in kinds().items() if kind.NEEDS == "url")
    if wish.kind is not None and wish.kind not in web:
        raise ConfigError(f'cannot be "{wish.kind}"; write one of {", ".join(web)}', path="--kind")
    if wish.name is not None and not re.fullmatch(SLUG, wish.name):
        raise ConfigError(f'cannot be "{wish.name}"; write small letters, digits and "-"', path="--name")
    if wish.name in desk.settings.by_name:
        raise ConfigError(f'another source is named "{wish.name}"; give this one another name', path="--name")


def _refuse_known(desk: Loaded, *addresses: str) -> None:
    there = declared(desk.settings.sources)
    for address in addresses:
        if (name := there.get(canonical(address))) is not None:
            raise ConfigError(f'{address} is there already, as "{name}"', path=desk.path)


def _tell(console: Console, tried: Tried) -> None:
    sign = "[green]ok[/]" if tried.good else "[yellow]no[/]"
    console.print(
        f"{sign}  {tried.what or 'look':<9} {escape(tried.url)}  [dim]{escape(tried.result)}[/]", soft_wrap=True
    )


def _fail(address: str, search: Search, wish: Wish) -> None:
    sentence = search.failure(address)
    if wish.as_json:
        facts = {"found": None, "error": sentence, "tried": [asdict(tried) for tried in search.tried]}
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        click.echo(f"beatwire: {sentence}", err=True)
    raise SystemExit(1)


def _declare(address: str, found: Found, search: Search, where: tuple[Loaded, Wish, Console]) -> None:
    desk, wish, console = where
    table = _table(address, found, desk, replace(wish, allow_private=search.may_be_private(found.candidate.url)))
    _refuse_known(desk, found.candidate.url)
    articles = preview.newest(found.collected)
    language = preview.language_of(found.collected)
    console.print(f"\n[bold]{table['kind']}[/]  {escape(str(table['url']))}", soft_wrap=True)
    console.print(
        f"{escape(str(table.get('title', 'without a title')))} · {preview.languages_of(found.collected)}\n",
        soft_wrap=True,
    )
    preview.show(console, articles, desk.settings)
    _show_others(console, found)
    console.print(f"\n{escape(written(table))}", soft_wrap=True)
    said = conclude(desk, wish, [table])
    console.print(escape(said), soft_wrap=True)
    if wish.as_json:
        facts = {
            "found": table,
            "why": found.candidate.why,
            "language": language,
            "newest": preview.facts(articles, desk.settings),
            "also": [asdict(candidate) for candidate in found.also],
            "tried": [asdict(tried) for tried in search.tried],
            "written": None if wish.dry_run else str(desk.path),
        }
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))


def _table(address: str, found: Found, desk: Loaded, wish: Wish) -> Table:
    """Give what is to be written."""
    url = found.candidate.url
    facts = {
        "title": preview.title_of(found),
        "timezone": zone_of(url),
        "language": preview.language_of(found.collected),
        "allow_private": wish.allow_private,
    }
    name = wish.name or named(with_scheme(address)[0], desk.settings.by_name)
    return {"name": name, "kind": found.candidate.kind, "url": url} | {
        key: value for key, value in facts.items() if value
    }


def _show_others(console: Console, found: Found) -> None:
    if found.also:
        console.print("\nThe page shows further ways; add them by their address, or choose with --kind:")
    for other in found.also[:_ALSO]:
        title = f"  {escape(other.title)}" if other.title else ""
        console.print(f"  {other.kind:<9} {escape(other.url)}{title}", soft_wrap=True)
