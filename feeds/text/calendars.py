"""The words of calendars: months in the languages of the region and of Europe, eras, and how else years are counted.

All names are as NFKC and `str.lower` leave them. Sources: CLDR's month names; the first years of the eras.
"""

import re
from typing import Final

_ENGLISH: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_NAMES: Final = (
    _ENGLISH,
    "_ _ mac _ mei _ _ ogo _ okt _ dis",  # Malay, Indonesian; German
    "_ _ _ _ _ _ _ ags _ _ nop des",
    "_ _ _ _ _ _ _ agu _ _ _ dez",
    "_ fev _ abr mai _ _ ago set out _ _",  # Portuguese; Spanish
    "ene _ _ _ _ _ _ _ _ _ _ dic",
    "janv fév _ avr _ juin juil aoû _ _ _ déc",  # French
    "_ _ mär _ mag giu lug aou _ ott _ _",
    "_ _ mrt _ _ _ _ _ _ _ nob dis",  # Dutch; Filipino: "nob", "dis", "peb", "abr", "hun", "hul", "agos", "okt"
    "ener peb _ _ mayo hun hul agos _ okt _ _",
    "янв фев мар апр мая июн июл авг сен окт ноя дек",
    "_ _ _ _ май _ _ _ _ _ _ _",
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
    "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
    "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
)
MONTHS: Final = {
    name: number
    for names in _NAMES
    for number, name in enumerate(names.split(), 1)
    if name != "_"
}  # fmt: skip
MONTH: Final = (
    rf"(?<![^\W\d_])(?P<name>{'|'.join(re.escape(name) for name in sorted(MONTHS, key=len, reverse=True))})"
    r"[^\W\d_]{0,8}\.?"
)

# A year in an era is counted from the year before its first.
ERAS: Final = {
    "令和": 2018, "令": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911, "主體": 1911, "주체": 1911,
    "r": 2018, "h": 1988, "s": 1925,
}  # fmt: skip
_BUDDHIST: Final = 543
_BUDDHIST_ZONES: Final = ("Asia/Bangkok", "Asia/Vientiane", "Asia/Phnom_Penh")
_THAI: Final = re.compile("[\u0e00-\u0eff]")

# Which of two numbers is the month, where both may be: America and the Philippines write it first.
_MONTH_FIRST: Final = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Detroit",
    "America/Phoenix", "America/Anchorage", "US/", "Pacific/Honolulu", "Pacific/Guam", "Pacific/Saipan",
    "Pacific/Pago_Pago", "Pacific/Palau", "Asia/Manila",
)  # fmt: skip
# Where a year of two figures stands first.
_YEAR_FIRST: Final = (
    "Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei",
    "Asia/Tokyo", "Asia/Seoul", "Asia/Pyongyang", "Asia/Ulaanbaatar",
)  # fmt: skip

_FIGURES: Final = {figure: value for value, figure in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "○": 0, "両": 2, "两": 2, "兩": 2, "廿": 20, "卅": 30,
}  # fmt: skip
_NUMERAL: Final = re.compile(r"[〇零○一二三四五六七八九十百廿卅]{1,6}(?= ?[年月日号號时時点點分秒])")


def arabic(text: str) -> str:
    """Write the Chinese numerals before 年, 月, 日 and the parts of a time as figures: 二〇二六年 → 2026年."""
    return _NUMERAL.sub(lambda found: str(number(found[0])), text)


def number(numeral: str) -> int | str:
    """Give the value of a Chinese numeral: by its figures (二〇二六), or counted (一百一十五, 廿三)."""
    if not re.search("[十百廿卅]", numeral):
        return "".join(str(_FIGURES[figure]) for figure in numeral)
    total, figure = 0, 0
    for sign in numeral:
        if sign in "十百":
            total += (figure or 1) * (100 if sign == "百" else 10)
            figure = 0
        elif sign in "廿卅":
            total += _FIGURES[sign]
        else:
            figure = _FIGURES[sign]
    return total + figure


def year_of(written: str, era: str | None, zone: str, text: str) -> int:
    """Give the Gregorian year; `zone` and the `text` round it say by which calendar one without an era counts.

    A year of two figures is of 1950 to 2049 (RFC 2822, 4.3). Raises ValueError.
    """
    if era:
        return int("1" if written == "元" else written) + ERAS[era]
    year = int(written)
    thai = zone in _BUDDHIST_ZONES or _THAI.search(text) is not None
    if len(written) == 2:
        return year + 2500 - _BUDDHIST if _THAI.search(text) and year >= 50 else year + (2000 if year < 50 else 1900)
    if len(written) == 3 and zone == "Asia/Taipei":
        return year + ERAS["民國"]
    return year - _BUDDHIST if thai and 2500 <= year < 2700 else year


def ordered(one: str, two: str, three: str, zone: str) -> tuple[str, str, str]:
    """Give year, month and day of 20/11/2026, in the order that is usual in `zone`, unless that cannot be."""
    if len(three) == 2 and zone.startswith(_YEAR_FIRST) and int(two) <= 12:
        return one, two, three
    month_first = zone.startswith(_MONTH_FIRST)
    if int(one) > 12:
        month_first = False
    elif int(two) > 12:
        month_first = True
    return (three, one, two) if month_first else (three, two, one)
