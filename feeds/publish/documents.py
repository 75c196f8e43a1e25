"""Documents: immutable bytes with their codings and validators, made once, when they changed."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

import brotli
import zstandard

from feeds.publish.manifest import Coding, Stored, tag

_BROTLI: Final = 5  # brotli 11 costs sixty times as much for a tenth fewer bytes
_ZSTD: Final = 10


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A document before it is known whether it differs from the published one.

    `path` is its URL path, `max_age` seconds, `links` the values of its Link header, in order; `headers` are others
    that belong to it; it may be `private`.
    """

    path: str
    media_type: str
    identity: bytes
    max_age: int
    links: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    private: bool = False

    @cached_property
    def digest(self) -> str:
        """The first 32 hexadecimal digits of the SHA-256 of the bytes: their name and their tag."""
        return hashlib.sha256(self.identity).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document to be stored: `identity` bytes, their `variants` by coding, the quoted `etag`, `modified` in UTC."""

    path: str
    media_type: str
    identity: bytes
    variants: Mapping[Coding, bytes]
    etag: str
    modified: datetime
    max_age: int
    links: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    private: bool = False

    @property
    def bodies(self) -> Mapping[Coding, bytes]:
        """The bytes of every coding, identity first."""
        first: Coding = "identity"
        return {first: self.identity, **self.variants}


def make(draft: Draft, previous: Stored | None, now: datetime) -> Document:
    """Make the document that replaces `previous`: compress it, and date it `now` or, were that earlier, as before."""
    modified = now if previous is None else max(now, previous.modified)
    return Document(
        path=draft.path,
        media_type=draft.media_type,
        identity=draft.identity,
        variants=compress(draft.identity),
        etag=tag(draft.digest),
        modified=modified,
        max_age=draft.max_age,
        links=draft.links,
        headers=draft.headers,
        private=draft.private,
    )


def compress(identity: bytes) -> dict[Coding, bytes]:
    """Give the gzip, br and zstd forms of `identity`, without those that are no smaller."""
    variants: dict[Coding, bytes] = {
        "gzip": gzip.compress(identity, 6, mtime=0),
        "br": brotli.compress(identity, quality=_BROTLI),
        "zstd": zstandard.ZstdCompressor(level=_ZSTD).compress(identity),
    }
    return {coding: body for coding, body in variants.items() if len(body) < len(identity)}
