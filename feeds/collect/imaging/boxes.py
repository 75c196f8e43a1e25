"""AVIF and HEIF: pictures in boxes (ISO 14496-12, ISO 23008-12)."""

from collections.abc import Iterator, Mapping
from typing import Final

from feeds.collect.imaging.shapes import Shape, shaped, taken

_TYPES: Final[Mapping[bytes, str]] = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"mif1": "image/heif",
    b"msf1": "image/heif",
}
_MOST: Final = 2000  # boxes, items or properties
_TURNED: Final = 1  # the bit of irot that lays a picture on its side


def boxed(head: bytes) -> Shape | None:
    """Read an AVIF or HEIF whose first box, "ftyp", says that it is one; a film is none."""
    brands = _brands(head)
    media_type = next((kind for brand, kind in _TYPES.items() if brand in brands), None)
    if media_type is None:
        return None
    meta = dict(_boxes(_inside(head, b"meta")[4:]))
    properties = list(_boxes(_inside(meta.get(b"iprp", b""), b"ipco")))
    own = _associated(meta, len(properties))
    wanted = [properties[number] for number in own] or properties
    sides = [side for kind, body in wanted for side in _sides(kind, body)]
    cut = [side for kind, body in wanted if own and kind == b"clap" for side in _cut(body)]
    width, height = cut[0] if cut else max(sides, key=lambda side: side[0] * side[1], default=(0, 0))
    turned = any(body[0] & _TURNED for kind, body in wanted if own and kind == b"irot" and body)
    return shaped(media_type, *((height, width) if turned else (width, height)))


def _sides(kind: bytes, body: bytes) -> Iterator[tuple[int, int]]:
    """Give the size that an "ispe" tells (ISO 23008-12, 6.5.3)."""
    if kind == b"ispe" and len(body) >= 12:
        yield int.from_bytes(body[4:8], "big"), int.from_bytes(body[8:12], "big")


def _cut(body: bytes) -> Iterator[tuple[int, int]]:
    """Give the size that is left of a picture: "clap" holds two fractions (ISO 14496-12, 12.1.4)."""
    width, by, height, of = taken(">IIII", body, 0) or (0, 0, 0, 0)
    if by and of:
        yield width // by, height // of


def _brands(head: bytes) -> frozenset[bytes]:
    end = min(int.from_bytes(head[:4], "big"), len(head), 256)
    return frozenset({head[8:12], *(head[at : at + 4] for at in range(16, end, 4))})


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give the boxes that stand in `data` one after the other, by type and content, but for one that is cut off."""
    at = 0
    for _ in range(_MOST):
        size, begins = int.from_bytes(data[at : at + 4], "big"), at + 8
        if size == 1:
            size, begins = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        end = at + size if size else len(data)
        if not begins <= end <= len(data):
            return
        yield data[at + 4 : at + 8], data[begins:end]
        at = end


def _inside(data: bytes, wanted: bytes) -> bytes:
    return next((body for kind, body in _boxes(data) if kind == wanted), b"")


def _associated(meta: Mapping[bytes, bytes], count: int) -> tuple[int, ...]:
    """Give the places of the properties of the primary item, so that no thumbnail's size is taken for the picture's."""
    first = meta.get(b"pitm", b"")
    primary = taken(">I" if first[:1] > b"\0" else ">H", first, 4)
    table = _inside(meta.get(b"iprp", b""), b"ipma")
    width, wide = (4 if table[:1] > b"\0" else 2), table[3:4] > b"" and bool(table[3] & 1)
    at = 8
    for _ in range(min(*taken(">I", table, 4), _MOST) if len(table) >= 8 else 0):
        item, number = int.from_bytes(table[at : at + width], "big"), at + width
        end = number + 1 + int.from_bytes(table[number : number + 1], "big") * (2 if wide else 1)
        if (item,) == primary:
            return tuple(place - 1 for place in _places(table[number + 1 : end], wide=wide) if 0 < place <= count)
        at = end
    return ()


def _places(data: bytes, *, wide: bool) -> Iterator[int]:
    """Give the numbers of properties, without the bit that says that one is essential."""
    if wide:
        return (int.from_bytes(data[at : at + 2], "big") & 0x7FFF for at in range(0, len(data), 2))
    return (byte & 0x7F for byte in data)
