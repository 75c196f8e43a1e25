"""A link and what stands around it: the headline that it bears, and the date beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import islice
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from feeds.text.characters import line
from feeds.text.dates import instant

READS: Final = 15  # the least weight of a headline: six Chinese characters, three short English words
_LONGEST: Final = 400
_STEPS: Final = 400  # elements of one card that are looked at
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_INLINE: Final = frozenset(
    ("a", "b", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u", "wbr")
)
_SILENT: Final = frozenset(("script", "style", "svg", "time", "noscript", "template", "button", "figcaption"))
_TITLE_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:tit|subject|h[1-6])(?:$|[\s_-])|title|headline|heading(?!s)", re.IGNORECASE
)
_DATE_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:date|time|datetime|published|pubdate|timestamp|posted)(?:$|[\s_-])", re.IGNORECASE
)
_WHOLE: Final = re.compile(
    r"\D{0,12}20\d\d ?[-./年년] ?\d{1,2} ?[-./月월] ?\d{1,2} ?[日일.]? ?\d{1,2}:\d\d(?::\d\d)?\D{0,6}"
)
_DENSE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MORE: Final = re.compile(
    r"(?:read|see|view|show|load|watch|learn|click|continue|full|listen)\b.{0,25}"
    r"(?:more|all|story|here|reading|article|now|video)\b.{0,20}"
    r"|more\b.{0,20}|\d+\s*(?:comments?|replies|shares|views|min read|件|条评论|條評論|則留言|개)?"
    r"|(?:sign|log) ?(?:in|up)|subscribe.{0,20}"
    r"|(?:点击|點擊)?(?:查看|阅读|閱讀|看)?(?:更多|全文|详细|詳細|详情|詳情).{0,4}|続きを読む|もっと見る"
    r"|一覧(?:を見る|へ)?|.{0,6}더\s?보기|전체\s?보기",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Headline:
    """The words of a link; `marked` says that the page itself marks them as a headline."""

    text: str
    marked: bool

    @property
    def weight(self) -> float:
        """How much it says, in Latin letters; a Chinese, Japanese or Korean one says as much as two and a half."""
        return len(self.text) + 1.5 * len(_DENSE.findall(self.text))

    @property
    def reads(self) -> bool:
        """Whether it reads like a headline, and not like a label or a button."""
        return self.weight >= READS and len(self.text) <= _LONGEST


def headline(anchor: HtmlElement) -> Headline:
    """Give the headline that a link bears: a heading in it, itself in one, or the first of its lines that reads so."""
    lines = [(words, marked) for words, marked in _lines(anchor) if words and not _MORE.fullmatch(words[:80])]
    above = _is_in_heading(anchor)
    if marked := next((words for words, marked in lines if marked), None):
        return Headline(marked, marked=True)
    said = [Headline(words, marked=above) for words, _ in lines]
    if said:
        return next((one for one in said if one.reads), max(said, key=lambda one: one.weight))
    spoken = line((anchor.get("title") or anchor.get("aria-label") or _picture_text(anchor))[:_LONGEST])
    return Headline("" if _MORE.fullmatch(spoken[:80]) else spoken, marked=False)


def date_in(card: HtmlElement, zone: tzinfo, now: datetime) -> datetime | None:
    """Give the date that a card bears: in a `time` element, in what its class calls a date, or alone with its time.

    None from the future is believed.
    """
    for element in islice(card.iter(etree.Element), _STEPS):
        if element.tag == "time" or _is_date(element):
            moment = instant(element.get("datetime") or "", zone) or instant(_words(element), zone, now)
        else:
            moment = (
                instant(said, zone) if (said := line((element.text or "")[:60])) and _WHOLE.fullmatch(said) else None
            )
        if moment is not None and moment <= now + timedelta(minutes=5):
            return moment
    return None


def _is_date(element: HtmlElement) -> bool:
    return bool(_DATE_CLASS.search(element.get("class") or ""))


def _words(element: HtmlElement) -> str:
    return line("".join(islice(element.itertext(), 20))[:100])


def _is_in_heading(anchor: HtmlElement) -> bool:
    if _TITLE_CLASS.search(anchor.get("class") or ""):
        return True
    above = list(islice(anchor.iterancestors(), 3))
    return any(one.tag in _HEADINGS for one in above) or any(_titled(one) for one in above[:1])


def _titled(element: HtmlElement) -> bool:
    return bool(_TITLE_CLASS.search(element.get("class") or ""))


def _picture_text(anchor: HtmlElement) -> str:
    return next((picture.get("alt") or "" for picture in islice(anchor.iter("img"), 3)), "")


def _lines(anchor: HtmlElement) -> Iterator[tuple[str, bool]]:
    """Give the text in a link line by line, each with whether it stands in a heading."""
    pieces: list[str] = []
    heading: HtmlElement | None = None
    silent: HtmlElement | None = None
    walk = etree.iterwalk(anchor, events=("start", "end"))
    for event, element in islice(walk, _STEPS):
        inner, name = element is not anchor, str(element.tag)
        breaks = inner and (name not in _INLINE or (name == "span" and bool(element.get("class"))))
        marks = inner and (name in _HEADINGS or _titled(element))
        if heading is None and (breaks or marks):
            yield line("".join(pieces)), False
            pieces = []
        if event == "start":
            silent = element if silent is None and (name in _SILENT or _is_date(element)) else silent
            heading = element if heading is None and marks else heading
            pieces += [element.text or ""] if silent is None else []
            continue
        silent = None if silent is element else silent
        if heading is element:
            yield line("".join(pieces)), True
            pieces, heading = [], None
        pieces += [element.tail or ""] if silent is None and inner else []
    yield line("".join(pieces)), False
