"""`beatwire status`: sources, last runs, feeds."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from feeds.publish.facts import gather
from scheduler.cli.options import desk_options, json_option, loaded
from scheduler.clock import clock

_REMARKS = 3


@click.command(short_help="Show sources, last runs and feeds.")
@desk_options
@json_option
def status(config: Path | None, data: Path | None, *, as_json: bool) -> None:
    r"""Show sources, last runs and feeds.

    \b
    beatwire status
    beatwire status --json | jq .sources
    """
    settings = loaded(config, data=data).settings
    facts = gather(settings)
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2, default=_as_text))
    else:
        _show(facts, clock())


def _show(facts: dict[str, Any], now: datetime) -> None:
    console = Console(highlight=False)
    health = facts["health"]
    if health and not health["ok"]:
        console.print(f"[red]red[/] since {health['since']}: {escape(health['reason'])}\n")
    sources = Table("source", "last run", "outcome", "new", "next", "", box=None, pad_edge=False)
    for source in facts["sources"]:
        trouble = _pause(source) or source["paused"] or " · ".join(filter(None, (source["error"], source["alarm"])))
        sources.add_row(
            escape(source["name"]),
            _ago(source["last_run"], now),
            source["outcome"] or "never collected",
            str(source["new"]),
            "now" if source["due"] and source["due"] <= now else _ago(source["due"], now),
            f"[red]{escape(trouble)}[/]" if trouble else "",
        )
    console.print(sources)
    for source in facts["sources"]:
        _show_remarks(console, source["name"], source["remarks"])
    feeds = Table("feed", "articles", "last change", box=None, pad_edge=False)
    for feed in facts["feeds"]:
        feeds.add_row(escape(feed["slug"]), str(feed["articles"]), _ago(feed["updated"], now))
    console.print()
    console.print(feeds if facts["feeds"] else "Nothing is published yet.")
    for hub in facts["hubs"]:
        told = f"{hub['topics']} topics, told {_ago(hub['last_success'], now)}"
        trouble = f", [red]{hub['pending']} to be told again: {escape(hub['error'])}[/]" if hub["error"] else ""
        console.print(f"\nhub   {escape(hub['hub'])}: {told}{trouble}", soft_wrap=True)
    for held in facts["held"]:
        console.print(f"\n[red]held[/] {escape(held['feed'])}: {escape(held['reason'])}", soft_wrap=True)
        console.print(f"     let it go: beatwire release {escape(held['feed'])}")


def _pause(source: dict[str, Any]) -> str:
    pause = source["pause"]
    return f"paused by {pause['who']}: {pause['why']} (beatwire resume {source['name']})" if pause else ""


def _show_remarks(console: Console, source: str, remarks: list[dict[str, str]]) -> None:
    """Show the first few things that its last run found odd."""
    for remark in remarks[:_REMARKS]:
        said = f"{source}: {remark['what']}: {remark['said']}"
        console.print(f"[yellow]odd[/]  {escape(said)}", soft_wrap=True)
    if len(remarks) > _REMARKS:
        console.print(f"[yellow]odd[/]  {escape(source)}: {len(remarks) - _REMARKS} more (beatwire status --json)")


def _ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "–"
    seconds = int((now - moment).total_seconds())
    words = next(
        f"{abs(seconds) // size} {unit}"
        for size, unit in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
        if abs(seconds) >= size or size == 1
    )
    return f"{words} ago" if seconds >= 0 else f"in {words}"


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
