"""Parsers that others wrote, each told what it read of our documents in one form; what it does not tell is not there.

A story is {"id", "title", "link", "published", "updated", "authors", "categories", "content", "summary", "enclosures"}:
dates as aware datetimes, `content` and `summary` as text, an enclosure as (address, type, length).
Each parser is asked as its manual says, for what it offers; nothing is mended but the form.
"""

import json
import shutil
import subprocess
from calendar import timegm
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import atoma
import fastfeedparser
from lxml import etree, html
from reader import make_reader

from tests.feeds.publish.readers import SPACES, Story, by_feedparser, from_atom, rss_title

Told = dict[str, Any]
Read = Callable[[str, bytes], list[Told]]
ROOT = Path(__file__).parents[4]
NODE = Path(__file__).parent / "node"


def meant(name: str, atom: bytes) -> dict[str, Told]:
    """Give what a document of the format `name` is to say, by id, from the Atom document of the same feed."""
    entries = etree.fromstring(atom).findall("a:entry", SPACES)
    stories = [_meant(name, entry, story) for entry, story in zip(entries, from_atom(atom), strict=True)]
    return {story["id"]: story for story in stories}


def _meant(name: str, entry: Any, story: Story) -> Told:
    links = entry.findall("a:link[@rel='enclosure']", SPACES)
    enclosures = [_enclosure(link.get("href"), link.get("type"), link.get("length")) for link in links]
    authors, content = story.authors, story.content
    if name == "atom":  # where there is no byline it names the publisher, for it must name somebody
        authors = tuple(entry.xpath("a:author/a:name/text()", namespaces=SPACES))
    if name == "rss":  # one enclosure, and a whole one
        enclosures = [one for one in enclosures if all(one)][:1]
    if name == "json":  # an attachment must have a type, and an item a text
        enclosures = [one for one in enclosures if one[1]]
        content = content or story.summary or story.title
    return {
        "id": story.id,
        "title": _line(story.title),
        "link": story.link,
        "published": story.published,
        "updated": datetime.fromisoformat(entry.findtext("a:updated", None, SPACES)),
        "authors": authors,
        "categories": story.tags,
        "content": _text(content),
        "summary": _line(story.summary),
        "enclosures": tuple(enclosures),
    }


def _by_feedparser(name: str, body: bytes) -> list[Told]:
    return [
        _told(
            name,
            id=entry.id,
            title=entry.title,
            link=entry.link,
            published=_moment(entry.published_parsed),
            updated=_moment(entry.get("updated_parsed")) if "updated" in entry else None,
            authors=[one.get("name") for one in entry.get("authors", ())],
            categories=[tag.label or tag.term for tag in entry.get("tags", ())],
            content=entry.content[0].value if "content" in entry else None,
            summary=entry.get("summary"),
            enclosures=[(one.href, one.get("type"), one.get("length")) for one in entry.enclosures],
        )
        for entry in by_feedparser(body).entries
    ]


def _by_fastfeedparser(name: str, body: bytes) -> list[Told]:
    return [
        _told(
            name,
            id=entry.id,
            title=entry.title,
            link=entry.link,
            published=entry.published,
            updated=entry.get("updated"),
            authors=[one["name"] for one in entry.get("authors", ())],
            categories=[one["label"] or one["term"] for one in entry.get("tags", ())],
            content=entry.content[0]["value"] if "content" in entry else None,
            summary=entry.get("description"),
            enclosures=[(one["url"], one.get("type"), one.get("length")) for one in entry.get("enclosures", ())],
        )
        for entry in fastfeedparser.parse(body).entries
    ]


def _by_atoma(name: str, body: bytes) -> list[Told]:
    if name == "atom":
        return [_atoma_entry(entry) for entry in atoma.parse_atom_bytes(body).entries]
    if name == "rss":
        return [_atoma_item(item) for item in atoma.parse_rss_bytes(body).items]
    return [_atoma_json(item) for item in atoma.parse_json_feed_bytes(body).items]


def _atoma_entry(entry: Any) -> Told:
    enclosed = [link for link in entry.links if link.rel == "enclosure"]
    return _told(
        "atom",
        id=entry.id_,
        title=entry.title.value,
        link=next(link.href for link in entry.links if link.rel is None),
        published=entry.published,
        updated=entry.updated,
        authors=[one.name for one in entry.authors],
        categories=[one.label or one.term for one in entry.categories],
        content=entry.content and entry.content.value,
        summary=entry.summary and entry.summary.value,
        enclosures=[(link.href, link.type_, link.length) for link in enclosed],
    )


def _atoma_item(item: Any) -> Told:
    return _told(
        "rss",
        id=item.guid,
        title=item.title,
        link=item.link,
        published=item.pub_date,
        categories=item.categories,
        content=item.content_encoded,
        summary=item.description,
        enclosures=[(one.url, one.type, one.length) for one in item.enclosures],
    )


def _atoma_json(item: Any) -> Told:
    return _told(
        "json",
        id=item.id_,
        title=item.title,
        link=item.url,
        published=item.date_published,
        updated=item.date_modified,
        categories=item.tags,
        content=item.content_html or item.content_text,
        summary=item.summary,
        enclosures=[(one.url, one.mime_type, one.size_in_bytes) for one in item.attachments],
    )


def _by_reader(name: str, body: bytes) -> list[Told]:
    with TemporaryDirectory() as folder, make_reader(":memory:", feed_root=folder) as reader:
        (Path(folder) / f"feed.{name}").write_bytes(body)
        reader.add_feed(f"feed.{name}")
        reader.update_feed(f"feed.{name}")
        return [_reader_entry(name, entry) for entry in reader.get_entries()]


def _reader_entry(name: str, entry: Any) -> Told:
    return _told(
        name,
        id=entry.id,
        title=entry.title,
        link=entry.link,
        published=entry.published,
        updated=entry.updated,
        authors=[one.name for one in entry.authors],
        content=entry.content[0].value if entry.content else None,
        summary=entry.summary,
        enclosures=[(one.href, one.type, one.length) for one in entry.enclosures],
    )


PYTHON: Mapping[str, Read] = {
    "feedparser": _by_feedparser,
    "fastfeedparser": _by_fastfeedparser,
    "atoma": _by_atoma,
    "reader": _by_reader,
}


def missing() -> str | None:
    """Say what is not here of what the parsers for Node need."""
    if shutil.which("node") is None:
        return "there is no node; .ci/run installs it"
    if not (NODE / "node_modules").is_dir():
        return f"the parsers for Node are not here; .ci/run installs them, or: npm ci --prefix {NODE.relative_to(ROOT)}"
    return None


def by_node(bodies: Mapping[str, bytes]) -> dict[str, dict[str, list[Told]]]:
    """Give what each parser for Node tells of each document that it can read, by parser and format."""
    done = subprocess.run(
        ["node", NODE / "read.mjs"],
        input=json.dumps({name: body.decode() for name, body in bodies.items()}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {
        parser: {name: [_told(name, **story) for story in stories] for name, stories in read.items()}
        for parser, read in json.loads(done.stdout).items()
    }


def _told(name: str, **said: Any) -> Told:
    """Give what a parser said in the form of a story; what it gave as None it does not tell."""
    shapes: dict[str, Callable[[Any], Any]] = {
        "title": lambda title: _line(rss_title(title) if name == "rss" else title),
        "published": _date,
        "updated": _date,
        "authors": tuple,
        "categories": lambda given: tuple(dict.fromkeys(given)),
        "content": _text,
        "summary": _text if name == "rss" else _line,
        "enclosures": lambda given: tuple(_enclosure(*one) for one in given),
    }
    return {key: shapes.get(key, str)(value) for key, value in said.items() if value is not None}


def _enclosure(href: str, type_: str | None, length: Any) -> tuple[str, str | None, int | None]:
    return href, type_ or None, int(length) if length else None


def _date(given: Any) -> datetime:
    return datetime.fromisoformat(given) if isinstance(given, str) else given.astimezone(UTC)


def _moment(parsed: Any) -> datetime | None:
    return None if parsed is None else datetime.fromtimestamp(timegm(parsed), UTC)


def _text(given: str) -> str:
    """Give the text of HTML, with a space where an element ends."""
    return _line(" ".join(html.fragment_fromstring(given, create_parent="div").itertext())) if given else ""


def _line(given: str) -> str:
    return " ".join(given.split())
