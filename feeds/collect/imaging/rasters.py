"""JPEG, PNG, GIF, WebP and BMP: what their headers say."""

from typing import Final

from feeds.collect.imaging.shapes import Shape, shaped, taken

_BITMAP_HEADERS: Final = frozenset({40, 52, 56, 64, 108, 124})
_OLD_BITMAP_HEADER: Final = 12
_ORIENTATION: Final = 0x0112
_LYING: Final = range(5, 9)  # the orientations that turn a picture by a quarter
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE: Final = frozenset({0x00, 0x01, *range(0xD0, 0xD9)})  # no segment follows
_SCAN_OR_END: Final = frozenset({0xD9, 0xDA})


def png(head: bytes) -> Shape:
    """Read a PNG (ISO 15948, 11.2.2)."""
    return shaped("image/png", *(taken(">II", head, 16) if head[12:16] == b"IHDR" else ()))


def gif(head: bytes) -> Shape | None:
    """Read a GIF (GIF89a, 18)."""
    return shaped("image/gif", *taken("<HH", head, 6)) if head[4:6] in {b"7a", b"9a"} else None


def bitmap(head: bytes) -> Shape | None:
    """Read a BMP; a text that begins with "BM" has no header of a known length."""
    size = int.from_bytes(head[14:18], "little")
    if size == _OLD_BITMAP_HEADER:
        return shaped("image/bmp", *taken("<HH", head, 18))
    if size not in _BITMAP_HEADERS:
        return None
    return shaped("image/bmp", *map(abs, taken("<ii", head, 18)))  # a negative height: the rows begin at the top


def webp(head: bytes) -> Shape | None:
    """Read a WebP: lossy (RFC 6386, 9.1), lossless, or extended (RFC 9649, 2.7)."""
    if head[8:12] != b"WEBP":
        return None
    kind = head[12:16]
    sides: tuple[int, ...] = ()
    if kind == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        sides = tuple(side & 0x3FFF for side in taken("<HH", head, 26))
    elif kind == b"VP8L" and head[20:21] == b"\x2f":
        sides = tuple(side for bits in taken("<I", head, 21) for side in _packed(bits))
    elif kind == b"VP8X" and len(head) >= 30:
        sides = tuple(int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
    return shaped("image/webp", *sides)


def _packed(bits: int) -> tuple[int, int]:
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def jpeg(head: bytes) -> Shape:
    """Walk a JPEG's segments up to the frame, which tells the size (ITU-T T.81, B.2.2); what is between is passed."""
    lying = False
    at = 2
    while (at := head.find(b"\xff", at)) >= 0:
        marker = int.from_bytes(head[at + 1 : at + 2], "big")
        if marker in _SCAN_OR_END:
            break
        if marker in _FRAMES:
            height, width = taken(">HH", head, at + 5) or (0, 0)
            return shaped("image/jpeg", *((height, width) if lying else (width, height)))
        if marker == 0xFF or marker in _BARE:
            at += 1 if marker == 0xFF else 2
            continue
        end = at + 2 + max(2, int.from_bytes(head[at + 2 : at + 4], "big"))
        if marker == 0xE1 and head[at + 4 : at + 10] == b"Exif\0\0":
            lying = _orientation(head[at + 10 : end]) in _LYING
        at = end
    return shaped("image/jpeg")


def _orientation(exif: bytes) -> int | None:
    """Give the orientation that the first directory names (Exif 2.32, 4.6.4)."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    start = taken(f"{order}I", exif, 4) if order else ()
    for number in range(taken(f"{order}H", exif, start[0])[0] if start and start[0] + 2 <= len(exif) else 0):
        field = taken(f"{order}HHIH", exif, start[0] + 2 + 12 * number)
        if not field or field[0] == _ORIENTATION:
            return field[3] if field else None
    return None
