"""New sources in the operator's own file, in which nothing else changes."""

import os
import shutil
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array

from config.errors import ConfigError
from config.loader import load
from config.settings import Source
from feeds.collect.sources import kinds
from feeds.text.urls import canonical

Table = Mapping[str, str | bool]


def declared(sources: Iterable[Source]) -> dict[str, str]:
    """Give the names of sources by the canonical form of their addresses."""
    return {canonical(source.url): source.name for source in sources if source.url}


def written(table: Table) -> str:
    """Write one source as TOML."""
    inner = tomlkit.table()
    inner.update(table)
    array = tomlkit.aot()
    array.append(inner)
    document = tomlkit.document()
    document["sources"] = array
    return tomlkit.dumps(document)


def amended(text: str, tables: Sequence[Table]) -> str:
    """Give the configuration `text` with further sources in it: at its end, or in its list if it writes them as one."""
    newline = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text.strip() else newline if text.endswith("\n") else newline * 2
    longer = text + gap + newline.join(written(table).replace("\n", newline) for table in tables)
    try:
        tomllib.loads(longer)
    except tomllib.TOMLDecodeError:
        return _listed(text, tables)
    return longer


def _listed(text: str, tables: Sequence[Table]) -> str:
    try:
        document = tomlkit.parse(text)
        array = document["sources"]
    except TOMLKitError as error:
        raise ConfigError("its sources are written in a way that cannot be added to; add them by hand") from error
    if isinstance(array, Array):
        for table in tables:
            inner = tomlkit.inline_table()
            inner.update(table)
            array.append(inner)
    return tomlkit.dumps(document)


def declare(path: Path, tables: Sequence[Table]) -> None:
    """Write further sources into the configuration at `path`, all at once or not at all.

    The loader reads the new file before it takes the place of the old one. A link stays a link, and the permissions
    stay. Raises ConfigError.
    """
    target = path.resolve()
    try:
        before = target.read_bytes()
        text = amended(before.decode("utf-8"), tables)
        with NamedTemporaryFile("wb", dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            fresh = Path(file.name)
            try:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
                _like(target, fresh)
                _check(fresh, path, tables)
                if target.read_bytes() != before:
                    raise ConfigError("was changed meanwhile by somebody else; try again", path=path)
                fresh.replace(target)
            finally:
                fresh.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError(f"cannot be written ({error.strerror}); add the table by hand", path=path) from error


def _check(fresh: Path, path: Path, tables: Sequence[Table]) -> None:
    """Let the loader read the file that is to be, and see that it means what it says."""
    try:
        settings = load(fresh, needs={name: kind.NEEDS for name, kind in kinds().items()}).settings
    except ConfigError as error:
        said = str(error).replace(str(fresh), "the new file")
        raise ConfigError(f"stays as it is: with this source it would be wrong ({said})", path=path) from error
    if not settings.by_name.keys() >= {table["name"] for table in tables}:
        raise ConfigError("something else declares the sources instead of it; unset BEATWIRE_SOURCES", path=path)


def _like(old: Path, new: Path) -> None:
    """Give the new file the old one's permissions and, where that is allowed, its owner."""
    shutil.copymode(old, new)
    status = old.stat()
    with suppress(PermissionError):
        os.chown(new, status.st_uid, status.st_gid)
