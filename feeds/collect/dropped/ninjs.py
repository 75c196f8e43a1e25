"""ninjs: news as JSON (IPTC ninjs 1.x, 2.x and 3.x), as news agencies and newsroom systems write it.

The versions differ in shape: `body_html` became `bodies`, objects by name became lists, names got capitals in their
middle. Names are therefore read in lower case, and either shape is taken wherever one may stand.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from config.settings import Source
from feeds.article import Author, Category, Enclosure, Entry, Origin, Reading, Related, Skipped
from feeds.collect.dropped import byline
from feeds.collect.dropped.fields import FieldError, Fields
from feeds.text.html import paragraphs, plain

_SIGNS: Final = frozenset({
    "type", "versioncreated", "pubstatus", "headline", "headlines", "bodies", "body_html", "body_xhtml", "body_text",
})  # fmt: skip
_HTML: Final = ("body_html", "body_xhtml")
_WIDEST: Final = 2000
_MOST: Final = 50
_WEB: Final = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_BY: Final = re.compile(r"(?:by|von|par|por|di|da)[\s:]+(?=\w)", re.IGNORECASE)
_LEADING: Final = re.compile(r"(?:feature|main|lead|hero)")
_PICTURED: Final = frozenset({"picture", "graphic"})
_PLAYED: Final = frozenset({"audio", "video"})


def recognised(said: object) -> bool:
    """Tell a ninjs item: it has a `uri`, which JSON Feed and our own fields know nothing of, and some other sign."""
    if not isinstance(said, Mapping):
        return False
    names = {str(name).lower() for name in said}
    return isinstance(said.get("uri"), str) and not _SIGNS.isdisjoint(names)


def read(said: Mapping[str, object], what: str, source: Source) -> Reading:
    """Read one item; its `uri` is the guid, so that each version of a story is that story, whatever its file is called.

    One that is canceled is told as vanished; one that is withheld, or no text, is skipped, `what` being its name.
    Raises FieldError where a field holds what it cannot hold.
    """
    item = _fields(said, source)
    uri, kind = item.needed("uri"), (item.text("type") or "text").lower()
    status = (item.text("pubstatus") or "usable").lower()
    if status in {"canceled", "cancelled"}:
        return Reading(vanished=(uri,))
    if status != "usable":
        return Reading(
            skipped=(Skipped(what=what, reason=f'its publisher says that it is not to be used ("{status}")'),)
        )
    if kind != "text":
        return Reading(skipped=(Skipped(what=what, reason=f'it is no text but of the type "{kind}"'),))
    title, content = _headline(item), _body(item)
    if title is None and content is None:
        raise FieldError("it has neither a headline nor a body")
    return Reading(entries=(_entry(item, uri, title, content),))


def _entry(item: Fields, uri: str, title: str | None, content: str | None) -> Entry:
    associated = list(_members(item, "associations"))
    notice = [text for name in ("copyrightnotice", "usageterms") if (text := item.text(name))]
    licence = _fields(item.values.get("rightsinfo"), item).text("linkedrights")
    return Entry(
        guid=uri,
        title=title,
        summary=_text_of(item, "description", roles=("summary", "")),
        content=content,
        authors=_authors(item),
        published=item.moment("firstpublished", "firstcreated", "contentcreated", "versioncreated"),
        updated=item.moment("versioncreated"),
        language=item.text("language"),
        categories=_categories(item),
        enclosures=tuple(_media(item, associated)),
        related=tuple(_related(associated)),
        origin=_origin(item),
        rights="\n".join(dict.fromkeys(notice)) or None,
        license=licence if licence and _WEB.fullmatch(licence) else None,
        embargo=item.moment("embargoed", "embargoeduntil"),
    )


def _fields(said: object, like: Source | Fields) -> Fields:
    values = {str(name).lower(): value for name, value in said.items()} if isinstance(said, Mapping) else {}
    return Fields(values, like.zone)


def _members(item: Fields, name: str) -> Iterator[Fields]:
    """Give the members of a list, or of an object by name: each bears its name as its own, as ninjs 2.0 has it."""
    value = item.values.get(name)
    if isinstance(value, Mapping):
        value = [{"name": key, **one} for key, one in value.items() if isinstance(one, Mapping)]
    return (_fields(one, item) for one in (value[:_MOST] if isinstance(value, list) else ()))


def _headline(item: Fields) -> str | None:
    found = _text_of(item, "headline", roles=("main", "headline", "")) or item.text("title")
    return plain(found) or None if found else None


def _text_of(item: Fields, name: str, *, roles: tuple[str, ...]) -> str | None:
    """Give `name`, or `name_…` (1.x), or that of the list `names` (2.x) whose role comes first in `roles`."""
    found = [(one.text("role") or "", one.text("value")) for one in _members(item, f"{name}s")]
    ranked = sorted(found, key=lambda pair: roles.index(pair[0].lower()) if pair[0].lower() in roles else len(roles))
    names = (name, f"{name}_html", f"{name}_text", *(one for one in item.values if one.startswith(f"{name}_")))
    return next((value for _, value in ranked if value), None) or item.text(*names)


def _body(item: Fields) -> str | None:
    """Give the body as HTML: one that is, before one in plain text."""
    told = [(one.text("contenttype") or "", one.text("value")) for one in _members(item, "bodies")]
    told += [("text/html", item.text(name)) for name in _HTML]
    told += [("text/plain", item.text(name)) for name in item.values if name.startswith("body_") and name not in _HTML]
    html = next((value for kind, value in told if value and "html" in kind.lower()), None)
    text = next((value for kind, value in told if value and kind.lower() in {"", "text/plain"}), None)
    return html or (paragraphs(text) if text else None)


def _authors(item: Fields) -> tuple[Author, ...]:
    """Give the authors that are named one by one, else those of the byline, else those that it is "by"."""
    if isinstance(item.values.get("authors"), list):
        return item.authors("authors")
    lines = [
        one if isinstance(one, str) else _fields(one, item).text("byline", "value", "name")
        for one in _listed(item, "bylines")
    ]
    lines += [item.text("byline") or item.text("by")] if not any(lines) else []
    return tuple(author for one in lines if one for author in _signed(one))


def _listed(item: Fields, name: str) -> list[object]:
    value = item.values.get(name)
    return value[:_MOST] if isinstance(value, list) else []


def _signed(text: str) -> tuple[Author, ...]:
    text = " ".join(text.split())
    return byline.authors(text) or (Author(name=_BY.sub("", text, count=1)),)


def _categories(item: Fields) -> tuple[Category, ...]:
    """Give subjects, places, keywords and where the story was written, by their names."""
    names = [
        one if isinstance(one, str) else _fields(one, item).text("name", "literal")
        for name in ("subject", "subjects", "place", "places", "keywords")
        for one in _listed(item, name)
    ]
    return tuple(Category(term=name) for name in dict.fromkeys((*names, item.text("located"))) if name)


def _media(item: Fields, associated: list[Fields]) -> Iterator[Enclosure]:
    """Give the pictures, the one that is called the main one first, then sound and film; one rendition of each."""
    kinds = [(one, (one.text("type") or "").lower()) for one in associated]
    pictures = [one for one, kind in kinds if kind in _PICTURED]
    pictures.sort(key=lambda one: _LEADING.search((one.text("name") or "").lower()) is None)
    for one in (item, *pictures, *(one for one, kind in kinds if kind in _PLAYED)):
        best = _rendition(one)
        if best is not None:
            yield best


def _rendition(item: Fields) -> Enclosure | None:
    """Give the widest rendition on the web up to _WIDEST; files beside the text are not published."""
    found = [
        Enclosure(
            href=href,
            type=one.text("mimetype", "contenttype"),
            length=one.number("sizeinbytes"),
            width=one.number("width"),
            height=one.number("height"),
        )
        for one in _members(item, "renditions")
        if (href := one.text("href")) and _WEB.fullmatch(href)
    ]
    within = [one for one in found if (one.width or 0) <= _WIDEST]
    if within:
        return max(within, key=lambda one: one.width or 0)
    return min(found, key=lambda one: one.width or 0, default=None)


def _related(associated: list[Fields]) -> Iterator[Related]:
    for one in associated:
        if (one.text("type") or "").lower() == "text" and (title := _headline(one)):
            yield Related(title=title)


def _origin(item: Fields) -> Origin | None:
    """Give whose story it is: the source of its information, else the holder of its copyright."""
    sources = [one for name in ("infosource", "infosources") for one in _listed(item, name)]
    names = [one if isinstance(one, str) else _fields(one, item).text("name", "literal") for one in sources]
    title = next((name for name in names if name), None) or item.text("source", "copyrightholder")
    return Origin(title=title) if title else None
