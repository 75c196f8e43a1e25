"""The time of day, as it is written beside a date: 下午3点半, 오후 3시, 8h30, 08.00 WIB, 8 p.m. EST."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from feeds.text.zones import offset, zone_named, zone_said

_FORENOON: Final = (
    "上午", "午前", "오전", "早上", "早晨", "清晨", "凌晨", "今早", "今晨", "새벽", "아침", "am", "a.m.", "a. m.",
    "sáng", "sa", "pagi", "утра", "ночи",
)  # fmt: skip
_AFTERNOON: Final = (
    "下午", "午後", "午后", "오후", "傍晚", "晚上", "今晚", "昨晚", "저녁", "pm", "p.m.", "p. m.",
    "chiều", "tối", "ch", "sore", "petang", "malam", "вечера", "дня",
)  # fmt: skip
_NOON: Final = ("中午", "正午", "한낮", "trưa", "siang", "tengah hari")  # one o'clock is thirteen, eleven is eleven
_NIGHT: Final = ("深夜", "夜里", "夜裡", "夜間", "夜", "밤", "đêm")  # eleven is twenty-three, one is one


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_ALL: Final = (*_FORENOON, *_AFTERNOON, *_NOON, *_NIGHT)
_BEFORE: Final = _any(tuple(word for word in _ALL if word not in {"sa", "ch"}))
_AFTER: Final = _any(tuple(word for word in _ALL if word < "ԯ"))  # what writes in letters may put it after the time
_TIME: Final = re.compile(
    rf"(?:(?P<before>{_BEFORE}) ?)?"
    r"(?<![\d.])(?P<hour>\d{1,2}) ?[:時时点點시] ?"
    r"(?:(?P<minute>\d{1,2})(?: ?[:分분] ?(?:(?P<second>\d{1,2})(?:[.,]\d{1,9})? ?[秒초]?)?)?)?"
    rf"(?: ?(?P<after>{_AFTER})(?![^\W\d_]))?"
    r" ?[,|]? ?[(\[]?(?:(?:utc|gmt)? ?(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d?))?(?!\d)"
    r"|(?P<zone>[a-z]{1,5})(?![^\W_]))?",
)
# Other ways to write an hour, written as 8:30 before they are read.
_HOURS: Final = re.compile(r"(?<![\d:.])(\d{1,2}) ?(?:h|giờ|uhr|นาฬิกา)(?: ?(\d\d))?(?![^\W_])['’]?")
_DOTTED: Final = re.compile(
    r"(?<![\d:.])(\d{1,2})\.(\d\d)(?=(?:\.\d\d)? ?(?:wib|wita|wit|น\.|uhr|[ap]\.?m\b|pagi|siang|sore|malam))"
    r"|(?<=pukul )(\d{1,2})\.(\d\d)|(?<=เวลา )(\d{1,2})\.(\d\d)|(?<=[ ,]kl )(\d{1,2})\.(\d\d)"
)
_HALVED: Final = re.compile(r"(\d{1,2} ?[时時点點시]) ?(?:半|반)")
_BARE: Final = re.compile(
    rf"(?<![\d:.,/-])(\d{{1,2}}) ?(?=(?:{_any(('am', 'pm', 'a.m.', 'p.m.', 'a. m.', 'p. m.'))})(?![a-z]))"
)


def instant_on(day: datetime, words: tuple[str, ...], zone: tzinfo) -> datetime:
    """Give the instant in UTC on the naive `day` that the first of `words` to hold a time says; else the day's start.

    Raises ValueError for a time that does not exist, OverflowError at the ends of the calendar.
    """
    for text in words:
        if time := _TIME.search(_plain(text)):
            local = _local(day, time)
            return local.replace(tzinfo=_zone(time, local, zone, words)).astimezone(UTC)
    return day.replace(tzinfo=zone).astimezone(UTC)


def _plain(text: str) -> str:
    text = _HALVED.sub(r"\1 30", text)
    text = _DOTTED.sub(lambda found: ":".join(filter(None, found.groups())), text)
    text = _HOURS.sub(lambda found: f"{found[1]}:{found[2] or '00'} ", text)
    return _BARE.sub(r"\1:00 ", text)


def _local(day: datetime, time: re.Match[str]) -> datetime:
    minute, second = int(time["minute"] or 0), int(time["second"] or 0)
    hour = _hour(int(time["hour"]), time["before"] or time["after"])
    if not (minute < 60 and second <= 60 and timedelta(hours=hour, minutes=minute) <= timedelta(days=1)):
        raise ValueError(time[0])
    return day + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))  # a leap second has no other name


def _hour(hour: int, half: str | None) -> int:
    if half is None or hour > 12:
        return hour
    if half in _FORENOON:
        return hour % 12
    late = (half in _AFTERNOON and hour < 12) or (half in _NOON and hour < 6) or (half in _NIGHT and 5 < hour < 12)
    return hour + 12 if late else hour


def _zone(time: re.Match[str], local: datetime, zone: tzinfo, words: tuple[str, ...]) -> tzinfo:
    if time["sign"]:
        return offset(time["sign"], time["hours"], time["minutes"])
    return (zone_named(time["zone"], zone, local) if time["zone"] else None) or zone_said(" ".join(words)) or zone
