"""Copies of a SQLite file while others write to it, by SQLite's own backup: as last committed, whole or not at all."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote


def copy(file: Path, target: Path) -> None:
    """Copy the database in `file` to `target`, whole under its name or not at all. Raises OSError and sqlite3.Error."""
    partial = target.with_name(f"{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(partial)) as written,
        ):
            source.backup(written)
        partial.replace(target)
    except (OSError, sqlite3.Error):
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
