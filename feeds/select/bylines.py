"""Authors as feeds write them, brought to name and address."""

import re
from collections.abc import Iterable

from feeds.article import Author
from feeds.text.characters import line
from feeds.text.urls import absolute

_MOST = 50
_LONGEST = 200
_ADDRESS = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,120}\.[A-Za-z]{2,24}"
_ADDRESS_ONLY = re.compile(_ADDRESS)
_ADDRESS_FIRST = re.compile(rf"(?:mailto:)?({_ADDRESS})\s*(?:\((.*)\)|(.*))")
_NAME_FIRST = re.compile(rf"(.*?)\s*[<(\[](?:mailto:)?({_ADDRESS})[>)\]]")
_BY = re.compile(r"by[:\s]\s*(?=\S)", re.IGNORECASE)
_EMPTY = frozenset({"", "none", "null", "n/a", "unknown", "author"})


def authors(given: Iterable[Author]) -> tuple[Author, ...]:
    """Give each author once, by a plain name; an e-mail address stuffed into a name goes where it belongs."""
    found: dict[str, Author] = {}
    for author in given:
        cleaned = _author(author)
        if cleaned is not None and len(found) < _MOST:
            found.setdefault(cleaned.name.casefold(), cleaned)
    return tuple(found.values())


def _author(author: Author) -> Author | None:
    name, stuffed = _parted(line(author.name)[:_LONGEST])
    name = _BY.sub("", name, count=1).strip() if _BY.match(name) else name
    email = line(author.email or "")
    email = email if _ADDRESS_ONLY.fullmatch(email) else stuffed
    if name.casefold() in _EMPTY:
        name = email.partition("@")[0]
    if not name:
        return None
    role = line(author.role or "")[:_LONGEST]
    return Author(name=name, uri=absolute(author.uri or "", None), email=email or None, role=role or None)


def _parted(name: str) -> tuple[str, str]:
    """Give name and e-mail address of "a@b.c (Jane Doe)", "Jane Doe <a@b.c>" or either alone."""
    if "@" not in name:
        return name, ""
    found = _ADDRESS_FIRST.fullmatch(name)
    if found:
        return (found[2] or found[3] or "").strip(" ()<>,-"), found[1]
    found = _NAME_FIRST.fullmatch(name)
    if found:
        return found[1].strip(' "'), found[2]
    return name, ""
