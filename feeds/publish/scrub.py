"""The last wash before rendering: one illegal character in one title must not fail a build."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar

from feeds.article import Article, Feed
from feeds.text.characters import legal

T = TypeVar("T", Article, Feed)


def scrub(dirty: T) -> T:
    """Make every string of an article, or of a feed and its articles, XML-legal, and every datetime UTC in seconds."""
    washed: T = _wash(dirty)
    return washed


def _wash(value: Any) -> Any:  # noqa: ANN401 - it walks whatever a feed is made of
    if isinstance(value, str):
        return value if isinstance(value, Enum) else legal(value)
    if isinstance(value, tuple):
        return tuple(_wash(one) for one in value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _wash(getattr(value, each.name)) for each in fields(value)})
    return value
