"""The folder of published documents: immutable files named by their content, and one manifest replaced by rename.

    manifest.json        which feeds and documents there are
    documents/<digest>   bytes; with .gz, .br or .zst their codings

One process writes (the scheduler); any number read. A reader sees the old table or the new one, never something
between, and every file that its table names.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from feeds.errors import PublishError
from feeds.publish import manifest as table
from feeds.publish.documents import Document
from feeds.publish.manifest import FILENAME, SUFFIXES, Coding, Manifest, Pages, Stored

GRACE: Final = timedelta(minutes=10)
_PART: Final = ".part"


class Site:
    """The published folder. `problem` says why the last `manifest()` gave None, else it is None."""

    def __init__(self, folder: Path, *, lists: int = 300) -> None:
        """Hold the lists of archives of up to `lists` feeds in memory."""
        self.folder = folder
        self.problem: str | None = None
        self._lists = lru_cache(lists)(_read_pages)

    def stamp(self) -> tuple[int, int, int] | None:
        """Tell whether the table changed: equal stamps, same table. One stat; None where there is no table."""
        try:
            found = self._manifest.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def manifest(self) -> Manifest | None:
        """Read the table; None, with `problem` set, where nothing is built or the table cannot be read."""
        self.problem = None
        try:
            return table.read(self._manifest.read_bytes())
        except FileNotFoundError:
            self.problem = f"nothing is built yet: there is no {self._manifest}"
        except OSError as error:
            self.problem = f"cannot read {self._manifest}: {error.strerror}"
        except ValueError as error:
            self.problem = f"{self._manifest} is not a manifest: {str(error).splitlines()[0]}"
        return None

    def read(self, stored: Stored, coding: Coding = "identity") -> bytes:
        """Read the bytes of a document in one of its codings; raises PublishError where the file is gone."""
        path = self._documents / stored.files[coding]
        try:
            return path.read_bytes()
        except OSError as error:
            raise PublishError(f"cannot read {path}: {error.strerror}", feed=stored.path) from error

    def pages(self, name: str) -> Pages:
        """Read the list of a feed's archives; raises PublishError where the file is gone or is none."""
        return self._lists(self._documents / name)

    def keep_pages(self, pages: Pages) -> str:
        """Write the list of a feed's archives, durably, and give its file name. Raises PublishError."""
        body = table.write_pages(pages)
        name = hashlib.sha256(body).hexdigest()[:32]
        self._write(self._documents / name, body)
        return name

    def every(self, manifest: Manifest) -> Iterator[Stored]:
        """Give every document that is served: those of the table, and every page of archives. Raises PublishError."""
        yield from manifest.documents.values()
        for name in manifest.archives.values():
            yield from self.pages(name).documents.values()

    def files(self, manifest: Manifest) -> frozenset[str]:
        """Give the name of every file below `documents` that a table needs. Raises PublishError."""
        used = {*manifest.files, *manifest.archives.values()}
        for name in manifest.archives.values():
            used |= self.pages(name).files
        return frozenset(used)

    def has(self, stored: Stored) -> bool:
        """Tell whether every file of a document is there and none is cut short, so that it need not be made again."""
        folder = str(self._documents)  # asked for thousands of files at each build
        try:
            sizes = {coding: os.stat(f"{folder}/{name}").st_size for coding, name in stored.files.items()}  # noqa: PTH116
        except OSError:
            return False
        return sizes["identity"] == stored.length and all(sizes.values())

    def keep(self, document: Document) -> Stored:
        """Write the files of a document, durably; nobody sees them until a table names them.

        Raises PublishError (full disk, no permission).
        """
        digest = document.etag.strip('"')
        files: dict[Coding, str] = {coding: digest + SUFFIXES[coding] for coding in document.bodies}
        for coding, body in document.bodies.items():
            self._write(self._documents / files[coding], body)
        return Stored(
            path=document.path,
            media_type=document.media_type,
            etag=document.etag,
            modified=document.modified,
            max_age=document.max_age,
            links=document.links,
            headers=document.headers,
            private=document.private,
            files=files,
            length=len(document.identity),
        )

    def replace(self, manifest: Manifest) -> None:
        """Publish `manifest`, whose files were all kept before, and clear away what nobody can be reading.

        Raises PublishError; the old table then stands.
        """
        previous = self.manifest()
        retired = self._retired(manifest, {} if previous is None else dict(previous.retired))
        _settle(self._documents)
        due = {name for name, since in retired.items() if manifest.built - since > GRACE}
        kept = {name: since for name, since in retired.items() if name not in due}
        self._write(self._manifest, table.write(replace(manifest, retired=kept)))
        _settle(self.folder)
        self._clear(due)

    @property
    def _manifest(self) -> Path:
        return self.folder / "manifest.json"

    @property
    def _documents(self) -> Path:
        return self.folder / "documents"

    def _retired(self, manifest: Manifest, before: dict[str, datetime]) -> dict[str, datetime]:
        """Give every file that no document names, with when it was first found so; a killed build's among them."""
        found = {path.name for path in self._paths() if re.match(FILENAME, path.name)}
        return {name: before.get(name, manifest.built) for name in sorted(found - self.files(manifest))}

    def _clear(self, due: set[str]) -> None:
        leftovers = [path for path in self._paths() if path.suffix == _PART or path.name in due]
        for path in leftovers:
            with suppress(OSError):  # it is only rubbish; the next build tries again
                path.unlink()

    def _paths(self) -> list[Path]:
        return list(self._documents.iterdir()) if self._documents.is_dir() else []

    def _write(self, path: Path, body: bytes) -> None:
        part = path.with_name(path.name + _PART)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise PublishError(
                f"cannot write {path}: {error.strerror}; the last build stays", feed=path.name
            ) from error


def _read_pages(path: Path) -> Pages:
    try:
        return table.read_pages(path.read_bytes())
    except (OSError, ValueError) as error:
        raise PublishError(f"cannot read {path}, a list of archives", feed="site") from error


def _settle(folder: Path) -> None:
    """Make the names in `folder` durable: a rename may reach the disk after what refers to it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except FileNotFoundError:  # an empty build has no documents
        return
    except OSError as error:
        raise PublishError(f"cannot write {folder}: {error.strerror}; the last build stays", feed="site") from error
