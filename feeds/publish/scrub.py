"""The last wash before rendering: one illegal character in one title, or one address, must not fail a build."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Final, TypeVar

from feeds.article import Article, Feed
from feeds.text.characters import legal

T = TypeVar("T", Article, Feed)
_ADDRESSES: Final = frozenset({"href", "hubs", "icon", "id", "license", "link", "logo", "policy", "scheme", "uri"})
_HOST: Final = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_UNFIT: Final = re.compile(r"[<>\"{}|\\^`\[\]]|%(?![0-9A-Fa-f]{2})")


def scrub(dirty: T) -> T:
    """Make every string of an article or a feed XML-legal, every address an IRI, every date UTC in seconds."""
    washed: T = _wash(dirty)
    return washed


def _wash(value: Any, name: str = "") -> Any:  # noqa: ANN401 - it walks whatever a feed is made of
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return _address(legal(value)) if name in _ADDRESSES else legal(value)
    if isinstance(value, tuple):
        return tuple(_wash(one, name) for one in value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _wash(getattr(value, each.name), each.name) for each in fields(value)})
    return value


def _address(given: str) -> str:
    """Escape what no IRI may hold (RFC 3987, 2.2), such as the brackets of "?tags[]=ports"; a host is left alone."""
    host = _HOST.match(given)
    start = host.end() if host else 0
    rest, mark, fragment = given[start:].partition("#")
    return given[:start] + _escaped(rest) + mark + _escaped(fragment.replace("#", "%23"))


def _escaped(part: str) -> str:
    return _UNFIT.sub(lambda found: f"%{ord(found[0]):02X}", part)
