"""What the desk decides about whole sources: `pause` leaves one alone, `resume` collects it again."""

import difflib
import json
from typing import Any

import click
from rich.console import Console
from rich.markup import escape

from config.errors import ConfigError
from config.settings import Settings
from feeds.article import Pause
from feeds.store import Store
from scheduler.cli import pointing
from scheduler.cli.options import desk_options, json_option, loaded
from scheduler.clock import clock


@click.command(short_help="Leave a source alone until it is resumed.")
@click.argument("source", metavar="SOURCE")
@click.option("--why", metavar="TEXT", help="The reason, kept for ever.")
@click.option("--who", metavar="NAME", help="Who decides [your login name].")
@desk_options
@json_option
def pause(source: str, why: str | None, **said: Any) -> None:  # noqa: ANN401 - the shared options
    r"""Leave a source alone until it is resumed: a running service asks it no more. What it brought stays published.

    \b
    beatwire pause gazette --why "they are moving house"
    """
    settings = _settings(said)
    reason = (why or "").strip()
    if not reason:
        raise ConfigError("say why: the reason of a pause is kept for ever", key="--why")
    made = Pause(source=_known(source, settings), who=pointing.person(said["who"]), at=clock(), why=reason)
    with Store.open(settings.database) as store:
        store.pause(made)
    if said["as_json"]:
        click.echo(json.dumps({"source": made.source, "who": made.who, "at": made.at.isoformat(), "why": made.why}))
    else:
        Console(highlight=False).print(
            f"[yellow]Paused[/]: {escape(source)}. Undo: beatwire resume {escape(source)}", soft_wrap=True
        )


@click.command(short_help="Collect a source again that was paused.")
@click.argument("source", metavar="SOURCE")
@click.option("--who", metavar="NAME", help="Who decides [your login name].")
@desk_options
@json_option
def resume(source: str, **said: Any) -> None:  # noqa: ANN401
    r"""Collect a source again that was paused; a running service does within a minute of its being due.

    \b
    beatwire resume gazette
    """
    settings, now = _settings(said), clock()
    with Store.open(settings.database) as store:
        if not store.resume(source, pointing.person(said["who"]), now):
            raise ConfigError(f'"{source}" is not paused; `beatwire status` shows what is', key="SOURCE")
    if said["as_json"]:
        click.echo(json.dumps({"source": source, "resumed": now.isoformat()}))
    else:
        Console(highlight=False).print(f"[green]Resumed[/]: {escape(source)}.", soft_wrap=True)


def _settings(said: dict[str, Any]) -> Settings:
    return loaded(said["config"], data=said["data"]).settings


def _known(name: str, settings: Settings) -> str:
    if name not in settings.by_name:
        close = difflib.get_close_matches(name, list(settings.by_name), n=1)
        hint = f'did you mean "{close[0]}"?' if close else "`beatwire status` shows them"
        raise ConfigError(f'there is no source "{name}"; {hint}', key="SOURCE")
    return name
