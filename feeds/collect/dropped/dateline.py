"""A line that is nothing but a date: when a dropped text says that it was published or updated."""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Final, Literal
from zoneinfo import ZoneInfo

from feeds.text.calendars import MONTH
from feeds.text.dates import instant

Said = tuple[Literal["published", "updated"], datetime]

_UPDATED: Final = r"(?:last )?(?:updated|modified)|更新(?:时间|時間|日時)?|修改|수정"
_PUBLISHED: Final = (
    r"(?:first )?(?:published|posted)|date|publication date|发布(?:时间)?|發布(?:時間)?|发表(?:时间)?|發表(?:時間)?|"
    r"时间|時間|日期|公開(?:日時)?|配信|掲載|입력|등록|게시"
)
_LABEL: Final = re.compile(
    rf"(?:(?P<updated>{_UPDATED})|(?P<published>{_PUBLISHED}))(?:\s+(?:on|at))?\s*[:：]?(?=[\s\d]|[A-Z][a-z]{{2}}|令和|民國)",
    re.IGNORECASE,
)
_ABROAD: Final = (  # Indonesian and Malay, Vietnamese, Thai, French, Portuguese, Russian
    r"senin|selasa|rabu|kamis|jumat|sabtu|minggu|isnin|khamis|jumaat|ahad|pukul|wita?|thứ (?:hai|ba|tư|năm|sáu|bảy)"
    r"|chủ nhật|ngày|tháng|năm|giờ|วัน[ก-์]{3,10}ที่|เวลา|พ\.ศ\.|น\.|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|de|às|à"
    r"|(?:segunda|terça|quarta|quinta|sexta)-feira|sábado|domingo|г\.|"
) + MONTH.replace("?P<name>", "?:")
# What may stand in a date beside figures and marks; anything else makes the line a sentence.
_WORDS: Final = re.compile(
    rf"{_ABROAD}|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:[a-z]{0,6})|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)"
    r"(?:day)?|a\.?m\.?|p\.?m\.?|at|on|of|t|z|st|nd|rd|th|utc|gmt|[ecmp][sd]?t|[hjkis]st|hkt|sgt|ict|wib|pht|a[ecw][sd]t|nz[sd]t|"
    r"上午|下午|午前|午後|오전|오후|[月火水木金土日]曜日?|(?:星期|周|週)[一二三四五六日天]|[월화수목금토일]요일|令和|平成|民國|"
    r"[年月日號号时時分秒点點년월일시분초元]",
    re.IGNORECASE,
)
_MARKS: Final = re.compile(r"[\d\s:/.,+()（）|·•\-–—]+")
_AMERICAN: Final = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}


def said(line: str, zone: tzinfo) -> tuple[Said, ...]:
    """Read the dates of a line that holds nothing else; nothing where it holds a word that no date has.

    `zone` is the one of dates that name none.
    """
    if len(line) > 120 or not re.search(r"\d", line):
        return ()
    found: list[Said] = []
    for label, text in _parted(line):
        moment = _moment(text, zone)
        if moment is None:
            return ()
        found.append(("updated" if label and label["updated"] else "published", moment))
    return tuple(found)


def _parted(line: str) -> Iterator[tuple[re.Match[str] | None, str]]:
    """Give each label of a line with what stands behind it, first what stands before any."""
    labels = list(_LABEL.finditer(line))
    ends = [label.start() for label in labels] + [len(line)]
    if line[: ends[0]].strip(" |·•-"):
        yield None, line[: ends[0]]
    for label, end in zip(labels, ends[1:], strict=True):
        yield label, line[label.end() : end]


def _moment(text: str, zone: tzinfo) -> datetime | None:
    text = text.strip(" |·•,")
    if not re.search(r"(?<!\d)\d{4}(?!\d)|令和|民國|\d{8}T", text) or _MARKS.sub("", _WORDS.sub("", text)):
        return None
    american = re.search(r"\b([ECMP]T)$", text)
    if american:
        return instant(text[: american.start()], ZoneInfo(_AMERICAN[american[1]]))
    return instant(text, zone)
