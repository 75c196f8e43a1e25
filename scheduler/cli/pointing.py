"""What an operator points at: an article by any of its names, a feed by its slug, an instant."""

import difflib
import getpass
import re
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from config.errors import ConfigError
from config.feeds import RESERVED
from config.settings import Settings
from feeds.publish.catalogue import reserved
from feeds.publish.site import Site
from feeds.select.identity import url_key
from feeds.store import Store
from feeds.text.urls import absolute, untracked

_NUMBERED: Final = re.compile(
    r"(?:urn:uuid:|(?:https?://[^\s?#]+)?/articles/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
    r"(?:/explain)?/?(?:[?#].*)?",
    re.IGNORECASE,
)
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}


def numbered(given: str) -> str | None:
    """Give the id in `given`: bare, as a URN, or in the address of an article's page here; None where there is none."""
    found = _NUMBERED.fullmatch(given)
    return UUID(found[1]).urn if found else None


def article(given: str, store: Store) -> str:
    """Give the id of the article that `given` names: its id, its address at its publisher's, or its page here.

    Raises ConfigError where nothing kept has that name.
    """
    given = given.strip()
    urn = numbered(given)
    if urn is not None and store.get(urn, withheld=True) is not None:
        return urn
    link = absolute(given, None)
    key = url_key(untracked(link)) if link else None
    known = store.known([key]) if key else {}
    if key is None or key not in known:
        if urn is not None:
            raise ConfigError(f'no article with the id "{urn}" is kept here; see its page or a feed for the id')
        what = "no article is known under" if link else "is neither an id nor an address:"
        raise ConfigError(
            f'{what} "{given}"; give its id (urn:uuid:…), its address at its publisher\'s, or its page here'
        )
    return known[key].id


def feed(slug: str | None, settings: Settings) -> str:
    """Give the slug of a feed that there is or can be; empty for None. Raises ConfigError."""
    if slug is None:
        return ""
    sources = {f"{RESERVED}{source.name}" for source in settings.sources}
    manifest = Site(settings.published).manifest()
    published = {one.slug for one in manifest.feeds} if manifest else set()
    known = {settings.beat.slug, *(one.slug for one in settings.feeds), *reserved(settings), *sources, *published}
    if slug not in known:
        close = difflib.get_close_matches(slug, sorted(known), n=1)
        hint = f'did you mean "{close[0]}"?' if close else "`beatwire status` shows them"
        raise ConfigError(f'there is no feed "{slug}"; {hint}', key="--feed")
    return slug


def instant(given: str | None, now: datetime, key: str = "--until") -> datetime | None:
    """Read a time to come: "90m", "2h", "3d", or a date and time, UTC if it has no offset. Raises ConfigError."""
    if given is None:
        return None
    moment = _moment(given, now, 1, key)
    if moment <= now:
        raise ConfigError(f"{moment:%Y-%m-%d %H:%M} UTC is over already; name a time to come", key=key)
    return moment


def past(given: str, now: datetime) -> datetime:
    """Read a time that is over: so long ago, or a date and time, UTC if it has no offset. Raises ConfigError."""
    return _moment(given, now, -1, "--at")


def _moment(given: str, now: datetime, sign: int, key: str) -> datetime:
    number, unit = given.strip()[:-1], given.strip()[-1:]
    try:
        if unit in _UNITS and number.isdecimal() and len(number) < 7:
            return now + sign * timedelta(**{_UNITS[unit]: int(number)})
        moment = datetime.fromisoformat(given.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError) as error:
        said = 'write "2h", "3d", or a time such as "2026-12-01T08:00+08:00" (UTC without an offset)'
        raise ConfigError(f'"{given}" is no time; {said}', key=key) from error


def person(said: str | None) -> str:
    """Give who acts: as said, else the name that he logged in under. Raises ConfigError."""
    try:
        name = (said if said is not None else getpass.getuser()).strip()
    except (OSError, KeyError, ImportError) as error:
        raise ConfigError("nobody is logged in; say who acts", key="--who") from error
    if not name:
        raise ConfigError("is empty; say who acts", key="--who")
    return name
