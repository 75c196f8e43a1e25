"""Atom 0.3 and 1.0 (RFC 4287): elements → entries."""

from feeds.article import Enclosure, Entry, Origin, Reading, Related
from feeds.collect.reading import claims, modules
from feeds.collect.reading.frame import Frame, NotAFeedError, folded, gather, number, permalink, resolved
from feeds.collect.reading.trees import (
    Element,
    Fields,
    adopt,
    base_of,
    each,
    fields,
    first,
    language_of,
    markup_of,
    named,
    text_of,
)
from feeds.text.html import paragraphs, plain

_NAMESPACE = "http://www.w3.org/2005/Atom"
_PUBLISHED = (*modules.PUBLISHED, *modules.CREATED)
_UPDATED = (*modules.UPDATED, "dc:date")


def read(root: Element, frame: Frame) -> Reading:
    """Read the feed `root`; one whose namespace is wrong or missing is read as Atom 1.0.

    Raises NotAFeedError where nothing in it is Atom's.
    """
    if named(str(root.tag)) != "atom:feed":
        adopt(root, _NAMESPACE)
    said = fields(root)
    if "atom:entry" not in said and "atom:title" not in said:
        raise NotAFeedError("XML, but not a feed: its first element is <feed>, and holds no title and no entry")
    license_uri = modules.license_of(said, frame.address)
    entries, skipped = gather(each(said, "atom:entry"), lambda entry: _entry(entry, frame, license_uri))
    return Reading(
        entries=entries,
        skipped=skipped,
        origin=_origin(said, base_of(root, frame.address) or frame.address),
        language=language_of(root) or folded(first(said, "dc:language")),
        rights=folded(first(said, "atom:rights", "atom:copyright", "dc:rights")),
        claim=claims.of_item(said, frame),
    )


def title_text(text: str, kind: str) -> str | None:
    """Give the plain text of a text construct whose type is `kind` (RFC 4287, 3.1; Atom 0.3 writes media types)."""
    return folded(plain(text) if "html" in kind else text)


def body_html(text: str, kind: str) -> str | None:
    """Give the HTML of a text construct or content; None for media other than text."""
    if "html" in kind:
        return text or None
    return paragraphs(text) or None if kind in {"", "text", "text/plain"} and text else None


def _kind(element: Element) -> str:
    return (element.get("type") or "").strip().lower()


def _title(said: Fields) -> str | None:
    for element in each(said, "atom:title", "dc:title", "media:title"):
        text = text_of(element)
        if title := folded(text) if len(element) else title_text(text, _kind(element)):
            return title
    return None


def _body(said: Fields, *names: str) -> tuple[str | None, Element | None]:
    """Give the first body with something in it as HTML, and the element that it stands in."""
    for element in each(said, *names):
        if element.get("mode") == "base64":
            continue
        html = markup_of(element) if len(element) else body_html(text_of(element), _kind(element))
        if html:
            return html, element
    return None, None


def _origin(said: Fields, base: str) -> Origin | None:
    title, link = _title(said), modules.alternate(said, base)
    return Origin(title=title, id=first(said, "atom:id") or link, link=link) if title else None


def _entry(entry: Element, frame: Frame, license_uri: str | None) -> Entry:
    said = fields(entry)
    base = base_of(entry, frame.address) or frame.address
    guid = first(said, "atom:id")
    link = resolved(first(said, "feedburner:origlink"), base) or modules.alternate(said, base)
    link = link or permalink(guid, base)
    content, inside = _body(said, "atom:content")
    summary, beside = _body(said, "atom:summary")
    if not summary and not content:
        summary = next((text for group in each(said, "media:group") if (text := _described(group))), None)
    body = next((element for element in (inside, beside) if element is not None), entry)
    declared = base_of(body, frame.address)
    return Entry(
        guid=guid,
        link=link,
        title=_title(said),
        summary=summary,
        content=content,
        base=declared or link or frame.address,
        authors=modules.authors(said),
        published=modules.date(said, _PUBLISHED, frame),
        updated=modules.date(said, _UPDATED, frame),
        language=language_of(body) or language_of(entry) or folded(first(said, "dc:language")),
        categories=modules.categories(said),
        enclosures=_enclosures(said, base),
        related=_related(said, base),
        origin=next((_origin(fields(source), base) for source in each(said, "atom:source")), None),
        rights=folded(first(said, "atom:rights", "atom:copyright", "dc:rights", "media:copyright")),
        license=modules.license_of(said, base) or license_uri,
        claim=claims.of_item(said, frame),
    )


def _described(group: Element) -> str | None:
    """Give the description of a film or a picture (Media RSS), which says what it is of where the entry does not."""
    return _body(fields(group), "media:description")[0]


def _enclosures(said: Fields, base: str) -> tuple[Enclosure, ...]:
    linked = (
        Enclosure(href=href, type=folded(link.get("type")), length=number(link.get("length")))
        for link in modules.links(said, "enclosure")
        if (href := resolved(link.get("href"), base))
    )
    return modules.unique((*linked, *modules.enclosures(said, base)))


def _related(said: Fields, base: str) -> tuple[Related, ...]:
    return modules.unique(
        Related(title=title, link=resolved(link.get("href"), base))
        for link in modules.links(said, "related")
        if (title := folded(link.get("title")))
    )
