"""What RFC 4287, RSS 2.0 with its profile, and JSON Feed 1.1 demand, as lists of complaints about a document."""

import json
import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from tests.feeds.publish.readers import SPACES

ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d \+0000",
)
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
FEED = {"author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle", "title", "updated", "entry"}  # fmt: skip
ENTRY = {"author", "category", "content", "contributor", "id", "link", "published", "rights", "source", "summary", "title", "updated"}  # fmt: skip
CHANNEL = {"title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate", "lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image", "rating", "textInput", "skipHours", "skipDays", "item"}  # fmt: skip
ITEM = {"title", "link", "description", "author", "category", "comments", "enclosure", "guid", "pubDate", "source"}


def atom_complaints(body: bytes) -> list[str]:
    """Complain of what RFC 4287 forbids."""
    root: Any = etree.fromstring(body)
    if root.tag != f"{ATOM}feed":
        return [f"the root is {root.tag!r}"]
    said = [
        *_names(root, FEED, "feed"),
        *_counts(
            root, "feed", one=("id", "title", "updated"), most=("generator", "icon", "logo", "rights", "subtitle")
        ),
        *_constructs(root),
    ]
    for entry in root.findall(f"{ATOM}entry"):
        said += _entry(entry)
    return said


def _entry(entry: Any) -> list[str]:
    said = [
        *_names(entry, ENTRY, "entry"),
        *_counts(
            entry, "entry", one=("id", "title", "updated"), most=("content", "published", "rights", "source", "summary")
        ),
    ]
    if not entry.findall(f"{ATOM}author"):
        said.append("4.1.2: an entry has no author")
    if entry.find(f"{ATOM}content") is None and not entry.xpath(
        "a:link[not(@rel) or @rel='alternate']", namespaces=SPACES
    ):
        said.append("4.1.2: an entry has neither content nor an alternate link")
    if any(content.get("type") not in {"html", "text"} or len(content) for content in entry.findall(f"{ATOM}content")):
        said.append("4.1.3.3: content is not escaped html")
    return said


def _constructs(root: Any) -> list[str]:
    said = []
    for tag, kind in (
        ("updated", RFC3339),
        ("published", RFC3339),
        ("id", IRI),
        ("uri", IRI),
        ("icon", IRI),
        ("logo", IRI),
    ):
        said += [f"{tag}: {one.text!r}" for one in root.iter(ATOM + tag) if not kind.fullmatch(one.text or "")]
    for person in root.iter(f"{ATOM}author"):
        said += _counts(person, "author", one=("name",), most=("uri", "email"))
    for link in root.iter(f"{ATOM}link"):
        said += [] if IRI.fullmatch(link.get("href", "")) else [f"4.2.7.1: href {link.get('href')!r}"]
    for category in root.iter(f"{ATOM}category"):
        said += [] if category.get("term") else ["4.2.2.1: a category has no term"]
        said += [] if IRI.fullmatch(category.get("scheme", "x:y")) else [f"4.2.2.2: {category.get('scheme')!r}"]
    for parent in (root, *root.iter(f"{ATOM}entry")):
        kinds = [
            (one.get("type"), one.get("hreflang"))
            for one in parent.findall(f"{ATOM}link")
            if one.get("rel") in {None, "alternate"}
        ]
        said += ["4.1.1: two alternate links of a type"] if len(kinds) != len(set(kinds)) else []
    ids = [one.text for one in root.findall(f"{ATOM}entry/{ATOM}id")]
    return [*said, *(["4.1.1: an id is there twice"] if len(ids) != len(set(ids)) else [])]


def rss_complaints(body: bytes) -> list[str]:
    """Complain of what RSS 2.0 and its Best Practices Profile forbid."""
    root: Any = etree.fromstring(body)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return ["it is no RSS 2.0"]
    said = [
        *(
            f"channel: {child.tag!r} is unknown"
            for child in channel
            if "{" not in child.tag and child.tag not in CHANNEL
        ),
        *_counts(
            channel, "channel", one=("title", "link", "description"), most=CHANNEL - {"item", "category"}, space=""
        ),
        *(
            f"lastBuildDate: {one.text!r}"
            for one in channel.iter("lastBuildDate")
            if not RFC822.fullmatch(one.text or "")
        ),
    ]
    if channel.xpath("count(a:link[@rel='self'])", namespaces=SPACES) != 1:
        said.append("profile: it must name itself once")
    for item in channel.findall("item"):
        said += _item(item)
    guids = [item.findtext("guid") for item in channel.findall("item")]
    return [*said, *(["a guid is there twice"] if len(guids) != len(set(guids)) else [])]


def _item(item: Any) -> list[str]:
    said = [
        *(f"item: {child.tag!r} is unknown" for child in item if "{" not in child.tag and child.tag not in ITEM),
        *_counts(item, "item", one=("title", "link", "guid", "pubDate"), most=ITEM - {"category"}, space=""),
    ]
    guid = item.find("guid")
    said += [] if guid.get("isPermaLink") == "false" and IRI.fullmatch(guid.text) else [f"guid {guid.text!r}"]
    said += [] if RFC822.fullmatch(item.findtext("pubDate")) else [f"pubDate {item.findtext('pubDate')!r}"]
    said += [] if IRI.fullmatch(item.findtext("link")) else [f"link {item.findtext('link')!r}"]
    for author in item.findall("author"):
        said += [] if re.fullmatch(r"\S+@\S+ \(.+\)", author.text) else [f"author {author.text!r}"]
    for enclosure in item.findall("enclosure"):
        whole = (
            int(enclosure.get("length", "0")) > 0 and enclosure.get("type") and IRI.fullmatch(enclosure.get("url", ""))
        )
        said += [] if whole else ["an enclosure is not whole"]
    for source in item.findall("source"):
        said += [] if IRI.fullmatch(source.get("url", "")) else ["a source has no url"]
    return said


def json_complaints(body: bytes) -> list[str]:
    """Complain of what JSON Feed 1.1 forbids."""
    feed = json.loads(body.decode("utf-8"))
    said = [f"{key} is not there" for key in ("version", "title", "items") if key not in feed]
    said += [
        f"{key} is null or empty"
        for key, value in feed.items()
        if value in (None, "", {}) or (value == [] and key != "items")
    ]
    for item in feed["items"]:
        said += [] if isinstance(item.get("id"), str) and item["id"] else ["an item has no id"]
        said += [] if "content_html" in item or "content_text" in item else ["an item has no content"]
        said += [f"{key} is null or empty" for key, value in item.items() if value in (None, "", [], {})]
        said += [
            f"{key} {item[key]!r}" for key in ("date_published", "date_modified") if not RFC3339.fullmatch(item[key])
        ]
        said += [f"{key} {item[key]!r}" for key in ("url", "image") if key in item and not IRI.fullmatch(item[key])]
        said += [
            "an attachment is not whole" for one in item.get("attachments", ()) if not (one["url"] and one["mime_type"])
        ]
        said += [
            "an author has nothing" for one in item.get("authors", ()) if not {"name", "url", "avatar"} & one.keys()
        ]
    ids = [item["id"] for item in feed["items"]]
    return [*said, *(["an id is there twice"] if len(ids) != len(set(ids)) else [])]


def _names(element: Any, known: set[str], what: str) -> list[str]:
    tags = [child.tag.removeprefix(ATOM) for child in element if child.tag.startswith(ATOM)]
    bare = [child.tag for child in element if "{" not in str(child.tag)]
    return [f"{what}: {tag} is unknown" for tag in [*bare, *(tag for tag in tags if tag not in known)]]


def _counts(element: Any, what: str, *, one: Iterable[str], most: Iterable[str], space: str = ATOM) -> list[str]:
    exactly = [f"{what}: {tag} must be there once" for tag in one if len(element.findall(space + tag)) != 1]
    return exactly + [f"{what}: {tag} is there twice" for tag in most if len(element.findall(space + tag)) > 1]


COMPLAINTS = {"rss": rss_complaints, "atom": atom_complaints, "json": json_complaints}
