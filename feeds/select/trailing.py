"""Notices at the end of a text: they are the publisher's word on the story and no part of it."""

import re
from typing import Final

from feeds.text.html import plain
from feeds.text.notices import LONGEST, is_notice

_MOST: Final = 4
_MARKUP: Final = 4  # how many times its text a notice's markup may weigh: it is full of links
_PARAGRAPH: Final = re.compile(
    r"<p\b[^>]*>((?:(?!</?p\b).)*)</p>((?:\s|<hr>|</(?:div|li|ul|ol|blockquote)>)*)", re.DOTALL
)


def parted(html: str) -> tuple[str, tuple[str, ...]]:
    """Part sanitised `html` into the story and the notices that stand under it, in their order, as plain text.

    A text that is nothing but notices is its own story.
    """
    rest = html
    notices: list[str] = []
    while len(notices) < _MOST:
        at = rest.rfind("<p", 0)
        found = _PARAGRAPH.fullmatch(rest, at) if 0 <= len(rest) - at <= _MARKUP * LONGEST and at > 0 else None
        text = plain(found[1]) if found else ""
        if found is None or not text or "<img" in found[1] or not is_notice(text):
            break
        notices.append(text)
        rest = rest[:at] + found[2].replace("<hr>", "")
    return (rest, tuple(reversed(notices))) if notices and plain(rest) else (html, ())


def without(summary: str, notices: tuple[str, ...]) -> str:
    """Give a summary, made of the text's beginning, without the notices that it runs into."""
    for notice in reversed(notices):
        summary = summary.removesuffix(notice).rstrip()
    return summary
