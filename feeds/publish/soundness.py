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
from feeds.publish.manifest import Coding, Manifest, Stored
from feeds.publish.site import Site

_UNPACKED: Final[Mapping[Coding, Callable[[bytes], bytes]]] = MappingProxyType(
    {
        "gzip": gzip.decompress,
        "br": brotli.decompress,
        "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
    }
)
_BROKEN: Final = (OSError, EOFError, zlib.error, brotli.error, zstandard.ZstdError)


def faults(site: Site) -> Iterator[str]:
    """Give what is wrong, a clause each; nothing where nothing is published yet."""
    manifest = site.manifest()
    if manifest is None:
        if not (site.problem or "").startswith("nothing is built yet"):
            yield str(site.problem)
        return
    yield from _of_lists(site, manifest)
    try:
        documents = list(site.every(manifest))
    except PublishError as error:
        yield str(error)
        return
    for stored in documents:
        yield from _of_document(site, stored)


def _of_lists(site: Site, manifest: Manifest) -> Iterator[str]:
    """Find lists of archives that are not what their name says; one that cannot be read is found where it is read."""
    for feed, name in manifest.archives.items():
        path = _path(site, name)
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest()[:32] != name:
            yield f"{path}, the list of the archives of {feed}, is damaged"


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
