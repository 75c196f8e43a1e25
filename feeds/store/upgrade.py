"""Migrations: Alembic's, shipped in this package, told everything by arguments (there is no alembic.ini).

Alembic is imported only where a database is to be changed: the web workers, who only read its revision, never load it.
"""

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, column, inspect, select, table

from feeds.errors import StoreError
from feeds.store.complaints import named, speaking
from feeds.store.copying import copy
from feeds.store.engine import for_writing, opened, parsed
from feeds.store.schema import REVISION

SCRIPTS: Final = Path(__file__).parent / "migrations"
_PATIENCE: Final = 60.0
_VERSION: Final = table("alembic_version", column("version_num"))


def revision(connection: Connection) -> str | None:
    """Give the revision of the schema, or None for a database without one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(select(_VERSION.c.version_num)).scalar()
    return found


def require(connection: Connection, url: URL) -> None:
    """Raise StoreError unless the schema is this code's."""
    found = revision(connection)
    if found is None:
        raise StoreError(f"{named(url)} is not set up yet; start `beatwire run` once")
    if found != REVISION:
        raise StoreError(f"{named(url)} is at schema {found}, and this beatwire needs {REVISION}; {_remedy(found)}")


def _remedy(found: str) -> str:
    if found > REVISION:
        return "install the newer beatwire that wrote it, or go back to an older backup"
    return "start `beatwire run` to bring it up to date"


def migrate(url: str, backup: Path | None, *, scripts: Path = SCRIPTS) -> None:
    """Bring the database at `url` to the schema of this code; create it if it is not there.

    Before a schema that holds data is changed, a copy of the SQLite file goes to the folder `backup` (None: no copy),
    named after the file and the revision left. All or nothing; processes that come at once wait for each other. Raises
    StoreError if the database is newer than the code, or cannot be read, written or copied. `scripts` is the folder of
    the migrations.
    """
    address = parsed(url)
    if address.get_backend_name() == "sqlite":
        _folder(Path(address.database or "").parent)
    engine = opened(address, "rwc", foreign_keys=False, busy=_PATIENCE)
    try:
        with speaking(address), for_writing(engine).begin() as connection:
            _upgrade(connection, address, backup, scripts)
    finally:
        engine.dispose()


def _folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the folder {folder} cannot be made: {error.strerror}; name another one in `data`") from error


def _upgrade(connection: Connection, url: URL, backup: Path | None, scripts: Path) -> None:
    from alembic import command, config, script  # noqa: PLC0415 - said above

    told = config.Config(attributes={"connection": connection})
    told.set_main_option("script_location", str(scripts).replace("%", "%%"))
    versions = script.ScriptDirectory.from_config(told)
    found, head = revision(connection), versions.get_current_head()
    if found == head:
        return
    if found is not None and found not in {each.revision for each in versions.walk_revisions()}:
        raise StoreError(f"{named(url)} is at schema {found}, newer than this beatwire's {head}; {_remedy(found)}")
    if found is not None and backup is not None and url.get_backend_name() == "sqlite":
        _copy(Path(url.database or ""), backup, found)
    command.upgrade(told, "head")
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreError(f"{named(url)} was left as it was: the migration to {head} would orphan rows; report this")


def _copy(file: Path, folder: Path, found: str) -> None:
    """Copy the database as last committed, whole under its name or not at all."""
    _folder(folder)
    numbered = (f"{file.stem}-{found}{number}{file.suffix}" for number in ("", *(f"-{n}" for n in range(2, 1000))))
    target = next(path for name in numbered if not (path := folder / name).exists())
    try:
        copy(file, target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"no backup could be written to {target}: {error}; nothing was changed") from error
