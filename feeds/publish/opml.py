"""The catalogue as OPML 2.0 (opml.org/spec2), for readers that import a list of feeds."""

from collections.abc import Sequence
from email.utils import format_datetime
from itertools import groupby
from typing import Final

from lxml import etree
from lxml.etree import SubElement, _Element

from config.settings import Settings
from feeds.publish.manifest import Listed
from feeds.text.characters import legal

PATH: Final = "/feeds.opml"
MEDIA_TYPE: Final = "text/x-opml"
GROUPS: Final = (
    ("beat", "The beat"),
    ("feed", "Subjects"),
    ("region", "Regions"),
    ("country", "Countries"),
    ("language", "Languages"),
    ("topic", "Topics"),
    ("author", "Authors"),
    ("source", "Sources"),
)


def groups(feeds: Sequence[Listed]) -> dict[str, tuple[Listed, ...]]:
    """Give the feeds by the URL path of their group's own list ("/feeds/country.opml")."""
    found: dict[str, tuple[Listed, ...]] = {}
    for feed in feeds:
        path = f"/feeds/{feed.group}.opml"
        found[path] = (*found.get(path, ()), feed)
    return found


def render(feeds: Sequence[Listed], settings: Settings) -> bytes:
    """List the Atom document of each feed, in a folder for each group; dated by the newest of them."""
    root = etree.Element("opml", version="2.0")
    head = SubElement(root, "head")
    only = {feed.group for feed in feeds}
    said = [settings.site.title, *(dict(GROUPS).get(group, group) for group in only if len(only) == 1)]
    SubElement(head, "title").text = legal(" — ".join(said))
    if feeds:
        SubElement(head, "dateModified").text = format_datetime(max(feed.updated for feed in feeds))
    SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = SubElement(root, "body")
    for group, members in groupby(feeds, key=lambda feed: feed.group):
        title = dict(GROUPS).get(group, group)
        folder = SubElement(body, "outline", text=title, title=title)
        for feed in members:
            _outline(folder, feed)
    return bytes(etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8"))


def _outline(folder: _Element, feed: Listed) -> None:
    said = {
        "text": legal(feed.title),
        "title": legal(feed.title),
        "description": legal(feed.subtitle),
        "type": "rss",
        "version": "ATOM",
        "xmlUrl": f"{feed.address}.atom",
        "htmlUrl": feed.address,
        "language": feed.language or "",
    }
    SubElement(folder, "outline", {name: value for name, value in said.items() if value})
