"""Sanitised HTML without its pictures: for articles whose pictures we may not pass on."""

import re
from functools import lru_cache
from typing import Final

import nh3

from feeds.text.sanitising import EVERYWHERE, TAGS

_FIGURE: Final = re.compile(r"<figure\b[^>]*>(?:(?!</?figure\b).)*</figure>", re.DOTALL | re.IGNORECASE)
_PICTURE: Final = re.compile(r"<(?:img|picture|svg|image|video|object|embed|canvas|iframe)\b", re.IGNORECASE)
_EMPTY: Final = re.compile(r"<(a|p|div|span|figure|li|ul|ol|td|tr)\b[^>]*>\s*</\1>")


def without_pictures(html: str) -> str:
    """Give sanitised `html` without pictures, the figures that show them, and what they leave empty.

    A figure of words (a table, a poem) stays. Nothing but the allow-list of `feeds.text.sanitising` passes.
    """
    if "<" not in html:
        return html
    bare = _FIGURE.sub(lambda figure: "" if _PICTURE.search(figure[0]) else figure[0], html)
    cleaned = _cleaner().clean(bare)
    if cleaned == html:
        return html
    for _ in range(3):
        cleaned = _EMPTY.sub("", cleaned)
    return cleaned


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS) - {"img"},
        attributes={name: set(allowed | EVERYWHERE) for name, allowed in TAGS.items() if name != "img"},
        url_schemes={"http", "https"},
        url_relative="deny",
        link_rel=None,
    )
