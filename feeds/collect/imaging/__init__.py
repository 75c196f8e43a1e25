"""What the first bytes of a picture say: its true type and size, whatever its server calls it. Pure; nothing raises.

    rasters.py  JPEG, PNG, GIF, WebP, BMP · boxes.py  AVIF and HEIF · vectors.py  SVG
    shapes.py   what they all give

Each walks once over bytes that may be hostile, or cut anywhere.
"""

from collections.abc import Callable
from typing import Final

from feeds.collect.imaging.boxes import boxed
from feeds.collect.imaging.rasters import bitmap, gif, jpeg, png, webp
from feeds.collect.imaging.shapes import Shape
from feeds.collect.imaging.vectors import svg

__all__ = ["Shape", "shape"]

_READERS: Final[tuple[tuple[bytes, Callable[[bytes], Shape | None]], ...]] = (
    (b"\xff\xd8\xff", jpeg),
    (b"\x89PNG\r\n\x1a\n", png),
    (b"GIF8", gif),
    (b"RIFF", webp),
    (b"BM", bitmap),
)


def shape(head: bytes) -> Shape | None:
    """Give the type and, where `head` reaches so far, the size of a picture; None for what is no picture we know.

    The size is the one that is seen: a photograph that lies on its side (EXIF orientation, irot) is turned.
    """
    for begins, read in _READERS:
        if head.startswith(begins):
            return read(head)
    return boxed(head) if head[4:8] == b"ftyp" else svg(head)
