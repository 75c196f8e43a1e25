"""`beatwire export`: the whole site as files, for a host that serves nothing else."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click

from config.errors import BeatwireError, ConfigError
from config.settings import Settings
from feeds.publish import exporting
from feeds.publish.formats import formats
from feeds.publish.manifest import Manifest
from feeds.publish.site import Site
from feeds.web import create_app
from scheduler.cli.options import desk_options, json_option, loaded

LIST: Final = ".beatwire-export"
"""What an export wrote, a file a line: the next one takes away what is no more, and nothing else."""


@click.command(short_help="Write the whole site as static files.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@desk_options
@json_option
def export(folder: Path, config: Path | None, data: Path | None, *, as_json: bool) -> None:
    r"""Write the whole site as static files into DIR: feeds, archives, lists and pages, byte for byte as served.

    Beside each document stand its compressed forms (.gz, .br, .zst); _headers and _redirects tell common hosts the
    rest. Only what differs is written, what is no more is removed, and the service may run meanwhile. The page /status
    says that a copy has none; private feeds are not copied.

    \b
    beatwire export /srv/www
    beatwire export public --json
    """
    settings = loaded(config, data=data).settings
    site = Site(settings.published)
    manifest = site.manifest()
    if manifest is None:
        raise BeatwireError(f"{site.problem}; `beatwire collect` builds it")
    before = _before(folder)
    try:
        counts = _write(folder, _made(settings, site, manifest), before)
    except OSError as error:
        raise ConfigError(f"cannot write {error.filename}: {error.strerror}", key="DIR") from error
    if as_json:
        click.echo(json.dumps(counts))
    else:
        click.echo(f"{counts['files']} files: {counts['written']} written, {counts['removed']} removed.")


def _made(settings: Settings, site: Site, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """Give every file, relative to the folder, and its bytes; pages last, as the app renders them."""
    documents = [stored for stored in site.every(manifest) if not stored.private]
    for stored in documents:
        for coding, (file, _) in zip(stored.files, exporting.files(stored).items(), strict=True):
            yield file, site.read(stored, coding)
    client: Any = create_app(settings).test_client()
    asked = {"/*": "/", **{stored.path: stored.path for stored in documents}}  # what is said of one page holds for all
    told = ((rule, list(client.head(path).headers)) for rule, path in asked.items())
    yield exporting.HEADERS, exporting.headers((rule, _but_type(rule, fields)) for rule, fields in told).encode()
    extensions = [kind.EXTENSION for kind in formats().values()]
    yield exporting.REDIRECTS, exporting.redirects(manifest, extensions).encode()
    pages = ["/", "/status", *(f"/feeds/{feed.slug}" for feed in manifest.public)]
    articles = {
        item["id"].removeprefix("urn:uuid:")
        for stored in documents
        if stored.path.startswith("/feeds/") and stored.path.endswith(".json")
        for item in json.loads(site.read(stored))["items"]
    }
    for path in (*pages, *(f"/articles/{number}" for number in sorted(articles))):
        answer = client.get(path)
        if answer.status_code == 200:
            yield exporting.name(path), answer.data
    static = Path(client.application.static_folder)
    for each in sorted(static.iterdir()):
        yield f"static/{each.name}", each.read_bytes()


def _but_type(rule: str, fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give the fields of a rule; one for many paths says nothing of their type or age."""
    many = {"content-type", "cache-control"} if "*" in rule else set()
    return [(name, value) for name, value in fields if name.lower() not in many]


def _before(folder: Path) -> frozenset[str]:
    try:
        return frozenset((folder / LIST).read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        if folder.is_dir() and any(folder.iterdir()):
            said = f"{folder} is not empty and no export of beatwire; name an empty folder, or one that is not there"
            raise ConfigError(said, key="DIR") from None
        return frozenset()


def _write(folder: Path, made: Iterator[tuple[str, bytes]], before: frozenset[str]) -> dict[str, int]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / LIST).touch()
    written, names = 0, set[str]()
    for name, body in made:
        names.add(name)
        written += _put(folder / name, body)
    gone = {name for name in before - names if _is_inside(folder, name)}
    for name in sorted(gone):
        (folder / name).unlink(missing_ok=True)
    _put(folder / LIST, "".join(f"{name}\n" for name in sorted(names)).encode())
    return {"files": len(names), "written": written, "removed": len(gone)}


def _put(path: Path, body: bytes) -> bool:
    """Write a file whole, unless it is the same already."""
    if path.is_file() and path.read_bytes() == body:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(body)
    os.replace(part, path)  # noqa: PTH105 - the atomic rename, by its name
    return True


def _is_inside(folder: Path, name: str) -> bool:
    """Say whether a line of the list names a file below `folder`: somebody may have written into it."""
    return (folder / name).resolve().is_relative_to(folder.resolve())
