"""`beatwire backup` and `beatwire recover`: one file that has all of a desk, and a desk made of it."""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import click

from config.errors import BeatwireError, ConfigError
from feeds.publish.manifest import FILENAME, read
from feeds.publish.site import Site
from feeds.store import REVISION, snapshot
from scheduler.cli.options import desk_options, json_option, loaded
from scheduler.clock import clock

_CONTENTS: Final = "contents.json"
_STORE: Final = "beatwire.sqlite"
_SETTINGS: Final = "beatwire.toml"
_TABLE: Final = "published/manifest.json"
_NAMES: Final = re.compile(
    rf"{re.escape(_STORE)}|{re.escape(_SETTINGS)}|{re.escape(_TABLE)}|published/documents/(?P<file>.+)"
)
_MOST_CONTENTS: Final = 256 * 1024 * 1024


@click.command(short_help="Write all of a desk into one file, while it runs.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@desk_options
@json_option
def backup(file: Path, config: Path | None, data: Path | None, *, force: bool, as_json: bool) -> None:
    r"""Write all of a desk into one file: its store, what is published, and its settings. It may run meanwhile.

    The file is yours alone (mode 0600): it holds what the settings do. A store in PostgreSQL is pg_dump's.

    \b
    beatwire backup /srv/backups/beatwire-2026-12-01.tar
    beatwire recover /srv/backups/beatwire-2026-12-01.tar /var/lib/beatwire
    """
    if file.exists() and not force:
        raise ConfigError(f"{file} is there already; name another file, or say --force", key="FILE")
    found = loaded(config, data=data)
    settings, site = found.settings, Site(found.settings.published)
    try:
        with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".beatwire-") as folder:
            part = Path(folder) / "backup.tar"
            with _private(part) as target:
                size = _written(target, _members(site, settings.database, found.path, Path(folder)))
                target.flush()
                os.fsync(target.fileno())
            part.replace(file)
        _settle(file.absolute().parent)
    except OSError as error:
        raise ConfigError(f"cannot write {file}: {error.strerror}", key="FILE") from error
    if as_json:
        click.echo(json.dumps({"file": str(file), "members": size, "bytes": file.stat().st_size}))
    else:
        click.echo(f"{file}: {size} files, {file.stat().st_size:,} bytes. The way back: beatwire recover {file} DIR")


def _members(site: Site, database: str, settings: Path | None, folder: Path) -> Iterator[tuple[str, Path]]:
    """Give (name, file) of all there is; the store last, so that it knows all that is published."""
    if settings is not None:
        yield _SETTINGS, _kept(settings, folder)
    if site.manifest() is not None:
        table = _kept(site.folder / "manifest.json", folder)
        yield _TABLE, table
        for name in sorted(site.files(read(table.read_bytes()))):
            yield f"published/documents/{name}", site.folder / "documents" / name
    copy = folder / _STORE
    snapshot(database, copy)
    yield _STORE, copy


def _kept(path: Path, folder: Path) -> Path:
    """Copy what may be replaced meanwhile."""
    return Path(shutil.copyfile(path, folder / path.name))


def _written(target: Any, members: Iterator[tuple[str, Path]]) -> int:  # noqa: ANN401 - a file
    digests: dict[str, str] = {}
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, path in members:
            with _readable(path) as body:
                digests[name] = hashlib.file_digest(body, "sha256").hexdigest()
                body.seek(0)
                _add(tar, name, body, path.stat().st_size)
        contents = {
            "beatwire": version("beatwire"),
            "schema": REVISION,
            "made": clock().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "sha256": digests,
        }
        text = json.dumps(contents, indent=1).encode()
        _add(tar, _CONTENTS, io.BytesIO(text), len(text))
    return len(digests)


def _readable(path: Path) -> io.BufferedReader:
    try:
        return path.open("rb")
    except OSError as error:
        remedy = "see what `beatwire check --store` says, then back up again"
        raise BeatwireError(f"cannot read {path}: {error.strerror}; {remedy}") from error


def _private(path: Path) -> BinaryIO:
    """Open a new file that its owner alone may read: never one that is there, nor what a link leads to."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _settle(folder: Path) -> None:
    """Make the new name durable, as its bytes are."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _add(tar: tarfile.TarFile, name: str, body: BinaryIO, size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, body)


@click.command(short_help="Make a desk of a backup.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def recover(file: Path, folder: Path) -> None:
    r"""Make a desk of a backup, in DIR, which must be empty or not there. Nothing is written unless all of it is whole.

    \b
    beatwire recover beatwire-2026-12-01.tar /var/lib/beatwire
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise ConfigError(f"{folder} is not empty; name an empty folder, or one that is not there", key="DIR")
    try:
        with tarfile.open(file, mode="r:") as tar:
            for member in _judged(tar, file):
                _put(folder / member.name, _opened(tar, member))
    except (tarfile.TarError, EOFError) as error:
        raise _not_whole(file, str(error)) from error
    except OSError as error:
        raise ConfigError(f"cannot write {error.filename or folder}: {error.strerror}", key="DIR") from error
    settings = f" --config {folder / _SETTINGS}" if (folder / _SETTINGS).exists() else ""
    click.echo(f"{folder} is as it was. Go on with: beatwire run{settings} --data {folder}")


def _judged(tar: tarfile.TarFile, file: Path) -> list[tarfile.TarInfo]:
    """Give the members of a backup, every one of them known, whole and in its place. Raises BeatwireError."""
    members = {member.name: member for member in tar.getmembers()}
    said = members.pop(_CONTENTS, None)
    if said is None or not said.isreg() or said.size > _MOST_CONTENTS:
        raise _not_whole(file, "it does not say what it holds")
    digests = _digests(_opened(tar, said).read(), file)
    if members.keys() != digests.keys() or _STORE not in members:
        raise _not_whole(file, "it holds other files than it says")
    for name, member in members.items():
        known = _NAMES.fullmatch(name)
        if known is None or not member.isreg() or (known["file"] and not re.fullmatch(FILENAME, known["file"])):
            raise _not_whole(file, f"{name!r} is no file of a desk")
        if hashlib.file_digest(_opened(tar, member), "sha256").hexdigest() != digests[name]:
            raise _not_whole(file, f"{name} is damaged")
    return list(members.values())


def _digests(contents: bytes, file: Path) -> dict[str, str]:
    """Read what a backup says of itself: the SHA-256 of each member. Raises BeatwireError."""
    try:
        said = json.loads(contents)
        schema, digests = str(said["schema"]), dict(said["sha256"])
    except (ValueError, KeyError, TypeError) as error:
        raise _not_whole(file, "what it says of itself cannot be read") from error
    if schema > REVISION:
        raise BeatwireError(f"{file} is of beatwire {said.get('beatwire')}, newer than this one; install that")
    return digests


def _opened(tar: tarfile.TarFile, member: tarfile.TarInfo) -> io.BytesIO:
    return cast("io.BytesIO", tar.extractfile(member))  # it can do what that can


def _put(path: Path, body: io.BytesIO) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _private(path) as target:
        shutil.copyfileobj(body, target)
        target.flush()
        os.fsync(target.fileno())


def _not_whole(file: Path, why: str) -> BeatwireError:
    return BeatwireError(f"{file} is no whole backup: {why}; nothing was written")
