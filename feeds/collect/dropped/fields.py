"""The named fields of a dropped file (front matter, JSON) become an entry's; a wrong type is a clear complaint."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

from feeds.article import Author, Category, Claim, Enclosure, Entry, Origin, Related
from feeds.text.dates import instant

_EMPTY: Final = frozenset(("", "~", "null", "none"))
_URL: Final = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_MOST: Final = 100
_FLAGS: Final = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}


class FieldError(ValueError):
    """A field holds what it cannot hold; the message names the field, in the words of who wrote the file."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What a file declares of its article, by name; `zone` is the one of dates that name none."""

    values: Mapping[str, object]
    zone: tzinfo

    def text(self, *names: str) -> str | None:
        """Give the first of `names` that is there as text; numbers are taken as written. Raises FieldError."""
        name, value = self._first(names)
        return None if value is None else _text(name, value)

    def texts(self, *names: str) -> tuple[str, ...]:
        """Give a list of texts; a single text may list them between commas. Raises FieldError."""
        name, value = self._first(names)
        if isinstance(value, str):
            value = re.split(r"\s*[,，、]\s*", value)
        return tuple(dict.fromkeys(text for item in _items(name, value) if (text := _text(name, item))))

    def url(self, *names: str) -> str | None:
        """Give an absolute address, or None; one that is not http or https raises FieldError."""
        name, value = self._first(names)
        if value is None:
            return None
        text = _text(name, value)
        if not _URL.fullmatch(text):
            raise FieldError(f'"{name}" is not an absolute http or https address: "{text[:80]}"')
        return text

    def moment(self, *names: str) -> datetime | None:
        """Give an instant in UTC; a date that cannot be read raises FieldError, for an embargo must not be lost."""
        name, value = self._first(names)
        if value is None:
            return None
        text = _text(name, value)
        found = instant(text, self.zone)
        if found is None:
            raise FieldError(f'"{name}" is not a date that can be read: "{text[:80]}"; write 2026-11-20T08:00:00+08:00')
        return found

    def authors(self, *names: str) -> tuple[Author, ...]:
        """Give authors from a name, a list of names, or mappings with name, role, email and uri. Raises FieldError."""
        name, value = self._first(names)
        return tuple(_author(name, item) for item in _items(name, value) if item)

    def related(self, *names: str) -> tuple[Related, ...]:
        """Give related stories from titles, or mappings with title and link. Raises FieldError."""
        name, value = self._first(names)
        found = (_inner(name, item, "title", self.zone) for item in _items(name, value) if item)
        return tuple(Related(title=inner.needed("title"), link=inner.url("link", "url", "href")) for inner in found)

    def enclosures(self, *names: str) -> tuple[Enclosure, ...]:
        """Give pictures and attachments from addresses, or mappings as JSON Feed's attachments. Raises FieldError."""
        found: list[Enclosure] = []
        for name in names:
            for item in _items(name, self.values.get(name)):
                inner = _inner(name, item, "url", self.zone)
                if href := inner.url("url", "href", "src"):
                    found.append(_enclosure(inner, href, "image/*" if name.endswith("image") else None))
        return tuple(dict.fromkeys(found))

    def origin(self, *names: str) -> Origin | None:
        """Give whose story it is, from a name or a mapping with title (or name) and link. Raises FieldError."""
        name, value = self._first(names)
        if value is None:
            return None
        inner = _inner(name, value, "title", self.zone)
        title = inner.text("title", "name")
        return Origin(title=title, link=inner.url("link", "url")) if title else None

    def needed(self, name: str) -> str:
        """Give a text that must be there. Raises FieldError."""
        if (text := self.text(name)) is None:
            raise FieldError(f'"{name}" is missing')
        return text

    def number(self, *names: str) -> int | None:
        """Give a whole number above 0, or None for anything else: an unknown size is no complaint."""
        _, value = self._first(names)
        return int(value) if isinstance(value, int | str) and re.fullmatch(r"[1-9]\d{0,11}", str(value)) else None

    def length(self, name: str) -> int | None:
        """Give a whole number, 0 or more, or None. Raises FieldError."""
        value = self._first((name,))[1]
        if value is not None and (isinstance(value, bool) or not re.fullmatch(r"\d{1,6}", str(value).strip())):
            raise FieldError(f'"{name}" is not a whole number: "{str(value)[:80]}"')
        return None if value is None else int(str(value))

    def flag(self, name: str) -> bool | None:
        """Give a yes or no, or None. Raises FieldError."""
        value = self._first((name,))[1]
        word = str(value).strip().lower()
        if value is not None and word not in _FLAGS:
            raise FieldError(f'"{name}" is neither true nor false: "{str(value)[:80]}"')
        return None if value is None else _FLAGS[word]

    def _first(self, names: tuple[str, ...]) -> tuple[str, object]:
        for name in names:
            value = self.values.get(name)
            if value is not None and not (isinstance(value, str) and value.strip().lower() in _EMPTY):
                return name, value
        return names[0], None


def entry(fields: Fields, *, guid: str, title: str | None, content: str | None) -> Entry:
    """Make an entry of the fields that every form shares, under JSON Feed's names and those of front matter.

    Raises FieldError where one of them holds what it cannot hold.
    """
    link = fields.url("url", "link", "canonical_url")
    return Entry(
        guid=guid,
        link=link,
        title=title,
        summary=fields.text("summary", "description", "excerpt"),
        content=content,
        base=link,
        authors=fields.authors("authors", "author", "byline"),
        published=fields.moment("date_published", "published", "date"),
        updated=fields.moment("date_modified", "updated", "modified", "lastmod"),
        language=fields.text("language", "lang"),
        categories=tuple(Category(term=term) for term in fields.texts("tags", "categories", "keywords")),
        enclosures=fields.enclosures("image", "banner_image", "attachments"),
        related=fields.related("related"),
        origin=fields.origin("publisher", "origin"),
        rights=fields.text("rights", "copyright"),
        license=fields.text("license", "licence"),
        permits=fields.text("permits"),
        claim=_claim(fields),
        embargo=fields.moment("embargo"),
    )


def _claim(fields: Fields) -> Claim | None:
    """Read what else is said of rights; what cannot be read raises FieldError, for it may have closed something."""
    claim = Claim(
        summary_length=fields.length("summary_length"),
        images=fields.flag("images"),
        expires=fields.moment("expires"),
        reserved=fields.flag("reserved"),
        policy=fields.url("policy"),
    )
    return None if claim == Claim() else claim


def _author(name: str, value: object) -> Author:
    if isinstance(value, str):
        return Author(name=value.strip())
    inner = _inner(name, value, "name", None)
    return Author(
        name=inner.needed("name"),
        uri=inner.url("uri", "url"),
        email=inner.text("email"),
        role=inner.text("role", "title"),
    )


def _enclosure(inner: Fields, href: str, usual: str | None) -> Enclosure:
    return Enclosure(
        href=href,
        type=inner.text("type", "mime_type") or usual,
        length=inner.number("length", "size_in_bytes"),
        width=inner.number("width"),
        height=inner.number("height"),
    )


def _inner(name: str, value: object, short: str, zone: tzinfo | None) -> Fields:
    """Read a mapping inside a field; a bare text is its field `short`."""
    if isinstance(value, str):
        value = {short: value}
    if not isinstance(value, Mapping):
        raise FieldError(f'"{name}" must be text or a table of fields, not {_kind(value)}')
    return Fields(value, zone or UTC)


def _items(name: str, value: object) -> list[object]:
    if value is None:
        return []
    items = list(value) if isinstance(value, list) else [value]
    if len(items) > _MOST:
        raise FieldError(f'"{name}" lists more than {_MOST} things')
    return items


def _text(name: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise FieldError(f'"{name}" must be text, not {_kind(value)}')
    return str(value).strip()


def _kind(value: object) -> str:
    kinds = {dict: "a table of fields", list: "a list", bool: "true or false", int: "a number", float: "a number"}
    return kinds.get(type(value), "nothing")
