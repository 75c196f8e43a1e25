"""The one address of a picture, among those that a lazy or responsive `<img>` offers."""

import re
from collections.abc import Mapping

_LAZY = ("data-original", "data-lazy-src", "data-src", "data-original-src", "data-actualsrc", "data-lazy", "data-url")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set")
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]{1,9})[wx])?\s*(?:,|\Z)")
_PLACEHOLDER = re.compile(
    r"(?:data|about|blob|javascript):|.*(?:/|^)[^/?]*(?:placeholder|blank|spacer|lazy-?load|loading|transparent|grey|1x1)"
    r"[^/?]*\.(?:gif|png|svg|jpe?g|webp)(?:\?|$)",
    re.IGNORECASE | re.DOTALL,
)
_COUNTER = re.compile(
    r"https?://(?:[^/]*\.)?(?:"
    r"feeds\.feedburner\.com/~|feedproxy\.google\.com/~|doubleclick\.net/|pixel\.wp\.com/|stats\.wordpress\.com/b\.gif|scorecardresearch\.com/"
    r"|google-analytics\.com/|facebook\.com/tr[?/]|pixel\.quantserve\.com/|imrworldwide\.com/|b\.scorecard|counter\.theconversation\.com/)",
    re.IGNORECASE,
)
_LONGEST_SET = 8192


def source_of(attributes: Mapping[str, str]) -> str | None:
    """Give the address of the picture itself: the largest of a srcset, else a lazy one, else src; None for no picture.

    A tracking pixel (1 × 1, hidden, or a known counter) and a placeholder are none.
    """
    if is_pixel(attributes):
        return None
    for name in _SETS:
        largest = _largest(attributes.get(name, "")[:_LONGEST_SET])
        if largest is not None:
            return largest
    for name in (*_LAZY, "src"):
        value = attributes.get(name, "").strip()
        if value and not _PLACEHOLDER.match(value[:_LONGEST_SET]):
            return value
    return None


def is_pixel(attributes: Mapping[str, str]) -> bool:
    """Tell whether an `<img>` is there to count its readers."""
    if any(_pixels(attributes.get(side)) in {0, 1} for side in ("width", "height")):
        return True
    style = attributes.get("style", "").replace(" ", "").lower()
    return "display:none" in style or _COUNTER.match(attributes.get("src", "").strip()) is not None


def _pixels(value: str | None) -> int | None:
    found = re.match(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$", value or "")
    return int(found[1]) if found else None


def _largest(srcset: str) -> str | None:
    best, size = None, -1.0
    for url, text in _CANDIDATE.findall(srcset):
        weight = _weight(text)
        if weight > size and not _PLACEHOLDER.match(url):
            best, size = url, weight
    return best


def _weight(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:  # "1.2.3"
        return 0.0
