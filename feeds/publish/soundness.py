"""Whether the published folder is sound: every file that its table names is there, and is what its name says."""

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import brotli
import zstandard

from feeds.errors import PublishError
from feeds.publish.manifest import Coding, Stored
from feeds.publish.site import Site

_UNPACKED: Final[Mapping[Coding, Callable[[bytes], bytes]]] = MappingProxyType(
    {
        "gzip": gzip.decompress,
        "br": brotli.decompress,
        "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
    }
)
_AGAIN: Final = "remove what is damaged, and `beatwire collect` makes it again"
_BROKEN: Final = (OSError, EOFError, zlib.error, brotli.error, zstandard.ZstdError)


def faults(site: Site) -> Iterator[tuple[str, str]]:
    """Give what is wrong and its remedy, a clause each; nothing where nothing is published yet."""
    manifest = site.manifest()
    if manifest is None:
        if not (site.problem or "").startswith("nothing is built yet"):
            yield str(site.problem), _AGAIN
        return
    for stored in manifest.documents.values():
        for fault in _of_document(site, stored):
            yield fault, _AGAIN
    for feed, name in manifest.archives.items():
        yield from _of_archives(site, feed, name)


def _of_archives(site: Site, feed: str, name: str) -> Iterator[tuple[str, str]]:
    """Examine a list of archives and its pages: a build looks at those again only where there is no such list."""
    path = _path(site, name)
    try:
        pages = site.pages(name)
        if hashlib.sha256(path.read_bytes()).hexdigest()[:32] != name:
            yield f"{path}, the list of the archives of {feed}, is damaged", _AGAIN
    except (OSError, PublishError):
        yield f"{path}, the list of the archives of {feed}, cannot be read", _AGAIN
        return
    for stored in pages.documents.values():
        for fault in _of_document(site, stored):
            yield fault, f"remove what is damaged and {path}, its list, and `beatwire collect` makes both again"


def _of_document(site: Site, stored: Stored) -> Iterator[str]:
    try:
        body = site.read(stored)
    except PublishError:
        yield f"the file of {stored.path} is not there"
        return
    if hashlib.sha256(body).hexdigest()[:32] != stored.files["identity"]:
        yield f"{_path(site, stored.files['identity'])}, the file of {stored.path}, is damaged"
        return  # what it was compressed to cannot be held against it
    if not site.has(stored):
        yield f"a compressed file of {stored.path} is not there, or is cut short"
        return
    for coding, name in stored.files.items():
        if coding != "identity" and not _holds(site.read(stored, coding), coding, body):
            yield f"{_path(site, name)}, a compressed file of {stored.path}, is damaged"


def _holds(packed: bytes, coding: Coding, body: bytes) -> bool:
    """Tell whether `packed` is `body`, so that who takes that coding reads the same."""
    try:
        return _UNPACKED[coding](packed) == body
    except _BROKEN:
        return False


def _path(site: Site, name: str) -> Path:
    return site.folder / "documents" / name
