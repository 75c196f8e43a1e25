"""Reading the configuration again while the service runs, and what the log says of it."""

import signal
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import structlog

from config.loader import Loaded
from config.settings import Settings
from scheduler.cli.options import loaded, planted

log: Final = structlog.get_logger("beatwire")


def ignore() -> None:
    """Let a SIGHUP do nothing until the service hears it: by itself it would end us."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


def again(first: Loaded, said: Mapping[str, Any], running: Settings) -> Settings:
    """Give the settings that are to hold from now on in the place of `running`; the log says what changes.

    `first` is what was read at the start, `said` what the command line said. Raises ConfigError.
    """
    fresh = loaded(first.path, **said).settings
    settings = planted(_held(first.path, said, running))
    left = _left(first.settings, fresh)
    if left:
        log.warning("reload.left", settings=", ".join(left), remedy="restart to apply")
    log.info("reload.read", file=str(first.path or "none"), **_changes(running, settings))
    return settings


def _held(path: Path | None, said: Mapping[str, Any], running: Settings) -> Settings:
    """Read once more, with what cannot change as it is: addresses and folders derive from it."""
    settings = loaded(path, **{**said, "data": running.data, "bind": running.bind}).settings
    serving = settings.serving.model_copy(update={"workers": running.serving.workers})
    return settings.model_copy(update={"store": running.store, "serving": serving})


def _left(first: Settings, fresh: Settings) -> list[str]:
    """Name the settings that say something new and cannot change while we run."""
    names = [name for name in ("data", "store", "bind") if getattr(first, name) != getattr(fresh, name)]
    return names + (["serving.workers"] if first.serving.workers != fresh.serving.workers else [])


def _changes(old: Settings, new: Settings) -> dict[str, str]:
    """Say which sources and feeds come, go and change, and which other settings do."""
    said = {}
    pairs = (
        ("sources", old.by_name, new.by_name),
        ("feeds", {feed.slug: feed for feed in old.feeds}, {feed.slug: feed for feed in new.feeds}),
    )
    for what, before, after in pairs:
        said[f"{what}_added"] = _list(after.keys() - before.keys())
        said[f"{what}_removed"] = _list(before.keys() - after.keys())
        said[f"{what}_changed"] = _list(name for name in before.keys() & after.keys() if before[name] != after[name])
    others = Settings.model_fields.keys() - {"sources", "feeds"}
    said["settings"] = _list(name for name in others if getattr(old, name) != getattr(new, name))
    return {key: names for key, names in said.items() if names} or {"changes": "none"}


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
