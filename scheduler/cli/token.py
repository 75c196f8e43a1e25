"""`beatwire token …`: partners' keys to private feeds."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from config.errors import ConfigError
from config.settings import Settings
from feeds.article import Token
from feeds.polling import tokens
from feeds.store import Store
from scheduler.cli import pointing
from scheduler.cli.options import desk_options, json_option, loaded
from scheduler.clock import clock


@click.group(short_help="Give partners keys to private feeds.")
def token() -> None:
    r"""Give partners keys to private feeds, and take them back.

    A feed is private that says so: `private = true` under its [[feeds]]. Whoever holds a token that opens it asks with
    it as the password of HTTP Basic, whatever the user, or in the path: /t/TOKEN/feeds/SLUG.atom.

    \b
    beatwire token add harbour-times --feeds full-text --expires 90d
    beatwire token list
    beatwire token revoke harbour-times
    """


@token.command("add", short_help="Make a token; it is shown once.")
@click.argument("name", metavar="NAME")
@click.option("--feeds", "slugs", required=True, metavar="SLUGS", help="The private feeds it opens: a,b.")
@click.option("--expires", metavar="TIME", help='When it ends: "90d" or "2027-06-01T00:00Z" [never].')
@click.option("--who", metavar="NAME", help="Who makes it [your login name].")
@desk_options
@json_option
def add(name: str, slugs: str, expires: str | None, **said: Any) -> None:  # noqa: ANN401 - the shared options
    r"""Make a token under the NAME of its holder. It is shown once: only its SHA-256 is kept.

    \b
    beatwire token add harbour-times --feeds full-text --expires 90d
    """
    settings, now = _settings(said), clock()
    secret = tokens.mint()
    made = Token(
        name=_name(name),
        digest=tokens.digest(secret),
        feeds=_private(slugs, settings),
        who=pointing.person(said["who"]),
        created=now,
        expires=pointing.instant(expires, now, key="--expires"),
    )
    with Store.open(settings.database) as store:
        if not store.add_token(made):
            raise ConfigError(f'"{name}" has a token; revoke it first, or choose another name', key="NAME")
    addresses = [f"{settings.base_url}/t/{secret}/feeds/{slug}.atom" for slug in made.feeds]
    if said["as_json"]:
        click.echo(json.dumps({**_fact(made, now), "token": secret, "addresses": addresses}, indent=2))
        return
    console = Console(highlight=False)
    until = f", until {made.expires:%Y-%m-%d %H:%M} UTC" if made.expires else ""
    console.print(f"[green]Made[/] for {escape(made.name)}{until}. It is shown this once:\n", soft_wrap=True)
    console.print(f"    {secret}\n", soft_wrap=True)
    console.print("As the password of HTTP Basic, or in the address (also .rss, .json):", soft_wrap=True)
    for address in addresses:
        console.print(f"    {escape(address)}", soft_wrap=True)


@token.command("list", short_help="List tokens and what they open.")
@click.option("--all", "every", is_flag=True, help="Those that ended, too.")
@desk_options
@json_option
def list_(*, every: bool, **said: Any) -> None:  # noqa: ANN401
    r"""List tokens by their holders' names; the tokens themselves are not known here.

    \b
    beatwire token list
    beatwire token list --all --json
    """
    settings, now = _settings(said), clock()
    with Store.open(settings.database, read_only=True) as store:
        found = [each for each in store.tokens() if every or _state(each, now) == "open"]
    if said["as_json"]:
        click.echo(json.dumps([_fact(each, now) for each in found], indent=2))
        return
    console = Console(highlight=False)
    if not found:
        console.print("No token opens anything. `beatwire token add NAME --feeds SLUG` makes one.", soft_wrap=True)
        return
    table = Table("name", "feeds", "made", "by", "until", "", box=None, pad_edge=False)
    for each in found:
        until = f"{each.expires:%Y-%m-%d %H:%M}" if each.expires else "–"
        state = _state(each, now)
        shown = "" if state == "open" else f"[red]{state}[/]"
        made = f"{each.created:%Y-%m-%d}"
        table.add_row(escape(each.name), escape(", ".join(each.feeds)), made, escape(each.who), until, shown)
    console.print(table)


@token.command("revoke", short_help="Let a token open nothing any more.")
@click.argument("name", metavar="NAME")
@click.option("--who", metavar="NAME", help="Who takes it back [your login name].")
@desk_options
@json_option
def revoke(name: str, **said: Any) -> None:  # noqa: ANN401
    r"""Let the token of NAME open nothing any more; the service knows it within a second or two.

    \b
    beatwire token revoke harbour-times
    """
    settings, now = _settings(said), clock()
    with Store.open(settings.database) as store:
        if not store.revoke_token(name, pointing.person(said["who"]), now):
            raise ConfigError(f'no token stands for "{name}"; `beatwire token list` shows those that do', key="NAME")
    if said["as_json"]:
        click.echo(json.dumps({"name": name, "revoked": now.isoformat()}))
    else:
        Console(highlight=False).print(f"[red]Revoked[/]: {escape(name)}.", soft_wrap=True)


def _settings(said: dict[str, Any]) -> Settings:
    config: Path | None = said["config"]
    return loaded(config, data=said["data"]).settings


def _name(given: str) -> str:
    name = given.strip()
    if not name or len(name) > 60 or not name.isprintable():
        raise ConfigError("write a name of up to 60 characters, such as harbour-times", key="NAME")
    return name


def _private(given: str, settings: Settings) -> tuple[str, ...]:
    """Give the slugs in `given`, each of a private feed or of one of its variants. Raises ConfigError."""
    slugs = tuple(dict.fromkeys(filter(None, (slug.strip() for slug in given.split(",")))))
    specs = [spec for spec in (settings.beat, *settings.feeds) if spec.private]
    known = {slug for spec in specs for slug in (spec.slug, *(f"{spec.slug}-{each}" for each in spec.variants))}
    for slug in slugs or ("",):
        if slug not in known:
            none = "none is; say private = true under its [[feeds]]"
            there = f"these are: {', '.join(sorted(known))}" if known else none
            raise ConfigError(f'"{slug}" is no private feed; {there}', key="--feeds")
    return slugs


def _state(each: Token, now: datetime) -> str:
    if each.revoked:
        return "revoked"
    return "expired" if each.expires and each.expires <= now else "open"


def _fact(each: Token, now: datetime) -> dict[str, Any]:
    return {
        "name": each.name,
        "state": _state(each, now),
        "feeds": list(each.feeds),
        "who": each.who,
        "created": each.created.isoformat(),
        "expires": each.expires and each.expires.isoformat(),
        "revoked": each.revoked and each.revoked.isoformat(),
    }
