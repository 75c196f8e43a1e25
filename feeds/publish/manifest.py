"""The table of what is published, as it stands in `manifest.json`: which feeds, which documents, which files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, Field, TypeAdapter

Coding = Literal["identity", "gzip", "br", "zstd"]
FILENAME: Final = r"^[0-9a-f]{32}(\.gz|\.br|\.zst)?$"
Filename = Annotated[str, Field(pattern=FILENAME)]
SUFFIXES: Final[Mapping[Coding, str]] = MappingProxyType({"identity": "", "gzip": ".gz", "br": ".br", "zstd": ".zst"})


def tag(digest: str, coding: Coding = "identity") -> str:
    """Give the strong entity tag (RFC 9110, 8.8.3) of the document `digest` as sent in `coding`, quotes included."""
    return f'"{digest}{SUFFIXES[coding]}"'


_DOCUMENT: Final = re.compile(r"/feeds/([a-z0-9-]+)((?:/archive/[0-9]+)?\.(?:atom|json|rss))?")


def slug_of(path: str) -> str | None:
    """Give the slug of the feed whose document, archive page or HTML page stands at the URL path `path`, or None."""
    found = _DOCUMENT.fullmatch(path)
    return found and found[1]


def successor(path: str, old: str, new: str) -> str:
    """Give the path in the feed `new` of what stood at `path` in the feed `old`; of an archive page, the feed's own."""
    return re.sub(r"/archive/[0-9]+", "", path).replace(f"/feeds/{old}", f"/feeds/{new}", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One document as it lies in the folder.

    `path` is its URL path ("/feeds/china.rss"), `media_type` is without a charset, `etag` the quoted tag of the
    identity coding, `modified` the time of its last change (UTC), `max_age` seconds, `links` the values of its Link
    header, `headers` others that belong to it, `files` the file name of each coding ("identity" is always there),
    `length` the identity bytes' length. One that is `private` is only for those who hold a token.
    """

    path: str
    media_type: str
    etag: str
    modified: AwareDatetime
    max_age: int
    links: tuple[str, ...]
    files: Mapping[Coding, Filename]
    length: int
    headers: tuple[tuple[str, str], ...] = ()
    private: bool = False

    def __post_init__(self) -> None:
        if "identity" not in self.files:
            raise ValueError(f"{self.path} has no identity file")

    def tag(self, coding: Coding) -> str:
        """Give the entity tag of the bytes that `coding` sends."""
        return tag(self.etag.strip('"'), coding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One feed of the catalogue, for pages and OPML.

    `address` is its URL without an extension, `updated` its newest content change, `language` None where its articles
    have several; `signature` is the fingerprint of everything it was made of, so that an equal one is not built again.
    `rules` is the table of settings that chose its articles, as JSON; `doubtful` of them look broken (see `guards`).
    One that is `private` is named nowhere.
    """

    slug: str
    title: str
    subtitle: str
    group: str
    count: int
    updated: AwareDatetime
    language: str | None
    address: str
    signature: str
    rules: str = ""
    doubtful: int = 0
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything that is served: the feeds in catalogue order, and every document by its URL path.

    `documents` holds more than `feeds` names: a feed that left the catalogue stays served. `retired` are files that no
    document names any more, and since when: they stay a while for readers of an older table. `moved` are the feeds that
    have another slug now, by their old one; `gone` those that were given up, by slug, each with the slug of its
    successor or "". `archives` are the files that list the pages of a feed's archives (`Pages`), by slug.
    """

    built: AwareDatetime
    feeds: tuple[Listed, ...]
    documents: Mapping[str, Stored]
    retired: Mapping[Filename, AwareDatetime] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)
    archives: Mapping[str, Filename] = field(default_factory=dict)
    version: Literal[1] = 1

    @property
    def files(self) -> frozenset[str]:
        """The names of all files that a document is in."""
        return frozenset(name for stored in self.documents.values() for name in stored.files.values())

    @property
    def public(self) -> tuple[Listed, ...]:
        """The feeds that everybody may know of."""
        return tuple(feed for feed in self.feeds if not feed.private)

    def feed(self, slug: str) -> Listed | None:
        """Find a listed feed by its slug."""
        return next((listed for listed in self.feeds if listed.slug == slug), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The archives of one feed: every document of every page by its URL path, in a file of their own.

    A manifest that named them all would be read anew by every worker at every change. `signature` is the fingerprint of
    the settings and the code that they were made with.
    """

    signature: str
    documents: Mapping[str, Stored]

    @property
    def files(self) -> frozenset[str]:
        """The names of all files that a page is in."""
        return frozenset(name for stored in self.documents.values() for name in stored.files.values())


def read_pages(text: bytes) -> Pages:
    """Read a list of pages; raises ValueError where it is none of ours."""
    return _pages().validate_json(text)


def write_pages(pages: Pages) -> bytes:
    """Give the bytes of a list of pages."""
    return _pages().dump_json(pages)


def read(text: bytes) -> Manifest:
    """Read `manifest.json`; raises ValueError where it is not one of ours, with every fault in its message."""
    return _adapter().validate_json(text)


def write(manifest: Manifest) -> bytes:
    """Give the bytes of `manifest.json`."""
    return _adapter().dump_json(manifest, indent=1)


@cache
def _adapter() -> TypeAdapter[Manifest]:
    return TypeAdapter(Manifest)


@cache
def _pages() -> TypeAdapter[Pages]:
    return TypeAdapter(Pages)
