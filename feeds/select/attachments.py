"""What hangs on an article: pictures, sound and film, with what is truly known of them."""

import re
from html import unescape
from types import MappingProxyType

from feeds.article import Enclosure
from feeds.text.pictures import is_badge, is_empty
from feeds.text.urls import absolute

_MOST = 50
_TYPE = re.compile(r"[a-z]{1,20}/[a-z0-9][a-z0-9.+-]{0,80}")
_VAGUE = frozenset({"application/octet-stream", "binary/octet-stream"})
_RENAMED = MappingProxyType({"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/svg": "image/svg+xml"})
_EXTENSION = re.compile(r"\.([a-z0-9]{2,5})(?:[?#]|\Z)")
_TYPES = MappingProxyType({
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
    "avif": "image/avif", "svg": "image/svg+xml", "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg",
    "oga": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav", "aac": "audio/aac", "mp4": "video/mp4",
    "m4v": "video/mp4", "webm": "video/webm", "mov": "video/quicktime", "pdf": "application/pdf",
})  # fmt: skip
_IMAGE = re.compile(r'<img src="([^"]{1,8192})"([^>]{0,4096})>')
_SIDE = MappingProxyType({side: re.compile(rf' {side}="(\d{{1,5}})"') for side in ("width", "height")})
_SMALLEST = 64
_USUAL = 400 * 300  # pixels of a picture whose size nobody said: more than a thumbnail's, less than a photograph's
_SIZE_IN_NAME = re.compile(r"-(\d{2,4})x(\d{2,4})\.[a-z]{3,4}(?:\?|\Z)")
_WIDTH_ASKED = re.compile(r"[?&](?:w|width)=(\d{2,4})(?:&|\Z)")


def attachments(given: tuple[Enclosure, ...], content: str, base: str | None) -> tuple[Enclosure, ...]:
    """Give each enclosure once, absolute, and of all pictures one: the largest that truly is one.

    The first picture of `content` (sanitised) leads where none is declared, or only a thumbnail of less.
    """
    found: dict[str, Enclosure] = {}
    for enclosure in given[:_MOST]:
        cleaned = _enclosure(enclosure, base)
        if cleaned is not None:
            found.setdefault(cleaned.href, cleaned)
    pictures = [one for one in found.values() if _is_picture(one)]
    lead = max((one for one in pictures if _leads(one)), key=_weight, default=None)
    if lead is None or _weight(lead) < _USUAL:
        own = _lead(content)
        if own is not None and (lead is None or _weight(own) > _weight(lead)):
            return own, *(one for one in found.values() if not _is_picture(one))
    return tuple(one for one in found.values() if one is lead or not _is_picture(one))


def _is_picture(enclosure: Enclosure) -> bool:
    return (enclosure.type or "").startswith("image/")


def _leads(picture: Enclosure) -> bool:
    """Tell a picture of the story from a counter, a placeholder, a face or an icon."""
    if is_empty(picture.href) or is_badge(picture.href):
        return False
    sides = [side for side in (picture.width, picture.height) if side is not None]
    return not sides or (min(sides) > 1 and max(sides) >= _SMALLEST)


def _weight(picture: Enclosure) -> int:
    """Give how many pixels a picture has, as far as anybody says: the publisher, its name, or else what is usual."""
    width, height = picture.width, picture.height
    if width is None and height is None:
        named, asked = _SIZE_IN_NAME.search(picture.href), _WIDTH_ASKED.search(picture.href)
        width, height = (int(named[1]), int(named[2])) if named else (int(asked[1]) if asked else None, None)
    if width is None and height is None:
        return _USUAL
    return (width or height or 0) * (height or (width or 0) * 3 // 4)


def _enclosure(given: Enclosure, base: str | None) -> Enclosure | None:
    href = absolute(given.href, base)
    if href is None:
        return None
    return Enclosure(
        href=href,
        type=_type(given.type, href),
        length=_positive(given.length),
        width=_positive(given.width),
        height=_positive(given.height),
    )


def _type(declared: str | None, href: str) -> str | None:
    bare = (declared or "").partition(";")[0].strip().lower()
    if _TYPE.fullmatch(bare) and bare not in _VAGUE:
        return _RENAMED.get(bare, bare)
    found = _EXTENSION.search(href.partition("?")[0].lower())
    named = _TYPES.get(found[1]) if found else None
    return named or ("image/*" if bare in {"image/*", "image"} else None)


def _positive(number: int | None) -> int | None:
    return number if number is not None and 0 < number < 2**53 else None


def _lead(content: str) -> Enclosure | None:
    for found in _IMAGE.finditer(content):
        sides = {name: _side(pattern, found[2]) for name, pattern in _SIDE.items()}
        href = unescape(found[1])
        own = Enclosure(href=href, type=_type("image/*", href), **sides)
        if _leads(own) and all(side is None or side >= _SMALLEST for side in sides.values()):
            return own
    return None


def _side(pattern: re.Pattern[str], attributes: str) -> int | None:
    found = pattern.search(attributes)
    return _positive(int(found[1])) if found else None
