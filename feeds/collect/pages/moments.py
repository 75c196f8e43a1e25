"""When a page says that it was published and changed."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import chain
from typing import Final
from zoneinfo import ZoneInfo

from htmldate import find_date
from lxml.html import HtmlElement

from feeds.collect.pages.bounds import within
from feeds.collect.pages.document import Document, words
from feeds.collect.pages.linked import Item, texts
from feeds.text.dates import instant

_PUBLISHED: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time", "parsely-pub-date",
    "sailthru.date", "article.published", "published_time", "published-date", "publishdate", "publish-date",
    "publish_date", "pubdate", "ptime", "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date",
    "dc.date", "dcterms.issued", "cxenseparse:publishtime", "cxenseparse:recs:publishtime", "iso-8601-publish-date",
    "rnews:datepublished", "citation_publication_date", "citation_date", "citation_online_date", "article:create_at",
    "og:pubdate", "og:regdate", "article:published", "date", "release_date", "displaydate", "utime", "created",
)  # fmt: skip
_MODIFIED: Final = (
    "article:modified_time", "og:updated_time", "datemodified", "article:modified", "dcterms.modified",
    "dc.date.modified", "lastmod", "last-modified", "revised", "og:modified_time", "rnews:datemodified",
)  # fmt: skip
_SIGN: Final = re.compile(r"([+-])(\d\d):?(\d\d)?\)?\s*$")
_CLOCK: Final = re.compile(r"\d{1,2}\s?[:時时点點시]\s?\d{0,2}")
_ZONED: Final = re.compile(r"(?:[Zz]|[+-]\d\d:?\d\d|\b(?:GMT|UTC|[A-Z]{2,4}T))\b")
_SPOTS: Final = re.compile(
    r"(?:^|[\s_-])(?:pub(?:lish(?:ed)?)?[-_]?(?:date|time)?|date(?:line|time)?|time(?:stamp)?|post[-_]?(?:date|time|info)|"
    r"article[-_]?(?:date|time|info|meta)|news[-_]?(?:date|time|info)|source|info|byline|entry[-_]date)(?:$|[\s_-])",
    re.IGNORECASE,
)
_VISIBLE: Final = re.compile(
    r"(?<!\d)(?:\d{4}\s?[年년./-]\s?\d{1,2}\s?[月월./-]\s?\d{1,2}\s?[日일.]?"
    r"(?:[\s(（].{0,5}?[)）])?[\sT,，|]{0,3}(?:(?:上午|下午|午前|午後|오전|오후)\s?)?"
    r"(?:\d{1,2}\s?[:：時时点시]\s?\d{1,2}(?:\s?[:：分]\s?\d{1,2})?)?"
    r"|民國\s?\d{2,3}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|令和\s?(?:\d{1,2}|元)\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"|\d{1,2}\.?\s(?:de\s)?(?:[^\W\d_]{3,12}|[ก-๙][ก-๙.]{2,12}|tháng\s\d{1,2}),?\.?\s(?:de\s|năm\s|พ\.ศ\.\s)?\d{4}"
    r"(?:[\s,|-]{1,3}\d{1,2}[:.]\d\d(?:\s?[AaPp][Mm]|\s?(?:WIB|WITA|WIT|น\.))?)?"
    r"|[A-Z][a-z]{2,8}\.?\s\d{1,2},?\s\d{4}(?:[\s,|-]{1,3}(?:at\s)?\d{1,2}:\d\d(?:\s?[AaPp][Mm])?)?"
    r"|(?<![\d./])\d{1,2}(?:\. ?|/)\d{1,2}(?:\. ?|/)(?:20)?\d\d(?![\d./])(?:[\s,|-]{0,3}\d{1,2}:\d\d)?)"
)
_PATH: Final = re.compile(r"(?<!\d)(20\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_MODIFYING: Final = re.compile(r"updat|modif|更新|修改|수정|最終|cập nhật|diperbarui|แก้ไข", re.IGNORECASE)
_MOST: Final = 400
_SLICE: Final = 0.3  # seconds of processor time

# The zone of a country that has one, for a page that names none and a source that was given none.
_COUNTRIES: Final = {
    "cn": "Asia/Shanghai", "hk": "Asia/Hong_Kong", "mo": "Asia/Macau", "tw": "Asia/Taipei", "jp": "Asia/Tokyo",
    "kr": "Asia/Seoul", "kp": "Asia/Pyongyang", "sg": "Asia/Singapore", "my": "Asia/Kuala_Lumpur",
    "th": "Asia/Bangkok", "vn": "Asia/Ho_Chi_Minh", "ph": "Asia/Manila", "id": "Asia/Jakarta", "in": "Asia/Kolkata",
    "bd": "Asia/Dhaka", "pk": "Asia/Karachi", "np": "Asia/Kathmandu", "lk": "Asia/Colombo", "kh": "Asia/Phnom_Penh",
    "la": "Asia/Vientiane", "mm": "Asia/Yangon", "bn": "Asia/Brunei", "bt": "Asia/Thimphu", "nz": "Pacific/Auckland",
    "fj": "Pacific/Fiji", "uz": "Asia/Tashkent", "kz": "Asia/Almaty", "kg": "Asia/Bishkek", "tj": "Asia/Dushanbe",
}  # fmt: skip
_LANGUAGES: Final = {"ja": "jp", "ko": "kr", "th": "th", "vi": "vn", "zh-cn": "cn", "zh-tw": "tw", "zh-hk": "hk"}


def own_zone(document: Document, zone: ZoneInfo) -> ZoneInfo:
    """Give the zone of the page's dates that name none: `zone`, unless that is only the default, UTC.

    Then the country of the address or the language of the page speaks for it.
    """
    if zone.key != "UTC":
        return zone
    host = document.address.partition("://")[2].partition("/")[0].partition(":")[0]
    country = host.rpartition(".")[2].lower()
    language = (document.root.get("lang") or "").lower().replace("_", "-")
    country = country if country in _COUNTRIES else _LANGUAGES.get(language) or _LANGUAGES.get(language[:2], "")
    return ZoneInfo(_COUNTRIES[country]) if country in _COUNTRIES else zone


def published(document: Document, item: Item, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Give when the article came out, aware, in the zone that the page names, else in `zone`; never after now."""
    declared = [*texts(item, "datePublished", "dateCreated", "uploadDate"), *_metas(document, _PUBLISHED)]
    return (
        _best(declared, chain(_times(document.root), _spotted(document.root)), zone, now)
        or _best(_times(document.root, loose=True), (), zone, now)
        or _best(_spotted(document.root), (), zone, now)
        or _best(_in_address(document.address), (), zone, now)
        or _guessed(document, zone, now)
    )


def _guessed(document: Document, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Give the day that htmldate finds, where nothing else tells."""
    found = within(_SLICE, lambda: find_date(document.root, original_date=True, max_date=now.date().isoformat()))
    return moment_of(found, zone, now) if found else None


def modified(document: Document, item: Item, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Give when the page says that the article last changed."""
    return _best([*texts(item, "dateModified"), *_metas(document, _MODIFIED)], (), zone, now)


def _metas(document: Document, names: Iterable[str]) -> list[str]:
    return [value for name in names for value in document.metas.get(name, ())]


def _best(said: Iterable[str], seen: Iterable[str], zone: ZoneInfo, now: datetime) -> datetime | None:
    """Give the first date that is one; of the same minute on the clock, the one that names its zone or its time."""
    texts_ = [text for text in said if len(text) <= 100]
    first = next((moment for text in texts_ if (moment := moment_of(text, zone, now))), None)
    if first is None:
        return None
    whole = next((text for text in texts_ if moment_of(text, zone, now) == first), "")
    if _ZONED.search(whole) and _CLOCK.search(whole):
        return first
    for text in chain(texts_, seen):
        other = moment_of(text, zone, now)
        if (
            other
            and _CLOCK.search(text)
            and _matches(first, other, timed=bool(_CLOCK.search(whole)), zoned=bool(_ZONED.search(text)))
        ):
            return other
    return first


def _matches(first: datetime, other: datetime, *, timed: bool, zoned: bool) -> bool:
    """Tell whether `other` says the same as `first`, and more."""
    if not timed:
        return first.date() == other.date()
    here, there = first.replace(tzinfo=None), other.replace(tzinfo=None)
    return zoned and here.replace(second=0) == there.replace(second=0)


def moment_of(text: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Read a date in the zone that it names, else in `zone`; None for what is none or lies after now."""
    moment = instant(text, zone, now)
    if moment is None or moment.year < 1995 or moment > now + timedelta(days=1):
        return None
    return moment.astimezone(_zone(text, zone))


def _zone(text: str, zone: ZoneInfo) -> tzinfo:
    if (found := _SIGN.search(text)) and _CLOCK.search(text):
        east = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(east if found[1] == "+" else -east) if east < timedelta(days=1) else zone
    return UTC if re.search(r"(?:\dZ|GMT|UTC)\s*$", text, re.IGNORECASE) else zone


def _times(root: HtmlElement, *, loose: bool = False) -> Iterator[str]:
    """Give the machine's side of the `<time>` elements that say when it was published."""
    for element, _ in zip(root.iter("time"), range(_MOST), strict=False):
        marks = " ".join((element.get("itemprop") or "", element.get("class") or "", element.get("id") or ""))
        if _MODIFYING.search(marks) or (
            not loose and "pubdate" not in element.attrib and "publish" not in marks.lower()
        ):
            continue
        yield element.get("datetime") or words(element)


def _spotted(root: HtmlElement) -> Iterator[str]:
    """Give the dates that stand in elements named after dates, then those in the first short lines of the page."""
    body = root.find("body")
    lines: list[str] = []
    for element, _ in zip(
        (root if body is None else body).iter(
            "span", "div", "p", "em", "small", "li", "dd", "td", "i", "b", "h6", "font"
        ),
        range(3000),
        strict=False,
    ):
        if len(element) > 8:
            continue
        text = words(element, 160)
        found = _VISIBLE.search(text)
        if found is None:
            continue
        if _SPOTS.search(f"{element.get('class') or ''} {element.get('id') or ''}") and not _MODIFYING.search(
            text[: found.start()]
        ):
            yield found[0].replace("：", ":")
        lines.append(found[0].replace("：", ":"))
    yield from lines


def _in_address(address: str) -> Iterator[str]:
    if found := _PATH.search(address):
        yield "-".join(found.groups())
