"""HTTP header fields as values (RFC 9110, RFC 9111): pure functions of what a server sent."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

DAY: Final = 86400
_VALIDATOR_MOST: Final = 1024
_LISTS: Final = frozenset({"cache-control", "link"})

_MAX_AGE: Final = re.compile(r'(?:^|[\s,])max-age\s*=\s*"?([0-9]{1,18})', re.IGNORECASE)
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_CHARSET: Final = re.compile(r"""(?:^|;)\s*charset\s*=\s*["']?([A-Za-z0-9._:+-]{1,40})""", re.IGNORECASE)

Fields = Mapping[str, str]


def fields(lines: Iterable[bytes]) -> Fields:
    """Give the fields of one header section by lower-case name; of a repeated one the first, of a list all."""
    found: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.decode("latin-1").partition(":")
        if not colon or not name or name != name.strip():
            continue
        key, text = name.lower(), value.strip()
        if key not in found:
            found[key] = text
        elif key in _LISTS:
            found[key] += f", {text}"
    return found


def content_type(value: str | None) -> tuple[str | None, str | None]:
    """Give the bare media type ("application/rss+xml") and the declared charset of a Content-Type, lower case."""
    if not value:
        return None, None
    bare, _, parameters = value.partition(";")
    media_type = bare.strip().lower()
    charset = _CHARSET.search(parameters)
    return media_type if "/" in media_type else None, charset[1].lower() if charset else None


def date(value: str | None) -> datetime | None:
    """Give an HTTP date in any of its three forms as aware UTC, or None if it is none (RFC 9110, 5.6.7)."""
    if not value or len(value) > 64:
        return None
    try:
        found = parsedate_to_datetime(value)
        return (found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)).replace(microsecond=0)
    except (ValueError, TypeError, OverflowError):
        return None


def validator(value: str | None) -> str | None:
    """Give an ETag or Last-Modified as it was sent, or None if it is not fit to be sent back."""
    return value if value and len(value) <= _VALIDATOR_MOST and value.isprintable() else None


def retry_after(head: Fields) -> int | None:
    """Give Retry-After in seconds, a day at most; a date counts from the answer's own Date (RFC 9110, 10.2.3)."""
    value = head.get("retry-after", "")
    if _NUMBER.fullmatch(value):
        return min(int(value), DAY)
    return _seconds_between(head.get("date"), value)


def max_age(head: Fields) -> int | None:
    """Give for how many seconds an answer stays fresh: max-age less Age, else Expires; a day at most, None is unsaid.

    "no-store" and "no-cache" say nothing about when to come back.
    """
    directive = _MAX_AGE.search(head.get("cache-control", ""))
    if directive is None:
        return _seconds_between(head.get("date"), head.get("expires"))
    age = _NUMBER.fullmatch(head.get("age", ""))
    spent = int(age[0]) if age else 0
    return min(max(int(directive[1]) - spent, 0), DAY)


def _seconds_between(start: str | None, end: str | None) -> int | None:
    since, until = date(start), date(end)
    if since is None or until is None:
        return None
    return min(max(int((until - since).total_seconds()), 0), DAY)
