"""Dates as feeds, sitemaps, pages and files write them, in the languages and calendars of the region and of Europe.

RFC 822, RFC 850, asctime, RFC 3339 and ISO 8601 and what is made of them; 2026年11月20日, 令和8年, 民國115年,
พ.ศ. 2569, 20/11/2026; and, where `now` is given, what is told from it: 3小时前, yesterday. What is longer than any
date is not looked at.
"""

import re
import unicodedata
from datetime import UTC, datetime, tzinfo
from typing import Final

from feeds.text.calendars import ERAS, MONTH, MONTHS, arabic, ordered, year_of
from feeds.text.clocks import instant_on
from feeds.text.distances import told_from
from feeds.text.stamps import stamp

LONGEST: Final = 200
_FOLDED: Final = 300  # NFKC writes some characters as eighteen

_DAY: Final = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|o|a|\.|:e)?"
_OF: Final = r"(?: de | of |[ ./-]|(?<=\.) )?"
_YEAR: Final = r",?(?: del? |[ /.-])?(?:พ\.?ศ\.? ?|ปี ?)?(?P<year>\d{4}(?!\d)|\d\d(?![\d:.時时点시h]))"
_REIGN: Final = "|".join(era for era in ERAS if not era.isascii())
_MOON_AND_SUN: Final = r"(?P<month>\d{1,2}) ?[月월] ?(?P<day>\d{1,2})(?: ?[日号號일]|(?!\d))"

# Every pattern is searched in text whose white space is folded to single blanks, so none needs an open repetition.
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        # 民國115/11/20, 令和8.11.20, r8.11.20
        rf"(?<![^\W\d_])(?P<era>{'|'.join(ERAS)})(?P<year>\d{{1,3}}|元)[-./](?P<month>\d{{1,2}})[-./](?P<day>\d{{1,2}})(?!\d)",
        # 2026-11-20T08:00:00+08:00, 2026/11/20 08:00, 2026. 11. 20. 8:00; 115/11/20 in Taiwan
        r"(?<!\d)(?P<year>\d{4}|1\d\d)(?:[-/]|\. ?)(?P<month>\d{1,2})(?:[-/]|\. ?)(?P<day>\d{1,2})(?!\d)",
        # 2026年11月20日, 2026년 11월 20일, 令和8年11月20日
        rf"(?P<era>{_REIGN})? ?(?<!\d)(?P<year>\d{{1,4}}|元)\)? ?[年년][ 、,]?{_MOON_AND_SUN}",
        # Fri, 20 Nov 2026 08:00:00 +0800, Friday, 20-Nov-26 08:00:00 GMT, 20 de noviembre de 2026, 20 พ.ย. 2569
        rf"{_DAY}{_OF}(?:tháng |ខែ ?)?{MONTH}(?: ?ឆ្នាំ ?)?{_YEAR}",
        # November 20, 2026 8:00 am; Fri Nov 20 2026 08:00:00 GMT+0800 (China Standard Time)
        rf"{MONTH} {_DAY},? (?P<year>\d{{4}})(?!\d)",
        # Fri Nov 20 08:00:00 2026, Fri Nov 20 08:00:00 CST 2026
        rf"{MONTH} {_DAY} (?P<rest>\d{{1,2}}:\d\d(?::\d\d)?(?: [a-z]{{1,5}}| [+-]\d{{4}})?) (?P<year>\d{{4}})(?!\d)",
        # 2026 Nov 20, 2026-Nov-20; 2026 жылғы 20 қараша
        rf"(?<!\d)(?P<year>\d{{4}})[ -]{MONTH}[ -]{_DAY}(?!\d)",
        rf"(?<!\d)(?P<year>\d{{4}})(?: ж[а-яғңқөұүһәі]{{0,5}}\.?)? {_DAY} {MONTH}",
        # ngày 20 tháng 11 năm 2026, 20 thg 11, 2026; 2026 оны 11-р сарын 20
        r"(?<!\d)(?P<day>\d{1,2}) (?:tháng|thg) ?(?P<month>\d{1,2}),?(?: năm)? ?(?P<year>\d{4})(?!\d)",
        r"(?:tháng|thg) ?(?P<month>\d{1,2}) (?P<day>\d{1,2}), ?(?P<year>\d{4})(?!\d)",
        r"(?<!\d)(?P<year>\d{4}) оны (?P<month>\d{1,2})(?:-р|-рр)? сарын (?P<day>\d{1,2})",
        # 20/11/2026, 11/20/2026, 20.11.2026, 20-11-26; 26.11.20 in Korea
        r"(?<![\d./-])(?P<one>\d{1,2})(?:[/-]|\. ?)(?P<two>\d{1,2})(?:[/-]|\. ?)(?P<three>\d{4}|\d\d)(?!\d|[./-]\d)",
    )
)
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[t ]?(\d\d)(\d\d)(\d\d)?)?(?!\d)")
_WEEK: Final = re.compile(r"(?<!\d)(\d{4})-?w(\d\d)(?:-?([1-7]))(?!\d)")
_EPOCH: Final = re.compile(r"(\d{10})(?:\.\d{1,6}|\d{3}|\d{6})?")  # seconds, milliseconds, microseconds
_CLOCK_AHEAD: Final = re.compile(r"(?<=\d\d/)([a-z]{3})/(\d{4}):(?=\d\d:)")


def instant(text: str, zone: tzinfo, now: datetime | None = None) -> datetime | None:
    """Read a date, with or without a time, as an aware datetime in UTC without microseconds.

    `zone` is what a date without a zone is in, what its abbreviation means where that is ambiguous ("CST" is China's
    for a source in Asia, America's otherwise), and by whose habit 5/11/2026 is read. A date without a time is the
    start of that day. What is told from `now` ("3 hours ago", a day without its year) is read only where that is
    given. None for what is not a whole date, for years outside 1970 to 9999, and for text longer than LONGEST without
    the blanks round it; it never raises.
    """
    if len(text) > LONGEST:
        text = text.strip()
        if len(text) > LONGEST:
            return None
    try:
        moment = stamp(text) or _moment(_folded(text), zone, now)
    except (ValueError, OverflowError):
        return None
    return moment.replace(microsecond=0) if moment is not None and moment.year >= 1970 else None


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)[:_FOLDED].lower().replace("\u2212", "-").replace("’", "'")
    if not text.isascii():
        text = arabic("".join(str(unicodedata.decimal(sign, sign)) for sign in text))
    return " ".join(text.split())


def _moment(text: str, zone: tzinfo, now: datetime | None) -> datetime | None:
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), UTC)
    text = _COMPACT.sub(_spread, text, count=1) if _COMPACT.match(text) else _CLOCK_AHEAD.sub(r"\1/\2 ", text, count=1)
    for form in _FORMS:
        if found := form.search(text):
            parts = found.groupdict()
            day = _day(parts, str(zone), text)
            return instant_on(day, (parts.get("rest") or text[found.end() :], text[: found.start()]), zone)
    if week := _WEEK.search(text):
        day = datetime.fromisocalendar(int(week[1]), int(week[2]), int(week[3]))
        return instant_on(day, (text[week.end() :],), zone)
    return told_from(now, text, zone) if now is not None else None


def _spread(compact: re.Match[str]) -> str:
    """Write 20261120T080000 as 2026-11-20 08:00:00."""
    year, month, day, hour, minute, second = compact.groups()
    return f"{year}-{month}-{day}" + (f" {hour}:{minute}:{second or '00'} " if hour else " ")


def _day(parts: dict[str, str | None], zone: str, text: str) -> datetime:
    if parts.get("one"):
        year, month, day = ordered(parts["one"] or "", parts["two"] or "", parts["three"] or "", zone)
    else:
        name = parts.get("name")
        year, month, day = parts["year"] or "", str(MONTHS[name]) if name else parts["month"] or "", parts["day"] or ""
    return datetime(year_of(year, parts.get("era"), zone, text), int(month), int(day))  # noqa: DTZ001 - its zone is found later
