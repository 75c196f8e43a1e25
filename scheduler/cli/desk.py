"""The acts of the desk: `init`, `check`, `collect`, `release`."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from config.errors import ConfigError
from config.loader import FILE, default
from config.settings import Source
from feeds.article import FetchState, Remark, Run
from feeds.pipeline import Collected, Means
from feeds.pipeline import collect as gather
from feeds.publish.build import Built
from feeds.store import Store
from scheduler import logs
from scheduler.cli.examining import examine
from scheduler.cli.options import desk_options, json_option, loaded, planted
from scheduler.clock import clock
from scheduler.desk import opened, trying
from scheduler.jobs import Jobs

_AT_ONCE = 32
_SIGNS = {"collected": "[green]ok[/]", "not-modified": "[green]ok[/]", "failed": "[red]failed[/]"}


@click.command(short_help="Write a commented beatwire.toml to begin with.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default=FILE)
def init(file: Path) -> None:
    r"""Write a commented beatwire.toml with public feeds of the region to begin with.

    \b
    beatwire init                                    ./beatwire.toml
    beatwire init /etc/beatwire/beatwire.toml
    """
    try:
        with file.open("x", encoding="utf-8") as target:
            target.write(default("starter.toml").read_text(encoding="utf-8"))
    except FileExistsError as error:
        raise ConfigError("is already there; edit it, or name another file", path=file) from error
    except OSError as error:
        raise ConfigError(f"cannot be written ({error.strerror}); name another file", path=file) from error
    click.echo(f"Wrote {file}. Edit it, then try it: beatwire check --config {file}")


@click.command(short_help="Validate the configuration and try every source.")
@click.option("--store", "kept", is_flag=True, help="Examine the store and what is published, and try no source.")
@desk_options
@json_option
def check(config: Path | None, data: Path | None, *, kept: bool, as_json: bool) -> None:
    r"""Validate the configuration and try every source, one line each; nothing is kept.

    With --store, look instead for damage in what is kept: broken files, rows that point at nothing, ids that are none.
    The service may run meanwhile.

    \b
    beatwire check
    beatwire check --json | jq '.[] | select(.outcome == "failed")'
    beatwire check --store
    """
    found = loaded(config, data=data)
    if kept:
        examine(found.settings, as_json=as_json)
        return
    settings = planted(found.settings)
    sources = [source for source in settings.sources if source.enabled]
    with trying(settings) as means, ThreadPoolExecutor(_AT_ONCE) as pool:
        results = list(pool.map(lambda source: _try(source, means), sources))
    if as_json:
        click.echo(json.dumps([_as_json(result) for result in results], ensure_ascii=False, indent=2))
    else:
        console = Console(highlight=False)
        console.print(f"{escape(str(found.path or 'the sample desk'))}: the configuration is right.")
        for result in results:
            console.print(_line(result), soft_wrap=True)
    if any(result.outcome == "failed" for result in results):
        raise SystemExit(1)


@click.command(short_help="Collect every source once, now, and publish.")
@desk_options
@json_option
def collect(config: Path | None, data: Path | None, *, as_json: bool) -> None:
    r"""Collect every source once, now, whether due or not, and publish.

    \b
    beatwire collect                                 with a progress bar and a summary
    */10 * * * *  beatwire collect --data /srv/beatwire    from cron, beside `beatwire serve`
    """
    settings = loaded(config, data=data).settings
    if settings.log == "info":
        logs.configure("error")  # the summary says all of it
    with opened(settings) as desk:
        planted(settings)
        jobs = Jobs(desk)
        try:
            runs, built = _cycle(jobs, len([s for s in settings.sources if s.enabled]))
        finally:
            jobs.stop()
    if as_json:
        summary = {"runs": [asdict(run) for run in runs], "feeds": [asdict(one) for one in built]}
        click.echo(json.dumps(summary, ensure_ascii=False, indent=2, default=str))
    else:
        _summarise(runs, built)
    if runs and all(run.outcome == "failed" for run in runs):
        raise SystemExit(1)


@click.command(short_help="Let a held feed go: publish it although it shrank.")
@click.argument("feed")
@desk_options
def release(feed: str, config: Path | None, data: Path | None) -> None:
    r"""Let a held feed go: publish it although it lost more than half of its articles.

    \b
    beatwire release china-asia-pacific              while `beatwire run` runs, or before the next `collect`
    """
    settings = loaded(config, data=data).settings
    with Store.open(settings.database) as store:
        if not store.release_feed(feed, clock()):
            held = ", ".join(sorted(store.holds())) or "none"
            raise ConfigError(f'no feed "{feed}" is held; held are: {held}')
    click.echo(f"{feed} is released; it is published at the next tick.")


def _try(source: Source, means: Means) -> Collected:
    return gather(source, FetchState(source=source.name), means, clock())


def _line(result: Collected) -> str:
    name = f"{_SIGNS[result.outcome]:<14} {escape(result.source.name):<24}"
    if result.error:
        return f"{name} {escape(result.error)}"
    newest = max((item.article.published for item in result.items), default=None)
    when = f", newest {newest:%Y-%m-%d %H:%M} UTC" if newest else ""
    skipped = f", {len(result.skipped)} skipped ({escape(result.skipped[0].reason)})" if result.skipped else ""
    odd = f", {len(result.remarks)} remarked on ({escape(_told(result.remarks[0]))})" if result.remarks else ""
    return f"{name} {len(result.items)} articles{when}{skipped}{odd}"


def _told(remark: Remark) -> str:
    return f"{remark.what}: {remark.said}"


def _as_json(result: Collected) -> dict[str, object]:
    newest = max((item.article.published for item in result.items), default=None)
    return {
        "source": result.source.name,
        "outcome": result.outcome,
        "articles": len(result.items),
        "newest": newest.isoformat() if newest else None,
        "skipped": [asdict(skipped) for skipped in result.skipped],
        "remarks": [asdict(remark) for remark in result.remarks],
        "error": result.error,
    }


def _cycle(jobs: Jobs, count: int) -> tuple[list[Run], tuple[Built, ...]]:
    runs: list[Run] = []
    columns = (TextColumn("collecting"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[source]}"))
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("collecting", total=count, source="")

        def report(run: Run) -> None:
            runs.append(run)
            progress.update(task, advance=1, source=run.source)

        built = jobs.cycle(report)
    return sorted(runs, key=lambda run: run.source), built


def _summarise(runs: list[Run], built: tuple[Built, ...]) -> None:
    console = Console(highlight=False)
    for run in runs:
        told = escape(run.error) if run.error else f"{run.new} new, {run.changed} changed, {run.same} the same"
        more = f", {run.duplicate} duplicate" if run.duplicate else ""
        more += f", {len(run.skipped)} skipped" if run.skipped else ""
        more += f", {len(run.remarks)} remarked on" if run.remarks else ""
        console.print(f"{_SIGNS[run.outcome]:<14} {escape(run.source):<24} {told}{more}", soft_wrap=True)
    written = sum(one.outcome == "written" for one in built)
    console.print(f"{written} of {len(built)} feeds written anew.")
    for one in built:
        if one.outcome in {"held", "failed"}:
            console.print(f"[red]{one.outcome}[/] {escape(one.slug)}: {escape(one.reason or '')}", soft_wrap=True)
