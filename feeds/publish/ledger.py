"""What was published, written down: every version of every document, and which articles stood in which feed.

What stands published is compared with what was written last, so that a build that was killed is made good by the next.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol

import zstandard

from feeds.article import Appearance, Packed, Version
from feeds.publish.manifest import Manifest, Stored, slug_of
from feeds.publish.site import Site

_LEVEL: Final = 3
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
        self._lists: dict[str, str] = {}
        self._stamp: tuple[int, int, int] | None = None

    def record(self) -> int:
        """Write down what stands published and is not written yet; give how many versions that is.

        Raises StoreError and PublishError; what was not written then is so the next time.
        """
        stamp = self._site.stamp()
        manifest = None if stamp == self._stamp else self._site.manifest()
        if manifest is None:
            return 0
        heads = dict(self._book.heads()) if self._heads is None else self._heads
        fresh = [stored for stored in self._documents(manifest) if heads.get(stored.path) != _digest(stored)]
        moves = {slug: self._moved(slug, stored) for stored in fresh if (slug := _feed(stored))}
        packed = [self._packed(stored, moves, known=stored.path in heads) for stored in fresh]
        changed = [one for _, appearances in moves.values() for one in appearances]
        if packed:
            self._book.enter(packed, changed)
        self._heads = heads | {stored.path: _digest(stored) for stored in fresh}
        self._lists, self._stamp = dict(manifest.archives), stamp
        return len(packed)

    def _documents(self, manifest: Manifest) -> Iterator[Stored]:
        """Give every document of the table, and those of the lists of archives that changed."""
        yield from manifest.documents.values()
        for slug, name in manifest.archives.items():
            if self._lists.get(slug) != name:
                yield from self._site.pages(name).documents.values()

    def _moved(self, slug: str, stored: Stored) -> _Move:
        """Give what the JSON document of a feed changed in it."""
        items = json.loads(self._site.read(stored))["items"]
        now = {item["id"]: hashlib.sha256(repr(item).encode()).hexdigest()[:32] for item in items}
        before = self._book.appearing(slug)
        return moved(slug, before, now, stored)

    def _packed(self, stored: Stored, moves: Mapping[str, _Move], *, known: bool) -> Packed:
        base = self._book.keyframe(stored.path) if known else None
        return pack(_version(stored, moves), self._site.read(stored), base)


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
    """Give the very bytes of a version, given with its base if it has one; None where they are kept no more."""
    version, *base = found
    if version.body is None or (version.base is not None and not base):
        return None
    body = _plain(version) if version.base is None else _beside(version, _plain(base[0]))
    return body if hashlib.sha256(body).hexdigest()[:32] == version.version.digest else None


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


def _feed(stored: Stored) -> str | None:
    """Give the slug of the feed whose JSON document this is; None for every other document."""
    slug = slug_of(stored.path)
    return slug if stored.path == f"/feeds/{slug}.json" else None


def _digest(stored: Stored) -> str:
    return stored.files["identity"]
