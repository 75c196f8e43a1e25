"""Dates as feeds, pages and files write them: RFC 822, RFC 850, asctime, RFC 3339, ISO 8601, and East Asian forms."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from feeds.text.stamps import stamp

LONGEST: Final = 1024

_ENGLISH: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS: Final = {name: number for number, name in enumerate(_ENGLISH, 1)} | {
    "mac": 3, "mei": 5, "ogo": 8, "ags": 8, "agu": 8, "okt": 10, "dis": 12, "des": 12,  # Malay, Indonesian
    "fev": 2, "abr": 4, "mai": 5, "ago": 8, "set": 9, "out": 10, "dez": 12,  # Portuguese: Macau, East Timor
}  # fmt: skip
_MONTH: Final = rf"(?<![a-z])(?P<name>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_MOON_AND_SUN: Final = r"(?P<month>\d{1,2}) ?[月월] ?(?P<day>\d{1,2}) ?[日号號일]"
_DAY: Final = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?"

# A year in an era is counted from the year before its first.
_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}

# Every pattern is searched in text whose white space is folded to single blanks, so none needs an open repetition.
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        # 2026-11-20T08:00:00+08:00, 2026/11/20 08:00, 2026. 11. 20. 8:00
        r"(?<!\d)(?P<year>\d{4})(?:[-/]|\. ?)(?P<month>\d{1,2})(?:[-/]|\. ?)(?P<day>\d{1,2})(?!\d)",
        # 2026年11月20日, 2026년 11월 20일, 令和8年11月20日
        rf"(?P<era>{'|'.join(_ERAS)})? ?(?<!\d)(?P<year>\d{{1,4}}|元) ?[年년] ?{_MOON_AND_SUN}",
        # Fri, 20 Nov 2026 08:00:00 +0800, Friday, 20-Nov-26 08:00:00 GMT
        rf"{_DAY}[ -]{_MONTH},?[ -](?P<year>\d{{4}}|\d\d)(?![\d:])",
        # November 20, 2026 8:00 am; Fri Nov 20 2026 08:00:00 GMT+0800 (China Standard Time)
        rf"{_MONTH} {_DAY},? (?P<year>\d{{4}})(?![\d:])",
        # Fri Nov 20 08:00:00 2026, Fri Nov 20 08:00:00 CST 2026
        rf"{_MONTH} {_DAY} (?P<rest>\d{{1,2}}:\d\d(?::\d\d)?(?: [a-z]{{1,5}}| [+-]\d{{4}})?) (?P<year>\d{{4}})(?!\d)",
    )
)
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[t ]?(\d\d)(\d\d)(\d\d)?)?(?!\d)")
_EPOCH: Final = re.compile(r"(\d{10})(?:\d{3})?")  # seconds or milliseconds
_TIME: Final = re.compile(
    r"(?P<before>上午|午前|오전|凌晨|清晨|早上|下午|午後|午后|오후|晚上|傍晚|am|pm)? ?"
    r"(?<!\d)(?P<hour>\d{1,2}) ?[:時时点點시] ?"
    r"(?:(?P<minute>\d{1,2})(?: ?[:分분] ?(?:(?P<second>\d{1,2})(?:[.,]\d{1,9})? ?[秒초]?)?)?)?"
    r" ?(?P<after>(?:am|pm|a\.m\.|p\.m\.)(?![a-z]))?"
    r" ?(?:(?:utc|gmt)? ?(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d?))?(?!\d)|(?P<zone>[a-z]{1,5})(?![a-z]))?",
)
_AFTERNOON: Final = frozenset(("下午", "午後", "午后", "오후", "晚上", "傍晚", "pm", "p.m."))
_FORENOON: Final = frozenset(("上午", "午前", "오전", "凌晨", "清晨", "早上", "am", "a.m."))

# In minutes east of Greenwich; RFC 822's American names, and the abbreviations of the region and of Europe.
_ABBREVIATIONS: Final = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "bst": 60, "west": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180,
    "pkt": 300, "ist": 330, "npt": 345, "ict": 420, "wib": 420,
    "hkt": 480, "sgt": 480, "myt": 480, "pht": 480, "wita": 480, "awst": 480, "jst": 540, "kst": 540, "wit": 540,
    "acst": 570, "aest": 600, "acdt": 630, "aedt": 660, "nzst": 720, "nzdt": 780,
}  # fmt: skip


def instant(text: str, zone: tzinfo) -> datetime | None:
    """Read a date, with or without a time, as an aware datetime in UTC without microseconds.

    `zone` is what a date without a zone is in, and what its abbreviation means where that is ambiguous ("CST" is
    China's for a source in Asia, America's otherwise). A date without a time is the start of that day. None for what
    is not a whole date, for years outside 1970 to 9999, and for text longer than LONGEST; it never raises.
    """
    if len(text) > LONGEST:
        return None
    try:
        moment = stamp(text) or _moment(_folded(text), zone)
    except (ValueError, OverflowError):
        return None
    return moment if moment is not None and moment.year >= 1970 else None


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().replace("\u2212", "-").split())


def _moment(text: str, zone: tzinfo) -> datetime | None:
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), UTC)
    text = _COMPACT.sub(_spread, text, count=1) if _COMPACT.match(text) else text
    for form in _FORMS:
        if found := form.search(text):
            parts = found.groupdict()
            return _clock(_day(parts), parts.get("rest") or text[found.end() :], zone)
    return None


def _spread(compact: re.Match[str]) -> str:
    """Write 20261120T080000 as 2026-11-20 08:00:00."""
    year, month, day, hour, minute, second = compact.groups()
    return f"{year}-{month}-{day}" + (f" {hour}:{minute}:{second or '00'} " if hour else " ")


def _day(parts: dict[str, str | None]) -> datetime:
    written, era = parts["year"] or "", parts.get("era")
    year = int("1" if era and written == "元" else written)
    if era:
        year += _ERAS[era]
    elif len(written) == 2:  # RFC 2822, 4.3
        year += 2000 if year < 50 else 1900
    name = parts.get("name")
    month = _MONTHS[name] if name else int(parts["month"] or 0)
    return datetime(year, month, int(parts["day"] or 0))  # noqa: DTZ001 - its zone is found later


def _clock(day: datetime, rest: str, zone: tzinfo) -> datetime:
    """Give the instant on `day` that `rest`, what follows the date, says."""
    time = _TIME.search(rest)
    if time is None:
        return day.replace(tzinfo=zone).astimezone(UTC)
    minute, second = int(time["minute"] or 0), int(time["second"] or 0)
    hour = _hour(int(time["hour"]), time["before"] or time["after"])
    if not (minute < 60 and second <= 60 and timedelta(hours=hour, minutes=minute) <= timedelta(days=1)):
        raise ValueError(rest)
    local = day + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))  # a leap second has no other name
    return local.replace(tzinfo=_offset(time, local, zone)).astimezone(UTC)


def _hour(hour: int, half: str | None) -> int:
    if half in _AFTERNOON and hour < 12:
        return hour + 12
    return 0 if half in _FORENOON and hour == 12 else hour


def _offset(time: re.Match[str], local: datetime, zone: tzinfo) -> tzinfo:
    if time["sign"]:
        east = timedelta(hours=int(time["hours"]), minutes=int(time["minutes"] or 0))
        return timezone(east if time["sign"] == "+" else -east)
    name = time["zone"] or ""
    if name not in _ABBREVIATIONS or name == (zone.tzname(local) or "").lower():
        return zone
    if name == "cst" and str(zone).startswith("Asia/"):
        return zone
    return timezone(timedelta(minutes=_ABBREVIATIONS[name]))
