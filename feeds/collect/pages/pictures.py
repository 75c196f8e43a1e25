"""The one picture that stands for an article."""

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml.html import HtmlElement

from feeds.article import Enclosure
from feeds.collect.pages.document import Document
from feeds.collect.pages.linked import Item, each
from feeds.text.pictures import source_of
from feeds.text.urls import absolute

_NONE: Final = re.compile(
    r"(?:^|[/_.-])(?:logos?|icons?|favicon|avatars?|placeholder|default|no-?image|blank|spacer|sprite|fallback|share-?image|"
    r"og-?image-?default|social-?share|noimg|sns|touch-icon)(?:[_.\d-]|$)",
    re.IGNORECASE,
)
_TYPES: Final = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif",
    "gif": "image/gif",
}  # fmt: skip
_SMALLEST: Final = 200  # pixels
_MOST: Final = 300


def lead(document: Document, item: Item) -> Enclosure | None:
    """Give the lead image: the linked data's, og:image, else the first large one of the page's article.

    Logos, icons, placeholders and what is known to be smaller than 200 pixels are none.
    """
    for found in _candidates(document, item):
        if not _NONE.search(found.href.partition("?")[0].rpartition("/")[2]) and _large(found):
            return found
    return None


def _candidates(document: Document, item: Item) -> Iterator[Enclosure]:
    og = _opengraph(document)
    for value in each(item, "image", "thumbnailUrl", "primaryImageOfPage"):
        found = _linked(value, document.base)
        if found:
            same = og and og.href == found.href and not found.width
            yield og if same and og else found
    if og:
        yield og
    for name in (
        "twitter:image",
        "twitter:image:src",
        "thumbnail",
        "parsely-image-url",
        "sailthru.image.full",
        "image",
    ):
        for value in document.metas.get(name, ()):
            if href := absolute(value, document.base):
                yield _enclosure(href)
    yield from _shown(document)


def _opengraph(document: Document) -> Enclosure | None:
    href = absolute(document.meta("og:image", "og:image:secure_url", "og:image:url") or "", document.base)
    if href is None:
        return None
    return _enclosure(href, document.meta("og:image:width"), document.meta("og:image:height"))


def _linked(value: Any, base: str) -> Enclosure | None:  # noqa: ANN401 - JSON
    given = value if isinstance(value, dict) else {"url": value}
    url = next((url for url in each(given, "url", "contentUrl", "@id") if isinstance(url, str)), "")
    href = absolute(url, base)
    return _enclosure(href, given.get("width"), given.get("height")) if href else None


def _shown(document: Document) -> Iterator[Enclosure]:
    """Give the pictures of the page's article in their order."""
    body = next(
        (element for name in ("article", "main", "body") for element in document.root.iter(name)), document.root
    )
    for element, _ in zip(body.iter("img", "amp-img"), range(_MOST), strict=False):
        chosen = source_of(attributes_of(element))
        href = absolute(chosen.href, document.base) if chosen else None
        if href and stands_in_text(element):
            yield _enclosure(href, element.get("width"), element.get("height"))


def attributes_of(element: HtmlElement) -> dict[str, str]:
    """Give the attributes of an image, those of the `<source>` elements beside it first."""
    own = {str(name): str(value) for name, value in element.attrib.items()}
    picture = next(element.iterancestors("picture"), None)
    if picture is not None and "srcset" not in own:
        sets = [source.get("srcset") or source.get("data-srcset") or "" for source in picture.iter("source")]
        own |= {"srcset": next(filter(None, sets), "")}
    return own


def stands_in_text(element: HtmlElement) -> bool:
    """Tell whether an image is no part of the page's frame."""
    return not any(parent.tag in {"nav", "header", "footer", "aside"} for parent in element.iterancestors())


def _enclosure(href: str, width: Any = None, height: Any = None) -> Enclosure:  # noqa: ANN401 - JSON
    ending = href.partition("?")[0].rpartition(".")[2].lower()
    return Enclosure(href=href, type=_TYPES.get(ending, "image/*"), width=_pixels(width), height=_pixels(height))


def _pixels(value: Any) -> int | None:  # noqa: ANN401 - JSON
    given = value.get("value") if isinstance(value, dict) else value
    found = re.fullmatch(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*", str(given))
    return int(found[1]) or None if found else None


def _large(found: Enclosure) -> bool:
    return (
        all(side is None or side >= _SMALLEST for side in (found.width, found.height))
        or max(found.width or 0, found.height or 0) >= 2 * _SMALLEST
    )
