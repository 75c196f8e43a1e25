"""What of a sitemap, or of an index of them, is new enough to be followed: pure decisions on addresses and dates."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from feeds.collect.listing import addresses
from feeds.text.dates import instant

FRESH: Final = timedelta(days=3)  # older than that, a page is followed only where nothing else is listed
CHILDREN: Final = 10  # sitemaps that one index leads to
_FEW: Final = 10  # pages that are followed where none is fresh
_AHEAD: Final = timedelta(days=1)
_WHOLE: Final = len("2026-11-20T08:00")
_MONTH: Final = re.compile(r"(\d{4})-(\d\d)")
_YEAR: Final = re.compile(r"\d{4}")
_CLOCK: Final = re.compile(r"\d[Tt ]\d|\d{10,}")
_WANTED: Final = re.compile(
    r"(?<![a-z])(?:news|article|articles|post|posts|story|stories|latest|recent|daily|today|headlines)(?![a-z])",
    re.IGNORECASE,
)
_UNWANTED: Final = re.compile(
    r"(?<![a-z])(?:image|images|photo|photos|gallery|galleries|video|videos|tag|tags|post_tag|category|categories|author|authors"
    r"|page|pages|static|section|sections|topic|topics|taxonomy|product|products|user|users|people|attachment|misc|event|events)(?![a-z])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """When something changed, as exactly as its date says: somewhere from `start` until `end`, aware, in UTC."""

    start: datetime
    end: datetime

    @property
    def exact(self) -> bool:
        """Whether the date came with a time of day."""
        return self.start == self.end


def span(text: str, zone: tzinfo) -> Span | None:
    """Read a W3C date (NOTE-datetime): a year, a month, a day, or an instant; None for what is none of them."""
    if len(text) >= _WHOLE:
        try:
            moment = datetime.fromisoformat(text).replace(microsecond=0)
            moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        else:
            return Span(moment, moment) if moment.year >= 1970 else None
    if found := _MONTH.fullmatch(text):
        return _month(int(found[1]), int(found[2]))
    if _YEAR.fullmatch(text):
        return _year(int(text))
    start = instant(text, zone)
    if start is None:
        return None
    return Span(start, start if _CLOCK.search(text) else start + timedelta(days=1))


def _year(year: int) -> Span | None:
    return Span(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)) if 1970 <= year < 9000 else None


def _month(year: int, month: int) -> Span | None:
    if not (1970 <= year < 9000 and 1 <= month <= 12):
        return None
    after = (year + 1, 1) if month == 12 else (year, month + 1)
    return Span(datetime(year, month, 1, tzinfo=UTC), datetime(*after, 1, tzinfo=UTC))


def named_span(url: str) -> Span | None:
    """Give the month or the day that an address speaks of ("sitemap-2026-11.xml")."""
    day = addresses.day_in(url)
    if day is None:
        return None
    try:
        start = datetime(*(day if day[2] else (*day[:2], 1)), tzinfo=UTC)
    except ValueError:
        return None
    return Span(start, start + timedelta(days=1)) if day[2] else _month(start.year, start.month)


def believed(spans: list[Span | None], now: datetime) -> list[Span | None]:
    """Give the dates that say something: none from the future, and none at all where nearly all are the same.

    A site that dates every page at the making of its sitemap would have each read again at every visit.
    """
    known = [one if one is not None and one.start <= now + _AHEAD else None for one in spans]
    counts = Counter(one for one in known if one is not None)
    commonest = counts.most_common(1)
    if commonest and len(spans) >= 10 and commonest[0][1] * 10 > len(spans) * 8:
        return [None] * len(spans)
    return known


def fresh(spans: list[Span | None], now: datetime) -> list[int]:
    """Give the places of the fresh ones of `spans`, the newest first.

    What bears no date counts as old where anything does; where nothing does, all are given in their own order.
    """
    dated = _by_date(spans)
    return [-place for end, _, place in dated if end >= now - FRESH] if dated else list(range(len(spans)))


def newest(spans: list[Span | None], now: datetime) -> list[int]:
    """Give the places of the fresh ones, the newest first; where none is fresh, those of the newest few."""
    return fresh(spans, now) or [-place for _, _, place in _by_date(spans)[:_FEW]]


def _by_date(spans: list[Span | None]) -> list[tuple[datetime, datetime, int]]:
    return sorted(((one.end, one.start, -place) for place, one in enumerate(spans) if one), reverse=True)


def worthy(urls: list[str], spans: list[Span | None], now: datetime) -> list[int]:
    """Give the places of the sitemaps of an index that may hold news, the most promising first, at most CHILDREN.

    Those of tags, authors, pictures or products, and those that are written no more, count only where nothing else is.
    """
    places = [place for place, url in enumerate(urls) if _promise(url) >= 0] or list(range(len(urls)))
    dates = [spans[place] or named_span(urls[place]) for place in places]
    alive = [place for place, date in zip(places, dates, strict=True) if date is None or date.end >= now - FRESH]
    if not alive:
        return [places[index] for index in newest(dates, now)][:CHILDREN]
    if len(alive) > CHILDREN and not any(dates):  # numbered parts: new pages are in the first or in the last
        alive = alive[: CHILDREN // 2] + alive[-(CHILDREN // 2) :]
    known = dict(zip(places, dates, strict=True))
    return sorted(alive, key=lambda place: _rank(urls[place], known[place]), reverse=True)[:CHILDREN]


def _rank(url: str, date: Span | None) -> tuple[int, bool, datetime]:
    return _promise(url), date is not None, date.start if date else datetime.min.replace(tzinfo=UTC)


def _promise(url: str) -> int:
    """Say what the name of a sitemap promises: 1 news, -1 something else, 0 neither."""
    name = url.partition("//")[2].partition("/")[2]
    if _UNWANTED.search(name) and not re.search("news", name, re.IGNORECASE):
        return -1
    return 1 if _WANTED.search(name) or addresses.day_in(url) else 0
