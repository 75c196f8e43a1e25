"""`beatwire run` and `beatwire serve`: the service."""

from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from config.settings import Settings
from scheduler import service
from scheduler.cli import reloads
from scheduler.cli.options import desk_options, loaded, planted, web_options
from scheduler.desk import opened


@click.command(short_help="Collect on a schedule, publish and serve.")
@desk_options
@web_options
def run(config: Path | None, data: Path | None, bind: str | None, base_url: str | None) -> None:
    r"""Collect on a schedule, publish and serve, until Ctrl-C.

    \b
    beatwire run                                     the sample desk, or ./beatwire.toml
    beatwire run --data /srv/beatwire                everything it keeps in one folder
    beatwire run --bind 0.0.0.0:80 --base-url https://feeds.example.org
    kill -HUP PID                                    read the configuration again; no request is lost

    After a reload all settings hold but data, store, bind and serving.workers, which a restart applies. If the file
    is wrong, the log says what and where, and all goes on as before.
    """
    reloads.ignore()
    said = {"data": data, "bind": bind, "base_url": base_url}
    found = loaded(config, **said)
    settings = _bound(found.settings)
    with opened(settings) as desk:
        planted(settings)
        _greet(settings)
        service.run(desk, partial(reloads.again, found, said))
    Console().print("Stopped; everything is kept.")


@click.command(short_help="Serve what is published; collect nothing.")
@desk_options
@web_options
def serve(config: Path | None, data: Path | None, bind: str | None, base_url: str | None) -> None:
    r"""Serve what is published, until Ctrl-C; collect nothing.

    \b
    beatwire serve --data /srv/beatwire              beside a `collect` that cron runs
    kill -HUP PID                                    read the configuration again; no request is lost
    """
    reloads.ignore()
    said = {"data": data, "bind": bind, "base_url": base_url}
    found = loaded(config, **said)
    settings = _bound(found.settings)
    _greet(settings)
    service.serve(settings, partial(reloads.again, found, said))


def _bound(settings: Settings) -> Settings:
    """Give the settings with a port that is free now; base URL and binding agree where only the port was open."""
    host, port = service.address(settings.bind)
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if bind == settings.bind:
        return settings
    base_url = f"http://{bind}" if settings.base_url.endswith(":0") else settings.base_url
    return settings.model_copy(update={"bind": bind, "base_url": base_url})


def _greet(settings: Settings) -> None:
    """Say where to look."""
    beat = f"{settings.base_url}/feeds/{settings.beat.slug}"
    console = Console(highlight=False)
    kind = "the sample desk (invented articles)" if settings.sample else f"{len(settings.sources)} sources"
    console.print(f"\n[bold]beatwire[/] · {escape(settings.beat.title)} · {kind}\n")
    for label, where in (
        ("open", f"{settings.base_url}/"),
        ("subscribe", f"{beat}.atom"),
        ("or", f"{beat}.rss   {beat}.json"),
        ("data", str(settings.data)),
    ):
        console.print(f"  [dim]{label:>9}[/]  {escape(where)}", soft_wrap=True)
    if not settings.sources:
        console.print("\n  No sources are declared yet: `beatwire init` writes a file to begin with.")
    console.print("\n  Ctrl-C stops it.\n")
