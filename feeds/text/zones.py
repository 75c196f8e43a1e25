"""The abbreviations and names of time zones, and whose they are."""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

# In minutes east of Greenwich; RFC 822's American names, and the abbreviations of the region and of Europe.
_ABBREVIATIONS: Final = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "akst": -540, "akdt": -480, "hst": -600, "sst": -660, "ast": -240, "adt": -180, "nst": -210, "ndt": -150,
    "bst": 60, "west": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "sast": 120, "trt": 180, "msk": 180,
    "irst": 210, "gst": 240, "aft": 270, "pkt": 300, "uzt": 300, "tjt": 300, "tmt": 300, "mvt": 300,
    "ist": 330, "slst": 330, "npt": 345, "btt": 360, "kgt": 360, "bdt": 360, "mmt": 390, "cct": 390,
    "ict": 420, "wib": 420, "hovt": 420, "krat": 420,
    "hkt": 480, "sgt": 480, "myt": 480, "pht": 480, "phst": 480, "wita": 480, "awst": 480, "ulat": 480, "bnt": 480,
    "irkt": 480, "acwst": 525, "jst": 540, "kst": 540, "wit": 540, "tlt": 540, "yakt": 540, "acst": 570,
    "aest": 600, "chst": 600, "pgt": 600, "vlat": 600, "acdt": 630, "lhst": 630, "aedt": 660, "nct": 660, "sbt": 660,
    "nzst": 720, "fjt": 720, "nzdt": 780, "wst": 780, "tot": 780, "chast": 765, "chadt": 825, "lint": 840,
}  # fmt: skip
# What means the source's own zone there, whatever it means elsewhere.
_AT_HOME: Final = {
    "cst": ("Australia/",), "cdt": ("Australia/",), "est": ("Australia/",), "edt": ("Australia/",),
    "wst": ("Australia/", "Pacific/"), "bst": ("Asia/Dhaka", "Asia/Thimphu", "Pacific/"), "pst": ("Asia/Manila",),
    "mst": ("Asia/Kuala_Lumpur", "Asia/Kuching", "Asia/Yangon"), "sst": ("Asia/Singapore",), "gst": ("Pacific/Guam",),
    "ist": ("Asia/Jerusalem", "Asia/Tel_Aviv", "Europe/"), "nst": ("Asia/Kathmandu",), "ast": ("Asia/",),
}  # fmt: skip
_CHINA: Final = timezone(timedelta(hours=8))
_AMERICAN: Final = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
}  # fmt: skip
_NAMED: Final = {
    "Asia/Shanghai": "北京时间|北京時間|beijing time|china time", "Asia/Taipei": "台北时间|[台臺]北時間|taipei time",
    "Asia/Hong_Kong": "香港时间|香港時間|hong kong time",
    "Asia/Tokyo": "日本時間|日本时间|東京時間|东京时间|japan time",
    "Asia/Seoul": "한국 ?시간|韓國時間|韩国时间|首尔时间|首爾時間|korea time",
    "Asia/Singapore": "新加坡时间|新加坡時間",
    "America/New_York": "美东时间|美東時間|美国东部时间|eastern time", "America/Los_Angeles": "pacific time",
    "Asia/Ho_Chi_Minh": "giờ việt nam|giờ hà nội", "Asia/Bangkok": "เวลาประเทศไทย",
    "Europe/Moscow": "мск|московск", "UTC": "格林尼治|世界标准时间|世界標準時",
}  # fmt: skip
_SAID: Final = tuple((re.compile(words), name) for name, words in _NAMED.items())


def offset(sign: str, hours: str, minutes: str | None) -> tzinfo:
    """Give the zone of "+0545". Raises ValueError for a day and more."""
    east = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(east if sign == "+" else -east)


def zone_named(name: str, zone: tzinfo, local: datetime) -> tzinfo | None:
    """Give the zone that an abbreviation means in a source whose own is `zone`; None for no abbreviation.

    "CST" is China's for a source in Asia, the source's own in Australia, else America's.
    """
    if name in _AMERICAN:
        return ZoneInfo(_AMERICAN[name])
    if name not in _ABBREVIATIONS:
        return None
    key = str(zone)
    if name == (zone.tzname(local) or "").lower() or key.startswith(_AT_HOME.get(name, ("?",))):
        return zone
    if name == "cst" and key.startswith("Asia/"):
        return _CHINA
    return timezone(timedelta(minutes=_ABBREVIATIONS[name]))


def zone_said(text: str) -> tzinfo | None:
    """Give the zone that a text names in words, such as 北京时间; None where it names none."""
    return next((ZoneInfo(name) for words, name in _SAID if words.search(text)), None)
