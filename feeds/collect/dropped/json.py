"""JSON with the names of a JSON Feed item or of ninjs: one article, a list of them, or a whole JSON Feed."""

import json
from typing import Final, cast

from config.settings import Source
from feeds.article import Entry, Page, Reading, Skipped
from feeds.collect.dropped import ninjs
from feeds.collect.dropped.decode import decoded
from feeds.collect.dropped.fields import FieldError, Fields, entry
from feeds.errors import ParseError
from feeds.text.html import paragraphs

_MOST: Final = 1000


def read(page: Page, source: Source) -> Reading:
    """Read one JSON file; a single article has the file's path as its guid, one of a list "path#id", ninjs its `uri`.

    Raises ParseError for what is not JSON or, where it is the only article, for a field that holds what it cannot
    hold; a bad article of a list is skipped, and the others are kept.
    """
    try:
        said = json.loads(decoded(page.body, language=source.language, source=source.name))
    except RecursionError as error:
        raise ParseError(f"{page.address}: nested too deep", source=source.name) from error
    except ValueError as error:
        raise ParseError(f"{page.address}: not JSON: {error}", source=source.name) from error
    if isinstance(said, dict) and isinstance(said.get("items"), list):
        said = said["items"]
    if isinstance(said, list):
        return _several(said, page, source)
    try:
        return _one(said, page.address, page.address, source)
    except FieldError as error:
        raise ParseError(f"{page.address}: {error}", source=source.name) from error


def _several(items: list[object], page: Page, source: Source) -> Reading:
    readings: list[Reading] = []
    for number, item in enumerate(items[:_MOST], start=1):
        what = f"{page.address}#{number}"
        try:
            readings.append(_one(item, f"{page.address}#{_name(item, source)}", what, source))
        except FieldError as error:
            readings.append(Reading(skipped=(Skipped(what=what, reason=str(error)),)))
    if len(items) > _MOST:
        reason = f"it lists more than {_MOST} articles; split the file"
        readings.append(Reading(skipped=(Skipped(what=page.address, reason=reason),)))
    return Reading(
        entries=tuple(entry for reading in readings for entry in reading.entries),
        skipped=tuple(skipped for reading in readings for skipped in reading.skipped),
        vanished=tuple(guid for reading in readings for guid in reading.vanished),
    )


def _one(item: object, guid: str, what: str, source: Source) -> Reading:
    if isinstance(item, dict) and ninjs.recognised(item):
        return ninjs.read(item, what, source)
    return Reading(entries=(_entry(item, guid, source),))


def _name(item: object, source: Source) -> str:
    """Name an article of a list by what is its own: its place in the list would change with the next edit."""
    fields = Fields(cast("dict[str, object]", item) if isinstance(item, dict) else {}, source.zone)
    return fields.text("id", "url", "link", "title") or "?"


def _entry(item: object, guid: str, source: Source) -> Entry:
    if not isinstance(item, dict):
        raise FieldError("an article must be an object with fields such as title and content_text")
    fields = Fields(item, source.zone)
    plain = fields.text("content_text")
    content = fields.text("content_html", "content") or (paragraphs(plain) if plain else None)
    title = fields.text("title", "headline")
    if title is None and content is None:
        raise FieldError("it has neither a title nor content_html nor content_text")
    return entry(fields, guid=guid, title=title, content=content)
