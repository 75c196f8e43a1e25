"""Dates that are told from now: 3小时前, 3시간 전, 3 giờ trước, yesterday 08:00, and days without a year."""

import re
from datetime import datetime, timedelta, tzinfo
from typing import Final

from feeds.text.calendars import MONTH, MONTHS, number
from feeds.text.clocks import instant_on

_SECONDS: Final = {
    1: r"seconds?|secs?|s|秒钟?|秒鐘?|초|giây|detik|saat|วินาที|secondes?|segundos?|sekunden?|секунд[аы]?",
    60: r"minutes?|mins?|m|分钟|分鐘|分|분|phút|menit|minit|นาที|minutos?|minuten?|мин(?:ут[аы]?|\.)?|minuto",
    3600: r"hours?|hrs?|h|[个個]?(?:小时|小時|钟头|鐘頭)|時間|시간|giờ|tiếng|jam|ชั่วโมง|ชม\.?|heures?|horas?|stunden?"
    r"|час(?:а|ов)?|ч\.?|oras",
    86_400: r"days?|d|天|日|일|ngày|hari|วัน|jours?|d[ií]as?|tage?n?|дн(?:я|ей)|день|araw",
    604_800: r"weeks?|w|周|週間?|[个個]?星期|주일?|tuần|minggu|pekan|สัปดาห์|semaines?|semanas?|wochen?|недел[юиь]"
    r"|linggo",
    2_592_000: r"months?|mos?|[个個]月|[かカヶケ箇ヵ]月|개월|달|tháng|bulan|เดือน|mois|mes(?:es)?|mês|monate?n?"
    r"|месяц(?:а|ев)?|buwan",
    31_536_000: r"years?|yrs?|y|年|년|năm|tahun|ปี|ans?|años?|anos?|jahre?n?|года?|лет|taon",
}
_UNIT: Final = "|".join(f"(?P<u{size}>{words})" for size, words in _SECONDS.items())
_COUNT: Final = r"(?<![^\W_])(?P<count>\d{1,4}|an?|one|một|se(?=jam|hari|minggu)|un[ae]?|ein(?:er|em|e)?|isang)"
_HAN_COUNT: Final = r"(?P<count>\d{1,4}|[一二两兩三四五六七八九十廿]{1,3}|半)"
_AGO: Final = (
    r"(?:ago|之?前|以前|전|trước|(?:yang )?lalu|lepas|ที่แล้ว|ที่ผ่านมา|ก่อน|назад|(?:ang )?naka(?:lipas|raan)|atrás)"
)
_SINCE: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_COUNT} ?(?:{_UNIT}) ?{_AGO}",
        rf"{_HAN_COUNT} ?(?:{_UNIT}) ?(?:之?前|以前)",
        rf"(?<![^\W_])(?:il y a|hace|há|vor)(?: environ| unos| cerca de| etwa)? {_COUNT} ?(?:{_UNIT})(?![^\W_])",
    )
)
_NOW: Final = re.compile(
    r"just now|moments? ago|刚刚|剛剛|刚才|剛才|たった今|방금|vừa xong|baru saja|baru sahaja|เมื่อสักครู่|à l'instant"
    r"|gerade eben|только что|ahora mismo|agora mesmo"
)
_DAYS: Final = (  # the longer way back first: 一昨日 holds 昨日
    (
        2,
        re.compile(
            r"day before yesterday|前天|一昨日|おととい|그저께|그제|hôm kia|kemarin lusa|kelmarin|เมื่อวานซืน|avant-hier"
            r"|anteayer|anteontem|vorgestern|позавчера"
        ),
    ),
    (
        1,
        re.compile(
            r"(?<![^\W_])(?:yesterday|hier|ayer|ontem|gestern|kemarin|semalam|kahapon|hôm qua)(?![^\W_])|вчера"
            r"|昨天|昨日|昨晚|昨夜|어제|เมื่อวาน"
        ),
    ),
    (
        0,
        re.compile(
            r"(?<![^\W_])(?:today|hoy|hoje|heute|hari ini|ngayong araw|hôm nay)(?![^\W_])|aujourd'hui|сегодня"
            r"|今天|今日|本日|今早|今晨|今晚|오늘|วันนี้"
        ),
    ),
)
_ALONE: Final = r"(?=\W*\Z|\W{1,3}(?:at |um |à |a las |às |pukul )?\d)"  # "May 20 people" is no date
_YEARLESS: Final = (
    re.compile(r"(?<![\d年년])(?P<month>\d{1,2}) ?[月월] ?(?P<day>\d{1,2}) ?[日号號일]"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?: de | of |[ -]){MONTH}{_ALONE}"),
    re.compile(rf"{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]){_ALONE}"),
    re.compile(r"\A(?P<month>\d\d)[-/](?P<day>\d\d)(?= \d\d:\d\d)"),
)
_CLOCK: Final = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?")
_LATE: Final = timedelta(days=1)  # a day without a year that lies further ahead was last year's


def told_from(now: datetime, text: str, zone: tzinfo) -> datetime | None:
    """Give the instant that folded `text` tells from `now`, in UTC; None where it tells none.

    A month is 30 days, a year 365. The days are those of `zone`; a day without a time is its start. Raises ValueError
    or OverflowError for a day or a time that does not exist.
    """
    if _NOW.search(text):
        return now
    for form in _SINCE:
        if found := form.search(text):
            return now - _distance(found)
    local = now.astimezone(zone).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    for back, words in _DAYS:
        if found := words.search(text):
            half = found[0] if found[0] in {"昨晚", "昨夜", "今早", "今晨", "今晚"} else ""
            around = (half + text[found.end() :], text[: found.start()])
            return instant_on(local - timedelta(days=back), around, zone)
    return _yearless(now, local, text, zone)


def _distance(found: re.Match[str]) -> timedelta:
    size = next(size for size in _SECONDS if found[f"u{size}"])
    count = found["count"]
    if count == "半":
        return timedelta(seconds=size / 2)
    if count.isdecimal():
        return timedelta(seconds=size * int(count))
    return timedelta(seconds=size * (1 if count.isascii() or count == "một" else int(number(count))))


def _yearless(now: datetime, today: datetime, text: str, zone: tzinfo) -> datetime | None:
    if _CLOCK.fullmatch(text):
        moment = instant_on(today, (text,), zone)
        return moment if moment <= now else moment - _LATE
    for form in _YEARLESS:
        if found := form.search(text):
            parts = found.groupdict()
            month = MONTHS[parts["name"]] if parts.get("name") else int(parts["month"])
            around = (text[found.end() :], text[: found.start()])
            for year in (today.year, today.year - 1):
                moment = instant_on(today.replace(year=year, month=month, day=int(parts["day"])), around, zone)
                if moment <= now + _LATE:
                    return moment
    return None
