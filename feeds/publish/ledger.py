"""What was published, written down: every version of every document, and which articles stood in which feed.

What stands published is compared with what was written last, so that a build that was killed is made good by the next.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Final, Protocol

import zstandard

from feeds.article import Appearance, Packed, Version
from feeds.errors import PublishError
from feeds.publish.manifest import Stored, slug_of
from feeds.publish.site import Site

_LEVEL: Final = 3
_TOGETHER: Final = 200
_Move = tuple[Version, tuple[Appearance, ...]]


class Book(Protocol):
    """What the ledger asks of the store; every method may raise StoreError."""

    def heads(self) -> Mapping[str, str]:
        """Give the digest of the newest version of every document, by path."""

    def keyframe(self, path: str) -> Packed | None:
        """Give the newest version of a document that is kept by itself."""

    def appearing(self, feed: str) -> Mapping[str, Appearance]:
        """Give what stands in a feed, by the article's id."""

    def enter(self, packed: Sequence[Packed], changed: Sequence[Appearance]) -> None:
        """Keep versions, and when articles stood in feeds."""


class Ledger:
    """The ledger of one published folder; one process writes it."""

    def __init__(self, book: Book, site: Site) -> None:
        """Nothing is read before the first `record`."""
        self._book = book
        self._site = site
        self._heads: dict[str, str] | None = None
        self._stamp: tuple[int, int, int] | None = None

    def record(self) -> int:
        """Write down what stands published and is not written yet, and what is no more; give how many versions that is.

        A document that cannot be read is left for the next time. Raises StoreError, and PublishError for a list of
        archives that cannot be read; what is written by then stays written.
        """
        stamp = self._site.stamp()
        manifest = None if stamp == self._stamp else self._site.manifest()
        if manifest is None:
            return 0
        self._heads = dict(self._book.heads()) if self._heads is None else self._heads
        standing = {stored.path: stored for stored in self._site.every(manifest)}
        fresh = [stored for path, stored in standing.items() if self._heads.get(path) != _digest(stored)]
        gone = [path for path, digest in self._heads.items() if digest and path not in standing]
        written = sum(self._enter(part) for part in _parts(fresh))
        written += self._end(gone, manifest.built)
        self._stamp = stamp
        return written

    def _enter(self, part: Sequence[Stored]) -> int:
        """Write down documents; those of one feed are never parted."""
        bodies = {stored.path: body for stored in part if (body := self._body(stored)) is not None}
        read = [stored for stored in part if stored.path in bodies]
        moves = {
            slug: self._moved(slug, stored, bodies[stored.path]) for stored in read if (slug := _feed(stored.path))
        }
        packed = [self._packed(_version(stored, moves), bodies[stored.path]) for stored in read]
        self._keep(packed, [one for _, appearances in moves.values() for one in appearances])
        return len(packed)

    def _end(self, gone: Sequence[str], at: datetime) -> int:
        """Write down that nothing is published any more at the paths `gone`."""
        slugs = [slug for path in gone if (slug := _feed(path))]
        left = [replace(one, until=at) for slug in slugs for one in self._book.appearing(slug).values()]
        ended = [Version(path=path, at=at, digest="", length=0) for path in gone]
        self._keep([Packed(version=version, body=None) for version in ended], left)
        return len(ended)

    def _keep(self, packed: Sequence[Packed], changed: Sequence[Appearance]) -> None:
        if packed:
            self._book.enter(packed, changed)
            self._known().update((one.version.path, one.version.digest) for one in packed)

    def _body(self, stored: Stored) -> bytes | None:
        with suppress(PublishError):
            return self._site.read(stored)
        return None

    def _moved(self, slug: str, stored: Stored, body: bytes) -> _Move:
        """Give what the JSON document of a feed changed in it."""
        now = {item["id"]: hashlib.sha256(repr(item).encode()).hexdigest()[:32] for item in json.loads(body)["items"]}
        return moved(slug, self._book.appearing(slug), now, stored)

    def _packed(self, version: Version, body: bytes) -> Packed:
        return pack(version, body, self._book.keyframe(version.path) if version.path in self._known() else None)

    def _known(self) -> dict[str, str]:
        return {} if self._heads is None else self._heads


def _parts(documents: Iterable[Stored]) -> Iterator[list[Stored]]:
    """Give documents in parts that are written at once: feed by feed, so that what is said of one stands in all."""
    part: list[Stored] = []
    for _, of_feed in groupby(sorted(documents, key=_by_feed), key=lambda stored: slug_of(stored.path)):
        part += of_feed
        if len(part) >= _TOGETHER:
            yield part
            part = []
    if part:
        yield part


def _by_feed(stored: Stored) -> tuple[str, str]:
    return slug_of(stored.path) or "", stored.path


def moved(slug: str, before: Mapping[str, Appearance], now: Mapping[str, str], stored: Stored) -> _Move:
    """Give what came into a feed, changed in it and left it, as ids in a version and as what is to be kept of each.

    `now` are the fingerprints of its articles by their ids.
    """
    at = stored.modified
    added = tuple(Appearance(feed=slug, article=id_, since=at, digest=now[id_]) for id_ in now if id_ not in before)
    changed = tuple(
        replace(one, digest=now[id_]) for id_, one in before.items() if id_ in now and one.digest != now[id_]
    )
    removed = tuple(replace(one, until=at) for id_, one in before.items() if id_ not in now)
    version = Version(
        path=stored.path,
        at=at,
        digest=_digest(stored),
        length=stored.length,
        added=tuple(one.article for one in added),
        changed=tuple(one.article for one in changed),
        removed=tuple(one.article for one in removed),
    )
    return version, (*added, *changed, *removed)


def pack(version: Version, body: bytes, base: Packed | None) -> Packed:
    """Compress a version, beside `base` where that halves what `base` needs by itself."""
    if base is not None and base.body is not None:
        known = zstandard.ZstdCompressionDict(_plain(base), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        beside = zstandard.ZstdCompressor(level=_LEVEL, dict_data=known).compress(body)
        if len(beside) * 2 <= len(base.body):
            return Packed(version=version, body=beside, base=base.version.n)
    return Packed(version=version, body=zstandard.ZstdCompressor(level=_LEVEL).compress(body))


def unpack(found: Sequence[Packed]) -> bytes | None:
    """Give the very bytes of a version, given with its base if it has one; None where they are kept no more.

    Raises PublishError where they are damaged.
    """
    packed, *base = found
    if packed.body is None:
        return None
    try:
        body = _plain(packed) if packed.base is None else _beside(packed, _plain(base[0]))
    except (zstandard.ZstdError, IndexError):  # or its base is gone
        body = b""
    if hashlib.sha256(body).hexdigest()[:32] != packed.version.digest:
        raise PublishError("its bytes are damaged in the store", feed=packed.version.path)
    return body


def _plain(packed: Packed) -> bytes:
    return zstandard.ZstdDecompressor().decompress(packed.body or b"")


def _beside(packed: Packed, base: bytes) -> bytes:
    known = zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return zstandard.ZstdDecompressor(dict_data=known).decompress(packed.body or b"")


def _version(stored: Stored, moves: Mapping[str, _Move]) -> Version:
    """Give the version of a document; all documents of a feed bear what its JSON says of it."""
    slug = slug_of(stored.path)
    own = Version(path=stored.path, at=stored.modified, digest=_digest(stored), length=stored.length)
    if slug is None or slug not in moves or "/archive/" in stored.path:
        return own
    said = moves[slug][0]
    return replace(own, added=said.added, changed=said.changed, removed=said.removed)


def _feed(path: str) -> str | None:
    """Give the slug of the feed whose JSON document stands at `path`; None for every other document."""
    slug = slug_of(path)
    return slug if path == f"/feeds/{slug}.json" else None


def _digest(stored: Stored) -> str:
    return stored.files["identity"]
