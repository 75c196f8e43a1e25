"""What hangs on an article: pictures, sound and film, with what is truly known of them."""

import re
from html import unescape
from types import MappingProxyType

from feeds.article import Enclosure
from feeds.text.urls import absolute

_MOST = 50
_TYPE = re.compile(r"[a-z]{1,20}/[a-z0-9][a-z0-9.+-]{0,80}")
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


def attachments(given: tuple[Enclosure, ...], content: str, base: str | None) -> tuple[Enclosure, ...]:
    """Give each enclosure once, absolute; the first picture of `content` (sanitised) leads where none is a picture."""
    found: dict[str, Enclosure] = {}
    for enclosure in given[:_MOST]:
        cleaned = _enclosure(enclosure, base)
        if cleaned is not None:
            found.setdefault(cleaned.href, cleaned)
    if not any((enclosure.type or "").startswith("image/") for enclosure in found.values()):
        lead = _lead(content)
        if lead is not None:
            found = {lead.href: lead} | {href: kept for href, kept in found.items() if href != lead.href}
    return tuple(found.values())


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
    if _TYPE.fullmatch(bare) and bare != "application/octet-stream":
        return "image/jpeg" if bare == "image/jpg" else bare
    found = _EXTENSION.search(href.partition("?")[0].lower())
    return _TYPES.get(found[1]) if found else None


def _positive(number: int | None) -> int | None:
    return number if number is not None and 0 < number < 2**53 else None


def _lead(content: str) -> Enclosure | None:
    for found in _IMAGE.finditer(content):
        sides = {name: _side(pattern, found[2]) for name, pattern in _SIDE.items()}
        if all(side is None or side >= _SMALLEST for side in sides.values()):
            href = unescape(found[1])
            return Enclosure(href=href, type=_type(None, href), **sides)
    return None


def _side(pattern: re.Pattern[str], attributes: str) -> int | None:
    found = pattern.search(attributes)
    return _positive(int(found[1])) if found else None
