"""`beatwire lint`: what aggregators would refuse, or show badly, of what is published."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape

from config.errors import BeatwireError, ConfigError
from feeds.publish.linting import Finding, profiles
from feeds.publish.linting import lint as judged
from feeds.publish.manifest import Manifest
from feeds.publish.site import Site
from feeds.text.characters import line
from scheduler.cli.options import desk_options, json_option, loaded


@click.command(short_help="Hold feeds against the limits of aggregators.")
@click.argument("feed", required=False, metavar="[FEED]")
@click.option("--profile", type=click.Choice(profiles()), help="Only what this aggregator asks for.")
@desk_options
@json_option
def lint(feed: str | None, profile: str | None, config: Path | None, data: Path | None, *, as_json: bool) -> None:
    r"""Hold what is published against the limits of aggregators, one line a finding, with its remedy.

    Without a FEED (its slug) all of them are looked at. The exit status is 1 if anything was found.

    \b
    beatwire lint china-asia-pacific
    beatwire lint china-asia-pacific --profile msn --json | jq '.[].remedy'
    """
    settings = loaded(config, data=data).settings
    site = Site(settings.published)
    manifest = site.manifest()
    if manifest is None:
        raise BeatwireError(f"{site.problem}; `beatwire collect` builds it")
    found = [
        (slug, one)
        for slug in _slugs(feed, manifest)
        for one in judged(
            site.read(manifest.documents[f"/feeds/{slug}.json"]),
            manifest.documents[f"/feeds/{slug}.rss"].length,
            profile,
        )
    ]
    if as_json:
        click.echo(json.dumps([_fact(slug, one) for slug, one in found], ensure_ascii=False, indent=2))
    else:
        _show(found)
    raise SystemExit(int(bool(found)))


def _slugs(feed: str | None, manifest: Manifest) -> list[str]:
    slugs = [listed.slug for listed in manifest.feeds]
    if feed is None:
        return slugs
    if feed not in slugs:
        raise ConfigError(f'there is no feed "{feed}"; `beatwire status` lists them')
    return [feed]


def _fact(slug: str, one: Finding) -> dict[str, Any]:
    return {"feed": slug, "article": one.id or None, "title": one.title or None, "found": one.found} | asdict(one.limit)


def _show(found: list[tuple[str, Finding]]) -> None:
    console = Console(highlight=False)
    for slug, one in found:
        limit = one.limit
        bound = f"at least {limit.least:,}" if limit.least is not None and one.found < limit.least else ""
        bound = bound or f"at most {limit.most:,}"
        what = f"{limit.measure} {one.found:,}, {bound}"
        whose = f" [dim]“{escape(line(one.title))}” {one.id.removeprefix('urn:uuid:')}[/]" if one.id else ""
        console.print(
            f"{escape(slug)}: [yellow]{limit.profile}[/] {what}: {escape(limit.remedy)}{whose}", soft_wrap=True
        )
    if not found:
        console.print("Nothing that an aggregator would refuse.")
