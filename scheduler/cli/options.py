"""The options that commands share, and how settings come of them.

What a command may do without is imported where it is used: `explain --batch` begins within half a second.
"""
# ruff: noqa: PLC0415

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from config.errors import ConfigError
from config.loader import Loaded, load
from config.settings import Settings, Source

Command = Callable[..., Any]


def desk_options(command: Command) -> Command:
    """Add --config and --data."""
    for option in (
        click.option(
            "--data", type=click.Path(path_type=Path, file_okay=False), help="Data folder [BEATWIRE_DATA; XDG]."
        ),
        click.option(
            "--config",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Configuration [BEATWIRE_CONFIG; ./beatwire.toml].",
        ),
    ):
        command = option(command)
    return command


def web_options(command: Command) -> Command:
    """Add --bind and --base-url."""
    for option in (
        click.option("--base-url", metavar="URL", help="The public address of the feeds [BEATWIRE_BASE_URL]."),
        click.option("--bind", metavar="HOST:PORT", help="Where to listen [BEATWIRE_BIND; 127.0.0.1:8000]."),
    ):
        command = option(command)
    return command


def json_option(command: Command) -> Command:
    """Add --json."""
    return click.option("--json", "as_json", is_flag=True, help="For scripts: JSON on standard output.")(command)


def loaded(config: Path | None, **said: Any) -> Loaded:  # noqa: ANN401 - settings of every type
    """Give the settings as file, environment and command line declare them; logs go where they say."""
    from feeds.collect.sources import kinds
    from scheduler import logs

    if said.get("data") is not None:
        said["data"] = Path(said["data"]).absolute()
    found = load(config, needs={name: kind.NEEDS for name, kind in kinds().items()}, said=said)
    for number, source in enumerate(found.settings.sources):
        _check_following(source, f"sources[{number}]", found.path)
    _check_slugs(found.settings, found.path)
    logs.configure(found.settings.log, found.settings.log_format)
    return found


def _check_following(source: Source, key: str, path: Path | None) -> None:
    """Refuse what a source could never do: choose links by no selector, or complete what it may not pass on."""
    from feeds.collect.listing.selectors import complaint

    if source.links is not None and (wrong := complaint(source.links)):
        raise ConfigError(f'source "{source.name}": {wrong}', path=path, key=f"{key}.links")
    if source.full_text and source.permits != "full":
        said = 'full_text needs rights = "full": say that you may pass the full text on, or take it out'
        raise ConfigError(f'source "{source.name}": {said}', path=path, key=f"{key}.full_text")


def _check_slugs(settings: Settings, path: Path | None) -> None:
    """Refuse a feed at the address of a country's."""
    from feeds.publish.catalogue import reserved

    taken = reserved(settings)
    for number, feed in enumerate(settings.feeds):
        if feed.slug in taken:
            said = f'"{feed.slug}" is the feed of {taken[feed.slug]}'
            remedy = "choose another slug, or set publishing.countries = false"
            raise ConfigError(f"{said}; {remedy}", path=path, key=f"feeds[{number}].slug")


def planted(settings: Settings) -> Settings:
    """Lay out the sample desk's articles where it is the sample desk that runs, and give the settings back."""
    from scheduler import sample
    from scheduler.clock import clock

    for path in (source.path for source in settings.sources if settings.sample and source.path):
        try:
            sample.plant(path, clock())
        except OSError as error:
            raise ConfigError(
                f"the sample cannot be laid out ({error.strerror}); try another --data", path=path
            ) from error
    return settings
