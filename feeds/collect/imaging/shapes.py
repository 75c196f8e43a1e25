"""What a picture's own bytes say of it, and the numbers in them."""

from dataclasses import dataclass
from struct import Struct
from typing import Final

_LONGEST: Final = 100_000


@dataclass(frozen=True, slots=True)
class Shape:
    """A picture's true media type and, both or neither, its sides in pixels."""

    type: str
    width: int | None = None
    height: int | None = None


def shaped(media_type: str, width: int = 0, height: int = 0) -> Shape:
    """Give a shape, without sides that no picture has."""
    if 0 < width <= _LONGEST and 0 < height <= _LONGEST:
        return Shape(media_type, width, height)
    return Shape(media_type)


def taken(layout: str, data: bytes, offset: int) -> tuple[int, ...]:
    """Give the numbers of `layout` (as `struct` writes it) that stand at `offset`, or () where `data` ends before."""
    numbers = Struct(layout)
    return numbers.unpack_from(data, offset) if offset + numbers.size <= len(data) else ()
