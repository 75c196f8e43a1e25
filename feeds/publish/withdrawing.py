"""What the desk barred goes from documents, too, that are made no more: of feeds that failed or left the catalogue."""

import json
from collections.abc import Collection, Iterator
from typing import Final

from feeds.errors import PublishError
from feeds.publish.catalogue import Shelf
from feeds.publish.manifest import Manifest
from feeds.publish.site import Site

_FEEDS: Final = "/feeds/"
_READ: Final = ".json"


def shows_barred(slug: str, table: Manifest, store: Shelf, site: Site) -> bool:
    """Say whether a feed, as it is published, shows an article that the desk bars from it. Raises StoreError."""
    stored = table.documents.get(f"{_FEEDS}{slug}{_READ}")
    barred = store.barred(slug) if stored else ()
    if stored is None or not barred:
        return False
    try:
        shown = json.loads(site.read(stored))["items"]
    except (PublishError, ValueError):  # a file that is gone shows nobody anything
        return False
    return any(item["id"] in barred for item in shown)


def withdrawn(made: Collection[str], table: Manifest, store: Shelf, site: Site) -> frozenset[str]:
    """Give the paths of documents that are to go: of feeds, but for those just `made`, that show what is barred."""
    left = (slug for slug in _slugs(table) if slug not in made)
    gone = {slug for slug in left if shows_barred(slug, table, store, site)}
    return frozenset(path for path in table.documents if path.startswith(_FEEDS) and _slug(path) in gone)


def _slugs(table: Manifest) -> Iterator[str]:
    return (_slug(path) for path in table.documents if path.startswith(_FEEDS) and path.endswith(_READ))


def _slug(path: str) -> str:
    return path.removeprefix(_FEEDS).partition(".")[0]
