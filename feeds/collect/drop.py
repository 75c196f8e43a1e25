"""Look through a drop folder: which files are new or changed, whole, and safe to read."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Final

from feeds.article import FetchState, Page, Skipped
from feeds.errors import FetchError

EXTENSIONS: Final = frozenset((".txt", ".md", ".markdown", ".html", ".htm", ".json"))
LARGEST: Final = 4 * 2**20

_DEPTH: Final = 8
_MANY: Final = 50_000
_PASSED: Final = re.compile(r"\.|.*(?:~|\.(?:part|partial|crdownload|tmp|temp|swp|swx|bak))$", re.IGNORECASE)
_UNREAD: Final = "unread"


@dataclass(frozen=True, slots=True)
class Scan:
    """What a look into the folder found: files to read, the fingerprints to keep, and what was left out and why."""

    pages: tuple[Page, ...]
    files: tuple[tuple[str, str], ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class _File:
    """A directory entry, `name` in the open directory `parent`; `path` is relative to the drop folder."""

    path: str
    name: str
    parent: int


@dataclass(slots=True)
class _Looked:
    """What is known so far; `known` are the fingerprints of the last look."""

    known: dict[str, str]
    files: dict[str, str] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    waiting: list[tuple[int, str, str]] = field(default_factory=list)

    def skip(self, path: str, mark: str, reason: str) -> None:
        """Leave a file out, and say so once for as long as it stays what it is."""
        if self.known.get(path) != mark:
            self.skipped.append(Skipped(what=path, reason=reason))
        self.files[path] = mark


def scan(folder: Path, state: FetchState, now: datetime, *, settle: timedelta, most: int) -> Scan:
    """Find the files that are new or changed since `state.files`, and read up to `most` of them, oldest first.

    A file modified less than `settle` before `now`, or while it is read, is left for the next look, as are those
    beyond `most`: they stand in `files` as they stood before. A file that is gone only drops out of `files`. One that
    cannot be read is tried at every look and reported once. Links, devices, pipes and hidden files are never opened.
    Raises FetchError (transient) where the folder itself cannot be read.
    """
    looked = _Looked(known=dict(state.files))
    try:
        with _opened(folder) as top:
            _look(top, "", looked, now - settle, now + settle)
            pages = _read(top, looked, most)
    except OSError as error:
        reason = f'the drop folder "{folder}" cannot be read ({_why(error)}); create it, or correct "path"'
        raise FetchError(reason, source=state.source, transient=True) from error
    return Scan(pages=pages, files=tuple(sorted(looked.files.items())), skipped=tuple(looked.skipped))


@contextmanager
def _opened(name: str | Path, parent: int | None = None) -> Iterator[int]:
    """Open a directory; inside the drop folder no link is followed."""
    link = 0 if parent is None else os.O_NOFOLLOW
    directory = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | link, dir_fd=parent)
    try:
        yield directory
    finally:
        os.close(directory)


def _look(directory: int, prefix: str, looked: _Looked, since: datetime, until: datetime) -> None:
    """Look at every entry of an open directory, then into its directories."""
    with os.scandir(directory) as entries:
        names = sorted(entry.name for entry in entries)
    for name in names:
        path = prefix + name.encode("utf-8", "backslashreplace").decode()
        if _PASSED.match(name):
            continue
        if len(looked.files) + len(looked.waiting) >= _MANY:
            looked.skip("…", "many", f"more than {_MANY} files; move the older ones away")
            return
        _judge(_File(path, name, directory), looked, since, until)


def _judge(file: _File, looked: _Looked, since: datetime, until: datetime) -> None:
    try:
        status = os.stat(file.name, dir_fd=file.parent, follow_symlinks=False)
        if stat.S_ISDIR(status.st_mode):
            _descend(file, looked, since, until)
            return
    except FileNotFoundError:
        return
    except OSError as error:
        looked.skip(file.path, _UNREAD, f"it cannot be read: {_why(error)}")
        return
    mark = _fingerprint(status)
    if reason := _refused(file, status):
        looked.skip(file.path, mark, reason)
    elif looked.known.get(file.path) == mark:
        looked.files[file.path] = mark
    else:
        settled = not since < datetime.fromtimestamp(status.st_mtime, UTC) < until
        _leave(file.path, looked)
        if settled:
            looked.waiting.append((status.st_mtime_ns, file.path, mark))


def _descend(file: _File, looked: _Looked, since: datetime, until: datetime) -> None:
    if file.path.count("/") + 1 >= _DEPTH:
        looked.skip(file.path, "deep", f"more than {_DEPTH} folders deep; move it up")
        return
    with _opened(file.name, file.parent) as directory:
        _look(directory, file.path + "/", looked, since, until)


def _refused(file: _File, status: os.stat_result) -> str | None:
    """Say why a file is not to be read, or None."""
    if stat.S_ISLNK(status.st_mode):
        return "it is a link; put the file itself into the folder"
    if not stat.S_ISREG(status.st_mode):
        return "it is not a file (a device, a pipe or a socket)"
    if not file.name.isprintable():
        return "its name is not UTF-8, or holds control characters; rename it"
    if PurePosixPath(file.name).suffix.lower() not in EXTENSIONS:
        return f"its name ends in none of {', '.join(sorted(EXTENSIONS))}"
    if status.st_size > LARGEST:
        return f"it is larger than {LARGEST // 2**20} MB"
    return None


def _leave(path: str, looked: _Looked) -> None:
    """Keep a file as it was known, so that the next look finds it changed or new again."""
    if path in looked.known:
        looked.files[path] = looked.known[path]


def _read(top: int, looked: _Looked, most: int) -> tuple[Page, ...]:
    """Read the oldest of the waiting files."""
    pages: list[Page] = []
    for _, path, mark in sorted(looked.waiting):
        if len(pages) >= most:
            break
        try:
            body, status = _bytes(top, path)
        except FileNotFoundError:
            continue
        except OSError as error:
            looked.skip(path, _UNREAD, f"it cannot be read: {_why(error)}")
            continue
        if _fingerprint(status) != mark or len(body) != status.st_size:
            continue  # it is being written
        modified = datetime.fromtimestamp(int(status.st_mtime), UTC)
        pages.append(Page(address=path, body=body, modified=modified))
        looked.files[path] = mark
    return tuple(pages)


def _bytes(top: int, path: str) -> tuple[bytes, os.stat_result]:
    """Read a file, and give its status after that; no link is followed on the way, nothing blocks."""
    *folders, name = path.split("/")
    directory = os.dup(top)
    try:
        for folder in folders:
            below = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=directory)
            os.close(directory)
            directory = below
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=directory)
    finally:
        os.close(directory)
    with os.fdopen(handle, "rb") as file:
        return file.read(LARGEST + 1), os.fstat(file.fileno())


def _fingerprint(status: os.stat_result) -> str:
    """Name a state of a file; the change time tells an edit that kept size and modification time."""
    return f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}"


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
