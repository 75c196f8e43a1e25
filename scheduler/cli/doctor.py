"""`beatwire doctor`: what a proxy or CDN in between breaks of the feeds, as readers ask for them."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from config.errors import ConfigError
from config.settings import Settings
from feeds.publish.formats import formats
from feeds.publish.manifest import Manifest
from feeds.publish.site import Site
from feeds.text.characters import line
from scheduler.cli.options import desk_options, json_option, loaded
from scheduler.clock import clock
from scheduler.doctor.readers import BROWSER, READERS
from scheduler.doctor.round import Finding, Report, Visit, go, plainly

_TRIES: Final = 3  # a build in the middle of the round makes it void
_NAMES: Final = tuple(reader.name for reader in (*READERS, BROWSER))


@click.command(short_help="Ask for the feeds as readers do, through whatever stands between.")
@click.option("--as", "name", type=click.Choice(_NAMES, case_sensitive=False), help="As this reader only.")
@desk_options
@json_option
def doctor(name: str | None, config: Path | None, data: Path | None, *, as_json: bool) -> None:
    r"""Ask for the beat's feed at `base_url` as eight readers and a browser do, and say what arrives broken, and why.

    The exit status is 0 if all is sound, 1 if anything is broken, 2 if nothing is published.

    \b
    beatwire doctor
    beatwire doctor --as Feedly
    beatwire doctor --json | jq '.findings[].remedy'
    """
    settings = loaded(config, data=data).settings
    if settings.beat.private:
        raise ConfigError("the beat's feed is private, and the doctor asks as everybody may", key="beat.private")
    report = _examined(settings, name)
    if as_json:
        click.echo(json.dumps(_facts(settings, report), ensure_ascii=False, indent=2))
    else:
        _show(settings, report)
    raise SystemExit(int(bool(report.findings)))


def _examined(settings: Settings, name: str | None) -> Report:
    """Make the round, anew if another version was published meanwhile."""
    for _ in range(_TRIES):
        manifest = _published(settings)
        address = f"{settings.base_url}/feeds/{settings.beat.slug}"
        report = go(plainly(settings.limits), address, manifest, clock(), name)
        if _published(settings).documents == manifest.documents:
            break
    return report


def _published(settings: Settings) -> Manifest:
    site = Site(settings.published)
    manifest = site.manifest()
    if manifest is None:
        raise ConfigError(f"{site.problem}; `beatwire collect` builds it")
    lacking = [
        kind.EXTENSION for kind in formats().values() if _path(settings, kind.EXTENSION) not in manifest.documents
    ]
    if lacking:
        raise ConfigError(f"{_path(settings, lacking[0])} is not published yet; `beatwire collect` builds it")
    return manifest


def _path(settings: Settings, extension: str) -> str:
    return f"/feeds/{settings.beat.slug}{extension}"


def _facts(settings: Settings, report: Report) -> dict[str, Any]:
    return {"base_url": settings.base_url, "sound": not report.findings} | asdict(report)


def _show(settings: Settings, report: Report) -> None:
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("", "reader", "asked for", "got", "coding", "again", "broken"):
        table.add_column(heading, justify="right" if heading in {"got", "again"} else "left")
    for visit in report.visits:
        table.add_row(*_row(visit, settings))
    console.print(table)
    asked = [visit.reader for visit in report.visits]
    for cure, findings in _by_remedy(report.findings).items():
        console.print()
        for finding in findings:
            whom = escape(_whom(finding.readers, asked))
            console.print(f"[red]{finding.kind}[/]: {escape(line(finding.what))} [dim]({whom})[/]", soft_wrap=True)
        console.print(f"  → {escape(cure)}", soft_wrap=True)
    through = f", through {report.between}" if report.between else ""
    said = f"{len(report.findings)} broken" if report.findings else "Sound: every reader gets what was published"
    console.print(f"\n[bold]{said}[/] at {escape(settings.base_url)}{through}.", soft_wrap=True)


def _row(visit: Visit, settings: Settings) -> tuple[str, ...]:
    kinds = ", ".join(dict.fromkeys(one.kind for one in visit.broken))
    return (
        "[red]✗[/]" if kinds else "[green]✓[/]",
        visit.reader,
        escape(visit.url.removeprefix(f"{settings.base_url}/feeds/").removeprefix(settings.beat.slug) or "page"),
        str(visit.status or "–"),
        visit.coding if visit.status else "–",
        str(visit.again or "–"),
        f"[red]{escape(kinds)}[/]" if kinds else "ok",
    )


def _by_remedy(findings: tuple[Finding, ...]) -> dict[str, list[Finding]]:
    """Put together what the same hand mends."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.remedy, []).append(finding)
    return found


def _whom(readers: tuple[str, ...], asked: list[str]) -> str:
    """Say briefly who meets with it."""
    others = [name for name in asked if name not in readers]
    if len(others) < len(readers) and len(asked) > 1:
        return f"all but {', '.join(others)}" if others else "all"
    return ", ".join(readers)
