"""The catalogue as JSON, for programs: what feeds there are, and where each format of them stands."""

import json
from collections.abc import Sequence
from typing import Any, Final

from config.settings import Settings
from feeds.publish import opml
from feeds.publish.formats import formats
from feeds.publish.manifest import Listed
from feeds.text.characters import legal

PATH: Final = "/feeds.json"
MEDIA_TYPE: Final = "application/json"


def render(feeds: Sequence[Listed], settings: Settings) -> bytes:
    """List the feeds in catalogue order, with the number of articles and the last change of each."""
    said = {
        "title": legal(settings.site.title),
        "home_page_url": f"{settings.base_url}/",
        "opml_url": f"{settings.base_url}/feeds.opml",
        "group_opml_urls": {path[7:-5]: settings.base_url + path for path in opml.groups(feeds)},
        "feeds": [_feed(feed) for feed in feeds],
        "renamed": dict(settings.publishing.renamed),
        "retired": {slug: successor or None for slug, successor in settings.publishing.retired},
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def _feed(feed: Listed) -> dict[str, Any]:
    return {
        "slug": feed.slug,
        "title": legal(feed.title),
        "description": legal(feed.subtitle),
        "group": feed.group,
        "language": feed.language,
        "articles": feed.count,
        "updated": feed.updated.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "home_page_url": feed.address,
        "formats": {name: feed.address + format_.EXTENSION for name, format_ in sorted(formats().items())},
    }
