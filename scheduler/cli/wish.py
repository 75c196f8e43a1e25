"""What the operator asked `beatwire add` for, and how that is brought to its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.errors import ConfigError
from config.loader import FILE, Loaded
from scheduler.cli.declaring import Table, declare
from scheduler.desk import busy


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The options; `attempt` is whether the feeds of a list are tried before they are declared."""

    name: str | None = None
    kind: str | None = None
    dry_run: bool = False
    allow_private: bool = False
    attempt: bool = False
    as_json: bool = False


def file_of(desk: Loaded, wish: Wish) -> Path | None:
    """Give the file that is to be written, or None for a dry run; raises ConfigError where there is no file."""
    if desk.path is None and not wish.dry_run:
        raise ConfigError(
            "there is no such file to add to; write one with `beatwire init`, or try --dry-run", path=FILE
        )
    return None if wish.dry_run else desk.path


def conclude(desk: Loaded, wish: Wish, tables: Sequence[Table]) -> str:
    """Write the tables, if they are to be written; say in a sentence what was done and what is left to do."""
    path = file_of(desk, wish)
    if path is None or not tables:
        return "Nothing was written: this was a dry run." if wish.dry_run else "Nothing was written."
    declare(path, tables)
    running = (
        f" A beatwire works in {desk.settings.data}: restart it, so that it sees them."
        if busy(desk.settings.data)
        else ""
    )
    return f"Written into {path}.{running}"
