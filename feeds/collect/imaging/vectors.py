"""SVG: the size that its first element gives, read without an XML parser, for the rest of it may be missing."""

import re
from collections.abc import Mapping
from typing import Final

from feeds.collect.imaging.shapes import Shape, shaped

_EXAMINED: Final = 16_384
_BEGIN: Final = re.compile(
    r"""\ufeff?(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?!\s+html\b)[^>\[]*+(?:\[[^\]]*+\])?\s*+>)*+
    <(?:[A-Za-z]{1,20}:)?svg(?=[\s/>])(?P<attributes>[^>]*+)>""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE: Final = re.compile(r"""(?<=\s)(width|height|viewBox)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
_LENGTH: Final = re.compile(r"\s*+([0-9]{1,7}(?:\.[0-9]{1,9})?)(px|in|cm|mm|pt|pc)?\s*+")
_PIXELS: Final[Mapping[str | None, float]] = {
    None: 1,
    "px": 1,
    "in": 96,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "pt": 96 / 72,
    "pc": 16,
}


def svg(head: bytes) -> Shape | None:
    """Read an SVG whose first element is its own (SVG 2, 8.2): a page that holds a drawing is a page."""
    found = _BEGIN.match(head[:_EXAMINED].decode("utf-8", "replace"))
    if found is None:
        return None
    said = {name: first or second for name, first, second in _ATTRIBUTE.findall(found["attributes"])}
    sides = [_pixels(said.get(side, "")) for side in ("width", "height")]
    if not any(sides):
        sides = [_pixels(side) for side in re.split(r"[\s,]+", said.get("viewBox", "").strip())[2:4]]
    return shaped("image/svg+xml", *sides)


def _pixels(length: str) -> int:
    found = _LENGTH.fullmatch(length)
    return round(float(found[1]) * _PIXELS[found[2]]) if found else 0
