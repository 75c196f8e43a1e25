"""Why something is not a feed, in one sentence that an operator understands."""

import re
from html import unescape
from typing import Final

_HEAD: Final = 2**14
_PAGE: Final = re.compile(r"<!doctype\s{1,9}html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title[^<>]{0,200}>([^<]{1,200})", re.IGNORECASE)


def page_instead(text: str) -> str | None:
    """Say so where `text` is an HTML page; None where it is not."""
    head = text[:_HEAD]
    if not _PAGE.search(head):
        return None
    title = _TITLE.search(head)
    named = f', titled "{" ".join(unescape(title[1]).split())}"' if title and title[1].strip() else ""
    return f"HTML instead of a feed: the address answers with a web page{named}"


def refusal(text: str) -> str:
    """Say what `text`, which holds no feed, is instead."""
    if not text.strip():
        return "empty: the address answers with no content"
    if page := page_instead(text):
        return page
    if text.lstrip().startswith(("<?xml", "<")):
        found = re.search(r"<([A-Za-z][\w:.-]{0,60})", text[:_HEAD])
        return f"XML, but not a feed: its first element is <{found[1]}>" if found else "XML that ends as it begins"
    start = " ".join("".join(char if char.isprintable() else " " for char in text[:200]).split())[:40].strip()
    return f'not a feed: it starts with "{start}"' if start else "not a feed: it is no text"
